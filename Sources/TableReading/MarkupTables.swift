package import PageContent

/// Reads the tables of a text that marks them up, as converters of documents write it: pipe tables of Markdown and tables of
/// HTML with merged cells. What marks headings, pictures and pages there is no content.
package struct MarkupTables {
    /// The tables of a page, each as if rules enclosed its cells, and its other lines without marks.
    package let tables: PageTables

    /// Nil for a page without marked tables.
    ///
    /// - Parameter lines: those of the page, from top to bottom.
    package init?(page: Page, lines: [TextLine]) {
        var blocks: [TableBlock] = []
        var loose: [TextLine] = []
        var index = 0
        // One that nothing ends was looked for to the end of the page.
        var unfinished = 0
        while index < lines.count {
            let mayBegin = unfinished < Self.mostUnfinished && HTMLTable.begins(lines[index])
            if mayBegin, let table = HTMLTable(lines[index...]) {
                blocks += [TableBlock(page: page.number, rows: table.rows)].compactMap { $0 }
                index = table.end
            } else if let table = PipeTable(lines[index...]) {
                blocks += [TableBlock(page: page.number, rows: table.rows)].compactMap { $0 }
                index = table.end
            } else {
                if mayBegin { unfinished += 1 }
                loose.append(lines[index])
                index += 1
            }
        }
        guard !blocks.isEmpty else { return nil }
        tables = PageTables(page: page, blocks: blocks, looseLines: loose.compactMap(Self.unmarked))
    }

    private static let mostUnfinished = 3

    // MARK: Other lines

    /// A line without the marks of headings and emphasis; nil for pictures, comments and rulers.
    private static func unmarked(_ line: TextLine) -> TextLine? {
        var scalars = Array(line.scalars)
        if scalars.starts(with: "![".unicodeScalars) || scalars.starts(with: "<!--".unicodeScalars) { return nil }
        if scalars.allSatisfy({ "-*_=".unicodeScalars.contains($0) }) { return nil }
        scalars = Array(scalars.drop { $0 == "#" || $0 == ">" })
        scalars = MarkupText.withoutTags(scalars).filter { $0 != "*" && $0 != "`" }
        guard !scalars.isEmpty else { return nil }
        return TextLine(scalars, x: line.box.x0, y: line.box.y0)
    }
}

/// A cell of a marked table: its lines, and over how many rows and columns it reaches.
struct MarkupCell {
    var lines: [[Unicode.Scalar]]
    var rowSpan = 1
    var columnSpan = 1
}

/// A row of a marked table and the height of the text's line that it stands on.
struct MarkupRow {
    var cells: [MarkupCell]
    var y: Double
}

/// What the tables of Markdown and HTML have in common: the text in their cells.
enum MarkupText {
    /// A text without tags, its entities replaced.
    static func withoutTags(_ text: [Unicode.Scalar]) -> [Unicode.Scalar] {
        guard text.contains(where: { $0 == "<" || $0 == "&" }) else { return text }
        let ends = ends(ofTagsIn: text)
        var plain: [Unicode.Scalar] = []
        var index = 0
        while index < text.count {
            if text[index] == "<", index + 1 < text.count, text[index + 1].isTagStart, let end = ends[index] {
                index = end + 1
            } else if text[index] == "&", let entity = entity(in: text, at: index) {
                plain += entity.scalars
                index = entity.end
            } else {
                plain.append(text[index])
                index += 1
            }
        }
        return plain
    }

    /// By place, where the next bracket closes; found once, for a text may have nothing but brackets.
    static func ends(ofTagsIn text: [Unicode.Scalar]) -> [Int?] {
        var ends = [Int?](repeating: nil, count: text.count)
        var next: Int?
        for index in text.indices.reversed() {
            if text[index] == ">" { next = index }
            ends[index] = next
        }
        return ends
    }

    /// The lines of a cell: `<br>` parts them.
    static func lines(of text: [Unicode.Scalar]) -> [[Unicode.Scalar]] {
        var lines: [[Unicode.Scalar]] = [[]]
        var index = 0
        while index < text.count {
            if let end = lineBreak(in: text, at: index) {
                lines.append([])
                index = end
            } else {
                lines[lines.count - 1].append(text[index])
                index += 1
            }
        }
        return lines.map { withoutTags($0).filter { !$0.isSpace } }.filter { !$0.isEmpty }
    }

    private static func lineBreak(in text: [Unicode.Scalar], at index: Int) -> Int? {
        guard text[index] == "<", index + 3 < text.count, text[index + 1] == "b" || text[index + 1] == "B",
            text[index + 2] == "r" || text[index + 2] == "R"
        else { return nil }
        return text[index...].prefix(6).firstIndex(of: ">").map { $0 + 1 }
    }

