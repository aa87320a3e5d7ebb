import PageContent
import TableReading

/// The title of a release on its cover, however many lines it takes, and the office printed in or above it:
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
    private static let longestName = 40
    private static let shortestName = 4

    /// The first heading on a page; nil where there is none.
    init?(on page: PageTables) {
        let lines = page.looseLines.map { Line(text: CompactText.compact($0.text), box: $0.box) }
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
            issuer = Self.issuer(of: text, at: first, in: lines, isCover: isCover)
            return
        }
        return nil
    }

    private static func endsAsTitle(_ line: String) -> Bool {
        line.hasSuffix("预算") || line.hasSuffix("决算") || line.hasSuffix("公开")
    }

    /// Whether two lines of a cover are set as one title: as large, and right below each other.
    private static func goesOn(_ upper: Line, _ lower: Line) -> Bool {
        let (least, most) = (
            min(upper.box.height, lower.box.height), max(upper.box.height, lower.box.height)
        )
        return most < least * 1.3 && lower.box.midY - upper.box.midY < most * 3.5 && isName(upper.text)
    }

    private static func isName(_ text: String) -> Bool {
        !text.contains { "：:。".contains($0) } && !text.hasPrefix("附件") && !PageFurniture.isPageNumber(text)
    }

    /// The name in front of the year, with the lines above that it begins on; or behind the year; or on the line above
    /// the title.
    private static func issuer(of title: String, at first: Int, in lines: [Line], isCover: Bool) -> String? {
        var name = title
        var rest = ""
        if let year = title.firstRange(of: "年") {
            name = String(title[..<year.lowerBound].dropLast(4))
            rest = String(title[year.upperBound...])
        } else if let phase = ["部门", "单位"].lazy.compactMap({ title.firstRange(of: $0) }).first {
            name = String(title[..<phase.lowerBound])
        }
        if name.isEmpty, let inside = office(behindYear: rest) { return inside }
        var line = first
        while isCover, line > 0, goesOn(lines[line - 1], lines[line]),
            lines[line - 1].text.count + name.count <= longestName
        {
            line -= 1
            name = lines[line].text + name
        }
        if name.count >= shortestName { return name }
        guard first > 0 else { return nil }
        let above = lines[first - 1].text
        return (shortestName...longestName).contains(above.count) && isName(above) ? above : nil
    }

    /// `度江苏省某某法院部门预算公开` names an office, `度区级部门预算` none.
    private static func office(behindYear text: String) -> String? {
        var name = Substring(text)
        if name.hasPrefix("度") { name.removeFirst() }
        let ends = ["部门", "单位", "预算", "决算"].compactMap { name.firstRange(of: $0)?.lowerBound }
        guard let end = ends.min() else { return nil }
        name = name[..<end]
        return name.count >= shortestName ? String(name) : nil
    }
}
