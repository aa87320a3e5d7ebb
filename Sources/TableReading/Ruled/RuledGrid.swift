import PageContent

/// The cells that the rules of one region draw.
struct RuledGrid {
    var columnEdges: [Double]
    var rowEdges: [Double]
    var cells: [TableCell]
    var isOpenAbove = false
    var isOpenBelow = false

    /// Verticals that run on by more than this beyond the last horizontal draw a row that is open there. Ordinary
    /// corners overshoot by a line width; the lowest row seen is 6 points high.
    private static let overshoot = 4.0
    /// Borders seen to miss each other did so by 14 points.
    private static let widestStagger = 16.0
    /// Edges nearer than this are one edge: no row is lower, no column narrower, and double borders stand up to four
    /// points apart.
    private static let sameEdge = 4.5

    /// Fails for rules that enclose fewer than two cells.
    init?(region: RuleRegion) {
        var rowEdges = Self.edges(of: region.horizontal)
        var columnEdges = Self.edges(of: region.vertical)
        guard let top = rowEdges.first, let bottom = rowEdges.last, let left = columnEdges.first,
            let right = columnEdges.last
        else { return nil }
        // A border that every rule of the other axis runs past is not drawn: the table is open on that side.
        let above = Self.end(of: region.vertical.map(\.start).filter { $0 < top - Self.overshoot }, least: 2)
        let below = Self.end(of: region.vertical.map(\.end).filter { $0 > bottom + Self.overshoot }, least: 2)
        if let above { rowEdges.insert(above, at: 0); isOpenAbove = true }
        if let below { rowEdges.append(below); isOpenBelow = true }
        let before = Self.end(of: region.horizontal.map(\.start).filter { $0 < left - Self.overshoot }, least: 2)
        let after = Self.end(of: region.horizontal.map(\.end).filter { $0 > right + Self.overshoot }, least: 2)
        if let before { columnEdges.insert(before, at: 0) }
        if let after { columnEdges.append(after) }
        self.rowEdges = rowEdges
        self.columnEdges = columnEdges
        cells = []
        guard rowEdges.count >= 2, columnEdges.count >= 2 else { return nil }
        cells = Self.cells(region: region, rowEdges: rowEdges, columnEdges: columnEdges)
        uniteStaggeredColumns()
        guard cells.count >= 2 else { return nil }
    }

    /// A header's border and the body's may miss each other by a few points and mean one: the strip between them is
    /// narrow and never a cell of its own.
    private mutating func uniteStaggeredColumns() {
        var column = 1
        while column + 2 < columnEdges.count {
            let isStrip =
                columnEdges[column + 1] - columnEdges[column] < Self.widestStagger
                && !cells.contains { $0.columns == column..<column + 1 }
            guard isStrip else {
                column += 1
                continue
            }
            // Every cell that ends or begins at either edge now does so at the left one.
            columnEdges.remove(at: column + 1)
            for index in cells.indices {
                let columns = cells[index].columns
                func moved(_ edge: Int) -> Int { edge > column ? edge - 1 : edge }
                cells[index].columns =
                    moved(columns.lowerBound)..<max(moved(columns.lowerBound) + 1, moved(columns.upperBound))
            }
        }
    }

    /// Positions of rules, those that belong together averaged.
    private static func edges(of rules: [Rule]) -> [Double] {
        let positions = rules.map(\.position).sorted()
        var edges: [Double] = []
        var band: [Double] = []
        for position in positions {
            if let first = band.first, position - first > sameEdge {
                edges.append(band.reduce(0, +) / Double(band.count))
                band = []
            }
            band.append(position)
        }
        if !band.isEmpty { edges.append(band.reduce(0, +) / Double(band.count)) }
        return edges
    }

    /// Where at least `least` rules end together; the outermost such place.
    private static func end(of ends: [Double], least: Int) -> Double? {
        guard ends.count >= least else { return nil }
        return ends.reduce(0, +) / Double(ends.count)
    }

