import ArchiveReading
import ArgumentParser
import BudgetRelease
import FileKeeping
import Glibc
import Intake
import Logging
import Sentences
import Subprocess
import Synchronization
import SystemPackage
import UnixSignals

struct HookCommand: AsyncParsableCommand, ConfiguredCommand {
    static let configuration = CommandConfiguration.of("hook")

    @OptionGroup var archive: ArchiveOption
    @OptionGroup var settings: SettingsOption

    @Option(help: .of("hook.cursor", value: "file"))
    var cursor: String

    @Option(help: .of("hook.wait", value: "seconds"))
    var wait = 60

    @Flag(help: .of("hook.drain"))
    var drain = false

    @Argument(parsing: .captureForPassthrough, help: .of("hook.program", value: "program"))
    var program: [String]

    /// How often an event is tried where the command is to end.
    private static let drainTries = 4

    func validate() throws {
        let day = 86_400
        guard (1...day).contains(wait) else {
            throw ValidationError(outOfRange: "wait", wait, 1...day, code: "option.range_seconds")
        }
        if program.isEmpty { throw ValidationError(Sentences.text("hook.no_program")) }
    }

    func run() async throws {
        signal(SIGPIPE, SIG_IGN)
        LoggingSystem.bootstrap { _ in LineLogHandler() }
        let logger = Logger(label: "budgetd.hook")
        let layout = try archive.layout()
        try await requireProgram()
        let command = self
        let work = Task { try await command.follow(layout, logger) }
        let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
        let listener = Task {
            for await _ in signals { work.cancel() }
        }
        defer { listener.cancel() }
        do {
            try await work.value
        } catch is CancellationError {
            return
        } catch let error as FileError {
            Terminal.complain("\(error)")
            throw ExitCode(EX_IOERR)
        }
    }

    private var executable: Executable { program[0].contains("/") ? .path(FilePath(program[0])) : .name(program[0]) }

    /// A program that is not there is said at once; one that fails may do better the next time.
    private func requireProgram() async throws {
        var path = FilePath(program[0])
        if !program[0].contains("/"), !FileOperations.isFolder(path) {
            guard let found = try? await executable.resolveExecutablePath(in: .inherit) else {
                return try refuseProgram(ENOENT)
            }
            path = found
        }
        var status = stat()
        let isFolder = path.withPlatformString { stat($0, &status) } == 0 && status.st_mode & S_IFMT == S_IFDIR
        if isFolder { return try refuseProgram(EISDIR) }
        if path.withPlatformString({ access($0, X_OK) }) != 0 { try refuseProgram(errno) }
    }

    private func refuseProgram(_ errno: Int32) throws {
        Terminal.complain(
            Sentences.text("hook.no_such_program", "\(Escaped(program[0]))", String(cString: strerror(errno))))
        throw ExitCode(EX_NOINPUT)
    }

    /// Gives every event behind the cursor to the program, in order, each until it is taken.
    private func follow(_ layout: ArchiveLayout, _ logger: Logger) async throws {
        let place = try FeedCursor(at: try FilePath(absolute: cursor))
        var events = FeedFollower(layout, after: place.sequence)
        while true {
            guard let line = try events.next() else {
                if drain { return }
                try await events.wait()
                continue
            }
            guard let event = FeedLine(line) else { throw FileError(.understand, layout.feed, errno: EILSEQ) }
            try await deliver(line, event, layout, logger)
            try place.move(to: event.sequence)
        }
    }

    private func deliver(
        _ line: [UInt8], _ event: FeedLine, _ layout: ArchiveLayout, _ logger: Logger
    ) async throws {
        var failures = 0
        while true {
            let failure = try await attempt(line, layout)
            guard let failure else { return }
            failures += 1
            if drain, failures == Self.drainTries {
                logger.warning("\(Sentences.text("hook.failed_last", event.id, failure))")
                Terminal.complain(Sentences.text("hook.given_up", event.id, "\(failures)"))
                throw ExitCode(EX_TEMPFAIL)
            }
            let pause = min(300, 1 << min(failures, 9))
            logger.warning(
                "\(Sentences.text("hook.failed", event.id, failure, "\(pause)"))",
                metadata: ["event": "\(event.id)", "failures": "\(failures)"])
            try await Task.sleep(for: .seconds(pause))
        }
    }

