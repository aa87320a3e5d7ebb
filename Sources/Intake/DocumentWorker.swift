package import BudgetRelease
import FoundationEssentials
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
        /// The reading was ended from outside; nothing is known about the document.
        case interrupted
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
            guard let run = try await runWithinTime(document, name: name, isPretty: isPretty) else {
                if Task.isCancelled { return .interrupted }
                return .problem(Problem(.timedOut, details: [String(limits.seconds)], file: name))
            }
            return answer(to: run, name: name)
        } catch is CancellationError {
            return .interrupted
        } catch let error as SubprocessError where error.code == .outputLimitExceeded {
            let details = ["output_bytes", "more than \(limits.outputBytes)", String(limits.outputBytes)]
            return .problem(Problem(.overLimit, details: details, file: name))
        } catch {
            return .problem(Problem(.installation, details: ["\(executable) cannot be run: \(error)"], file: name))
        }
    }

    private struct Run: Sendable {
        var status: TerminationStatus
        var output: [UInt8]
        var error: String
    }

    /// Nil when the time ran out; the process is dead then.
    private func runWithinTime(_ document: FileDescriptor, name: String, isPretty: Bool) async throws -> Run? {
        var arguments = [
            "--cpu-seconds=\(limits.cpuSeconds)", "--address-space=\(limits.addressSpace)",
        ]
        if isPretty { arguments.append("--pretty") }
        if let forms { arguments.append("--forms=\(forms)") }
        // A name that begins with a dash stays a name.
        arguments.append(name.hasPrefix("-") ? "./" + name : name)
        // Ctrl-C reaches every process of a terminal's group: the worker is not in it.
        var options = PlatformOptions()
        options.processGroupID = 0
        return try await withThrowingTaskGroup(of: Run?.self) { [arguments, options] group in
            group.addTask {
                let result = try await Subprocess.run(
                    .path(executable), arguments: Arguments(arguments), environment: .custom([:]),
                    workingDirectory: "/", platformOptions: options,
                    input: .fileDescriptor(document, closeAfterSpawningProcess: false),
                    output: .bytes(limit: limits.outputBytes), error: .string(limit: 1 << 20))
                return Run(
                    status: result.terminationStatus, output: result.standardOutput,
                    error: result.standardError)
            }
            group.addTask {
                try await Task.sleep(for: .seconds(limits.seconds))
                return nil
            }
            defer { group.cancelAll() }
            return try await group.next() ?? nil
        }
    }

    private func answer(to run: Run, name: String) -> Answer {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        switch run.status {
        case .exited(EXIT_SUCCESS):
            guard let summary = try? decoder.decode(ReleaseSummary.self, from: Data(run.output)),
                summary.schema == Release.schemaName
            else { return .problem(Problem(.outputInvalid, details: ["no release in its output"], file: name)) }
            return .release(json: run.output, summary: summary)
        case .exited(EX_DATAERR):
            guard let problem = try? decoder.decode(Problem.self, from: Data(run.output)) else {
                return .problem(Problem(.outputInvalid, details: ["no problem in its output"], file: name))
            }
            return .problem(problem)
        case .exited(let code):
            return .problem(Problem(.crashed, details: ["exit code \(code)"], file: name))
        case .signaled(SIGXCPU):
            return .problem(Problem(.timedOut, details: ["\(limits.cpuSeconds) CPU"], file: name))
        case .signaled(SIGTERM), .signaled(SIGINT), .signaled(SIGHUP):
            return .interrupted
        case .signaled(let signal):
            return .problem(Problem(.crashed, details: ["signal \(signal)"], file: name))
        }
    }
}

/// The few facts that the archive needs of a release, read from its JSON: that they can be read proves it whole.
package struct ReleaseSummary: Sendable, Decodable {
    package struct Source: Sendable, Decodable {
        package var sha256: String
        package var bytes: Int
    }
    package struct CountedFinding: Sendable, Decodable {
        package var severity: Finding.Severity
    }
    package struct CountedTable: Sendable, Decodable {
        package var form: String
    }

    package var schema: String
    package var source: Source
    package var status: Release.Status
    package var tables: [CountedTable]
    package var findings: [CountedFinding]
}
