/// A heading or title of a form: plain text, in which `*` stands for any text.
struct Pattern: Equatable, Sendable {
    private let pieces: [[Unicode.Scalar]]
    /// Characters that must match: of two patterns that fit, the one with more fits better.
    let weight: Int
    /// It is a text without `*`.
    let isPlain: Bool

    init(_ text: [Unicode.Scalar]) {
        isPlain = !text.contains("*")
        pieces = isPlain ? [text] : text.split(separator: "*", omittingEmptySubsequences: false).map(Array.init)
        weight = pieces.reduce(0) { $0 + $1.count }
    }

    init(_ text: String) { self.init(Array(text.unicodeScalars)) }

    func matches(_ text: [Unicode.Scalar]) -> Bool {
        // Most patterns are compared with most headings: hardly any has as many characters.
        guard isPlain ? text.count == weight : text.count >= weight else { return false }
        guard let first = pieces.first, let last = pieces.last else { return false }
        if isPlain { return text == first }
        guard text.starts(with: first), text.suffix(last.count) == last[...] else { return false }
        var rest = text[first.count..<(text.count - last.count)]
        for piece in pieces.dropFirst().dropLast() where !piece.isEmpty {
            guard let found = rest.range(ofScalars: piece) else { return false }
            rest = rest[found.upperBound...]
        }
        return true
    }
}
