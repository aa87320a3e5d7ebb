import BudgetRelease
import PageContent
import TableReading

/// Whether a document is a release at all: the budget or the accounts of an office. Official papers, reports and standards come
/// along with releases, and may hold tables, too.
struct ReleaseEvidence {
    let isRelease: Bool
    /// What it begins with, for whoever asks what it is.
    let firstWords: String

    /// A release has its name on one of these pages, and an official paper its number on the first.
    private static let namedPages = 3
    private static let longestHeading = 40
    private static let longestNumber = 30
    private static let shownCharacters = 60

    init(pages: [PageTables], tables: [Table]) {
        let first = (pages.first { !$0.looseLines.isEmpty }?.looseLines ?? []).map(\.compact)
        firstWords = String(first.joined(separator: " ").prefix(Self.shownCharacters))
        let forms = Set(tables.map(\.form)).subtracting(["other"])
        // Two tables of a budget are in no paper; one may be what it hands out.
        if forms.count > 1 {
            isRelease = true
        } else if Self.isPaper(first) {
            isRelease = false
        } else {
            isRelease =
                !forms.isEmpty || pages.prefix(Self.namedPages).contains { Self.isNamed($0) }
                || tables.contains { $0.lines.contains(where: Self.isOfficial) }
        }
    }

    /// Whether the first page of a document bears the number of an official paper, `〔2025〕6号`, or its title, `关于……的通知`; or is a report about what was spent.
    private static func isPaper(_ lines: [String]) -> Bool {
        lines.contains { line in
            let folded = CompactText.folded(line)
            return folded.count <= longestNumber && hasPaperNumber(folded)
                || folded.count <= longestHeading && papers.contains(where: folded.hasSuffix)
        }
    }

    private static let papers = ["的通知", "的通报", "的公告", "的函", "的批复", "的意见", "评价报告"]

    /// `〔2025〕6号`, `[2025]6号`
    private static func hasPaperNumber(_ text: String) -> Bool {
        guard text.hasSuffix("号") else { return false }
        let digits = text.dropLast().reversed().prefix { $0.isNumber }
        let year = text.dropLast(1 + digits.count)
        guard !digits.isEmpty, let last = year.last, "〕]】)".contains(last) else { return false }
        return year.dropLast().suffix(4).allSatisfy(\.isNumber) && year.count > 5
    }

    /// Whether a page says what it is of: by a cover, or by a heading.
    private static func isNamed(_ page: PageTables) -> Bool {
        CoverHeading(on: page) != nil
            || page.looseLines.contains { line in
                let text = line.compact
                return text.count <= longestHeading && !text.contains("。")
                    && names.contains { text.contains(word: $0) }
            }
    }

    private static let names = [
        "部门预算", "单位预算", "部门决算", "单位决算", "预算公开", "决算公开", "部门收支", "三公”经费", "预算绩效目标",
    ]

    private static func isOfficial(_ line: Line) -> Bool {
        line.code.map { Classification.shipped.fit(code: $0, name: line.name) == .known } ?? false
    }
}
