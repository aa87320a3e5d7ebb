/// A heading or title of a form: plain text, in which `*` stands for any text.
struct Pattern: Equatable, Sendable {
    private let pieces: [[Unicode.Scalar]]
    /// Characters that must match: of two patterns that fit, the one with more fits better.
    let weight: Int

    init(_ text: String) {
        pieces = text.unicodeScalars.split(separator: "*", omittingEmptySubsequences: false).map(Array.init)
        weight = pieces.reduce(0) { $0 + $1.count }
    }

    func matches(_ text: String) -> Bool {
        let scalars = Array(text.unicodeScalars)
        guard let first = pieces.first, let last = pieces.last else { return false }
        guard pieces.count > 1 else { return scalars == first }
        guard scalars.count >= weight, scalars.starts(with: first), scalars.reversed().starts(with: last.reversed())
        else {
            return false
        }
        var rest = scalars[first.count..<(scalars.count - last.count)]
        for piece in pieces.dropFirst().dropLast() where !piece.isEmpty {
            guard let found = rest.firstRange(of: piece) else { return false }
            rest = rest[found.upperBound...]
        }
        return true
    }
}