    /// - Returns: why the program has not taken the event; nil where it has.
    private func attempt(_ line: [UInt8], _ layout: ArchiveLayout) async throws -> String? {
        // A file, as a program need not read what it is given.
        let input = try EventFile(line + [0x0A])
        var options = PlatformOptions()
        options.processGroupID = 0
        let started = StartedProcess()
        let (arguments, environment) = (
            Arguments(Array(program.dropFirst())),
            Environment.inherit.updating(["BUDGETD_ARCHIVE": layout.root.string])
        )
        do {
            return try await withThrowingTaskGroup(of: String?.self) { [options] group in
                // What a program has started ends with it, so that nothing of one try goes on beside the next.
                defer { started.endGroup() }
                group.addTask { [executable] in
                    let result = try await Subprocess.run(
                        executable, arguments: arguments, environment: environment, platformOptions: options,
                        input: .fileDescriptor(input.descriptor, closeAfterSpawningProcess: false),
                        output: .fileDescriptor(.standardError, closeAfterSpawningProcess: false),
                        error: .fileDescriptor(.standardError, closeAfterSpawningProcess: false)
                    ) { execution in
                        started.set(execution.processIdentifier.value)
                    }
                    return result.terminationStatus.isSuccess ? nil : "\(result.terminationStatus)"
                }
                group.addTask { [wait] in
                    try await Task.sleep(for: .seconds(wait))
                    return Sentences.text("hook.timed_out", "\(wait)")
                }
                defer { group.cancelAll() }
                return try await group.next() ?? nil
            }
        } catch let error as SubprocessError {
            try Task.checkCancellation()
            return "\(error)"
        }
    }
}

/// A process that leads a group of its own.
private final class StartedProcess: Sendable {
    private let process = Mutex<pid_t?>(nil)

    func set(_ process: pid_t) { self.process.withLock { $0 = process } }

    func endGroup() {
        if let process = process.withLock(\.self) { kill(-process, SIGKILL) }
    }
}

/// An event as a file without a name, which is gone with its descriptor.
private final class EventFile: Sendable {
    let descriptor: FileDescriptor

    init(_ bytes: [UInt8]) throws(FileError) {
        guard let stream = tmpfile() else { throw FileError(.write, "/tmp", errno: errno) }
        defer { fclose(stream) }
        let file = fcntl(fileno(stream), F_DUPFD_CLOEXEC, 3)
        try FileOperations.check(file, .write, "/tmp")
        descriptor = FileDescriptor(rawValue: file)
        try FileOperations.write(bytes[...], to: file, "/tmp")
        lseek(file, 0, SEEK_SET)
    }

    deinit { try? descriptor.close() }
}

/// The sequence of the last event that a program has taken, in a file that only one hook uses at a time.
struct FeedCursor {
    private let path: FilePath
    private let lock: FileDescriptor
    let sequence: Int

    /// - Throws: `FileError` where the file cannot be used, or another hook uses it (`EWOULDBLOCK`).
    init(at path: FilePath) throws {
        self.path = path
        guard let lock = try FileLock.take(FilePath(path.string + ".lock")) else {
            throw FileError(.lock, path, errno: EWOULDBLOCK)
        }
        self.lock = lock
        guard FileOperations.exists(path) else {
            sequence = 0
            return
        }
        let text = String(decoding: try FileOperations.read(path), as: UTF8.self)
        guard let number = text.split(separator: "\n").first.flatMap({ Int($0) }), number >= 0 else {
            throw FileError(.understand, path, errno: EILSEQ)
        }
        sequence = number
    }

    /// Moves it, whole or not at all and for good.
    func move(to sequence: Int) throws(FileError) {
        let next = FilePath(path.string + ".next")
        if FileOperations.exists(next) { try FileOperations.remove(next) }
        try FileOperations.write(Array("\(sequence)\n".utf8), to: next)
        try FileOperations.rename(next, to: path)
        try FileOperations.syncFolder(path.removingLastComponent())
    }
}
