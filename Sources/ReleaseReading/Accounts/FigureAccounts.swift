import BudgetRelease
import PageContent
import TableReading

/// Balances the books: each figure that a page shows is looked for in what was made of it. The pages' own characters are
/// asked, not those who read them.
struct FigureAccounts {
    private(set) var accounts = Accounts()
    private(set) var findings: [Finding] = []

    /// A row of a table as it stands on one page.
    private struct RowPlace {
        var table: Int
        var row: Int
        var box: Rect
    }

    private let tables: [RawTable]
    private let running: RunningLines
    private var rowsByPage: [Int: [RowPlace]] = [:]

    /// Text is laid out by its lines: a row is looked for within this, in points.
    private static let slack = 2.0

    /// - Parameter tables: with their places as the pages are read.
    init(pages: [PageTables], tables: [RawTable], running: RunningLines) {
        self.tables = tables
        self.running = running
        for (table, raw) in tables.enumerated() {
            for (row, printed) in raw.rows.enumerated() {
                for case .box(let page, let x0, let y0, let x1, let y1) in printed.places {
                    rowsByPage[page, default: []].append(
                        RowPlace(table: table, row: row, box: Rect(x0: x0, y0: y0, x1: x1, y1: y1)))
                }
            }
        }
        for page in pages where page.page.source == .pdf { balance(page) }
    }

    // MARK: Pages

    private mutating func balance(_ page: PageTables) {
        accounts.notVisible += page.page.hiddenFigureCount
        let figures = PrintedFigure.figures(on: page.page)
        guard !figures.isEmpty else { return }
        let rows = rowsByPage[page.page.number] ?? []
        var cells = RowTexts(tables: tables)
        var left: [PrintedFigure] = []
        // Figures that stand alone in their cell first, each in its own column: a part of one may read as another, and so
        // may a figure of the cell beside it.
        for (isWhole, isOwn) in [(true, true), (true, false), (false, true), (false, false)] {
            let waiting = isWhole && isOwn ? figures : left
            left = []
            for figure in waiting {
                let column = isOwn ? column(of: figure, on: page) : nil
                guard !isOwn || column != nil else {
                    left.append(figure)
                    continue
                }
                let y = figure.box.midY
                if take(figure, at: y, from: rows, in: &cells, isWhole: isWhole, column: column)
                    || takeFromMergedCell(figure, from: rows, on: page, in: &cells, isWhole: isWhole, column: column)
                {
                    accounts.inTables += 1
                } else if isWhole, !isOwn, takeParts(of: figure, from: rows, in: &cells) {
                    accounts.inTables += 2
                } else {
                    left.append(figure)
                }
            }
        }
        var unaccounted: [PrintedFigure] = []
        for figure in left {
            switch place(of: figure, on: page, rows: rows) {
            case .none: break
            case .table: accounts.inTables += 1
            case .heading: accounts.inHeadings += 1
            case .note: accounts.inNotes += 1
            case .statement: accounts.inStatements += 1
            case .furniture: accounts.inFurniture += 1
            case .unknown: unaccounted.append(figure)
            }
        }
        accounts.unaccounted += unaccounted.count
        // Whole numbers and percents tell a table too, where none was read.
        let loose = figures.filter { $0.neighbour != .word && ($0.isAmount || ($0.text.count > 2 && !$0.isYear)) }
        report(unaccounted, on: page, isUnread: rows.isEmpty && Self.looksLikeTable(loose), of: loose.count)
    }

    /// Takes what reads as one figure and is two that touch, each in a cell.
    private func takeParts(of figure: PrintedFigure, from rows: [RowPlace], in cells: inout RowTexts) -> Bool {
        guard figure.text.count > 1, rows.contains(where: { $0.box.contains(x: figure.box.midX, y: figure.box.midY) })
        else { return false }
        for end in 1..<figure.text.count {
            let (head, tail) = figure.parted(at: end)
            var trial = cells
            let y = figure.box.midY
            if take(head, at: y, from: rows, in: &trial, isWhole: true),
                take(tail, at: y, from: rows, in: &trial, isWhole: true)
            {
                cells = trial
                return true
            }
        }
        return false
    }

