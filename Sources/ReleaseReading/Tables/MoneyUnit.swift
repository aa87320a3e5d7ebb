import BudgetRelease

extension MoneyUnit {
    /// Finds `单位：万元`, `金额单位：元`, `单位:人民币万元` in a line without white space. A 单位 that is followed by
    /// anything else is an office.
    init?(in line: String) {
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

    private static let word = Array("单位".unicodeScalars)
    private static let currency = Array("人民币".unicodeScalars)

    /// Finds a unit that stands in parentheses at the end of a heading: `项目资金（元）`.
    init?(closing heading: String) {
        let folded = CompactText.folded(heading)
        guard
            let unit = Self.known.first(where: {
                folded.hasSuffix("(\($0.name))") || folded.hasSuffix("(单位:\($0.name))")
            })
        else { return nil }
        self = unit
    }
}
