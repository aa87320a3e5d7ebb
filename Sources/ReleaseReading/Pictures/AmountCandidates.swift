import PageContent

/// What else a cell that was read from a picture as an amount may say.
struct AmountCandidates {
    private let signs: [Glyph]
    private let text: [Unicode.Scalar]

    init(_ cell: RawCell) {
        signs = cell.lines.flatMap(\.signs)
        text = Array(cell.text.unicodeScalars)
    }

    /// A sign that is surer is taken as it was read.
    private static let sure: UInt8 = 250

    /// Other texts, the likelier first: what the reader nearly took each sign for, without the first or last sign, with one of two
    /// equal digits that were taken for one, and with points and commas set right. A sign that was read surely, in a line of
    /// which a second look saw the same, stays.
    var texts: [String] {
        var found: [String] = []
        func add(_ scalars: [Unicode.Scalar]) {
            let text = String(scalars: scalars)
            guard !found.contains(text), scalars != self.text, PrintedAmount(text).decimal != nil else { return }
            found.append(text)
        }
        if let separated = Self.separated(figures) { add(separated) }
        guard signs.count == text.count else { return found }
        for index in signs.indices.sorted(by: { signs[$0].certainty < signs[$1].certainty })
        where signs[index].second != "\0" && signs[index].certainty < Self.sure {
            var other = text
            other[index] = signs[index].second
            add(other)
        }
        func isOpen(_ index: Int) -> Bool { signs[index].certainty < Self.sure || !signs[index].doubts.isEmpty }
        if text.count > 1 {
            if isOpen(0) { add(Array(text.dropFirst())) }
            if isOpen(text.count - 1) { add(Array(text.dropLast())) }
        }
        for index in text.indices where text[index].isDigit && isOpen(index) {
            var other = text
            other.insert(text[index], at: index)
            add(Self.separated(other) ?? other)
        }
        return found
    }

    private var figures: [Unicode.Scalar] { text.filter { $0.isDigit || $0 == "." || $0 == "," || $0 == "-" } }

    /// The number with its points and commas set right and without signs that are none of a number; nil where it is one, or
    /// cannot be made one.
    var plain: String? {
        guard PrintedAmount(text) == .unreadable else { return nil }
        guard let separated = Self.separated(figures), PrintedAmount(separated).decimal != nil else { return nil }
        return String(scalars: separated)
    }

    /// A number whose commas part groups of three, and whose one point stands in front of two decimals; nil where its marks do
    /// not stand so that they could.
    private static func separated(_ text: [Unicode.Scalar]) -> [Unicode.Scalar]? {
        let parts = text.split(omittingEmptySubsequences: true) { $0 == "." || $0 == "," }
        guard parts.count > 1, let first = parts.first, let last = parts.last else { return nil }
        let groups = parts.dropFirst().dropLast()
        guard groups.allSatisfy({ $0.count == 3 }), first.count <= 4 || groups.isEmpty else { return nil }
        switch last.count {
        case 1...2: return Array(parts.dropLast().joined(separator: [","])) + ["."] + last
        case 3: return Array(parts.joined(separator: [","]))
        default: return nil
        }
    }
}
