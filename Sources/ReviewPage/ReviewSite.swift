package import ArchiveReading
import BudgetRelease
import FileKeeping
import Sentences
package import SystemPackage

/// The pages on which people look at the releases of an archive and correct them: requests to answers, whatever carries these.
package struct ReviewSite: Sendable {
    /// What a browser asks for.
    package struct Request: Sendable {
        package var isPost: Bool
        /// Behind the address of the site.
        package var path: [String]
        package var query: [String: String]
        package var body: [UInt8]

        package init(isPost: Bool, path: [String], query: [String: String], body: [UInt8]) {
            (self.isPost, self.path, self.query, self.body) = (isPost, path, query, body)
        }
    }

    package struct Answer: Sendable {
        package var status: Int
        package var mediaType: String
        package var body: [UInt8]
        /// Never another under this address.
        package var isLasting = false
    }

    /// A page of a document: its PNG, and JSON with the places of its words.
    package typealias Painter =
        @Sendable (FilePath, _ name: String, _ page: Int, _ scale: Double) async throws -> (
            picture: [UInt8], words: [UInt8]
        )

    /// Publishes a correction. Says why not; nil where it has, or the daemon is going to.
    package typealias Clerk = @Sendable (Correction, ArchivedDocument, _ sha256: String) async throws -> String?

    private let shelf: ReleaseShelf
    private let pages: PaintedPages
    private let clerk: Clerk
    private let user: String
    private let now: @Sendable () -> (id: String, time: String)

    /// - Parameters:
    ///   - user: who corrects, where the browser does not say.
    ///   - now: a new name for a correction, and the time.
    package init(
        _ layout: ArchiveLayout, user: String, painter: @escaping Painter, clerk: @escaping Clerk,
        now: @escaping @Sendable () -> (id: String, time: String)
    ) {
        shelf = ReleaseShelf(layout)
        pages = PaintedPages(painter)
        self.clerk = clerk
        self.user = user
        self.now = now
    }

    package func answer(_ request: Request) async -> Answer {
        do {
            return try await answering(request)
        } catch let error as FileError {
            return Self.error(500, "\(error)")
        } catch let problem as Problem {
            return Self.error(502, problem.spoken)
        } catch {
            return Self.error(500, "\(error)")
        }
    }

    private func answering(_ request: Request) async throws -> Answer {
        switch (request.isPost, request.path.first, request.path.count) {
        case (false, "config.js", 1): return Self.configuration(user: user, isStatic: false)
        case (false, "api", 2) where request.path[1] == "releases":
            return Self.json(.array(try shelf.list()))
        case (_, "api", 3...) where request.path[1] == "releases":
            guard let document = try shelf.document(request.path[2]) else { return Self.missing }
            return try await answer(request, of: document, Array(request.path[3...]))
        case (false, let name, 0...1):
            return SiteFile(name ?? "index.html").map { Answer(status: 200, mediaType: $0.mediaType, body: $0.bytes) }
                ?? Self.missing
        default: return Self.missing
        }
    }

    private func answer(
        _ request: Request, of document: ReleaseShelf.Entry, _ rest: [String]
    ) async throws -> Answer {
        switch (request.isPost, rest.first, rest.count) {
        case (false, nil, _): return Answer(status: 200, mediaType: SiteFile.json, body: try document.page())
        case (false, "source", 1):
            guard let source = document.source else { return Self.missing }
            return Answer(status: 200, mediaType: "text/plain", body: try FileOperations.read(source))
        case (false, "pages", 2):
            let parts = rest[1].split(separator: ".")
            guard parts.count == 2, let number = Int(parts[0]), number > 0, let source = document.source else {
                return Self.missing
            }
            let scale = request.query["scale"].flatMap(Double.init).flatMap { $0 >= 0.5 && $0 <= 4 ? $0 : nil } ?? 2
            let painted = try await pages.page(number, of: source, sha256: document.sha256, scale: scale)
            let isPicture = parts[1] == "png"
            return Answer(
                status: 200, mediaType: isPicture ? "image/png" : SiteFile.json,
                body: isPicture ? painted.picture : painted.words, isLasting: true)
        case (true, "corrections", 1): return try await correct(document, request.body)
        default: return Self.missing
        }
    }

    // MARK: Corrections

    /// What a browser sends of one.
    private struct Sent: Decodable {
        var action: Correction.Action
        var by: String?
        var table: String?
        var line: String?
        var row: String?
        var field: String?
        var from: String?
        var to: String?
        var target: String?
        var finding: Correction.Doubt?
        var note: String?
    }

    private func correct(_ document: ReleaseShelf.Entry, _ body: [UInt8]) async throws -> Answer {
        guard let sent = try? ContractDecoding.decode(Sent.self, from: body) else {
            return Self.error(400, Sentences.text("correct.invalid", ""))
        }
        let (id, time) = now()
        let name = sent.by.map { String($0.prefix(100)) }.flatMap { $0.isEmpty ? nil : $0 } ?? user
        let correction = Correction(
            id: id, sent.action, by: name, at: time, reading: try document.fingerprint(), table: sent.table,
            line: sent.line, row: sent.row, field: sent.field, from: sent.from, to: sent.to, target: sent.target,
            finding: sent.finding, note: sent.note.map { String($0.prefix(2_000)) })
        if let refusal = try await clerk(correction, document.document, document.sha256) {
            return Self.error(409, refusal)
        }
        return Answer(status: 200, mediaType: SiteFile.json, body: try document.page())
    }

    // MARK: Answers

    /// What the page is told of where it is.
    static func configuration(user: String, isStatic: Bool) -> Answer {
        let json: JSON = [
            "language": .string(Language.ofProcess == .chinese ? "zh" : "en"), "user": .string(user),
            "isStatic": .bool(isStatic),
        ]
        return Answer(status: 200, mediaType: SiteFile.script, body: Array("budgetd.config = ".utf8) + json.scriptBytes)
    }

    private static func json(_ json: JSON) -> Answer {
        Answer(status: 200, mediaType: SiteFile.json, body: json.utf8())
    }

    private static let missing = error(404, "404")

    private static func error(_ status: Int, _ sentence: String) -> Answer {
        Answer(status: status, mediaType: SiteFile.json, body: JSON.object(["error": .string(sentence)]).utf8())
    }
}

extension JSON {
    /// As a value in a script: nothing in it ends the script or a line.
    var scriptBytes: [UInt8] { Self.scriptBytes(utf8()) + Array(";\n".utf8) }

    /// - Parameter json: whole.
    static func scriptBytes(_ json: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(json.count)
        for (index, byte) in json.enumerated() {
            // `</script>` and, of older readers of scripts, U+2028 and U+2029.
            if byte == UInt8(ascii: "<") {
                bytes += Array("\\u003C".utf8)
            } else if byte == 0xE2, index + 2 < json.count, json[index + 1] == 0x80, json[index + 2] & 0xFE == 0xA8 {
                bytes += Array((json[index + 2] == 0xA8 ? "\\u2028" : "\\u2029").utf8)
            } else if index >= 1, byte == 0x80, json[index - 1] == 0xE2, index + 1 < json.count,
                json[index + 1] & 0xFE == 0xA8
            {
                continue
            } else if index >= 2, byte & 0xFE == 0xA8, json[index - 1] == 0x80, json[index - 2] == 0xE2 {
                continue
            } else {
                bytes.append(byte)
            }
        }
        return bytes
    }
}
