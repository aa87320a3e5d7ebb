import Foundation
import Glibc
import Subprocess
import SystemPackage
import Testing

/// An inbox and an archive of their own, and daemons at work on them.
final class Workshop {
    private let folder: TemporaryFolder
    let inbox: URL
    let archive: URL
    private var logFile: URL?

    /// - Parameter inboxRoot: a folder for the inbox on another file system.
    init(inboxRoot: URL? = nil) throws {
        folder = try TemporaryFolder()
        let inbox = inboxRoot ?? folder.url.appending(path: "in")
        try FileManager.default.createDirectory(at: inbox, withIntermediateDirectories: true)
        self.inbox = inbox
        archive = folder.url.appending(path: "out")
    }

    /// A path beside inbox and archive.
    func outside(_ name: String) -> URL { folder.url.appending(path: name) }

    // MARK: Documents

    /// Moves bytes into the inbox by rename, as a careful program does.
    func drop(_ bytes: Data, as name: String) throws {
        let staged = inbox.appending(path: ".staged-\(UUID().uuidString).tmp")
        try bytes.write(to: staged)
        let target = inbox.appending(path: name)
        try FileManager.default.createDirectory(
            at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
        guard rename(staged.path, target.path) == 0 else { throw Errno(rawValue: errno) }
    }

    func drop(fixture: String, as name: String) throws {
        try drop(try Data(contentsOf: URL(filePath: Files.fixture(fixture))), as: name)
    }

    /// A small release of its own for every number.
    static func release(_ number: Int) -> Data {
        Data(
            """
            项目支出绩效目标表
            部门名称：云岭市第\(number)办事处 单位：万元
            项目名称（资金使用单位） 总计 财政拨款 财政专户拨款 其他资金 绩效目标 绩效指标
            合计 1.00 1.00
            云岭市第\(number)办事处 1.00 1.00
            库房维护经费 1.00 1.00 完成第\(number)库房维护。 1、1-产出指标；11-数量指标；维护次数；实施周期指标值:1次；年度指标值:1次
            """.utf8)
    }

    /// A text that takes the reader seconds.
    static func slowRelease() -> Data {
        let body = String(repeating: "库房维护经费 1.00 1.00\n完成维护。\n", count: 12_000)
        return Data(("项目支出绩效目标表\n项目名称 总计 财政拨款 绩效目标 绩效指标\n" + body).utf8)
    }

    // MARK: Programs

    func once(_ options: [String]) async throws -> (status: TerminationStatus, log: String) {
        try await start(["--once"] + options, [:], []) {}
    }

    func once(
        _ options: String..., environment: [String: String] = [:], through wrapper: [String] = []
    ) async throws -> (status: TerminationStatus, log: String) {
        let (status, log) = try await start(["--once"] + options, environment, wrapper) {}
        return (status, log)
    }

    /// Runs a daemon, waits until it watches, and ends it by SIGTERM after the body unless that did so.
    @discardableResult
    func daemon(
        _ options: String..., environment: [String: String] = [:], through wrapper: [String] = [],
        body: (RunningDaemon) async throws -> Void
    ) async throws -> (status: TerminationStatus, log: String) {
        try? FileManager.default.removeItem(at: statusFile)
        return try await start(options, environment, wrapper) {
            #expect(try await eventually { ["idle", "working"].contains(try self.status()?["state"] as? String) })
            let pid = try #require(try self.status()?["pid"] as? Int)
            let daemon = RunningDaemon(pid: pid_t(pid))
            do {
                try await body(daemon)
            } catch {
                daemon.send(SIGKILL)
                throw error
            }
            daemon.send(SIGTERM)
        }
    }

    private func start(
        _ options: [String], _ environment: [String: String], _ wrapper: [String],
        body: () async throws -> Void
    ) async throws -> (status: TerminationStatus, log: String) {
        let command =
            wrapper + [Program.budgetd.string, "watch", "--inbox", inbox.path, "--archive", archive.path] + options
        let log = outside("log-\(UUID().uuidString).txt")
        logFile = log
        let file = try FileDescriptor.open(
            FilePath(log.path), .writeOnly, options: [.create, .append], permissions: .ownerReadWrite)
        defer { try? file.close() }
        let result = try await Subprocess.run(
            command[0].contains("/") ? .path(FilePath(command[0])) : .name(command[0]),
            arguments: Arguments(Array(command.dropFirst())), environment: Program.environment(environment),
            input: .none, output: .discarded, error: .fileDescriptor(file, closeAfterSpawningProcess: false)
        ) { _ in
            try await body()
        }
        return (result.terminationStatus, try String(contentsOf: log, encoding: .utf8))
    }

    func run(_ command: String, _ arguments: String...) async throws -> Program.Output {
        try await Program.run(command, arguments: ["--archive", archive.path] + arguments)
    }

    /// What the daemon that was started last has said so far.
    var log: String { logFile.flatMap { try? String(contentsOf: $0, encoding: .utf8) } ?? "" }

    // MARK: What is there

    private var statusFile: URL { archive.appending(path: ".budgetd/status.json") }

    func status() throws -> [String: Any]? {
        guard let bytes = try? Data(contentsOf: statusFile) else { return nil }
        return try JSONSerialization.jsonObject(with: bytes) as? [String: Any]
    }

    func statusNumber(_ name: String) throws -> Int? { try status()?[name] as? Int }

    /// Files of the archive but for its own.
    var archived: [String] { files(below: archive).filter { !$0.hasPrefix(".budgetd") && $0 != "feed.ndjson" } }

    /// Records on a shelf.
    func records(_ shelf: String) throws -> [[String: Any]] {
        try archived.filter { $0.hasPrefix(shelf + "/") && $0.hasSuffix("/document.json") }.map { name in
            let bytes = try Data(contentsOf: archive.appending(path: name))
            return try #require(try JSONSerialization.jsonObject(with: bytes) as? [String: Any])
        }
    }

    func releaseCount() throws -> Int { try records("releases").count }
    func rejectedCount() throws -> Int { try records("rejected").count }

    var inboxFiles: [String] { files(below: inbox) }

    /// The invariant: each of these documents has exactly one place, the inbox and the work area hold nothing, every
    /// JSON is whole, and `verify` finds nothing.
    func expectInvariant(
        _ documents: [Data], leaving left: [String] = [], sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let records = try records("releases") + records("rejected")
        let found = records.compactMap { $0["sha256"] as? String }.sorted()
        let expected = try await Self.digests(of: documents)
        #expect(found == Array(Set(expected)).sorted(), "each in one place", sourceLocation: sourceLocation)
        #expect(inboxFiles == left, sourceLocation: sourceLocation)
        let own = archive.appending(path: ".budgetd")
        #expect(files(below: own.appending(path: "work")).isEmpty, sourceLocation: sourceLocation)
        #expect(files(below: own.appending(path: "reparse")).isEmpty, sourceLocation: sourceLocation)
        for name in archived where name.hasSuffix(".json") && !name.contains("/source-") {
            let bytes = try Data(contentsOf: archive.appending(path: name))
            #expect((try? JSONSerialization.jsonObject(with: bytes)) != nil, "\(name)", sourceLocation: sourceLocation)
        }
        try expectWholeFeed(of: records, sourceLocation: sourceLocation)
        let verified = try await run("verify")
        #expect(verified.exitCode == 0, "\(verified.text)", sourceLocation: sourceLocation)
    }

    /// Every line of the feed.
    func feed() throws -> [[String: Any]] {
        guard let bytes = try? Data(contentsOf: archive.appending(path: "feed.ndjson")) else { return [] }
        return try bytes.split(separator: UInt8(ascii: "\n")).map { line in
            try #require(try JSONSerialization.jsonObject(with: Data(line)) as? [String: Any])
        }
    }

    /// Each recorded event stands in the feed once, and nothing else does but what documents were before they were
    /// withdrawn; sequences count from 1.
    private func expectWholeFeed(of records: [[String: Any]], sourceLocation: SourceLocation) throws {
        let feed = try feed()
        let sequences = feed.compactMap { ($0["sequence"] as? String).flatMap { Int($0) } }
        #expect(sequences == Array(1..<(feed.count + 1)), sourceLocation: sourceLocation)
        let recorded = records.flatMap { record -> [String] in
            let events = record["events"] as? [[String: Any]] ?? []
            return events.enumerated().map { index, event in
                "\(record["sha256"] as? String ?? "")/\(event["kind"] as? String ?? "")/\(index + 1)"
            }
        }
        #expect(feed.compactMap { $0["id"] as? String }.sorted() == recorded.sorted(), sourceLocation: sourceLocation)
        #expect(!records.contains { ($0["events"] as? [Any])?.isEmpty ?? true }, sourceLocation: sourceLocation)
    }

    static func digests(of documents: [Data]) async throws -> [String] {
        var digests: [String] = []
        for document in documents {
            let result = try await Subprocess.run(
                .name("sha256sum"), input: .array(Array(document)), output: .string(limit: 1 << 10))
            digests.append(String(result.standardOutput.prefix(64)))
        }
        return digests
    }
}

/// A daemon under test.
struct RunningDaemon {
    let pid: pid_t

