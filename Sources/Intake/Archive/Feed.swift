import ArchiveReading
import BudgetRelease
import FileKeeping
import Glibc
import Synchronization
import SystemPackage

/// Appends to the feed of an archive, each event exactly once whatever crashes.
///
/// An event stands in `document.json` before it is appended, and as long as it may be missing in the feed a mark says
/// where to look. The daemon's marks need not outlive a power cut: after one the ledger is made anew, and every record is
/// looked at.
final class Feed: Sendable {
    private let layout: ArchiveLayout
    private let marks: FilePath
    private let state = Mutex(State())

    private struct State {
        /// The end of the feed as this process left it.
        var tail: FeedTail?
        /// How often this process is about to record events of a document, by its digest.
        var underway: [String: Int] = [:]
    }

    private let marksAreDurable: Bool

    /// - Parameters:
    ///   - marks: a folder for marks that no other process uses.
    ///   - durable: whether marks must outlive a power cut.
    init(_ layout: ArchiveLayout, marks: FilePath, durable: Bool = false) throws(FileError) {
        self.layout = layout
        self.marks = marks
        marksAreDurable = durable
        try FileOperations.makeFolders(marks)
    }

    // MARK: Announcing

    /// Says that events of a document are about to be recorded; `leave` says that this is over.
    ///
    /// - Returns: whether earlier events may be missing too.
    @discardableResult
    func mark(_ sha256: String, at document: ArchivedDocument) throws(FileError) -> Bool {
        state.withLock { $0.underway[sha256, default: 0] += 1 }
        let mark = marks.appending(sha256)
        let isMarked = FileOperations.exists(mark)
        let file = mark.withPlatformString { open($0, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o644) }
        try FileOperations.check(file, .write, mark)
        defer { close(file) }
        let folder = document.folder.withPlatformString { Array(UnsafeBufferPointer(start: $0, count: strlen($0))) }
        try FileOperations.write(folder.map(UInt8.init(bitPattern:))[...], to: file, mark)
        if marksAreDurable {
            try FileOperations.check(fsync(file), .bringToDisk, mark)
            try FileOperations.syncFolder(marks)
        }
        return isMarked
    }

    /// Appends the recorded events of a document from one on, and takes its mark away.
    ///
    /// - Parameter isComplete: whether the events before that one are known to be in the feed.
    func announce(
        _ record: DocumentRecord, from number: Int, at document: ArchivedDocument, isComplete: Bool
    ) throws(FileError) {
        if isComplete {
            var events: [FeedEvent] = []
            for number in number..<(record.events.count + 1) {
                events.append(try event(number, of: record, at: document))
            }
            try append(events)
        } else {
            try announceMissing(of: record, at: document)
        }
        try FileOperations.remove(marks.appending(record.sha256))
    }

    /// Takes a mark back: no event has been recorded.
    func unmark(_ sha256: String) throws(FileError) { try FileOperations.remove(marks.appending(sha256)) }

    /// Says that the events of a document are recorded or not going to be; what is not appended is left to the mark.
    func leave(_ sha256: String) {
        state.withLock { state in
            let count = state.underway[sha256, default: 0] - 1
            state.underway[sha256] = count > 0 ? count : nil
        }
    }

    /// Appends what is missing of all documents that have a mark.
    ///
    /// - Returns: what could not be done; its marks stay.
    ///
    /// - Parameter completing: called with each document before.
    func announceMarked(
        completing: (ArchivedDocument) throws(FileError) -> Void = { _ in }
    ) throws(FileError) -> [FileError] {
        var failures: [FileError] = []
        for name in try FileOperations.names(in: marks)
        where state.withLock({ $0.underway[name.string] == nil }) {
            do throws(FileError) {
                try announceMarked(marks.appending(name), completing)
            } catch {
                failures.append(error)
            }
        }
        return failures
    }

    private func announceMarked(
        _ mark: FilePath, _ complete: (ArchivedDocument) throws(FileError) -> Void
    ) throws(FileError) {
        let bytes = try FileOperations.read(mark)
        let folder = (bytes + [0]).withUnsafeBytes { buffer in
            buffer.withMemoryRebound(to: CInterop.PlatformChar.self) { characters in
                characters.baseAddress.map { FilePath(platformString: $0) } ?? FilePath()
            }
        }
        for shelf in Shelf.allCases where folder.starts(with: layout.shelf(shelf)) {
            let document = ArchivedDocument(folder: folder, shelf: shelf)
            // Without its record it was never published, or has been withdrawn.
            if FileOperations.exists(document.recordPath) {
                try complete(document)
                guard FileOperations.exists(mark) else { return }
                try announceMissing(of: try document.record(), at: document)
            }
        }
        try FileOperations.remove(mark)
    }

