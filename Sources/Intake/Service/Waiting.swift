import Dispatch
import Synchronization

private let blockingWork = DispatchQueue(label: "budgetd.files", attributes: .concurrent)

/// Does work that waits for disks on a thread of its own: the tasks of the program share two.
func offPool<Result: Sendable>(_ work: @escaping @Sendable () throws -> Result) async throws -> Result {
    try await withCheckedThrowingContinuation { continuation in
        blockingWork.async { continuation.resume(with: Swift.Result(catching: work)) }
    }
}

/// Lets so many tasks in at a time, in the order in which they came.
final class Slots: Sendable {
    private let state: Mutex<State>

    private struct State {
        var count: Int
        var taken = 0
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    init(_ count: Int) { state = Mutex(State(count: count)) }

    func enter() async {
        await withCheckedContinuation { continuation in
            let mayEnter = state.withLock { state in
                guard state.taken >= state.count else {
                    state.taken += 1
                    return true
                }
                state.waiting.append(continuation)
                return false
            }
            if mayEnter { continuation.resume() }
        }
    }

    func leave() {
        state.withLock { $0.taken -= 1 }
        admit()
    }

    /// Changes how many are let in; those that are in stay.
    func setCount(_ count: Int) {
        state.withLock { $0.count = count }
        admit()
    }

    private func admit() {
        let admitted = state.withLock { state in
            let count = max(0, min(state.waiting.count, state.count - state.taken))
            state.taken += count
            defer { state.waiting.removeFirst(count) }
            return state.waiting.prefix(count)
        }
        for continuation in admitted { continuation.resume() }
    }
}

/// Lets one task at a time handle the same bytes, so that they get one place whatever names they come under.
final class Turns: Sendable {
    private let waiting = Mutex<[String: [CheckedContinuation<Void, Never>]]>([:])

    func enter(_ sha256: String) async {
        await withCheckedContinuation { continuation in
            let mayEnter = waiting.withLock { waiting in
                guard waiting[sha256] != nil else {
                    waiting[sha256] = []
                    return true
                }
                waiting[sha256]?.append(continuation)
                return false
            }
            if mayEnter { continuation.resume() }
        }
    }

    func leave(_ sha256: String) {
        let next = waiting.withLock { waiting -> CheckedContinuation<Void, Never>? in
            guard var queue = waiting[sha256], !queue.isEmpty else {
                waiting[sha256] = nil
                return nil
            }
            let next = queue.removeFirst()
            waiting[sha256] = queue
            return next
        }
        next?.resume()
    }
}

/// Wakes the loop: on a change, when a time has come, or for the end. Rings that nobody heard yet are one.
final class Bell: Sendable {
    let rings: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation
    private let state = Mutex(State())

    private struct State {
        var timer: Task<Void, Never>?
        /// When the timer rings.
        var appointment: ContinuousClock.Instant?
        var hasChange = true
    }

    init() {
        (rings, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    func ring() { continuation.yield() }

    /// Rings because something in the inbox may have changed.
    func ringForChange() {
        state.withLock { $0.hasChange = true }
        continuation.yield()
    }

    /// Whether something may have changed since the last time this was asked.
    func takeChange() -> Bool {
        state.withLock { state in
            defer { state.hasChange = false }
            return state.hasChange
        }
    }

    /// Whether a change has not been asked for yet.
    var hasChange: Bool { state.withLock(\.hasChange) }

    /// Rings once later, or earlier if that is agreed already: a sleep that is given up goes on taking memory and time
    /// until it would have ended.
    func ring(after delay: Duration) {
        let time = ContinuousClock.now + delay
        state.withLock { state in
            if let appointment = state.appointment, appointment <= time { return }
            state.timer?.cancel()
            state.appointment = time
            state.timer = Task { [self] in
                guard (try? await Task.sleep(until: time, clock: .continuous)) != nil else { return }
                self.state.withLock { if $0.appointment == time { $0.appointment = nil } }
                ring()
            }
        }
    }

    func end() {
        state.withLock { $0.timer?.cancel() }
        continuation.finish()
    }
}
