import CLinux

/// An entry for systemd's journal in its own protocol (systemd.io/JOURNAL_NATIVE_PROTOCOL): a message and fields that
/// can be searched for.
package struct JournalEntry: Sendable, Equatable {
    /// Fields in their order; a name consists of `A`–`Z`, `0`–`9` and `_` and begins with a letter.
    package private(set) var fields: [(name: String, value: String)] = []

    package static func == (one: JournalEntry, other: JournalEntry) -> Bool { one.bytes == other.bytes }

    /// - Parameter priority: that of syslog(3), 0 to 7.
    package init(message: String, priority: Int, identifier: String) {
        fields = [("MESSAGE", message), ("PRIORITY", "\(priority)"), ("SYSLOG_IDENTIFIER", identifier)]
    }

    /// Adds a field; what a name may not hold becomes `_`.
    package mutating func add(_ name: String, _ value: String) {
        let scalars = name.uppercased().unicodeScalars.map { scalar in
            ("A"..."Z").contains(scalar) || ("0"..."9").contains(scalar) ? Character(scalar) : "_"
        }
        fields.append((String(scalars), value))
    }

    /// A line a field, or where the value has line ends itself: the name, the length in 64 bits and the value.
    package var bytes: [UInt8] {
        var bytes: [UInt8] = []
        for (name, value) in fields {
            let value = Array(value.utf8)
            bytes += name.utf8
            if value.contains(UInt8(ascii: "\n")) {
                bytes.append(UInt8(ascii: "\n"))
                withUnsafeBytes(of: UInt64(value.count).littleEndian) { bytes += $0 }
            } else {
                bytes.append(UInt8(ascii: "="))
            }
            bytes += value
            bytes.append(UInt8(ascii: "\n"))
        }
        return bytes
    }

    /// Hands the entry to the journal.
    ///
    /// - Returns: false where it was not taken: there is no journal, its queue is full, or the entry is too large.
    package func send(to socket: String = "/run/systemd/journal/socket") -> Bool {
        let bytes = bytes
        return send_datagram(socket, bytes, bytes.count, 0) == 0
    }
}
