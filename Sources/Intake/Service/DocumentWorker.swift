package import BudgetRelease
import Glibc
import Subprocess
package import SystemPackage

/// What a reading may take before it is ended.
package struct WorkerLimits: Sendable {
    /// Seconds on the wall clock.
    package var seconds = 60
    /// Seconds of CPU.
    package var cpuSeconds = 30
    /// Bytes of address space.
    package var addressSpace = 1 << 30
    /// Bytes of JSON.
    package var outputBytes = 256 << 20

    package init() {}
}

/// Reads documents in processes of their own: a document that crashes, hangs or swells takes only its reading along.
package struct DocumentWorker: Sendable {
    /// What became of a document.
    package enum Answer: Sendable {
        case release(json: [UInt8], summary: ReleaseSummary)
        case problem(Problem)
        /// The worker came to no answer; the problem says so in a sentence.
        case failure(Failure, Problem)
        /// The reading was ended from outside; nothing is known about the document.
        case interrupted
    }

    /// How a worker fails to answer.
    package enum Failure: String, Sendable, CaseIterable {
        case wallClock = "wall_clock"
        case cpuTime = "cpu_time"
        case crash
        case outputBytes = "output_bytes"
        case outputInvalid = "output_invalid"

        /// Whether the machine may have been the cause, and not the document.
        var mayHeal: Bool { self != .outputBytes }
    }

    private let executable: FilePath
    private let limits: WorkerLimits
    private let forms: FilePath?

    /// - Parameters:
    ///   - executable: the worker; by default `budgetd-worker` beside the running program.
    ///   - forms: a folder of form files beside the shipped ones.
    package init(executable: FilePath? = nil, limits: WorkerLimits = WorkerLimits(), forms: FilePath? = nil) {
        self.executable = executable ?? Self.beside()
        self.limits = limits
        self.forms = forms
    }

    private static func beside() -> FilePath {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let length = readlink("/proc/self/exe", &buffer, buffer.count)
        let path = String(decoding: buffer[..<max(0, length)].map(UInt8.init(bitPattern:)), as: UTF8.self)
        return FilePath(path).removingLastComponent().appending("budgetd-worker")
    }

    /// Reads the document behind a descriptor from its current offset.
    ///
    /// - Parameters:
    ///   - name: the document's display name.
    ///   - isPretty: whether the JSON is indented, for a person's eyes.
    package func read(_ document: FileDescriptor, name: String, isPretty: Bool = false) async -> Answer {
        do {
            // A name that begins with a dash stays a name.
            let shown = name.hasPrefix("-") ? "./" + name : name
            guard let run = try await runWithinTime(document, arguments: (isPretty ? ["--pretty"] : []) + [shown])
            else {
                if Task.isCancelled { return .interrupted }
                return .failure(.wallClock, Problem(.timedOut, details: [String(limits.seconds)], file: name))
            }
            return answer(to: run, name: name)
        } catch is CancellationError {
            return .interrupted
        } catch let error as SubprocessError where error.code == .outputLimitExceeded {
            let details = ["output_bytes", "more than \(limits.outputBytes)", String(limits.outputBytes)]
            return .failure(.outputBytes, Problem(.overLimit, details: details, file: name))
        } catch {
            return .problem(Problem(.installation, details: ["\(executable) cannot be run: \(error)"], file: name))
        }
    }

    /// Nothing but that a crash is a crash: Swift would start a program of its own to describe it.
    private static let environment: [Environment.Key: String] = ["SWIFT_BACKTRACE": "enable=no"]

    private struct Run: Sendable {
        var status: TerminationStatus
        var output: [UInt8]
        var error: String
    }

    /// Who reads documents here, and its fingerprint: what the same document is read alike under.
    ///
    /// - Throws: `IntakeError.noReader` where the worker or one of its parts is missing.
    package func identify() async throws -> Release.Parser {
        do {
            let none = try FileDescriptor.open("/dev/null", .readOnly)
            defer { try? none.close() }
            guard let run = try await runWithinTime(none, arguments: ["--identify"]) else {
                throw IntakeError.noReader(reason: "\(executable) does not answer.")
            }
            if run.status == .exited(EXIT_SUCCESS) {
                return try ContractDecoding.decode(Release.Parser.self, from: run.output)
            }
            let problem = try? ContractDecoding.decode(Problem.self, from: run.output)
            throw IntakeError.noReader(reason: problem?.message ?? "\(executable) ended with \(run.status).")
        } catch let error as IntakeError {
            throw error
        } catch {
            throw IntakeError.noReader(reason: "\(executable) cannot be run: \(error).")
        }
    }

    /// Nil when the time ran out; the process is dead then.
    private func runWithinTime(_ document: FileDescriptor, arguments more: [String]) async throws -> Run? {
        var arguments = ["--cpu-seconds=\(limits.cpuSeconds)", "--address-space=\(limits.addressSpace)"]
        if let forms { arguments.append("--forms=\(forms)") }
        arguments += more
        // Ctrl-C reaches every process of a terminal's group: the worker is not in it.
        var options = PlatformOptions()
        options.processGroupID = 0
        return try await withThrowingTaskGroup(of: Run?.self) { [arguments, options] group in
            group.addTask {
                let result = try await Subprocess.run(
                    .path(executable), arguments: Arguments(arguments), environment: .custom(Self.environment),
                    workingDirectory: "/", platformOptions: options,
                    input: .fileDescriptor(document, closeAfterSpawningProcess: false),
                    output: .bytes(limit: limits.outputBytes), error: .string(limit: 1 << 20))
                return Run(
                    status: result.terminationStatus, output: result.standardOutput,
                    error: result.standardError)
            }
            group.addTask {
                try await Pause.wait(for: .seconds(limits.seconds))
                return nil
            }
            defer { group.cancelAll() }
            return try await group.next() ?? nil
        }
    }

    private func answer(to run: Run, name: String) -> Answer {
        func invalid(_ detail: String) -> Answer {
            .failure(.outputInvalid, Problem(.outputInvalid, details: [detail], file: name))
        }
        func crashed(_ detail: String) -> Answer {
            .failure(.crash, Problem(.crashed, details: [detail], file: name))
        }
        switch run.status {
        case .exited(EXIT_SUCCESS):
            guard let summary = ReleaseSummary(json: run.output) else { return invalid("no release in its output") }
            return .release(json: run.output, summary: summary)
        case .exited(EX_DATAERR):
            guard let problem = try? ContractDecoding.decode(Problem.self, from: run.output) else {
                return invalid("no problem in its output")
            }
            return .problem(problem)
        case .exited(let code):
            return crashed("exit code \(code)")
        case .signaled(SIGXCPU):
            return .failure(.cpuTime, Problem(.timedOut, details: ["\(limits.cpuSeconds) CPU"], file: name))
        case .signaled(SIGTERM), .signaled(SIGINT), .signaled(SIGHUP):
            return .interrupted
        case .signaled(let signal):
            return crashed("signal \(signal)")
        }
    }
}
