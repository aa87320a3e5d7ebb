import BudgetRelease
import PageContent
import TableReading

/// The rows of one block, laid onto the columns of its table.
struct BlockRows {
    var rows: [RawRow]
    /// The first or last row that is left has no border towards the page break.
    var isOpenAbove: Bool
    var isOpenBelow: Bool
    /// By column, how many ideographs more would fit behind the last line of the block's last row.
    private(set) var room: [Int: Double] = [:]
    /// By column, in which of the rows its last cell begins: above the last one where it runs down over several.
    private(set) var starts: [Int]

    /// - Parameters:
    ///   - edges: column edges of the table; the block's own cells are laid onto them by position.
    ///   - firstRow: rows of the block before this one are its header.
    ///   - header: rows of the table's header, which a page may print again.
    init(block: TableBlock, edges: [Double], firstRow: Int, header: RepeatedHeader) {
        rows = []
        isOpenAbove = false
        isOpenBelow = false
        let columnCount = edges.count - 1
        starts = [Int](repeating: 0, count: columnCount)
        let cellsByRow = Dictionary(grouping: block.cells) { $0.rows.lowerBound }
        for row in firstRow..<max(firstRow, block.rowCount) {
            let printed = cellsByRow[row] ?? []
            var cells = [RawCell](repeating: RawCell(), count: columnCount)
            var strays: [String] = []
            for cell in printed {
                let columns = Self.columns(of: cell.box, edges: edges)
                guard let first = columns.first else {
                    if !cell.lines.isEmpty { strays.append(cell.text) }
                    continue
                }
                // Two cells of the page in one column of the table: one of them is in the wrong place.
                if !cells[first].isEmpty, !cell.lines.isEmpty { strays.append(cell.text) }
                for line in cell.lines { cells[first].lines.append(CellLine(line)) }
                cells[first].columnSpan = columns.count
                if row == block.rowCount - 1 { room[first] = Self.room(in: cell) }
            }
            // The row that its last cells begin in comes next.
            for cell in printed where cell.rows.upperBound == block.rowCount {
                for column in Self.columns(of: cell.box, edges: edges).all { starts[column] = rows.count }
            }
            if header.isPrinted(in: cells) { continue }
            header.cut(from: &cells)
            let box = Rect(
                x0: block.box.x0, y0: block.rowEdges[row], x1: block.box.x1, y1: block.rowEdges[row + 1])
            var raw = RawRow(
                cells: cells,
                places: block.places.map { page, x in
                    .box(page: page, x0: x.lowerBound, y0: box.y0, x1: x.upperBound, y1: box.y1)
                }, page: block.page)
            guard !raw.isEmpty || !strays.isEmpty else { continue }
            for stray in strays {
                raw.doubts.append(
                    RawRow.Doubt(code: .textOutsideTable, severity: .error, details: [stray], page: block.page))
            }
            // On a character grid lines of several rows may stand as near as those of one.
            let wrapped = raw.cells.filter { $0.lines.count > 1 }
            if block.isOnCharacterGrid,
                wrapped.count > 1 || wrapped.contains(where: { $0.amount == .unreadable && $0.isFigures })
            {
                raw.doubts.append(RawRow.Doubt(code: .rowJoinUncertain, severity: .warning, page: block.page))
            }
            if block.doubtfulRows.contains(row) || printed.contains(where: \.isOverprinted) {
                raw.doubts.append(RawRow.Doubt(code: .cellUncertain, severity: .warning, page: block.page))
            }
            for cell in printed {
                if let hidden = cell.hidden {
                    raw.doubts.append(
                        RawRow.Doubt(
                            code: .hiddenFigure, severity: .warning, details: [hidden], page: block.page))
                }
                if cell.isCutFigure {
                    raw.doubts.append(
                        RawRow.Doubt(
                            code: .cutText, severity: .warning, details: ["figure", cell.text], page: block.page))
                }
                if cell.isBesideUnreadMark {
                    raw.doubts.append(
                        RawRow.Doubt(
                            code: .doubtfulReading, severity: .warning, details: ["mark", cell.text], page: block.page))
                }
                switch cell.strike {
                case .none: break
                case .replaced(let text):
                    raw.doubts.append(
                        RawRow.Doubt(code: .struckOut, severity: .info, details: ["replaced", text], page: block.page))
                case .whole:
                    raw.doubts.append(
                        RawRow.Doubt(code: .struckOut, severity: .warning, details: [cell.text], page: block.page))
                }
            }
            for line in Self.linesOnBorders(of: printed.filter { $0.rows.upperBound < block.rowCount }) {
                raw.doubts.append(
                    RawRow.Doubt(code: .lineBoundaryUncertain, severity: .warning, details: [line], page: block.page))
            }
            if rows.isEmpty { isOpenAbove = block.isOpenAbove && row == 0 }
            rows.append(raw)
            isOpenBelow = block.isOpenBelow && row == block.rowCount - 1
        }
    }

