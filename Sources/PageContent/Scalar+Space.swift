extension Unicode.Scalar {
    /// `0` to `9`.
    @inlinable
    package var isDigit: Bool { (0x30...0x39).contains(value) }

    /// A digit, full-width or not.
    package var isAnyDigit: Bool { (0x30...0x39).contains(value) || (0xFF10...0xFF19).contains(value) }

    /// Whether the character is white space: those that have Unicode's property White_Space, told without its tables.
    @inlinable
    package var isSpace: Bool {
        switch value {
        case 0x3001...: false
        case 0x09...0x0D, 0x20, 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000: true
        default: false
        }
    }
}
