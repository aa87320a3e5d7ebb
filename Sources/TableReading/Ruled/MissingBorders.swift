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

    /// Parts rows between which no border is drawn: each of their texts has as many lines, at the same heights, and one of them
    /// is a column of whole amounts.
    mutating func partRows(isFigure: FigureTest) {
        for row in (0..<rowCount).reversed() {
            let own = cells.indices.filter { cells[$0].rows == row..<row + 1 && !cells[$0].lines.isEmpty }
            guard let count = own.first.map({ cells[$0].lines.count }), count > 1, own.count > 1,
                !cells.contains(where: { $0.rows.contains(row) && $0.rows.count > 1 && !$0.lines.isEmpty }),
                own.allSatisfy({ cells[$0].lines.count == count }),
                own.contains(where: { Self.areAmounts(cells[$0].lines, isFigure: isFigure) })
            else { continue }
            let heights = (0..<count).map { line in own.map { cells[$0].lines[line].box.midY } }
            guard heights.allSatisfy({ ($0.max() ?? 0) - ($0.min() ?? 0) < 2 }) else { continue }
            part(row, into: count, at: zip(heights, heights.dropFirst()).map { ($0[0] + $1[0]) / 2 })
        }
    }

    /// Whether lines are whole amounts of their own, none the end of the one above.
    private static func areAmounts(_ lines: [TextLine], isFigure: FigureTest) -> Bool {
        let texts = lines.map { Array($0.scalars) }
        guard lines.allSatisfy({ isFigure($0.scalars) }) else { return false }
        let decimals = texts.map { text in text.lastIndex(of: ".").map { text.count - $0 - 1 } ?? 0 }
        if decimals.allSatisfy({ $0 == 2 }) { return true }
        // A number of so many digits wraps nowhere.
        return decimals.allSatisfy { $0 == 0 } && texts.allSatisfy { $0.count > 4 && $0[0] != "0" }
    }

    private mutating func part(_ row: Int, into count: Int, at edges: [Double]) {
        var parted: [TableCell] = []
        for cell in cells {
            guard cell.rows.upperBound > row else {
                parted.append(cell)
                continue
            }
            if cell.rows == row..<row + 1, !cell.lines.isEmpty {
                for line in 0..<count {
                    var piece = cell
                    piece.rows = row + line..<row + line + 1
                    piece.lines = [cell.lines[line]]
                    piece.box.y0 = line == 0 ? cell.box.y0 : edges[line - 1]
                    piece.box.y1 = line == count - 1 ? cell.box.y1 : edges[line]
                    parted.append(piece)
                }
                continue
            }
            var moved = cell
            moved.rows =
                (cell.rows.lowerBound > row ? cell.rows.lowerBound + count - 1 : cell.rows.lowerBound)..<cell.rows
                .upperBound
                + count - 1
            parted.append(moved)
        }
        parted.sort { ($0.rows.lowerBound, $0.columns.lowerBound) < ($1.rows.lowerBound, $1.columns.lowerBound) }
        cells = parted
        rowEdges.insert(contentsOf: edges, at: row + 1)
        doubtfulRows = Set(doubtfulRows.map { $0 > row ? $0 + count - 1 : $0 })
    }
}
