import PageContent

/// The columns of a header whose headings are known in their order alone: each row of it from left to right, the upper ones
/// first. Which of them stand over others is told by what stands below them elsewhere, and by how many columns there are.
struct HeadingOrder {
    /// Header paths from parent to leaf, from left to right.
    private(set) var paths: [[String]] = []
    /// Every heading over others is one that is known to be.
    private(set) var isCertain = true
    /// Other headings could stand over the same ones.
    private(set) var isTied = false
    /// With another count of columns other headings could have columns of their own.
    private(set) var mayDiffer = false
    /// Of each path, the place of its leaf among the headings.
    private(set) var places: [Int] = []

    private let headings: [String]
    private let lines: [Int]
    /// Several lines hold several headings.
    private let hasRows: Bool
    private let affinity: [[Double]]
    private let mustHead: [Bool]
    private let isTotal: [Bool]
    private let isName: [Bool]
    private let isFigure: [Bool]
    private let isWide: [Bool]
    private let leaves: Int?
    private let leastLeaves: Int
    private var memo: [State: (score: Double, choice: Choice)] = [:]

    private struct State: Hashable {
        var open: Int
        var next: Int
        var leaves: Int
    }

    /// What a column holds.
    enum Kind {
        case code, name, other
    }

    private enum Choice {
        case root
        case children(Int)
    }

    /// What a heading that is known to stand over others counts for.
    private static let group = 1.5
    /// A heading stands over no more columns or groups.
    private static let mostChildren = 14

    /// - Parameters:
    ///   - headings: in the order of the text.
    ///   - lines: of the text, that each begins on.
    ///   - leaves: how many columns there are, where something tells it.
    ///   - leastLeaves: how many there are at least.
    ///   - groups: which headings stand over which.
    ///   - kind: what stands below a heading.
    init?(
        headings: [String], lines: [Int], leaves: Int?, leastLeaves: Int, groups: HeadingGroups, kind: (String) -> Kind
    ) {
        guard (1...40).contains(headings.count), leaves.map({ $0 <= headings.count }) ?? true else { return nil }
        self.headings = headings
        self.lines = lines
        self.leaves = leaves
        self.leastLeaves = leastLeaves
        let folded = headings.map { Array(CompactText.withoutColon(CompactText.folded($0)).unicodeScalars) }
        hasRows = Set(lines.filter { line in lines.count { $0 == line } > 1 }).count > 1
        affinity = folded.map { over in folded.map { groups.affinity(of: over, over: $0) } }
        mustHead = folded.map(groups.mustHead)
        isWide = folded.map(groups.isWide)
        let held = headings.map(kind)
        isName = held.map { $0 == .name }
        isFigure = zip(held, folded).map { $0 == .other && ["预算数", "金额", "合计"].contains(String(scalars: $1)) }
        isTotal = headings.map { ["合计", "总计", "小计"].contains(CompactText.folded($0)) }
        guard best(State(open: 0, next: 0, leaves: 0)).score > -1000 else { return nil }
        var parents: [Int?] = []
        var children = [[Int]](repeating: [], count: headings.count)
        var roots: [Int] = []
        var state = State(open: 0, next: 0, leaves: 0)
        while state.open < headings.count {
            switch best(state).choice {
            case .root:
                roots.append(state.next)
                parents.append(nil)
                state.next += 1
            case .children(let count):
                for child in state.next..<state.next + count {
                    children[state.open].append(child)
                    parents.append(state.open)
                    if affinity[state.open][child] <= 0 { isCertain = false }
                }
                state = State(
                    open: state.open + 1, next: state.next + count, leaves: state.leaves + (count == 0 ? 1 : 0))
            }
        }
        func kinds(below heading: Int) -> [Kind] {
            children[heading].isEmpty ? [kind(headings[heading])] : children[heading].flatMap(kinds)
        }
        // Where a name stands behind a group, cells that run down beside it come behind it too: the lowest ones of all tell the
        // order.
        let isNames = roots.map { root in kinds(below: root).allSatisfy { $0 != .other } }
        if let last = isNames.lastIndex(of: true), isNames[..<last].contains(false) {
            func firstLeaf(below heading: Int) -> Int { children[heading].map(firstLeaf).min() ?? heading }
            roots.sort { firstLeaf(below: $0) < firstLeaf(below: $1) }
        }
        func add(_ heading: Int, below path: [String]) {
            let path = path + [headings[heading]]
            if children[heading].isEmpty {
                paths.append(path)
                places.append(heading)
            }
            for child in children[heading] { add(child, below: path) }
        }
        for root in roots { add(root, below: []) }
        for heading in headings.indices where !mustHead[heading] && held[heading] == .other {
            let below = children[heading]
            if isWide[heading], !below.isEmpty { continue }
            if below.isEmpty {
                // A heading with a column of its own could stand over others.
                let behind = (heading + 1)..<headings.count
                if behind.contains(where: { affinity[heading][$0] > 1 && parents[$0].map { isWide[$0] } ?? true }) {
                    mayDiffer = true
                }
            } else if !isTotal[below[0]] {
                mayDiffer = true
            } else if (0..<below[0]).contains(where: { other in
                children[other].isEmpty && !isTotal[other] && below.allSatisfy { affinity[other][$0] > 1 }
            }) {
                isTied = true
            }
        }
    }

