import BudgetRelease

extension MoneyUnit {
    /// Finds `单位：万元`, `金额单位：元`, `单位:人民币万元` in a line without white space. A 单位 that is followed by
    /// anything else is an office.
    init?(in line: String) {
        let folded = CompactText.folded(line)
        var rest = folded[...]
        while let found = rest.firstRange(of: "单位") {
            var tail = rest[found.upperBound...]
            rest = tail
            guard let mark = tail.first, mark == ":" || mark == "(" else { continue }
            tail = tail.dropFirst()
            if tail.hasPrefix("人民币") { tail = tail.dropFirst(3) }
            if let unit = Self.known.first(where: { tail.hasPrefix($0.name) }) {
                self = unit
                return
            }
        }
        return nil
    }

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
