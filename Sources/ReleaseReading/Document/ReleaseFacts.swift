import BudgetRelease
import PageContent
import TableReading

/// Who publishes, at which level, for which year and phase: read from cover, titles and labels.
struct ReleaseFacts {
    var issuer: String?
    var level: Release.Level?
    var phase: Release.Phase?
    var fiscalYear: Int?
    /// What contradicts them.
    var findings: [Finding] = []

    /// Pages that may belong to a cover.
    private static let coverPages = 2
    /// Pages that a list of contents may stand on.
    private static let contentsPages = 4

    init(pages: [PageTables], tables: [RawTable]) {
        let titles = tables.map(\.title)
        let cover = pages.prefix(Self.coverPages)
        issuer =
            Self.mostFrequent(tables.compactMap(\.issuer))
            ?? cover.lazy.flatMap(\.looseLines).compactMap { Headline.issuer(in: $0.compact) }.first
        if let heading = cover.lazy.compactMap(CoverHeading.init).first {
            level = Self.level(in: heading.text)
            phase = Self.phase(in: heading.text)
            fiscalYear = Self.year(in: heading.text)
            issuer = issuer ?? heading.issuer
        }
        for part in Self.parts(on: pages.prefix(Self.contentsPages)) {
            issuer = issuer ?? part.office
            guard let year = Self.year(in: part.title) else { continue }
            fiscalYear = fiscalYear ?? year
            level = level ?? Self.level(in: part.title)
            phase = phase ?? Self.phase(in: part.title)
        }
        level = level ?? Self.mostFrequent(titles.compactMap(Self.level)) ?? Self.level(ofLabelsIn: pages)
        phase = phase ?? Self.mostFrequent(titles.compactMap(Self.phase))
        fiscalYear = fiscalYear ?? Self.mostFrequent((titles + Self.headings(of: tables)).compactMap(Self.year))
        issuer = issuer ?? Self.mostFrequent(tables.compactMap(Self.officeInForm))
        // `（2026年度）` below the titles.
        fiscalYear =
            fiscalYear
            ?? Self.mostFrequent(
                pages.flatMap(\.looseLines).filter { PageFurniture.isYear($0.scalars) }.compactMap {
                    Self.year(in: $0.compact)
                })
        addContradictions(titles: titles)
    }

    /// The office beside its label in a form.
    private static func officeInForm(_ table: RawTable) -> String? {
        let rows = [table.columns.map { $0.path.last ?? "" }] + table.rows.prefix(3).map { $0.cells.map(\.text) }
        for row in rows {
            guard let label = row.firstIndex(where: { officeLabels.contains(CompactText.folded($0)) }) else { continue }
            let office = row[label...].first { !$0.isEmpty && $0 != row[label] }
            if let office, OfficeName.isOffice(office) { return office }
        }
        return nil
    }

    private static let officeLabels: Set<String> = ["部门名称", "部门(单位)名称", "预算部门", "预算部门(单位)名称"]

    /// The parts that a release is divided into, as its contents list them, and the office that they name:
    /// `第一部分 某某局概况`, `第二部分 某某局2019年度部门预算表`.
    private static func parts(on pages: some Sequence<PageTables>) -> [(title: String, office: String?)] {
        pages.flatMap(\.looseLines).compactMap { line in
            guard line.scalars.first == "第" else { return nil }
            let text = line.compact
            guard let mark = text.firstRange(ofWord: "部分"), text[..<mark.lowerBound].count == 2 else { return nil }
            let title = String(text[mark.upperBound...])
            let end = yearAndPlace(in: title)?.range.lowerBound ?? title.firstRange(ofWord: "概况")?.lowerBound
            var name = end.map { title[..<$0] } ?? ""
            if name.hasPrefix("关于") { name.removeFirst(2) }
            for word in ["基本", "部门", "单位"] where name.hasSuffix(word) { name.removeLast(word.count) }
            return (title, OfficeName.isOffice(String(name)) ? String(name) : nil)
        }
    }

    private static func headings(of tables: [RawTable]) -> [String] {
        tables.flatMap { $0.columns.compactMap(\.path.first) }
    }

    static func level(in text: String) -> Release.Level? {
        if text.contains(word: "单位预算") || text.contains(word: "单位决算") || text.contains(word: "预算单位")
            || text.contains(word: "本级")
        {
            return .unit
        }
        if text.contains(word: "年单位") || text.contains(word: "年度单位") { return .unit }
        if text.contains(word: "部门预算") || text.contains(word: "部门决算") || text.contains(word: "年部门")
            || text.contains(word: "年度部门")
        {
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
        text.contains(word: "决算") ? .finalAccounts : text.contains(word: "预算") ? .budget : nil
    }

    /// A year in this century in front of 年.
    static func year(in text: String) -> Int? { yearAndPlace(in: text)?.year }

    /// A year in this century in front of 年, and where it stands together with that. A date is that of printing.
    static func yearAndPlace(in text: String) -> (year: Int, range: Range<String.Index>)? {
        var rest = text[...]
        while let found = rest.firstRange(ofWord: "年") {
            let digits = rest[..<found.lowerBound].suffix(4)
            rest = rest[found.upperBound...]
            if digits.count == 4, let year = Int(String(digits.compactMap(Self.digit))), (2000...2099).contains(year),
                !rest.prefix(3).contains("月")
            {
                return (year, digits.startIndex..<found.upperBound)
            }
        }
        return nil
    }

    /// A digit of a year, printed in any way: `2`, `２`, `二`, `〇`.
    private static func digit(_ character: Character) -> Character? {
        if let place = Array("〇一二三四五六七八九").firstIndex(of: character) { return Character("\(place)") }
        if "○零OoＯ".contains(character) { return "0" }
        let folded = CompactText.folded(String(character))
        return folded.count == 1 ? folded.first : nil
    }

    /// What contradicts the facts: titles of another year.
    private mutating func addContradictions(titles: [String]) {
        let years = titles.compactMap(Self.year)
        if let fiscalYear, years.count > 0, !years.contains(fiscalYear), let other = Self.mostFrequent(years) {
            findings.append(Finding(.yearDiffers, .warning, details: ["\(fiscalYear)", "\(other)"]))
        }
    }

    /// Of equally frequent values the first.
    private static func mostFrequent<Value: Hashable>(_ values: [Value]) -> Value? {
        var counts: [Value: Int] = [:]
        for value in values { counts[value, default: 0] += 1 }
        let most = counts.values.max()
        return values.first { counts[$0] == most }
    }
}
