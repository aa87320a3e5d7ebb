import BudgetRelease

/// Joins the rows of a page to those of the page before: cells that the page break cut, each column by itself.
///
/// A row is cut, or a cell that runs down over several rows, as those of a project over its indicators. Amounts tell best: a
/// cell has one, so that two are of two rows, and one on either page is of one.
struct PageJoining {
    let columns: [Column]
    /// By column, the row above the break that its last cell begins in.
    let starts: [Int]
    /// See `BlockRows.room`.
    let room: [Int: Double]
    let border: RowJoining.Border
    /// Every row of the table so far but the last has an amount or a code.
    private let rowsHaveFigures: Bool

    /// - Parameter rows: those of the pages before.
    init(
        columns: [Column], starts: [Int], room: [Int: Double], border: RowJoining.Border, rows: [RawRow]
    ) {
        self.columns = columns
        self.starts = starts
        self.room = room
        self.border = border
        rowsHaveFigures = rows.count > 1 && rows.dropLast().allSatisfy { $0.hasFigures(columns) }
    }

    struct Joined {
        /// Where the first row of the page stands among the rows, or would if it had not been joined to one.
        var first: Int
        /// Columns whose cell goes on from the page before.
        var goesOn: Set<Int> = []
    }

    /// - Parameters:
    ///   - next: the page's rows.
    ///   - rows: those of the pages before; the page's are added.
    func join(_ next: ArraySlice<RawRow>, to rows: inout [RawRow]) -> Joined {
        var next = next
        guard let last = rows.indices.last, var first = next.first else {
            rows += next
            return Joined(first: rows.count - next.count)
        }
        let rowJoining = RowJoining(
            columns: columns, rowsHaveFigures: rows.dropLast().allSatisfy { $0.hasFigures(columns) })
        first = rowJoining.withoutRepetition(first, above: rows)
        var joined = Joined(first: rows.count)
        for start in Set(starts).sorted() where start <= last {
            // A project's cells are cut apart from those of its last indicator, which may be its only one.
            let own = starts.indices.filter {
                starts[$0] == start && !isLevel($0)
                    && (start < last || (hasIndicatorRows && !RowJoining.isOfIndicator($0, of: columns)))
            }
            guard !own.isEmpty else { continue }
            guard goesOn(first, with: rows[start], in: own) else { continue }
            joined.goesOn.formUnion(own)
            move(own, of: &first, to: &rows[start])
        }
        for column in starts.indices where isLevel(column) && starts[column] < last {
            let (above, below) = (rows[starts[column]].cells[column], first.cells[column])
            // A class of indicators is whole: the next page begins another, or prints the label of one that began before.
            let isWhole = Self.classEnds.contains(where: above.text.hasSuffix)
            guard below.isEmpty || !isWhole else { continue }
            joined.goesOn.insert(column)
            move([column], of: &first, to: &rows[starts[column]])
        }
        next[next.startIndex] = first
        if !joined.goesOn.isEmpty {
            guard !first.isEmpty else {
                rows[last].places += first.places
                rows[last].doubts += first.doubts
                rows += next.dropFirst()
                joined.first -= 1
                return joined
            }
            // What is left of the row is no rest of the last one where a cell over both of them goes on.
        }
        let rest = rows[last].without(joined.goesOn)
        var decision = rowJoining.decide(last: rest, next: first, border: border, room: room)
        if decision == .joinInDoubt, isConfirmed(rows[last].joined(with: first, columns: columns), of: rest, first) {
            decision = .join
        }
        if decision != .separate {
            rows[last] = rows[last].joined(with: first, columns: columns)
            if decision == .joinInDoubt {
                rows[last].doubts.append(RawRow.Doubt(code: .rowJoinUncertain, severity: .warning))
            }
            next = next.dropFirst()
            joined.first -= 1
            joined.goesOn = Set(columns.indices)
        }
        rows += next
        return joined
    }

    /// Whether the official classification knows what two rows join to, or each of them is what no row of the table is by
    /// itself and the text that goes on had filled its line.
    private func isConfirmed(_ joined: RawRow, of last: RawRow, _ next: RawRow) -> Bool {
        let shared = columns.indices.filter { !last.cells[$0].isEmpty && !next.cells[$0].isEmpty }
        let names = shared.filter { columns[$0].type == .name }
        if !names.isEmpty, names.count == shared.count,
            names.allSatisfy({ Classification.shipped.knows(name: CompactText.withoutNumber(joined.cells[$0].text)) })
        {
            return true
        }
        return rowsHaveFigures && !next.hasFigures(columns) && !shared.isEmpty && shared.allSatisfy(isFull)
    }

    private var hasIndicatorRows: Bool { columns.contains { $0.key == "level3" } }

    /// Whether cells of the page's first row go on with those of a row above the break, which run down to it.
    private func goesOn(_ next: RawRow, with row: RawRow, in own: [Int]) -> Bool {
        let amounts = own.filter { columns[$0].type == .amount }
        if amounts.contains(where: { !row.cells[$0].isEmpty && !next.cells[$0].isEmpty }) { return false }
        let texts = own.filter { columns[$0].type != .amount }
        if own.allSatisfy({ next.cells[$0].isEmpty }) { return true }
        let has = amounts.contains { !row.cells[$0].isEmpty }
        let follows = amounts.contains { !next.cells[$0].isEmpty }
        if has != follows { return true }
        // Without amounts a text goes on where its line was full.
        return texts.allSatisfy { next.cells[$0].isEmpty || row.cells[$0].isEmpty || isFull($0) } && !has
    }

    private func isLevel(_ column: Int) -> Bool { ["level1", "level2"].contains(columns[column].key ?? "") }

    private static let classEnds = ["指标", "效益", "满意度", "影响"]

    private func isFull(_ column: Int) -> Bool { room[column].map { $0 < 1 } ?? false }

    private func move(_ own: [Int], of next: inout RawRow, to row: inout RawRow) {
        if own.contains(where: { !next.cells[$0].isEmpty }) { row.places += next.places }
        for column in own where !next.cells[column].isEmpty {
            if !row.cells[column].isEmpty {
                row.repairs.append(
                    Repair(
                        field: columns[column].key ?? "", kind: .joinedRows,
                        from: [row.cells[column].text, next.cells[column].text]))
            }
            // Either page may show a part of the line that the break cuts.
            let isAgain = row.cells[column].lines.last?.compact == next.cells[column].lines.first?.compact
            row.cells[column].lines += next.cells[column].lines.dropFirst(isAgain ? 1 : 0)
            next.cells[column].lines = []
        }
    }
}

extension RawRow {
    /// The row with the cells of some columns left empty.
    fileprivate func without(_ columns: Set<Int>) -> RawRow {
        var row = self
        for column in columns { row.cells[column] = RawCell() }
        return row
    }
}
