import ArchiveReading
import BudgetRelease
import FileKeeping
import Glibc
import Logging
import ReadingCell
import Synchronization
import SystemPackage
import Systemd

/// What the daemon says of itself: kept in memory, written to `status.json` and the metrics file at most once a second
/// and only when something has changed.
final class StatusBoard: Sendable {
    private let statusFile: FilePath
    private let metricsFile: FilePath?
    private let manager: ServiceManager
    private let logger: Logger
    private let state = Mutex(State())
    private let changes: AsyncStream<Void>
    private let change: AsyncStream<Void>.Continuation

    private struct State {
        var status = ServiceStatus()
        var metrics = Metrics()
        var started = 0
        var oldestWaiting: Int?
        var poppler = ""
        /// Files that could not be written the last time.
        var failing: Set<FilePath> = []
    }

    private static let remembered = 20

    init(statusFile: FilePath, metricsFile: FilePath?, manager: ServiceManager, logger: Logger) {
        self.manager = manager
        self.logger = logger
        self.statusFile = statusFile
        self.metricsFile = metricsFile
        (changes, change) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        state.withLock { state in
            state.started = time(nil)
            state.status.pid = Int(getpid())
            state.status.startedAt = Timestamp.text(secondsSince1970: state.started)
        }
    }

    // MARK: Changes

    func change(_ body: (inout ServiceStatus) -> Void) {
        let hasChanged = state.withLock { state in
            let before = state.status
            body(&state.status)
            return state.status != before
        }
        if hasChanged { change.yield() }
    }

    func identify(_ worker: WorkerIdentity) {
        state.withLock { state in
            state.status.fingerprint = worker.parser.fingerprint
            state.status.walls = worker.walls
            state.poppler = worker.parser.poppler
        }
        change.yield()
    }

    /// - Parameter seconds: when the oldest document that waits was changed last, since 1970.
    func setOldestWaiting(_ seconds: Int?) {
        state.withLock { $0.oldestWaiting = seconds }
        change { $0.oldestWaitingAt = seconds.map(Timestamp.text(secondsSince1970:)) }
    }

    func count(_ report: DocumentReport) {
        state.withLock { state in
            let now = time(nil)
            state.metrics.count(report, now: now)
            state.status.outcomes[report.outcome.rawValue, default: 0] += 1
            let document = ServiceStatus.Document(
                name: report.name, sha256: report.sha256, outcome: report.outcome.rawValue,
                at: Timestamp.text(secondsSince1970: now), milliseconds: report.milliseconds,
                message: report.problem?.message, proof: report.proof)
            state.status.last.insert(document, at: 0)
            if state.status.last.count > Self.remembered { state.status.last.removeLast() }
        }
        change.yield()
    }

    func countKill(_ failure: DocumentWorker.Failure) {
        state.withLock { $0.metrics.count(failure) }
        change.yield()
    }

    // MARK: Writing

    /// Writes the files when something has changed, until the task is cancelled.
    func run() async {
        for await _ in changes {
            write()
            guard (try? await Task.sleep(for: .seconds(1))) != nil else { return }
        }
    }

    /// Writes the files now; to be called by one task at a time. A failure is no reason to stop anything: the files are for onlookers.
    func write() {
        let (status, metrics) = state.withLock { state in
            state.status.updatedAt = Timestamp.now()
            return (state.status.json.utf8(pretty: true) + [0x0A], Self.text(state))
        }
        tellManager()
        write(status, to: statusFile)
        if let metricsFile { write(Array(metrics.utf8), to: metricsFile) }
    }

    /// Tells the service manager what goes on, in one line.
    func tellManager() { manager.status(state.withLock { $0.status.line }) }

    private static func text(_ state: State) -> String {
        let status = state.status
        return state.metrics.text(
            Metrics.Gauges(
                outcomes: status.outcomes, waiting: status.waiting, inWork: status.inWork,
                oldestWaiting: state.oldestWaiting,
                staying: [
                    ("empty", status.empty), ("left_alone", status.leftAlone ?? 0), ("put_off", status.putOff),
                    ("sidecar", status.sidecars), ("stuck", status.stuck?.count ?? 0), ("unsettled", status.unsettled),
                ], archived: status.archived, rejected: status.rejected,
                overflows: status.overflows, isPolling: status.watch == .polling,
                isStandingStill: status.state == .standstill, started: state.started,
                fingerprint: status.fingerprint, poppler: state.poppler))
    }

    private func write(_ bytes: [UInt8], to path: FilePath) {
        do {
            try Self.replace(path, with: bytes)
            state.withLock { _ = $0.failing.remove(path) }
        } catch {
            let isNews = state.withLock { $0.failing.insert(path).inserted }
            if isNews { logger.warning("\(error)") }
        }
    }

    /// Whole by rename, but not brought to the disk: after a power cut it says nothing true anyway.
    private static func replace(_ path: FilePath, with bytes: [UInt8]) throws(FileError) {
        let next = FilePath(path.string + ".next")
        let file = next.withPlatformString { open($0, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o644) }
        try FileOperations.check(file, .write, next)
        defer { close(file) }
        // For onlookers, whatever a service's umask is.
        fchmod(file, 0o644)
        try FileOperations.write(bytes[...], to: file, next)
        try FileOperations.rename(next, to: path)
    }
}