    private static let entities: [(name: [Unicode.Scalar], scalars: [Unicode.Scalar])] = [
        ("nbsp", ""), ("amp", "&"), ("lt", "<"), ("gt", ">"), ("quot", "\""), ("ge", "≥"), ("le", "≤"), ("times", "×"),
    ].map { (Array($0.0.unicodeScalars), Array($0.1.unicodeScalars)) }

    private static let longestEntity = 8

    private static func entity(in text: [Unicode.Scalar], at index: Int) -> (scalars: [Unicode.Scalar], end: Int)? {
        guard let end = text[index...].prefix(longestEntity + 2).firstIndex(of: ";") else { return nil }
        let name = text[(index + 1)..<end]
        if let known = entities.first(where: { $0.name.elementsEqual(name) }) { return (known.scalars, end + 1) }
        guard name.first == "#" else { return nil }
        let isHex = name.dropFirst().first == "x"
        let digits = String(scalars: name.dropFirst(isHex ? 2 : 1))
        guard let value = UInt32(digits, radix: isHex ? 16 : 10), let scalar = Unicode.Scalar(value) else { return nil }
        return ([scalar], end + 1)
    }
}

extension Unicode.Scalar {
    /// What follows the bracket of a tag: a letter, a slash, or a mark of comments.
    var isTagStart: Bool {
        self == "/" || self == "!" || (0x41...0x5A).contains(value) || (0x61...0x7A).contains(value)
    }
}

extension TextLine {
    /// A text set on one line, its characters side by side.
    init(_ scalars: [Unicode.Scalar], x: Double, y: Double) {
        let width = Page.textCellWidth
        let height = Page.textLineHeight - 2
        let glyphs = scalars.enumerated().map { index, scalar in
            let x0 = x + Double(index) * width
            return Glyph(scalar: scalar, box: Rect(x0: x0, y0: y, x1: x0 + width, y1: y + height))
        }
        self.init(
            glyphs: glyphs[...],
            box: Rect(x0: x, y0: y, x1: x + Double(scalars.count) * width, y1: y + height))
    }
}

extension TableBlock {
    /// Columns of marked tables have no width of their own.
    private static let markupColumn = 100.0
    /// A page has no more columns, nor a table more cells: spans are numbers that anybody may write.
    private static let mostColumns = 200
    private static let mostCells = 400_000

    /// Lays the rows of a marked table onto a grid; nil for one without text.
    init?(page: Int, rows: [MarkupRow]) {
        var taken: Set<Square> = []
        var cells: [TableCell] = []
        var width = 0
        for (row, printed) in rows.enumerated() {
            var column = 0
            for cell in printed.cells {
                while taken.contains(Square(row: row, column: column)) { column += 1 }
                guard column < Self.mostColumns, taken.count < Self.mostCells else { break }
                let end = min(column + max(1, cell.columnSpan), Self.mostColumns)
                let last = min(row + max(1, cell.rowSpan), rows.count)
                for below in row..<last {
                    for beside in column..<end { taken.insert(Square(row: below, column: beside)) }
                }
                cells.append(
                    TableCell(
                        rows: row..<last, columns: column..<end, box: Rect(x0: 0, y0: 0, x1: 0, y1: 0),
                        lines: cell.lines.map { TextLine($0, x: Double(column) * Self.markupColumn, y: printed.y) }))
                width = max(width, end)
                column = end
            }
        }
        guard width > 0, cells.contains(where: { !$0.lines.isEmpty }) else { return nil }
        for row in rows.indices {
            for column in 0..<width where !taken.contains(Square(row: row, column: column)) {
                cells.append(
                    TableCell(rows: row..<row + 1, columns: column..<column + 1, box: Rect(x0: 0, y0: 0, x1: 0, y1: 0)))
            }
        }
        let columnEdges = (0...width).map { Double($0) * Self.markupColumn }
        var rowEdges = rows.map(\.y)
        rowEdges.append((rows.last?.y ?? 0) + Page.textLineHeight - 1)
        for index in cells.indices {
            cells[index].box = Rect(
                x0: columnEdges[cells[index].columns.lowerBound], y0: rowEdges[cells[index].rows.lowerBound],
                x1: columnEdges[cells[index].columns.upperBound], y1: rowEdges[cells[index].rows.upperBound])
        }
        cells.sort { ($0.rows.lowerBound, $0.columns.lowerBound) < ($1.rows.lowerBound, $1.columns.lowerBound) }
        self.init(
            page: page, box: Rect(x0: 0, y0: rowEdges[0], x1: columnEdges[width], y1: rowEdges[rows.count]),
            columnEdges: columnEdges, rowEdges: rowEdges, cells: cells, isRuled: true)
    }

    private struct Square: Hashable {
        var row: Int
        var column: Int
    }
}
