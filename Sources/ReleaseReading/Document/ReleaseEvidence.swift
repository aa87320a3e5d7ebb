import BudgetRelease
import PageContent
import TableReading

/// Whether a document is a release at all: the budget or the accounts of an office. Official papers, reports and standards come
/// along with releases, and may hold tables, too.
struct ReleaseEvidence {
    let kind: DocumentNature
    /// What it begins with, for whoever asks what it is.
    let firstWords: String

    /// A release has its name on one of these pages, and an official paper its number on the first.
    private static let namedPages = 3
    /// The lines at the top of that page.
    private static let topLines = 10
    private static let longestHeading = 40
    private static let longestNumber = 30
    private static let shownCharacters = 60
    /// A paper that hands out money cites a code or two.
    private static let leastOfficial = 5

    init(pages: [PageTables], tables: [Table]) {
        let first = (pages.first { !$0.looseLines.isEmpty }?.looseLines ?? []).map(\.compact)
        firstWords = String(first.joined(separator: " ").prefix(Self.shownCharacters))
        let known = tables.filter { $0.form != "other" }
        let lines = tables.flatMap(\.lines)
        // Two tables of a budget are in no paper; one, of one project, may be what it hands out.
        let isFull =
            known.count > 1 || lines.count { $0.kind == .project } > 1
            || lines.count(where: \.isOfficial) >= Self.leastOfficial
        if isFull || pages.prefix(Self.namedPages).contains(where: Self.isNamed) {
            kind = .release
        } else if Self.isPaper(first.prefix(Self.topLines)) {
            kind = .paper
        } else {
            kind = known.isEmpty && !lines.contains(where: \.isOfficial) ? .unknown : .release
        }
    }

    /// Whether the first page of a document bears the number of an official paper, `〔2025〕6号`, or its title, `关于……的通知`; or is
    /// a report about what was spent.
    private static func isPaper(_ lines: some Sequence<String>) -> Bool {
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
        let heading = CoverHeading(on: page)?.text
        return (page.looseLines.map(\.compact) + [heading].compactMap(\.self)).contains { text in
            text.count <= longestHeading && endings.contains(where: text.hasSuffix)
                && !text.contains { "。，；".contains($0) } && !text.contains(word: "关于")
                && (names.contains { text.contains(word: $0) } || isTitle(text))
        }
    }

    private static let names = [
        "部门预算", "单位预算", "部门决算", "单位决算", "本级预算", "本级决算", "预算公开", "决算公开", "部门收支", "三公”经费",
        "预算绩效目标",
    ]
    /// What a heading ends with; a line of a sentence may hold the same words.
    private static let endings = [
        "预算", "决算", "公开", "说明", "报表", "报告", "草案", "草案）", "文本", "表", "概况", "情况", "附件", "材料", "目录",
    ]

    /// `2019年部门综合预算`
    private static func isTitle(_ text: String) -> Bool {
        ReleaseFacts.year(in: text) != nil && ["部门", "单位", "本级"].contains { text.contains(word: $0) }
            && ["预算", "决算"].contains { text.contains(word: $0) }
    }
}

/// What a document is.
package enum DocumentNature: Sendable {
    case release
    /// An official paper, or a report.
    case paper
    /// Nothing in it says.
    case unknown
}
