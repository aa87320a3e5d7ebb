import ArchiveReading
import BudgetRelease
import FileKeeping
import Glibc
package import Logging
import ReadingCell
import Sentences
import ServiceLifecycle
import Synchronization
package import SystemPackage
package import Systemd

/// Takes documents out of the inbox, has them read, and publishes the results.
package struct IntakeService: Service {
    package struct Configuration: Sendable {
        package var inbox: FilePath
        package var archive: FilePath
        /// Empty the inbox and end.
        package var once = false
        /// How long a file that is written in place must stay unchanged.
        package var settling: Duration = .seconds(1)
        /// How long a file without a byte is taken for a place-holder.
        package var patience: Duration = .seconds(600)
        /// A file for Prometheus' textfile collector.
        package var metrics: FilePath?
        /// What is in force at the start.
        package var settings = Settings()

        package init(inbox: FilePath, archive: FilePath) {
            self.inbox = inbox
            self.archive = archive
        }
    }

    /// What a reload may change while documents are on their way.
    package struct Settings: Sendable {
        /// Documents read at a time.
        package var jobs = 1
        /// How long a document that looks damaged is left alone before that is believed.
        package var secondLook: Duration = .seconds(60)
        /// How often the inbox is looked at without being told of a change.
        package var rescan: Duration = .seconds(15)
        package var terms = DocumentWorker.Terms()

        package init() {}
    }

    let configuration: Configuration
    let manager: ServiceManager
    let logger: Logger
    let bell = Bell()
    private let reload = PendingReload()

    /// Settings that were handed over and that the loop has not seen yet.
    private final class PendingReload: Sendable {
        private let settings = Mutex<Settings?>(nil)

        func set(_ new: Settings) { settings.withLock { $0 = new } }

        func take() -> Settings? {
            settings.withLock { settings in
                defer { settings = nil }
                return settings
            }
        }
    }

    /// - Parameter manager: who is told that the work has begun, goes on and ends.
    package init(configuration: Configuration, manager: ServiceManager, logger: Logger) {
        self.configuration = configuration
        self.manager = manager
        self.logger = logger
    }

    /// Reads with these settings from the next document on, and reads the forms again.
    package func reload(with settings: Settings) {
        reload.set(settings)
        bell.ringForChange()
    }

    func takeReload() -> Settings? { reload.take() }

    /// Works until the inbox is empty (`once`), or until a graceful shutdown.
    package func run() async throws {
        // Asking for a lease on a file that somebody opens at that moment raises it.
        signal(SIGIO, SIG_IGN)
        let inbox = FileOperations.resolved(configuration.inbox)
        let hold = try takeInbox(inbox)
        let root = FileOperations.resolved(configuration.archive)
        let archive = try Archive(opening: root)
        defer { archive.close() }
        let board = StatusBoard(
            statusFile: archive.layout.status, metricsFile: configuration.metrics, manager: manager, logger: logger)
        board.change { status in
            status.inbox = inbox.string
            status.archive = root.string
            status.jobs = configuration.settings.jobs
        }
        let snapshots = try TermsSnapshots(in: archive.layout.own.appending("terms"))
        defer { snapshots.end() }
        let worker = DocumentWorker(try snapshots.take(configuration.settings.terms))
        snapshots.accept()
        let heartbeat = Heartbeat(manager)
        let identity = try await worker.identify()
        let reader = ReaderInForce(worker, fingerprint: identity.parser.fingerprint)
        board.identify(identity)
        if !identity.walls.areComplete {
            logger.warning("\(Sentences.text("log.walls", identity.walls.missingNames()))")
        }
        logger.info(
            "\(Sentences.text("log.started", budgetdVersion, inbox.string, root.string))",
            metadata: ["fingerprint": "\(identity.parser.fingerprint)"])
        let failed = try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await board.run() }
            defer { group.cancelAll() }
            do {
                try await index(archive, board: board, heartbeat: heartbeat)
            } catch is CancellationError {
                return 0
            }
            let intake = DocumentIntake(
                archive: archive, reader: reader, snapshots: snapshots, jobs: configuration.settings.jobs, report: board
            )
            var loop = IntakeLoop(
                service: self, inbox: inbox, hold: hold, intake: intake, board: board, heartbeat: heartbeat)
            return await loop.run()
        }
        manager.stopping()
        await reader.worker.end()
        logger.info(
            "\(Sentences.text("log.ended", "\(archive.ledger.count(on: .releases))", "\(archive.ledger.count(on: .rejected))"))"
        )
        board.change { $0.state = .ended }
        board.write()
        if failed > 0 { throw IntakeError.leftInInbox(failed) }
    }

    /// Checks the folders and locks the inbox.
    private func takeInbox(_ inbox: FilePath) throws -> InboxHold {
        guard FileOperations.isFolder(inbox) else {
            throw IntakeError.noFolder(configuration.inbox, reason: .absent)
        }
        try checkOutside(configuration.archive, inbox: inbox)
        try FileOperations.makeFolders(configuration.archive)
        try checkOutside(FileOperations.resolved(configuration.archive), inbox: inbox)
        guard let hold = try InboxHold(inbox) else { throw IntakeError.inboxInUse(inbox) }
        return hold
    }

    private func checkOutside(_ archive: FilePath, inbox: FilePath) throws {
        if archive.starts(with: inbox) { throw IntakeError.archiveInsideInbox(archive: archive, inbox: inbox) }
        if inbox.starts(with: archive) { throw IntakeError.inboxInsideArchive(archive: archive, inbox: inbox) }
    }

    private func index(_ archive: Archive, board: StatusBoard, heartbeat: Heartbeat) async throws {
        let isNew = try archive.needsIndex()
        if isNew { board.change { $0.state = .indexing } }
        let isStopping = Atomic<Bool>(false)
        try await withGracefulShutdownHandler {
            try await offPool { [manager] in
                var isReady = false
                try archive.index { count in
                    board.change { $0.detail = Message("state.index_count", "\(count)") }
                    // A large archive takes longer than a start may: nothing is taken before the ledger is complete.
                    if !isReady { manager.ready() }
                    isReady = true
                    heartbeat.beat()
                    if isStopping.load(ordering: .relaxed) { throw CancellationError() }
                }
            }
        } onGracefulShutdown: { [manager] in
            manager.stopping()
            isStopping.store(true, ordering: .relaxed)
        }
        let (archived, rejected) = (archive.ledger.count(on: .releases), archive.ledger.count(on: .rejected))
        if isNew, archived + rejected > 0 {
            logger.notice("\(Sentences.text("log.ledger", "\(archived + rejected)"))")
        }
        board.change { status in
            status.state = .starting
            status.detail = nil
            status.archived = archived
            status.rejected = rejected
        }
    }
}
