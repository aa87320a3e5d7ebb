/// The header of a table: for each column its cells from parent to leaf.
package struct TableHeader: Equatable, Sendable {
    /// The block's row that the header begins with, and the one that the body begins with.
    package var start: Int
    package var depth: Int
    /// One path a column, without white space.
    package var paths: [[String]]

    package init(start: Int, depth: Int, paths: [[String]]) {
        self.start = start
        self.depth = depth
        self.paths = paths
    }

    /// The leaf of each column.
    package var leaves: [String] { paths.map { $0.last ?? "" } }
}

extension TableBlock {
    /// Reads the first rows as a header.
    ///
    /// A header ends at the first line across the whole table below which no heading is divided further. A row that
    /// holds a figure is never part of it.
    ///
    /// - Parameters:
    ///   - start: the row that it begins with; a title may stand in the rows before.
    ///   - isFigure: whether a cell's text is a figure or a code, which no header holds.
    package func header(startingAt start: Int = 0, isFigure: FigureTest) -> TableHeader {
        var depth = nextBoundary(after: start)
        // A page may go on with rows at once.
        if cells.contains(where: { $0.rows.lowerBound >= start && $0.rows.lowerBound < depth && isFigure($0.scalars) })
        {
            return TableHeader(start: start, depth: start, paths: (0..<columnCount).map { _ in [""] })
        }
        while depth < rowCount {
            let end = nextBoundary(after: depth)
            let below = cells.filter { $0.rows.lowerBound >= depth && $0.rows.upperBound <= end }
            guard !below.contains(where: { isFigure($0.scalars) }) else { break }
            // The next rows belong to the header where a heading stands over several of their cells.
            let divided = cells.contains { heading in
                heading.rows.upperBound == depth && heading.columns.count > 1 && !heading.lines.isEmpty
                    && below.filter {
                        heading.columns.contains($0.columns.lowerBound) && !$0.lines.isEmpty
                            && $0.columns != heading.columns
                    }.count > 1
            }
            guard divided else { break }
            depth = end
        }
        return header(rows: start..<depth)
    }

    /// The header that begins in some rows; what else begins in them belongs to it too.
    package func header(rows: Range<Int>) -> TableHeader {
        TableHeader(
            start: rows.lowerBound, depth: rows.upperBound,
            paths: (0..<columnCount).map { path(ofColumn: $0, rows: rows) })
    }

    /// The first row line after `row` that no cell crosses.
    private func nextBoundary(after row: Int) -> Int {
        var boundary = row + 1
        while boundary < rowCount,
            cells.contains(where: { $0.rows.lowerBound < boundary && $0.rows.upperBound > boundary })
        {
            boundary += 1
        }
        return min(boundary, rowCount)
    }

    private func path(ofColumn column: Int, rows: Range<Int>) -> [String] {
        let printed = cells.filter { rows.contains($0.rows.lowerBound) && $0.columns.contains(column) }
            .flatMap(\.headings).filter { !$0.isEmpty }
        return printed.isEmpty ? [""] : printed
    }

    /// The texts of a row whose cells stand in it alone, less of them than there are columns, as those of titles and
    /// labels; nil for any other row.
    package func texts(ofRow row: Int) -> [String]? {
        let cells = cells.filter { $0.rows.contains(row) }
        let texts = cells.map(\.text).filter { !$0.isEmpty }
        guard columnCount > 1, !texts.isEmpty, cells.allSatisfy({ $0.rows.count == 1 }),
            cells.count < columnCount || texts.count == 1
        else { return nil }
        return texts
    }
}
