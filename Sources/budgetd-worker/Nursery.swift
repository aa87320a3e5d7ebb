import CLinux
import Glibc
import ReadingCell

/// Makes a process for each document that comes, of one that has everything in memory that reading takes and has never seen a
/// document: what starting it costs is paid once. It reads nothing itself, not even what documents are called.
///
/// What comes through the socket on standard input is a byte and four files: the document, where the answer goes, where words
/// go, and a socket. On that the process finds its order, as `WorkerOrder.Task` says it, and how it ended is told there. Whoever
/// closes the other end ends the reading.
struct Nursery {
    /// Readings by their process, with the socket of each; -1 where nobody listens any more.
    private var sockets: [pid_t: Int32] = [:]

    private static let filesOfOrder = 4

    /// Comes back in the process of a document only, with the document on its standard input, and says what is asked of it;
    /// nil where that cannot be told. The process of the nursery ends when nobody can ask any more.
    mutating func task() -> WorkerOrder.Task? {
        // Who asked decides what becomes of the readings, and of this process.
        for number in [SIGTERM, SIGINT, SIGHUP] { signal(number, SIG_IGN) }
        let ends = watch_children()
        guard ends >= 0 else { exit(EX_OSERR) }
        var isAsked = true
        while isAsked || !sockets.isEmpty {
            let readings = Array(sockets)
            var states = [
                pollfd(fd: ends, events: Int16(POLLIN), revents: 0),
                pollfd(fd: isAsked ? STDIN_FILENO : -1, events: Int16(POLLIN), revents: 0),
            ]
            states += readings.map { pollfd(fd: $0.value, events: 0, revents: 0) }
            guard poll(&states, nfds_t(states.count), -1) > 0 else {
                if errno == EINTR { continue }
                exit(EX_OSERR)
            }
            for (reading, state) in zip(readings, states[2...]) where state.revents != 0 {
                kill(reading.key, SIGKILL)
                close(reading.value)
                sockets[reading.key] = -1
            }
            if states[0].revents != 0 { tellEnds(ends) }
            if states[1].revents != 0 {
                switch makeProcess() {
                case .nursery(let goesOn):
                    isAsked = goesOn
                    // Whoever still asks is to know that nobody listens.
                    if !goesOn {
                        shutdown(STDIN_FILENO, Int32(SHUT_RDWR))
                        close(STDIN_FILENO)
                    }
                case .ofDocument(let socket): return Self.task(from: socket)
                }
            }
        }
        exit(EXIT_SUCCESS)
    }

    private enum Side {
        case nursery(goesOn: Bool)
        case ofDocument(socket: Int32)
    }

    private mutating func makeProcess() -> Side {
        var byte: UInt8 = 0
        var files = [Int32](repeating: -1, count: Self.filesOfOrder)
        var fileCount = 0
        guard receive_with_files(STDIN_FILENO, &byte, 1, &files, files.count, &fileCount) > 0 else {
            return .nursery(goesOn: false)
        }
        guard fileCount == files.count else {
            for file in files[..<fileCount] { close(file) }
            return .nursery(goesOn: true)
        }
        let nursery = getpid()
        let process = fork_process()
        if process == 0 {
            // Before anything else; the cell looks whether it came too late.
            _ = die_with_parent(nursery)
            for (number, file) in files[..<3].enumerated() { dup2(file, Int32(number)) }
            return .ofDocument(socket: files[3])
        }
        for file in files[..<3] { close(file) }
        // Without a process whoever asked finds the socket closed and nothing told.
        if process > 0 { sockets[process] = files[3] } else { close(files[3]) }
        return .nursery(goesOn: true)
    }

    private static func task(from socket: Int32) -> WorkerOrder.Task? {
        var bytes = [UInt8](repeating: 0, count: WorkerOrder.Task.longestForNursery)
        let count = recv(socket, &bytes, bytes.count, 0)
        forget_parent()
        return count > 0 ? WorkerOrder.Task(argument: String(decoding: bytes[..<count], as: UTF8.self)) : nil
    }

    /// Tells of each reading that has ended how it did, as `wait` gives it.
    private mutating func tellEnds(_ ends: Int32) {
        var signals = [UInt8](repeating: 0, count: 1_024)
        _ = read(ends, &signals, signals.count)
        while true {
            var status: Int32 = 0
            let process = waitpid(-1, &status, WNOHANG)
            guard process > 0 else { return }
            guard let socket = sockets.removeValue(forKey: process), socket >= 0 else { continue }
            withUnsafeBytes(of: status) { _ = send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            close(socket)
        }
    }
}
