import BudgetRelease
import Glibc
package import Logging
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
        /// How long a file that is written in place must stay unchanged.
        package var settling: Duration = .seconds(1)
        /// How often the inbox is looked at without being told of a change.
        package var rescan: Duration = .seconds(15)
        package var limits = WorkerLimits()

        package init(inbox: FilePath, archive: FilePath) {
            self.inbox = inbox
            self.archive = archive
        }
    }

    private let configuration: Configuration
    private let logger: Logger
    private let worker: DocumentWorker
    private let archive: Archive

    package init(configuration: Configuration, logger: Logger) {
        self.configuration = configuration
        self.logger = logger
        worker = DocumentWorker(limits: configuration.limits)
        archive = Archive(root: configuration.archive)
    }

    /// Works until the inbox is empty (`once`), or until a graceful shutdown.
    package func run() async throws {
        try checkFolders()
        let lock = try archive.open()
        defer { try? lock.close() }
        var inbox = Inbox(
            root: configuration.inbox, settling: configuration.settling,
            patience: configuration.once ? configuration.settling : configuration.settling * 30)
        try inbox.recover()
        let bell = Bell()
        let watch = try InboxWatch { bell.ring() }
        defer { watch.cancel() }
        bell.ring()
        await withGracefulShutdownHandler {
            for await _ in bell.rings {
                let look = inbox.look(arrivedWhole: watch.takeArrived())
                report(look)
                // Watched after the look, a folder may have changed in between: it is looked at again.
                if watch.watch(look.folders), bell.isNew(look.folders) { bell.ring() }
                for file in look.settled {
                    if Task.isShuttingDownGracefully { return }
                    await take(file)
                }
                if configuration.once && look.settled.isEmpty && look.unsettled == 0 { return }
                if !look.settled.isEmpty { bell.ring() }
                bell.ring(after: min(look.nextLook ?? configuration.rescan, configuration.rescan))
            }
        } onGracefulShutdown: {
            bell.end()
        }
    }

    private func checkFolders() throws(IntakeError) {
        guard FileOperations.isFolder(configuration.inbox) else {
            throw .noFolder(configuration.inbox, reason: "it does not exist or is no folder")
        }
        if configuration.archive.starts(with: configuration.inbox) {
            throw .archiveInsideInbox(archive: configuration.archive, inbox: configuration.inbox)
        }
    }

    private func report(_ look: Inbox.Look) {
        for error in look.unreadable { logger.warning("\(error)") }
    }

    /// One document, from the inbox to the archive. Whatever fails leaves it in the inbox.
    private func take(_ file: InboxFile) async {
        let start = ContinuousClock.now
        do {
            guard let claim = try archive.claim(file) else { return }
            let outcome = try await settle(claim)
            let inbox = Inbox(root: configuration.inbox, settling: .zero, patience: .zero)
            try inbox.remove(file, claimed: claim.signature)
            logger.info(
                "\(outcome.rawValue) \(file.displayName)",
                metadata: [
                    "sha256": "\(claim.sha256.prefix(12))",
                    "ms": "\((ContinuousClock.now - start) / .milliseconds(1))",
                ])
        } catch {
            logger.error("\(file.displayName) stays in the inbox: \(error)")
        }
    }

    private func settle(_ claim: Archive.Claim) async throws -> Archive.Outcome {
        do {
            if try archive.recordIfKnown(claim) { return .duplicate }
            let document = try FileDescriptor.open(claim.copy, .readOnly, options: .closeOnExec)
            let answer = await worker.read(document, name: claim.file.displayName)
            try document.close()
            switch answer {
            case .release(let json, let summary) where summary.source.sha256 == claim.sha256:
                try archive.publish(claim, release: json)
                return .archived
            case .release:
                throw IntakeError.system(action: "read the copy of", path: claim.file.path, errno: EIO)
            case .problem(let problem) where problem.code == .installation:
                throw problem
            case .problem(var problem):
                problem.sha256 = claim.sha256
                problem.bytes = claim.bytes
                try archive.reject(claim, problem: problem)
                return .rejected
            }
        } catch {
            archive.abandon(claim)
            throw error
        }
    }
}

/// Wakes the loop: on a change, when a time has come, or for the end. Rings that nobody heard yet are one.
private final class Bell: Sendable {
    let rings: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation
    private let state = Mutex(State())

    private struct State {
        var timer: Task<Void, Never>?
        var folders: Set<FilePath> = []
    }

    init() {
        (rings, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    func ring() { continuation.yield() }

    /// Rings once later; an earlier appointment is given up.
    func ring(after delay: Duration) {
        state.withLock { state in
            state.timer?.cancel()
            state.timer = Task { [continuation] in
                if (try? await Task.sleep(for: delay)) != nil { continuation.yield() }
            }
        }
    }

    /// Whether there are folders in the list that were not in the last one.
    func isNew(_ folders: [FilePath]) -> Bool {
        state.withLock { state in
            let before = state.folders
            state.folders = Set(folders)
            return !state.folders.isSubset(of: before)
        }
    }

    func end() {
        state.withLock { $0.timer?.cancel() }
        continuation.finish()
    }
}
