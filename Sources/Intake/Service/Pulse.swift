import BudgetRelease

/// When the loop may say that the work goes on: as long as it turns, and documents on their way come to an end.
struct Pulse {
    /// How often it must be said; nil where nobody listens.
    let interval: Duration?
    /// How long documents may be on their way without one of them coming to an end.
    var patience: Duration
    private var lastProgress = ContinuousClock.now

    /// - Parameter watchdog: the silence after which the process is ended; two beats may get lost.
    init(watchdog: Duration?, patience: Duration) {
        interval = watchdog.map { $0 / 3 }
        self.patience = patience
    }

    /// A document has come to an end, or none is on its way.
    mutating func noteProgress() { lastProgress = .now }

    var beats: Bool { interval != nil && .now - lastProgress < patience }
}

extension IntakeService.Settings {
    /// Longer than documents can be on their way while everything is in order: each reading has its time, three may
    /// wait for one reader, and files are copied and brought to disks before and after.
    var patience: Duration { .seconds(terms.limits[.seconds] * 5 + 60) }
}
