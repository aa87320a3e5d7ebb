import Glibc

/// Names that nobody guesses.
enum RandomName {
    /// - Parameter bytes: of the kernel's randomness, two digits each.
    static func make(bytes: Int) -> String {
        var generator = SystemRandomNumberGenerator()
        return (0..<bytes).map { _ in
            let text = String(UInt8.random(in: .min ... .max, using: &generator), radix: 16)
            return text.count == 1 ? "0" + text : text
        }.joined()
    }
}
