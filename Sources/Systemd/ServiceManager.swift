import CLinux
import Glibc

/// The service manager that started this process, if one did and wants to hear of it: sd_notify(3).
///
/// Nothing that is said can fail for the caller: a daemon does not depend on its listener.
package struct ServiceManager: Sendable {
    private let address: String?

    /// How long this process may be silent before the manager ends it (`WatchdogSec=`); nil where it does not watch.
    package let watchdog: Duration?

    /// - Parameter environment: `NOTIFY_SOCKET`, `WATCHDOG_USEC` and `WATCHDOG_PID` as the manager sets them.
    package init(environment: [String: String], process: Int32 = getpid()) {
        let socket = environment["NOTIFY_SOCKET"] ?? ""
        address = socket.isEmpty ? nil : socket
        // A process further down inherits the variables and is not meant.
        let isMeant = environment["WATCHDOG_PID"].map { $0 == "\(process)" } ?? true
        let microseconds = environment["WATCHDOG_USEC"].flatMap(Int64.init) ?? 0
        watchdog = address != nil && isMeant && microseconds > 0 ? .microseconds(microseconds) : nil
    }

    /// The work has begun, or goes on after a reload.
    package func ready() { send("READY=1", isAwaited: true) }

    /// One line for people about what goes on.
    package func status(_ line: String) {
        send("STATUS=" + String(line.unicodeScalars.map { $0 == "\n" ? " " : Character($0) }))
    }

    /// The work goes on: to be said more often than `watchdog`.
    package func isAlive() { send("WATCHDOG=1") }

    /// The configuration is being read again; `ready` says that it is done.
    package func reloading() {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        send("RELOADING=1\nMONOTONIC_USEC=\(now.tv_sec * 1_000_000 + now.tv_nsec / 1_000)", isAwaited: true)
    }

    package func stopping() { send("STOPPING=1", isAwaited: true) }

    /// How long a message that the manager waits for may wait for it, in milliseconds.
    private static let patience: Int32 = 2_000

    /// - Parameter isAwaited: whether the manager waits for it; others may get lost where it does not keep up.
    private func send(_ message: String, isAwaited: Bool = false) {
        guard let address else { return }
        let bytes = Array(message.utf8)
        _ = send_datagram(address, bytes, bytes.count, isAwaited ? Self.patience : 0)
    }
}
