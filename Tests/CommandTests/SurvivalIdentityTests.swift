import Foundation
import Glibc
import Subprocess
import Testing

/// Scenarios of what a document is: bytes, whatever they are called and wherever they lie.
@Suite(.serialized, .timeLimit(.minutes(10))) struct SurvivalIdentityTests {
    @Test func scenario5SameBytesTwoNamesAndSameNameOtherBytes() async throws {
        let workshop = try Workshop()
        let documents = [Workshop.release(0), Workshop.release(1)]
        try workshop.drop(documents[0], as: "a.txt")
        try workshop.drop(documents[0], as: "elsewhere/b.txt")
        #expect(try await workshop.once().status == .exited(0))
        try workshop.drop(documents[1], as: "a.txt")
        #expect(try await workshop.once().status == .exited(0))
        try await workshop.expectInvariant(documents)
        let names = try workshop.records("releases").map { record in
            Set((record["arrivals"] as? [[String: Any]] ?? []).compactMap { $0["name"] as? String })
        }
        #expect(Set(names) == [["a.txt", "elsewhere/b.txt"], ["a.txt"]])
    }

    @Test func scenario5ManyNamesAtOnce() async throws {
        let workshop = try Workshop()
        let document = Workshop.release(5)
        for number in 0..<40 { try workshop.drop(document, as: "\(number % 4)/\(number).txt") }
        #expect(try await workshop.once("--jobs", "4").status == .exited(0))
        try await workshop.expectInvariant([document])
        let record = try #require(try workshop.records("releases").first)
        #expect((record["arrivals"] as? [[String: Any]])?.count == 40)
    }

    @Test func scenario6FileReplacedWhileItIsParsed() async throws {
        let workshop = try Workshop()
        let documents = [Workshop.slowRelease(), Workshop.release(6)]
        try await workshop.daemon("--timeout", "600", "--cpu-time", "600") { daemon in
            try workshop.drop(documents[0], as: "a.txt")
            let worker = try await daemon.stopWorker()
            try workshop.drop(documents[1], as: "a.txt")
            kill(worker, SIGCONT)
            #expect(
                try await eventually {
                    try workshop.releaseCount() + workshop.rejectedCount() == 2 && workshop.inboxFiles.isEmpty
                })
        }
        try await workshop.expectInvariant(documents)
    }

    @Test func scenario5ASidecarOfARejectedDocumentIsKeptBesideANewOne() async throws {
        let workshop = try Workshop()
        let document = Workshop.slowRelease()
        let sidecars = [Data(#"{"from": "first"}"#.utf8), Data(#"{"from": "second"}"#.utf8)]
        for (timeout, sidecar) in zip(["1", "600"], sidecars) {
            try workshop.drop(sidecar, as: "a.txt.meta.json")
            try workshop.drop(document, as: "a.txt")
            #expect(try await workshop.once("--timeout", timeout).status == .exited(0))
        }
        try await workshop.expectInvariant([document])
        #expect(try workshop.releaseCount() == 1)
        let names = workshop.archived.filter { $0.hasSuffix(".meta.json") }
        let kept = try names.map { try Data(contentsOf: workshop.archive.appending(path: $0)) }
        #expect(Set(kept) == Set(sidecars))
        let arrivals = try #require(try workshop.records("releases").first?["arrivals"] as? [[String: Any]])
        let origins = try arrivals.map { arrival in
            let origin = try #require(arrival["origin"] as? String)
            let name = try #require(names.first { $0.hasSuffix("/" + origin) })
            return try Data(contentsOf: workshop.archive.appending(path: name))
        }
        #expect(origins == sidecars)
    }

    @Test func scenario5AFolderCalledLikeADocument() async throws {
        let workshop = try Workshop()
        let documents = [Workshop.release(0), Workshop.release(1)]
        try workshop.drop(documents[0], as: "a.txt")
        #expect(try await workshop.once().status == .exited(0))
        let place = try #require(workshop.archived.first { $0.hasSuffix("/document.json") })
        let name = URL(filePath: place).deletingLastPathComponent().lastPathComponent
        try workshop.drop(documents[1], as: name + "/b.txt")
        #expect(try await workshop.once().status == .exited(0))
        try await workshop.expectInvariant(documents)
        #expect(workshop.archived.contains { $0.hasPrefix("releases/\(name)-folder/b.") })
    }

    @Test func aSidecarGoesToTheDocumentThatCameLastAlsoWhenTheLedgerIsMadeAnew() async throws {
        let workshop = try Workshop()
        let documents = (0..<4).map { Workshop.release($0) }
        for document in documents {
            try workshop.drop(document, as: "x.txt")
            #expect(try await workshop.once().status == .exited(0))
            // Arrivals are told apart by the second.
            try await Task.sleep(for: .milliseconds(1_100))
        }
        try FileManager.default.removeItem(at: workshop.archive.appending(path: ".budgetd/ledger.sqlite"))
        try workshop.drop(Data(#"{"from": "late"}"#.utf8), as: "x.txt.meta.json")
        #expect(try await workshop.once().status == .exited(0))
        try await workshop.expectInvariant(documents)
        let last = try await Workshop.digests(of: [documents[3]])[0].prefix(12)
        #expect(workshop.archived.contains("releases/x.\(last)/x.txt.meta.json"))
    }

    @Test func aFileTooDeepInTheInboxIsNotPassedOverInSilence() async throws {
        let workshop = try Workshop()
        let deep = Array(repeating: "f", count: 17).joined(separator: "/") + "/a.txt"
        try workshop.drop(Workshop.release(0), as: deep)
        let (status, log) = try await workshop.once()
        #expect(status == .exited(EX_TEMPFAIL))
        #expect(log.contains("which lies too deep"))
        #expect(workshop.inboxFiles == [deep])
    }

    /// The same length, and the time of change set back: nothing but the bytes tells of it.
    @Test func scenario6FileRewrittenInPlaceWhileItIsParsed() async throws {
        let workshop = try Workshop()
        let first = Workshop.slowRelease()
        var second = first
        second[second.count - 2] = 0x20
        let path = workshop.inbox.appending(path: "a.txt").path
        try await workshop.daemon("--timeout", "600", "--cpu-time", "600") { daemon in
            try workshop.drop(first, as: "a.txt")
            let worker = try await daemon.stopWorker()
            var status = stat()
            stat(path, &status)
            let file = try FileHandle(forWritingTo: URL(filePath: path))
            try file.write(contentsOf: second)
            try file.close()
            let times = [status.st_atim, status.st_mtim]
            utimensat(AT_FDCWD, path, times, 0)
            kill(worker, SIGCONT)
            #expect(
                try await eventually {
                    try workshop.releaseCount() + workshop.rejectedCount() == 2 && workshop.inboxFiles.isEmpty
                })
        }
        try await workshop.expectInvariant([first, second])
    }

    @Test func scenario6FileReplacedJustBeforeItsEntryGoes() async throws {
        let workshop = try Workshop()
        let documents = [Workshop.release(0), Workshop.release(1)]
        try workshop.drop(documents[0], as: "a.txt")
        #expect(
            try await workshop.once(environment: ["BUDGETD_CRASH_AFTER": "inbox_taken"]).status == .signaled(SIGKILL))
        try workshop.drop(documents[1], as: "a.txt")
        #expect(try await workshop.once().status == .exited(0))
        try await workshop.expectInvariant(documents)
    }

    @Test func scenario7FileDeletedWhileQueuedOrParsed() async throws {
        let workshop = try Workshop()
        let documents = [Workshop.slowRelease()] + (0..<4).map { Workshop.release($0) }
        let log = try await workshop.daemon("--jobs", "1", "--timeout", "600", "--cpu-time", "600") { daemon in
            try workshop.drop(documents[0], as: "a/0.txt")
            let worker = try await daemon.stopWorker()
            for number in 1..<5 { try workshop.drop(documents[number], as: "b/\(number).txt") }
            #expect(try await eventually { try workshop.statusNumber("waiting") ?? 0 > 0 })
            for name in ["a/0.txt", "b/1.txt", "b/2.txt", "b/3.txt", "b/4.txt"] {
                try? FileManager.default.removeItem(at: workshop.inbox.appending(path: name))
            }
            kill(worker, SIGCONT)
            #expect(
                try await eventually {
                    try workshop.status()?["state"] as? String == "idle"
                        && workshop.releaseCount() + workshop.rejectedCount() > 0
                })
        }.log
        #expect(!log.contains(" error ") && !log.contains(" stays in the inbox"), "\(log)")
        #expect(workshop.inboxFiles.isEmpty)
        #expect(try await workshop.run("verify").exitCode == 0)
    }

    @Test func scenario16ArchiveOnAnotherFileSystem() async throws {
        let shared = URL(filePath: "/dev/shm/budgetd-tests-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: shared) }
        let workshop = try Workshop(inboxRoot: shared)
        var devices = (stat(), stat())
        #expect(stat(shared.path, &devices.0) == 0)
        #expect(stat(workshop.outside(".").path, &devices.1) == 0)
        try #require(devices.0.st_dev != devices.1.st_dev, "the test needs two file systems")
        let documents = (0..<3).map { Workshop.release($0) }
        for (number, document) in documents.enumerated() { try workshop.drop(document, as: "\(number).txt") }
        #expect(try await workshop.once().status == .exited(0))
        try await workshop.expectInvariant(documents)
    }

    @Test func scenario19Names() async throws {
        let workshop = try Workshop()
        let names = [
            "a\nb.txt", "-rf.txt", "--name=x.txt", "x...txt", "x.pdf/inside.txt", "quote\"'\\.txt", " .txt",
            String(repeating: "预", count: 83) + "ab.txt", "\u{202E}txt.fdp", "release.json", "release.json.txt",
        ]
        var documents: [Data] = []
        for (number, name) in names.enumerated() {
            documents.append(Workshop.release(number))
            try documents[number].write(to: workshop.inbox.appending(path: ".staged.tmp"))
            let target = workshop.inbox.path + "/" + name
            try FileManager.default.createDirectory(
                atPath: (target as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
            #expect(rename(workshop.inbox.path + "/.staged.tmp", target) == 0, "\(name)")
        }
        // GBK, as old archives leave it: no UTF-8.
        let gbk =
            Array(workshop.inbox.path.utf8) + Array("/".utf8) + [0xD4, 0xA4, 0xCB, 0xE3] + Array(".txt".utf8) + [0]
        documents.append(Workshop.release(100))
        let file = gbk.map(CChar.init(bitPattern:)).withUnsafeBufferPointer { name in
            name.baseAddress.map { open($0, O_WRONLY | O_CREAT, 0o644) } ?? -1
        }
        #expect(documents[names.count].withUnsafeBytes { write(file, $0.baseAddress, $0.count) } > 0)
        close(file)
        // What is no file is never opened.
        #expect(symlink("/etc/shadow", workshop.inbox.path + "/shadow.pdf") == 0)
        #expect(mkfifo(workshop.inbox.path + "/pipe.pdf", 0o644) == 0)
        let (status, log) = try await workshop.once()
        #expect(status == .exited(0), "\(log)")
        // A line for each, and those of start and end.
        #expect(log.split(separator: "\n").count == documents.count + 2, "a name cannot end a line of the log")
        unlink(workshop.inbox.path + "/shadow.pdf")
        unlink(workshop.inbox.path + "/pipe.pdf")
        try await workshop.expectInvariant(documents)
    }

    @Test func scenario20TwoDaemonsOnOneInbox() async throws {
        let workshop = try Workshop()
        try await workshop.daemon { _ in
            let other = workshop.outside("other").path
            let inbox = try await Program.run("watch", "--inbox", workshop.inbox.path, "--archive", other)
            #expect(inbox.exitCode == EX_TEMPFAIL)
            #expect(inbox.standardError.contains("Another budgetd watches the inbox"))
            try FileManager.default.createDirectory(atPath: other + "-in", withIntermediateDirectories: true)
            let archive = try await Program.run("watch", "--inbox", other + "-in", "--archive", workshop.archive.path)
            #expect(archive.exitCode == EX_TEMPFAIL)
            #expect(archive.standardError.contains("Another budgetd works on the archive"))
        }
    }

    @Test func scenario21TemporaryNamesAreLeftAloneAndAnArchiveInsideIsRefused() async throws {
        let workshop = try Workshop()
        let names = [".x.tmp", "a.part", "b~", ".nfs0001", ".stfolder/c.pdf", "@eaDir/d.pdf", "e.crdownload"]
        for name in names {
            let path = workshop.inbox.appending(path: name)
            try FileManager.default.createDirectory(
                at: path.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Workshop.release(21).write(to: path)
        }
        #expect(try await workshop.once().status == .exited(0))
        try await workshop.expectInvariant([], leaving: names.sorted())
        let inside = workshop.inbox.path + "/archive"
        let shelf = workshop.archive.appending(path: "rejected").path
        try FileManager.default.createDirectory(atPath: shelf, withIntermediateDirectories: true)
        let eaten = try await Program.run("watch", "--once", "--inbox", shelf, "--archive", workshop.archive.path)
        #expect(eaten.exitCode == EX_USAGE)
        #expect(eaten.standardError.contains("lies inside the archive"))
        let refused = try await Program.run("watch", "--once", "--inbox", workshop.inbox.path, "--archive", inside)
        #expect(refused.exitCode == EX_USAGE)
        #expect(!FileManager.default.fileExists(atPath: inside))
    }

    @Test func scenario23AReaderNeverSeesHalfAResult() async throws {
        let workshop = try Workshop()
        let documents = (0..<30).map { Workshop.release($0) }
        try await workshop.daemon { _ in
            for (number, document) in documents.enumerated() { try workshop.drop(document, as: "\(number).txt") }
            var seen = 0
            let isDone = try await eventually(within: .seconds(300)) {
                let names = workshop.archived
                for name in names where name.hasSuffix("/release.json") {
                    let folder = String(name.dropLast("/release.json".count))
                    let bytes = try Data(contentsOf: workshop.archive.appending(path: name))
                    #expect((try? JSONSerialization.jsonObject(with: bytes)) != nil, "\(name)")
                    let beside = try FileManager.default.contentsOfDirectory(
                        atPath: workshop.archive.appending(path: folder).path)
                    #expect(beside.count == 3, "\(beside)")
                    seen += 1
                }
                return try workshop.releaseCount() == documents.count && workshop.inboxFiles.isEmpty
            }
            #expect(isDone)
            #expect(seen > documents.count, "the reader came in between")
        }
        try await workshop.expectInvariant(documents)
    }

    @Test func aSidecarIsArchivedWithItsDocument() async throws {
        let workshop = try Workshop()
        let documents = [Workshop.release(0), Workshop.release(1)]
        let origin = Data(#"{"url": "https://example.org/a.txt"}"#.utf8)
        try workshop.drop(origin, as: "a.txt.meta.json")
        try workshop.drop(documents[0], as: "a.txt")
        try await workshop.daemon { _ in
            #expect(try await eventually { try workshop.releaseCount() == 1 && workshop.inboxFiles.isEmpty })
            // One that comes first waits for its document, one that comes later finds it.
            try workshop.drop(origin, as: "sub/b.txt.meta.json")
            #expect(try await eventually { try workshop.statusNumber("sidecars") == 1 })
            try workshop.drop(documents[1], as: "sub/b.txt")
            #expect(try await eventually { try workshop.releaseCount() == 2 && workshop.inboxFiles.isEmpty })
            try workshop.drop(Data("{}".utf8), as: "a.txt.meta.json")
            #expect(try await eventually { workshop.inboxFiles.isEmpty })
        }
        try await workshop.expectInvariant(documents)
        let sidecars = workshop.archived.filter { $0.hasSuffix(".meta.json") }
            .map { $0.replacing(/\.[0-9a-f]{12}\//, with: "/") }
        #expect(
            sidecars == [
                "releases/a/a.txt (1).meta.json", "releases/a/a.txt.meta.json", "releases/sub/b/b.txt.meta.json",
            ])
    }
}
