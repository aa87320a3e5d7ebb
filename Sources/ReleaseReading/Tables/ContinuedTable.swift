import BudgetRelease
import PageContent
import TableReading

/// A table that the next page may continue.
struct ContinuedTable {
    var table: RawTable
    var edges: [Double]
    /// See `TableBlock.printedMiddles`.
    var middles: [Double] = []
    var header: RepeatedHeader
    var paths: [[String]]
    var isOpenBelow: Bool
    /// See `BlockRows.room`.
    var room: [Int: Double]
    /// By column, the row that its last cell begins in.
    var starts: [Int]
    var lastPage: Int
    /// Running text stood below it, so that the next page can't go on with it.
    var isEnded = false

    /// How far to the right a block's columns stand from the table's, nil where they are others.
    ///
    /// Without its header a continuation is told by its columns: each edge stands where the table has one, or all
    /// of them stand beside theirs by the same distance.
    func shift(of block: TableBlock) -> Double? {
        if block.columnEdges.allSatisfy({ edge in edges.contains { abs($0 - edge) < 6 } }) { return 0 }
        guard block.columnEdges.count == edges.count, let first = edges.first else { return nil }
        let shift = block.columnEdges[0] - first
        let fits = zip(block.columnEdges, edges).allSatisfy { abs($0 - $1 - shift) < 3 }
        return fits && abs(shift) < 40 ? shift : nil
    }

    /// Whether a page prints the table's header again. On a character grid parents may seem to stand over other
    /// columns from page to page.
    func repeats(_ header: TableHeader, of block: TableBlock) -> Bool {
        guard header.depth > header.start else { return false }
        return RepeatedHeader.repeats(header.paths, paths)
            || (block.isOnCharacterGrid && header.leaves == paths.map { $0.last ?? "" } && header.leaves.count > 2)
    }

    /// The headings of a block together with the table's own above them, where a page break cut the header: nothing
    /// but headings stands before it, each over whole columns of the block, and other headings behind it.
    func paths(withHeader header: TableHeader, of block: TableBlock) -> [[String]]? {
        guard table.rows.isEmpty, table.notes.isEmpty, !isEnded, block.page == lastPage + 1,
            header.depth > header.start, !paths.allSatisfy({ $0.allSatisfy(\.isEmpty) }),
            block.columnEdges.count >= edges.count,
            edges.allSatisfy({ edge in block.columnEdges.contains { abs($0 - edge) < 6 } })
        else { return nil }
        let parents = header.paths.indices.map { column in
            let middle = (block.columnEdges[column] + block.columnEdges[column + 1]) / 2
            return min(edges.lastIndex { $0 < middle } ?? 0, paths.count - 1)
        }
        // A heading stands over several columns, or the break cut it between its lines.
        var isCut = false
        let whole = zip(parents, header.paths).map { parent, path -> [String] in
            let rest = path.filter { !$0.isEmpty }
            guard !rest.isEmpty else { return paths[parent] }
            isCut = true
            let isShared = parents.count { $0 == parent } > 1
            guard !isShared, let last = paths[parent].last, let first = rest.first else {
                return paths[parent] + rest
            }
            return paths[parent].dropLast() + [last + first] + rest.dropFirst()
        }
        return isCut && whole.contains { $0.count > 1 } ? whole : nil
    }

    /// The form of one project that the next page's first block goes on with: it is as wide.
    func form(thatGoesOnWith block: TableBlock) -> Form? {
        guard let form = table.form, form.layout.hasLabels, block.page == lastPage + 1, !isEnded,
            let left = edges.first, let right = edges.last,
            abs(block.box.x0 - left) < 8, abs(block.box.x1 - right) < 8
        else { return nil }
        return form
    }

    /// Lays the rows onto more columns.
    mutating func relay(onto united: [Double]) {
        let places = edges.map { edge in united.firstIndex { abs($0 - edge) < 0.01 } ?? 0 }
        for row in table.rows.indices {
            var cells = [RawCell](repeating: RawCell(), count: united.count - 1)
            for (column, cell) in table.rows[row].cells.enumerated() {
                cells[places[column]] = cell
                let end = min(column + cell.columnSpan, places.count - 1)
                cells[places[column]].columnSpan = max(1, places[end] - places[column])
            }
            table.rows[row].cells = cells
        }
        room = Dictionary(uniqueKeysWithValues: room.map { (places[$0.key], $0.value) })
        starts = (0..<united.count - 1).map { _ in max(0, table.rows.count - 1) }
        edges = united
    }

