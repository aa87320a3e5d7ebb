package import BudgetRelease
package import FileKeeping
import Glibc
package import ReadingCell
package import Sentences
package import SystemPackage

/// What a running daemon says of itself in `.budgetd/status.json`.
package struct ServiceStatus: Sendable, Equatable, Decodable {
    package static let schemaName = "budget-status/1"

    package enum State: String, Sendable, Decodable, CaseIterable {
        /// The inbox has not been looked at yet.
        case starting
        /// Reading the archive's records into the ledger.
        case indexing
        /// Nothing is to be done.
        case idle
        case working
        /// The disk, the archive or the installation fails; it tries again by itself.
        case standstill
        /// The inbox is not there.
        case detached
        case ended
    }

    package enum WatchMode: String, Sendable, Decodable {
        /// The kernel tells of changes; the inbox is looked at now and then all the same.
        case events
        /// The inbox is looked at again and again.
        case polling
    }

    /// A document that has left the inbox.
    package struct Document: Sendable, Equatable, Decodable {
        package var name: String
        package var sha256: String
        package var outcome: String
        package var at: String
        package var milliseconds: Int
        /// Why it was rejected.
        package var message: String?
        /// How many of its amounts are proven; nil where it was not read.
        package var proof: Proof?

        package init(
            name: String, sha256: String, outcome: String, at: String, milliseconds: Int, message: String? = nil,
            proof: Proof? = nil
        ) {
            self.name = name
            self.sha256 = sha256
            self.outcome = outcome
            self.at = at
            self.milliseconds = milliseconds
            self.message = message
            self.proof = proof
        }
    }

    /// A file or folder of the inbox that cannot be taken.
    package struct Stuck: Sendable, Equatable, Decodable {
        /// Its path below the inbox.
        package var name: String
        package var reason: Message

        package init(name: String, reason: Message) {
            self.name = name
            self.reason = reason
        }
    }

    package var pid = 0
    package var version = budgetdVersion
    package var fingerprint = ""
    /// What keeps the readers from anything but their documents.
    package var walls: Walls?
    package var inbox = ""
    package var archive = ""
    package var jobs = 0
    package var startedAt = ""
    package var updatedAt = ""
    package var state = State.starting
    /// What stands in the way, or how far the index is.
    package var detail: Message?
    package var watch = WatchMode.events
    /// Why there are no events.
    package var watchDetail: Message?
    /// Documents that wait their turn.
    package var waiting = 0
    /// When the oldest of them was changed last.
    package var oldestWaitingAt: String?
    /// Documents on their way from the inbox to the archive.
    package var inWork = 0
    /// Files that are still being written.
    package var unsettled = 0
    /// Files without a byte.
    package var empty = 0
    /// Documents that are looked at again later.
    package var putOff = 0
    /// Sidecars whose documents are not there.
    package var sidecars = 0
    /// Names that downloads in progress and other systems leave beside documents.
    package var leftAlone: Int?
    /// Files and folders that cannot be taken, and why; as many as a person reads.
    package var stuck: [Stuck]?
    /// Documents on each shelf.
    package var archived = 0
    package var rejected = 0
    /// Times that the kernel dropped events since the start.
    package var overflows = 0
    /// Documents since the start, by outcome.
    package var outcomes: [String: Int] = [:]
    /// Newest first.
    package var last: [Document] = []

    package init() {}

    package init(at path: FilePath) throws(FileError) {
        do {
            self = try ContractDecoding.decode(ServiceStatus.self, from: try FileOperations.read(path))
        } catch let error as FileError {
            throw error
        } catch {
            throw FileError(.understand, path, errno: EILSEQ)
        }
    }

    /// One line for people about what goes on.
    package var line: String {
        let counts = ["\(archived)", "\(rejected)"]
        let details =
            switch state {
            case .starting, .indexing: [String]()
            case .idle, .detached: [inbox] + counts
            case .working: ["\(waiting)", "\(inWork)"] + counts
            case .standstill: [detail?.spoken ?? ""]
            case .ended: counts
            }
        if state == .indexing, let detail {
            return Sentences.text(for: "line.indexing_count", details: detail.details, in: .ofProcess)
        }
        return Sentences.text(for: "line.\(state.rawValue)", details: details, in: .ofProcess)
    }

    package var json: JSON {
        [
            "schema": .string(Self.schemaName), "pid": .int(pid), "version": .string(version),
            "fingerprint": .string(fingerprint), "walls": walls?.json ?? .null, "inbox": .string(inbox),
            "archive": .string(archive),
            "jobs": .int(jobs), "started_at": .string(startedAt), "updated_at": .string(updatedAt),
            "state": .string(state.rawValue), "detail": JSON(detail), "watch": .string(watch.rawValue),
            "watch_detail": JSON(watchDetail), "waiting": .int(waiting), "oldest_waiting_at": JSON(oldestWaitingAt),
            "in_work": .int(inWork), "unsettled": .int(unsettled), "empty": .int(empty), "put_off": .int(putOff),
            "sidecars": .int(sidecars), "left_alone": .int(leftAlone ?? 0),
            "stuck": .array((stuck ?? []).map { ["name": .string($0.name), "reason": JSON($0.reason)] }),
            "archived": .int(archived), "rejected": .int(rejected),
            "overflows": .int(overflows),
            "outcomes": .object(JSONObject(outcomes.lazy.map { ($0.key, .int($0.value)) })),
            "last": .array(
                last.map {
                    [
                        "name": .string($0.name), "sha256": .string($0.sha256), "outcome": .string($0.outcome),
                        "at": .string($0.at), "milliseconds": .int($0.milliseconds), "message": JSON($0.message),
                        "proof": $0.proof?.json ?? .null,
                    ]
                }),
        ]
    }
}

extension JSON {
    /// A message with its sentence in English, or null for nil.
    fileprivate init(_ message: Message?) {
        self =
            message.map {
                [
                    "code": .string($0.code), "details": .array($0.details.map(JSON.string)),
                    "message": .string($0.text(in: .english)),
                ]
            } ?? .null
    }
}
