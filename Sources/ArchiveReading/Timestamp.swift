import FoundationEssentials

/// The time of day as RFC 3339 in UTC, to the second.
package enum Timestamp {
    package static func now() -> String { text(Date.now) }

    /// - Parameter seconds: since 1970.
    package static func text(secondsSince1970 seconds: Int) -> String {
        text(Date(timeIntervalSince1970: Double(seconds)))
    }

    private static func text(_ date: Date) -> String { date.formatted(.iso8601) }
}
