package import PageContent

extension TableBlock {
    /// A part of a block that is printed on another page: its last columns.
    package struct Spread: Sendable {
        package var page: Int
        package var box: Rect
    }

    /// Whether another block has its rows at the same heights; one header may be divided where the other is not.
    package func isLevel(with other: TableBlock) -> Bool {
        let (few, many) =
            rowEdges.count <= other.rowEdges.count ? (rowEdges, other.rowEdges) : (other.rowEdges, rowEdges)
        guard few.count > 2, abs(few[0] - many[0]) < Self.sameHeight else { return false }
        let missing = many.indices.filter { index in !few.contains { abs($0 - many[index]) < Self.sameHeight } }
        return few.allSatisfy { edge in many.contains { abs($0 - edge) < Self.sameHeight } }
            && missing.allSatisfy { $0 <= Self.deepestHeader } && missing.count < few.count
    }

    private static let deepestHeader = 4

    /// The block with its rows laid onto more edges.
    private func relaid(ontoRows edges: [Double]) -> TableBlock {
        let places = rowEdges.map { edge in edges.firstIndex { abs($0 - edge) < Self.sameHeight } ?? 0 }
        var block = self
        block.rowEdges = edges
        for index in cells.indices {
            block.cells[index].rows = places[cells[index].rows.lowerBound]..<places[cells[index].rows.upperBound]
        }
        block.doubtfulRows = Set(doubtfulRows.map { places[$0] })
        return block
    }

    /// Sheets that are printed over several pages stand at the same heights on each, to a line's width.
    private static let sameHeight = 1.5

    /// The block with the columns of another, whose rows are its own, behind its last.
    ///
    /// - Parameter depth: rows of the header; a heading that runs on over columns of the other block is empty there.
    package func widened(by other: TableBlock, depth: Int) -> TableBlock {
        let rows = rowEdges.count >= other.rowEdges.count ? rowEdges : other.rowEdges
        var block = relaid(ontoRows: rows)
        let other = other.relaid(ontoRows: rows)
        let shift = box.x1 - other.box.x0
        block.columnEdges += other.columnEdges.dropFirst().map { $0 + shift }
        block.box.x1 += other.box.width
        block.spreads.append(Spread(page: other.page, box: other.box))
        for cell in other.cells {
            let columns = cell.columns.lowerBound + columnCount..<cell.columns.upperBound + columnCount
            let goesOn = block.cells.firstIndex {
                $0.columns.upperBound == columns.lowerBound && $0.rows == cell.rows && !$0.lines.isEmpty
            }
            if cell.lines.isEmpty, cell.rows.upperBound <= depth, let goesOn {
                block.cells[goesOn].columns = block.cells[goesOn].columns.lowerBound..<columns.upperBound
                block.cells[goesOn].box.x1 = cell.box.x1 + shift
                continue
            }
            var moved = cell
            moved.columns = columns
            moved.box.x0 += shift
            moved.box.x1 += shift
            block.cells.append(moved)
        }
        block.cells.sort { ($0.rows.lowerBound, $0.columns.lowerBound) < ($1.rows.lowerBound, $1.columns.lowerBound) }
        return block
    }
}
