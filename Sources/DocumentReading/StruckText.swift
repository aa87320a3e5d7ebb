import PageContent

/// Text that a line is drawn through.
struct StruckText {
    /// Indices of the painting's glyphs that are struck out, and of the marks that do so: these rule nothing.
    private(set) var glyphs: Set<Int> = []
    private(set) var marks: Set<Int> = []

    /// A strike is no thicker, and no shorter, in points.
    private static let thickest = 2.0
    private static let shortest = 4.0
    /// Where a strike crosses its letters, in parts of their size above the baseline: an underline lies below, a border
    /// beside.
    private static let heights = 0.15...0.6
    private static let rowHeight = 8.0

    init(_ painting: Painting, sight: GlyphSight) {
        let lines = painting.marks.indices.filter { index in
            let mark = painting.marks[index]
            return mark.kind != .picture && mark.box.height <= Self.thickest && mark.box.width > mark.box.height
                && mark.alpha >= 0.05 && mark.facts.isDisjoint(with: [.elsewhere, .underFill])
        }
        guard !lines.isEmpty else { return }
        var rows: [Int: [Int]] = [:]
        for (index, glyph) in painting.glyphs.enumerated()
        where sight.states[index] == .seen && glyph.direction == .upright {
            rows[Int(glyph.middle.y / Self.rowHeight), default: []].append(index)
        }
        // Borders meet other rules at their ends, wherever text runs over them.
        let verticals = painting.marks.filter { $0.isLine && $0.isSeen && $0.box.height > max(4, $0.box.width) }.map(
            \.box)
        for rule in RuleGathering.rules(from: lines.map { painting.marks[$0].box })
        where rule.axis == .horizontal && rule.length >= Self.shortest {
            let row = Int(rule.position / Self.rowHeight)
            var hits: [Int] = []
            var (left, right) = (Double.infinity, -Double.infinity)
            for near in row - 1...row + 1 {
                for index in rows[near] ?? [] {
                    let glyph = painting.glyphs[index]
                    let part = (glyph.origin.y - rule.position) / glyph.size
                    let x = glyph.middle.x
                    guard Self.heights.contains(part), x > rule.start, x < rule.end else { continue }
                    hits.append(index)
                    left = min(left, glyph.origin.x)
                    right = max(right, glyph.origin.x + glyph.width)
                }
            }
            // A strike is as long as its text, about.
            guard !hits.isEmpty, rule.length < (right - left) * 1.25 + 4,
                !verticals.contains(where: {
                    $0.meets(rule.start, rule.position) || $0.meets(rule.end, rule.position)
                })
            else { continue }
            glyphs.formUnion(hits)
            marks.formUnion(
                lines.filter {
                    let box = painting.marks[$0].box
                    return abs(box.midY - rule.position) < 1 && box.x0 > rule.start - 0.1 && box.x1 < rule.end + 0.1
                })
        }
    }
}

extension Rect {
    /// Whether a point lies on a thin vertical, or as near as corners of borders do.
    fileprivate func meets(_ x: Double, _ y: Double) -> Bool {
        x >= x0 - 1.5 && x <= x1 + 1.5 && y >= y0 - 1.5 && y <= y1 + 1.5
    }
}
