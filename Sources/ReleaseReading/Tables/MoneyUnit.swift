import BudgetRelease

extension MoneyUnit {
    /// Finds `单位：万元`, `金额单位：元`, `单位:人民币万元` in a line without white space. A 单位 that is followed by
    /// anything else is an office.
    init?(in line: String) { self.init(in: line.unicodeScalars) }

    init?(in line: some Collection<Unicode.Scalar>) {
        // Lines without the first character of the word are most.
        guard line.contains(where: { CompactText.comparable($0) == Self.word[0] }) else { return nil }
        var rest = CompactText.foldedScalars(line)[...]
        while let found = rest.range(ofScalars: Self.word) {
            var tail = rest[found.upperBound...]
            rest = tail
            guard let mark = tail.first, mark == ":" || mark == "(" else { continue }
            tail = tail.dropFirst()
            if tail.starts(with: Self.currency) { tail = tail.dropFirst(Self.currency.count) }
            if let unit = Self.known.first(where: { tail.starts(with: $0.name.unicodeScalars) }) {
                self = unit
                return
            }
        }
        return nil
    }

    static let word = Array("单位".unicodeScalars)
    private static let currency = Array("人民币".unicodeScalars)

    /// Finds a unit that stands in parentheses at the end of a heading: `项目资金（元）`.
    init?(closing heading: String) { self.init(closing: heading.unicodeScalars) }

    init?(closing heading: some BidirectionalCollection<Unicode.Scalar>) {
        guard heading.reversed().lazy.compactMap(CompactText.comparable).first == ")" else { return nil }
        let folded = CompactText.foldedScalars(heading)
        guard let closing = Self.closings.first(where: { folded.ends(with: $0.text) }) else { return nil }
        self = closing.unit
    }

    /// What a heading with a unit ends with.
    private static let closings = known.flatMap { unit in
        ["(\(unit.name))", "(单位:\(unit.name))"].map { (text: Array($0.unicodeScalars), unit: unit) }
    }
}
