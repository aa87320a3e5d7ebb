import BudgetRelease
import PageContent

/// Decides whether the first row after a page break is the rest of the last row before it.
struct RowJoining {
    enum Decision: Equatable {
        case separate
        /// One row; geometry or content leave no other reading.
        case join
        /// One row more likely than two.
        case joinInDoubt
    }

    /// What is drawn between the two rows, on the page of either.
    enum Border {
        case drawn
        /// Nothing above the row behind the break: Word draws the border between two rows with the upper one alone,
        /// whether or not the break cuts a row.
        case missingAbove
        /// Nothing below the row before the break: it goes on.
        case missingBelow
    }

    var columns: [Column]
    /// Every row of the table so far has an amount.
    var rowsHaveFigures = false

    /// - Parameter room: by column, how many ideographs more would fit behind the last line of the row before the break:
    ///   a text wraps there only if what it goes on with does not.
    func decide(last: RawRow, next: RawRow, border: Border, room: [Int: Double] = [:]) -> Decision {
        // Two figures in one cell are two rows, whatever the borders say.
        for (index, column) in columns.enumerated() where column.type != .text && column.type != .name {
            if !last.cells[index].isEmpty && !next.cells[index].isEmpty { return .separate }
        }
        if let byOrdinal = decideByIndicators(last: last, next: next) {
            return byOrdinal
        }
        if border == .missingBelow { return .join }
        let shared = columns.indices.filter { !last.cells[$0].isEmpty && !next.cells[$0].isEmpty }
        let goesOn =
            !shared.isEmpty
            && shared.allSatisfy {
                next.cells[$0].continues(behind: room[$0] ?? .infinity) && !next.cells[$0].beginsItem
            }
        // Where each indicator is a row of its own a page break stands between two of them.
        if columns.contains(where: { $0.key == "level3" }) {
            return goesOn ? .joinInDoubt : .separate
        }
        guard columns.contains(where: { $0.type == .text && $0.key != nil }) else {
            return decideInList(last: last, next: next, border: border, goesOn: goesOn)
        }
        if next.hasFigures(columns) { return last.hasFigures(columns) ? .separate : .joinInDoubt }
        // Without a figure a row is the rest of one that has them, unless the table has such rows.
        let names = columns.indices.filter { columns[$0].type == .name }
        if names.allSatisfy({ next.cells[$0].isEmpty }) { return .join }
        return rowsHaveFigures || goesOn ? .joinInDoubt : .separate
    }

    /// In a list of codes and amounts a name alone may be the rest of one that the break cut, and so may a text where
    /// the border tells nothing.
    private func decideInList(last: RawRow, next: RawRow, border: Border, goesOn: Bool) -> Decision {
        if goesOn, border == .missingAbove { return .joinInDoubt }
        // A text alone that begins no item, behind a line that was full.
        if goesOn, !next.hasFigures(columns),
            columns.indices.allSatisfy({ next.cells[$0].isEmpty || !last.cells[$0].isEmpty })
        {
            return .joinInDoubt
        }
        let isCoded = columns.contains { $0.type == .code }
        return isCoded && rowsHaveFigures && last.hasFigures(columns) != next.hasFigures(columns)
            ? .joinInDoubt : .separate
    }

    /// The indicators of a project are numbered from 1: a cell that begins with another number goes on with the
    /// project before it, one that begins with 1 begins a project.
    private func decideByIndicators(last: RawRow, next: RawRow) -> Decision? {
        guard let column = columns.firstIndex(where: { $0.key == "indicators" }) else { return nil }
        let text = next.cells[column].text
        guard !text.isEmpty else { return nil }
        guard PackedIndicators.begins(text) else { return .join }
        guard last.cells[column].isEmpty else { return .separate }
        if !next.isKeyed(columns) { return .join }
        return last.isKeyed(columns) ? .separate : nil
    }
}