    /// The column that a figure's cell begins in, with the number of columns that its block has.
    private func column(of figure: PrintedFigure, on page: PageTables) -> (index: Int, of: Int)? {
        let (x, y) = (figure.box.midX, figure.box.midY)
        for block in page.blocks where block.box.contains(x: x, y: y) {
            for index in block.cells.indices where block.cells[index].box.contains(x: x, y: y) {
                return (block.cells[index].columns.lowerBound, block.columnCount)
            }
        }
        return nil
    }

    /// Takes a figure that stands lower in its cell than the row that holds it.
    private func takeFromMergedCell(
        _ figure: PrintedFigure, from rows: [RowPlace], on page: PageTables, in cells: inout RowTexts, isWhole: Bool,
        column: (index: Int, of: Int)?
    ) -> Bool {
        let top = top(ofCellAt: figure.box, on: page)
        if let top, take(figure, at: top, from: rows, in: &cells, isWhole: isWhole, column: column) { return true }
        return isWhole && takeFromAbove(figure, at: top ?? figure.box.midY, rows, on: page, in: &cells)
    }

    /// Just below where the cell begins that a figure stands in, where it is merged over several rows: what it holds stands
    /// in the first of them.
    private func top(ofCellAt box: Rect, on page: PageTables) -> Double? {
        for block in page.blocks where block.box.contains(x: box.midX, y: box.midY) {
            for index in block.cells.indices
            where block.cells[index].rows.count > 1 && block.cells[index].box.contains(x: box.midX, y: box.midY) {
                return block.cells[index].box.y0 + Self.slack
            }
        }
        return nil
    }

    /// Takes a figure of a merged cell that the page break cut: what it holds stands in its first row, on a page before,
    /// whether it is printed on this one alone or again.
    private func takeFromAbove(
        _ figure: PrintedFigure, at y: Double, _ rows: [RowPlace], on page: PageTables, in cells: inout RowTexts
    ) -> Bool {
        guard let own = rows.first(where: { $0.box.contains(x: figure.box.midX, y: y) }), own.row > 0,
            let first = rows.filter({ $0.table == own.table }).min(by: { $0.row < $1.row }), first.row == own.row
        else { return false }
        // It is the same column: the page's columns are the table's.
        let block = page.blocks.first { $0.box.contains(x: figure.box.midX, y: y) }
        guard let block, block.columnCount == tables[own.table].columns.count,
            let column = block.columnEdges.lastIndex(where: { $0 <= figure.box.midX }), column < block.columnCount
        else { return false }
        for row in stride(from: first.row - 1, through: max(0, first.row - Self.longestCell), by: -1) {
            let isTaken = cells.take(
                figure.text, fromRow: row, ofTable: first.table, isWhole: true, inColumn: column)
            if isTaken { return true }
        }
        return false
    }

    /// Rows that a cell is merged over at most.
    private static let longestCell = 40

    private func take(
        _ figure: PrintedFigure, at y: Double, from rows: [RowPlace], in cells: inout RowTexts, isWhole: Bool,
        column: (index: Int, of: Int)? = nil
    ) -> Bool {
        let x = figure.box.midX
        for row in rows {
            let box = row.box
            guard y > box.y0 - Self.slack, y < box.y1 + Self.slack, x > box.x0 - Self.slack, x < box.x1 + Self.slack
            else { continue }
            // The page's columns are the table's where there are as many.
            if let column, column.of != tables[row.table].columns.count { continue }
            let isTaken = cells.take(
                figure.text, fromRow: row.row, ofTable: row.table, isWhole: isWhole, inColumn: column?.index)
            if isTaken { return true }
        }
        return false
    }

    // MARK: Elsewhere

    private enum Kind { case none, table, heading, note, statement, furniture, unknown }

