/// What has happened to a document of an archive: one line of the feed, a CloudEvents 1.0 event.
///
/// `id` is the digest of the document, what happened, and the how many-th event of the document it is; with it a
/// consumer knows an event again. `sequence` orders the events of a feed (CloudEvents' sequence extension, twenty
/// digits, so that it sorts as text).
package struct FeedEvent: Equatable, Sendable {
    /// The version of the contract, behind `data`.
    package static let schemaName = "budget-event/1"

    package enum Kind: String, Sendable, Codable, CaseIterable {
        /// A release stands in the archive.
        case published
        /// A newer reader or other forms made the release say something else.
        case revised
        /// The document gave no release.
        case rejected

        /// The event's `type`.
        package var type: String {
            self == .rejected ? "budgetd.document.rejected" : "budgetd.release.\(rawValue)"
        }
    }

    package var kind: Kind
    /// Digest of the document.
    package var sha256: String
    /// The how many-th event of the document it is, from 1.
    package var number: Int
    /// RFC 3339.
    package var time: String
    /// The document's folder below the archive.
    package var path: String
    /// The name that it came under last, below the inbox.
    package var name: String
    /// Digest of `release.json` or `problem.json`.
    package var resultSHA256: String?
    package var identity: ReleaseIdentity
    /// Nil for a rejected document.
    package var status: Release.Status?
    /// Digests of documents whose release this one takes the place of.
    package var supersedes: [String]
    /// Why it was rejected.
    package var problem: Problem?

    package init(
        _ kind: Kind, sha256: String, number: Int, time: String, path: String, name: String, resultSHA256: String?,
        identity: ReleaseIdentity, status: Release.Status?, supersedes: [String], problem: Problem?
    ) {
        self.kind = kind
        self.sha256 = sha256
        self.number = number
        self.time = time
        self.path = path
        self.name = name
        self.resultSHA256 = resultSHA256
        self.identity = identity
        self.status = status
        self.supersedes = supersedes
        self.problem = problem
    }

    package var id: String { Self.id(sha256, kind, number) }

    package static func id(_ sha256: String, _ kind: Kind, _ number: Int) -> String {
        "\(sha256)/\(kind.rawValue)/\(number)"
    }

    /// The event as it stands in the feed.
    package func json(sequence: Int) -> JSON {
        var release = identity.members
        release["status"] = JSON(status?.rawValue)
        return [
            "specversion": "1.0", "id": .string(id), "source": "/budgetd/archive", "type": .string(kind.type),
            "time": .string(time), "subject": .string(path), "datacontenttype": "application/json",
            "dataschema": "https://budgetd.example/schema/budget-event/1",
            "sequence": .string(Self.text(sequence: sequence)),
            "data": [
                "schema": .string(Self.schemaName), "sha256": .string(sha256), "name": .string(name),
                "path": .string(path), "result_sha256": JSON(resultSHA256),
                "release": kind == .rejected ? .null : .object(release),
                "supersedes": .array(supersedes.map(JSON.string)),
                "problem": problem.map { ["code": .string($0.code.rawValue), "message": .string($0.message)] } ?? .null,
            ],
        ]
    }

    private static func text(sequence: Int) -> String {
        let digits = String(sequence)
        return String(repeating: "0", count: max(0, 20 - digits.count)) + digits
    }
}

/// What a reader of the feed needs of a line to find its place: the members that never change their meaning.
package struct FeedLine: Decodable, Sendable {
    package var id: String
    package var sequence: Int
    /// Digests of the document and of those whose place it takes.
    package var documents: [String]

    private enum CodingKeys: String, CodingKey { case id, sequence, data }

    private struct Documents: Decodable {
        var sha256: String
        var supersedes: [String]?
    }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        id = try values.decode(String.self, forKey: .id)
        guard let number = Int(try values.decode(String.self, forKey: .sequence)) else {
            throw DecodingError.dataCorruptedError(
                forKey: .sequence, in: values, debugDescription: "a sequence is a number")
        }
        sequence = number
        let data = try? values.decodeIfPresent(Documents.self, forKey: .data)
        documents = data.map { [$0.sha256] + ($0.supersedes ?? []) } ?? []
    }

    /// Nil where the bytes are no line of a feed.
    package init?(_ line: some Sequence<UInt8>) {
        guard let decoded = try? ContractDecoding.decode(FeedLine.self, from: line) else { return nil }
        self = decoded
    }
}
