import PageContent

/// Puts the cells of a table on a character grid back into straight columns.
///
/// An extractor that keeps the layout pushes a text to the right of what stands before it on its line, so that the
/// cells of one column begin and end in different places of their lines. Their order stays. Rows are laid onto one
/// another by the cheapest alignment of their cells, the fullest row first, and every column gets a place of its own.
struct GridStraightening {
    /// A column while rows are laid onto it: where its cells stand on average.
    private struct GridColumn {
        var start: Double
        var end: Double
        var count = 1.0
        var sums = 0.0
        var words = 0.0
        var widest: Double

        init(_ cell: TextSegment) {
            start = cell.box.x0
            end = cell.box.x1
            widest = cell.box.width
            sums = cell.isSum ? 1 : 0
            words = cell.isWord ? 1 : 0
        }

        mutating func take(_ cell: TextSegment) {
            start += (cell.box.x0 - start) / (count + 1)
            end += (cell.box.x1 - end) / (count + 1)
            count += 1
            widest = max(widest, cell.box.width)
            sums += cell.isSum ? 1 : 0
            words += cell.isWord ? 1 : 0
        }

        var middle: Double { (start + end) / 2 }
    }

    private var columns: [GridColumn] = []
    /// Where each column begins once straight.
    private var starts: [Double] = []
    /// For each row the column of each cell.
    private var places: [[Int]] = []
    /// The cells of each row.
    private let rows: [[TextSegment]]

    /// Straight columns keep this much apart.
    private static let gap = 3 * Page.textCellWidth
    /// What a column of its own costs a cell.
    private let newColumn: Double
    /// What it costs more to stand under cells of another kind.
    private var otherKind: Double { newColumn + 2 * Page.textCellWidth }

    /// - Parameters:
    ///   - rows: the cells of each line of the table's body, as `cells` gives them.
    ///   - newColumn: how many cells beside a column the cells of another one stand at least.
    init(rows: [[TextSegment]], newColumn: Int) {
        self.newColumn = Double(newColumn) * Page.textCellWidth
        self.rows = rows
        places = [[Int]](repeating: [], count: rows.count)
        let order = rows.indices.sorted { (rows[$0].count, -$0) > (rows[$1].count, -$1) }
        for row in order { lay(rows[row]) }
        // Columns are settled now; each row is laid onto them once more.
        for row in rows.indices { places[row] = alignment(of: rows[row]).map { $0 ?? 0 } }
        var x = columns.first?.start ?? 0
        for column in columns {
            starts.append(x)
            x += column.widest + Self.gap
        }
    }

    /// Joins segments that a single blank parts, where neither is a figure: a blank inside a text.
    static func cells(of segments: [TextSegment], in lines: SegmentedLines) -> [TextSegment] {
        var cells: [TextSegment] = []
        let isOrdered = zip(segments, segments.dropFirst()).allSatisfy { $0.box.x0 <= $1.box.x0 }
        cells.reserveCapacity(segments.count)
        func append(_ piece: TextSegment) {
            if let last = cells.last, last.isWord, !piece.isFigure,
                piece.box.x0 - last.box.x1 < 1.5 * Page.textCellWidth, piece.box.x0 > last.box.x1 + 1
            {
                cells[cells.count - 1] = lines.joined(last, piece)
            } else {
                cells.append(piece)
            }
        }
        for segment in isOrdered ? segments : segments.sorted(by: { $0.box.x0 < $1.box.x0 }) {
            let cuts = segment.hasSeparator ? endsOfGluedSums(in: lines.text(of: segment)) : []
            if cuts.isEmpty { append(segment) } else { lines.cut(segment, at: cuts).forEach(append) }
        }
        return cells
    }

    /// Where sums of money with two decimals end that something is glued to, counted from a text's first character.
    private static func endsOfGluedSums(in text: GlyphText) -> [Int] {
        var cuts: [Int] = []
        var rest = text[...]
        while let point = rest.firstIndex(of: "."), point + 3 < rest.endIndex {
            let isSum =
                rest[..<point].allSatisfy { $0.isDigit || $0 == "," } && point > rest.startIndex
                && rest[point + 1..<point + 3].allSatisfy(\.isDigit)
            let next = rest[point + 3]
            guard isSum, next.isDigit || next.value >= 0x3400 else { break }
            cuts.append(point + 3 - text.startIndex)
            rest = rest[(point + 3)...]
        }
        return cuts
    }