    private mutating func best(_ state: State) -> (score: Double, choice: Choice) {
        if state.open == headings.count {
            guard state.next == headings.count, leaves == nil || leaves == state.leaves else { return (-10_000, .root) }
            return (
                -5 * Double(max(0, leastLeaves - state.leaves)) - 0.1 * Double(max(0, state.leaves - leastLeaves)),
                .root
            )
        }
        if let known = memo[state] { return known }
        var found: (score: Double, choice: Choice) = (-20_000, .root)
        if state.next < headings.count {
            var after = state
            after.next += 1
            // Behind the headings of the first row one without a parent is a cell that runs down beside a group.
            let score = best(after).score - (state.open == 0 ? 0 : 1)
            found = (score, .root)
        }
        if state.open < state.next {
            let open = state.open
            // Where several have one heading the last of them is divided: the sides of a summary.
            let isRepeated = isFigure[open] && (open + 1..<state.next).contains { headings[$0] == headings[open] }
            var own = isRepeated ? -0.3 : 0
            // Names in between begin another list.
            if (open + 1..<max(open + 1, state.next)).contains(where: { isName[$0] }), isFigure[open] { own -= 2 }
            var isWeak = false
            var totals = 0
            var seen: Set<String> = []
            for count in 0...min(Self.mostChildren, headings.count - state.next) {
                if count > 0 {
                    let child = state.next + count - 1
                    own += min(0, affinity[open][child])
                    // What stands on one line stands on one row of the header.
                    if lines[open] == lines[child], !mustHead[open], hasRows { own -= 1 }
                    isWeak = isWeak || affinity[open][child] < 1
                    if affinity[open][child] == HeadingGroups.weak { own -= 0.2 }
                    // No group has two totals or one heading twice.
                    if isTotal[child] { totals += 1 }
                    if !seen.insert(headings[child]).inserted || (isTotal[child] && totals > 1) { own -= 3 }
                }
                var score = count > 0 ? own + (isWeak ? 0 : Self.group) : 0
                if count == 0, mustHead[open] { score -= 3 }
                if count == 1 { score -= mustHead[open] ? 1 : 2 }
                let behind = state.next + count
                if count > 0, !isWide[open], behind < headings.count, affinity[open][behind] > 0, !isTotal[behind],
                    !seen.contains(headings[behind])
                {
                    // What goes on with a group is part of it.
                    score -= 2
                }
                score += best(State(open: open + 1, next: behind, leaves: state.leaves + (count == 0 ? 1 : 0))).score
                // Of equal ways that in which the heading farther to the left has children.
                if score >= found.score { found = (score, .children(count)) }
            }
        }
        memo[state] = found
        return found
    }
}

/// Which headings stand over which in the headers of releases.
struct HeadingGroups: Equatable, Sendable {
    /// What is particular about a group.
    private enum Kind: String, CaseIterable {
        /// Its headings have no column of their own.
        case always
        /// What stands below them may be divided again.
        case wide
    }

    private struct Group: Equatable, Sendable {
        var over: [Pattern]
        var under: [Pattern]
        var kind: Kind?
    }

    private let groups: [Group]

    private enum Field: String, CaseIterable {
        case over, under, kind
    }

    init(_ values: [FormValue]) throws(FormError) {
        var groups: [Group] = []
        for value in values {
            let object = try value.object(of: Field.self)
            groups.append(
                Group(
                    over: try object.required(.over).texts().map { Pattern($0) },
                    under: try object.required(.under).texts().map { Pattern($0) },
                    kind: try object[.kind]?.word()))
        }
        self.groups = groups
    }

    /// The affinity of a heading that stands over anything.
    static let weak = 0.5

    /// How likely a heading stands over another one: above 0 where it is known to.
    func affinity(of over: [Unicode.Scalar], over under: [Unicode.Scalar]) -> Double {
        var isGroup = false
        for group in groups where group.over.contains(where: { $0.matches(over) }) {
            isGroup = true
            if group.under.contains(where: { $0.matches(under) }) { return group.under.count == 1 ? Self.weak : 2 }
        }
        return isGroup ? -2 : -4
    }

    /// Whether a heading has no column of its own.
    func mustHead(_ heading: [Unicode.Scalar]) -> Bool {
        groups.contains { $0.kind == .always && $0.over.contains { $0.matches(heading) } }
    }

    /// By how many characters a text is known as a heading that stands over others; that it ends as many do says little.
    func weight(ofHeading heading: [Unicode.Scalar]) -> Int? {
        groups.lazy.flatMap(\.over).filter {
            ($0.weight > 3 || $0.weight == heading.count) && $0.matches(heading)
        }.map(\.weight).max()
    }

    /// Whether a text is a heading that stands over others.
    func heads(_ heading: [Unicode.Scalar]) -> Bool { weight(ofHeading: heading) != nil }

    /// Whether what stands below a heading may go down in levels.
    func isWide(_ heading: [Unicode.Scalar]) -> Bool {
        groups.contains { $0.kind == .wide && $0.over.contains { $0.matches(heading) } }
    }
}