    /// Unites the squares of the finest grid wherever no rule stands between two of them.
    private static func cells(region: RuleRegion, rowEdges: [Double], columnEdges: [Double]) -> [TableCell] {
        let rows = rowEdges.count - 1
        let columns = columnEdges.count - 1
        let walls = Walls(rules: region.vertical, edges: columnEdges, spans: rowEdges)
        let floors = Walls(rules: region.horizontal, edges: rowEdges, spans: columnEdges)
        var groups = DisjointSets(count: rows * columns)
        for row in 0..<rows {
            for column in 0..<columns {
                if column + 1 < columns, !walls.stands(edge: column + 1, span: row) {
                    groups.join(row * columns + column, row * columns + column + 1)
                }
                if row + 1 < rows, !floors.stands(edge: row + 1, span: column) {
                    groups.join(row * columns + column, (row + 1) * columns + column)
                }
            }
        }
        var members: [Int: [Int]] = [:]
        for square in 0..<(rows * columns) { members[groups.root(of: square), default: []].append(square) }
        var spans: [(rows: Range<Int>, columns: Range<Int>)] = []
        for squares in members.values {
            let rowIndices = squares.map { $0 / columns }
            let columnIndices = squares.map { $0 % columns }
            guard let firstRow = rowIndices.min(), let lastRow = rowIndices.max(),
                let firstColumn = columnIndices.min(), let lastColumn = columnIndices.max()
            else { continue }
            if (lastRow - firstRow + 1) * (lastColumn - firstColumn + 1) == squares.count {
                spans.append((firstRow..<lastRow + 1, firstColumn..<lastColumn + 1))
            } else {
                // A missing piece of rule let two cells run into an L: each row's run stands alone.
                for row in firstRow...lastRow {
                    var run: Range<Int>?
                    for column in squares.filter({ $0 / columns == row }).map({ $0 % columns }).sorted() {
                        if let current = run, current.upperBound == column {
                            run = current.lowerBound..<column + 1
                        } else {
                            if let run { spans.append((row..<row + 1, run)) }
                            run = column..<column + 1
                        }
                    }
                    if let run { spans.append((row..<row + 1, run)) }
                }
            }
        }
        return
            spans
            .sorted { ($0.rows.lowerBound, $0.columns.lowerBound) < ($1.rows.lowerBound, $1.columns.lowerBound) }
            .map { rows, columns in
                TableCell(
                    rows: rows, columns: columns,
                    box: Rect(
                        x0: columnEdges[columns.lowerBound], y0: rowEdges[rows.lowerBound],
                        x1: columnEdges[columns.upperBound], y1: rowEdges[rows.upperBound]))
            }
    }
}

/// Where on each edge of a grid a rule is drawn.
private struct Walls {
    private let spanCount: Int
    private let drawn: [Bool]

    /// - Parameters:
    ///   - edges: positions that rules stand at.
    ///   - spans: the positions across, which cut an edge into pieces.
    init(rules: [Rule], edges: [Double], spans: [Double]) {
        spanCount = spans.count - 1
        var covered = [Double](repeating: 0, count: edges.count * spanCount)
        for rule in rules {
            guard let edge = edges.indices.min(by: { abs(edges[$0] - rule.position) < abs(edges[$1] - rule.position) })
            else { continue }
            for span in 0..<spanCount where spans[span] < rule.end && spans[span + 1] > rule.start {
                let length = min(rule.end, spans[span + 1]) - max(rule.start, spans[span])
                covered[edge * spanCount + span] += length
            }
        }
        drawn = covered.enumerated().map { index, length in
            let span = index % (spans.count - 1)
            return length >= 0.6 * (spans[span + 1] - spans[span])
        }
    }

    func stands(edge: Int, span: Int) -> Bool { drawn[edge * spanCount + span] }
}
