import Synchronization

/// Who reads documents now: a reload replaces it while others are being read.
final class ReaderInForce: Sendable {
    private let state: Mutex<State>

    private struct State {
        var worker: DocumentWorker
        var fingerprint: String
    }

    init(_ worker: DocumentWorker, fingerprint: String) {
        state = Mutex(State(worker: worker, fingerprint: fingerprint))
    }

    var worker: DocumentWorker { state.withLock(\.worker) }
    var fingerprint: String { state.withLock(\.fingerprint) }

    func replace(by worker: DocumentWorker, fingerprint: String) {
        state.withLock { $0 = State(worker: worker, fingerprint: fingerprint) }
    }
}
