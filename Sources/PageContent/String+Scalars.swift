extension String {
    /// The text of scalars, built without a look at each for where characters begin.
    @inlinable
    package init(scalars: some Collection<Unicode.Scalar>) {
        var length = 0
        for scalar in scalars {
            length += scalar.value < 0x80 ? 1 : scalar.value < 0x800 ? 2 : scalar.value < 0x10000 ? 3 : 4
        }
        self.init(unsafeUninitializedCapacity: length) { buffer in
            var count = 0
            func append(_ byte: UInt32) {
                buffer[count] = UInt8(truncatingIfNeeded: byte)
                count += 1
            }
            for scalar in scalars {
                let value = scalar.value
                switch value {
                case ..<0x80:
                    append(value)
                case ..<0x800:
                    append(0xC0 | value >> 6)
                    append(0x80 | value & 0x3F)
                case ..<0x10000:
                    append(0xE0 | value >> 12)
                    append(0x80 | value >> 6 & 0x3F)
                    append(0x80 | value & 0x3F)
                default:
                    append(0xF0 | value >> 18)
                    append(0x80 | value >> 12 & 0x3F)
                    append(0x80 | value >> 6 & 0x3F)
                    append(0x80 | value & 0x3F)
                }
            }
            return count
        }
    }
}
