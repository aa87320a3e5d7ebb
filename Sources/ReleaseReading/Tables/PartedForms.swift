import PageContent
import TableReading

extension TableBlock {
    /// The block cut into the forms that it holds side by side or below each other, each of which begins with the label of its
    /// name; the block itself where it holds one.
    ///
    /// - Parameter isName: whether a text is the label that a form begins with.
    func partedForms(where isName: (GlyphText) -> Bool) -> [TableBlock] {
        let names = cells.filter { !$0.lines.isEmpty && isName($0.scalars) }
        guard let first = names.first else { return [self] }
        let rows = names.filter { $0.columns.lowerBound == 0 }.map(\.rows.lowerBound)
        if rows.count > 1, zip(rows, rows.dropFirst()).allSatisfy({ $0 + 2 < $1 }),
            cells.allSatisfy({ cell in !rows.contains { cell.rows.lowerBound < $0 && $0 < cell.rows.upperBound } })
        {
            let ends = rows.dropFirst() + [rowCount]
            return zip([0] + rows.dropFirst(), ends).map { part(ofRows: $0..<$1) }
        }
        let starts = names.filter { $0.rows.lowerBound == first.rows.lowerBound }.map(\.columns.lowerBound)
        guard starts.count > 1, starts[0] == 0, zip(starts, starts.dropFirst()).allSatisfy({ $0 + 1 < $1 }),
            // Nothing reaches from one form into the next.
            cells.allSatisfy({ cell in
                !starts.contains { cell.columns.lowerBound < $0 && $0 < cell.columns.upperBound }
            })
        else { return [self] }
        let ends = starts.dropFirst() + [columnCount]
        return zip(starts, ends).map { part(ofColumns: $0..<$1) }
    }

    private func part(ofRows rows: Range<Int>) -> TableBlock {
        var part = self
        part.rowEdges = Array(rowEdges[rows.lowerBound...rows.upperBound])
        part.box.y0 = rowEdges[rows.lowerBound]
        part.box.y1 = rowEdges[rows.upperBound]
        part.isOpenAbove = isOpenAbove && rows.lowerBound == 0
        part.isOpenBelow = isOpenBelow && rows.upperBound == rowCount
        part.doubtfulRows = Set(doubtfulRows.filter(rows.contains).map { $0 - rows.lowerBound })
        part.cells = cells.filter { rows.contains($0.rows.lowerBound) }.map { cell in
            var cell = cell
            cell.rows = cell.rows.lowerBound - rows.lowerBound..<cell.rows.upperBound - rows.lowerBound
            return cell
        }
        return part
    }

    private func part(ofColumns columns: Range<Int>) -> TableBlock {
        var part = self
        part.columnEdges = Array(columnEdges[columns.lowerBound...columns.upperBound])
        part.box.x0 = columnEdges[columns.lowerBound]
        part.box.x1 = columnEdges[columns.upperBound]
        part.printedMiddles = []
        part.cells = cells.filter { columns.contains($0.columns.lowerBound) }.map { cell in
            var cell = cell
            cell.columns = cell.columns.lowerBound - columns.lowerBound..<cell.columns.upperBound - columns.lowerBound
            return cell
        }
        return part
    }
}
