import Foundation
import Glibc
import Subprocess
import Testing

/// Scenarios of how files come: slowly, in two steps, by every kind of name and call.
@Suite(.serialized, .timeLimit(.minutes(10))) struct SurvivalArrivalTests {
    /// A PDF with a megabyte of comment between its last object and its table of offsets, which stay right.
    private func paddedPDF() throws -> Data {
        let pdf = try Data(contentsOf: URL(filePath: Files.fixture("release.pdf")))
        let table = try #require(pdf.range(of: Data("\nxref".utf8), options: .backwards)).lowerBound + 1
        let line = Data(("%" + String(repeating: "-", count: 62) + "\n").utf8)
        var padded = pdf[..<table]
        for _ in 0..<(1 << 14) { padded += line }
        let offset = padded.count
        let start = try #require(pdf.range(of: Data("startxref".utf8), options: .backwards)).lowerBound
        return padded + pdf[table..<start] + Data("startxref\n\(offset)\n%%EOF\n".utf8)
    }

    @Test func scenario1SlowWriter() async throws {
        let workshop = try Workshop()
        let document = try paddedPDF()
        let path = workshop.inbox.appending(path: "slow.pdf")
        var longestPause = Duration.zero
        let log = try await workshop.daemon { _ in
            try Data().write(to: path)
            var rest = document
            var last = ContinuousClock.now
            while !rest.isEmpty {
                longestPause = max(longestPause, .now - last)
                last = .now
                let file = try FileHandle(forWritingTo: path)
                try file.seekToEnd()
                try file.write(contentsOf: rest.prefix(1 << 16))
                try file.close()
                rest = Data(rest.dropFirst(1 << 16))
                // The pace is what is tested.
                try await Task.sleep(for: .milliseconds(300))
            }
            #expect(try await eventually { try workshop.releaseCount() == 1 && workshop.inboxFiles.isEmpty })
        }.log
        // A machine that is too busy to keep the pace makes a pause of it, after which the daemon may well have a look.
        if longestPause < .seconds(1) { #expect(!log.contains("damaged")) }
        try await workshop.expectInvariant([document])
    }

    @Test func scenario2PlaceholderWithDataMuchLater() async throws {
        let workshop = try Workshop()
        let document = Workshop.release(2)
        let path = workshop.inbox.appending(path: "later.txt")
        try await workshop.daemon { _ in
            try Data().write(to: path)
            #expect(try await eventually { try workshop.statusNumber("empty") == 1 })
            let file = try FileHandle(forWritingTo: path)
            try file.write(contentsOf: document)
            try file.close()
            #expect(try await eventually { try workshop.releaseCount() == 1 && workshop.inboxFiles.isEmpty })
        }
        try await workshop.expectInvariant([document])
    }

    @Test func scenario3RenameLinkOldAndFutureTimesAndAWholeFolder() async throws {
        let workshop = try Workshop()
        let documents = (0..<6).map { Workshop.release($0) }
        try await workshop.daemon { _ in
            try workshop.drop(documents[0], as: "renamed.txt")
            let linked = workshop.outside("linked.txt")
            try documents[1].write(to: linked)
            #expect(link(linked.path, workshop.inbox.path + "/linked.txt") == 0)
            for (number, time) in [(2, "2001-01-01"), (3, "2099-01-01")] {
                let path = workshop.outside("\(number).txt")
                try documents[number].write(to: path)
                let date = try #require(ISO8601DateFormatter().date(from: time + "T00:00:00Z"))
                try FileManager.default.setAttributes([.modificationDate: date], ofItemAtPath: path.path)
                let copy = try await Program.execute("cp", "-p", path.path, workshop.inbox.path)
                #expect(copy.exitCode == 0)
            }
            let folder = workshop.outside("whole")
            try FileManager.default.createDirectory(
                at: folder.appending(path: "deep"), withIntermediateDirectories: true)
            try documents[4].write(to: folder.appending(path: "4.txt"))
            try documents[5].write(to: folder.appending(path: "deep/5.txt"))
            #expect(rename(folder.path, workshop.inbox.path + "/whole") == 0)
            #expect(try await eventually { try workshop.releaseCount() == 6 && workshop.inboxFiles.isEmpty })
            #expect(FileManager.default.fileExists(atPath: linked.path))
        }
        try await workshop.expectInvariant(documents)
        #expect(workshop.archived.contains { $0.hasPrefix("releases/whole/deep/5.") })
    }

    @Test func scenario4WriterStallsAndGoesOn() async throws {
        let workshop = try Workshop()
        let document = try paddedPDF()
        let path = workshop.inbox.appending(path: "half.pdf")
        let log = try await workshop.daemon("--second-look", "4") { _ in
            try document.prefix(document.count / 2).write(to: path)
            #expect(try await eventually { try workshop.statusNumber("put_off") == 1 })
            #expect(try workshop.rejectedCount() + workshop.releaseCount() == 0)
            try document.write(to: path)
            #expect(try await eventually { try workshop.releaseCount() == 1 && workshop.inboxFiles.isEmpty })
        }.log
        #expect(log.contains("looks damaged"))
        try await workshop.expectInvariant([document])
    }

    @Test func scenario4WriterDiesAndTheCorrectedFileComesUnderTheSameName() async throws {
        let workshop = try Workshop()
        let document = try paddedPDF()
        let half = Data(document.prefix(document.count / 2))
        let path = workshop.inbox.appending(path: "half.pdf")
        try await workshop.daemon("--second-look", "1") { _ in
            try half.write(to: path)
            #expect(
                try await eventually {
                    try workshop.rejectedCount() + workshop.releaseCount() == 1 && workshop.inboxFiles.isEmpty
                })
            let status = try workshop.records("releases").isEmpty
            #expect(status, "half a document is no release")
            try document.write(to: path)
            #expect(try await eventually { try workshop.releaseCount() == 1 && workshop.inboxFiles.isEmpty })
        }
        try await workshop.expectInvariant([half, document])
    }

    @Test func scenario4AFileThatIsOpenForWritingIsLeftAlone() async throws {
        let workshop = try Workshop()
        let document = Workshop.release(4)
        let path = workshop.inbox.appending(path: "open.txt")
        try await workshop.daemon { daemon in
            try Data().write(to: path)
            let file = try FileHandle(forWritingTo: path)
            try file.write(contentsOf: document.prefix(200))
            // Long after it has settled by its times.
            #expect(try await eventually { try workshop.statusNumber("put_off") == 1 })
            try file.write(contentsOf: document.dropFirst(200))
            try file.close()
            #expect(try await eventually { try workshop.releaseCount() == 1 && workshop.inboxFiles.isEmpty })
        }
        try await workshop.expectInvariant([document])
    }

    /// Who does not own a file is not told whether somebody has it open.
    @Test(.enabled(if: OtherUser.canRunDaemon, "needs root, to be somebody else"))
    func scenario4AFileOfAnotherUserThatIsOpenForWriting() async throws {
        let workshop = try Workshop()
        let (document, moved) = (Workshop.release(4), Workshop.release(5))
        let path = workshop.inbox.appending(path: "open.txt")
        try FileManager.default.createDirectory(at: workshop.archive, withIntermediateDirectories: true)
        for folder in [workshop.inbox, workshop.archive, workshop.outside("")] { chmod(folder.path, 0o777) }
        try await workshop.daemon(through: OtherUser.withoutLeases) { _ in
            try Data().write(to: path)
            let file = try FileHandle(forWritingTo: path)
            try file.write(contentsOf: document.dropLast(40))
            #expect(try await eventually { try workshop.statusNumber("put_off") == 1 })
            try workshop.drop(moved, as: "moved.txt")
            #expect(try await eventually(within: .seconds(20)) { try workshop.releaseCount() == 1 }, "moved in whole")
            try file.write(contentsOf: document.suffix(40))
            try file.close()
            #expect(
                try await eventually(within: .seconds(120)) {
                    try workshop.releaseCount() == 2 && workshop.inboxFiles.isEmpty
                })
        }
        try await workshop.expectInvariant([document, moved])
    }

    @Test func scenario10InotifyOverflow() async throws {
        let workshop = try Workshop()
        let documents = (0..<24).map { Workshop.release($0) }
        let queued =
            Int(
                try String(contentsOfFile: "/proc/sys/fs/inotify/max_queued_events", encoding: .utf8).filter(\.isNumber)
            ) ?? 16_384
        try await workshop.daemon("--poll", "3600") { daemon in
            try await daemon.freeze()
            // Two names by turns, so that no event is merged with the one before.
            let names = ["a", "b"].map { workshop.inbox.path + "/" + $0 + "~" }
            for number in 0...(queued + 10) {
                let file = open(names[number % 2], O_WRONLY | O_CREAT, 0o644)
                close(file)
            }
            for name in names { unlink(name) }
            for (number, document) in documents.enumerated() { try workshop.drop(document, as: "\(number).txt") }
            daemon.send(SIGCONT)
            #expect(
                try await eventually(within: .seconds(300)) {
                    try workshop.releaseCount() == documents.count && workshop.inboxFiles.isEmpty
                })
            #expect(try await eventually { try workshop.statusNumber("overflows") ?? 0 > 0 })
        }
        try await workshop.expectInvariant(documents)
    }

    @Test(
        .enabled(if: Tracing.isAvailable), arguments: ["inotify_init1:error=EMFILE", "inotify_add_watch:error=ENOSPC"])
    func scenario11NoWatchesLeft(fault: String) async throws {
        let workshop = try Workshop()
        let document = Workshop.release(11)
        try await workshop.daemon("--poll", "1", through: Tracing.injecting(fault)) { _ in
            #expect(try workshop.status()?["watch"] as? String == "polling")
            #expect(try workshop.status()?["watch_detail"] as? [String: Any] != nil)
            try workshop.drop(document, as: "polled.txt")
            #expect(try await eventually { try workshop.releaseCount() == 1 && workshop.inboxFiles.isEmpty })
        }
        try await workshop.expectInvariant([document])
    }

    /// Watches that the kernel accepts and never rings are what NFS and SMB give.
    @Test(.enabled(if: Tracing.isAvailable)) func scenario12FileSystemThatSendsNoEvents() async throws {
        let workshop = try Workshop()
        let document = Workshop.release(12)
        try await workshop.daemon("--poll", "1", through: Tracing.injecting("inotify_add_watch:retval=1")) { _ in
            try workshop.drop(document, as: "silent.txt")
            #expect(try await eventually { try workshop.releaseCount() == 1 && workshop.inboxFiles.isEmpty })
        }
        try await workshop.expectInvariant([document])
    }

    @Test func scenario13InboxRemovedThenBack() async throws {
        let workshop = try Workshop()
        let documents = [Workshop.release(0), Workshop.release(1)]
        let log = try await workshop.daemon("--poll", "1") { daemon in
            try workshop.drop(documents[0], as: "before.txt")
            #expect(try await eventually { try workshop.releaseCount() == 1 && workshop.inboxFiles.isEmpty })
            try FileManager.default.removeItem(at: workshop.inbox)
            #expect(try await eventually { try workshop.status()?["state"] as? String == "detached" })
            let before = daemon.ticks
            try await Task.sleep(for: .seconds(2))
            #expect(daemon.ticks - before < 40, "no busy loop")
            try FileManager.default.createDirectory(at: workshop.inbox, withIntermediateDirectories: true)
            try workshop.drop(documents[1], as: "after.txt")
            #expect(try await eventually { try workshop.releaseCount() == 2 && workshop.inboxFiles.isEmpty })
        }.log
        #expect(log.contains("is gone") && log.contains("is back"))
        try await workshop.expectInvariant(documents)
    }

    @Test func scenario18ManyAtOnceInFairOrder() async throws {
        let workshop = try Workshop()
        let crowd = (0..<120).map { Workshop.release($0) }
        let single = Workshop.release(1_000)
        for (number, document) in crowd.enumerated() { try workshop.drop(document, as: "crowd/\(number).txt") }
        try workshop.drop(single, as: "single/one.txt")
        // All have settled when the daemon looks first: the order is then its own.
        try await Task.sleep(for: .milliseconds(1_500))
        let (status, log) = try await workshop.once("--jobs", "2")
        #expect(status == .exited(0))
        let order = log.split(separator: "\n").filter { $0.contains(" archived ") }
        #expect(order.count == 121)
        let place = try #require(order.firstIndex { $0.contains("single/one.txt") })
        #expect(place < 20, "one file in a folder of its own does not wait for 120 others")
        try await workshop.expectInvariant(crowd + [single])
    }
}
