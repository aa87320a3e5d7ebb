import BudgetRelease

/// The sums that headings tell: `小计` is that of the columns beside it under one heading, `合计` that of all groups.
struct HeadingSums {
    private(set) var sums: [Form.RowSum] = []
    private let columns: [Column]
    private let keys: [String?]

    /// - Parameters:
    ///   - columns: of a table.
    ///   - keys: under what their amounts are kept.
    ///   - list: the list whose columns are looked at.
    init(columns: [Column], keys: [String?], list: Int) {
        self.columns = columns
        self.keys = keys
        _ = parts(of: columns.indices.filter { keys[$0] != nil && columns[$0].list == list }, depth: 0)
    }

    /// What the columns below one heading add up from: their total, where they have one, or all of them.
    private mutating func parts(of columns: [Int], depth: Int) -> [Int] {
        var total: Int?
        var parts: [Int] = []
        var index = 0
        while index < columns.count {
            let column = columns[index]
            let heading = heading(of: column, at: depth)
            guard hasMore(column, below: depth) else {
                if total == nil, Self.totals.contains(heading) {
                    total = column
                } else if !heading.hasPrefix("其中") {
                    parts.append(column)
                }
                index += 1
                continue
            }
            let group = columns[index...].prefix {
                hasMore($0, below: depth) && self.heading(of: $0, at: depth) == heading
            }
            index += group.count
            let below = self.parts(of: Array(group), depth: depth + 1)
            if !heading.hasPrefix("其中") { parts += below }
        }
        guard let total, let key = keys[total] else { return parts }
        if parts.count > 1 { sums.append(Form.RowSum(total: key, parts: parts.compactMap { keys[$0] })) }
        return [total]
    }

    private func heading(of column: Int, at depth: Int) -> String {
        CompactText.folded(columns[column].path.dropFirst(depth).first ?? "")
    }

    private func hasMore(_ column: Int, below depth: Int) -> Bool { columns[column].path.count > depth + 1 }

    private static let totals: Set<String> = ["合计", "总计", "小计", "本年收入合计", "本年支出合计", "收入合计", "支出合计", "收入总计", "支出总计"]
}
