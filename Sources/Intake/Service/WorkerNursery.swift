import CLinux
import Dispatch
import Glibc
import ReadingCell
import Subprocess
import Synchronization
import SystemPackage

/// The nursery of a reader. The first documents have workers of their own: what is read once needs nobody who waits for more, and
/// starting one costs what it saves for two.
final class Nurseries: Sendable {
    private static let alone = 2
    /// So many nurseries that were lost before they told of an end are no accident: so many documents are read without.
    private static let mostFailures = 3
    private static let without = 100

    private struct State {
        var documents = 0
        var failures = 0
        /// The document from which on there may be a nursery.
        var first = Nurseries.alone + 1
        var nursery: WorkerNursery?
    }

    private let state = Mutex(State())

    /// Nil for the first documents, and where there is none to be had.
    func forNextDocument(orStart start: () -> WorkerNursery?) -> WorkerNursery? {
        state.withLock { state in
            state.documents += 1
            if let last = state.nursery, last.isLost {
                state.failures = last.hasTold ? 0 : state.failures + 1
                state.nursery = nil
                if state.failures == Self.mostFailures {
                    state.failures = 0
                    state.first = state.documents + Self.without
                }
            }
            guard state.documents >= state.first else { return nil }
            if state.nursery == nil { state.nursery = start() }
            return state.nursery
        }
    }

    /// Waits until the nursery has ended: what it and its processes took is this process's then. Those that were left end by
    /// themselves.
    func end() async {
        let last = state.withLock { state in
            defer { state.nursery = nil }
            return state.nursery
        }
        await last?.end()
    }
}

/// A worker that makes a process for each document, of itself: it has in memory what reading takes, and no document. It ends
/// when nobody holds this any more.
final class WorkerNursery: Sendable {
    private let socket: Int32
    private let process: Task<Void, Never>
    /// It was found gone.
    private let lost = Atomic(false)
    private let told = Atomic(false)

    var isLost: Bool { lost.load(ordering: .relaxed) }
    /// It has told of the end of a process.
    var hasTold: Bool { told.load(ordering: .relaxed) }

    /// Starts one.
    ///
    /// - Returns: nil where there is none to be had.
    init?(_ executable: FilePath, _ order: WorkerOrder, environment: Environment, options: PlatformOptions) {
        guard let (own, nursery) = Self.connection(SOCK_SEQPACKET) else { return nil }
        socket = own.rawValue
        process = Task.detached {
            // Whatever has become of it, nobody listens any more.
            defer { try? nursery.close() }
            _ = try? await Subprocess.run(
                .path(executable), arguments: Arguments(order.arguments), environment: environment,
                workingDirectory: "/", platformOptions: options,
                input: .fileDescriptor(nursery, closeAfterSpawningProcess: false), output: .discarded, error: .discarded
            )
        }
    }

    deinit {
        close(socket)
        Self.tearDown(process)
    }

    /// Ends a process that has not ended by itself in time, with all that it made.
    @discardableResult
    private static func tearDown(_ process: Task<Void, Never>) -> Task<Void, any Error> {
        Task.detached {
            try await Pause.wait(for: patience)
            process.cancel()
        }
    }

    /// For the end of a nursery that nobody asks anything any more.
    private static let patience = Duration.seconds(5)

    /// Lets the readings that are begun go on, and waits for their end and its own.
    func end() async {
        leave()
        shutdown(socket, Int32(SHUT_RDWR))
        let end = Self.tearDown(process)
        await process.value
        end.cancel()
    }

    /// Two ends of a connection, which programs that are run do not get.
    private static func connection(_ kind: __socket_type) -> (own: FileDescriptor, other: FileDescriptor)? {
        var pair: [Int32] = [-1, -1]
        guard socketpair(AF_UNIX, Int32(kind.rawValue | SOCK_CLOEXEC.rawValue), 0, &pair) == 0 else { return nil }
        return (FileDescriptor(rawValue: pair[0]), FileDescriptor(rawValue: pair[1]))
    }

    /// Has a process do what is asked of it.
    ///
    /// - Returns: nil where it cannot be had, or the nursery is gone: nothing is known about the document.
    func begin(_ task: WorkerOrder.Task, on document: FileDescriptor) -> WorkerProcess? {
        let bytes = Array(task.argument.utf8)
        guard !isLost, bytes.count <= WorkerOrder.Task.longestForNursery else { return nil }
        let kinds = [SOCK_STREAM, SOCK_STREAM, SOCK_SEQPACKET]
        let connections = kinds.compactMap(Self.connection)
        defer { for connection in connections { try? connection.other.close() } }
        let own = connections.map(\.own.rawValue)
        guard own.count == kinds.count else {
            own.forEach { close($0) }
            return nil
        }
        let process = WorkerProcess(output: own[0], words: own[1], control: own[2])
        let files = [document.rawValue] + connections.map(\.other.rawValue)
        guard send_with_files(own[2], bytes, bytes.count, nil, 0) == 0 else { return nil }
        let sent = send_with_files(socket, [0], 1, files, files.count)
        if sent != 0, sent != -EAGAIN { leave() }
        return sent == 0 ? process : nil
    }

