import PageContent

/// Which lines of a table without all its rules make a row.
struct OpenRows {
    /// Each from top to bottom.
    private(set) var rows: [[Strip]] = []
    /// Where rules part the rows, the cells that they and the columns enclose: those of the first columns may run down over
    /// several rows. Nil where no rules do.
    private(set) var grid: RuledGrid?

    /// - Parameters:
    ///   - strips: the body, line by line.
    ///   - edges: of the columns.
    init(strips: [Strip], edges: [Double], rules: [Rule], shades: [Shade]) {
        guard let first = strips.first else { return }
        let borders = Self.borders(of: strips, edges: edges, rules: rules, shades: shades)
        let anchors = strips.map { Self.anchors(of: $0, edges: edges) }
        let gaps = Self.gaps(strips)
        if Self.part(borders.map(\.position), strips, anchors) {
            rows = [[first]]
            for index in strips.indices.dropFirst() {
                let isParted = borders.contains {
                    $0.position > strips[index - 1].box.midY && $0.position < strips[index].box.midY
                }
                if isParted { rows.append([strips[index]]) } else { rows[rows.count - 1].append(strips[index]) }
            }
            grid = Self.grid(of: borders, strips, edges)
            return
        }
        let threshold = Self.threshold(gaps, strips, anchors)
        rows = [[first]]
        var held = anchors[0]
        for index in strips.indices.dropFirst() {
            let isSame = gaps[index - 1] < threshold && held.isDisjoint(with: anchors[index])
            if isSame {
                rows[rows.count - 1].append(strips[index])
                held.formUnion(anchors[index])
            } else {
                rows.append([strips[index]])
                held = anchors[index]
            }
        }
    }

    /// The columns in which a line has what a row has once: an amount, a code, the number of an item.
    private static func anchors(of strip: Strip, edges: [Double]) -> Set<Int> {
        Set(
            strip.pieces.filter { piece in
                // A list within one text counts its items too.
                (piece.isFigure && !piece.isTail) || piece.kind == .dash
                    || (piece.ordinal != nil && piece.glyphs.count <= longestName)
            }.compactMap { piece in
                edges.lastIndex { $0 < piece.box.midX }
            })
    }

    /// Characters of a name in a list.
    private static let longestName = 16

    /// Rules and edges of bands between lines that run through some columns of the table.
    private static func borders(
        of strips: [Strip], edges: [Double], rules: [Rule], shades: [Shade]
    ) -> [Rule] {
        guard let left = edges.first, let right = edges.last, let top = strips.map(\.box.y0).min(),
            let bottom = strips.map(\.box.y1).max()
        else { return [] }
        var borders = rules.filter { $0.axis == .horizontal && $0.end > left && $0.start < right }
        for shade in shades
        where min(shade.box.x1, right) - max(shade.box.x0, left) > 0.6 * (right - left)
            && shade.box.height < 0.5 * (bottom - top)
        {
            for y in [shade.box.y0, shade.box.y1] {
                borders.append(Rule(axis: .horizontal, position: y, start: left, end: right))
            }
        }
        let least = edges.indices.dropFirst().map { edges[$0] - edges[$0 - 1] }.min() ?? 0
        return borders.filter { $0.position > top && $0.position < bottom && $0.length > 0.6 * least }
    }

    /// The cells between borders and columns.
    private static func grid(of borders: [Rule], _ strips: [Strip], _ edges: [Double]) -> RuledGrid? {
        guard let left = edges.first, let right = edges.last, let top = strips.map(\.box.y0).min(),
            let bottom = strips.map(\.box.y1).max()
        else { return nil }
        let frame = [top - 1, bottom + 1].map { Rule(axis: .horizontal, position: $0, start: left, end: right) }
        let walls = edges.map { Rule(axis: .vertical, position: $0, start: top - 1, end: bottom + 1) }
        return RuledGrid(region: RuleRegion(horizontal: borders + frame, vertical: walls))
    }

    /// Whether borders part the rows: between any two lines with the same anchor one is drawn.
    private static func part(_ borders: [Double], _ strips: [Strip], _ anchors: [Set<Int>]) -> Bool {
        guard !borders.isEmpty else { return false }
        var last: [Int: Double] = [:]
        var (parted, joined) = (0, 0)
        for (strip, columns) in zip(strips, anchors) {
            for column in columns {
                if let above = last[column] {
                    let isParted = borders.contains { $0 > above && $0 < strip.box.midY }
                    if isParted { parted += 1 } else { joined += 1 }
                }
                last[column] = strip.box.midY
            }
        }
        return joined == 0 && parted > 0 || (joined == 0 && borders.count > 1)
    }

    /// The white space above each line but the first.
    private static func gaps(_ strips: [Strip]) -> [Double] {
        zip(strips, strips.dropFirst()).map { upper, lower in
            let height = min(upper.em, lower.em)
            return lower.box.midY - upper.box.midY - height
        }
    }

    /// White space from which on lines are of two rows: the widest under which no row has an anchor twice.
    private static func threshold(_ gaps: [Double], _ strips: [Strip], _ anchors: [Set<Int>]) -> Double {
        let em = strips.map(\.em).max() ?? 10
        // Lines of one text stand a half of their height apart at most.
        let least = 0.42 * em
        let values = Set(gaps.map { ($0 * 5).rounded() / 5 }).sorted()
        var best = 0.3
        for value in values {
            let limit = value + 0.3
            guard limit < 1.1 * em else { break }
            var held: Set<Int> = anchors.first ?? []
            var collides = false
            for index in gaps.indices {
                if gaps[index] < limit {
                    if !held.isDisjoint(with: anchors[index + 1]) { collides = true; break }
                    held.formUnion(anchors[index + 1])
                } else {
                    held = anchors[index + 1]
                }
            }
            if collides { break }
            // Wider than lines of a text stand apart, it must be clearly less than what parts rows.
            let next = values.first { $0 > limit }
            if value <= least || next.map({ $0 > value * 1.3 + 0.5 }) ?? false { best = limit }
        }
        return best
    }
}

extension Strip {
    /// The height of its characters.
    var em: Double { max(pieces.map { $0.line.em }.max() ?? 0, 4) }
}
