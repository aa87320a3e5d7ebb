import PageContent
import TableReading

extension TableBlock {
    /// The block cut into the forms that it holds side by side, each of which begins with a label of the same field on the
    /// same row; the block itself where it holds one.
    ///
    /// - Parameter isName: whether a text is the label that a form begins with.
    func formsAbreast(where isName: (GlyphText) -> Bool) -> [TableBlock] {
        let names = cells.filter { !$0.lines.isEmpty && isName($0.scalars) }
        guard let first = names.first else { return [self] }
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
