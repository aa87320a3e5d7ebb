import Foundation
import Glibc
import Testing

/// The process that makes one for each document but the first, of itself.
@Suite struct NurseryTests {
    /// A workshop with a daemon that has read two documents, so that the next one is the nursery's.
    private func afterFirst(
        timeout: Int = 60, body: (Workshop, RunningDaemon) async throws -> Void
    ) async throws {
        let workshop = try Workshop()
        try await workshop.daemon("--timeout", "\(timeout)") { daemon in
            for number in 1...2 {
                try workshop.drop(Workshop.release(number), as: "\(number).txt")
                #expect(try await eventually { try workshop.releaseCount() == number })
            }
            #expect(daemon.nursery == nil)
            try await body(workshop, daemon)
        }
    }

    /// A text that takes seconds and says a word on each line.
    private func slowRelease(saying word: String) -> Data {
        let body = String(repeating: "\(word)经费 1.00 1.00\n完成\(word)。\n", count: 24_000)
        return Data(("项目支出绩效目标表\n项目名称 总计 财政拨款 绩效目标 绩效指标\n" + body).utf8)
    }

    /// Whether a process has a word in memory that it can write, as bytes or as characters of 32 bits.
    private func memory(of process: pid_t, contains word: String) -> Bool {
        let characters = word.unicodeScalars.map(\.value.littleEndian).withUnsafeBytes { Data($0) }
        let words = [Data(word.utf8), characters]
        guard let maps = try? String(contentsOfFile: "/proc/\(process)/maps", encoding: .utf8),
            let memory = FileHandle(forReadingAtPath: "/proc/\(process)/mem")
        else { return false }
        defer { try? memory.close() }
        return maps.split(separator: "\n").contains { line in
            let fields = line.split(separator: " ")
            let ends = fields[0].split(separator: "-").compactMap { UInt64($0, radix: 16) }
            guard fields[1].hasPrefix("rw"), ends.count == 2, (try? memory.seek(toOffset: ends[0])) != nil,
                let bytes = try? memory.read(upToCount: Int(ends[1] - ends[0]))
            else { return false }
            return words.contains { bytes.range(of: $0) != nil }
        }
    }

    /// Waits for a worker that has a word in memory, and stops it.
    private func stopWorker(of daemon: RunningDaemon, having word: String) async throws -> pid_t {
        var found: pid_t?
        let isFound = try await eventually {
            guard let worker = daemon.worker else { return false }
            kill(worker, SIGSTOP)
            if memory(of: worker, contains: word) {
                found = worker
            } else {
                kill(worker, SIGCONT)
            }
            return found != nil
        }
        #expect(isFound)
        return try #require(found)
    }

