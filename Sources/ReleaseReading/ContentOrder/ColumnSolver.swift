import BudgetRelease
import FoundationEssentials

/// Finds the columns of amounts where a row prints fewer than the table has, by what must add up: in the row, and down the
/// columns over the rows that are part of another one. A column is taken where there is one solution.
struct ColumnSolver {
    /// What a row prints and where it may stand.
    struct Row {
        var amounts: [Decimal]
        /// The row that it and others add up to.
        var parent: Int?
        /// A row that holds all of it, column by column.
        var whole: Int?
        /// Ascending columns, one an amount; all that the row's own sums allow.
        fileprivate(set) var candidates: [[Int]] = []
        /// Sums hold in every candidate.
        fileprivate(set) var isSummed = false

        init(amounts: [Decimal], parent: Int?, whole: Int?) {
            self.amounts = amounts
            self.parent = parent
            self.whole = whole
        }

        /// The columns, where one solution is left.
        var columns: [Int]? { candidates.count == 1 ? candidates[0] : nil }
    }

    private(set) var rows: [Row]
    private let count: Int
    private let sums: [(total: Int, parts: [Int])]
    /// What amounts are rounded to.
    private let unit: Decimal
    private var hints: [Int?] = []

    /// Ways to place the amounts of a row, and of all rows, that are looked at; more are left in doubt.
    private static let mostWays = 5000
    private var waysLeft = 60_000
    /// Steps in which rows below others are tried.
    private var triesLeft = 60_000

    /// - Parameters:
    ///   - count: of columns with amounts.
    ///   - sums: columns that are the sums of others.
    ///   - named: the columns that an amount is named as elsewhere.
    ///   - hint: of a row, the column that the official code or name of it belongs to.
    init(
        rows: [Row], count: Int, sums: [(total: Int, parts: [Int])], named: (Decimal) -> Set<Int>,
        hint: (Int) -> Int? = { _ in nil }
    ) {
        self.rows = rows
        self.count = count
        self.sums = sums
        unit = Decimal(sign: .plus, exponent: rows.lazy.flatMap(\.amounts).map(\.exponent).min() ?? 0, significand: 1)
        for index in rows.indices { setCandidates(of: index) }
        for index in rows.indices where rows[index].parent == nil { choose(index, named: named) }
        setParentsOfFlatRows()
        let children = Dictionary(grouping: rows.indices.filter { rows[$0].parent != nil }) { rows[$0].parent ?? 0 }
        hints = rows.indices.map(hint)
        for _ in 0..<3 {
            let open = openWays
            for parent in children.keys.sorted() { settle(children[parent] ?? [], below: parent) }
            for index in rows.indices { rows[index].whole.map { bound(index, by: $0) } }
            if openWays == open { break }
        }
    }

    private var openWays: Int { rows.reduce(0) { $0 + $1.candidates.count } }

    /// Rows that nothing nests add up to the row that they are all part of: where their first amounts do.
    private mutating func setParentsOfFlatRows() {
        let flat = rows.indices.filter { rows[$0].whole != nil }
        guard flat.count > 1, flat.count == rows.count - 1, let whole = rows[flat[0]].whole,
            let total = rows[whole].amounts.first,
            flat.allSatisfy({ rows[$0].amounts.isEmpty || rows[$0].candidates.allSatisfy { $0.first == 0 } }),
            flat.reduce(0, { $0 + (rows[$1].amounts.first ?? 0) }) == total
        else { return }
        for row in flat { rows[row].parent = whole }
    }

    /// Takes the ways in which most amounts stand where they are named.
    private mutating func choose(_ index: Int, named: (Decimal) -> Set<Int>) {
        guard rows[index].candidates.count > 1 else { return }
        let columns = rows[index].amounts.map { $0 == 0 ? [] : named($0) }
        let scores = rows[index].candidates.map { candidate in
            zip(candidate, columns).reduce(0) { $0 + ($1.1.isEmpty ? 0 : $1.1.contains($1.0) ? 1 : -1) }
        }
        guard let best = scores.max(), best > 0 else { return }
        let likely = zip(scores, rows[index].candidates).filter { $0.0 == best }.map(\.1)
        // Names alone prove nothing: sums of the row must hold too.
        rows[index].candidates =
            rows[index].isSummed ? likely : likely + rows[index].candidates.filter { !likely.contains($0) }
    }

    /// Drops the ways in which a row would hold more than the one that it is part of.
    private mutating func bound(_ index: Int, by whole: Int) {
        guard whole != index, let columns = rows[whole].columns, rows[index].candidates.count > 1 else { return }
        let amounts = rows[index].amounts
        guard amounts.allSatisfy({ $0 >= 0 }), rows[whole].amounts.allSatisfy({ $0 >= 0 }) else { return }
        var most = [Decimal](repeating: 0, count: count)
        for (column, amount) in zip(columns, rows[whole].amounts) { most[column] = amount }
        let kept = rows[index].candidates.filter {
            zip($0, amounts).allSatisfy { $1 <= most[$0] + (most[$0] == 0 ? 0 : unit) }
        }
        if !kept.isEmpty { rows[index].candidates = kept }
    }

    private mutating func setCandidates(of index: Int) {
        let amounts = rows[index].amounts
        guard amounts.count < count else {
            rows[index].candidates = amounts.count == count ? [Array(0..<count)] : []
            return
        }
        var ways = 1
        for step in 0..<amounts.count {
            ways = ways * (count - step) / (step + 1)
            guard ways <= Self.mostWays else { return }
        }
        guard ways <= waysLeft else { return }
        waysLeft -= ways
        var (held, untold) = split(amounts, tolerance: 0)
        // Amounts are rounded one by one.
        if held.isEmpty { (held, untold) = split(amounts, tolerance: unit) }
        rows[index].candidates = held + untold
        rows[index].isSummed = untold.isEmpty && !held.isEmpty
    }

