import FoundationEssentials

/// Finds how rows are nested whose amounts add up and whose codes do not tell: each row is a part of the last one above it
/// whose sum is not complete yet.
struct NestedSums {
    /// A row and those that it is the sum of, by their places.
    typealias Group = (whole: Int, parts: [Int])

    private let values: [Decimal]
    private let mayBeWhole: [Bool]
    private var steps = 0
    private var failed: Set<State> = []

    /// Rows from one on that must add up to the rest of a sum.
    private struct State: Hashable {
        var row: Int
        var rest: Decimal
        var depth: Int
    }

    /// Ways are tried until so many steps were taken; no list is longer, nor nested deeper.
    private static let mostSteps = 50_000
    private static let mostRows = 800
    private static let deepest = 5

    /// The groups of a list in which every row takes part, the first one being the sum of the outermost; nil where it has
    /// none.
    ///
    /// - Parameters:
    ///   - values: the rows' amounts; an empty cell is nothing.
    ///   - mayBeWhole: whether each row may be the sum of others.
    static func groups(of values: [Decimal], mayBeWhole: [Bool]) -> [Group]? {
        guard values.count > 2, values.count <= mostRows, let total = values.first, total != 0,
            values.allSatisfy({ $0 >= 0 })
        else { return nil }
        var search = NestedSums(values: values, mayBeWhole: mayBeWhole)
        guard let found = search.parts(from: 1, of: total, depth: 0) else { return nil }
        return [(whole: 0, parts: found.parts)] + found.groups
    }

    private init(values: [Decimal], mayBeWhole: [Bool]) {
        self.values = values
        self.mayBeWhole = mayBeWhole
    }

    /// The rows from one on that add up to a sum, where they end, and the groups within them. The outermost end with the
    /// list.
    private mutating func parts(
        from row: Int, of rest: Decimal, depth: Int
    ) -> (end: Int, parts: [Int], groups: [Group])? {
        if row == values.count { return rest == 0 ? (row, [], []) : nil }
        if rest == 0, depth > 0 { return (row, [], []) }
        let value = values[row]
        let state = State(row: row, rest: rest, depth: depth)
        steps += 1
        guard value <= rest, steps < Self.mostSteps, !failed.contains(state) else { return nil }
        if value > 0, mayBeWhole[row], depth < Self.deepest,
            let own = parts(from: row + 1, of: value, depth: depth + 1),
            let others = parts(from: own.end, of: rest - value, depth: depth)
        {
            return (others.end, [row] + others.parts, [(whole: row, parts: own.parts)] + own.groups + others.groups)
        }
        if let others = parts(from: row + 1, of: rest - value, depth: depth) {
            return (others.end, [row] + others.parts, others.groups)
        }
        failed.insert(state)
        return nil
    }
}
