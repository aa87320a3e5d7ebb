import BudgetRelease
import FoundationEssentials
import Glibc
import SystemPackage

extension InboxFile {
    /// The path below the inbox, for people and for `document.json`.
    var inboxName: String { (folders.map(\.string) + [displayName]).joined(separator: "/") }
}

/// What `document.json` says: the facts of a document that no index may hold alone.
struct DocumentRecord: Sendable, Equatable, Decodable {
    struct Arrival: Sendable, Equatable, Decodable {
        var name: String
        var at: String
    }

    var sha256: String
    var bytes: Int
    /// Every name it arrived under.
    var arrivals: [Arrival] = []

    init(sha256: String, bytes: Int) {
        self.sha256 = sha256
        self.bytes = bytes
    }

    init(at path: FilePath) throws(IntakeError) {
        let bytes = try FileOperations.read(path)
        do {
            self = try JSONDecoder().decode(DocumentRecord.self, from: Data(bytes))
        } catch {
            throw .system(action: "understand", path: path, errno: EILSEQ)
        }
    }

    /// False for a name that is recorded already.
    mutating func add(name: String, at time: String) -> Bool {
        guard !arrivals.contains(where: { $0.name == name }) else { return false }
        arrivals.append(Arrival(name: name, at: time))
        return true
    }

    var json: JSON {
        [
            "schema": "budget-document/1", "sha256": .string(sha256), "bytes": .int(bytes),
            "arrivals": .array(arrivals.map { ["name": .string($0.name), "at": .string($0.at)] }),
        ]
    }
}

/// The time of day as RFC 3339 in UTC, to the second.
enum Timestamp {
    static func now() -> String { Date.now.formatted(.iso8601) }
}

enum Hex {
    static func string(_ digest: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
