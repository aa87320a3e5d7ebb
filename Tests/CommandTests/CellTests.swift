import Foundation
import Glibc
import Subprocess
import SystemPackage
import Testing

/// A kernel without Landlock and seccomp, by a small program of C that denies them to what it runs.
private struct KernelWithoutSandbox {
    private let folder: TemporaryFolder
    let wrapper: FilePath

    init() async throws {
        folder = try TemporaryFolder()
        wrapper = FilePath(folder.url.appending(path: "without-sandbox").path)
        let built = try await Program.execute("clang", "-o", wrapper.string, Files.hostile("without_sandbox.c"))
        try #require(built.exitCode == 0, "\(built.standardError)")
    }

    func run(_ arguments: String...) async throws -> Program.Output {
        let result = try await Subprocess.run(
            .path(wrapper), arguments: Arguments([Program.budgetd.string] + arguments),
            output: .bytes(limit: 64 << 20), error: .string(limit: 1 << 20))
        guard case .exited(let code) = result.terminationStatus else { throw CocoaError(.executableRuntimeMismatch) }
        return Program.Output(
            exitCode: code, standardOutput: result.standardOutput, standardError: result.standardError)
    }
}

@Suite struct CellTests {
    private static let sandboxed = [
        "read_file", "write_file", "network_socket", "local_socket", "fork", "execute", "signal", "code",
    ]
    private static let limited = ["memory", "swell", "loop"]

    @Test(.disabled(if: isSanitized, "no limit on addresses")) func everyWallHolds() async throws {
        let output = try await Program.run("doctor", "--json")
        let report = try output.json()
        let held = try #require(report["held"] as? [String: Bool])
        #expect(Set(held.keys) == Set(Self.sandboxed + Self.limited))
        #expect(held.filter { !$0.value }.keys.sorted() == [])
        #expect(report["nursery"] as? Bool == true)
        #expect(report["sound"] as? Bool == true)
        #expect(output.exitCode == 0)
    }

    @Test(.disabled(if: isSanitized, "no limit on addresses")) func aMissingWallIsNoticedAndRefused() async throws {
        let kernel = try await KernelWithoutSandbox()
        let doctor = try await kernel.run("doctor", "--json")
        #expect(doctor.exitCode == EX_CONFIG)
        let held = try #require(try doctor.json()["held"] as? [String: Bool])
        // A file cannot be written under RLIMIT_FSIZE, but it can be made.
        #expect(held.filter(\.value).keys.sorted() == Self.limited.sorted())
        let walls = try #require(try doctor.json()["walls"] as? [String: Any])
        #expect(walls["landlock_version"] as? Int == 0)
        #expect(walls["system_call_filter"] as? Bool == false)
        #expect(walls["privileges_given_up"] as? Bool == true)

        #expect(try await kernel.run("parse", Files.fixture("goals-open.pdf")).exitCode == 0)
        let refused = try await kernel.run("parse", "--require-sandbox", Files.fixture("goals-open.pdf"))
        #expect(refused.exitCode == EX_UNAVAILABLE)
        #expect(refused.standardError.contains("Landlock"))
    }

    @Test func aDaemonSaysWhichWallsItHas() async throws {
        let workshop = try Workshop()
        try await workshop.daemon { _ in
            let walls = try #require(try workshop.status()?["walls"] as? [String: Any])
            #expect(walls["system_call_filter"] as? Bool == true)
            #expect(try await workshop.run("status").text.contains("sandbox   complete"))
        }
        let kernel = try await KernelWithoutSandbox()
        let (status, log) = try await workshop.once(through: [kernel.wrapper.string])
        #expect(status == .exited(0))
        #expect(log.contains("without Landlock"))
        let refused = try await workshop.once("--require-sandbox", through: [kernel.wrapper.string])
        #expect(refused.status == .exited(EX_UNAVAILABLE))
    }

    /// A worker at a document without end ends with the program that asked for the reading.
    @Test func aWorkerDoesNotOutliveItsParent() async throws {
        let folder = try TemporaryFolder()
        let endless = folder.url.appending(path: "endless").path
        try #require(mkfifo(endless, 0o600) == 0)
        // Open for writing too, so that its end never comes.
        let document = try FileDescriptor.open(FilePath(endless), .readWrite)
        defer { try? document.close() }
        var worker: pid_t = 0
        let result = try await Subprocess.run(
            .path(Program.budgetd), arguments: ["parse", "-"],
            input: .fileDescriptor(document, closeAfterSpawningProcess: false), output: .discarded, error: .discarded
        ) { execution in
            let parent = RunningDaemon(pid: execution.processIdentifier.value)
            #expect(try await eventually { parent.worker != nil })
            worker = try #require(parent.worker)
            parent.send(SIGKILL)
        }
        #expect(result.terminationStatus == .signaled(SIGKILL))
        #expect(try await eventually(within: .seconds(30)) { kill(worker, 0) != 0 })
    }
}

/// A document over a limit gives a problem that names the limit.
@Suite struct LimitTests {
    private func problem(_ options: [String], document: Data, name: String) async throws -> [String: Any] {
        let workshop = try Workshop()
        try workshop.drop(document, as: name)
        let (status, log) = try await workshop.once(options)
        #expect(status == .exited(0))
        let file = try #require(workshop.archived.first { $0.hasSuffix("/problem.json") }, "\(log)")
        let bytes = try Data(contentsOf: workshop.archive.appending(path: file))
        try await workshop.expectInvariant([document])
        return try #require(try JSONSerialization.jsonObject(with: bytes) as? [String: Any])
    }

    private func fixture(_ name: String) throws -> Data { try Data(contentsOf: URL(filePath: Files.fixture(name))) }

    @Test(
        arguments: [
            (["--max-pages", "1"], "goals-open.pdf", "pages", 1, 2),
            (["--max-glyphs", "10"], "goals-open.pdf", "glyphs_per_page", 10, nil),
            (["--max-text-size", "100"], "goals.txt", "text_bytes", 100, nil),
        ] as [([String], String, String, Int, Int?)])
    func aDocumentOverALimitIsRejected(
        options: [String], name: String, limit: String, value: Int, found: Int?
    ) async throws {
        let problem = try await problem(options, document: try fixture(name), name: name)
        #expect(problem["code"] as? String == "over_limit")
        let exceeded = try #require(problem["limit"] as? [String: Any])
        #expect(exceeded["name"] as? String == limit)
        #expect(exceeded["value"] as? Int == value)
        #expect(exceeded["found"] as? Int ?? 0 >= found ?? value + 1)
        #expect((problem["message"] as? String)?.contains(String(value)) == true)
    }

    @Test func aLargeFileIsNotReadWhole() async throws {
        let problem = try await problem(["--max-size", "1"], document: Data(count: 3 << 20), name: "x.pdf")
        #expect((problem["limit"] as? [String: Any])?["name"] as? String == "bytes")
        #expect(problem["bytes"] as? Int == 3 << 20)
    }

    /// Scenario 17 has the clock on the wall.
    @Test func timeOfTheProcessorIsLimited() async throws {
        let problem = try await problem(["--cpu-time", "1"], document: Workshop.slowRelease(), name: "slow.txt")
        #expect(problem["code"] as? String == "timed_out")
        let limit = try #require(problem["limit"] as? [String: Any])
        #expect(limit["name"] as? String == "cpu_seconds")
        #expect(limit["value"] as? Int == 1)
    }

    @Test func aLimitThatIsNoneIsRefused() async throws {
        let output = try await Program.run("parse", "--max-pages", "0", Files.fixture("goals.txt"))
        #expect(output.exitCode == EX_USAGE)
    }
}
