import PageContent

/// Rules that touch one another: the skeleton of one table, of a frame, or of a drawing.
struct RuleRegion {
    var horizontal: [Rule]
    var vertical: [Rule]

    /// How far two rules may stand apart and still touch: corners of bordered cells miss by a line width.
    static let reach = 2.0
    /// Rules shorter than this belong to a table only where they run from one rule to another: strokes of glyphs
    /// drawn as outlines stand everywhere.
    private static let shortRule = 8.0
    /// No table is narrower; a heading set in large type is drawn with strokes of up to 20 points.
    private static let narrowestTable = 50.0
    /// More rules than this on one page are a drawing, not a table.
    private static let mostRules = 4_000

    /// The regions of a page, from top to bottom, and whether there were too many rules to look for any.
    static func regions(of rules: [Rule]) -> (regions: [RuleRegion], isOverdrawn: Bool) {
        let long = (
            horizontal: rules.filter { $0.axis == .horizontal && $0.length >= shortRule },
            vertical: rules.filter { $0.axis == .vertical && $0.length >= shortRule }
        )
        guard long.horizontal.count + long.vertical.count <= mostRules else { return ([], true) }
        let short = rules.filter { $0.length < shortRule }.prefix(mostRules)
        let kept = (
            long.horizontal + short.filter { $0.axis == .horizontal && runsBetween($0, long.vertical) },
            long.vertical + short.filter { $0.axis == .vertical && runsBetween($0, long.horizontal) }
        )
        var groups = DisjointSets(count: kept.0.count + kept.1.count)
        for (row, h) in kept.0.enumerated() {
            for (column, v) in kept.1.enumerated() where touch(h, v) { groups.join(row, kept.0.count + column) }
        }
        var regions: [Int: RuleRegion] = [:]
        for (index, rule) in kept.0.enumerated() {
            regions[groups.root(of: index), default: RuleRegion(horizontal: [], vertical: [])].horizontal.append(rule)
        }
        for (index, rule) in kept.1.enumerated() {
            regions[groups.root(of: kept.0.count + index), default: RuleRegion(horizontal: [], vertical: [])].vertical
                .append(rule)
        }
        var tables = regions.values.filter(\.mayBeTable)
        let lone = regions.values.filter { $0.horizontal.isEmpty }.flatMap(\.vertical)
        for index in tables.indices { tables[index].adopt(lone, besides: tables) }
        return (tables.sorted { ($0.top, $0.left) < ($1.top, $1.left) }, false)
    }

    /// Takes up verticals beside the table that touch nothing and run from its top to its bottom: cells stand between them
    /// that go on on the pages before and behind.
    private mutating func adopt(_ lone: [Rule], besides tables: [RuleRegion]) {
        let (top, bottom) = (top, bottom)
        guard bottom - top > Self.lowestPage else { return }
        let others = tables.filter { $0.left != left || $0.top != top }.filter { $0.top < bottom && $0.bottom > top }
        vertical += lone.filter { rule in
            abs(rule.start - top) < Self.farthestEnd && abs(rule.end - bottom) < Self.farthestEnd
                && !others.contains { $0.left < rule.position || $0.left > left && rule.position > left }
        }
    }

    /// A table on a page that it fills is higher.
    private static let lowestPage = 100.0
    /// Ends of such verticals and the table's own stand within these points.
    private static let farthestEnd = 6.0

    /// Whether the rules reach far enough to hold text in cells: strokes of glyphs touch one another too.
    private var mayBeTable: Bool {
        guard horizontal.count + vertical.count >= 3, !horizontal.isEmpty, !vertical.isEmpty else { return false }
        return (horizontal.map(\.length).max() ?? 0) >= Self.narrowestTable
            && (vertical.map(\.length).max() ?? 0) >= Self.shortRule
    }

    private static func touch(_ h: Rule, _ v: Rule) -> Bool {
        v.position >= h.start - reach && v.position <= h.end + reach && h.position >= v.start - reach
            && h.position <= v.end + reach
    }

    private static func runsBetween(_ rule: Rule, _ crossing: [Rule]) -> Bool {
        func ends(at end: Double) -> Bool {
            crossing.contains {
                abs($0.position - end) <= reach && rule.position >= $0.start - reach && rule.position <= $0.end + reach
            }
        }
        return ends(at: rule.start) && ends(at: rule.end)
    }

    private var top: Double {
        min(horizontal.map(\.position).min() ?? .infinity, vertical.map(\.start).min() ?? .infinity)
    }
    private var bottom: Double {
        max(horizontal.map(\.position).max() ?? -.infinity, vertical.map(\.end).max() ?? -.infinity)
    }
    private var left: Double {
        min(vertical.map(\.position).min() ?? .infinity, horizontal.map(\.start).min() ?? .infinity)
    }
}

/// Union-find over indices.
struct DisjointSets {
    private var parent: [Int]

    init(count: Int) { parent = Array(0..<count) }

    mutating func root(of index: Int) -> Int {
        var index = index
        while parent[index] != index {
            parent[index] = parent[parent[index]]
            index = parent[index]
        }
        return index
    }

    mutating func join(_ a: Int, _ b: Int) {
        let (a, b) = (root(of: a), root(of: b))
        if a != b { parent[max(a, b)] = min(a, b) }
    }
}
