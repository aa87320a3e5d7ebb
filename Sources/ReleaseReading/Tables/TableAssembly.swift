import BudgetRelease
import FoundationEssentials
import PageContent
import TableReading

/// Puts the blocks of all pages together into tables: finds title, issuer and unit above each, tells a continuation
/// from a new table, and joins rows that a page break cut.
struct TableAssembly {
    private let catalogue: FormCatalogue
    private var tables: [RawTable] = []
    private var open: ContinuedTable?
    private var carriedHeadline: [String] = []
    /// What headers were found to mean: a document prints the same few again and again.
    private var meanings: [Heading: (form: Form?, columns: [Column])] = [:]

    /// Told apart by their characters: canonical equivalents are printed differently.
    private struct Heading: Hashable {
        var title: HashedText
        var paths: [[HashedText]]
    }

    init(catalogue: FormCatalogue) { self.catalogue = catalogue }

    /// The tables of pages, running heads and feet left aside; pages that stand side by side on a sheet one after the other.
    static func tables(on pages: [PageTables], without running: RunningLines, catalogue: FormCatalogue) -> [RawTable] {
        var assembly = TableAssembly(catalogue: catalogue)
        for page in pages {
            for side in running.removed(from: page).sides(isTitle: { Headline.looksLikeTitle($0.scalars) }) {
                assembly.add(side)
            }
        }
        return assembly.finish()
    }

    mutating func add(_ page: PageTables) {
        var top = -Double.infinity
        var carried = carriedHeadline
        carriedHeadline = []
        for block in page.blocks.sorted(by: { ($0.box.y0, $0.box.x0) < ($1.box.y0, $1.box.x0) }) {
            let between = page.looseLines(between: top, and: block.box.y0).map(\.text)
            if top > 0 { takeNotes(between) }
            for form in forms(in: block, below: carried + between) { add(form, below: carried + between) }
            carried = []
            addDoubts(about: page, beside: block)
            top = max(top, block.box.y1)
        }
        guard !page.blocks.isEmpty else {
            carryTitle(atFootOf: page)
            // On a page of a text file without a table, lines with figures may be the rest of one.
            guard page.page.source != .pdf, open?.lastPage == page.page.number - 1 else { return }
            addDoubts(aboutFigures: page.looseLines, on: page.page.number, amidText: true)
            return
        }
        let below = page.looseLines.filter { $0.box.midY > top }
        addDoubts(aboutFigures: below.prefix { $0.box.y0 < top + 30 }, on: page.page.number)
        // A title at the foot of a page belongs to the table on the next one.
        if let title = below.lastIndex(where: { catalogue.knowsTitle(CompactText.compact($0.text)) }) {
            carriedHeadline = below[title...].map(\.text)
        }
        takeNotes(below.map(\.text))
    }

    /// Takes up a title that a page without tables ends with, nothing but labels behind it.
    private mutating func carryTitle(atFootOf page: PageTables) {
        guard page.page.source == .pdf else { return }
        let titles = page.looseLines.indices.filter { catalogue.knowsTitle(page.looseLines[$0].scalars) }
        // Contents are a list of them.
        guard let title = titles.last, titles.count < 3 else { return }
        let rest = page.looseLines[(title + 1)...].map(\.text)
        guard Headline(lines: rest, weight: { catalogue.weight(ofTitle: $0) }).isBareContinuation else { return }
        carriedHeadline = page.looseLines[title...].map(\.text)
    }

    /// Figures right below a table, under no heading of their own, fell out of it.
    ///
    /// - Parameter amidText: lines with texts beside the figures count too.
    private mutating func addDoubts(
        aboutFigures lines: some Sequence<TextLine>, on page: Int, amidText: Bool = false
    ) {
        // A line without a point has no figure that was meant.
        for line in lines where line.scalars.contains(where: { $0 == "." || $0 == "．" }) {
            let words = line.text.split(separator: " ")
            let figures = words.count { PrintedNumber.hasDecimals($0.unicodeScalars) }
            guard amidText ? figures > 0 : figures == words.count else { continue }
            open?.table.doubts.append(
                RawRow.Doubt(code: .textOutsideTable, severity: .warning, details: [line.compact], page: page))
        }
    }

    /// The tables so far. What is added afterwards continues none of them, but headers mean what they did.
    mutating func finish() -> [RawTable] {
        close()
        carriedHeadline = []
        defer { tables = [] }
        return tables
    }

