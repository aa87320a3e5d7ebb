import Dispatch
import Glibc
import ReadingCell
import Subprocess

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
