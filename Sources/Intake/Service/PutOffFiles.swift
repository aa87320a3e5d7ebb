import Sentences
import SystemPackage

/// Files that could not be taken yet, each with the time of its next attempt.
///
/// A file that changes is another file: it is taken as soon as it has settled.
struct PutOffFiles {
    private struct Entry {
        var reason: PutOffReason
        /// What stands in the way, where more is known.
        var message: Message?
        var count: Int
        var due: ContinuousClock.Instant
    }

    private var entries: [InboxFile: Entry] = [:]

    /// Records that a file stays in the inbox.
    ///
    /// - Parameters:
    ///   - current: the file as it is now.
    ///   - secondLook: how long a document that looks damaged is left alone.
    /// - Returns: how often that has happened to it, for the same kind of reason.
    mutating func record(
        _ file: InboxFile, as current: InboxFile, for reason: PutOffReason, message: Message? = nil,
        secondLook: Duration
    ) -> Int {
        let count = (entries.removeValue(forKey: file)?.count ?? 0) + 1
        let delay: Duration =
            switch reason {
            case .secondLook: secondLook
            case .unsettled: .seconds(min(30, count))
            case .anotherTry: .seconds(2 * count)
            case .failed: .seconds(1 << min(count, 8))
            case .interrupted: .zero
            }
        entries[current] = Entry(reason: reason, message: message, count: count, due: .now + delay)
        return count
    }

    mutating func forget(_ file: InboxFile) { entries[file] = nil }

    /// Whether a document that looked damaged has been left alone long enough.
    func isSecondLook(_ file: InboxFile) -> Bool {
        if case .secondLook = entries[file]?.reason { true } else { false }
    }

    /// Files that are not due.
    var deferred: Set<InboxFile> {
        let now = ContinuousClock.now
        return Set(entries.filter { $0.value.due > now }.keys)
    }

    /// Files that are not going to be taken without something else changing.
    var stuck: Int {
        entries.values.count { entry in
            switch entry.reason {
            case .failed: true
            case .unsettled: entry.count > 3
            default: false
            }
        }
    }

    /// Files of which it is known what stands in their way, in the order of their names.
    var explained: [(file: InboxFile, message: Message)] {
        entries.compactMap { file, entry in entry.message.map { (file, $0) } }
            .sorted { $0.file.inboxName < $1.file.inboxName }
    }

    /// Until the first attempt that is due.
    var nextAttempt: Duration? {
        let now = ContinuousClock.now
        return entries.values.map(\.due).filter { $0 > now }.min().map { max(.milliseconds(10), $0 - now) }
    }

    var count: Int { entries.count }

    /// Forgets files that are gone or have changed.
    ///
    /// - Parameters:
    ///   - files: what was seen.
    ///   - busy: what was not looked at because it is being worked on.
    mutating func keep(_ files: Set<InboxFile>, busy: Set<FilePath>) {
        entries = entries.filter { files.contains($0.key) || busy.contains($0.key.path) }
    }
}

/// Why a file stays in the inbox.
enum PutOffReason: Sendable {
    /// Somebody writes to it.
    case unsettled
    /// It looks damaged: it may not be whole yet.
    case secondLook
    /// Its worker crashed or hung.
    case anotherTry
    /// The file itself cannot be read or removed.
    case failed
    /// The daemon stops.
    case interrupted
}
