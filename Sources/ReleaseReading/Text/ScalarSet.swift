/// A set of characters that is asked about every character of a text: a bit for each of the Basic Multilingual Plane.
struct ScalarSet: Sendable {
    private var bits = [UInt64](repeating: 0, count: 0x10000 / 64)
    private var others: Set<Unicode.Scalar> = []

    init(_ scalars: some Sequence<Unicode.Scalar>) {
        for scalar in scalars {
            if scalar.value < 0x10000 {
                bits[Int(scalar.value >> 6)] |= 1 << UInt64(scalar.value & 63)
            } else {
                others.insert(scalar)
            }
        }
    }

    func contains(_ scalar: Unicode.Scalar) -> Bool {
        guard scalar.value < 0x10000 else { return others.contains(scalar) }
        return bits[Int(scalar.value >> 6)] >> UInt64(scalar.value & 63) & 1 == 1
    }
}
