/// A unit of money as printed on a table.
struct MoneyUnit: Equatable {
    var name: String
    var yuan: Int

    /// Longest names first, so that 万元 is not read as 元.
    private static let known = [
        MoneyUnit(name: "亿元", yuan: 100_000_000), MoneyUnit(name: "百万元", yuan: 1_000_000),
        MoneyUnit(name: "万元", yuan: 10_000), MoneyUnit(name: "千元", yuan: 1_000), MoneyUnit(name: "元", yuan: 1),
    ]

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

    private init(name: String, yuan: Int) {
        self.name = name
        self.yuan = yuan
    }
}
