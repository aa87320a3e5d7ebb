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

    func table() -> RawTable {
        var records = gather()
        moveNameTails(in: &records)
        var table = RawTable(
            form: section.form, title: section.headline.title, issuer: section.headline.issuer,
            unit: section.headline.unit, pages: section.pages, columns: section.columns, rows: [])
        table.isFlow = true
        table.rows = records.map(row)
        assignColumns(of: records, in: &table)
        return table
    }

    // MARK: Lines to records

    private func gather() -> [Record] {
        let least = min(2, max(1, amountColumns.count))
        var records: [Record] = []
        var pending: [FlowLine] = []
        for line in section.body {
            guard let (before, amounts) = line.trailingAmounts(least: least) else {
                pending.append(line)
                continue
            }
            var record = Record(amounts: amounts, amountLine: line)
            if records.isEmpty {
                record.name = pending
            } else {
                let nameIsOnLine = !before.isEmpty
                record.name = split(pending, into: &records[records.count - 1], nameFollows: !nameIsOnLine)
            }
            if !before.isEmpty {
                record.name.append(FlowLine(text: before, number: line.number, page: line.page))
            }
            pending = []
            records.append(record)
        }
        if !records.isEmpty {
            let left = split(pending, into: &records[records.count - 1], nameFollows: false)
            for line in left { doubt(line, in: &records[records.count - 1]) }
        }
        return records
    }

    private func doubt(_ line: FlowLine, in record: inout Record) {
        record.doubts.append(
            RawRow.Doubt(code: .lineBoundaryUncertain, severity: .warning, details: [line.compact]))
        record.repairs.append(Repair(field: "name", kind: .assignedLine, from: [line.compact]))
    }

    /// Shares lines between the goal and indicators of a record and the name of the next one, which is returned.
    private func split(_ lines: [FlowLine], into record: inout Record, nameFollows: Bool) -> [FlowLine] {
        guard let (goal, rest) = splitAtIndicators(lines) else {
            // Without indicators a goal ends with its last full stop, and a unit has none.
            guard let last = lines.lastIndex(where: { $0.compact.hasSuffix("。") }) else { return lines }
            record.goal = Array(lines[...last])
            return Array(lines[(last + 1)...])
        }
        record.goal = goal
        let end = rest.lastIndex { $0.compact.hasSuffix("。") }
        let lastMarked = rest.lastIndex { $0.compact.contains("；") || $0.compact.contains("指标值") }
        let last = max(end ?? 0, lastMarked ?? 0)
        record.indicators = Array(rest[...last])
        var name = Array(rest[(last + 1)...])
        guard last != end else { return name }
        // The last indicator has no full stop at the end of a line: what follows it may be its own, or the next name.
        if let (head, tail) = Self.cutBehindValue(rest[last]) {
            record.indicators[record.indicators.count - 1] = head
            name.insert(tail, at: 0)
        }
        guard nameFollows, let first = name.first else {
            record.indicators += name
            return []
        }
        doubt(first, in: &record)
        return name
    }

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
            guard record.goal.count > 1, let first = record.goal.first, let last = record.name.last,
                last.width * 20 >= nameWidth * 17, first.width * 5 <= goalWidth * 3,
                let end = first.compact.last, !"。，；、：,;".contains(end)
            else { continue }
            records[index].goal.removeFirst()
            records[index].name.append(first)
            doubt(first, in: &records[index])
        }
    }

    // MARK: Records to rows

    private func row(of record: Record) -> RawRow {
        var cells = [RawCell](repeating: RawCell(), count: section.columns.count)
        func put(_ lines: [FlowLine], under key: String) {
            guard let column = section.columns.firstIndex(where: { $0.key == key }) else { return }
            cells[column].lines = lines.map { PlacedLine(text: $0.text) }
        }
        put(record.name, under: "name")
        put(record.goal, under: "goal")
        put(record.indicators, under: "indicators")
        let first = record.name.first ?? record.amountLine
        return RawRow(
            cells: cells, places: [first.place], page: first.page, repairs: record.repairs, doubts: record.doubts)
    }

    /// Puts printed amounts under their columns. Where fewer are printed than there are columns, the total comes
    /// first; that the rest follows in the order of the columns is a choice, which stands on the whole table: each
    /// row prints as many, and each total is the sum of what follows it.
    private func assignColumns(of records: [Record], in table: inout RawTable) {
        let complete = amountColumns.count
        let counts = Set(records.map(\.amounts.count))
        let sumsHold = records.allSatisfy { record in
            let values = record.amounts.map { PrintedAmount($0).decimal ?? 0 }
            return record.amounts.count == 1 || values.first == values.dropFirst().reduce(0, +)
        }
        let isSupported = counts.count == 1 && sumsHold && (counts.first ?? 0) <= 2
        for (index, record) in records.enumerated() {
            for (column, amount) in zip(amountColumns, record.amounts) {
                table.rows[index].cells[column].lines = [PlacedLine(text: amount)]
            }
            guard record.amounts.count != complete else { continue }
            for column in amountColumns.prefix(record.amounts.count).dropFirst() {
                table.rows[index].repairs.append(
                    Repair(field: section.columns[column].key ?? "", kind: .inferredColumn, from: record.amounts))
            }
            if !isSupported {
                table.rows[index].doubts.append(
                    RawRow.Doubt(
                        code: .columnUncertain, severity: .warning,
                        details: [String(record.amounts.count), String(complete)]))
            }
        }
        if isSupported, let printed = counts.first, printed < complete {
            let names = amountColumns.prefix(printed).map { section.columns[$0].path.last ?? "" }
            table.doubts.append(
                RawRow.Doubt(code: .columnInferred, severity: .info, details: [names.joined(separator: "、")]))
        }
    }
}