    private mutating func close() {
        if var table = open?.table {
            table.typeUnknownColumns()
            tables.append(table)
        }
        open = nil
    }

    /// Takes up notes below a table: a line that begins with 注 and the lines that it wraps into.
    private mutating func takeNotes(_ lines: [String]) {
        guard open != nil else { return }
        var isNote = false
        for line in lines.map(CompactText.compact) where !PageFurniture.isPageNumber(line) {
            if Self.isNote(line) {
                open?.table.notes.append(line)
                isNote = true
            } else if isNote, let last = open?.table.notes.indices.last,
                open?.table.notes[last].hasSuffix("。") == false,
                !Headline.looksLikeTitle(line)
            {
                open?.table.notes[last] += line
            } else {
                isNote = false
                open?.isEnded = true
            }
        }
    }

    private static func isNote(_ line: String) -> Bool {
        ["注", "说明：", "说明:", "备注"].contains { line.hasPrefix($0) } || line.contains(word: "空表")
            || line.contains(word: "无数据")
    }

    /// Text beside a table belongs to none of its cells and may have been meant for one.
    private mutating func addDoubts(about page: PageTables, beside block: TableBlock) {
        for line in page.looseLines(between: block.box.y0 + 2, and: block.box.y1 - 2) {
            // Far from the table it is a side note or a page number turned with the page.
            guard line.box.x1 > block.box.x0 - 12, line.box.x0 < block.box.x1 + 12 else { continue }
            open?.table.doubts.append(
                RawRow.Doubt(code: .textOutsideTable, severity: .warning, details: [line.compact], page: block.page))
        }
    }

    // MARK: Blocks

    /// The forms that a block holds beside or below each other; the block itself where its parts are none.
    private func forms(in block: TableBlock, below lines: [String]) -> [TableBlock] {
        let parts = block.partedForms { catalogue.isFormName($0) }
        guard parts.count > 1 else { return [block] }
        let title = Headline(lines: lines, weight: { catalogue.weight(ofTitle: $0) }).title
        return parts.allSatisfy { form(of: $0, under: title) != nil } ? parts : [block]
    }

    private func form(of block: TableBlock, under title: String) -> Form? {
        catalogue.labelledForm(
            title: title, cells: block.cells.lazy.map(\.scalars), row: { block.cells[$0].rows.lowerBound },
            beside: { block.cellBeside($0)?.scalars }, below: { block.cellBelow($0)?.scalars })
    }

    private mutating func add(_ block: TableBlock, below lines: [String]) {
        var lines = lines
        var firstRow = 0
        // Some tables carry title and labels in their first rows.
        while firstRow + 1 < block.rowCount, let texts = block.texts(ofRow: firstRow), texts.count < 5,
            texts.allSatisfy(isHeadline)
        {
            lines += texts
            firstRow += 1
        }
        let headline = Headline(lines: lines, weight: { catalogue.weight(ofTitle: $0) })
        let form = form(of: block, under: headline.title)
        if headline.saysNothing, let begun = open?.form(thatGoesOnWith: block),
            form == nil || !block.prints(labelsOf: "name", of: begun)
        {
            extendForm(with: block)
            return
        }
        if let form {
            close()
            startForm(form, with: block, headline: headline, firstRow: firstRow)
            return
        }
        let header = header(of: block, startingAt: firstRow, isTitled: !headline.title.isEmpty)
        if let cut = open, headline.saysNothing, let paths = cut.paths(withHeader: header, of: block) {
            var whole = header
            whole.paths = paths
            start(with: block, headline: cut.headline, header: whole)
            open?.table.pages.insert(contentsOf: cut.table.pages, at: 0)
            open?.table.doubts.insert(contentsOf: cut.table.doubts, at: 0)
            for row in open?.table.rows.indices ?? 0..<0 {
                open?.table.rows[row].doubts.append(
                    RawRow.Doubt(code: .rowJoinUncertain, severity: .warning, page: block.page))
            }
            return
        }
        let relaid = header.depth > header.start ? block : open?.relaid(block) ?? block
        if continues(relaid, headline: headline, header: header) {
            extend(with: relaid, header: header)
        } else {
            close()
            start(with: block, headline: headline, header: header)
        }
    }

