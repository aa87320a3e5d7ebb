import BudgetRelease
import FoundationEssentials

/// Rebuilds the rows of a table of packed projects from lines in content order.
///
/// A line that ends in amounts carries one row. Between two of them stand the goal and the indicators of the first
/// row and the name of the second: indicators begin with `1、1-产出指标`, and the last of them ends with `。`.
struct FlowProjects {
    private let section: FlowTables.Section
    private let amountColumns: [Int]

    init(section: FlowTables.Section) {
        self.section = section
        amountColumns = section.columns.indices.filter { section.columns[$0].type == .amount }
    }

    /// One row while its lines are gathered.
    private struct Record {
        var name: [FlowLine] = []
        var amounts: [String] = []
        var amountLine: FlowLine
        var goal: [FlowLine] = []
        var indicators: [FlowLine] = []
        var doubts: [RawRow.Doubt] = []
        var repairs: [Repair] = []
    }

    /// Lines between two rows, shared out.
    private struct Share {
        var goal: [FlowLine] = []
        var indicators: [FlowLine] = []
        var name: [FlowLine] = []
        /// A line that could as well belong to the other row.
        var doubtful: FlowLine?
    }

    func table() -> RawTable {
        var records = gather()
        moveNameTails(in: &records)
        doubtShortNames(in: &records)
        var table = RawTable(
            form: section.form, title: section.headline.title, issuer: section.headline.issuer,
            unit: section.headline.unit, pages: section.pages, columns: section.columns, rows: [])
        table.isFlow = true
        table.rows = records.map(row)
        assignColumns(of: records, in: &table)
        if records.isEmpty { table.doubts.append(RawRow.Doubt(code: .rowsNotFound, severity: .error)) }
        return table
    }

    // MARK: Lines to records

    private func gather() -> [Record] {
        let least = min(2, max(1, amountColumns.count))
        let acceptsIntegers = totalIsInteger(least: least)
        var records: [Record] = []
        var pending: [FlowLine] = []
        for line in section.body {
            let found =
                line.trailingAmounts(least: least, acceptsIntegers: acceptsIntegers)
                ?? loneAmount(of: line, behind: pending)
            guard let (before, amounts) = found else {
                pending.append(line)
                continue
            }
            var record = Record(amounts: amounts, amountLine: line)
            if records.isEmpty {
                record.name = pending
            } else {
                let share = share(pending, nameIsOnLine: !before.isEmpty, isLast: false)
                give(share, to: &records[records.count - 1], next: &record)
            }
            if !before.isEmpty {
                record.name.append(FlowLine(text: before, number: line.number, page: line.page))
            }
            pending = []
            records.append(record)
        }
        if let last = records.indices.last {
            let share = share(pending, nameIsOnLine: false, isLast: true)
            records[last].goal = share.goal
            records[last].indicators = share.indicators
            for line in share.name { Self.doubt(line, in: &records[last]) }
            if let line = share.doubtful { Self.doubt(line, in: &records[last]) }
        }
        return records
    }

    /// Whether the line of the grand total prints its amounts without decimals, as the whole table does then.
    private func totalIsInteger(least: Int) -> Bool {
        section.body.prefix(8).contains { line in
            let words = line.text.split(separator: " ")
            guard let first = words.first, ["合计", "总计"].contains(String(first)) else { return false }
            return line.trailingAmounts(least: least, acceptsIntegers: true) != nil
                && line.trailingAmounts(least: least, acceptsIntegers: false) == nil
        }
    }

    /// Behind the end of a text, a short text with one amount is a row that prints no more.
    private func loneAmount(of line: FlowLine, behind pending: [FlowLine]) -> (before: String, amounts: [String])? {
        guard pending.last?.compact.hasSuffix("。") ?? true,
            let found = line.trailingAmounts(least: 1, acceptsIntegers: false), !found.before.isEmpty,
            found.before.count <= 40, !found.before.contains("，"), !found.before.contains("；")
        else { return nil }
        return found
    }