    private func announceMissing(of record: DocumentRecord, at document: ArchivedDocument) throws(FileError) {
        let known = try identifiers { $0.hasPrefix(record.sha256) }
        var events: [FeedEvent] = []
        for number in 1..<(record.events.count + 1) {
            let event = try event(number, of: record, at: document)
            if !known.contains(event.id) { events.append(event) }
        }
        try append(events)
    }

    /// Appends the events of many records that the feed does not have, in the order of their times.
    func announceMissing(in records: [(record: DocumentRecord, document: ArchivedDocument)]) throws(FileError) {
        var missing: [FeedEvent] = []
        let known = try identifiers { _ in true }
        for (record, document) in records {
            for number in 1..<(record.events.count + 1)
            where !known.contains(FeedEvent.id(record.sha256, record.events[number - 1].kind, number)) {
                missing.append(try event(number, of: record, at: document))
            }
        }
        try append(missing.sorted { ($0.time, $0.id) < ($1.time, $1.id) })
    }

    private func event(
        _ number: Int, of record: DocumentRecord, at document: ArchivedDocument
    ) throws(FileError) -> FeedEvent {
        let event = record.events[number - 1]
        var problem: Problem?
        if event.kind == .rejected, document.shelf == .rejected {
            problem = try? ContractDecoding.decode(Problem.self, from: try FileOperations.read(document.resultPath))
        }
        var path = document.folder
        _ = path.removePrefix(layout.root)
        return FeedEvent(
            event.kind, sha256: record.sha256, number: number, time: event.at, path: path.string,
            name: record.arrivals.last?.name ?? record.source, resultSHA256: record.resultSHA256,
            identity: record.identity ?? ReleaseIdentity(), status: event.kind == .rejected ? nil : record.status,
            supersedes: event.supersedes, problem: problem)
    }

    // MARK: The file

    private func append(_ events: [FeedEvent]) throws(FileError) {
        guard !events.isEmpty else { return }
        let path = layout.feed
        let isNew = !FileOperations.exists(path)
        let file = path.withPlatformString { open($0, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o644) }
        try FileOperations.check(file, .open, path)
        defer { close(file) }
        // `budgetd reparse` appends too.
        while flock(file, LOCK_EX) != 0 {
            if errno != EINTR { throw FileError(.lock, path, errno: errno) }
        }
        // Who holds the lock of the file is alone, in this process too: each append opens it anew.
        var end = try Self.end(of: file, path, knowing: state.withLock(\.tail))
        var bytes: [UInt8] = []
        for event in events {
            end.sequence += 1
            bytes += event.json(sequence: end.sequence).utf8() + [0x0A]
        }
        try Self.write(bytes, to: file, at: end.size, path)
        end.size += bytes.count
        if isNew { try FileOperations.syncFolder(layout.root) }
        state.withLock { [end] in $0.tail = end }
    }

    private static func write(_ bytes: [UInt8], to file: Int32, at offset: Int, _ path: FilePath) throws(FileError) {
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes {
                pwrite(file, $0.baseAddress, $0.count, off_t(offset + written))
            }
            if count < 0, errno == EINTR { continue }
            if count <= 0 {
                let error = errno
                // No half of a line stays for readers to wait on.
                _ = ftruncate(file, off_t(offset))
                throw FileError(.write, path, errno: error)
            }
            written += count
        }
        try FileOperations.check(fdatasync(file), .bringToDisk, path)
    }

    /// The end of the last whole line and its sequence; what a crash left behind it is cut off.
    private static func end(of file: Int32, _ path: FilePath, knowing tail: FeedTail?) throws(FileError) -> FeedTail {
        var status = stat()
        try FileOperations.check(fstat(file, &status), .read, path)
        let size = Int(status.st_size)
        if let tail, tail.size == size { return tail }
        let tail = try FeedTail(of: file, at: path)
        if tail.size < size { try FileOperations.check(ftruncate(file, off_t(tail.size)), .write, path) }
        return tail
    }

    private func identifiers(where isWanted: (String) -> Bool) throws(FileError) -> Set<String> {
        guard FileOperations.exists(layout.feed) else { return [] }
        var found: Set<String> = []
        var reader = try FeedReader(at: layout.feed)
        while let line = try reader.next() {
            // A line that somebody else has damaged is no event.
            if let event = FeedLine(line), isWanted(event.id) { found.insert(event.id) }
        }
        return found
    }
}