    /// The header of a block. A list of words without a title, under nothing that is known as a heading, has none.
    private func header(of block: TableBlock, startingAt row: Int, isTitled: Bool) -> TableHeader {
        let header = block.header(startingAt: row, isFigure: { Self.isFigure($0) })
        if header.depth == header.start { return knownHeader(of: block, startingAt: row) ?? header }
        guard !isTitled, block.rowCount > header.depth,
            !block.cells.contains(where: { $0.scalars.contains(where: \.isDigit) }),
            !header.paths.joined().contains(where: { catalogue.isHeading(Array($0.unicodeScalars)) })
        else { return header }
        return TableHeader(start: row, depth: row, paths: header.paths.map { _ in [""] })
    }

    /// The row of known headings that a block begins with, where some of them are merged with the row below, which holds
    /// figures.
    private func knownHeader(of block: TableBlock, startingAt row: Int) -> TableHeader? {
        let printed = block.cells.filter { !$0.lines.isEmpty }
        let first = printed.filter { $0.rows.lowerBound == row }
        let known = first.count { catalogue.isHeading(Array($0.scalars)) }
        guard known >= Self.fewestHeadings, known * 2 > first.count,
            !first.contains(where: { Self.isFigure($0.scalars) }),
            let next = printed.lazy.map(\.rows.lowerBound).filter({ $0 > row }).min()
        else { return nil }
        return block.header(rows: row..<next)
    }

    private static let fewestHeadings = 3

    private func isHeadline(_ text: String) -> Bool {
        var headline = Headline()
        return Headline.looksLikeTitle(text) || catalogue.knowsTitle(text) || PageFurniture.isYear(text.unicodeScalars)
            || PageFurniture.isTableNumber(text.unicodeScalars) || headline.read(label: text)
    }

    /// Numbers and codes, which no heading is.
    static func isFigure(_ text: some Collection<Unicode.Scalar>) -> Bool {
        guard case .number(let number) = PrintedNumber.scan(text) else { return false }
        // A year may head a column.
        let isYear = number.decimals == 0 && !number.isNegative && number.integer.map { (1990..<2100) ~= $0 } ?? false
        return !(isYear && text.count == 4)
    }

    private func continues(_ block: TableBlock, headline: Headline, header: TableHeader) -> Bool {
        guard let open, open.lastPage...open.lastPage + 1 ~= block.page else { return false }
        if let issuer = headline.issuer, let known = open.table.issuer, issuer != known { return false }
        let isSameTitle = !headline.title.isEmpty && headline.title == open.table.title
        guard headline.title.isEmpty || isSameTitle else { return false }
        if block.page == open.lastPage {
            // On one page only a gap in the rules parts a table: nothing stands in it.
            return headline.isBareContinuation && headline.unit == nil && header.depth == header.start
                && !open.isEnded && open.shift(of: block) != nil
        }
        guard isSameTitle || (headline.isBareContinuation && !open.isEnded) else { return false }
        if open.repeats(header, of: block) { return true }
        return open.shift(of: block) != nil
    }

    private mutating func start(with block: TableBlock, headline: Headline, header: TableHeader) {
        let repeated = RepeatedHeader(block: block, header: header)
        var read = BlockRows(block: block, edges: block.columnEdges, firstRow: header.depth, header: repeated)
        let paths = read.takeCodeHeadings(below: header.paths)
        let (form, columns) = meaning(of: paths, under: headline.title)
        let columnUnit = columns.lazy.compactMap(\.unit).first.flatMap { MoneyUnit(closing: "(\($0))") }
        var table = RawTable(
            form: form, title: headline.title, issuer: headline.issuer, unit: headline.unit ?? columnUnit,
            pages: block.pages, columns: columns, rows: GridDoubts.settled(read.rows, of: block, columns))
        table.isRuled = block.isRuled
        table.isOnCharacterGrid = block.isOnCharacterGrid
        if let first = table.rows.first, first.numbersColumns {
            table.columnNumberPlaces = first.places
            table.rows.removeFirst()
        }
        open = ContinuedTable(
            table: table, edges: block.columnEdges, middles: block.printedMiddles, header: repeated,
            paths: header.paths,
            isOpenBelow: read.isOpenBelow, room: read.room, starts: read.starts, lastPage: block.page)
    }

