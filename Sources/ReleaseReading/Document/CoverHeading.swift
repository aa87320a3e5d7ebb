import PageContent
import TableReading

/// The title of a release on its cover, however many lines it takes, and the office printed in it or beside it:
/// `上海市普陀区2026年区级单位预算`; `某某局` over `2024年度部门决算`; `2018年度某某` over `法院预算公开`.
struct CoverHeading {
    /// The title's lines as one.
    private(set) var text: String
    /// The office whose release it is, nil where the cover names none.
    private(set) var issuer: String?

    private struct Line {
        var text: String
        var box: Rect
    }

    /// More lines than this are no cover: what stands above a heading there need not belong to it.
    private static let mostLines = 12
    private static let longestTitle = 60
    /// A text that does not count its pages is one of any length: behind so many lines nothing is its heading.
    private static let farthest = 1_000

    /// The first heading on a page; nil where there is none.
    init?(on page: PageTables) {
        let lines = Self.unwrapped(page.looseLines.prefix(Self.farthest).map { Line(text: $0.compact, box: $0.box) })
        let isCover = lines.count <= Self.mostLines
        for index in lines.indices where Self.endsAsTitle(lines[index].text) {
            var first = index
            var text = lines[index].text
            while isCover, first > 0, ReleaseFacts.year(in: text) == nil, Self.goesOn(lines[first - 1], lines[first]),
                lines[first - 1].text.count + text.count <= Self.longestTitle
            {
                first -= 1
                text = lines[first].text + text
            }
            let saysWhose = ReleaseFacts.level(in: text) != nil || ReleaseFacts.year(in: text) != nil
            guard saysWhose, text.count <= Self.longestTitle else { continue }
            self.text = text
            issuer = Self.issuer(of: text, at: first...index, in: lines, isCover: isCover)
            return
        }
        return nil
    }

    /// Lines with the rest of a title that wraps inside its last word put back: `…部门预` over `算`.
    private static func unwrapped(_ lines: [Line]) -> [Line] {
        lines.reduce(into: []) { lines, line in
            if line.text.count <= 2, !endsAsTitle(line.text), let last = lines.last, goesOn(last, line),
                endsAsTitle(last.text + line.text)
            {
                lines[lines.count - 1].text += line.text
            } else {
                lines.append(line)
            }
        }
    }

    private static func endsAsTitle(_ line: String) -> Bool {
        var text = line[...]
        // `2026年部门预算公开说明`, `2026年度部门预算报表`
        while let paper = behindTitle.first(where: text.hasSuffix) { text.removeLast(paper.count) }
        let isTitle = ["预算", "决算"].contains(where: text.hasSuffix) || line.hasSuffix("公开")
        return isTitle && !OfficeName.isPart(line)
            && !line.contains { "：:。、".contains($0) }
    }

    /// What may stand behind the words for a budget in a title.
    private static let behindTitle = ["情况说明", "说明", "公开", "报表", "报告", "（草案）", "文本"]

    /// Whether two lines of a cover are set as one title: as large, and right below each other.
    private static func goesOn(_ upper: Line, _ lower: Line) -> Bool {
        let least = min(upper.box.height, lower.box.height)
        let most = max(upper.box.height, lower.box.height)
        return most < least * 1.3 && lower.box.midY - upper.box.midY < most * 3.5 && OfficeName.isName(upper.text)
    }

    /// The name in front of the year, with the lines above that it begins on; or behind the year; or, where the title
    /// names none or a place alone, on the line below or above it.
    private static func issuer(
        of title: String, at range: ClosedRange<Int>, in lines: [Line], isCover: Bool
    ) -> String? {
        var name = title
        var rest = ""
        if let year = ReleaseFacts.yearAndPlace(in: title)?.range {
            name = String(title[..<year.lowerBound])
            rest = String(title[year.upperBound...])
        } else if let phase = ["部门", "单位"].lazy.compactMap({ title.firstRange(ofWord: $0) }).first {
            name = String(title[..<phase.lowerBound])
        }
        for word in ["部门", "单位"] where name.hasSuffix(word) && OfficeName.isOffice(String(name.dropLast(word.count))) {
            name.removeLast(word.count)
        }
        if !OfficeName.isPlace(name) {
            if name.isEmpty, let inside = office(behindYear: rest) { return inside }
            var line = range.lowerBound
            while isCover, line > 0, goesOn(lines[line - 1], lines[line]),
                name.isEmpty || (!OfficeName.isWhole(name) && begins(lines[line - 1].text)),
                lines[line - 1].text.count + name.count <= OfficeName.lengths.upperBound
            {
                line -= 1
                name = lines[line].text + name
            }
            let isName =
                OfficeName.lengths.contains(name.count) && OfficeName.isName(name) && !OfficeName.isPlace(name)
                && !papers.contains(where: name.hasSuffix)
            if isName { return name }
        }
        let beside = [range.upperBound + 1, range.lowerBound - 1].filter(lines.indices.contains).map { lines[$0].text }
        // `预算单位：某某局` stands below the title or above it.
        let labelled =
            isCover ? lines.lazy.compactMap { Headline.issuer(in: $0.text) }.first { OfficeName.isOffice($0) } : nil
        return beside.first(where: OfficeName.isOffice) ?? labelled
    }

    /// Whether a line is the beginning of a name that goes on below it: the place of an office, or no office by itself.
    /// A committee of the party has offices of its own: `中共青禾区委` over `社会工作部`.
    private static func begins(_ text: String) -> Bool {
        if text.hasPrefix("中共"), text.hasSuffix("委") { return true }
        return !TitleKey.endsAsOffice(text.unicodeScalars) && !text.contains(word: "关于")
            && !(papers + ["系统", "预算", "决算"]).contains(where: text.hasSuffix)
    }

    /// What a line of a cover ends with that says what is published.
    private static let papers = ["公开", "材料", "目录", "文件", "报告"]

    /// `度江苏省某某法院部门预算公开` names an office, `度区级部门预算` none.
    private static func office(behindYear text: String) -> String? {
        var name = Substring(text)
        if name.hasPrefix("度") { name.removeFirst() }
        let ends = ["部门", "单位", "预算", "决算"].compactMap { name.firstRange(ofWord: $0)?.lowerBound }
        guard let end = ends.min() else { return nil }
        let office = String(name[..<end])
        return OfficeName.isOffice(office) ? office : nil
    }
}
