import BudgetRelease

/// Says of each column of a header what it holds: key, type, list, side, unit.
struct ColumnTyping {
    let catalogue: FormCatalogue
    let form: Form?

    func columns(for paths: [[String]]) -> [Column] {
        var columns: [Column] = []
        var list = 0
        var listHasAmount = false
        var keys: Set<String> = []
        for (index, path) in paths.enumerated() {
            var folded = path.map(CompactText.folded)
            let unit = folded.last.flatMap { MoneyUnit(closing: $0) }
            if unit != nil, let leaf = folded.last, let open = leaf.lastIndex(of: "(") {
                folded[folded.count - 1] = String(leaf[..<open])
            }
            let known = catalogue.column(for: folded, form: form)
            let type = known?.type ?? .text
            // A list begins with a code or a name behind the amounts of the list before it.
            if listHasAmount, type == .code || type == .name {
                list += 1
                listHasAmount = false
                keys = []
            }
            if type == .amount { listHasAmount = true }
            var column = Column(
                path: path, type: type, list: list, side: Self.side(of: folded.first ?? ""), unit: unit?.name)
            if let key = known?.key, keys.insert(key).inserted {
                column.key = key
            } else if type == .name, index > 0, paths[index - 1] == path, keys.insert("detail").inserted {
                // A heading over two columns: the second names a part of what the first names.
                column.key = "detail"
            }
            columns.append(column)
        }
        let sides = Set(columns.compactMap(\.side))
        // A side that no other stands beside is only the table's subject.
        if list == 0 || sides.count < 2 {
            for index in columns.indices { columns[index].side = nil }
        }
        return columns
    }

    private static func side(of root: String) -> Side? {
        if root.contains("收入"), !root.contains("支出") { return .income }
        if root.contains("支出"), !root.contains("收入") { return .expenditure }
        return nil
    }
}

extension RawTable {
    /// Types columns that no form knows by what stands in them.
    mutating func typeUnknownColumns() {
        for index in columns.indices where columns[index].key == nil && columns[index].type == .text {
            let texts = rows.map { $0.cells[index].text }.filter { !$0.isEmpty }
            let isAmount =
                !texts.isEmpty && texts.allSatisfy { PrintedAmount($0) != .unreadable }
                && texts.contains { $0.contains(".") }
            if isAmount { columns[index].type = .amount }
        }
    }
}
