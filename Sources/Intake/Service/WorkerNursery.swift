import CLinux
import Glibc
import ReadingCell
import Subprocess
import Synchronization
import SystemPackage

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
