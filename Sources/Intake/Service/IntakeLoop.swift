import ArchiveReading
import BudgetRelease
import FileKeeping
import Glibc
import Logging
import ReadingCell
import Sentences
import ServiceLifecycle
import Synchronization
import SystemPackage
import Systemd

/// The daemon's one loop: it looks at the inbox, sends documents on their way, and hears what became of them.
struct IntakeLoop {
    private let service: IntakeService
    private let root: FilePath
    private var settings: IntakeService.Settings
    private let intake: DocumentIntake
    private let board: StatusBoard
    private let watch: InboxWatch?
    private var watchFailure: Message?
    private var inbox: Inbox
    private let hold: InboxHold
    private var emptied = EmptiedFolders()
    private var queue = DocumentQueue()
    private var putOff = PutOffFiles()
    private var standstill = Standstill()
    private var inWork: Set<FilePath> = []
    private var lastLook = Inbox.Look()
    private var nextLook = ContinuousClock.now
    private var earliestLook = ContinuousClock.now
    private var reported: [FileError] = []
    private let finished = Finished()
    private var pulse: Pulse
    private let heartbeat: Heartbeat
    private var isReady = false

    private var configuration: IntakeService.Configuration { service.configuration }
    private var logger: Logger { service.logger }
    private var bell: Bell { service.bell }

    /// Documents on their way at a time: while some are read, others are copied or published.
    private var capacity: Int { settings.jobs * 2 + 1 }

    /// What tasks have done since the loop looked last.
    private final class Finished: Sendable {
        private let all = Mutex<[(file: InboxFile, taken: Taken)]>([])

        func add(_ file: InboxFile, _ taken: Taken) { all.withLock { $0.append((file, taken)) } }

        func take() -> [(file: InboxFile, taken: Taken)] {
            all.withLock { all in
                defer { all = [] }
                return all
            }
        }
    }

    init(
        service: IntakeService, inbox: FilePath, hold: InboxHold, intake: DocumentIntake, board: StatusBoard,
        heartbeat: Heartbeat
    ) {
        self.service = service
        self.hold = hold
        self.intake = intake
        self.board = board
        root = inbox
        let configuration = service.configuration
        settings = configuration.settings
        pulse = Pulse(patience: settings.patience)
        self.heartbeat = heartbeat
        self.inbox = Inbox(
            root: inbox, settling: configuration.settling,
            patience: configuration.once ? configuration.settling : configuration.patience)
        let bell = service.bell
        do {
            watch = try InboxWatch { bell.ringForChange() }
        } catch {
            watch = nil
            watchFailure = error.message
        }
        if watchFailure == nil, let name = FileSystem.nameWithoutEvents(of: inbox) {
            watchFailure = Message("watch.no_events", name)
        }
    }

    /// Works until the inbox is empty (`once`), or until a graceful shutdown.
    ///
    /// - Returns: files that could not be taken.
    mutating func run() async -> Int {
        for error in inbox.recover() { logger.warning("\(error)") }
        defer { watch?.cancel() }
        bell.ringForChange()
        let (bell, manager) = (bell, service.manager)
        return await withGracefulShutdownHandler {
            await withDiscardingTaskGroup { group in
                for await _ in bell.rings {
                    hear()
                    if let new = service.takeReload() { await reload(with: new) }
                    if isLookDue { await look() }
                    send(in: &group)
                    describe()
                    if configuration.once, let left = leftForGood() { return left }
                    sayAlive()
                    bell.ring(after: untilNextRing())
                }
                return 0
            }
        } onGracefulShutdown: {
            manager.stopping()
            bell.end()
        }
    }

    // MARK: Looking

    private var isLookDue: Bool {
        let now = ContinuousClock.now
        // Asked first: the question takes the change away only when it is going to be looked at.
        guard now >= earliestLook else { return false }
        return bell.takeChange() || now >= nextLook || (queue.count == 0 && lastLook.beyond > 0)
    }

    private mutating func look() async {
        let start = ContinuousClock.now
        var exceptions = Inbox.Exceptions()
        exceptions.arrivedWhole = watch?.takeArrived() ?? []
        exceptions.busy = inWork
        exceptions.deferred = putOff.deferred
        let before = inbox
        var found = Inbox.Look()
        if hold.holdsFolder() {
            (inbox, found) = await Self.look(before, exceptions, heartbeat)
        } else {
            found.isThere = false
            // Another daemon has the folder that stands there now, or none does.
            let isAnothers = FileOperations.isFolder(root)
            found.unreadable = [
                FileError(isAnothers ? .lock : .lookInto, root, errno: isAnothers ? EWOULDBLOCK : ENOENT)
            ]
        }
        if !found.isThere || found.folders.first != lastLook.folders.first { reattach(found) }
        for error in found.unreadable where !reported.contains(error) { logger.warning("\(error)") }
        reported = found.unreadable
        putOff.keep(found.deferred.union(found.settled), busy: inWork)
        queue.refill(with: found.settled + intake.attachable(found.sidecars))
        watchFolders(found.folders)
        for failure in intake.archive.applySpool() { logger.warning("\(failure)") }
        let tidied = emptied.tidy(found, inWork: inWork)
        lastLook = found
        let end = ContinuousClock.now
        // An inbox of many files takes long to look at: most of the time is left for work.
        earliestLook = end + (end - start) * 4
        nextLook =
            end
            + [found.nextLook, putOff.nextAttempt, tidied].compactMap(\.self).reduce(settings.rescan, min)
    }

