package import BudgetRelease
import FileKeeping
import Glibc
package import ReadingCell
import Sentences
import Subprocess
package import SystemPackage

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
        case memory
        case crash
        case outputBytes = "output_bytes"
        case outputInvalid = "output_invalid"

        /// Whether the machine may have been the cause, and not the document.
        var mayHeal: Bool {
            switch self {
            case .wallClock, .crash, .outputInvalid: true
            case .cpuTime, .memory, .outputBytes: false
            }
        }
    }

    /// What holds for every reading.
    package struct Terms: Sendable {
        package var limits = Limits()
        /// A folder of form files beside the shipped ones.
        package var forms: FilePath?
        /// A file of passwords, one a line, for documents that ask for one.
        package var passwords: FilePath?
        /// Pages that are pictures are read; otherwise it is said that they are.
        package var readsPictures = true
        /// Nothing is read where a wall of the sandbox is missing.
        package var requiresWalls = false

        package init() {}
    }

    private let executable = ProgramBeside("budgetd-worker").expected
    private let terms: Terms
    private let nurseries = Nurseries()

    package init(_ terms: Terms = Terms()) { self.terms = terms }

    /// Waits for the end of every process that reading has started.
    package func end() async { await nurseries.end() }

    /// Reads the document behind a descriptor from its current offset.
    ///
    /// - Parameters:
    ///   - name: the document's display name.
    ///   - isPretty: whether the JSON is indented, for a person's eyes.
    ///   - onPicture: called before each page that is a picture: reading one takes a while.
    package func read(
        _ document: FileDescriptor, name: String, isPretty: Bool = false,
        onPicture: @escaping @Sendable (PictureProgress) -> Void = { _ in }
    ) async -> Answer {
        do {
            let run = try await runWithinTime(
                .read(name: name, isPretty: isPretty), on: document, onPicture: onPicture)
            guard let run else { return Task.isCancelled ? .interrupted : exceeding(.wallClock, .seconds, name) }
            return answer(to: run, name: name)
        } catch is CancellationError {
            return .interrupted
        } catch let error as SubprocessError where error.code == .outputLimitExceeded {
            return exceeding(.outputBytes, .outputBytes, name)
        } catch WorkerProcess.Failure.tooMuchOutput {
            return exceeding(.outputBytes, .outputBytes, name)
        } catch {
            return .problem(Problem(.installation, details: ["run", executable.string, "\(error)"], file: name))
        }
    }

    /// A page of a PDF as a person sees it.
    ///
    /// - Parameters:
    ///   - page: 1-based.
    ///   - scale: dots of a point.
    /// - Throws: `Problem` where there is no such page, or the reader does not answer.
    package func show(
        _ document: FileDescriptor, page: Int, scale: Double, name: String
    ) async throws -> ShownPage {
        let run: Run?
        do {
            run = try await runWithinTime(.show(page: page, scale: scale), on: document)
        } catch let error as SubprocessError {
            throw Problem(.installation, details: ["run", executable.string, "\(error)"], file: name)
        }
        guard let run else {
            throw Problem(exceeding: .seconds, found: nil, allowed: terms.limits[.seconds], file: name)
        }
        if run.status == .exited(EXIT_SUCCESS), let shown = ShownPage(run.output) { return shown }
        if run.status == .exited(EX_DATAERR), var problem = try? ContractDecoding.decode(Problem.self, from: run.output)
        {
            problem.makePlain(name: name, limits: terms.limits)
            throw problem
        }
        throw Problem(.crashed, details: ["exit", "\(run.status)"], file: name)
    }

    /// Nothing but that a crash is a crash: Swift would start a program of its own to describe it.
    private static let environment: [Environment.Key: String] = ["SWIFT_BACKTRACE": "enable=no"]

    private struct Run: Sendable {
        var status: TerminationStatus
        var output: [UInt8]
        var error: String
    }

    /// Who reads documents here and behind which walls. Its fingerprint is what the same document is read alike under.
    ///
    /// - Throws: `IntakeError.noReader` where the worker, one of its parts or a wall that is required is missing.
    package func identify() async throws(IntakeError) -> WorkerIdentity {
        guard let run = try await runWithoutDocument(.identify) else {
            throw .noReader(reason: Sentences.text("reader.silent", executable.string))
        }
        guard run.status == .exited(EXIT_SUCCESS) else {
            let problem = try? ContractDecoding.decode(Problem.self, from: run.output)
            throw .noReader(
                reason: problem?.spoken ?? Sentences.text("reader.ended", executable.string, "\(run.status)"))
        }
        guard let identity = try? ContractDecoding.decode(WorkerIdentity.self, from: run.output) else {
            throw .noReader(reason: Sentences.text("reader.nameless", executable.string))
        }
        if terms.requiresWalls, !identity.walls.areComplete {
            throw .noReader(reason: Sentences.text("reader.walls", identity.walls.missingNames()))
        }
        return identity
    }

    /// Whether a wall or limit holds, tried from inside a worker.
    ///
    /// - Throws: `IntakeError.noReader` where the worker cannot be run.
    package func holds(against probe: Probe) async throws(IntakeError) -> Bool {
        guard let run = try await runWithoutDocument(.probe(probe)) else { return false }
        return Self.isHeld(probe, run)
    }

    /// The same from inside a process that a nursery made; nil where there is no nursery.
    package func holdsInNursery(against probe: Probe) async -> Bool? {
        guard let nursery = newNursery(), let none = try? FileDescriptor.open("/dev/null", .readOnly) else {
            return nil
        }
        defer { try? none.close() }
        do {
            let run = try await run(.probe(probe), in: nursery, on: none)
            await nursery.end()
            return run.map { Self.isHeld(probe, $0) }
        } catch {
            await nursery.end()
            return false
        }
    }

    private static func isHeld(_ probe: Probe, _ run: Run) -> Bool {
        switch (probe, run.status) {
        case (.loop, .signaled(let signal)): signal == SIGXCPU
        case (.swell, let status): ranOutOfMemory(status, run.error)
        case (_, let status): status == .exited(EXIT_SUCCESS)
        }
    }

    private func runWithoutDocument(_ task: WorkerOrder.Task) async throws(IntakeError) -> Run? {
        do {
            let none = try FileDescriptor.open("/dev/null", .readOnly)
            defer { try? none.close() }
            return try await runWithinTime(task, on: none)
        } catch {
            throw .noReader(reason: Sentences.text("reader.cannot_run", executable.string, "\(error)"))
        }
    }

    private func order(for task: WorkerOrder.Task) -> WorkerOrder {
        WorkerOrder(
            task, limits: terms.limits, forms: terms.forms?.string, passwords: terms.passwords?.string,
            readsPictures: terms.readsPictures, requiresWalls: terms.requiresWalls, parent: getpid())
    }

    /// Ctrl-C reaches every process of a terminal's group: no worker is in it.
    private static var ownGroup: PlatformOptions {
        var options = PlatformOptions()
        options.processGroupID = 0
        return options
    }

    /// Nil when the time ran out; the process is dead then, or about to be.
    private func runWithinTime(
        _ task: WorkerOrder.Task, on document: FileDescriptor,
        onPicture: @escaping @Sendable (PictureProgress) -> Void = { _ in }
    ) async throws -> Run? {
        if case .read = task, let start = try? document.seek(offset: 0, from: .current),
            let nursery = nurseries.forNextDocument(orStart: newNursery)
        {
            do {
                if let run = try await run(task, in: nursery, on: document, onPicture) { return run }
            } catch WorkerProcess.Failure.tooLate {
                return nil
            }
            // A nursery that is gone may have begun.
            try document.seek(offset: start, from: .start)
        }
        let deadline = ReadingDeadline(terms.limits)
        return try await withThrowingTaskGroup(of: Run?.self) { group in
            group.addTask {
                let result = try await Subprocess.run(
                    .path(executable), arguments: Arguments(order(for: task).arguments),
                    environment: .custom(Self.environment), workingDirectory: "/", platformOptions: Self.ownGroup,
                    input: .fileDescriptor(document, closeAfterSpawningProcess: false),
                    output: .bytes(limit: terms.limits[.outputBytes]), error: .sequence
                ) { execution in
                    var words = WorkerWords()
                    for try await chunk in execution.standardError {
                        for progress in chunk.withUnsafeBytes({ words.add($0) }) {
                            deadline.extend()
                            onPicture(progress)
                        }
                    }
                    return words.text
                }
                return Run(
                    status: result.terminationStatus, output: result.standardOutput, error: result.closureResult)
            }
            group.addTask {
                try await deadline.pass()
                return nil
            }
            defer { group.cancelAll() }
            return try await group.next() ?? nil
        }
    }

    private func newNursery() -> WorkerNursery? {
        WorkerNursery(executable, order(for: .serve), environment: .custom(Self.environment), options: Self.ownGroup)
    }

    /// Nil where the nursery is gone: nothing is known about the document.
    private func run(
        _ task: WorkerOrder.Task, in nursery: WorkerNursery, on document: FileDescriptor,
        _ onPicture: @escaping @Sendable (PictureProgress) -> Void = { _ in }
    ) async throws -> Run? {
        guard let process = nursery.begin(task, on: document) else { return nil }
        let answer: WorkerProcess.Answer
        do {
            answer = try await process.answer(
                limit: terms.limits[.outputBytes], deadline: ReadingDeadline(terms.limits), onPicture: onPicture)
        } catch WorkerProcess.Failure.tooLate(let isEnded) {
            if !isEnded { nursery.leave() }
            throw WorkerProcess.Failure.tooLate(isEnded: isEnded)
        }
        try Task.checkCancellation()
        guard let status = answer.status else {
            nursery.leave()
            return nil
        }
        nursery.noteEnd(status)
        return Run(status: status, output: answer.output, error: answer.words.text)
    }

    private func exceeding(_ failure: Failure, _ limit: Limit, _ name: String) -> Answer {
        .failure(failure, Problem(exceeding: limit, found: nil, allowed: terms.limits[limit], file: name))
    }

    private func answer(to run: Run, name: String) -> Answer {
        func invalid(_ detail: String) -> Answer {
            .failure(.outputInvalid, Problem(.outputInvalid, details: [detail], file: name))
        }
        func crashed(_ details: String...) -> Answer {
            if Self.ranOutOfMemory(run.status, run.error) { return exceeding(.memory, .memory, name) }
            return .failure(.crash, Problem(.crashed, details: details, file: name))
        }
        switch run.status {
        case .exited(EXIT_SUCCESS):
            guard let summary = ReleaseSummary(json: run.output), summary.source.file == name else {
                return invalid("release")
            }
            return .release(json: run.output, summary: summary)
        case .exited(EX_DATAERR):
            guard var problem = try? ContractDecoding.decode(Problem.self, from: run.output) else {
                return invalid("problem")
            }
            problem.makePlain(name: name, limits: terms.limits)
            return .problem(problem)
        case .exited(EX_IOERR):
            // It could not read the document's bytes: nothing is known about them.
            return .interrupted
        case .exited(EX_OSERR), .exited(EX_USAGE):
            return .problem(Problem(.installation, details: ["cell", executable.string], file: name))
        case .exited(let code):
            return crashed("exit", "\(code)")
        case .signaled(SIGXCPU):
            return exceeding(.cpuTime, .cpuSeconds, name)
        case .signaled(SIGTERM), .signaled(SIGINT), .signaled(SIGHUP):
            return .interrupted
        case .signaled(let signal):
            return crashed("signal", "\(signal)")
        }
    }

    /// Whether a worker that failed said that there was no memory: itself (`note_crashes`), the C++ library, GLib or
    /// poppler, each in its own words.
    private static func ranOutOfMemory(_ status: TerminationStatus, _ error: String) -> Bool {
        guard status != .exited(EXIT_SUCCESS) else { return false }
        let words = ["out of memory", "bad_alloc", "failed to allocate", "Out of memory"]
        return words.contains(where: error.contains)
    }
}

extension Problem {
    /// Bytes of a message that a person can be asked to read.
    private static let longestMessage = 4_096

    /// Leaves of a worker's problem what may be shown and kept: it may have been taken over.
    fileprivate mutating func makePlain(name: String, limits: Limits) {
        file = name
        if let exceeded = limit, exceeded.value != limits[exceeded.name] { limit = nil }
        message = Self.plain(message)
        details = details?.prefix(Self.mostDetails).map(Self.plain)
    }

    private static let mostDetails = 8

    private static func plain(_ text: String) -> String {
        let plain = text.unicodeScalars.filter {
            let category = $0.properties.generalCategory
            return category != .control && category != .format
        }
        return String(String.UnicodeScalarView(plain.prefix(longestMessage)))
    }
}
