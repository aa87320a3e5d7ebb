import BudgetRelease
import FoundationEssentials

/// One row of a table of packed projects while its lines are gathered.
struct FlowRecord {
    var name: [FlowLine] = []
    /// As printed, total first.
    var amounts: [String] = []
    var amountLine: FlowLine
    var goal: [FlowLine] = []
    var indicators: [FlowLine] = []
    var doubts: [RawRow.Doubt] = []
    var repairs: [Repair] = []

    /// Notes that a line of the record may belong to another one.
    mutating func doubt(_ line: FlowLine) {
        doubts.append(RawRow.Doubt(code: .lineBoundaryUncertain, severity: .warning, details: [line.compact]))
        repairs.append(Repair(field: "name", kind: .assignedLine, from: [line.compact]))
    }

    /// Notes that the order of the text does not tell what belongs to the record.
    mutating func doubtOrder() {
        guard !doubts.contains(where: { $0.code == .readingOrderUncertain }) else { return }
        doubts.append(RawRow.Doubt(code: .readingOrderUncertain, severity: .warning))
    }

    /// Whether the first amount is the sum of the others.
    var isSum: Bool {
        let values = amounts.map { PrintedAmount($0).decimal ?? 0 }
        return values.first == values.dropFirst().reduce(0, +)
    }
}

extension FlowTables.Section {
    var amountColumns: [Int] { columns.indices.filter { columns[$0].type == .amount } }

    /// The table that the records make.
    func table(of records: [FlowRecord]) -> RawTable {
        var table = RawTable(
            form: form, title: headline.title, issuer: headline.issuer, unit: headline.unit, pages: pages,
            columns: columns, rows: [])
        table.isFlow = true
        table.rows = records.map(row)
        assignColumns(of: records, in: &table)
        if records.isEmpty { table.doubts.append(RawRow.Doubt(code: .rowsNotFound, severity: .error)) }
        if lacksHeader {
            for row in table.rows.indices {
                table.rows[row].doubts.append(
                    RawRow.Doubt(code: .headerUnknown, severity: .warning, details: [""]))
            }
        }
        return table
    }

    private func row(of record: FlowRecord) -> RawRow {
        var cells = [RawCell](repeating: RawCell(), count: columns.count)
        var doubts = record.doubts
        func put(_ lines: [FlowLine], under key: String) {
            guard !lines.isEmpty else { return }
            guard let column = columns.firstIndex(where: { $0.key == key }) else {
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
    private func assignColumns(of records: [FlowRecord], in table: inout RawTable) {
        let amountColumns = amountColumns
        let complete = amountColumns.count
        let pairs = records.filter { $0.amounts.count == 2 && $0.isSum }
        let isSupported = complete > 2 && pairs.count * 10 >= records.count * 9
        for (index, record) in records.enumerated() {
            for (column, amount) in zip(amountColumns, record.amounts) {
                table.rows[index].cells[column].lines = [CellLine(text: amount)]
            }
            guard record.amounts.count != complete else { continue }
            for column in amountColumns.prefix(record.amounts.count).dropFirst() {
                table.rows[index].repairs.append(
                    Repair(field: columns[column].key ?? "", kind: .inferredColumn, from: record.amounts))
            }
            if !isSupported || record.amounts.count != 2 || !record.isSum {
                table.rows[index].doubts.append(
                    RawRow.Doubt(
                        code: .columnUncertain, severity: .warning,
                        details: [String(record.amounts.count), String(complete)]))
            }
        }
        if isSupported {
            let names = amountColumns.prefix(2).map { columns[$0].path.last ?? "" }
            table.doubts.append(
                RawRow.Doubt(code: .columnInferred, severity: .info, details: [names.joined(separator: "、")]))
        }
    }
}
