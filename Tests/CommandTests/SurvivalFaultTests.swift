import Foundation
import Glibc
import Intake
import Subprocess
import Testing

/// Scenarios of what goes wrong: crashes at every step, full disks, missing rights, documents that kill their reader.
@Suite(.serialized, .timeLimit(.minutes(20))) struct SurvivalFaultTests {
    private static let page = Data("<html><body>404</body></html>".utf8)
    private static let sidecar = Data(#"{"fetched": "2024-03-01"}"#.utf8)

    /// Steps that need more than a drop to be reached; they have tests of their own.
    private static let special: Set<CrashStep> = [
        .tryRecorded, .rejectionTaken, .revisionKept, .releaseReplaced, .revisionRecorded, .correctionKept,
    ]

    @Test(arguments: CrashStep.allCases.filter { !special.contains($0) })
    func scenario8CrashAfterEveryStep(step: CrashStep) async throws {
        let workshop = try Workshop()
        let documents = [Workshop.release(0), Self.page]
        if [.arrivalRecorded, .sidecarAdded, .problemReplaced].contains(step) {
            try workshop.drop(documents[0], as: "first.txt")
            try workshop.drop(documents[1], as: "first.pdf")
            #expect(try await workshop.once().status == .exited(0))
        }
        try workshop.drop(Self.sidecar, as: "sub/a.txt.meta.json")
        try workshop.drop(documents[0], as: "sub/a.txt")
        try workshop.drop(documents[1], as: "page.pdf")
        let crashed = try await workshop.once(environment: ["BUDGETD_CRASH_AFTER": step.rawValue])
        #expect(crashed.status == .signaled(SIGKILL), "the step is reached")
        let again = try await workshop.once()
        #expect(again.status == .exited(0), "\(again.log)")
        try await workshop.expectInvariant(documents)
        let sidecars = workshop.archived.filter { $0.hasSuffix(".meta.json") }
        #expect(sidecars.count == 1)
    }

    /// The reader of a document that it is stopped in is killed at its time.
    @Test func scenario8CrashAfterAFailedTryAndAfterARejectionIsTaken() async throws {
        let workshop = try Workshop()
        let document = Workshop.slowRelease()
        try workshop.drop(document, as: "slow.txt")
        let crashed = try await workshop.once("--timeout", "1", environment: ["BUDGETD_CRASH_AFTER": "try_recorded"])
        #expect(crashed.status == .signaled(SIGKILL))
        #expect(try await workshop.once("--timeout", "1").status == .exited(0))
        try await workshop.expectInvariant([document])
        let record = try #require(try workshop.records("rejected").first)
        #expect(record["tries"] as? Int == 2, "the first try outlived the daemon")
        // With time enough it is a release; the rejection goes.
        #expect(try await workshop.run("retry", "--inbox", workshop.inbox.path).exitCode == 0)
        let between = try await workshop.once(environment: ["BUDGETD_CRASH_AFTER": "rejection_taken"])
        #expect(between.status == .signaled(SIGKILL), "\(between.log)")
        #expect(try await workshop.once().status == .exited(0))
        try await workshop.expectInvariant([document])
        #expect(try workshop.releaseCount() == 1)
    }

    @Test func scenario8CrashBetweenPublicationAndTheEndOfARejection() async throws {
        let workshop = try Workshop()
        let document = Workshop.slowRelease()
        try workshop.drop(document, as: "slow.txt")
        #expect(try await workshop.once("--timeout", "1").status == .exited(0))
        #expect(try workshop.rejectedCount() == 1)
        #expect(try await workshop.run("retry", "--inbox", workshop.inbox.path).exitCode == 0)
        let crashed = try await workshop.once(environment: ["BUDGETD_CRASH_AFTER": "published"])
        #expect(crashed.status == .signaled(SIGKILL), "\(crashed.log)")
        #expect(try workshop.releaseCount() == 1)
        #expect(try workshop.rejectedCount() == 1)
        #expect(try await workshop.once().status == .exited(0))
        try await workshop.expectInvariant([document])
        #expect(try workshop.releaseCount() == 1)
    }

    @Test(.enabled(if: Tracing.isAvailable)) func scenario9OrderOfSystemCalls() async throws {
        let workshop = try Workshop()
        #expect(try await workshop.once().status == .exited(0))
        try workshop.drop(Workshop.release(9), as: "a.txt")
        let trace = workshop.outside("trace.txt").path
        let calls = "trace=openat,write,fsync,rename,renameat2,unlink"
        let status = try await workshop.once(through: ["strace", "-f", "-q", "-y", "-o", trace, "-e", calls]).status
        #expect(status == .exited(0))
        let lines = try String(contentsOfFile: trace, encoding: .utf8).split(separator: "\n")
        func place(_ description: String, after start: Int = -1, where matches: (Substring) -> Bool) throws -> Int {
            try #require(lines.indices.first { $0 > start && matches(lines[$0]) }, "\(description)")
        }
        var last = -1
        for name in ["a.txt", "release.json", "document.json"] {
            let written = try place("\(name) written", after: last) {
                $0.contains("write(") && $0.contains("/\(name)>")
            }
            last = try place("\(name) on the disk", after: written) {
                $0.contains("fsync(") && $0.contains("/\(name)>")
            }
        }
        let work = #/work/[0-9]+>\)/#
        last = try place("its folder on the disk", after: last) { $0.contains("fsync(") && $0.contains(work) }
        last = try place("published", after: last) { $0.contains("renameat2(") && $0.contains("/releases/a.") }
        last = try place("its name on the disk", after: last) { $0.contains("fsync(") && $0.contains("/releases>)") }
        let taken = try place(
            "the inbox entry", where: { $0.contains("renameat2(") && $0.contains(".budgetd-taken.a.txt") })
        #expect(taken > last)
        let removed = try place("removed", where: { $0.contains("unlink(") && $0.contains(".budgetd-taken.a.txt") })
        #expect(removed > taken)
    }

    @Test func scenario14ArchiveFailsThenHeals() async throws {
        let workshop = try Workshop()
        let document = Workshop.release(14)
        let shelf = workshop.archive.appending(path: "releases")
        let away = workshop.outside("releases-away")
        let log = try await workshop.daemon { _ in
            try FileManager.default.moveItem(at: shelf, to: away)
            try Data().write(to: shelf)
            try workshop.drop(document, as: "a.txt")
            #expect(try await eventually { workshop.log.contains("nothing can be taken") })
            #expect(try await eventually { try workshop.status()?["state"] as? String == "standstill" })
            #expect(workshop.inboxFiles == ["a.txt"])
            try FileManager.default.removeItem(at: shelf)
            try FileManager.default.moveItem(at: away, to: shelf)
            #expect(try await eventually { try workshop.releaseCount() == 1 && workshop.inboxFiles.isEmpty })
            #expect(try await eventually { try workshop.status()?["state"] as? String == "idle" })
        }.log
        #expect(log.contains("taken again"))
        try await workshop.expectInvariant([document])
    }

    @Test(.enabled(if: Mounting.isAvailable)) func scenario14DiskFull() async throws {
        let workshop = try Workshop()
        let documents = (0..<3).map { Workshop.release($0) }
        try await Mounting.withSmallDisk(at: workshop.archive) {
            let filler = workshop.archive.appending(path: "filler")
            let log = try await workshop.daemon { daemon in
                var block = Data(count: 1 << 22)
                while !block.isEmpty {
                    let file = open(filler.path, O_WRONLY | O_CREAT | O_APPEND, 0o644)
                    let count = block.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
                    close(file)
                    block = count > 0 ? Data(block.dropFirst(count)) : Data()
                }
                for (number, document) in documents.enumerated() { try workshop.drop(document, as: "\(number).txt") }
                #expect(try await eventually { workshop.log.contains("nothing can be taken") })
                let before = daemon.ticks
                try await Task.sleep(for: .seconds(2))
                #expect(daemon.ticks - before < 40, "no busy loop")
                #expect(workshop.inboxFiles.count == 3)
                try FileManager.default.removeItem(at: filler)
                let isDone = try await eventually { try workshop.releaseCount() == 3 && workshop.inboxFiles.isEmpty }
                #expect(isDone)
            }.log
            #expect(log.split(separator: "\n").count { $0.contains("nothing can be taken") } == 1, "\(log)")
            try await workshop.expectInvariant(documents)
        }
    }

    /// What each call of the archive meets on a disk that is full, read-only, over its quota or broken.
    @Test(arguments: [
        Faults.Rule("mkdir", EROFS, "/work/"), Faults.Rule("mkdir", EDQUOT, "/releases/sub"),
        Faults.Rule("open", EROFS, "/work/"), Faults.Rule("open", EDQUOT, "/release.json"),
        Faults.Rule("write", ENOSPC, "/work/"), Faults.Rule("write", EDQUOT, "/document.json"),
        Faults.Rule("write", EIO, "/ledger.sqlite"), Faults.Rule("fsync", EIO, "/0.txt"),
        Faults.Rule("fsync", EIO, "/releases"), Faults.Rule("rename", EROFS, "/releases/"),
    ])
    func scenario14ACallFailsThenHeals(rule: Faults.Rule) async throws {
        let workshop = try Workshop()
        let documents = (0..<2).map { Workshop.release($0) }
        let faults = try await Faults(in: workshop.outside("faults"))
        let log = try await workshop.daemon(environment: faults.environment) { daemon in
            try faults.begin(rule)
            for (number, document) in documents.enumerated() { try workshop.drop(document, as: "sub/\(number).txt") }
            let isStanding = try await eventually { workshop.log.contains("nothing can be taken") }
            #expect(isStanding)
            #expect(workshop.inboxFiles.contains("sub/0.txt"))
            try faults.end()
            #expect(try await eventually { try workshop.releaseCount() == 2 && workshop.inboxFiles.isEmpty })
        }.log
        #expect(log.split(separator: "\n").count { $0.contains("nothing can be taken") } == 1, "\(log)")
        #expect(try workshop.rejectedCount() == 0)
        try await workshop.expectInvariant(documents)
    }

    /// A document is not held to be the cause of what the archive does.
    @Test func scenario14AnArchiveThatFailsAtEveryStartRejectsNothing() async throws {
        let workshop = try Workshop()
        let documents = (0..<3).map { Workshop.release($0) }
        let faults = try await Faults(in: workshop.outside("faults"))
        for (number, document) in documents.enumerated() { try workshop.drop(document, as: "\(number).txt") }
        try faults.begin(Faults.Rule("rename", EROFS, "/releases/"))
        for _ in 0...10 {
            #expect(try await workshop.once(environment: faults.environment).status == .exited(EX_TEMPFAIL))
        }
        try faults.end()
        #expect(try await workshop.once(environment: faults.environment).status == .exited(0))
        #expect(try workshop.releaseCount() == 3)
        try await workshop.expectInvariant(documents)
    }

    /// Published, but the call after it fails: the same bytes under another name find it.
    @Test func scenario14FailureRightAfterThePublication() async throws {
        let workshop = try Workshop()
        let document = Workshop.release(0)
        let faults = try await Faults(in: workshop.outside("faults"))
        try await workshop.daemon(environment: faults.environment) { _ in
            try faults.begin(Faults.Rule("fsync", EIO, "/releases"))
            for name in ["x.txt", "y.txt"] { try workshop.drop(document, as: name) }
            #expect(try await eventually { workshop.log.contains("nothing can be taken") })
            try faults.end()
            #expect(try await eventually { try workshop.releaseCount() > 0 && workshop.inboxFiles.isEmpty })
        }
        try await workshop.expectInvariant([document])
    }

    @Test func aRecordThatCannotBeReadIsNotTakenForNone() async throws {
        let workshop = try Workshop()
        let (document, other) = (Workshop.release(0), Workshop.release(1))
        let faults = try await Faults(in: workshop.outside("faults"))
        try workshop.drop(document, as: "a.txt")
        #expect(try await workshop.once().status == .exited(0))
        try await workshop.daemon("--poll", "1", environment: faults.environment) { _ in
            try faults.begin(Faults.Rule("open", EACCES, "/document.json"))
            try workshop.drop(document, as: "b.txt")
            #expect(try await eventually { workshop.log.contains("b.txt stays in the inbox") })
            try faults.end()
            try workshop.drop(other, as: "c.txt")
            #expect(try await eventually { try workshop.releaseCount() == 2 && workshop.inboxFiles.isEmpty })
        }
        try await workshop.expectInvariant([document, other])
    }

    @Test(arguments: [
        Faults.Rule("open", EACCES, "/in/sub/2.txt"), Faults.Rule("unlink", EACCES, "/in/sub/"),
        Faults.Rule("list", EACCES, "/in/sub"),
    ])
    func scenario15OneFileOrFolderWithoutRights(rule: Faults.Rule) async throws {
        let workshop = try Workshop()
        let documents = (0..<4).map { Workshop.release($0) }
        let faults = try await Faults(in: workshop.outside("faults"))
        let isFolder = rule.call == "list"
        let log = try await workshop.daemon("--poll", "1", environment: faults.environment) { daemon in
            try faults.begin(rule)
            try workshop.drop(documents[2], as: "sub/2.txt")
            let complaint = isFolder ? "/in/sub" : "sub/2.txt stays in the inbox"
            #expect(try await eventually { workshop.log.contains(complaint) })
            for number in [0, 1, 3] { try workshop.drop(documents[number], as: "\(number).txt") }
            let others = try await eventually { try workshop.releaseCount() >= 3 }
            #expect(others)
            #expect(workshop.inboxFiles.contains { $0.hasPrefix("sub/") })
            let before = daemon.ticks
            try await Task.sleep(for: .seconds(2))
            #expect(daemon.ticks - before < 40, "no busy loop")
            try faults.end()
            #expect(try await eventually { try workshop.releaseCount() == 4 && workshop.inboxFiles.isEmpty })
        }.log
        let complaints = log.split(separator: "\n").filter { $0.contains("stays in the inbox") || $0.contains("list") }
        #expect(complaints.count == 1, "\(log)")
        try await workshop.expectInvariant(documents)
    }

    @Test func scenario17PoisonThatHangs() async throws {
        let workshop = try Workshop()
        let others = (0..<5).map { Workshop.release($0) }
        let poison = Workshop.slowRelease()
        try workshop.drop(poison, as: "poison.txt")
        // The daemon is killed after the first try; the second is the last.
        try await workshop.daemon("--timeout", "2", "--jobs", "2") { daemon in
            kill(try await daemon.stopWorker(), SIGSTOP)
            for (number, document) in others.enumerated() { try workshop.drop(document, as: "\(number).txt") }
            #expect(try await eventually { try workshop.statusNumber("put_off") == 1 })
            daemon.send(SIGKILL)
        }
        try await workshop.daemon("--timeout", "2") { daemon in
            kill(try await daemon.stopWorker(), SIGSTOP)
            #expect(try await eventually { try workshop.rejectedCount() == 1 && workshop.inboxFiles.isEmpty })
        }
        try await workshop.expectInvariant(others + [poison])
        #expect(try workshop.records("rejected").first?["tries"] as? Int == 2)
        #expect(try workshop.releaseCount() == others.count)
    }

    @Test func scenario17PoisonThatCrashes() async throws {
        let workshop = try Workshop()
        let poison = Workshop.slowRelease()
        let log = try await workshop.daemon { daemon in
            try workshop.drop(poison, as: "poison.txt")
            for _ in 0..<2 {
                let worker = try await daemon.stopWorker()
                kill(worker, SIGSEGV)
                kill(worker, SIGCONT)
                #expect(try await eventually { daemon.worker != worker })
            }
            #expect(try await eventually { try workshop.rejectedCount() == 1 && workshop.inboxFiles.isEmpty })
        }.log
        #expect(log.contains("signal 11"))
        try await workshop.expectInvariant([poison])
    }

    @Test func theLossOfTheLedgerCostsAtMostOneMoreTry() async throws {
        let workshop = try Workshop()
        let (poison, known) = (Workshop.slowRelease(), Workshop.release(0))
        try workshop.drop(known, as: "known.txt")
        #expect(try await workshop.once().status == .exited(0))
        try workshop.drop(poison, as: "poison.txt")
        let crashed = try await workshop.once("--timeout", "1", environment: ["BUDGETD_CRASH_AFTER": "try_recorded"])
        #expect(crashed.status == .signaled(SIGKILL))
        for suffix in ["", "-wal", "-shm"] {
            let path = workshop.archive.appending(path: ".budgetd/ledger.sqlite\(suffix)")
            try? FileManager.default.removeItem(at: path)
        }
        try workshop.drop(known, as: "again.txt")
        let (status, log) = try await workshop.once("--timeout", "1")
        #expect(status == .exited(0))
        #expect(log.contains("the ledger was made anew from 1 documents"))
        try await workshop.expectInvariant([poison, known])
        #expect(try workshop.records("rejected").first?["tries"] as? Int == 2)
    }

    @Test func aLedgerThatIsNoDatabaseIsMadeAnew() async throws {
        let workshop = try Workshop()
        let document = Workshop.release(0)
        try workshop.drop(document, as: "a.txt")
        #expect(try await workshop.once().status == .exited(0))
        try Data("not a database, but long enough to look at as if it were one".utf8)
            .write(to: workshop.archive.appending(path: ".budgetd/ledger.sqlite"))
        try workshop.drop(document, as: "b.txt")
        #expect(try await workshop.once().status == .exited(0))
        try await workshop.expectInvariant([document])
    }

    @Test func scenario22SIGTERMWhileParsingAndSIGHUP() async throws {
        let workshop = try Workshop()
        let document = Workshop.slowRelease()
        let forms = workshop.outside("forms")
        try FileManager.default.createDirectory(at: forms, withIntermediateDirectories: true)
        let clock = ContinuousClock()
        var stopping = clock.now
        let (status, log) = try await workshop.daemon("--forms", forms.path) { daemon in
            let before = try workshop.status()?["fingerprint"] as? String
            try Data(#"{ "key": "own", "layout": "rows", "titles": ["自有表"], "columns": [] }"#.utf8)
                .write(to: forms.appending(path: "own.json"))
            daemon.send(SIGHUP)
            #expect(try await eventually { try workshop.status()?["fingerprint"] as? String != before })
            try workshop.drop(document, as: "a.txt")
            _ = try await daemon.stopWorker()
            stopping = clock.now
        }
        #expect(status == .exited(0))
        #expect(clock.now - stopping < .seconds(10))
        #expect(log.contains("reloaded"))
        #expect(workshop.inboxFiles == ["a.txt"])
        #expect(try await workshop.once().status == .exited(0))
        try await workshop.expectInvariant([document])
    }
}
