import BudgetRelease
import PageContent
import TableReading

/// The tables that a release's own contents page promises.
struct ContentsPage {
    struct Entry: Equatable {
        var title: String
        var page: Int
    }

    private(set) var entries: [Entry] = []

    /// Pages that contents may stand on.
    private static let firstPages = 6
    /// A text that does not count its pages is one of any length: its contents are before so many lines.
    private static let farthest = 2_000

    init(pages: [PageTables], catalogue: FormCatalogue) {
        for page in pages.prefix(Self.firstPages) where page.blocks.isEmpty {
            let lines = page.looseLines.prefix(Self.farthest).map { Self.title(in: CompactText.compact($0.text)) }
            var found: [Entry] = []
            for (index, line) in lines.enumerated() {
                // A long title wraps, its last characters alone on the next line.
                let wrapped = index + 1 < lines.count && lines[index + 1].count <= 6 ? line + lines[index + 1] : line
                if let title = [line, wrapped].first(where: { Headline.looksLikeTitle($0) && catalogue.knowsTitle($0) })
                {
                    found.append(Entry(title: title, page: page.page.number))
                }
            }
            // Where nothing counts pages, titles that pages print again stand in one text.
            if page.page.number == 0 {
                var seen: Set<String> = []
                found.removeAll { !seen.insert($0.title).inserted }
            }
            let isContents = lines.contains { $0 == "目录" || $0.hasSuffix("目录") && $0.count <= 6 } || found.count >= 4
            if isContents { entries += found }
        }
    }

    /// A line without its leader and page number.
    private static func title(in line: String) -> String {
        let end = line.lastIndex { !$0.isNumber && !"….·．-—_".contains($0) }
        return end.map { String(line[...$0]) } ?? ""
    }

    /// A finding for each promised table that is not among those found.
    ///
    /// - Parameter titles: of tables that are known to be missing already.
    func missing(
        from tables: [RawTable], besides titles: some Sequence<String>, catalogue: FormCatalogue
    ) -> [Finding] {
        let said = titles.map { TitleKey($0) }
        var left = tables.map { (key: TitleKey($0.title), form: $0.form?.key) }
        return entries.compactMap { entry in
            let key = TitleKey(entry.title)
            if said.contains(key) { return nil }
            let form = catalogue.form(titled: entry.title)
            let found =
                left.firstIndex { $0.key == key } ?? left.firstIndex { $0.form != nil && $0.form == form?.key }
            if let found {
                left.remove(at: found)
                return nil
            }
            return Finding(
                .expectedTableMissing, .warning, details: [entry.title], page: entry.page > 0 ? entry.page : nil)
        }
    }
}
