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

        init(_ cell: TextSegment, isSum: Bool, isWord: Bool) {
            start = cell.box.x0
            end = cell.box.x1
            widest = cell.box.width
            sums = isSum ? 1 : 0
            words = isWord ? 1 : 0
        }

        mutating func take(_ cell: TextSegment, isSum: Bool, isWord: Bool) {
            start += (cell.box.x0 - start) / (count + 1)
            end += (cell.box.x1 - end) / (count + 1)
            count += 1
            widest = max(widest, cell.box.width)
            sums += isSum ? 1 : 0
            words += isWord ? 1 : 0
        }

        var middle: Double { (start + end) / 2 }
    }

    private let isFigure: (String) -> Bool
    private var columns: [GridColumn] = []
    /// Where each column begins once straight.
    private var starts: [Double] = []
    /// For each row the column of each cell.
    private var places: [[Int]] = []
    private var rows: [[TextSegment]] = []

    /// Straight columns keep this much apart.
    private static let gap = 3 * Page.textCellWidth
    /// What a column of its own costs a cell.
    private let newColumn: Double
    /// What it costs more to stand under cells of another kind.
    private var otherKind: Double { newColumn + 2 * Page.textCellWidth }

    /// - Parameters:
    ///   - rows: the segments of each line of the table's body.
    ///   - newColumn: how many cells beside a column the cells of another one stand at least.
    init(rows: [[TextSegment]], newColumn: Int, isFigure: @escaping (String) -> Bool) {
        self.isFigure = isFigure
        self.newColumn = Double(newColumn) * Page.textCellWidth
        self.rows = rows.map { Self.cells(of: $0, isFigure: isFigure) }
        places = [[Int]](repeating: [], count: rows.count)
        let order = self.rows.indices.sorted { (self.rows[$0].count, -$0) > (self.rows[$1].count, -$1) }
        for row in order { lay(self.rows[row]) }
        // Columns are settled now; each row is laid onto them once more.
        for row in self.rows.indices { places[row] = alignment(of: self.rows[row]).map { $0 ?? 0 } }
        var x = columns.first?.start ?? 0
        for column in columns {
            starts.append(x)
            x += column.widest + Self.gap
        }
    }

    /// Joins segments that a single blank parts, where neither is a figure: a blank inside a text.
    private static func cells(of segments: [TextSegment], isFigure: (String) -> Bool) -> [TextSegment] {
        var cells: [TextSegment] = []
        for segment in segments.sorted(by: { $0.box.x0 < $1.box.x0 }) {
            if let last = cells.last, segment.box.x0 - last.box.x1 < 1.5 * Page.textCellWidth, !isFigure(last.text),
                !isFigure(segment.text)
            {
                cells[cells.count - 1] = TextSegment(
                    glyphs: last.glyphs + segment.glyphs, box: last.box.union(segment.box))
            } else {
                cells.append(segment)
            }
        }
        return cells
    }

    private func kind(of cell: TextSegment) -> (isSum: Bool, isWord: Bool) {
        let text = cell.text
        guard isFigure(text) else { return (false, text != "-" && text != "—") }
        return (text.isSum, false)
    }

    private mutating func lay(_ cells: [TextSegment]) {
        guard !columns.isEmpty else {
            columns = cells.map { GridColumn($0, isSum: kind(of: $0).isSum, isWord: kind(of: $0).isWord) }
            return
        }
        for (cell, place) in zip(cells, alignment(of: cells)).reversed() {
            let kind = kind(of: cell)
            if let place {
                columns[place].take(cell, isSum: kind.isSum, isWord: kind.isWord)
            } else {
                let index = columns.firstIndex { $0.middle > cell.box.midX } ?? columns.count
                columns.insert(GridColumn(cell, isSum: kind.isSum, isWord: kind.isWord), at: index)
            }
        }
    }

    /// For each cell its column, in order, nil for one that is better off with a column of its own.
    private func alignment(of cells: [TextSegment]) -> [Int?] {
        var costs = [[Double]](
            repeating: [Double](repeating: 0, count: columns.count + 1), count: cells.count + 1)
        for cell in cells.indices.reversed() {
            for column in (0...columns.count).reversed() {
                var best = costs[cell + 1][column] + newColumn
                if column < columns.count {
                    best = min(best, costs[cell][column + 1])
                    best = min(best, costs[cell + 1][column + 1] + cost(cells[cell], columns[column]))
                }
                costs[cell][column] = best
            }
        }
        var places: [Int?] = []
        var column = 0
        for cell in cells.indices {
            while column < columns.count, costs[cell][column] == costs[cell][column + 1] { column += 1 }
            if column < columns.count,
                costs[cell][column] == costs[cell + 1][column + 1] + cost(cells[cell], columns[column])
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
        let kind = kind(of: cell)
        let isOther =
            (kind.isSum && column.words > column.sums) || (kind.isWord && column.sums > column.words)
        let off = min(
            abs(cell.box.x0 - column.start), abs(cell.box.x1 - column.end), abs(cell.box.midX - column.middle))
        return distance + 0.2 * off + (isOther ? otherKind : 0)
    }

    /// Rows with a cell that stands as far from its column as from another.
    var doubtfulRows: Set<Int> {
        Set(
            rows.indices.filter { row in
                zip(rows[row], places[row]).contains { cell, place in
                    cost(cell, columns[place]) > Self.farthest
                }
            })
    }

    /// A cell stands no farther from the others of its column.
    private static let farthest = 4 * Page.textCellWidth

    // MARK: Straight

    /// The body's rows with every cell in its column: figures to the right, texts to the left.
    var straightRows: [[TextSegment]] {
        zip(rows, places).map { cells, places in
            zip(cells, places).map { cell, place in
                let isRight = columns[place].sums > columns[place].words
                let start = isRight ? starts[place] + columns[place].widest - cell.box.width : starts[place]
                return cell.moved(by: start - cell.box.x0)
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

extension TextSegment {
    fileprivate func moved(by distance: Double) -> TextSegment {
        var moved = self
        moved.printedMiddle = box.midX
        moved.box.x0 += distance
        moved.box.x1 += distance
        for index in moved.glyphs.indices {
            moved.glyphs[index].box.x0 += distance
            moved.glyphs[index].box.x1 += distance
        }
        return moved
    }
}