    var headline: Headline { Headline(title: table.title, issuer: table.issuer, unit: table.unit) }

    private static let farthestMove = 6 * Page.textCellWidth

    /// A block from the character grid of a text file, its columns moved to those of the table: all of them in
    /// order, or some where others are empty on the page.
    func relaid(_ block: TableBlock) -> TableBlock? {
        let count = edges.count - 1
        guard block.isOnCharacterGrid, block.columnCount <= count, block.columnCount >= 2 else { return nil }
        let kinds = block.columnKinds
        guard block.printedMiddles.count == block.columnCount, middles.count == count else {
            return block.columnCount == count ? block.relaid(onto: edges, columns: Array(0..<count)) : nil
        }
        func distance(_ column: Int, _ place: Int) -> Double { abs(block.printedMiddles[column] - middles[place]) }
        func cost(_ column: Int, _ place: Int) -> Double {
            let type = table.columns[place].type
            let fits: Bool
            switch kinds[column] {
            case .sums: fits = type != .code && type != .name
            case .codes: fits = type == .code || type == .amount
            case .words: fits = type == .name || type == .text
            case nil: fits = true
            }
            return distance(column, place) + (fits ? 0 : 1_000)
        }
        // The cheapest way to put the columns so far into the first places.
        var best = [(cost: Double, places: [Int])?](repeating: (0, []), count: count + 1)
        for column in 0..<block.columnCount {
            var next = [(cost: Double, places: [Int])?](repeating: nil, count: count + 1)
            for place in 0..<count {
                if let before = best[place] {
                    next[place + 1] = (before.cost + cost(column, place), before.places + [place])
                }
                if let without = next[place], without.cost <= next[place + 1]?.cost ?? .infinity {
                    next[place + 1] = without
                }
            }
            best = next
        }
        guard let found = best[count], found.cost < 1_000 || block.columnCount == count else { return nil }
        var relaid = block.relaid(onto: edges, columns: found.places)
        // Farther away than columns move from page to page, or about as near to one that is left out, they may be
        // others; where all are there, those that hold something else.
        let left = Set(0..<count).subtracting(found.places)
        let isUnclear = found.places.enumerated().contains { column, place in
            cost(column, place) > (left.isEmpty ? 1_000 : Self.farthestMove)
                || [place - 1, place + 1].contains {
                    left.contains($0) && cost(column, $0) < distance(column, place) + Self.farthestMove
                }
        }
        if isUnclear {
            relaid.doubtfulRows = Set(0..<block.rowCount)
        }
        return relaid
    }
}

extension TableBlock {
    /// Whether a cell holds one of the labels that a form prints a field with.
    func prints(labelsOf field: String, of form: Form) -> Bool {
        let labels = form.fields[field] ?? []
        return cells.contains { labels.contains(CompactText.folded($0.text)) }
    }

    /// The cell to the right of one.
    func cellBeside(_ index: Int) -> TableCell? {
        let cell = cells[index]
        return cells.first { $0.columns.lowerBound == cell.columns.upperBound && $0.rows.overlaps(cell.rows) }
    }

    /// The cell below one.
    func cellBelow(_ index: Int) -> TableCell? {
        let cell = cells[index]
        return cells.first {
            $0.rows.lowerBound == cell.rows.upperBound && $0.columns.contains(cell.columns.lowerBound)
        }
    }

    enum ColumnKind { case sums, codes, words }

    /// What most cells of each column hold; nil where it has none.
    var columnKinds: [ColumnKind?] {
        (0..<columnCount).map { column in
            let texts = cells.filter { $0.columns == column..<column + 1 && !$0.lines.isEmpty }.map(\.text)
            guard !texts.isEmpty else { return nil }
            let figures = texts.filter { TableAssembly.isFigure($0.unicodeScalars) }
            guard figures.count * 2 > texts.count else { return .words }
            return figures.count { $0.contains(",") || $0.contains(".") || $0 == "0" } * 2 > figures.count
                ? .sums : .codes
        }
    }
}
