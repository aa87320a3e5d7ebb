import PageContent

/// Builds a block of headings and rows in columns.
struct OpenBlock {
    private let page: Page
    private let edges: [Double]
    private let isFigure: FigureTest
    private var rowEdges: [Double] = []
    private var cells: [TableCell] = []
    private var bottom = 0.0
    /// Where the texts of each column begin.
    private var starts: [Double]

    init(page: Page, edges: [Double], isFigure: @escaping FigureTest) {
        self.page = page
        self.edges = edges
        self.isFigure = isFigure
        starts = [Double](repeating: -.infinity, count: max(0, edges.count - 1))
    }

    private var columnCount: Int { edges.count - 1 }

    /// Nil for a block without a row.
    var block: TableBlock? {
        guard rowEdges.count > 0, let top = rowEdges.first, let left = edges.first, let right = edges.last else {
            return nil
        }
        let rows = rowEdges + [max(bottom + 1, (rowEdges.last ?? 0) + 0.1)]
        var cells = cells
        for index in cells.indices {
            cells[index].box.y0 = rows[cells[index].rows.lowerBound]
            cells[index].box.y1 = rows[cells[index].rows.upperBound]
        }
        cells.sort { ($0.rows.lowerBound, $0.columns.lowerBound) < ($1.rows.lowerBound, $1.columns.lowerBound) }
        return TableBlock(
            page: page.number, box: Rect(x0: left, y0: top, x1: right, y1: rows[rows.count - 1]), columnEdges: edges,
            rowEdges: rows, cells: cells, isRuled: false)
    }

    mutating func add(_ tree: HeadingTree, top: Double, bottom: Double) {
        let depth = tree.depth
        for level in 0..<depth { rowEdges.append(top - 1 + (bottom - top) * Double(level) / Double(depth)) }
        for cell in tree.cells {
            let isLeaf = !tree.cells.contains { $0.level > cell.level && $0.columns.overlaps(cell.columns) }
            let rows = cell.level..<(isLeaf ? depth : cell.level + 1)
            cells.append(tableCell(rows: rows, columns: cell.columns, pieces: cell.heading.pieces))
        }
        self.bottom = bottom - 1
    }

    mutating func add(_ rows: OpenRows) {
        setStarts(rows)
        guard let grid = rows.grid, grid.columnEdges.count == edges.count else {
            for row in rows.rows { add(row) }
            return
        }
        let first = rowEdges.count
        rowEdges += grid.rowEdges.dropLast().map { max($0, (rowEdges.last ?? -.infinity) + 0.1) }
        bottom = (grid.rowEdges.last ?? bottom) - 1
        var held = [[Piece]](repeating: [], count: grid.cells.count)
        for piece in rows.rows.joined().lazy.flatMap(\.pieces).flatMap(parts) {
            let column = column(of: piece.box)
            let cell = grid.cells.firstIndex {
                $0.columns.contains(column) && $0.box.y0 < piece.box.midY && $0.box.y1 > piece.box.midY
            }
            if let cell { held[cell].append(piece) }
        }
        for (cell, pieces) in zip(grid.cells, held) {
            cells.append(
                tableCell(
                    rows: first + cell.rows.lowerBound..<first + cell.rows.upperBound, columns: cell.columns,
                    pieces: pieces))
        }
    }

    /// The left end of most texts of each column.
    private mutating func setStarts(_ rows: OpenRows) {
        var counts = [[Int: Int]](repeating: [:], count: columnCount)
        for piece in rows.rows.joined().lazy.flatMap(\.pieces) where piece.isWord && !Self.isTotal(piece) {
            counts[column(of: piece.box)][Int(piece.box.x0.rounded()), default: 0] += 1
        }
        for column in counts.indices {
            let most = counts[column].max { ($0.value, -$0.key) < ($1.value, -$1.key) }
            if let most, most.value > 1 { starts[column] = Double(most.key) }
        }
    }

