import PageContent

// The table as a block: each text in its column.
extension GapTable {
    /// The table with its columns as a block; nil where it has less than two.
    func assemble(_ table: Columns) -> TableBlock? {
        let bands = table.bands
        let groups = table.groups
        let (depth, header) = bands.cells()
        let columnEdges = bands.edges
        let columns = bands.columns
        guard columns.count >= 2, let firstGroup = groups.first, let bodyTop = firstGroup.map(\.box.y0).min(),
            let bottom = groups.last?.map(\.box.y1).max()
        else { return nil }
        let headerTop = table.top ?? bodyTop
        var rowEdges =
            depth == 0
            ? [bodyTop - 1] : (0...depth).map { headerTop - 1 + (bodyTop - headerTop) * Double($0) / Double(depth) }
        for (upper, lower) in zip(groups, groups.dropFirst()) {
            let above = upper.map(\.box.y1).max() ?? 0
            let below = lower.map(\.box.y0).min() ?? above
            rowEdges.append(max((above + below) / 2, (rowEdges.last ?? 0) + 0.1))
        }
        rowEdges.append(max(bottom + 1, (rowEdges.last ?? 0) + 0.1))
        func box(rows: Range<Int>, columns: Range<Int>) -> Rect {
            Rect(
                x0: columnEdges[columns.lowerBound], y0: rowEdges[rows.lowerBound], x1: columnEdges[columns.upperBound],
                y1: rowEdges[rows.upperBound])
        }
        var cells = header.map { cell in
            TableCell(
                rows: cell.rows, columns: cell.columns, box: box(rows: cell.rows, columns: cell.columns),
                lines: cell.segments.map(lines.line))
        }
        cells.sort { ($0.rows.lowerBound, $0.columns.lowerBound) < ($1.rows.lowerBound, $1.columns.lowerBound) }
        cells.reserveCapacity(cells.count + groups.count * columns.count)
        var contents = [ColumnContents](repeating: ColumnContents(), count: columns.count)
        var doubtful: Set<Int> = []
        let middles = columns.indices.map {
            columns[$0].leaf == nil ? .infinity : bands.printedMiddle(ofHeadingOver: $0)
        }
        for (index, group) in groups.enumerated() {
            let row = depth + index
            let first = cells.count
            for column in columns.indices {
                cells.append(
                    TableCell(
                        rows: row..<row + 1, columns: column..<column + 1,
                        box: box(rows: row..<row + 1, columns: column..<column + 1)))
            }
            for segment in group.lazy.flatMap({ $0.segments }) {
                let column = column(of: segment.box, columns)
                cells[first + column].lines.append(lines.line(of: segment))
                contents[column].take(segment)
                if Self.isNearerToAnother(segment, than: column, middles: middles) { doubtful.insert(row) }
            }
        }
        // Where less columns hold texts, their kinds and sums tell which column a cell belongs to.
        if !isOnCharacterGrid || contents.count(where: \.areTexts) < 3 { doubtful = [] }
        if isOnCharacterGrid, groups.count == 1 {
            let cells = firstGroup.flatMap(\.segments).map { ($0, column(of: $0.box, columns)) }
            let empty = contents.indices.filter { contents[$0].isEmpty }
            if Self.isPlaceless(cells, empty: empty, middles) { doubtful.insert(depth) }
        }
        for (index, group) in groups.enumerated() where group.contains(where: \.isDoubtful) {
            doubtful.insert(depth + index)
        }
        var block = TableBlock(
            page: page.number,
            box: box(rows: 0..<rowEdges.count - 1, columns: 0..<columns.count),
            columnEdges: columnEdges, rowEdges: rowEdges, cells: cells, isRuled: false)
        block.isOnCharacterGrid = isOnCharacterGrid
        block.printedMiddles = columns.indices.map {
            contents[$0].printedMiddle ?? bands.printedMiddle(ofHeadingOver: $0)
        }
        block.doubtfulRows = doubtful
        if !bands.isCertain { block.doubtAllRows() }
        return block
    }

    /// What the cells of a column have in common.
    struct ColumnContents {
        private var cells = 0
        private var texts = 0
        private var middles = 0.0
        private var printed = 0

        mutating func take(_ segment: TextSegment) {
            cells += 1
            if !segment.isFigure { texts += 1 }
            guard let middle = segment.printedMiddle else { return }
            middles += middle
            printed += 1
        }

        var isEmpty: Bool { cells == 0 }
        /// Whether most are texts.
        var areTexts: Bool { texts * 2 > cells }
        /// Where their middles stood on average.
        var printedMiddle: Double? { printed == 0 ? nil : middles / Double(printed) }
    }

    /// Whether the cells of a table's only row may belong to other columns where some are empty: one stood off its
    /// heading, or about as near to that of an empty column. No other row tells.
    static func isPlaceless(
        _ cells: [(segment: TextSegment, column: Int)], empty: [Int], _ middles: [Double]
    ) -> Bool {
        let free = empty.filter { middles[$0].isFinite }
        return !free.isEmpty
            && cells.contains { segment, column in
                guard middles[column].isFinite else { return false }
                let place = segment.printedMiddle ?? segment.box.midX
                let own = abs(middles[column] - place)
                return own > clearance || free.contains { abs(middles[$0] - place) < own + clearance }
            }
    }

    static let clearance = 4 * Page.textCellWidth

    /// Whether a text stood clearly nearer to the heading of another column: where several columns of a table hold
    /// texts, neither kind nor sums tell which a cell belongs to.
    ///
    /// - Parameter middles: of the headings, endlessly far for a column without one.
    static func isNearerToAnother(_ segment: TextSegment, than column: Int, middles: [Double]) -> Bool {
        guard let place = segment.printedMiddle, !segment.isFigure, middles[column].isFinite else { return false }
        let nearest = middles.reduce(.infinity) { min($0, abs($1 - place)) }
        return nearest + 3 * Page.textCellWidth < abs(middles[column] - place)
    }

    /// The column that most of a segment stands in, or the nearest. On a character grid headings are pushed over cells
    /// of other columns, so that what the body covers comes first.
    func column(of box: Rect, _ columns: [GapColumn]) -> Int {
        func overlap(_ extent: ClosedRange<Double>) -> Double {
            min(extent.upperBound, box.x1) - max(extent.lowerBound, box.x0)
        }
        if isOnCharacterGrid,
            let held = columns.firstIndex(where: { $0.band.map { overlap($0) >= box.width } ?? false })
        {
            return held
        }
        return columns.indices.max { overlap(columns[$0].extent) < overlap(columns[$1].extent) } ?? 0
    }
}
