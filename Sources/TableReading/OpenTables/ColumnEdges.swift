import PageContent

/// Where the columns of a table without all its vertical rules part.
///
/// Between two headings that stand beside each other runs one border. Where the body leaves several gaps there, that one is
/// taken under which headings stand in the middle of their columns, amounts apart from words, and no two texts of a line
/// in one cell. Where it leaves none the border runs where the fewest texts cross it.
struct ColumnEdges {
    /// A heading that may stand over a column.
    struct Leaf {
        var box: Rect
        /// It may as well stand over several columns, as their parent.
        var mayBeParent: Bool
        /// What speaks against its being one of a single column.
        var doubt = 0.0
        /// What speaks against it where the body has nothing below.
        var emptiness = 4.0
    }

    /// Where a table begins and ends: somewhere between two places on each side.
    struct Outer {
        var left: ClosedRange<Double>
        var right: ClosedRange<Double>
    }

    /// Where headings stand in their columns.
    enum Alignment { case left, middle, right }

    /// Ascending, one more than there are columns.
    private(set) var edges: [Double] = []
    /// The headings over the columns, as they were given.
    private(set) var leaves: [Int] = []
    /// What the choice cost: texts that cross a border, and what else speaks against it.
    private(set) var cost = 0.0

    /// A place for a border: anywhere between two positions.
    private struct Gap {
        var low: Double
        var high: Double
        /// Texts that it cuts.
        var cost = 0.0
    }

    private let strips: [Strip]
    private let candidates: [Leaf]
    private let walls: [Double]
    /// That of the headings.
    let alignment: Alignment

    /// - Parameters:
    ///   - leaves: left to right.
    ///   - strips: the body, line by line.
    ///   - walls: x of vertical rules along the body.
    ///   - outer: where the table begins and ends, as far as it is known.
    ///   - areParentsFlush: headings over others begin where the first of these do.
    init(leaves: [Leaf], strips: [Strip], walls: [Double], outer: Outer, areParentsFlush: Bool = false) {
        self.strips = strips
        candidates = leaves
        alignment = Self.alignment(of: leaves, over: strips, areParentsFlush: areParentsFlush)
        self.walls = walls
        guard !leaves.isEmpty else { return }
        choose(outer: outer)
    }

    /// A state of the search: the heading to be taken next, and the border in front of it.
    private struct State {
        var next: Int
        var gap: Gap
        var cost: Double
        var path: [(leaf: Int, gap: Gap)]
    }

    /// A border behind a column, and the heading behind that; nil at the table's end.
    private struct Step {
        var gap: Gap
        var next: Int?
        var cost: Double
    }

    private static let mostStates = 24
    private static let costOfParent = 0.2

    private mutating func choose(outer: Outer) {
        let start = Gap(low: outer.left.lowerBound, high: outer.left.upperBound)
        var states: [State] = []
        for first in candidates.indices {
            states.append(State(next: first, gap: start, cost: Double(first) * Self.costOfParent, path: []))
            guard candidates[first].mayBeParent else { break }
        }
        var finished: [State] = []
        while !states.isEmpty {
            var grown: [State] = []
            for state in states {
                for step in steps(behind: state.next, outer: outer) where step.gap.high > state.gap.high {
                    let cost = state.cost + step.cost + columnCost(from: state.gap, to: step.gap, leaf: state.next)
                    let path = state.path + [(state.next, step.gap)]
                    if let next = step.next {
                        grown.append(State(next: next, gap: step.gap, cost: cost, path: path))
                    } else {
                        finished.append(State(next: candidates.count, gap: step.gap, cost: cost, path: path))
                    }
                }
            }
            // The likeliest go on.
            states = Array(grown.sorted { $0.cost < $1.cost }.prefix(Self.mostStates))
        }
        // The likeliest are looked at closely: how far their headings stand from the middles of their columns together.
        cost = .infinity
        for state in finished.sorted(by: { $0.cost < $1.cost }).prefix(Self.mostFinished) where state.cost < cost {
            let middles = state.path.map { candidates[$0.leaf].box.midX }
            let gaps = [start] + state.path.map(\.gap)
            let trial =
                switch alignment {
                case .left: gaps.map(\.high)
                case .middle: Self.centred(gaps, under: middles)
                case .right: gaps.map(\.low)
                }
            let offset =
                alignment == .middle
                ? middles.indices.reduce(0) { $0 + abs((trial[$1] + trial[$1 + 1]) / 2 - middles[$1]) } : 0
            let total = state.cost + 0.05 * offset
            guard total < cost else { continue }
            cost = total
            leaves = state.path.map(\.leaf)
            edges = trial
        }
    }

    private static let mostFinished = 24