    private mutating func lay(_ cells: [TextSegment]) {
        guard !columns.isEmpty else {
            columns = cells.map(GridColumn.init)
            return
        }
        for (cell, place) in zip(cells, alignment(of: cells)).reversed() {
            if let place {
                columns[place].take(cell)
            } else {
                let index = columns.firstIndex { $0.middle > cell.box.midX } ?? columns.count
                columns.insert(GridColumn(cell), at: index)
            }
        }
    }

    /// For each cell its column, in order, nil for one that is better off with a column of its own.
    private func alignment(of cells: [TextSegment]) -> [Int?] {
        // What the cells from one on cost over the columns from one on, row by row of a table of both.
        let width = columns.count + 1
        var costs = [Double](repeating: 0, count: width * (cells.count + 1))
        for cell in cells.indices.reversed() {
            for column in (0..<width).reversed() {
                var best = costs[(cell + 1) * width + column] + newColumn
                if column < columns.count {
                    best = min(best, costs[cell * width + column + 1])
                    best = min(best, costs[(cell + 1) * width + column + 1] + cost(cells[cell], columns[column]))
                }
                costs[cell * width + column] = best
            }
        }
        var places: [Int?] = []
        places.reserveCapacity(cells.count)
        var column = 0
        for cell in cells.indices {
            let row = cell * width
            while column < columns.count, costs[row + column] == costs[row + column + 1] { column += 1 }
            if column < columns.count,
                costs[row + column] == costs[row + width + column + 1] + cost(cells[cell], columns[column])
            {
                places.append(column)
                column += 1
            } else {
                places.append(nil)
            }
        }
        return places
    }

    private func cost(_ cell: TextSegment, _ column: GridColumn) -> Double {
        let distance = max(0, cell.box.x0 - column.end, column.start - cell.box.x1)
        let isOther = (cell.isSum && column.words > column.sums) || (cell.isWord && column.sums > column.words)
        return distance + 0.2 * offset(cell, column) + (isOther ? otherKind : 0)
    }

    /// Rows with a cell that stands as far from its column as from another.
    var doubtfulRows: Set<Int> {
        Set(
            rows.indices.filter { row in
                zip(rows[row], places[row]).contains { cell, place in
                    offset(cell, columns[place]) > Self.farthest
                }
            })
    }

    /// A cell stands no farther from the others of its column.
    private static let farthest = 6 * Page.textCellWidth

    /// How far a cell begins, ends or has its middle from where the others of a column do, whichever is least.
    private func offset(_ cell: TextSegment, _ column: GridColumn) -> Double {
        min(abs(cell.box.x0 - column.start), abs(cell.box.x1 - column.end), abs(cell.box.midX - column.middle))
    }

    // MARK: Straight

    /// The body's rows with every cell in its column: figures to the right, texts to the left.
    var straightRows: [[TextSegment]] {
        zip(rows, places).map { cells, places in
            zip(cells, places).map { segment, place in
                let isRight = columns[place].sums > columns[place].words
                let start = isRight ? starts[place] + columns[place].widest - segment.box.width : starts[place]
                return segment.moved(by: start - segment.box.x0)
            }
        }
    }

    /// A heading at the place that it has over the straight columns.
    func straight(_ heading: TextSegment) -> TextSegment {
        heading.moved(by: straight(heading.box.midX) - heading.box.midX)
    }

    /// Where a place over the columns comes to stand: in proportion between the middles beside it.
    private func straight(_ x: Double) -> Double {
        func middle(_ column: Int) -> Double {
            let width = columns[column].end - columns[column].start
            return columns[column].sums > columns[column].words
                ? starts[column] + columns[column].widest - width / 2 : starts[column] + width / 2
        }
        guard let right = columns.firstIndex(where: { $0.middle >= x }) else {
            let last = columns.count - 1
            return last < 0 ? x : x - columns[last].middle + middle(last)
        }
        guard right > 0 else { return x - columns[0].middle + middle(0) }
        let share = (x - columns[right - 1].middle) / max(1, columns[right].middle - columns[right - 1].middle)
        return middle(right - 1) + share * (middle(right) - middle(right - 1))
    }
}
