import PageContent

/// The headings of a table without all its rules: which of them stand over single columns, and which over those.
struct HeadingTree {
    /// A heading, which may wrap over several lines.
    struct Heading {
        var pieces: [Piece]
        var box: Rect

        var scalars: [Unicode.Scalar] { pieces.flatMap(\.text) }
    }

    /// A heading with the columns that it stands over.
    struct Cell {
        var heading: Heading
        var columns: Range<Int>
        /// Levels of headings above it.
        var level = 0
    }

    private(set) var edges: [Double]
    private let alignment: ColumnEdges.Alignment
    private(set) var cells: [Cell] = []

    /// Levels of headings.
    var depth: Int { (cells.map(\.level).max() ?? -1) + 1 }

    /// - Parameters:
    ///   - header: the lines of the header.
    ///   - body: those below it.
    ///   - rules: the page's.
    ///   - outer: where the table begins and ends.
    init?(header: [Strip], body: [Strip], rules: [Rule], outer: ColumnEdges.Outer, isHeading: HeadingTest) {
        let headings = Self.headings(in: header, rules: rules, isHeading: isHeading)
        guard let top = header.first?.box.y0, let bottom = (body.last ?? header.last)?.box.y1 else { return nil }
        let bodyTop = body.first?.box.y0 ?? bottom
        // A wall stands between columns of the body from top to bottom.
        let walls = rules.filter {
            $0.axis == .vertical && $0.start < bodyTop + 4 && $0.end > (bodyTop + 2 * bottom) / 3 && $0.end > top
        }.map(\.position)
        let highest = headings.map(\.box.midY).min() ?? top
        var leaves: [(index: Int, leaf: ColumnEdges.Leaf)] = []
        func below(_ heading: Heading) -> [Heading] { headings.filter { $0.box.y0 > heading.box.midY + 1 } }
        func isParent(_ heading: Heading) -> Bool {
            below(heading).contains { $0.box.x0 < heading.box.x1 && heading.box.x0 < $0.box.x1 }
        }
        let levels = headings.filter(isParent).map(\.box.midY)
        for (index, heading) in headings.enumerated() where !isParent(heading) {
            let below = below(heading)
            let isBetween =
                below.contains { $0.box.midX < heading.box.midX } && below.contains { $0.box.midX > heading.box.midX }
            // On the first line stand those that others stand below. What stands between two levels is in the middle of a
            // cell over both.
            let isOnTop = heading.box.midY < highest + 2
            let isOnLevel = levels.isEmpty || levels.contains { abs($0 - heading.box.midY) < 2.5 }
            leaves.append(
                (
                    index,
                    ColumnEdges.Leaf(
                        box: heading.box, mayBeParent: isBetween, doubt: isBetween && isOnTop ? 4 : 0,
                        emptiness: isOnLevel ? 4 : 0.15)
                ))
        }
        leaves.sort { $0.leaf.box.midX < $1.leaf.box.midX }
        let parents = headings.filter(isParent)
        let areFlush =
            !parents.isEmpty
            && parents.allSatisfy { parent in below(parent).contains { abs($0.box.x0 - parent.box.x0) < 1 } }
        let columns = ColumnEdges(
            leaves: leaves.map(\.leaf), strips: body, walls: walls, outer: outer, areParentsFlush: areFlush)
        guard columns.edges.count > 2 else { return nil }
        edges = columns.edges
        alignment = columns.alignment
        let taken = columns.leaves.map { leaves[$0].index }
        cells = taken.enumerated().map { Cell(heading: headings[$1], columns: $0..<$0 + 1) }
        splitShared(body)
        let others = headings.indices.filter { !taken.contains($0) }.map { headings[$0] }
        place(others.sorted { ($0.box.midY, $0.box.midX) < ($1.box.midY, $1.box.midX) }, rules: rules)
    }

    // MARK: Headings

    /// Texts that stand below each other near enough to be one heading are cut into headings: into known ones if they
    /// can be, else where they stand farther apart.
    private static func headings(in strips: [Strip], rules: [Rule], isHeading: HeadingTest) -> [Heading] {
        var chains: [[Line]] = []
        for strip in strips {
            let isLevel = strip.pieces.count { isHeading(Array($0.text)) } > 1
            for piece in strip.pieces {
                let em = max(piece.line.em, 4)
                let above = chains.lastIndex { chain in
                    guard let last = chain.last?.piece else { return false }
                    let distance = piece.box.midY - last.box.midY
                    return distance > 2 && distance < 2.2 * em && last.box.x0 < piece.box.x1
                        && piece.box.x0 < last.box.x1
                        && (abs(last.box.midX - piece.box.midX) < 0.6 * em || abs(last.box.x0 - piece.box.x0) < 1)
                        && !isParted(last.box, piece.box, by: rules)
                }
                let line = Line(piece: piece, isLevel: isLevel)
                if let above { chains[above].append(line) } else { chains.append([line]) }
            }
        }
        return chains.flatMap { cut($0, isHeading: isHeading) }
    }

