import Synchronization
import Systemd

/// Tells the service manager that the work goes on, no more often than it wants to hear it.
///
/// Steps of the loop that may take long beat on their way; the loop itself beats as long as documents come to an end.
final class Heartbeat: Sendable {
    private let manager: ServiceManager
    private let last = Mutex<ContinuousClock.Instant?>(nil)

    /// How often it must beat: two may get lost. Nil where nobody listens.
    let interval: Duration?

    init(_ manager: ServiceManager) {
        self.manager = manager
        interval = manager.watchdog.map { $0 / 3 }
    }

    func beat() {
        guard let interval else { return }
        let isDue = last.withLock { last in
            // A ring that comes a little early beats all the same.
            if let last, .now - last < interval * 0.9 { return false }
            last = .now
            return true
        }
        if isDue { manager.isAlive() }
    }
}