    private func place(of figure: PrintedFigure, on page: PageTables, rows: [RowPlace]) -> Kind {
        let (x, y) = (figure.box.midX, figure.box.midY)
        let isInTable =
            page.blocks.contains { $0.box.contains(x: x, y: y) } || rows.contains { $0.box.contains(x: x, y: y) }
        let onPage = tables.indices.filter { tables[$0].pages.contains(page.page.number) }
        if isInTable {
            // What heads a table stands above its rows.
            let isHeading = onPage.contains { table in
                let top = rows.filter { $0.table == table }.map(\.box.y0).min() ?? .infinity
                return y < top + Self.slack
                    && (tables[table].isHeaded(by: figure.text)
                        || tables[table].numbersColumns(at: x, y, page.page.number))
            }
            if isHeading { return .heading }
        }
        // A line that a page break cuts is printed on either page.
        if isCutByBreak(figure, on: page, rows: rows) { return .table }
        // Struck out, with another figure beside it: its row says so.
        if isInTable, figure.isStruck { return .note }
        guard figure.isAmount else {
            // Years head columns and rows, and are no figures.
            return isInTable && !(figure.isYear && figure.neighbour == .word) ? .unknown : .none
        }
        if isInTable { return .unknown }
        let line = page.looseLines(between: y - 12, and: y + 12).first {
            $0.box.contains(x: x, y: y)
        }
        if let line {
            let words = line.compact
            if onPage.contains(where: { tables[$0].notes.contains { $0.contains(words) } }) { return .note }
            let titles = onPage.map { tables[$0].title }.filter { !$0.isEmpty }
            if titles.contains(where: { $0.contains(words) || words.contains($0) }) {
                return .heading
            }
            if running.contains(line, on: page.page) || PageFurniture.isPageNumber(line.scalars) { return .furniture }
        }
        return figure.neighbour != .none && (line.map(Self.isProse) ?? (figure.neighbour == .word))
            ? .statement : .unknown
    }

    /// Whether the last border of a table on the page runs through a figure, or right above or below it, and a row of the
    /// table has it.
    private func isCutByBreak(_ figure: PrintedFigure, on page: PageTables, rows: [RowPlace]) -> Bool {
        let blocks = page.blocks.filter { block in
            [block.box.y0, block.box.y1].contains { abs($0 - figure.box.midY) < figure.box.height }
        }
        guard blocks.contains(where: { $0.box.x0 < figure.box.midX && figure.box.midX < $0.box.x1 }) else {
            return false
        }
        return rows.contains { place in
            tables[place.table].rows[place.row].cells.contains { cell in
                cell.lines.contains { $0.compact.unicodeScalars.elementsEqual(figure.text) }
            }
        }
    }

    /// Whether a line has the words of a sentence, or ends one.
    private static func isProse(_ line: TextLine) -> Bool {
        var words = 0
        for scalar in line.scalars {
            if "。，；、：".unicodeScalars.contains(scalar) { return true }
            if scalar.isIdeograph { words += 1 }
        }
        return words > 4
    }

    // MARK: Findings

    /// Figures nearer to one another, in points, are one finding.
    private static let sameRegion = 40.0
    private static let mostNamed = 12

    private mutating func report(
        _ figures: [PrintedFigure], on page: PageTables, isUnread: Bool, of count: Int
    ) {
        let number = page.page.number > 0 ? page.page.number : nil
        if isUnread {
            findings.append(
                Finding(.pageNotRead, .error, details: [String(page.page.number), String(count)], page: number))
            return
        }
        var regions: [[PrintedFigure]] = []
        for figure in figures.sorted(by: { ($0.box.y0, $0.box.x0) < ($1.box.y0, $1.box.x0) }) {
            if let last = regions.last?.last, figure.box.y0 - last.box.y1 < Self.sameRegion {
                regions[regions.count - 1].append(figure)
            } else {
                regions.append([figure])
            }
        }
        for region in regions {
            guard let first = region.first else { continue }
            let named = region.prefix(Self.mostNamed).map { String(scalars: $0.text) }
            var finding = Finding(
                .figureUnaccounted, .warning,
                details: [named.joined(separator: "、"), String(region.count)], page: number)
            finding.box = page.page.displayed(region.dropFirst().reduce(first.box) { $0.union($1.box) }).corners
            findings.append(finding)
        }
    }