    func send(_ signal: Int32) { kill(pid, signal) }

    /// Stops every thread of it; a signal that is on its way lets them run for a while.
    func freeze() async throws {
        send(SIGSTOP)
        let threads = "/proc/\(pid)/task"
        let isFrozen = try await eventually {
            try FileManager.default.contentsOfDirectory(atPath: threads).allSatisfy { thread in
                let stat = try String(contentsOfFile: "\(threads)/\(thread)/stat", encoding: .utf8)
                return stat.split(separator: ")").last?.hasPrefix(" T ") ?? false
            }
        }
        #expect(isFrozen)
    }

    /// The worker that runs now, if one does: a process of its own, or one that the nursery made.
    var worker: pid_t? {
        let workers = Self.workers
        let own = workers.filter { $0.value == pid }
        return own.keys.first { !Self.isNursery($0) } ?? workers.first { own[$0.value] != nil }?.key
    }

    /// The process that makes those of documents, once there was a second one.
    var nursery: pid_t? { Self.workers.first { $0.value == pid && Self.isNursery($0.key) }?.key }

    /// The parents of workers that run now.
    private static var workers: [pid_t: pid_t] {
        let processes = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        let parents = processes.compactMap { pid_t($0) }.compactMap { process -> (pid_t, pid_t)? in
            guard let stat = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
                let end = stat.lastIndex(of: ")")
            else { return nil }
            let fields = stat[stat.index(after: end)...].split(separator: " ")
            guard fields.count > 1, fields[0] != "Z", stat.contains("(budgetd-worker") else { return nil }
            return pid_t(fields[1]).map { (process, $0) }
        }
        return Dictionary(parents) { first, _ in first }
    }

