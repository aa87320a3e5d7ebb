import BudgetRelease

/// Amounts of pictures that one sum has chosen among several readings: what such a sum says is an assumption, and proves neither them
/// nor its other parts.
struct ChosenAmounts {
    private var places: Set<[String]> = []

    /// - Parameter raws: what the tables were read from, one for each.
    init(tables: [Table], raws: [RawTable]) {
        for (table, raw) in zip(tables, raws) {
            for (number, column) in raw.columns.enumerated() {
                guard column.type == .amount, let key = table.columns[number].key else { continue }
                for row in raw.rows.indices where raw.rows[row].cells[number].isChosen {
                    for line in table.lines where line.rows.contains(row) && line.list == column.list {
                        places.insert([table.id, line.id, key])
                    }
                }
            }
        }
    }

    func takePart(in check: Check) -> Bool {
        !places.isEmpty && check.operands.contains { places.contains([$0.table, $0.line, $0.column]) }
    }
}