    /// Has the next document go to another nursery: this one is gone, does not answer, or has told by a crash where its processes
    /// have what in memory.
    func leave() { lost.store(true, ordering: .relaxed) }

    /// It has told how a process ended.
    func noteEnd(_ status: TerminationStatus) {
        told.store(true, ordering: .relaxed)
        if case .signaled(let signal) = status, Self.crashes.contains(signal) { leave() }
    }

    private static let crashes = [SIGSEGV, SIGBUS, SIGILL, SIGABRT, SIGTRAP, SIGFPE]
}

/// A process of a nursery, with what comes from it.
final class WorkerProcess: Sendable {
    private let output: Int32
    private let words: Int32
    /// Where its end is told, and where it is ended.
    private let control: Int32

    init(output: Int32, words: Int32, control: Int32) {
        self.output = output
        self.words = words
        self.control = control
    }

    deinit { for descriptor in [output, words, control] { close(descriptor) } }

    struct Answer: Sendable {
        /// As `wait` gives it; nil where nobody was left to tell.
        var status: TerminationStatus?
        var output: [UInt8] = []
        var words = WorkerWords()
    }

    enum Failure: Error {
        case tooMuchOutput
        /// Says whether it could be ended: else the nursery hangs, too.
        case tooLate(isEnded: Bool)
    }

    /// Ends it, whatever it does; whoever waits for its answer gets one.
    func end() { shutdown(control, Int32(SHUT_RDWR)) }

    /// Waits for its end.
    ///
    /// - Parameters:
    ///   - limit: bytes that it may answer.
    ///   - deadline: when it is too late.
    /// - Throws: `Failure`; it is ended then.
    func answer(
        limit: Int, deadline: ReadingDeadline, onPicture: @escaping @Sendable (PictureProgress) -> Void
    ) async throws -> Answer {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                // Waited for on a thread of its own: the tasks of the program share a few.
                DispatchQueue(label: "budgetd.reading").async { [self] in
                    continuation.resume(
                        with: Result { try waitForAnswer(limit: limit, deadline: deadline, onPicture: onPicture) })
                }
            }
        } onCancel: {
            end()
        }
    }

    private func waitForAnswer(
        limit: Int, deadline: ReadingDeadline, onPicture: (PictureProgress) -> Void
    ) throws(Failure) -> Answer {
        var answer = Answer()
        var open = [output, words, control]
        // Where one of the ends has come, the other has, or nobody is left to tell.
        var latest: ContinuousClock.Instant?
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 4)
        defer { buffer.deallocate() }
        while !open.isEmpty {
            let isEnding = !open.contains(control) || open == [control]
            if isEnding, latest == nil { latest = .now + Self.patience }
            if let latest, latest < .now {
                end()
                return answer
            }
            let left = deadline.left
            guard left > .zero else {
                end()
                throw .tooLate(isEnded: hasEnded())
            }
            var states = open.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
            guard poll(&states, nfds_t(states.count), Int32(min(left.milliseconds + 1, isEnding ? 100 : 60_000))) > 0
            else { continue }
            for state in states where state.revents != 0 {
                let count = read(state.fd, buffer.baseAddress, buffer.count)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else {
                    open.removeAll { $0 == state.fd }
                    continue
                }
                let part = UnsafeRawBufferPointer(rebasing: buffer[..<count])
                switch state.fd {
                case control: answer.status = part.count == 4 ? Self.status(part.load(as: Int32.self)) : nil
                case words:
                    for progress in answer.words.add(part) {
                        deadline.extend()
                        onPicture(progress)
                    }
                default:
                    answer.output += part
                    guard answer.output.count <= limit else {
                        end()
                        throw .tooMuchOutput
                    }
                }
            }
        }
        return answer
    }

    /// For what comes behind the end of a process, and for its end by force.
    private static let patience = Duration.seconds(5)

    /// Whether the process ends that is being ended.
    private func hasEnded() -> Bool {
        var state = pollfd(fd: words, events: 0, revents: 0)
        return poll(&state, 1, Int32(Self.patience.milliseconds)) > 0
    }

    /// What wait(2) gives: the lower seven bits are the signal, the next byte the code.
    private static func status(_ status: Int32) -> TerminationStatus {
        status & 0x7F == 0 ? .exited(status >> 8 & 0xFF) : .signaled(status & 0x7F)
    }
}

extension Duration {
    fileprivate var milliseconds: Int64 { components.seconds * 1_000 + components.attoseconds / 1_000_000_000_000_000 }
}
