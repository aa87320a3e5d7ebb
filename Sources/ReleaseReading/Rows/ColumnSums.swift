import BudgetRelease
import FoundationEssentials

extension TableReadout {
    /// Looks for sums down the columns: a row that says 合计 or 小计 against rows above or below it. They are found by trying,
    /// for tables part their rows in many ways, and kept where they hold.
    ///
    /// - Parameter declared: keys of columns whose one total must be the sum of all other rows, and is said where it is not.
    mutating func checkColumnSums(declared: [String], isTotal: (Int) -> Bool) {
        let lists = Set(table.lines.map(\.list)).sorted()
        for list in lists {
            let rows = table.lines.indices.filter { table.lines[$0].list == list }
            let totals = rows.filter(isTotal)
            // Every other row a total is no table that sums tell anything of.
            guard (1...Self.mostTotals).contains(totals.count), rows.count > 2 else { continue }
            for (column, key) in zip(table.columns, amountKeys) where column.list == list {
                guard let key else { continue }
                let mustHold = declared.contains(key) && totals.count == 1
                for total in totals {
                    checkColumnSum(of: total, among: rows, totals: Set(totals), key: key, mustHold: mustHold)
                }
            }
        }
    }

    private static let mostTotals = 200

    private mutating func checkColumnSum(
        of total: Int, among rows: [Int], totals: Set<Int>, key: String, mustHold: Bool
    ) {
        guard let printed = lineAmounts[total].value(key), printed != 0 else { return }
        for parts in candidates(for: total, among: rows, totals: totals) {
            let summed = parts.filter { lineAmounts[$0].value(key) != nil }
            guard summed.count(where: { lineAmounts[$0].value(key) != 0 }) > 1 else { continue }
            guard sum(of: summed, key: key) == printed else { continue }
            checkSum(of: total, over: summed, key: key, rule: .columnSum)
            return
        }
        guard mustHold else { return }
        checkSum(
            of: total, over: rows.filter { $0 != total && table.lines[$0].parent == nil }, key: key, rule: .columnSum)
    }

    /// The rows that a total may be of, the likeliest first: those of the highest level, those up to the next total on
    /// either side, and the other totals.
    private func candidates(for total: Int, among rows: [Int], totals: Set<Int>) -> [[Int]] {
        let others = rows.filter { !totals.contains($0) }
        func highest(of lines: some Sequence<Int>) -> [Int] { lines.filter { table.lines[$0].parent == nil } }
        let below = rows.drop { $0 <= total }.prefix { !totals.contains($0) }
        let above = Array(rows.prefix { $0 < total }.reversed().prefix { !totals.contains($0) })
        var candidates = [highest(of: others), others, highest(of: below), highest(of: above), Array(below), above]
        candidates.append(rows.filter { totals.contains($0) && $0 != total })
        candidates.append(rows.filter { totals.contains($0) && $0 < total })
        return candidates.filter { $0.count > 1 }
    }

    /// Looks for sums over rows that are set in: what begins in a later column is part of the row above it that begins in an
    /// earlier one. They are kept where they hold.
    ///
    /// - Parameter levels: the first column of each line that holds a text.
    mutating func checkOutline(levels: [Int]) {
        guard Set(levels).count > 1, levels.count == table.lines.count else { return }
        for key in amountKeys {
            guard let key else { continue }
            var found: [(parent: Int, parts: [Int])] = []
            for parent in levels.indices {
                guard let printed = lineAmounts[parent].value(key), printed != 0 else { continue }
                let below = levels.indices.dropFirst(parent + 1).prefix { levels[$0] > levels[parent] }
                guard let next = below.map({ levels[$0] }).min() else { continue }
                let parts = below.filter { levels[$0] == next && lineAmounts[$0].value(key) != nil }
                if !parts.isEmpty, sum(of: parts, key: key) == printed { found.append((parent, parts)) }
            }
            // One amount printed twice below itself may be chance; a sum is none.
            guard found.contains(where: { $0.parts.count > 1 }) else { continue }
            for (parent, parts) in found { checkSum(of: parent, over: parts, key: key, rule: .columnSum) }
        }
    }
}
