import Synchronization

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
