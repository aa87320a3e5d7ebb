import BudgetRelease
import PageContent

/// Where the parts of an indicator stand in the rows of a list of them, by the headings of the list.
struct IndicatorColumns {
    private var level1: Int?
    private var level2: Int?
    private var level3: Int
    private var content: Int?
    private var target: Int?
    /// The value for all of a project's years.
    private var cycle: Int?
    private var sign: Int?
    private var measure: Int?
    /// The names carry their classes in front of them: `产出指标数量指标线路数量`.
    private let isPacked: Bool
    private static let packedHeadings = ["绩效指标", "指标"]
    private static let contentHeadings = ["指标内容", "指标名称"]
    /// Everything beside the classes and the name, with the printed heading.
    private var values: [(heading: String, column: Int)] = []
    /// The classes that the last row stood under: they are printed once for several rows.
    private var classes = (first: "", second: "")

    /// Fails where no column holds the indicators' names.
    ///
    /// - Parameters:
    ///   - headings: by column, as printed; nil for columns that say nothing of indicators.
    ///   - key: that of the column that a heading is known to head.
    init?(headings: [String?], key: (String) -> String?) {
        let keys = headings.map { $0.flatMap(key) }
        let packed = keys.contains("target") ? headings.lastIndex { Self.packedHeadings.contains($0 ?? "") } : nil
        guard let name = keys.lastIndex(of: "level3") ?? packed else { return nil }
        level3 = name
        isPacked = keys[name] != "level3"
        level1 = keys.firstIndex(of: "level1")
        level2 = keys[..<name].lastIndex(of: "level2") ?? keys.firstIndex(of: "level2")
        content = headings.firstIndex { Self.contentHeadings.contains($0 ?? "") }
        let targets = keys.indices.filter { keys[$0] == "target" }
        let ranked = targets.map { (column: $0, rank: Self.rank(of: headings[$0] ?? "")) }
        target = ranked.max { $0.rank < $1.rank }?.column
        cycle = ranked.first { $0.rank == Self.cycleRank && $0.column != target }?.column
        sign = keys.firstIndex(of: "sign")
        measure = keys.firstIndex(of: "measure")
        var taken: Set<String> = []
        for (column, heading) in headings.enumerated() where ![level1, level2, level3].contains(column) {
            guard let heading, !heading.isEmpty else { continue }
            var unique = heading
            var number = 2
            while !taken.insert(unique).inserted {
                unique = "\(heading)#\(number)"
                number += 1
            }
            values.append((unique, column))
        }
    }

    private static let cycleRank = 0

    /// Which of several values is the year's: one that says so before one that says nothing, and that before those of
    /// another year, of a part of it, or of all years.
    private static func rank(of heading: String) -> Int {
        if ["实施期", "实施周期", "中长期", "中期", "长期", "总体", "周期"].contains(where: { heading.contains(word: $0) }) {
            return cycleRank
        }
        if ["上年", "半年", "季度", "历史", "前三年", "去年"].contains(where: { heading.contains(word: $0) }) { return 1 }
        return ["年度", "本年", "全年", "当年"].contains { heading.contains(word: $0) } ? 3 : 2
    }

    private static let ownKeys: Set<String> = ["target", "sign", "measure", "weight", "score", "actual"]

    /// The lists that stand side by side under one heading row, from left to right: each has names of its own, and they may
    /// share the first class.
    static func abreast(headings: [String?], key: (String) -> String?) -> [IndicatorColumns] {
        let keys = headings.map { $0.flatMap(key) }
        let names = keys.indices.filter { keys[$0] == "level3" }
        guard names.count > 1 else { return IndicatorColumns(headings: headings, key: key).map { [$0] } ?? [] }
        var starts = names.map { name in keys[..<name].lastIndex { $0 == "level2" } ?? name }
        starts[0] = 0
        let ends = starts.dropFirst() + [headings.count]
        return zip(starts, ends).compactMap { start, end in
            let own = headings.indices.map { column in
                start <= column && column < end || keys[column] == "level1" ? headings[column] : nil
            }
            return IndicatorColumns(headings: own, key: key)
        }
    }