    private static func look(
        _ inbox: Inbox, _ exceptions: Inbox.Exceptions, _ heartbeat: Heartbeat
    ) async -> (Inbox, Inbox.Look) {
        let looked = try? await offPool {
            var inbox = inbox
            let look = inbox.look(besides: exceptions) { heartbeat.beat() }
            return (inbox, look)
        }
        return looked ?? (inbox, Inbox.Look())
    }

    private mutating func watchFolders(_ folders: [FilePath]) {
        guard let watch else { return }
        let isNew = !Set(folders).isSubset(of: lastLook.folders)
        let failure = watch.watch(folders + [intake.archive.layout.spool])
        // Watched after the look, a folder may have changed in between: it is looked at again.
        if isNew { bell.ringForChange() }
        if FileSystem.nameWithoutEvents(of: root) == nil { setWatchFailure(failure?.message) }
    }

    private mutating func setWatchFailure(_ failure: Message?) {
        guard failure != watchFailure else { return }
        watchFailure = failure
        if let failure {
            logger.warning("\(Sentences.text("log.polling", failure.spoken))")
        } else {
            logger.info("\(Sentences.text("log.watching"))")
        }
    }

    /// The inbox has gone, or another folder stands in its place.
    private mutating func reattach(_ found: Inbox.Look) {
        if !found.isThere {
            if lastLook.isThere { logger.warning("\(Sentences.text("log.inbox_gone", root.string))") }
        } else if !lastLook.isThere {
            logger.info("\(Sentences.text("log.inbox_back", root.string))")
            for error in inbox.recover() { logger.warning("\(error)") }
        }
    }

    private mutating func reload(with new: IntakeService.Settings) async {
        do {
            let worker = DocumentWorker(try intake.snapshots.take(new.terms))
            let identity = try await worker.identify()
            intake.snapshots.accept()
            intake.reader.replace(by: worker, fingerprint: identity.parser.fingerprint)
            settings = new
            intake.setJobs(new.jobs)
            pulse.change(patience: new.patience, whileInWork: !inWork.isEmpty)
            board.identify(identity)
            board.change { $0.jobs = new.jobs }
            logger.info(
                "\(Sentences.text("log.reloaded"))", metadata: ["fingerprint": "\(identity.parser.fingerprint)"])
        } catch {
            logger.error("\(Sentences.text("log.not_reloaded", "\(error)"))")
        }
        service.manager.ready()
    }

    // MARK: Sending and hearing

    private mutating func send(in group: inout DiscardingTaskGroup) {
        guard !Task.isShuttingDownGracefully, !standstill.holds else { return }
        // After a standstill one document tries the ground.
        let capacity = standstill.isUncertain ? 1 : capacity
        while inWork.count < capacity, let file = queue.next() {
            inWork.insert(file.path)
            let waits = !configuration.once && settings.secondLook > .zero && !putOff.isSecondLook(file)
            let (intake, finished, bell) = (intake, finished, bell)
            group.addTask {
                let taken = file.isSidecar ? await intake.takeSidecar(file) : await intake.take(file, waits: waits)
                finished.add(file, taken)
                bell.ring()
            }
        }
    }

    private mutating func hear() {
        let finished = finished.take()
        if !finished.isEmpty || inWork.isEmpty { pulse.noteProgress() }
        for (file, taken) in finished {
            inWork.remove(file.path)
            switch taken {
            case .gone:
                putOff.forget(file)
            case .done(let report):
                putOff.forget(file)
                emptied.noteTaken(file)
                if standstill.end() {
                    for failure in intake.archive.sweep() { logger.warning("\(failure)") }
                    logger.notice("\(Sentences.text("log.going_on"))")
                    bell.ringForChange()
                }
                board.count(report)
                log(report)
            case .putOff(let reason, let message):
                let count = record(file, for: reason, message)
                nextLook = min(nextLook, .now + (putOff.nextAttempt ?? settings.rescan))
                if let message, count == 1 {
                    logger.warning(
                        "\(Sentences.text("log.stays", "\(Escaped(file.inboxName))", "\(Escaped(message.spoken))"))")
                } else if case .secondLook = reason {
                    logger.info("\(Sentences.text("log.second_look", "\(Escaped(file.inboxName))"))")
                }
            case .standstill(let message):
                _ = record(file, for: .failed)
                nextLook = min(nextLook, .now + (putOff.nextAttempt ?? settings.rescan))
                if standstill.begin(message) {
                    logger.error("\(Sentences.text("log.standstill", "\(Escaped(message.spoken))"))")
                }
            }
        }
    }

