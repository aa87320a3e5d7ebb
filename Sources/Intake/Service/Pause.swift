import Dispatch
import Synchronization

/// A wait that leaves nothing behind when it is given up.
///
/// A cancelled `Task.sleep` stays in the runtime's queue until it would have ended: a daemon that reads a hundred
/// documents a second, each with a minute for it, would keep six thousand of them and wake for each.
final class Pause: Sendable {
    // A source of Dispatch may be used from every thread; its type does not say so.
    nonisolated(unsafe) private let timer: any DispatchSourceTimer
    private let state = Mutex(State.new)

    private enum State {
        case new
        case waiting(CheckedContinuation<Void, any Error>)
        case over(Result<Void, any Error>)
    }

    private init(_ duration: Duration) {
        timer = DispatchSource.makeTimerSource()
        timer.schedule(deadline: .now() + duration / .seconds(1))
        timer.setEventHandler { [weak self] in self?.end(.success(())) }
        timer.activate()
    }

    /// Waits; throws `CancellationError` when the task is cancelled.
    static func wait(for duration: Duration) async throws {
        let pause = Pause(duration)
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { pause.begin($0) }
        } onCancel: {
            pause.end(.failure(CancellationError()))
        }
    }

    private func begin(_ continuation: CheckedContinuation<Void, any Error>) {
        let result = state.withLock { state -> Result<Void, any Error>? in
            if case .over(let result) = state { return result }
            state = .waiting(continuation)
            return nil
        }
        if let result { continuation.resume(with: result) }
    }

    private func end(_ result: Result<Void, any Error>) {
        timer.cancel()
        let waiting = state.withLock { state -> CheckedContinuation<Void, any Error>? in
            defer { if case .over = state {} else { state = .over(result) } }
            if case .waiting(let continuation) = state { return continuation }
            return nil
        }
        waiting?.resume(with: result)
    }
}
