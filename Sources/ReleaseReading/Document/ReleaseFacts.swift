import BudgetRelease
import PageContent
import TableReading

/// Who publishes, at which level, for which year and phase: read from cover, titles and labels.
struct ReleaseFacts {
    var issuer: String?
    var level: Release.Level?
    var phase: Release.Phase?
    var fiscalYear: Int?

    /// Pages that may belong to a cover.
    private static let coverPages = 2

    init(pages: [PageTables], tables: [RawTable]) {
        let cover = pages.prefix(Self.coverPages).flatMap { page in
            page.looseLines.map { CompactText.compact($0.text) }
        }
        let titles = tables.map(\.title)
        issuer = Self.mostFrequent(tables.compactMap(\.issuer)) ?? cover.lazy.compactMap(Headline.issuer).first
        if let heading = cover.first(where: Self.isHeading) {
            level = Self.level(in: heading)
            phase = Self.phase(in: heading)
            fiscalYear = Self.year(in: heading)
            if issuer == nil { issuer = Self.issuer(before: heading, in: cover) }
        }
        level = level ?? Self.mostFrequent(titles.compactMap(Self.level)) ?? Self.level(ofLabelsIn: pages)
        phase = phase ?? Self.mostFrequent(titles.compactMap(Self.phase))
        fiscalYear = fiscalYear ?? Self.mostFrequent((titles + Self.headings(of: tables)).compactMap(Self.year))
    }

    private static func headings(of tables: [RawTable]) -> [String] {
        tables.flatMap { $0.columns.compactMap(\.path.first) }
    }

    /// `上海市普陀区2026年区级单位预算`, `2024年度部门决算`: the title of a release, not one of its tables.
    private static func isHeading(_ line: String) -> Bool {
        line.count <= 50 && (line.hasSuffix("预算") || line.hasSuffix("决算") || line.hasSuffix("公开"))
            && (level(in: line) != nil || year(in: line) != nil)
    }

    /// The name in front of the year on the heading's line, or the line above it.
    private static func issuer(before heading: String, in cover: [String]) -> String? {
        if let year = heading.firstRange(of: "年"), heading[..<year.lowerBound].count > 8 {
            let name = heading[..<year.lowerBound].dropLast(4)
            if name.count > 3 { return String(name) }
        }
        guard let index = cover.firstIndex(of: heading), index > 0 else { return nil }
        let above = cover[index - 1]
        return above.count > 3 && above.count <= 40 && !above.contains("。") ? above : nil
    }

    private static func level(in text: String) -> Release.Level? {
        if text.contains("单位预算") || text.contains("单位决算") || text.contains("预算单位") || text.contains("本级") {
            return .unit
        }
        if text.contains("年单位") || text.contains("年度单位") { return .unit }
        if text.contains("部门预算") || text.contains("部门决算") || text.contains("年部门") || text.contains("年度部门") {
            return .department
        }
        return nil
    }

    /// `部门：` above a table is the label of a department's own tables.
    private static func level(ofLabelsIn pages: [PageTables]) -> Release.Level? {
        let lines = pages.flatMap(\.looseLines).map { CompactText.folded($0.text) }
        if lines.contains(where: { $0.hasPrefix("部门:") || $0.hasPrefix("编制部门:") || $0.hasPrefix("公开部门:") }) {
            return .department
        }
        return lines.contains { $0.hasPrefix("编制单位:") || $0.hasPrefix("预算单位:") } ? .unit : nil
    }

    private static func phase(in text: String) -> Release.Phase? {
        text.contains("决算") ? .finalAccounts : text.contains("预算") ? .budget : nil
    }

    /// A year in this century in front of 年.
    private static func year(in text: String) -> Int? {
        let folded = CompactText.folded(text)
        var rest = folded[...]
        while let found = rest.firstRange(of: "年") {
            let digits = rest[..<found.lowerBound].suffix(4)
            if digits.count == 4, let year = Int(digits), (2000...2099).contains(year) { return year }
            rest = rest[found.upperBound...]
        }
        return nil
    }

    /// Of equally frequent values the first.
    private static func mostFrequent<Value: Hashable>(_ values: [Value]) -> Value? {
        var counts: [Value: Int] = [:]
        for value in values { counts[value, default: 0] += 1 }
        let most = counts.values.max()
        return values.first { counts[$0] == most }
    }
}
