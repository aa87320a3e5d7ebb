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
        /// A folder of form files beside the shipped ones.
        package var forms: FilePath?

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
        worker = DocumentWorker(limits: configuration.limits, forms: configuration.forms)
        archive = Archive(root: configuration.archive)
    }

    /// Works until the inbox is empty (`once`), or until a graceful shutdown.
    package func run() async throws {
        let (inboxLock, archiveLock) = try takeFolders()
        defer {
            try? archiveLock.close()
            try? inboxLock.close()
        }
        var inbox = Inbox(
            root: configuration.inbox, settling: configuration.settling,
            patience: configuration.once ? configuration.settling : configuration.settling * 30)
        for error in inbox.recover() { logger.warning("\(error)") }
        let bell = Bell()
        let watch = try InboxWatch { bell.ring() }
        defer { watch.cancel() }
        bell.ring()
        let failed = await withGracefulShutdownHandler {
            var waiting = WaitingFiles()
            for await _ in bell.rings {
                let look = inbox.look(arrivedWhole: watch.takeArrived())
                for error in look.unreadable where waiting.isNews(error) { logger.warning("\(error)") }
                // Watched after the look, a folder may have changed in between: it is looked at again.
                if watch.watch(look.folders), bell.isNew(look.folders) { bell.ring() }
                let due = look.settled.filter { waiting.isDue($0) }
                for file in due {
                    if Task.isShuttingDownGracefully { return 0 }
                    waiting.record(file, isDone: await take(file))
                }
                waiting.keep(look.settled)
                if configuration.once, due.isEmpty, look.unsettled == 0 { return look.settled.count }
                if !due.isEmpty { bell.ring() }
                let next = [look.nextLook, waiting.nextAttempt, configuration.rescan].compactMap { $0 }
                bell.ring(after: next.min() ?? configuration.rescan)
            }
            return 0
        } onGracefulShutdown: {
            bell.end()
        }
        if failed > 0 { throw IntakeError.leftInInbox(failed) }
    }

    /// Checks and locks inbox and archive.
    private func takeFolders() throws(IntakeError) -> (inbox: FileDescriptor, archive: FileDescriptor) {
        let inbox = FileOperations.resolved(configuration.inbox)
        guard FileOperations.isFolder(inbox) else {
            throw .noFolder(configuration.inbox, reason: "it does not exist or is no folder")
        }
        try checkOutside(configuration.archive, inbox: inbox)
        try FileOperations.makeFolders(configuration.archive)
        try checkOutside(FileOperations.resolved(configuration.archive), inbox: inbox)
        let inboxLock = try FileLock.take(inbox, orElse: .inboxInUse(inbox))
        return (inboxLock, try archive.open())
    }

    private func checkOutside(_ archive: FilePath, inbox: FilePath) throws(IntakeError) {
        if archive.starts(with: inbox) { throw .archiveInsideInbox(archive: archive, inbox: inbox) }
    }

    /// One document, from the inbox to the archive. Whatever fails leaves it in the inbox, and false is returned.
    private func take(_ file: InboxFile) async -> Bool {
        let start = ContinuousClock.now
        do {
            guard let claim = try archive.claim(file) else { return true }
            let outcome = try await settle(claim)
            try Inbox.remove(file, claimed: claim.signature)
            let milliseconds = Int((ContinuousClock.now - start) / .milliseconds(1))
            logger.info(
                "\(outcome.rawValue) \(file.displayName)",
                metadata: ["sha256": "\(claim.sha256.prefix(12))", "ms": "\(milliseconds)"])
            return true
        } catch is CancellationError {
            return false
        } catch {
            logger.error("\(file.displayName) stays in the inbox: \(error)")
            return false
        }
    }

    /// - Throws: `CancellationError` when the daemon stops while the document is read.
    private func settle(_ claim: Archive.Claim) async throws -> Archive.Outcome {
        do {
            if try archive.recordIfKnown(claim) { return .duplicate }
            let document = try FileDescriptor.open(claim.copy, .readOnly, options: .closeOnExec)
            defer { try? document.close() }
            let answer = try await cancelWhenGracefulShutdown {
                let answer = await worker.read(document, name: claim.file.displayName)
                try Task.checkCancellation()
                return answer
            }
            switch answer {
            case .release(let json, let summary) where summary.source.sha256 == claim.sha256:
                try archive.publish(claim, release: json)
                return .archived
            case .release:
                throw IntakeError.system(action: "read the copy of", path: claim.file.path, errno: EIO)
            case .interrupted:
                throw CancellationError()
            case .problem(let problem) where problem.code == .installation || problem.code == .formInvalid:
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

/// Files that could not be taken, each with the time of its next attempt: twice as far away every time.
private struct WaitingFiles {
    private var attempts: [InboxFile: (count: Int, next: ContinuousClock.Instant)] = [:]
    private var reported: [IntakeError] = []

    func isDue(_ file: InboxFile) -> Bool {
        attempts[file].map { $0.next <= .now } ?? true
    }

    mutating func record(_ file: InboxFile, isDone: Bool) {
        guard !isDone else {
            attempts[file] = nil
            return
        }
        let count = (attempts[file]?.count ?? 0) + 1
        attempts[file] = (count, .now + min(.seconds(300), .seconds(1 << min(count, 8))))
    }

    /// Forgets files that are gone or have changed.
    mutating func keep(_ files: [InboxFile]) {
        let files = Set(files)
        attempts = attempts.filter { files.contains($0.key) }
    }

    /// Until the first attempt that is due.
    var nextAttempt: Duration? {
        attempts.values.map(\.next).min().map { max(.milliseconds(50), $0 - .now) }
    }

    mutating func isNews(_ error: IntakeError) -> Bool {
        guard !reported.contains(error) else { return false }
        reported.append(error)
        return true
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