    /// The ways to place amounts in which the sums of the row hold, and those of which they tell nothing.
    private func split(_ amounts: [Decimal], tolerance: Decimal) -> (held: [[Int]], untold: [[Int]]) {
        var found: (held: [[Int]], untold: [[Int]]) = ([], [])
        var chosen: [Int] = []
        func choose(from first: Int) {
            guard chosen.count < amounts.count else {
                switch fits(chosen, amounts, tolerance: tolerance) {
                case true?: found.held.append(chosen)
                case nil: found.untold.append(chosen)
                case false?: break
                }
                return
            }
            let left = amounts.count - chosen.count
            for column in first..<max(first, count - left + 1) {
                chosen.append(column)
                choose(from: column + 1)
                chosen.removeLast()
            }
        }
        choose(from: 0)
        return found
    }

    /// Whether every sum of a row holds; nil where no total stands in it, so that nothing is told.
    private func fits(_ columns: [Int], _ amounts: [Decimal], tolerance: Decimal) -> Bool? {
        var value = [Decimal?](repeating: nil, count: count)
        for (column, amount) in zip(columns, amounts) { value[column] = amount }
        var told: Bool?
        var isBare = false
        for sum in sums {
            let parts = sum.parts.compactMap { value[$0] }
            if parts.isEmpty {
                // A total may be printed without its parts.
                if let total = value[sum.total], total != 0 { isBare = true }
                continue
            }
            guard let total = value[sum.total] else { return false }
            guard abs(parts.reduce(0, +) - total) <= tolerance * Decimal((parts.count + 1) / 2) else { return false }
            told = true
        }
        if isBare { return nil }
        return told ?? (sums.isEmpty || amounts.allSatisfy { $0 == 0 } ? nil : false)
    }

    /// Takes, of what the rows below another one may be, what adds up to it in every column.
    private mutating func settle(_ children: [Int], below parent: Int) {
        guard let columns = rows[parent].columns else { return }
        var wanted = [Decimal](repeating: 0, count: count)
        for (column, amount) in zip(columns, rows[parent].amounts) { wanted[column] = amount }
        let isPositive = children.allSatisfy { rows[$0].amounts.allSatisfy { $0 >= 0 } }
        for child in children where rows[child].candidates.count > 1 {
            let amounts = rows[child].amounts
            let kept = rows[child].candidates.filter { candidate in
                !isPositive || zip(candidate, amounts).allSatisfy { $1 <= wanted[$0] + (wanted[$0] == 0 ? 0 : unit) }
            }
            if !kept.isEmpty { rows[child].candidates = kept }
        }
        var rest = wanted
        var open: [Int] = []
        for child in children {
            guard let columns = rows[child].columns else {
                if rows[child].candidates.isEmpty { return }
                open.append(child)
                continue
            }
            for (column, amount) in zip(columns, rows[child].amounts) { rest[column] -= amount }
        }
        guard !open.isEmpty else { return }
        // What official codes say is taken where the sums agree.
        let hinted = open.map { child -> [Int]? in
            guard let hint = hints[child] else { return nil }
            let found = rows[child].candidates.filter { $0.contains(hint) }
            return found.count == 1 ? found[0] : nil
        }
        if hinted.allSatisfy({ $0 != nil }) {
            var left = rest
            for (child, columns) in zip(open, hinted) {
                for (column, amount) in zip(columns ?? [], rows[child].amounts) { left[column] -= amount }
            }
            if left.allSatisfy({ abs($0) <= unit * Decimal(max(1, children.count / 2)) }) {
                for (child, columns) in zip(open, hinted) { rows[child].candidates = columns.map { [$0] } ?? [] }
                return
            }
        }
        // The largest first, which leave the fewest ways for the others.
        open.sort { (rows[$0].amounts.max() ?? 0, $1) > (rows[$1].amounts.max() ?? 0, $0) }
        // What the rows from each one on hold at most in each column.
        var most = [[Decimal](repeating: 0, count: count)]
        for child in open.reversed() {
            var sum = most[most.count - 1]
            var own = [Decimal](repeating: 0, count: count)
            for candidate in rows[child].candidates {
                for (column, amount) in zip(candidate, rows[child].amounts) { own[column] = max(own[column], amount) }
            }
            for column in 0..<count { sum[column] += own[column] }
            most.append(sum)
        }
        most.reverse()
        var solutions: [[Int]] = []
        var choice: [Int] = []
        var tries = 0
        var slack: Decimal = 0
        func solve(_ rest: [Decimal]) {
            tries += 1
            guard tries < triesLeft, solutions.count < 2 else { return }
            guard choice.count < open.count else {
                if rest.allSatisfy({ abs($0) <= slack }) { solutions.append(choice) }
                return
            }
            if isPositive, zip(rest, most[choice.count]).contains(where: { $0 > $1 + slack }) { return }
            let row = rows[open[choice.count]]
            for (index, candidate) in row.candidates.enumerated() {
                var rest = rest
                for (column, amount) in zip(candidate, row.amounts) { rest[column] -= amount }
                if isPositive, candidate.contains(where: { rest[$0] < -slack }) { continue }
                choice.append(index)
                solve(rest)
                choice.removeLast()
            }
        }
        solve(rest)
        triesLeft -= min(tries, triesLeft)
        if solutions.isEmpty, triesLeft > 0 {
            slack = unit * Decimal(max(1, children.count / 2))
            tries = 0
            solve(rest)
        }
        guard solutions.count == 1, tries < triesLeft else { return }
        for (row, index) in zip(open, solutions[0]) { rows[row].candidates = [rows[row].candidates[index]] }
    }
}
