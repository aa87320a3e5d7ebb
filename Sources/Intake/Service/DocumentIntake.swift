import ArchiveReading
import BudgetRelease
import FileKeeping
import Glibc
import Sentences
import ServiceLifecycle
import Synchronization
import SystemPackage

/// What became of an attempt to take a file out of the inbox.
enum Taken: Sendable {
    case done(DocumentReport)
    /// Somebody else has taken the file away.
    case gone
    case putOff(PutOffReason, message: Message?)
    /// The archive, the ledger or the installation fails: nothing can be taken for now.
    case standstill(Message)
}

/// How one document went.
struct DocumentReport: Sendable {
    enum Outcome: String, Sendable, CaseIterable {
        case archived
        /// Archived before; the name is recorded.
        case duplicate
        /// Archived before; read again under a newer fingerprint it says something else.
        case revised
        case rejected
        /// A sidecar, added to the document that came before it.
        case attached
    }

    var outcome: Outcome
    var name: String
    var sha256: String
    var milliseconds = 0
    /// Why it was rejected.
    var problem: Problem?
    var brokenChecks = 0
    /// How many of the release's amounts are proven.
    var proof: Proof?
}

/// Takes one document at a time from the inbox to the archive; many may be on their way at once.
struct DocumentIntake: Sendable {
    /// Readings after which a document that crashes or hangs its worker is rejected.
    ///
    /// With two, the loss of the ledger costs one more reading of such a document.
    static let mostTries = 2
    /// Ends of the daemon itself during the reading of a document after which it is held to be the cause.
    static let mostInterruptions = 10

    let archive: Archive
    let reader: ReaderInForce
    let snapshots: TermsSnapshots
    let report: StatusBoard
    /// Readings at a time.
    private let slots: Slots
    private let turns = Turns()

    init(archive: Archive, reader: ReaderInForce, snapshots: TermsSnapshots, jobs: Int, report: StatusBoard) {
        self.archive = archive
        self.reader = reader
        self.snapshots = snapshots
        self.report = report
        slots = Slots(jobs)
    }

    /// Documents read at a time from now on; those that are being read are not ended.
    func setJobs(_ count: Int) { slots.setCount(count) }

    /// Takes a document.
    ///
    /// - Parameter waits: whether a document that looks damaged may not be whole yet.
    func take(_ file: InboxFile, waits: Bool) async -> Taken {
        let start = ContinuousClock.now
        do {
            switch try await offPool({ try archive.claim(file) }) {
            case .gone: return .gone
            case .unsettled: return .putOff(.unsettled, message: nil)
            case .claimed(let claim):
                await turns.enter(claim.sha256)
                defer { turns.leave(claim.sha256) }
                return try await finish(claim, since: start) { try await settled(claim, waits: waits) }
            }
        } catch {
            return failure(error, file)
        }
    }

    /// Those sidecars whose documents are archived.
    func attachable(_ sidecars: [InboxFile]) -> [InboxFile] {
        sidecars.filter { (try? archive.knowsDocument(ofSidecar: $0)) ?? false }
    }

    /// Adds a sidecar to the document that came before it.
    func takeSidecar(_ file: InboxFile) async -> Taken {
        let start = ContinuousClock.now
        do {
            guard case .claimed(let claim) = try await offPool({ try archive.claim(file) }) else { return .gone }
            return try await finish(claim, since: start) {
                guard try await offPool({ try archive.attach(claim) }) else { return .gone }
                return .done(self.report(.attached, claim))
            }
        } catch {
            return failure(error, file)
        }
    }

    /// Settles a claim, cleans up behind it, and takes the file out of the inbox if it has its place.
    private func finish(
        _ claim: Claim, since start: ContinuousClock.Instant, settling settle: () async throws -> Taken
    ) async throws -> Taken {
        let settled: Result<Taken, any Error>
        do {
            settled = .success(try await settle())
        } catch {
            settled = .failure(error)
        }
        return try await offPool {
            archive.abandon(claim)
            guard case .done(var report) = try settled.get() else { return try settled.get() }
            try Inbox.remove(claim.file, sha256: claim.sha256)
            if let sidecar = claim.sidecar { try Inbox.remove(sidecar.file, sha256: sidecar.sha256) }
            report.milliseconds = Int((ContinuousClock.now - start) / .milliseconds(1))
            return .done(report)
        }
    }

    /// An error about the file or its folder, about its name or about its record concerns it alone; any other
    /// concerns all.
    private func failure(_ error: any Error, _ file: InboxFile) -> Taken {
        guard let failed = error as? FileError else { return .standstill(Self.message(of: error)) }
        let isGround = [ENOSPC, EDQUOT, EROFS, EIO, EMFILE, ENFILE, ENOMEM].contains(failed.errno)
        let isOfName = [ENAMETOOLONG, EEXIST, EINVAL, EILSEQ, ELOOP, EWOULDBLOCK].contains(failed.errno)
        let isOfRecord = failed.path.lastComponent?.string == ArchiveLayout.recordName && !isGround
        let isOfFile = failed.path.starts(with: file.path.removingLastComponent())
        if isOfFile || isOfName || isOfRecord { return .putOff(.failed, message: failed.message) }
        return .standstill(failed.message)
    }

    private static func message(of error: any Error) -> Message {
        (error as? IntakeError)?.message ?? Message("error.other", "\(error)")
    }

    // MARK: Settling what becomes of the bytes

    private func settled(_ claim: Claim, waits: Bool) async throws -> Taken {
        if let known = try await offPool({ try archive.known(claim, on: .releases) }) {
            return try await again(claim, known)
        }
        return try await firstTime(claim, waits: waits)
    }