    /// A line of a heading; on a level with known ones it begins one.
    private struct Line {
        var piece: Piece
        var isLevel: Bool
    }

    private static func cut(_ chain: [Line], isHeading: HeadingTest) -> [Heading] {
        var best: [(cost: Double, start: Int)] = [(0, 0)]
        for end in 1...chain.count {
            var cheapest = (cost: Double.infinity, start: 0)
            for start in max(0, end - longestHeading)..<end {
                let cost = best[start].cost + cost(of: chain[start..<end], isHeading: isHeading)
                if cost < cheapest.cost { cheapest = (cost, start) }
            }
            best.append(cheapest)
        }
        var headings: [Heading] = []
        var end = chain.count
        while end > 0 {
            let pieces = chain[best[end].start..<end].map(\.piece)
            headings.append(
                Heading(pieces: pieces, box: pieces.dropFirst().reduce(pieces[0].box) { $0.union($1.box) }))
            end = best[end].start
        }
        return headings.reversed()
    }

    /// Lines of one heading.
    private static let longestHeading = 8

    private static func cost(of lines: ArraySlice<Line>, isHeading: HeadingTest) -> Double {
        guard !isHeading(lines.flatMap(\.piece.text)) else {
            // A pattern may take a heading together with the one below it.
            return 0.3 + (lines.dropFirst().contains { $0.isLevel && isHeading(Array($0.piece.text)) } ? 0.5 : 0)
        }
        let far = zip(lines, lines.dropFirst()).count { upper, lower in
            lower.isLevel
                || lower.piece.box.midY - upper.piece.box.midY > farthestLine * max(lower.piece.line.em, 4)
        }
        return 1 + Double(far)
    }

    /// Lines of one text stand nearer than this many ideographs.
    private static let farthestLine = 1.35

    private static func isParted(_ upper: Rect, _ lower: Rect, by rules: [Rule]) -> Bool {
        rules.contains {
            $0.axis == .horizontal && $0.position > upper.midY && $0.position < lower.midY && $0.start < upper.midX
                && $0.end > upper.midX
        }
    }

    // MARK: Columns

    /// Splits a column that lines of the body have two texts in: its heading stands over both.
    private mutating func splitShared(_ body: [Strip]) {
        for index in cells.indices.reversed() {
            let (left, right) = (edges[index], edges[index + 1])
            let held = body.map { $0.pieces.filter { $0.box.midX > left && $0.box.midX < right } }
            let double = held.filter { $0.count == 2 }
            let texts = held.joined()
            guard double.count > 1, double.count * 6 >= held.count(where: { !$0.isEmpty }),
                !held.contains(where: { $0.count > 2 })
            else {
                continue
            }
            let low = double.map { $0[0].box.x1 }.max() ?? left
            let high = double.map { $0[1].box.x0 }.min() ?? right
            // What stands before the gap and behind it begins at two places.
            guard low < high, !texts.contains(where: { $0.box.x0 < low && $0.box.x1 > high }) else { continue }
            let starts = Set(double.map { ($0[1].box.x0 / 2).rounded() })
            guard starts.count <= max(1, double.count / 2) else { continue }
            edges.insert((low + high) / 2, at: index + 1)
            for other in cells.indices where cells[other].columns.lowerBound > index {
                cells[other].columns = cells[other].columns.lowerBound + 1..<cells[other].columns.upperBound + 1
            }
            cells[index].columns = cells[index].columns.lowerBound..<cells[index].columns.upperBound + 1
        }
    }

    // MARK: Parents

