package import BudgetRelease
package import FileKeeping
import Glibc
package import SystemPackage

/// What `document.json` says: the facts of a document that no index may hold alone.
package struct DocumentRecord: Sendable, Equatable {
    package static let schemaName = "budget-document/1"

    /// A name that the document came under.
    package struct Arrival: Sendable, Equatable, Decodable {
        /// The path below the inbox.
        package var name: String
        package var at: String
        /// The file in the document's folder that says where it came from, if one came along.
        package var origin: String?

        package init(name: String, at: String, origin: String? = nil) {
            self.name = name
            self.at = at
            self.origin = origin
        }
    }

    /// A release that another one has replaced.
    package struct Revision: Sendable, Equatable, Decodable {
        /// Its path in the document's folder.
        package var file: String
        package var fingerprint: String
        package var replacedAt: String

        package init(file: String, fingerprint: String, replacedAt: String) {
            self.file = file
            self.fingerprint = fingerprint
            self.replacedAt = replacedAt
        }
    }

    /// The last time that the document was read, whether or not that changed anything.
    package struct LastCheck: Sendable, Equatable, Decodable {
        package var at: String
        package var fingerprint: String
        /// Why that reading gave no release, where an older one stands.
        package var problem: String?

        package init(at: String, fingerprint: String, problem: String? = nil) {
            self.at = at
            self.fingerprint = fingerprint
            self.problem = problem
        }
    }

    /// Something that the feed tells of the document; the how many-th it is, is its number.
    package struct Event: Sendable, Equatable, Decodable {
        package var kind: FeedEvent.Kind
        package var at: String
        /// Digests of documents whose release this one took the place of.
        package var supersedes: [String]

        package init(_ kind: FeedEvent.Kind, at: String, supersedes: [String] = []) {
            self.kind = kind
            self.at = at
            self.supersedes = supersedes
        }
    }

    package var sha256: String
    package var bytes: Int
    /// The name of the source in the document's folder.
    package var source: String
    /// Every name it arrived under.
    package var arrivals: [Arrival] = []
    /// How often reading it was begun and failed.
    package var tries = 0
    /// SHA-256 of `release.json` or `problem.json`.
    package var resultSHA256: String?
    /// Oldest first.
    package var revisions: [Revision] = []
    package var lastCheck: LastCheck?
    /// Whose release it is; nil where there is none.
    package var identity: ReleaseIdentity?
    package var status: Release.Status?
    /// Oldest first; recorded before the feed has them.
    package var events: [Event] = []

    package init(sha256: String, bytes: Int, source: String) {
        self.sha256 = sha256
        self.bytes = bytes
        self.source = source
    }

    /// - Throws: `FileError` where the file cannot be read or is no such record (`EILSEQ`).
    package init(at path: FilePath) throws(FileError) {
        let bytes = try FileOperations.read(path)
        do {
            self = try ContractDecoding.decode(DocumentRecord.self, from: bytes)
        } catch {
            throw FileError(.understand, path, errno: EILSEQ)
        }
    }

    /// Records a name. False for one that is recorded already, with the same origin.
    package mutating func add(_ arrival: Arrival) -> Bool {
        guard
            !arrivals.contains(where: {
                $0.name == arrival.name && (arrival.origin == nil || $0.origin == arrival.origin)
            })
        else { return false }
        arrivals.append(arrival)
        return true
    }

    package var json: JSON {
        [
            "schema": .string(Self.schemaName), "sha256": .string(sha256), "bytes": .int(bytes),
            "source": .string(source),
            "arrivals": .array(
                arrivals.map { ["name": .string($0.name), "at": .string($0.at), "origin": JSON($0.origin)] }),
            "tries": .int(tries),
            "result_sha256": JSON(resultSHA256),
            "revisions": .array(
                revisions.map {
                    [
                        "file": .string($0.file), "fingerprint": .string($0.fingerprint),
                        "replaced_at": .string($0.replacedAt),
                    ]
                }),
            "last_check": lastCheck.map {
                ["at": .string($0.at), "fingerprint": .string($0.fingerprint), "problem": JSON($0.problem)]
            } ?? .null,
            "release": identity.map { .object($0.recordedMembers) } ?? .null,
            "status": JSON(status?.rawValue),
            "events": .array(
                events.map {
                    [
                        "kind": .string($0.kind.rawValue), "at": .string($0.at),
                        "supersedes": .array($0.supersedes.map(JSON.string)),
                    ]
                }),
        ]
    }

    /// As it stands in the archive.
    package var fileBytes: [UInt8] { json.utf8(pretty: true) + [0x0A] }
}

extension DocumentRecord: Decodable {
    private enum CodingKeys: String, CodingKey {
        case sha256, bytes, source, arrivals, tries, revisions, lastCheck, status, events
        case resultSHA256 = "resultSha256"
        case identity = "release"
    }

    /// Fields that came later are missing in records of older versions.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        sha256 = try container.decode(String.self, forKey: .sha256)
        bytes = try container.decode(Int.self, forKey: .bytes)
        arrivals = try container.decode([Arrival].self, forKey: .arrivals)
        let firstName = arrivals.first.flatMap { $0.name.split(separator: "/").last.map(String.init) }
        source = try container.decodeIfPresent(String.self, forKey: .source) ?? firstName ?? ""
        tries = try container.decodeIfPresent(Int.self, forKey: .tries) ?? 0
        resultSHA256 = try container.decodeIfPresent(String.self, forKey: .resultSHA256)
        revisions = try container.decodeIfPresent([Revision].self, forKey: .revisions) ?? []
        lastCheck = try container.decodeIfPresent(LastCheck.self, forKey: .lastCheck)
        identity = try container.decodeIfPresent(ReleaseIdentity.self, forKey: .identity)
        status = try container.decodeIfPresent(Release.Status.self, forKey: .status)
        events = try container.decodeIfPresent([Event].self, forKey: .events) ?? []
    }
}
