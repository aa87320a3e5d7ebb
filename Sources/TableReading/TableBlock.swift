package import PageContent

/// One cell as ruled on a page.
package struct TableCell: Sendable {
    /// Rows and columns of the block that the cell spans.
    package var rows: Range<Int>
    package var columns: Range<Int>
    package var box: Rect
    /// Its text, line by line.
    package var lines: [TextLine]
    /// What a line is drawn through in it.
    package var strike = Strike.none

    /// What is hidden in the cell, which holds no figure otherwise, by its colour, by a picture or as a watermark.
    package var hidden: String?
    /// Texts are printed over one another in the cell.
    package var isOverprinted = false
    /// The cell's text is a figure, and a part of it is clipped away.
    package var isCutFigure = false
    /// A mark stands in the cell that nobody could read: its page is a picture.
    package var isBesideUnreadMark = false

    /// Text that is struck out.
    package enum Strike: Hashable, Sendable {
        case none
        /// The cell's text stands beside the one that is struck out, which is left out.
        case replaced(String)
        /// All of the cell's text is struck out.
        case whole
    }

    package init(rows: Range<Int>, columns: Range<Int>, box: Rect, lines: [TextLine] = []) {
        self.rows = rows
        self.columns = columns
        self.box = box
        self.lines = lines
    }

    /// Sets the glyphs that stand in the cell as its lines.
    ///
    /// - Parameter isFigure: whether a text standing alone is a figure.
    mutating func take(_ glyphs: [Glyph], isFigure: FigureTest) {
        var glyphs = glyphs
        RaisedMarks.name(&glyphs)
        lines = TextLine.lines(of: glyphs)
        isOverprinted = lines.contains(where: \.isOverprinted)
        isCutFigure = glyphs.contains(where: \.isCut) && isFigure(scalars)
        guard glyphs.contains(where: \.isStruck) else { return }
        let live = TextLine.lines(of: glyphs.filter { !$0.isStruck })
        // A line through a part of a word or a figure is no sign that the rest stands for it.
        guard !live.isEmpty, !lines.contains(where: \.isStruckInPart) else {
            strike = .whole
            return
        }
        strike = .replaced(TextLine.lines(of: glyphs.filter(\.isStruck)).map(\.compact).joined())
        lines = live
    }

    /// The text of all lines without white space.
    package var text: String { String(scalars: scalars) }

    /// The characters of all lines, none of them white space.
    package var scalars: GlyphText {
        lines.count == 1 ? lines[0].scalars : GlyphText(Array(lines.map(\.glyphs).joined())[...])
    }
}

extension TableCell {
    /// The text as headings: two, where a line from corner to corner parts what stands at its right from what stands below at
    /// its left.
    var headings: [String] {
        guard lines.count == 2, columns.count == 1, lines[0].box.x0 > lines[1].box.x1, lines[0].box.x0 > box.midX,
            lines[1].box.x1 < box.midX + box.width * 0.1
        else { return [text] }
        return lines.map(\.compact)
    }
}

extension TextLine {
    /// Whether two characters or more stand over others for the better part of their width.
    fileprivate var isOverprinted: Bool {
        zip(glyphs, glyphs.dropFirst()).count { glyph, next in
            !glyph.isCut && !next.isCut
                && glyph.box.x1 - next.box.x0 > 0.6 * min(glyph.box.width, next.box.width)
        } > 1
    }

    /// Whether a struck character touches one of its own text that is not.
    fileprivate var isStruckInPart: Bool {
        zip(glyphs, glyphs.dropFirst()).contains { glyph, next in
            glyph.isStruck != next.isStruck && glyph.run == next.run
                && next.box.x0 - glyph.box.x1 < 0.15 * Double(glyph.size)
        }
    }
}

/// The part of a table that stands on one page.
package struct TableBlock: Sendable {
    /// 1-based.
    package var page: Int
    package var box: Rect
    /// One more than there are columns and rows, ascending, in points.
    package var columnEdges: [Double]
    package var rowEdges: [Double]
    /// In order of their first row, then of their first column; together they cover the block.
    package var cells: [TableCell]
    /// Its cells are enclosed by rules; otherwise gaps tell them.
    package var isRuled: Bool
    /// The first row has no border above it, or the last none below it: a page break may have cut it.
    package var isOpenAbove: Bool
    package var isOpenBelow: Bool
    /// It stands on the character grid of a text file, where columns move from page to page.
    package var isOnCharacterGrid = false
    /// On a character grid, where the middle of each column stood on average; the edges are those of straight columns.
    package var printedMiddles: [Double] = []
    /// Where its last columns are printed, if on other pages.
    package var spreads: [Spread] = []
    /// Rows with a cell that may belong to another column.
    package var doubtfulRows: Set<Int> = []

    package init(
        page: Int, box: Rect, columnEdges: [Double], rowEdges: [Double], cells: [TableCell], isRuled: Bool,
        isOpenAbove: Bool = false, isOpenBelow: Bool = false
    ) {
        self.page = page
        self.box = box
        self.columnEdges = columnEdges
        self.rowEdges = rowEdges
        self.cells = cells
        self.isRuled = isRuled
        self.isOpenAbove = isOpenAbove
        self.isOpenBelow = isOpenBelow
    }

    /// The block with its columns moved to those of another: column `columns[i]` takes the place of this one's `i`.
    package func relaid(onto edges: [Double], columns: [Int]) -> TableBlock {
        var block = self
        block.columnEdges = edges
        block.box.x0 = edges.first ?? box.x0
        block.box.x1 = edges.last ?? box.x1
        block.cells = cells.map { cell in
            var cell = cell
            let first = columns[cell.columns.lowerBound]
            let last = columns[cell.columns.upperBound - 1]
            cell.columns = first..<last + 1
            cell.box.x0 = edges[first]
            cell.box.x1 = edges[last + 1]
            return cell
        }
        return block
    }

    mutating func doubtAllRows() { doubtfulRows = Set(0..<rowCount) }

    package var columnCount: Int { columnEdges.count - 1 }
    package var rowCount: Int { rowEdges.count - 1 }
}

/// A page read for tables: its blocks from top to bottom, and the lines that stand in none of them.
package struct PageTables: Sendable {
    package var page: Page
    package var blocks: [TableBlock]
    package var looseLines: [TextLine]
    /// More lines are drawn on the page than any table has; none of them was followed.
    package var isOverdrawn = false
    /// The lines of the last block, which is a header alone; its rows may stand on the next page.
    package var cutHeader: [TextLine] = []
    /// Whether the first block has the header that the page before ends with.
    package var takesCutHeader = false

    /// The loose lines, which are ordered from top to bottom, whose middle stands between two heights.
    package func looseLines(between top: Double, and bottom: Double) -> ArraySlice<TextLine> {
        var (low, high) = (0, looseLines.count)
        while low < high {
            let middle = (low + high) / 2
            if looseLines[middle].box.midY > top { high = middle } else { low = middle + 1 }
        }
        return looseLines[low...].prefix { $0.box.midY < bottom }
    }
}
