import BudgetRelease
import Synchronization

/// The end of the time that the reading of a document may take on the clock: each page that is a picture moves it.
final class ReadingDeadline: Sendable {
    private let limits: Limits
    private let start = ContinuousClock.now
    private let pictures = Mutex(0)

    init(_ limits: Limits) { self.limits = limits }

    /// A page that is a picture is being read.
    func extend() { pictures.withLock { $0 += 1 } }

    private var end: ContinuousClock.Instant {
        start + .seconds(PictureAllowance.seconds(limits, pictures: pictures.withLock(\.self)))
    }

    /// How long it is until then.
    var left: Duration { end - ContinuousClock.now }

    /// Waits until it has passed.
    func pass() async throws {
        while true {
            let left = left
            guard left > .zero else { return }
            try await Pause.wait(for: left)
        }
    }
}
