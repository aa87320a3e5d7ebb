import BudgetRelease
import PageContent
import TableReading

/// Puts the blocks of all pages together into tables: finds title, issuer and unit above each, tells a continuation
/// from a new table, and joins rows that a page break cut.
struct TableAssembly {
    let catalogue: FormCatalogue
    private(set) var tables: [RawTable] = []
    private var open: OpenTable?

    /// A table that the next page may continue.
    private struct OpenTable {
        var table: RawTable
        var edges: [Double]
        var header: RepeatedHeader
        var paths: [[String]]
        var isOpenBelow: Bool
        var lastPage: Int
    }

    init(catalogue: FormCatalogue) { self.catalogue = catalogue }

    mutating func add(_ page: PageTables) {
        var top = -Double.infinity
        for block in page.blocks.sorted(by: { ($0.box.y0, $0.box.x0) < ($1.box.y0, $1.box.x0) }) {
            let above = page.looseLines.filter { $0.box.midY > top && $0.box.midY < block.box.y0 }.map(\.text)
            add(block, below: above)
            top = block.box.y1
        }
        let below = page.looseLines.filter { $0.box.midY > top }.map { CompactText.compact($0.text) }
        if !page.blocks.isEmpty { takeNotes(below) }
    }

    mutating func finish() -> [RawTable] {
        close()
        return tables
    }

    private mutating func close() {
        if let table = open?.table { tables.append(table) }
        open = nil
    }

    private mutating func takeNotes(_ lines: [String]) {
        guard open != nil else { return }
        for line in lines where line.hasPrefix("注") { open?.table.notes.append(line) }
    }

    private mutating func add(_ block: TableBlock, below lines: [String]) {
        let knownTitle = { (line: String) in
            catalogue.forms.contains { $0.titles.contains(where: TitleKey(line).matches) }
        }
        let headline = Headline(lines: lines, isKnownTitle: knownTitle)
        let header = block.header(isFigure: { Self.isFigure($0) })
        if continues(block, headline: headline, header: header) {
            extend(with: block)
        } else {
            close()
            start(with: block, headline: headline, header: header)
        }
    }

    /// Numbers and codes, which no heading is.
    private static func isFigure(_ text: String) -> Bool {
        guard text.unicodeScalars.contains(where: \.isDigit) else { return false }
        if case .value = PrintedAmount(text) { return true }
        return false
    }

    private func continues(_ block: TableBlock, headline: Headline, header: TableHeader) -> Bool {
        guard let open, block.page > open.lastPage else { return false }
        if let issuer = headline.issuer, let known = open.table.issuer, issuer != known { return false }
        if !headline.title.isEmpty, headline.title != open.table.title { return false }
        if header.paths == open.paths { return true }
        guard headline.title.isEmpty || headline.title == open.table.title else { return false }
        // Without its header a continuation is told by its columns: each edge stands where the table has one.
        return block.columnEdges.allSatisfy { edge in open.edges.contains { abs($0 - edge) < 6 } }
    }

    private mutating func start(with block: TableBlock, headline: Headline, header: TableHeader) {
        let form = catalogue.form(title: headline.title, paths: header.paths)
        let columns = header.paths.map { path -> Column in
            guard let known = form?.column(for: path) else { return Column(path: path) }
            return Column(path: path, key: known.key, type: known.type)
        }
        let repeated = RepeatedHeader(block: block, depth: header.depth, leaves: header.leaves)
        let read = BlockRows(block: block, edges: block.columnEdges, firstRow: header.depth, header: repeated)
        let table = RawTable(
            form: form, title: headline.title, issuer: headline.issuer, unit: headline.unit, pages: [block.page],
            columns: columns, rows: read.rows)
        open = OpenTable(
            table: table, edges: block.columnEdges, header: repeated, paths: header.paths,
            isOpenBelow: read.isOpenBelow, lastPage: block.page)
    }

    private mutating func extend(with block: TableBlock) {
        guard var current = open else { return }
        let read = BlockRows(block: block, edges: current.edges, firstRow: 0, header: current.header)
        var rows = read.rows[...]
        if let last = current.table.rows.last, var next = rows.first {
            let joining = RowJoining(columns: current.table.columns)
            let decision = joining.decide(last: last, next: next, isOpen: current.isOpenBelow || read.isOpenAbove)
            let doubt = RawRow.Doubt(code: .rowJoinUncertain, severity: .warning)
            switch decision {
            case .join, .joinInDoubt:
                var joined = last.joined(with: next, columns: current.table.columns)
                if decision == .joinInDoubt { joined.doubts.append(doubt) }
                current.table.rows[current.table.rows.count - 1] = joined
                rows = rows.dropFirst()
            case .separateInDoubt:
                next.doubts.append(doubt)
                rows[rows.startIndex] = next
            case .separate:
                break
            }
        }
        current.table.rows += rows
        current.table.pages.append(block.page)
        current.isOpenBelow = read.isOpenBelow
        current.lastPage = block.page
        open = current
    }
}