    private static func doubt(_ line: FlowLine, in record: inout Record) {
        record.doubts.append(
            RawRow.Doubt(code: .lineBoundaryUncertain, severity: .warning, details: [line.compact]))
        record.repairs.append(Repair(field: "name", kind: .assignedLine, from: [line.compact]))
    }

    private func give(_ share: Share, to record: inout Record, next: inout Record) {
        record.goal = share.goal
        record.indicators = share.indicators
        next.name = share.name
        guard let line = share.doubtful else { return }
        Self.doubt(line, in: &record)
        Self.doubt(line, in: &next)
    }

    /// Shares lines between the goal and indicators of a row and the name of the next one.
    private func share(_ lines: [FlowLine], nameIsOnLine: Bool, isLast: Bool) -> Share {
        var share = Share()
        guard let (goal, rest) = splitAtIndicators(lines) else {
            shareWithoutIndicators(lines, isLast: isLast, into: &share)
            return share
        }
        share.goal = goal
        let end = rest.lastIndex { $0.compact.hasSuffix("。") }
        let lastMarked = rest.lastIndex { $0.compact.contains("；") || $0.compact.contains("指标值") }
        let last = max(end ?? 0, lastMarked ?? 0)
        share.indicators = Array(rest[...last])
        share.name = Array(rest[(last + 1)...])
        if last != end {
            // The last indicator has no full stop at the end of a line: what follows it may be its own, or a name.
            if let (head, tail) = Self.cutBehindValue(rest[last]) {
                share.indicators[share.indicators.count - 1] = head
                share.name.insert(tail, at: 0)
            }
            share.doubtful = share.name.first
            if nameIsOnLine || isLast {
                share.indicators += share.name
                share.name = []
            }
        }
        return share
    }

    /// Without indicators a goal ends with its last full stop, and a unit has none. Lines without one are a name if
    /// the next row has no other; more of them than a name takes may be a goal as well.
    private func shareWithoutIndicators(
        _ lines: [FlowLine], isLast: Bool, into share: inout Share
    ) {
        guard let last = lines.lastIndex(where: { $0.compact.hasSuffix("。") }) else {
            share.name = lines
            if isLast || lines.count > Self.mostNameLines { share.doubtful = lines.first }
            return
        }
        share.goal = Array(lines[...last])
        share.name = Array(lines[(last + 1)...])
    }

    /// Names wrap over no more lines than this in the samples.
    private static let mostNameLines = 3

    /// Cuts a line behind the full stop of an indicator's value, if text is glued to it.
    private static func cutBehindValue(_ line: FlowLine) -> (head: FlowLine, tail: FlowLine)? {
        let compact = line.compact
        guard let stop = compact.lastIndex(of: "。"), !compact[stop...].contains("；") else { return nil }
        var head = line
        var tail = line
        head.text = String(compact[...stop])
        tail.text = String(compact[compact.index(after: stop)...])
        return tail.text.isEmpty ? nil : (head, tail)
    }

    /// Cuts lines where the first indicator begins, which may be in the middle of one.
    private func splitAtIndicators(_ lines: [FlowLine]) -> (goal: [FlowLine], rest: [FlowLine])? {
        let compacts = lines.map { Array($0.compact.unicodeScalars) }
        guard var offset = PackedIndicators.start(in: Array(compacts.joined())) else { return nil }
        for (index, scalars) in compacts.enumerated() {
            if offset >= scalars.count {
                offset -= scalars.count
                continue
            }
            if offset == 0 { return (Array(lines[..<index]), Array(lines[index...])) }
            var head = lines[index]
            var tail = lines[index]
            head.text = String(scalars[..<offset])
            tail.text = String(scalars[offset...])
            return (Array(lines[..<index]) + [head], [tail] + Array(lines[(index + 1)...]))
        }
        return nil
    }