    private func firstTime(_ claim: Claim, waits: Bool) async throws -> Taken {
        do {
            let (answer, tries) = try await firstReading(claim)
            CrashStep.read.reached()
            return try await settle(claim, answer, tries, waits: waits)
        } catch {
            // Whatever fails, the document is not the cause.
            try? await offPool { try archive.ledger.endReading(claim.sha256, hasFailed: false) }
            throw error
        }
    }

    private func firstReading(_ claim: Claim) async throws -> (DocumentWorker.Answer, Ledger.Tries) {
        await slots.enter()
        defer { slots.leave() }
        // Recorded when its turn has come: what only waits is not interrupted by the end of the daemon.
        let tries = try await offPool { try archive.ledger.beginReading(claim.sha256) }
        CrashStep.readingBegun.reached()
        guard tries.interrupted < Self.mostInterruptions else {
            let details = ["daemon", "\(tries.interrupted)"]
            return (.problem(Problem(.crashed, details: details, file: claim.file.displayName)), tries)
        }
        return (try await read(claim), tries)
    }

    private func settle(
        _ claim: Claim, _ answer: DocumentWorker.Answer, _ tries: Ledger.Tries, waits: Bool
    ) async throws -> Taken {
        switch answer {
        case .release(_, let summary) where summary.isDamaged && waits:
            return try await putOff(claim, .secondLook)
        case .release(let json, let summary):
            try await offPool {
                try archive.publish(
                    claim, release: json, summary: summary, tries: tries.failed)
            }
            return .done(self.report(.archived, claim, summary: summary))
        case .interrupted:
            return try await putOff(claim, .interrupted)
        case .problem(let problem) where problem.concernsInstallation:
            // A worker that was taken over could say so to stop everybody.
            guard (try? await reader.worker.identify()) == nil else {
                let invalid = Problem(.outputInvalid, details: ["blame"], file: claim.file.displayName)
                return try await settle(claim, .failure(.outputInvalid, invalid), tries, waits: waits)
            }
            _ = try await putOff(claim, .interrupted)
            return .standstill(problem.said)
        case .problem(let problem) where problem.code == .damaged && waits:
            return try await putOff(claim, .secondLook)
        case .problem(let problem):
            return try await reject(claim, problem, tries: tries.failed)
        case .failure(let failure, let problem):
            report.countKill(failure)
            let failed = tries.failed + 1
            try await offPool { try archive.ledger.endReading(claim.sha256, hasFailed: true) }
            CrashStep.tryRecorded.reached()
            if failure.mayHeal, failed < Self.mostTries { return .putOff(.anotherTry, message: problem.said) }
            return try await reject(claim, problem, tries: failed)
        }
    }

    private func putOff(_ claim: Claim, _ reason: PutOffReason) async throws -> Taken {
        try await offPool { try archive.ledger.endReading(claim.sha256, hasFailed: false) }
        return .putOff(reason, message: nil)
    }

    private func reject(_ claim: Claim, _ problem: Problem, tries: Int) async throws -> Taken {
        var problem = problem
        problem.sha256 = claim.sha256
        problem.bytes = claim.bytes
        try await offPool { [problem] in try archive.reject(claim, problem: problem, tries: tries) }
        return .done(report(.rejected, claim, problem: problem))
    }

    /// The bytes are archived: their name is recorded. Under another fingerprint than they were read with last, they
    /// are read again.
    private func again(_ claim: Claim, _ known: ArchivedDocument) async throws -> Taken {
        let record = try await offPool { try known.record() }
        var outcome = DocumentReport.Outcome.duplicate
        if record.lastCheck?.fingerprint != reader.fingerprint {
            await slots.enter()
            let answer: DocumentWorker.Answer
            do {
                defer { slots.leave() }
                answer = try await read(claim)
            }
            switch answer {
            case .release(let json, let summary):
                let revision = try await offPool {
                    try archive.revise(
                        known, with: json, summary: summary, scratch: claim.folder)
                }
                if revision == .published { outcome = .revised }
            case .interrupted:
                return .putOff(.interrupted, message: nil)
            case .problem(let problem) where problem.concernsInstallation:
                return .standstill(problem.said)
            case .problem, .failure:
                // The release that stands there stays; `reparse` says what is wrong.
                break
            }
        }
        try await offPool { try archive.recordArrival(claim, of: known) }
        return .done(report(outcome, claim))
    }

    /// Has the copy read; to be called in a slot.
    private func read(_ claim: Claim) async throws -> DocumentWorker.Answer {
        let document = try FileDescriptor.open(claim.copy, .readOnly, options: .closeOnExec)
        defer { try? document.close() }
        let name = claim.file.displayName
        let answer = await cancelWhenGracefulShutdown {
            let answer = await reader.worker.read(document, name: name)
            return Task.isCancelled ? .interrupted : answer
        }
        guard case .release(_, let summary) = answer, summary.source.sha256 != claim.sha256 else { return answer }
        let problem = Problem(.outputInvalid, details: ["digest"], file: name)
        return .failure(.outputInvalid, problem)
    }

    private func report(
        _ outcome: DocumentReport.Outcome, _ claim: Claim, problem: Problem? = nil, summary: ReleaseSummary? = nil
    ) -> DocumentReport {
        DocumentReport(
            outcome: outcome, name: claim.file.inboxName, sha256: claim.sha256, problem: problem,
            brokenChecks: summary?.brokenChecks ?? 0, proof: summary?.proof)
    }
}

extension Problem {
    /// Whether it says nothing about the document.
    var concernsInstallation: Bool { code == .installation || code == .formInvalid }
}