    private mutating func record(
        _ file: InboxFile, for reason: PutOffReason, _ message: Message? = nil
    ) -> Int {
        var current = file
        if case .failed = reason { current = file.renamedThereAndBack }
        return putOff.record(file, as: current, for: reason, message: message, secondLook: settings.secondLook)
    }

    private func log(_ report: DocumentReport) {
        var metadata: Logger.Metadata = [
            "sha256": "\(report.sha256)", "ms": "\(report.milliseconds)", "outcome": "\(report.outcome.rawValue)",
            "name": "\(report.name)",
        ]
        if let problem = report.problem { metadata["problem"] = "\(problem.code.rawValue)" }
        let message = report.problem.map { "\(Escaped($0.spoken))" } ?? ""
        let line = Sentences.text(
            for: "log.\(report.outcome.rawValue)", details: ["\(Escaped(report.name))", message], in: .ofProcess)
        logger.log(level: report.problem == nil ? .info : .warning, "\(line)", metadata: metadata)
    }

    // MARK: Telling and waiting

    private func describe() {
        let archive = intake.archive
        board.setOldestWaiting(queue.count > 0 ? lastLook.oldest : nil)
        board.change { status in
            status.waiting = queue.count + lastLook.beyond
            status.inWork = inWork.count
            status.unsettled = lastLook.unsettled
            status.empty = lastLook.empty
            status.putOff = putOff.count
            status.sidecars = lastLook.sidecars.count
            status.leftAlone = lastLook.leftAlone
            status.stuck = stuck
            status.archived = archive.ledger.count(on: .releases)
            status.rejected = archive.ledger.count(on: .rejected)
            status.overflows = watch?.overflows ?? 0
            status.watch = watchFailure == nil ? .events : .polling
            status.watchDetail = watchFailure
            (status.state, status.detail) =
                if let message = standstill.message {
                    (.standstill, message)
                } else if !lastLook.isThere {
                    (.detached, Message("state.no_inbox"))
                } else {
                    (inWork.isEmpty && queue.count == 0 ? .idle : .working, nil)
                }
        }
    }

    /// Names in a status.
    private static let mostStuck = 20

    /// What cannot be taken, and why.
    private var stuck: [ServiceStatus.Stuck] {
        let files = putOff.explained.map { ServiceStatus.Stuck(name: $0.file.inboxName, reason: $0.message) }
        let unreadable = lastLook.isThere ? lastLook.unreadable : []
        let folders = unreadable.map { error in
            var path = error.path
            _ = path.removePrefix(root)
            return ServiceStatus.Stuck(name: path.string, reason: error.message)
        }
        return Array((files + folders).prefix(Self.mostStuck))
    }

    /// How many files stay in the inbox when nothing more can be done; nil while something can.
    private func leftForGood() -> Int? {
        if standstill.message != nil, inWork.isEmpty { return max(1, putOff.stuck + queue.count + lastLook.beyond) }
        guard inWork.isEmpty, queue.count == 0, lastLook.beyond == 0, lastLook.unsettled == 0 else { return nil }
        // Files that were taken since the last look are not in it any more.
        guard lastLook.settled.isEmpty else {
            bell.ringForChange()
            return nil
        }
        // What was put off since the last look was in work then, and is in none of its lists.
        return putOff.count > putOff.stuck ? nil : putOff.stuck + lastLook.unreadable.count
    }

    /// Tells the service manager that the work has begun, and that it goes on.
    private mutating func sayAlive() {
        if !isReady {
            isReady = true
            board.tellManager()
            service.manager.ready()
        }
        pulse.note(activity: intake.archive.activity.count)
        if pulse.isAlive() { heartbeat.beat() }
    }

    private func untilNextRing() -> Duration {
        let now = ContinuousClock.now
        var next = max(nextLook, earliestLook)
        if bell.hasChange { next = min(next, earliestLook) }
        // What is over rings no more: nothing may be there that could be tried.
        if let end = standstill.until, end > now { next = min(next, end) }
        if let beat = heartbeat.interval { next = min(next, now + beat) }
        return max(.milliseconds(1), next - now)
    }
}

/// A time in which nothing can be taken: the disk is full, the archive is gone, the installation is broken.
private struct Standstill {
    private(set) var message: Message?
    private var count = 0
    private(set) var until: ContinuousClock.Instant?

    /// Whether to wait.
    var holds: Bool { until.map { $0 > .now } ?? false }
    /// Whether it is not known yet that it is over.
    var isUncertain: Bool { message != nil }

    /// - Returns: whether this is news.
    mutating func begin(_ message: Message) -> Bool {
        // Documents that were on their way fail together.
        if !holds {
            count += 1
            until = .now + .seconds(min(60, 1 << min(count, 6)))
        }
        defer { self.message = message }
        return self.message == nil
    }

    /// - Returns: whether there was one.
    mutating func end() -> Bool {
        defer { self = Standstill() }
        return message != nil
    }
}