    /// A name that wraps behind its amounts leaves its end as the first line of the goal: shorter than the goal's
    /// lines are, without an end of its own, behind a name that fills its column.
    private func moveNameTails(in records: inout [Record]) {
        let nameWidth = records.flatMap { $0.name.map(\.width) }.max() ?? 0
        let goalWidth = records.flatMap { $0.goal.map(\.width) }.max() ?? 0
        for index in records.indices {
            let record = records[index]
            guard let first = record.goal.first, let last = record.name.last, last.width * 20 >= nameWidth * 17,
                first.width * 5 <= goalWidth * 3, let end = first.compact.last, !"。，；、：,;".contains(end)
            else { continue }
            records[index].goal.removeFirst()
            records[index].name.append(first)
            Self.doubt(first, in: &records[index])
        }
    }

    /// A line of a name that wraps fills its column; a short one followed by more may end something else.
    private func doubtShortNames(in records: inout [Record]) {
        let nameWidth = records.flatMap { $0.name.map(\.width) }.max() ?? 0
        for index in records.indices where records[index].repairs.isEmpty {
            guard let short = records[index].name.dropLast().first(where: { $0.width * 3 < nameWidth * 2 }) else {
                continue
            }
            Self.doubt(short, in: &records[index])
            if index > 0 { Self.doubt(short, in: &records[index - 1]) }
        }
    }

    // MARK: Records to rows

    private func row(of record: Record) -> RawRow {
        var cells = [RawCell](repeating: RawCell(), count: section.columns.count)
        var doubts = record.doubts
        func put(_ lines: [FlowLine], under key: String) {
            guard !lines.isEmpty else { return }
            guard let column = section.columns.firstIndex(where: { $0.key == key }) else {
                // The header lacks the column that the text belongs to.
                doubts.append(
                    RawRow.Doubt(
                        code: .textOutsideTable, severity: .error, details: [lines.map(\.compact).joined()]))
                return
            }
            cells[column].lines = lines.map { CellLine(text: $0.text) }
        }
        put(record.name, under: "name")
        put(record.goal, under: "goal")
        put(record.indicators, under: "indicators")
        let first = record.name.first ?? record.amountLine
        return RawRow(
            cells: cells, places: [first.place], page: first.page, repairs: record.repairs, doubts: doubts)
    }

    /// Puts printed amounts under their columns. Where fewer are printed than there are columns, the total comes
    /// first; that the rest follows in the order of the columns is a choice, which stands on the whole table: nearly
    /// every row prints as many, and its total is the sum of what follows it.
    private func assignColumns(of records: [Record], in table: inout RawTable) {
        let complete = amountColumns.count
        func sumHolds(_ record: Record) -> Bool {
            let values = record.amounts.map { PrintedAmount($0).decimal ?? 0 }
            return values.first == values.dropFirst().reduce(0, +)
        }
        let pairs = records.filter { $0.amounts.count == 2 && sumHolds($0) }
        let isSupported = complete > 2 && pairs.count * 10 >= records.count * 9
        for (index, record) in records.enumerated() {
            for (column, amount) in zip(amountColumns, record.amounts) {
                table.rows[index].cells[column].lines = [CellLine(text: amount)]
            }
            guard record.amounts.count != complete else { continue }
            for column in amountColumns.prefix(record.amounts.count).dropFirst() {
                table.rows[index].repairs.append(
                    Repair(field: section.columns[column].key ?? "", kind: .inferredColumn, from: record.amounts))
            }
            if !isSupported || record.amounts.count != 2 || !sumHolds(record) {
                table.rows[index].doubts.append(
                    RawRow.Doubt(
                        code: .columnUncertain, severity: .warning,
                        details: [String(record.amounts.count), String(complete)]))
            }
        }
        if isSupported {
            let names = amountColumns.prefix(2).map { section.columns[$0].path.last ?? "" }
            table.doubts.append(
                RawRow.Doubt(code: .columnInferred, severity: .info, details: [names.joined(separator: "、")]))
        }
    }
}