    /// Has the nursery's next document stay in reading.
    private func stopReading(
        of workshop: Workshop, _ daemon: RunningDaemon
    ) async throws -> (worker: pid_t, nursery: pid_t) {
        try workshop.drop(slowRelease(saying: "库房维护"), as: "slow.txt")
        return (try await daemon.stopWorker(), try #require(daemon.nursery))
    }

    @Test func nothingOfADocumentReachesTheProcessOfAnother() async throws {
        try await afterFirst { workshop, daemon in
            let (one, other) = ("青金石天平砝码", "白蜡木量角仪器")
            try workshop.drop(slowRelease(saying: one), as: "\(one).txt")
            // Whoever looks finds what is there.
            kill(try await stopWorker(of: daemon, having: one), SIGCONT)
            let nursery = try #require(daemon.nursery)
            #expect(try await eventually { try workshop.releaseCount() == 3 })
            try workshop.drop(slowRelease(saying: other), as: "\(other).txt")
            let worker = try await stopWorker(of: daemon, having: other)
            #expect(daemon.nursery == nursery)
            #expect(!memory(of: worker, contains: one))
            for word in [one, other] { #expect(!memory(of: nursery, contains: word)) }
            kill(worker, SIGCONT)
            #expect(try await eventually { try workshop.releaseCount() == 4 })
        }
    }

    @Test func aNurseryThatIsGoneCostsNoDocument() async throws {
        try await afterFirst { workshop, daemon in
            let (worker, nursery) = try await stopReading(of: workshop, daemon)
            kill(nursery, SIGKILL)
            // It takes its reading along; the document is read again, by a process of its own.
            #expect(try await eventually { kill(worker, 0) != 0 })
            #expect(try await eventually { try workshop.releaseCount() == 3 })
            try workshop.drop(Workshop.release(3), as: "next.txt")
            #expect(try await eventually { try workshop.releaseCount() == 4 })
            #expect(try #require(daemon.nursery) != nursery)
            #expect(try workshop.rejectedCount() == 0)
        }
    }

    @Test func aReadingThatTakesTooLongIsEnded() async throws {
        try await afterFirst(timeout: 2) { workshop, daemon in
            try workshop.drop(slowRelease(saying: "库房维护"), as: "slow.txt")
            let worker = try await daemon.stopWorker()
            #expect(daemon.nursery != nil)
            #expect(try await eventually { kill(worker, 0) != 0 })
            #expect(try await eventually { try workshop.statusNumber("put_off") == 1 })
        }
    }

    @Test func aCrashIsOneOfItsDocument() async throws {
        try await afterFirst { workshop, daemon in
            let (worker, nursery) = try await stopReading(of: workshop, daemon)
            kill(worker, SIGSEGV)
            kill(worker, SIGCONT)
            #expect(try await eventually { workshop.log.contains("signal 11") })
            try workshop.drop(Workshop.release(3), as: "next.txt")
            #expect(try await eventually { try workshop.releaseCount() == 4 })
            // It has told where its processes have what in memory: the next ones come from another.
            #expect(try await eventually { kill(nursery, 0) != 0 })
            #expect(daemon.nursery != nil)
        }
    }

    /// One that is stopped costs a try, and is left.
    @Test func aNurseryThatHangsIsLeft() async throws {
        try await afterFirst(timeout: 10) { workshop, daemon in
            try workshop.drop(Workshop.release(3), as: "3.txt")
            #expect(try await eventually { try workshop.releaseCount() == 3 })
            let nursery = try #require(daemon.nursery)
            kill(nursery, SIGSTOP)
            for number in 4...6 { try workshop.drop(Workshop.release(number), as: "\(number).txt") }
            #expect(try await eventually { try workshop.releaseCount() == 6 })
            #expect(try workshop.rejectedCount() == 0)
            #expect(try await eventually { kill(nursery, 0) != 0 })
            #expect(daemon.nursery != nil)
        }
    }

    @Test func itEndsWithWhoStartedIt() async throws {
        try await afterFirst { workshop, daemon in
            let (worker, nursery) = try await stopReading(of: workshop, daemon)
            daemon.send(SIGKILL)
            #expect(try await eventually { kill(worker, 0) != 0 && kill(nursery, 0) != 0 })
        }
    }

    @Test func anAnswerThatIsTooLongIsRefused() async throws {
        let folder = try TemporaryFolder()
        let long = folder.url.appending(path: "long.txt")
        try slowRelease(saying: "库房维护").write(to: long)
        let goals = Files.fixture("goals.txt")
        let paths = [goals, goals, long.path, goals]
        let output = try await Program.run(
            "batch", "--max-output", "1", "--jobs", "1", "--timeout", "600", "--cpu-time", "600",
            input: Array(paths.map { #"{"path":"\#($0)"}"# }.joined(separator: "\n").utf8))
        let limits = try output.standardOutput.split(separator: UInt8(ascii: "\n")).map { line in
            let record = try #require(try JSONSerialization.jsonObject(with: Data(line)) as? [String: Any])
            return (record["limit"] as? [String: Any])?["name"] as? String
        }
        #expect(limits == [nil, nil, "output_bytes", nil])
    }
}