    /// How many ideographs more fit behind the last line of a cell, its margins left free; nil without ideographs.
    private static func room(in cell: TableCell) -> Double? {
        guard let line = cell.lines.last else { return nil }
        let em = ideographWidth(on: line)
        return em > 0 ? (cell.box.width - line.box.width - 2 * widestMargin) / em : nil
    }

    /// Beside the text in a cell, in points; Word's own is 5.4.
    private static let widestMargin = 6.0

    private static func ideographWidth(on line: TextLine) -> Double {
        var width = 0.0
        for glyph in line.glyphs where glyph.scalar.isIdeograph { width = max(width, glyph.box.width) }
        return width
    }

    /// Lines that a border runs through, above or below their cell: text too high for its cell.
    private static func linesOnBorders(of cells: [TableCell]) -> [String] {
        var found: [String] = []
        for cell in cells where !isCentred(cell) {
            for line in cell.lines {
                let inside = min(line.box.midY - cell.box.y0, cell.box.y1 - line.box.midY)
                let em = ideographWidth(on: line)
                guard em > 0, inside < em * 0.1, cell.box.height > em, !isInStep(cell) else { continue }
                found.append(line.compact)
            }
        }
        return found
    }

    /// Whether the lines of a cell stand equally far from one another: one of the cell above or below would not.
    private static func isInStep(_ cell: TableCell) -> Bool {
        guard cell.lines.count > 3 else { return false }
        let steps = zip(cell.lines, cell.lines.dropFirst()).map { $1.box.midY - $0.box.midY }
        guard let least = steps.min(), let most = steps.max() else { return false }
        return most - least < 0.05 * most
    }

    /// Whether the lines of a cell stand in its middle, all of them together: with a line of its neighbour they would not.
    private static func isCentred(_ cell: TableCell) -> Bool {
        guard cell.lines.count > 1, let first = cell.lines.first, let last = cell.lines.last else { return false }
        return abs((first.box.midY + last.box.midY) / 2 - cell.box.midY) < 0.2 * ideographWidth(on: first)
    }

    /// Moves the headings 类, 款, 项 from the first row into the header, where they stand on one row with the total:
    /// the heading over them is printed over their columns alone.
    ///
    /// - Returns: the header paths with them.
    mutating func takeCodeHeadings(below paths: [[String]]) -> [[String]] {
        guard var first = rows.first else { return paths }
        let found = paths.indices.filter { column in
            let isShared =
                (column > 0 && paths[column - 1] == paths[column])
                || (column + 1 < paths.count && paths[column + 1] == paths[column])
            return isShared && ["类", "款", "项"].contains(first.cells[column].text)
        }
        guard found.count >= 2 else { return paths }
        var paths = paths
        for column in found {
            paths[column].append(first.cells[column].text)
            first.cells[column] = RawCell()
        }
        rows[0] = first
        if first.isEmpty { rows.removeFirst() }
        return paths
    }

    /// The first of the columns whose middle lies inside a box, and how many these are. Where headings overlap edges
    /// don't ascend, so that each column is asked.
    private static func columns(of box: Rect, edges: [Double]) -> (first: Int?, count: Int, all: [Int]) {
        var first: Int?
        var count = 0
        var all: [Int] = []
        for column in 0..<edges.count - 1 {
            let middle = (edges[column] + edges[column + 1]) / 2
            guard middle > box.x0, middle < box.x1 else { continue }
            first = first ?? column
            count += 1
            all.append(column)
        }
        return (first, count, all)
    }
}