extension RowJoining {
    /// Whether a column belongs to the indicators of projects, each of which is a row: what stands behind their names does,
    /// be it known or not.
    static func isOfIndicator(_ column: Int, of columns: [Column]) -> Bool {
        if let key = columns[column].key {
            if IndicatorColumns.keys.contains(key) { return true }
            if ["name", "unit_name", "goal"].contains(key) { return false }
        }
        return columns[..<column].contains { $0.key == "level3" } && columns[column].type != .amount
    }

    /// The order in which the classes of indicators are printed, by a word of each.
    private static let classes = ["成本", "产出", "效益", "满意"]

    /// The row without the cells of its project, where a page prints those again over the rest of its indicators:
    /// everything is the same, and the indicators go on instead of beginning anew.
    func withoutRepetition(_ next: RawRow, above rows: [RawRow]) -> RawRow {
        guard
            let name = columns.firstIndex(where: { $0.key == "name" })
                ?? columns.firstIndex(where: { $0.key == "unit_name" }), !next.cells[name].isEmpty,
            let level1 = columns.firstIndex(where: { $0.key == "level1" }),
            let project = rows.last(where: { !$0.cells[name].isEmpty })
        else { return next }
        let own = columns.indices.filter { !Self.isOfIndicator($0, of: columns) }
        let isSame = own.allSatisfy { next.cells[$0].isEmpty || next.cells[$0].text == project.cells[$0].text }
        func rank(_ row: RawRow?) -> Int? {
            row.flatMap { row in Self.classes.firstIndex { row.cells[level1].text.contains($0) } }
        }
        let before = rank(rows.last { !$0.cells[level1].isEmpty })
        guard isSame, let before, (rank(next) ?? before) >= before else { return next }
        var row = next
        row.repairs.append(
            Repair(field: "name", kind: .joinedRows, from: [project.cells[name].text, next.cells[name].text]))
        for column in own { row.cells[column] = RawCell() }
        // So is the class that goes on.
        for level in ["level1", "level2"] {
            guard let column = columns.firstIndex(where: { $0.key == level }),
                let last = rows.last(where: { !$0.cells[column].isEmpty }),
                row.cells[column].text == last.cells[column].text
            else { break }
            row.cells[column] = RawCell()
        }
        return row
    }
}

extension RawRow {
    func hasFigures(_ columns: [Column]) -> Bool {
        columns.indices.contains { (columns[$0].type == .amount || columns[$0].type == .code) && !cells[$0].isEmpty }
    }

    /// Whether any cell that names the row or counts in it holds something.
    fileprivate func isKeyed(_ columns: [Column]) -> Bool {
        columns.indices.contains { columns[$0].type != .text && !cells[$0].isEmpty }
    }

    /// The row with the rest that a page break cut from it.
    func joined(with rest: RawRow, columns: [Column]) -> RawRow {
        var row = self
        row.places += rest.places
        row.repairs += rest.repairs
        row.doubts += rest.doubts
        for index in cells.indices where !rest.cells[index].isEmpty {
            if !cells[index].isEmpty {
                row.repairs.append(
                    Repair(
                        field: columns[index].key ?? "", kind: .joinedRows,
                        from: [cells[index].text, rest.cells[index].text]))
            }
            row.cells[index].lines += rest.cells[index].lines
        }
        return row
    }
}

extension RawCell {
    /// Whether a text that has room for so many ideographs more would go on with this cell on a new line: brackets stay
    /// with what they enclose, digits and letters with each other.
    fileprivate func continues(behind room: Double) -> Bool {
        let text = lines.first?.compact.unicodeScalars ?? "".unicodeScalars
        let opening = text.prefix { "（(“《【".unicodeScalars.contains($0) }
        let word = text.dropFirst(opening.count).prefix { $0.isDigit || $0.isLatinLetter }
        return room < Double(opening.count) + max(1, Double(word.count) * 0.6 + 0.25)
    }

    /// Whether the cell begins as items of a list do: `四、`, `2.`, `（一）`, `其中：`.
    fileprivate var beginsItem: Bool {
        let text = lines.first?.compact ?? ""
        return text.hasPrefix("其中") || CompactText.beginsItem(text)
    }
}