    /// The form that a title and a header belong to, and what its columns hold.
    private mutating func meaning(of paths: [[String]], under title: String) -> (form: Form?, columns: [Column]) {
        let heading = Heading(
            title: HashedText(title.unicodeScalars), paths: paths.map { $0.map { HashedText($0.unicodeScalars) } })
        if let known = meanings[heading] { return known }
        let form = catalogue.form(title: title, paths: paths)
        let columns = ColumnTyping(catalogue: catalogue, form: form).columns(for: paths)
        meanings[heading] = (form, columns)
        return (form, columns)
    }

    private mutating func startForm(_ form: Form, with block: TableBlock, headline: Headline, firstRow: Int) {
        let repeated = RepeatedHeader(block: block, header: TableHeader(start: 0, depth: 0, paths: []))
        let read = BlockRows(block: block, edges: block.columnEdges, firstRow: firstRow, header: repeated)
        let labelUnit = block.cells.lazy.compactMap { MoneyUnit(closing: $0.text) }.first
        let table = RawTable(
            form: form, title: headline.title, issuer: headline.issuer, unit: headline.unit ?? labelUnit,
            pages: [block.page], columns: (0..<block.columnCount).map { _ in Column(path: []) }, rows: read.rows)
        open = ContinuedTable(
            table: table, edges: block.columnEdges, header: repeated, paths: [], isOpenBelow: read.isOpenBelow,
            room: read.room, starts: read.starts, lastPage: block.page)
    }

    /// Takes up the rest of a form, whose columns are others where its rows have other cells.
    private mutating func extendForm(with block: TableBlock) {
        guard var current = open else { return }
        current.relay(onto: Self.united(current.edges, block.columnEdges))
        let read = BlockRows(block: block, edges: current.edges, firstRow: 0, header: current.header)
        let border: RowJoining.Border =
            current.isOpenBelow ? .missingBelow : read.isOpenAbove ? .missingAbove : .drawn
        let columns = current.edges.indices.dropLast().map { _ in Column(path: []) }
        current.table.columns = columns
        var rows = read.rows
        rows.dropLabels(printedAgainBelow: current.table.rows) { catalogue.isLabel(LabelledForm.label($0)) }
        current.table.unit = current.table.unit ?? block.cells.lazy.compactMap { MoneyUnit(closing: $0.text) }.first
        _ = PageJoining(
            columns: columns, starts: current.starts, room: current.room, border: border, rows: current.table.rows
        ).join(rows[...], to: &current.table.rows)
        if current.table.pages.last != block.page { current.table.pages.append(block.page) }
        current.starts = columns.map { _ in current.table.rows.count - 1 }
        current.isOpenBelow = read.isOpenBelow
        current.room = read.room
        current.lastPage = block.page
        open = current
    }

    /// Edges of two blocks below each other; those that are one stand within a few points.
    private static func united(_ edges: [Double], _ others: [Double]) -> [Double] {
        (edges + others.filter { other in !edges.contains { abs($0 - other) < sameEdge } }).sorted()
    }

    private static let sameEdge = 6.0

    private mutating func extend(with block: TableBlock, header: TableHeader) {
        guard var current = open else { return }
        // Under a header printed again the columns are told by it, however wide they are on this page.
        let hasHeader = current.repeats(header, of: block)
        let edges =
            hasHeader ? block.columnEdges : current.edges.map { [shift = current.shift(of: block) ?? 0] in $0 + shift }
        let read = BlockRows(
            block: block, edges: edges, firstRow: hasHeader ? header.depth : header.start, header: current.header)
        var rows = GridDoubts.settled(read.rows, of: block, current.table.columns)[...]
        if !current.table.columnNumberPlaces.isEmpty, let first = rows.first, first.numbersColumns {
            current.table.columnNumberPlaces += first.places
            rows.removeFirst()
        }
        let joined = PageJoining(
            columns: current.table.columns, starts: current.starts, room: current.room,
            border: current.isOpenBelow ? .missingBelow : read.isOpenAbove ? .missingAbove : .drawn,
            rows: current.table.rows
        ).join(rows, to: &current.table.rows)
        // A cell that runs down over the whole page still belongs to the row that it began in.
        for column in read.starts.indices where column < current.starts.count {
            if read.starts[column] == 0, joined.goesOn.contains(column) { continue }
            current.starts[column] = joined.first + read.starts[column]
        }
        current.table.pages = Set(current.table.pages + block.pages).sorted()
        current.isOpenBelow = read.isOpenBelow
        current.room = read.room
        current.lastPage = block.page
        current.isEnded = false
        open = current
    }
}