extension TableBlock {
    /// The pages that it stands on, and from where to where on x.
    fileprivate var places: [(page: Int, x: ClosedRange<Double>)] {
        let own = box.x1 - spreads.reduce(0) { $0 + $1.box.width }
        return [(page, box.x0...max(box.x0, own))] + spreads.map { ($0.page, $0.box.x0...max($0.box.x0, $0.box.x1)) }
    }

    /// All of its pages.
    var pages: [Int] { [page] + spreads.map(\.page) }
}

/// A header that pages of a table print again.
struct RepeatedHeader {
    /// The texts of each header row by column.
    private let rows: [[String]]
    private let leaves: [String]

    init(block: TableBlock, header: TableHeader) {
        leaves = header.leaves
        // A row with a single text in it tells nothing.
        rows = (header.start..<header.depth).map { row in
            var texts = [String](repeating: "", count: block.columnCount)
            for cell in block.cells where cell.rows.lowerBound == row {
                texts[cell.columns.lowerBound] = cell.text
            }
            return texts
        }.filter { $0.count { !$0.isEmpty } >= 2 }
    }

    func isPrinted(in cells: [RawCell]) -> Bool {
        rows.contains { row in Self.isSame(row, cells.map(\.text)) }
    }

    /// Whether a row of headings is another one, of which a few may be clipped or, on a picture, misread.
    private static func isSame(_ row: [String], _ other: [String]) -> Bool {
        guard row.count == other.count else { return false }
        let differing = zip(row, other).filter { $0 != $1 }
        return differing.isEmpty
            || (differing.count * 4 <= row.count { !$0.isEmpty }
                && differing.allSatisfy { $1.count > 1 && $0.hasPrefix($1) || isMisread($1, for: $0) })
    }

    /// Whether a heading has one other sign than it should, or a stroke of a rule at its ends. A year is another one.
    private static func isMisread(_ text: String, for heading: String) -> Bool {
        let strokes = Set("-—–·.,一丨|".unicodeScalars)
        func bare(_ text: String) -> [Unicode.Scalar] {
            let scalars = text.unicodeScalars.drop(while: strokes.contains)
            return Array(scalars.prefix(scalars.count - scalars.reversed().prefix(while: strokes.contains).count))
        }
        let (read, known) = (bare(text), bare(heading))
        guard read.count == known.count, known.count > 2 else { return false }
        let differing = zip(read, known).filter { $0 != $1 }
        return differing.count <= 1 && differing.allSatisfy { !$0.isAnyDigit && !$1.isAnyDigit }
    }

    /// Whether a page prints the table's header again, of which a few headings may be clipped.
    static func repeats(_ paths: [[String]], _ known: [[String]]) -> Bool {
        paths == known
            || (paths.map(\.count) == known.map(\.count) && isSame(known.flatMap(\.self), paths.flatMap(\.self)))
    }

    /// Takes the header's lines off the top of a row: where no border stands between a repeated header and a row
    /// that the page break cut, both fall into one cell.
    func cut(from cells: inout [RawCell]) {
        var rest = cells
        var found = 0
        for (column, leaf) in leaves.enumerated() where !leaf.isEmpty {
            guard let lines = Self.lines(cells[column].lines, after: leaf) else { return }
            rest[column].lines = lines
            found += 1
        }
        if found >= 2 { cells = rest }
    }

    private static func lines(_ lines: [CellLine], after leaf: String) -> [CellLine]? {
        var taken = ""
        for (index, line) in lines.enumerated() {
            taken += CompactText.compact(line.text)
            if taken == leaf { return Array(lines[(index + 1)...]) }
            if !leaf.hasPrefix(taken) { return nil }
        }
        return nil
    }
}

extension RawCell {
    /// Whether a line of the cell is an amount.
    fileprivate var isFigures: Bool {
        lines.contains { PrintedNumber.decimals(of: $0.text.unicodeScalars) != nil }
    }
}
