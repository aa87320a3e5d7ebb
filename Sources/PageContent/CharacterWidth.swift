extension Unicode.Scalar {
    /// Cells that the character takes on a character grid: East Asian wide and full-width characters two, control
    /// characters none. The ranges are those of width W and F in Unicode's EastAsianWidth.txt, as far as releases
    /// use them.
    @inlinable
    package var cellWidth: Int {
        switch value {
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x4DBF, 0x4E00...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF,
            0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x20000...0x3FFFD:
            2
        case 0..<0x20, 0x7F: 0
        default: 1
        }
    }
}