    /// Four lines of two figures or more.
    private static func looksLikeTable(_ figures: [PrintedFigure]) -> Bool {
        var lines: [Int: Int] = [:]
        for figure in figures { lines[Int(figure.box.midY / 4), default: 0] += 1 }
        return lines.values.count { $0 > 1 } >= 4
    }
}

/// The texts of rows while figures are taken out of them.
private struct RowTexts {
    let tables: [RawTable]
    private var texts: [Key: [[Unicode.Scalar]]] = [:]

    private struct Key: Hashable {
        var table: Int
        var row: Int
    }

    init(tables: [RawTable]) { self.tables = tables }

    /// Takes a figure out of a row, if it stands there.
    ///
    /// - Parameters:
    ///   - isWhole: no further digit stands beside it.
    ///   - column: the one that it must stand in; any, if nil.
    mutating func take(
        _ figure: [Unicode.Scalar], fromRow row: Int, ofTable table: Int, isWhole: Bool, inColumn column: Int? = nil
    ) -> Bool {
        let key = Key(table: table, row: row)
        var cells = texts[key] ?? tables[table].rows[row].cells.map { Self.scalars(of: $0) }
        for cell in cells.indices where cells[cell].count >= figure.count && (column ?? cell) == cell {
            guard let start = Self.index(of: figure, in: cells[cell], isWhole: isWhole) else { continue }
            for index in start..<start + figure.count { cells[cell][index] = "\u{0}" }
            texts[key] = cells
            return true
        }
        texts[key] = cells
        return false
    }

    private static func scalars(of cell: RawCell) -> [Unicode.Scalar] {
        cell.lines.flatMap { $0.compact.unicodeScalars.map(\.withoutRaising) }
    }

    private static func index(of figure: [Unicode.Scalar], in text: [Unicode.Scalar], isWhole: Bool) -> Int? {
        for start in 0...text.count - figure.count where text[start] == figure[0] {
            let end = start + figure.count
            guard text[start..<end].elementsEqual(figure) else { continue }
            if !isWhole { return start }
            let isApart =
                (start == 0 || !text[start - 1].isFigureMark) && (end == text.count || !text[end].isFigureMark)
            if isApart { return start }
        }
        return nil
    }
}

extension RawTable {
    /// Whether a figure stands, as a whole, in what heads the table.
    fileprivate func isHeaded(by figure: [Unicode.Scalar]) -> Bool {
        let texts = [title, issuer ?? ""] + columns.flatMap(\.path)
        return texts.contains { text in
            let runs = text.unicodeScalars.split { !$0.isFigureMark }
            return runs.contains { $0.elementsEqual(figure) }
        }
    }

    /// Whether a place lies in a row that numbers the columns.
    fileprivate func numbersColumns(at x: Double, _ y: Double, _ page: Int) -> Bool {
        columnNumberPlaces.contains { place in
            guard case .box(page, let x0, let y0, let x1, let y1) = place else { return false }
            return Rect(x0: x0, y0: y0, x1: x1, y1: y1).contains(x: x, y: y)
        }
    }
}

extension Rect {
    fileprivate var corners: [Double] { [x0, y0, x1, y1] }
}

extension Unicode.Scalar {
    /// The digit that a superscript raises.
    fileprivate var withoutRaising: Unicode.Scalar {
        switch value {
        case 0xB9: "1"
        case 0xB2: "2"
        case 0xB3: "3"
        case 0x2070, 0x2074...0x2079: Unicode.Scalar(value - 0x2070 + 0x30) ?? self
        default: self
        }
    }
}
