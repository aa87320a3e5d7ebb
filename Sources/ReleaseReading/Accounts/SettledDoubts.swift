import BudgetRelease

/// Takes back doubts about where the cells of a row stand that the sums down the columns settle: an amount in another column
/// would break those of both, and an official name beside its code stands where it belongs.
struct SettledDoubts {
    private struct Cell: Hashable {
        var table: String
        var line: String
        var column: String
    }

    private var proven: Set<Cell> = []
    private let tables: [String: Table]

    init(tables: [Table], checks: [Check]) {
        self.tables = Dictionary(tables.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        for check in checks where check.outcome == .exact && (check.rule == .childrenSum || check.rule == .columnSum) {
            for operand in check.operands {
                proven.insert(Cell(table: operand.table, line: operand.line, column: operand.column))
            }
        }
    }

    /// The findings that are left.
    func unsettled(of findings: [Finding]) -> [Finding] {
        findings.compactMap { finding in
            guard finding.code == .cellUncertain, let id = finding.table, let table = tables[id], !finding.rows.isEmpty
            else { return finding }
            var finding = finding
            finding.rows.removeAll { isSettled($0, of: table) }
            return finding.rows.isEmpty ? nil : finding
        }
    }

    private func isSettled(_ row: Int, of table: Table) -> Bool {
        let lines = table.lines.filter { $0.rows.contains(row) }
        guard !lines.isEmpty, lines.contains(where: { $0.amounts.values.contains { $0 != nil } }) else { return false }
        return lines.allSatisfy { line in
            let isNamed =
                line.code.map { Classification.shipped.fit(code: $0, name: line.name) == .known } ?? !line.name.isEmpty
            return isNamed && line.values.values.allSatisfy { $0 == nil }
                && line.amounts.allSatisfy { key, amount in
                    amount == nil || proven.contains(Cell(table: table.id, line: line.id, column: key))
                }
        }
    }
}