    /// Puts the headings that stand over others, from the top level down, each over the columns that it stands in the
    /// middle of.
    private mutating func place(_ parents: [Heading], rules: [Rule]) {
        var levels: [[Heading]] = []
        for parent in parents {
            if let last = levels.last?.first, parent.box.midY - last.box.midY < 3 {
                levels[levels.count - 1].append(parent)
            } else {
                levels.append([parent])
            }
        }
        var placed: [Cell] = []
        let lowest = cells.map(\.heading.box.midY).max() ?? 0
        let heights = levels.map { $0[0].box.midY } + [lowest]
        for (level, height) in zip(levels, zip(heights, heights.dropFirst()).map { $1 - $0 }) {
            let line = level.sorted { $0.box.midX < $1.box.midX }
            let free = freeColumns(below: line.map(\.box.midY).max() ?? 0, level: height)
            for (heading, columns) in zip(line, ranges(of: line, free: free, inside: placed, rules: rules)) {
                guard let columns else { continue }
                placed.append(Cell(heading: heading, columns: columns))
            }
        }
        for index in placed.indices {
            placed[index].level = placed[..<index].count {
                $0.columns.contains(placed[index].columns.lowerBound)
                    && $0.columns.upperBound >= placed[index].columns.upperBound
            }
        }
        for index in cells.indices {
            cells[index].level = placed.count { $0.columns.contains(cells[index].columns.lowerBound) }
        }
        cells += placed
    }

    /// Whether each column's own heading stands a level lower than a height, or more.
    private func freeColumns(below y: Double, level: Double) -> [Bool] {
        var free = [Bool](repeating: false, count: edges.count - 1)
        for cell in cells where cell.heading.box.midY > y + 0.75 * level {
            for column in cell.columns { free[column] = true }
        }
        return free
    }

    /// The columns of each heading of a level: one after the other, with the least distance of middles in all.
    private func ranges(of line: [Heading], free: [Bool], inside upper: [Cell], rules: [Rule]) -> [Range<Int>?] {
        // A column whose own heading stands on the last line has one above it.
        let bottom = cells.map(\.heading.box.midY).max() ?? 0
        var lowest = [Bool](repeating: false, count: free.count)
        for cell in cells where cell.heading.box.midY > bottom - 2 {
            for column in cell.columns { lowest[column] = free[column] }
        }
        // What the headings from one on cost over the columns from one on.
        var best: [Int: (cost: Double, ranges: [Range<Int>?])] = [0: (0, [])]
        for heading in line {
            var next: [Int: (cost: Double, ranges: [Range<Int>?])] = [:]
            func offer(_ end: Int, _ cost: Double, _ ranges: [Range<Int>?]) {
                if cost < next[end]?.cost ?? .infinity { next[end] = (cost, ranges) }
            }
            for (start, state) in best {
                offer(start, state.cost + 40, state.ranges + [nil])
                for first in start..<free.count where free[first] {
                    let passed = Double(lowest[start..<first].count { $0 }) * Self.costOfNoParent
                    for end in (first + 1)...free.count {
                        guard free[end - 1] else { break }
                        let isInside = upper.allSatisfy {
                            $0.columns.upperBound <= first || $0.columns.lowerBound >= end
                                || ($0.columns.lowerBound <= first && end <= $0.columns.upperBound)
                        }
                        guard isInside else { continue }
                        offer(
                            end, state.cost + passed + cost(heading, first..<end, rules: rules),
                            state.ranges + [first..<end])
                    }
                }
            }
            best = next
        }
        for (end, state) in best {
            best[end] = (state.cost + Double(lowest[end...].count { $0 }) * Self.costOfNoParent, state.ranges)
        }
        return best.min { ($0.value.cost, $0.key) < ($1.value.cost, $1.key) }?.value.ranges ?? line.map { _ in nil }
    }

    private static let costOfNoParent = 5.0

    private func cost(_ heading: Heading, _ columns: Range<Int>, rules: [Rule]) -> Double {
        let (left, right) = (edges[columns.lowerBound], edges[columns.upperBound])
        let leaves = cells.filter { columns.contains($0.columns.lowerBound) }.map(\.heading.box)
        var cost =
            switch alignment {
            case .left: abs((leaves.map(\.x0).min() ?? left) - heading.box.x0) - 0.5 * Double(columns.count)
            case .middle: abs((left + right) / 2 - heading.box.midX)
            case .right: abs((leaves.map(\.x1).max() ?? right) - heading.box.x1) - 0.5 * Double(columns.count)
            }
        // It sticks out.
        cost += max(0, left - heading.box.x0) + max(0, heading.box.x1 - right)
        let isUnderlined = rules.contains {
            $0.axis == .horizontal && $0.position > heading.box.midY && $0.position < heading.box.y1 + 10
                && abs($0.start - left) < 5 && abs($0.end - right) < 5
        }
        if isUnderlined { cost -= 20 }
        // A single column has its own heading as a rule; headings of one level below stand on one height.
        if columns.count == 1 { cost += 6 }
        let heights = cells.filter { columns.contains($0.columns.lowerBound) }.map(\.heading.box.midY)
        if let low = heights.min(), let high = heights.max(), high - low > 3 { cost += 4 }
        return cost
    }
}
