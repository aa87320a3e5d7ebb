extension [UInt8] {
    /// The bytes of a user's file without the mark that editors put in front of UTF-8 (RFC 3629, section 6).
    package var withoutByteOrderMark: ArraySlice<UInt8> {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        return starts(with: mark) ? dropFirst(mark.count) : self[...]
    }
}
