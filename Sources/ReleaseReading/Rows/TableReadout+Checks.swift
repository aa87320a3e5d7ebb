import BudgetRelease
import FoundationEssentials

extension TableReadout {
    /// The lines below each line that has some, in their order, by its id.
    var childrenByParent: [String: [Int]] {
        table.lines.indices.reduce(into: [:]) { children, line in
            if let parent = table.lines[line].parent { children[parent, default: []].append(line) }
        }
    }

    /// Checks that an amount of a line is the sum of the same column over other lines; lines that print none don't
    /// count.
    mutating func checkSum(of parent: Int, over children: [Int], key: String, rule: Check.Rule = .childrenSum) {
        let parts = children.filter { lineAmounts[$0].value(key) != nil }
        guard let printed = lineAmounts[parent].value(key), !parts.isEmpty else { return }
        let all = [parent] + parts
        record(
            Check(
                rule: rule, operands: all.map { operand($0, key) }, printed: printed,
                computed: sum(of: parts, key: key),
                decimals: all.compactMap { lineAmounts[$0].decimals(key) }.min() ?? 0),
            of: all)
    }

    /// Checks a total over the lines of the highest level; where these do not add up in a table of units, all lines below it
    /// may be nested by their sums alone, as units and their purchases are.
    mutating func checkTotal(_ total: Int, over roots: [Int], among lines: [Int], key: String) {
        let printed = lineAmounts[total].value(key)
        let below = lines.filter { $0 >= total }
        if let printed, printed != sum(of: roots.filter { $0 != total }, key: key),
            let units = table.columns.firstIndex(where: { $0.key == "unit_code" }),
            let groups = NestedSums.groups(
                of: below.map { lineAmounts[$0].value(key) ?? 0 },
                mayBeWhole: below.map { !table.grid[table.lines[$0].rows.lowerBound][units].isEmpty })
        {
            for group in groups { checkSum(of: below[group.whole], over: group.parts.map { below[$0] }, key: key) }
            return
        }
        checkSum(of: total, over: roots, key: key)
    }

    /// What lines print in a column, added up.
    func sum(of lines: [Int], key: String) -> Decimal {
        lines.reduce(Decimal(0)) { $0 + (lineAmounts[$1].value(key) ?? 0) }
    }

    /// Checks the sums within rows. Of those of one total that are declared or that headings tell, the ones are kept that hold
    /// in the most rows; where that is less than half of many, the columns were not understood.
    mutating func checkRows(_ lines: [Int], sums: [Form.RowSum]) {
        var totals: [String] = []
        for sum in sums where !totals.contains(sum.total) { totals.append(sum.total) }
        for total in totals {
            let alternatives = sums.filter { $0.total == total }
            let counts = alternatives.map { sum in
                let checks = lines.compactMap { rowCheck(of: $0, sum: sum) }.filter { $0.printed != 0 }
                return (holding: checks.count { $0.outcome != .broken }, all: checks.count)
            }
            let most = counts.map(\.holding).max() ?? 0
            let all = counts.map(\.all).max() ?? 0
            guard all <= Self.fewRows || most * 2 >= all else { continue }
            let kept = zip(alternatives, counts).filter { $1.holding == most }.map(\.0)
            for line in lines { checkRow(of: line, sums: kept) }
        }
    }

    private static let fewRows = 2

    /// Checks the sums within one row. Sums of one total are alternatives, since forms print different parts of it:
    /// one that holds is recorded, or else the one with the most parts.
    mutating func checkRow(of line: Int, sums: [Form.RowSum]) {
        var totals: [String] = []
        for sum in sums where !totals.contains(sum.total) { totals.append(sum.total) }
        for total in totals {
            let checks = sums.filter { $0.total == total }.compactMap { rowCheck(of: line, sum: $0) }
            let holding = checks.first { $0.outcome == .exact } ?? checks.first { $0.outcome == .rounding }
            guard let check = holding ?? checks.max(by: { $0.operands.count < $1.operands.count }) else { continue }
            record(check, of: [line])
        }
    }

    private func rowCheck(of line: Int, sum: Form.RowSum) -> Check? {
        let row = lineAmounts[line]
        let parts = sum.parts.filter { row.value($0) != nil }
        guard let printed = row.value(sum.total), !parts.isEmpty else { return nil }
        let keys = [sum.total] + parts
        return Check(
            rule: .rowSum, operands: keys.map { operand(line, $0) }, printed: printed,
            computed: parts.reduce(Decimal(0)) { $0 + (row.value($1) ?? 0) },
            decimals: keys.compactMap { row.decimals($0) }.min() ?? 0)
    }

    /// Checks that two amounts of the table are the same.
    mutating func checkEquality(of left: (line: Int, key: String), and right: (line: Int, key: String)) {
        guard let printed = lineAmounts[left.line].value(left.key),
            let computed = lineAmounts[right.line].value(right.key)
        else { return }
        let decimals = min(
            lineAmounts[left.line].decimals(left.key) ?? 0, lineAmounts[right.line].decimals(right.key) ?? 0)
        record(
            Check(
                rule: .tableEquality, operands: [operand(left.line, left.key), operand(right.line, right.key)],
                printed: printed, computed: computed, decimals: decimals),
            of: [left.line])
    }

    private func operand(_ line: Int, _ key: String) -> Check.Operand {
        Check.Operand(table: table.id, line: table.lines[line].id, column: key)
    }

    /// Records a check of lines, and a finding on the first of them where it is not exact.
    private mutating func record(_ check: Check, of lines: [Int]) {
        checks.append(check)
        guard check.outcome != .exact, let first = lines.first else { return }
        let rows = lines.map { table.lines[$0].rows.lowerBound }
        if let finding = check.finding(table: table.id, line: table.lines[first].id, rows: rows) {
            findings.append(finding)
        }
    }
}

extension Check {
    /// What a check that is not exact says of a line that takes part in it.
    func finding(table: String, line: String, rows: [Int]) -> Finding? {
        guard outcome != .exact else { return nil }
        let isBroken = outcome == .broken
        return Finding(
            isBroken ? .identityBroken : .identityRounding, isBroken ? .warning : .info,
            details: [printed.plainNotation, computed.plainNotation], table: table, line: line, rows: rows)
    }
}