    /// Headings are set to the left where names begin below their beginnings, to the right where amounts end below their
    /// ends, and most often neither.
    private static func alignment(of leaves: [Leaf], over strips: [Strip], areParentsFlush: Bool) -> Alignment {
        let pieces = strips.flatMap(\.pieces)
        var (words, figures, left, right) = (0, 0, 0, 0)
        for leaf in leaves {
            let below = pieces.filter { $0.box.x0 < leaf.box.x1 && leaf.box.x0 < $0.box.x1 }
            if let start = below.filter(\.isWord).map(\.box.x0).min() {
                words += 1
                if abs(start - leaf.box.x0) < 1.5 { left += 1 }
            }
            if let end = below.filter({ $0.kind == .sum }).map(\.box.x1).max() {
                figures += 1
                if abs(end - leaf.box.x1) < 1.5 { right += 1 }
            }
        }
        if figures > 1, right == figures { return .right }
        if words == 0 { return areParentsFlush ? .left : .middle }
        return left == words && right * 2 < max(figures, 1) ? .left : .middle
    }

    /// Where the column of a heading may end: in front of one of the next, those between being parents.
    private func steps(behind leaf: Int, outer: Outer) -> [Step] {
        var steps: [Step] = []
        var cost = 0.0
        for next in candidates.indices.dropFirst(leaf + 1) {
            for gap in gaps(from: candidates[leaf].box, to: candidates[next].box) {
                steps.append(Step(gap: gap, next: next, cost: cost + gap.cost))
            }
            guard candidates[next].mayBeParent else { return steps }
            cost += Self.costOfParent
        }
        let end = Gap(low: outer.right.lowerBound, high: outer.right.upperBound)
        return steps + [Step(gap: end, next: nil, cost: cost)]
    }

    private func gaps(from left: Rect, to right: Rect) -> [Gap] {
        var (low, high) = (left.x1, right.x0)
        if low >= high { (low, high) = (left.midX, right.midX) }
        guard low < high else { return [] }
        let drawn = walls.filter { $0 > low - 1 && $0 < high + 1 }
        if !drawn.isEmpty { return drawn.map { Gap(low: $0, high: $0) } }
        var spans = strips.flatMap(\.pieces).filter { $0.box.x1 > low && $0.box.x0 < high }.map {
            (max(low, $0.box.x0), min(high, $0.box.x1))
        }
        spans.sort { $0.0 < $1.0 }
        var gaps: [Gap] = []
        var reach = low
        for span in spans {
            if span.0 > reach + Self.leastGap { gaps.append(Gap(low: reach, high: span.0)) }
            reach = max(reach, span.1)
        }
        if high > reach + Self.leastGap { gaps.append(Gap(low: reach, high: high)) }
        if !gaps.isEmpty { return gaps }
        // Every place is crossed: the ends of texts that the fewest others cross.
        let ends = Set(spans.flatMap { [$0.0, $0.1] }.map { ($0 * 2).rounded() / 2 }).filter { $0 > low && $0 < high }
        let crossed = ends.map { end in (end, spans.count { $0.0 < end - 0.5 && $0.1 > end + 0.5 }) }
        let least = crossed.sorted { ($0.1, $0.0) < ($1.1, $1.0) }.prefix(4)
        if least.isEmpty { return [Gap(low: (low + high) / 2, high: (low + high) / 2, cost: 3 * Double(spans.count))] }
        return least.map { Gap(low: $0.0, high: $0.0, cost: 3 * Double($0.1)) }
    }

    /// Borders within their gaps, each heading as near to the middle of its column as can be.
    private static func centred(_ gaps: [Gap], under middles: [Double]) -> [Double] {
        var edges = gaps.map { ($0.low + $0.high) / 2 }
        for _ in 0..<rounds {
            for edge in edges.indices {
                var wanted: [Double] = []
                if edge > 0 { wanted.append(2 * middles[edge - 1] - edges[edge - 1]) }
                if edge < middles.count { wanted.append(2 * middles[edge] - edges[edge + 1]) }
                let middle = wanted.reduce(0, +) / Double(wanted.count)
                edges[edge] = min(max(middle, gaps[edge].low), gaps[edge].high)
            }
        }
        return edges
    }

    private static let rounds = 40
    private static let leastGap = 0.4

    private func columnCost(from left: Gap, to right: Gap, leaf: Int) -> Double {
        let middle = candidates[leaf].box.midX
        let (low, high) = ((left.low + right.low) / 2, (left.high + right.high) / 2)
        let offset =
            switch alignment {
            case .left: max(0, candidates[leaf].box.x0 - left.high)
            case .middle: max(0, low - middle, middle - high)
            case .right: max(0, right.low - candidates[leaf].box.x1)
            }
        var cost = min(offset, 80) * 0.08
        var (sums, words, shared, fused) = (0, 0, 0, 0)
        for strip in strips {
            var count = 0
            var figures = 0
            for piece in strip.pieces where piece.box.midX > left.high && piece.box.midX < right.low {
                count += 1
                if !piece.isWord { figures += 1 }
                if piece.kind == .sum { sums += 1 } else if piece.isWord { words += 1 }
            }
            if count > 1 { shared += 1 }
            if figures > 1 { fused += 1 }
        }
        cost += 0.4 * Double(min(sums, words, 8)) + 0.8 * Double(min(shared, 6)) + 6 * Double(min(fused, 4))
        cost += candidates[leaf].doubt
        if candidates[leaf].mayBeParent, sums + words == 0 { cost += candidates[leaf].emptiness }
        return cost
    }
}
