import PageContent

extension TableBlock {
    /// Parts cells that no border parts on their row and that the other rows' borders would: headings and totals on a dark
    /// ground often have none between them.
    ///
    /// A text is several where pieces of it stand apart, each within a column of its own, and two of them are figures, or
    /// every column has one.
    mutating func partCells(isFigure: FigureTest) {
        guard columnCount > 2 else { return }
        var parted: [TableCell] = []
        for cell in cells {
            parted += pieces(of: cell, isFigure: isFigure) ?? [cell]
        }
        if parted.count != cells.count { cells = parted }
    }

    private func pieces(of cell: TableCell, isFigure: FigureTest) -> [TableCell]? {
        guard cell.columns.count > 1, cell.lines.count == 1, let line = cell.lines.first else { return nil }
        let runs = line.runs(em: line.em)
        guard runs.count > 1 else { return nil }
        var texts: [Int: TextLine] = [:]
        for run in runs {
            let glyphs = line.glyphs[run]
            let box = glyphs.dropFirst().reduce(glyphs[run.lowerBound].box) { $0.union($1.box) }
            let column = cell.columns.first { columnEdges[$0] - 1 < box.x0 && box.x1 < columnEdges[$0 + 1] + 1 }
            guard let column, texts[column] == nil else { return nil }
            texts[column] = TextLine(glyphs: glyphs, box: box)
        }
        let figures = texts.values.count { isFigure($0.scalars) }
        guard figures > 1 || texts.count == cell.columns.count && texts.count == columnCount else { return nil }
        return cell.columns.map { column in
            TableCell(
                rows: cell.rows, columns: column..<column + 1,
                box: Rect(x0: columnEdges[column], y0: cell.box.y0, x1: columnEdges[column + 1], y1: cell.box.y1),
                lines: texts[column].map { [$0] } ?? [])
        }
    }
}
