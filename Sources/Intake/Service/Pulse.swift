import BudgetRelease
import Synchronization

/// Whether documents on their way come to an end: a loop that turns while they do not is no sign of life.
struct Pulse {
    /// How long documents may be on their way without progress.
    private(set) var patience: Duration
    private var lastProgress: ContinuousClock.Instant
    private var lastActivity = 0

    init(patience: Duration, now: ContinuousClock.Instant = .now) {
        self.patience = patience
        lastProgress = now
    }

    /// A document has come to an end, or none is on its way.
    mutating func noteProgress(now: ContinuousClock.Instant = .now) { lastProgress = now }

    /// - Parameter activity: counts what is copied, which goes on for long with large files.
    mutating func note(activity: Int, now: ContinuousClock.Instant = .now) {
        if activity != lastActivity { noteProgress(now: now) }
        lastActivity = activity
    }

    /// Takes other limits: what is on its way still has the time that it was given.
    mutating func change(patience new: Duration, whileInWork: Bool) {
        patience = whileInWork ? max(patience, new) : new
    }

    func isAlive(now: ContinuousClock.Instant = .now) -> Bool { now - lastProgress < patience }
}

/// Counts pieces of files that were copied, for who wants to know that copying goes on.
final class Activity: Sendable {
    private let pieces = Atomic<Int>(0)

    var count: Int { pieces.load(ordering: .relaxed) }
    func note() { pieces.add(1, ordering: .relaxed) }
}

extension IntakeService.Settings {
    /// Longer than documents can be on their way while everything is in order: each reading has its time, three may
    /// wait for one reader, and files are copied and brought to disks before and after.
    var patience: Duration { .seconds(terms.limits[.seconds] * 5 + 60) }
}