    private mutating func add(_ strips: [Strip]) {
        guard let top = strips.map(\.box.y0).min(), let low = strips.map(\.box.y1).max() else { return }
        let row = rowEdges.count
        rowEdges.append(row == 0 ? top - 1 : max((bottom + top) / 2, (rowEdges.last ?? 0) + 0.1))
        bottom = low
        var pieces = [[Piece]](repeating: [], count: columnCount)
        for piece in strips.lazy.flatMap(\.pieces).flatMap(parts) {
            pieces[column(of: piece.box)].append(piece)
        }
        // A word in the middle of the first columns, which are empty, stands in one cell over them.
        if let merged = mergedFirst(pieces) {
            cells.append(
                tableCell(
                    rows: row..<row + 1, columns: merged,
                    pieces: pieces.joined().filter { $0.box.x0 < edges[merged.upperBound] }))
            for column in merged.upperBound..<columnCount {
                cells.append(tableCell(rows: row..<row + 1, columns: column..<column + 1, pieces: pieces[column]))
            }
            return
        }
        for column in 0..<columnCount {
            cells.append(tableCell(rows: row..<row + 1, columns: column..<column + 1, pieces: pieces[column]))
        }
    }

    /// Whether a text is a word for a total, or for nothing.
    static func isTotal(_ piece: Piece) -> Bool { totals.contains(Array(piece.text)) }

    private static let totals = Set(["合计", "总计", "小计", "本年合计", "无"].map { Array($0.unicodeScalars) })

    /// The first columns where their only text is a word for a total in the middle of them all.
    private func mergedFirst(_ pieces: [[Piece]]) -> Range<Int>? {
        guard let first = pieces.firstIndex(where: { !$0.isEmpty }), pieces[first].count == 1,
            let piece = pieces[first].first, Self.isTotal(piece)
        else { return nil }
        // It begins where names begin.
        if abs(piece.box.x0 - starts[first]) < 1 { return nil }
        let end = pieces[(first + 1)...].firstIndex { !$0.isEmpty } ?? columnCount
        let own = abs((edges[first] + edges[first + 1]) / 2 - piece.box.midX)
        for upper in stride(from: end, through: max(2, first + 1), by: -1)
        where abs((edges[0] + edges[upper]) / 2 - piece.box.midX) < min(4, own - 0.5) {
            return 0..<upper
        }
        return nil
    }

    /// A text cut at the borders that it crosses, where one was painted apart from the other there.
    private func parts(of piece: Piece) -> [Piece] {
        let crossed = edges.filter { $0 > piece.box.x0 + 1 && $0 < piece.box.x1 - 1 }
        guard !crossed.isEmpty else { return [piece] }
        var parts: [Piece] = []
        var start = piece.glyphs.startIndex
        for edge in crossed {
            guard let index = piece.glyphs[start...].firstIndex(where: { $0.box.midX > edge }), index > start,
                piece.glyphs[index].run != piece.glyphs[index - 1].run
            else { continue }
            parts.append(Piece(piece.glyphs[start..<index], isFigure: isFigure))
            start = index
        }
        return parts + [Piece(piece.glyphs[start...], isFigure: isFigure)]
    }

    private func column(of box: Rect) -> Int {
        func overlap(_ column: Int) -> Double { min(edges[column + 1], box.x1) - max(edges[column], box.x0) }
        return (0..<columnCount).max { overlap($0) < overlap($1) } ?? 0
    }

    private func tableCell(rows: Range<Int>, columns: Range<Int>, pieces: [Piece]) -> TableCell {
        var cell = TableCell(
            rows: rows, columns: columns,
            box: Rect(x0: edges[columns.lowerBound], y0: 0, x1: edges[columns.upperBound], y1: 0))
        cell.take(pieces.flatMap(\.glyphs), isFigure: isFigure)
        return cell
    }
}
