import ArchiveReading
import BudgetRelease
import FileKeeping
import Glibc
package import Logging
import ReadingCell
import ServiceLifecycle
import Synchronization
package import SystemPackage

/// Takes documents out of the inbox, has them read, and publishes the results.
package struct IntakeService: Service {
    package struct Configuration: Sendable {
        package var inbox: FilePath
        package var archive: FilePath
        /// Empty the inbox and end.
        package var once = false
        /// Documents read at a time.
        package var jobs = 1
        /// How long a file that is written in place must stay unchanged.
        package var settling: Duration = .seconds(1)
        /// How long a file without a byte is taken for a place-holder.
        package var patience: Duration = .seconds(600)
        /// How long a document that looks damaged is left alone before that is believed.
        package var secondLook: Duration = .seconds(60)
        /// How often the inbox is looked at without being told of a change.
        package var rescan: Duration = .seconds(15)
        package var terms = DocumentWorker.Terms()
        /// A file for Prometheus' textfile collector.
        package var metrics: FilePath?

        package init(inbox: FilePath, archive: FilePath) {
            self.inbox = inbox
            self.archive = archive
        }
    }

    let configuration: Configuration
    let logger: Logger
    let worker: DocumentWorker
    let bell = Bell()
    let reader = Reader()

    /// Who reads documents now.
    final class Reader: Sendable {
        private let state = Mutex<(fingerprint: String, isStale: Bool)>(("", false))

        var fingerprint: String { state.withLock(\.fingerprint) }
        func set(_ fingerprint: String) { state.withLock { $0.fingerprint = fingerprint } }
        func markStale() { state.withLock { $0.isStale = true } }

        func takeStale() -> Bool {
            state.withLock { state in
                defer { state.isStale = false }
                return state.isStale
            }
        }
    }

    package init(configuration: Configuration, logger: Logger) {
        self.configuration = configuration
        self.logger = logger
        worker = DocumentWorker(configuration.terms)
    }

    /// Reads the forms again and looks at the inbox.
    package func reload() {
        reader.markStale()
        bell.ringForChange()
    }

    /// Works until the inbox is empty (`once`), or until a graceful shutdown.
    package func run() async throws {
        // Asking for a lease on a file that somebody opens at that moment raises it.
        signal(SIGIO, SIG_IGN)
        let inbox = FileOperations.resolved(configuration.inbox)
        let inboxLock = try takeInbox(inbox)
        defer { try? inboxLock.close() }
        let root = FileOperations.resolved(configuration.archive)
        let archive = try Archive(opening: root)
        defer { archive.close() }
        let board = StatusBoard(statusFile: archive.layout.status, metricsFile: configuration.metrics, logger: logger)
        board.change { status in
            status.inbox = inbox.string
            status.archive = root.string
            status.jobs = configuration.jobs
        }
        let identity = try await worker.identify()
        reader.set(identity.parser.fingerprint)
        board.identify(identity)
        if !identity.walls.areComplete {
            let missing = identity.walls.missing.joined(separator: ", ")
            logger.warning("documents are read without \(missing): budgetd doctor says more")
        }
        let failed = try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await board.run() }
            defer { group.cancelAll() }
            try await index(archive, board: board)
            let intake = DocumentIntake(
                archive: archive, worker: worker, jobs: configuration.jobs, report: board,
                fingerprint: { [reader] in reader.fingerprint })
            var loop = IntakeLoop(service: self, inbox: inbox, intake: intake, board: board)
            return await loop.run()
        }
        board.change { $0.state = .ended }
        board.write()
        if failed > 0 { throw IntakeError.leftInInbox(failed) }
    }

    /// Checks the folders and locks the inbox.
    private func takeInbox(_ inbox: FilePath) throws -> FileDescriptor {
        guard FileOperations.isFolder(inbox) else {
            throw IntakeError.noFolder(configuration.inbox, reason: "it does not exist or is no folder")
        }
        try checkOutside(configuration.archive, inbox: inbox)
        try FileOperations.makeFolders(configuration.archive)
        try checkOutside(FileOperations.resolved(configuration.archive), inbox: inbox)
        guard let lock = try FileLock.take(inbox) else { throw IntakeError.inboxInUse(inbox) }
        return lock
    }

    private func checkOutside(_ archive: FilePath, inbox: FilePath) throws {
        if archive.starts(with: inbox) { throw IntakeError.archiveInsideInbox(archive: archive, inbox: inbox) }
        if inbox.starts(with: archive) { throw IntakeError.inboxInsideArchive(archive: archive, inbox: inbox) }
    }

    private func index(_ archive: Archive, board: StatusBoard) async throws {
        let isNew = try archive.needsIndex()
        if isNew { board.change { $0.state = .indexing } }
        try await offPool {
            try archive.index { count in
                board.change { $0.detail = "\(count) documents" }
            }
        }
        let (archived, rejected) = (archive.ledger.count(on: .releases), archive.ledger.count(on: .rejected))
        if isNew, archived + rejected > 0 {
            logger.notice("the ledger was made anew from \(archived + rejected) documents of the archive")
        }
        board.change { status in
            status.state = .starting
            status.detail = nil
            status.archived = archived
            status.rejected = rejected
        }
    }
}