    /// The key of the part of an indicator that a heading is known to head.
    static func key(of heading: String, catalogue: FormCatalogue, form: Form?) -> String? {
        let key = catalogue.column(for: HeaderPath([CompactText.folded(heading)]), form: form)?.key
        return key.flatMap { keys.contains($0) ? $0 : nil }
    }

    /// The keys of all parts.
    static let keys: Set<String> = ownKeys.union(["level1", "level2", "level3"])

    /// A row begins the indicators of another project.
    mutating func begin() { classes = ("", "") }

    /// Whether a row prints an indicator's name or value.
    func isPrinted(in row: RawRow) -> Bool {
        !row.cells[level3].isEmpty || target.map { !row.cells[$0].isEmpty } ?? false
    }

    /// Whether what is kept under a column's key, or under its printed heading, is no part of an indicator.
    func isOutside(key: String) -> Bool {
        !Self.keys.contains(key) && !values.contains { key == $0.heading || key.hasSuffix("/" + $0.heading) }
    }

    /// The indicator that a row prints, nil where it prints neither a name nor a value.
    mutating func indicator(number: Int, in row: RawRow) -> Indicator? {
        func text(_ column: Int?) -> String {
            column.map { CompactText.cleaned(row.cells[$0].lines.map(\.text).joined()) } ?? ""
        }
        if !text(level1).isEmpty { classes.first = text(level1) }
        if !text(level2).isEmpty {
            classes.second = text(level2)
            // An empty cell in front of a class that is none of the one above goes on with nothing.
            if text(level1).isEmpty, !IndicatorClass.fits(classes.second, below: classes.first) { classes.first = "" }
        }
        guard isPrinted(in: row) else { return nil }
        var name = text(level3)
        // Some forms print what is measured under a heading of its own and leave the third class empty.
        if name.isEmpty, let content { name = text(content) }
        if isPacked, let cut = IndicatorClass.parts(of: name) { (classes.first, classes.second, name) = cut }
        var indicator = Indicator(
            number: number, level1: .init(code: nil, label: classes.first),
            level2: .init(code: nil, label: classes.second), level3: name, cycleTarget: cycle.map(text),
            annualTarget: target == nil ? nil : Self.joined(text(sign), text(target), text(measure)))
        for (heading, column) in values where column > level3 || !text(column).isEmpty {
            indicator.values[heading] = text(column)
        }
        return indicator
    }

    /// Whether a row prints a name without a value, or a value without a name: it may be the rest of the row above.
    func isTorn(_ row: RawRow) -> Bool {
        guard let target, sign == nil, measure == nil else { return false }
        return row.cells[level3].isEmpty != row.cells[target].isEmpty
    }

    /// `≥`, `95` and `%` as they are read together. Other words in the place of the sign, such as 定性, are no part of the
    /// value, nor is a mark that stands for no measure.
    private static func joined(_ sign: String, _ value: String, _ measure: String) -> String {
        let sign = words.first { $0.word == sign }?.sign ?? sign
        let isSign = !sign.isEmpty && sign.unicodeScalars.allSatisfy(signs.contains)
        let front = isSign && !value.hasPrefix(sign) ? sign + value : value
        return front.isEmpty || front.hasSuffix(measure) || noMeasures.contains(measure) ? front : front + measure
    }

    private static let words: [(word: String, sign: String)] = [
        ("大于等于", "≥"), ("大于或等于", "≥"), ("小于等于", "≤"), ("小于或等于", "≤"), ("大于", ">"), ("小于", "<"), ("等于", "="),
    ]
    private static let noMeasures: Set<String> = ["/", "／", "-", "—", "——", "无", "／无"]

    private static let signs = Set("≥≤≧≦=＝><＞＜±".unicodeScalars)
}