    /// Processes that a nursery made have its arguments, but not its parent.
    private static func isNursery(_ process: pid_t) -> Bool {
        let arguments = (try? Data(contentsOf: URL(filePath: "/proc/\(process)/cmdline"))) ?? Data()
        return arguments.split(separator: 0).contains(Data("serve=".utf8))
    }

    /// Waits for a worker and stops it, so that a document stays in reading.
    func stopWorker() async throws -> pid_t {
        var found: pid_t?
        let hasWorker = try await eventually {
            found = worker
            return found != nil
        }
        #expect(hasWorker)
        let stopped = try #require(found)
        kill(stopped, SIGSTOP)
        return stopped
    }

    /// Clock ticks of CPU so far.
    var ticks: Int {
        guard let stat = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8),
            let end = stat.lastIndex(of: ")")
        else { return 0 }
        let fields = stat[stat.index(after: end)...].split(separator: " ")
        return (Int(fields[11]) ?? 0) + (Int(fields[12]) ?? 0)
    }

    /// Kilobytes of memory in use, and the most that were.
    var memory: (now: Int, peak: Int) {
        let status = (try? String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)) ?? ""
        func value(_ name: String) -> Int {
            status.split(separator: "\n").first { $0.hasPrefix(name) }
                .flatMap { Int($0.filter(\.isNumber)) } ?? 0
        }
        return (value("VmRSS:"), value("VmHWM:"))
    }
}
