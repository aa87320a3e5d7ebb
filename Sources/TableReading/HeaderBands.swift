import PageContent

/// A column of a table without rules: what its cells cover, and the heading right over them.
struct GapColumn {
    /// The part of x that cells of the body cover; nil for a column that only a heading tells.
    var band: ClosedRange<Double>?
    /// Index of its heading.
    var leaf: Int?
    /// Band and heading together.
    var extent: ClosedRange<Double>

    /// Whether a cell of the body stands in the column.
    func holds(_ box: Rect) -> Bool { band.map { box.x0 < $0.upperBound && $0.lowerBound < box.x1 } ?? false }

    /// Takes over what another column covers.
    mutating func take(_ other: GapColumn) {
        extent = extent.union(other.extent)
        if let band, let otherBand = other.band {
            self.band = band.union(otherBand)
        } else {
            band = band ?? other.band
        }
    }
}

extension ClosedRange<Double> {
    /// The smallest interval that contains both.
    fileprivate func union(_ other: ClosedRange<Double>) -> ClosedRange<Double> {
        Swift.min(lowerBound, other.lowerBound)...Swift.max(upperBound, other.upperBound)
    }
}

/// Puts headings over columns where no rules do.
///
/// Headings are taken from the lowest line upwards. One that stands over or near a column without a heading is its
/// leaf; one that stands over headings below it is their parent; one that does neither is a column that the body
/// leaves empty.
struct HeaderBands {
    /// A cell of the header.
    struct Cell {
        var rows: Range<Int>
        var columns: Range<Int>
        var segments: [TextSegment]
    }

    private(set) var columns: [GapColumn]
    /// On a character grid: there is a heading for every column, or none at all.
    private(set) var isPlacedInOrder = false
    /// On a character grid: no heading that the body leaves empty could as well be that of a column.
    private(set) var isCertain = true
    private var headings: [Heading] = []
    private var parents: [Int] = []
    /// Lines of one heading stand nearer than this, levels of the header farther apart.
    private let near: Double
    private let rows: [[Rect]]
    private let sums: [Rect]
    private let isOnCharacterGrid: Bool

    /// A heading, which may wrap over several lines.
    private struct Heading {
        var segments: [TextSegment]
        var box: Rect
        var extent: ClosedRange<Double> { box.x0...max(box.x0, box.x1) }
    }

    /// A column and a heading farther apart than this are strangers, in points.
    private static let farthest = 220.0

    /// - Parameters:
    ///   - bands: what cells of the body cover on x, column by column.
    ///   - segments: the texts of the header.
    ///   - near: lines of one heading stand nearer than this.
    ///   - rows: what each row of the body covers.
    ///   - sums: cells of the body that hold sums of money.
    ///   - isHeading: on a character grid, where lines and cells are displaced, whether a text is a known heading.
    init(
        bands: [ClosedRange<Double>], segments: [TextSegment], near: Double, rows: [[Rect]],
        sums: [Rect] = [], isHeading: (([TextSegment]) -> Bool)? = nil
    ) {
        columns = bands.map { GapColumn(band: $0, extent: $0) }
        self.near = near
        self.rows = rows
        self.sums = sums
        isOnCharacterGrid = isHeading != nil
        headings = wrapped(segments, isHeading: isHeading)
        if let isHeading {
            isPlacedInOrder = headings.isEmpty || placeInOrder(isHeading: isHeading)
            if isPlacedInOrder { return }
        }
        var left = headings.indices.sorted { headings[$0].box.midY > headings[$1].box.midY }
        while let lowest = left.first {
            let line = left.filter { abs(headings[$0].box.midY - headings[lowest].box.midY) < 2.5 }
            left.removeAll { line.contains($0) }
            place(line.sorted { headings[$0].box.x0 < headings[$1].box.x0 })
            uniteOrphans(inAtMost: 2)
        }
        uniteOrphans(inAtMost: rows.count)
    }

    /// Joins lines of one heading: one below the other, overlapping on x, nearer than two levels.
    private func wrapped(_ segments: [TextSegment], isHeading: (([TextSegment]) -> Bool)?) -> [Heading] {
        var blocks: [Heading] = []
        for segment in segments.sorted(by: { ($0.box.midY, $0.box.x0) < ($1.box.midY, $1.box.x0) }) {
            let above = blocks.lastIndex { block in
                guard let last = block.segments.last else { return false }
                let distance = segment.box.midY - last.box.midY
                guard distance > 2.5, segment.box.x0 < block.box.x1, block.box.x0 < segment.box.x1 else { return false }
                guard let isHeading else { return distance < near }
                // Lines of other headings may stand between two of one.
                guard distance < 2 * near else { return false }
                let isWhole = isHeading([segment])
                if isHeading(block.segments + [segment]), !isWhole || !isHeading(block.segments) { return true }
                return distance < near && !isWhole
            }
            if let above {
                blocks[above].segments.append(segment)
                blocks[above].box = blocks[above].box.union(segment.box)
            } else {
                blocks.append(Heading(segments: [segment], box: segment.box))
            }
        }
        return blocks
    }

    // MARK: Leaves

    /// Puts the headings that stand over no other one over the columns, in their order and each as near as can be;
    /// those left over are columns that the body leaves empty. Places on a character grid are too rough to go line by
    /// line. False where the body has more columns than there are headings.
    private mutating func placeInOrder(isHeading: ([TextSegment]) -> Bool) -> Bool {
        // Below all lines of a heading that wraps.
        func isBelow(_ lower: Int, _ upper: Int) -> Bool { headings[lower].box.y0 > headings[upper].box.y1 }
        var leaves = headings.indices.filter { upper in
            !headings.indices.contains {
                isBelow($0, upper) && headings[upper].extent.overlaps(headings[$0].extent)
            }
        }
        leaves.sort { headings[$0].box.midX < headings[$1].box.midX }
        // A heading between two below it stands over both, or over a column between theirs if the body has more; what
        // few rows cover is likelier displaced than a column.
        let isDense = columns.indices.allSatisfy { heldRows($0) * 5 >= rows.count }
        var dropped: [Int] = []
        while let parent = leaves.indices.dropFirst().dropLast().first(where: {
            isBelow(leaves[$0 - 1], leaves[$0]) && isBelow(leaves[$0 + 1], leaves[$0])
        }) {
            dropped.append(leaves.remove(at: parent))
        }
        dropped.sort { headings[$0].box.midY > headings[$1].box.midY }
        dropped = dropped.filter { isDense && isHeading(headings[$0].segments) }
        if columns.isEmpty {
            // Over an empty body the line right above the lowest headings holds the others.
            let lowest = headings.map(\.box.midY).max() ?? 0
            leaves += dropped.filter { lowest - headings[$0].box.midY < near }
        } else {
            leaves += dropped.prefix(max(0, columns.count - leaves.count))
        }
        leaves.sort { headings[$0].box.midX < headings[$1].box.midX }
        guard leaves.count >= columns.count, !leaves.isEmpty else { return false }
        let matches = nearestInOrder(leaves)
        var placed: [GapColumn] = []
        for (leaf, match) in zip(leaves, matches) {
            var column = match.map { columns[$0] } ?? GapColumn(band: nil, extent: headings[leaf].extent)
            column.leaf = leaf
            placed.append(column)
        }
        // A heading left over that stands nearly as near to a column as its own: either may be the column's.
        isCertain = !leaves.indices.contains { left in
            matches[left] == nil
                && leaves.indices.contains { taken in
                    guard let column = matches[taken] else { return false }
                    return distance(leaves[left], column) < 1.5 * distance(leaves[taken], column) + 2 * near / 3
                }
        }
        columns = placed
        parents = headings.indices.filter { !leaves.contains($0) }
        return true
    }

    private func distance(_ heading: Int, _ column: Int) -> Double {
        let extent = columns[column].extent
        return abs(headings[heading].box.midX - (extent.lowerBound + extent.upperBound) / 2)
    }

    /// For each heading the column under it, with the least distance of middles in all; every column gets one.
    private func nearestInOrder(_ leaves: [Int]) -> [Int?] {
        // The least cost of the headings from one on over the columns from one on.
        var costs = [[Double]](
            repeating: [Double](repeating: .infinity, count: columns.count + 1), count: leaves.count + 1)
        costs[leaves.count][columns.count] = 0
        for leaf in leaves.indices.reversed() {
            for column in (0...columns.count).reversed() {
                costs[leaf][column] = costs[leaf + 1][column]
                if column < columns.count {
                    costs[leaf][column] = min(
                        costs[leaf][column], costs[leaf + 1][column + 1] + distance(leaves[leaf], column))
                }
            }
        }
        var matches: [Int?] = []
        var column = 0
        for leaf in leaves.indices {
            if column < columns.count,
                costs[leaf][column] == costs[leaf + 1][column + 1] + distance(leaves[leaf], column)
            {
                matches.append(column)
                column += 1
            } else {
                matches.append(nil)
            }
        }
        return matches
    }

    /// Matches the headings of one line, left to right, with the columns that have none yet.
    private mutating func place(_ line: [Int]) {
        let free = columns.indices.filter { columns[$0].leaf == nil }
        // A heading over headings is no leaf, unless cells stand right below it that have no other.
        let over = line.filter { index in
            isParent(index) && !free.contains { columns[$0].extent.overlaps(headings[index].extent) }
        }
        parents += over
        let line = line.filter { !over.contains($0) }
        let matches = Self.matching(
            line.map { headings[$0].extent }, free.map { columns[$0].extent }, handicaps: free.map(handicap))
        for (position, index) in line.enumerated() {
            if let match = matches[position] {
                let column = free[match]
                columns[column].leaf = index
                columns[column].extent = columns[column].extent.union(headings[index].extent)
            } else if isParent(index) {
                parents.append(index)
            } else {
                columns.append(GapColumn(band: nil, leaf: index, extent: headings[index].extent))
            }
        }
        columns.sort { $0.extent.lowerBound < $1.extent.lowerBound }
    }

    /// Whether headings stand below this one, under it or on both sides of its middle.
    private func isParent(_ index: Int) -> Bool {
        let box = headings[index].box
        func isBelow(_ column: GapColumn) -> Bool {
            column.leaf.map { headings[$0].box.midY - box.midY >= near } ?? false
        }
        let sorted = columns.sorted { $0.extent.lowerBound < $1.extent.lowerBound }
        if sorted.contains(where: { isBelow($0) && $0.extent.overlaps(headings[index].extent) }) { return true }
        let left = sorted.last { ($0.extent.lowerBound + $0.extent.upperBound) / 2 < box.midX }
        let right = sorted.first { ($0.extent.lowerBound + $0.extent.upperBound) / 2 >= box.midX }
        return left.map(isBelow) ?? false && right.map(isBelow) ?? false
    }

    /// What few rows cover is likelier a word of a total's row set apart than a column: it stands back by this much.
    private func handicap(_ column: Int) -> Double {
        heldRows(column) * 6 < rows.count ? 8 : 0
    }

    /// In how many rows a cell stands in the column.
    private func heldRows(_ column: Int) -> Int {
        rows.count { row in row.contains { columns[column].holds($0) } }
    }

    /// For each heading the column matched with it: in order, with the least distance in all, a heading or column
    /// left alone counting as half of `farthest`.
    private static func matching(
        _ headings: [ClosedRange<Double>], _ columns: [ClosedRange<Double>], handicaps: [Double]
    ) -> [Int?] {
        let alone = farthest / 2
        var costs = [[Double]](repeating: [Double](repeating: 0, count: columns.count + 1), count: headings.count + 1)
        for heading in (0...headings.count).reversed() {
            for column in (0...columns.count).reversed() where heading < headings.count || column < columns.count {
                var best = Double.infinity
                if heading < headings.count { best = min(best, costs[heading + 1][column] + alone) }
                if column < columns.count { best = min(best, costs[heading][column + 1] + alone) }
                if heading < headings.count, column < columns.count {
                    best = min(
                        best,
                        costs[heading + 1][column + 1] + distance(headings[heading], columns[column])
                            + handicaps[column])
                }
                costs[heading][column] = best
            }
        }
        var matches = [Int?](repeating: nil, count: headings.count)
        var (heading, column) = (0, 0)
        while heading < headings.count, column < columns.count {
            let matched =
                costs[heading + 1][column + 1] + distance(headings[heading], columns[column]) + handicaps[column]
            if costs[heading][column] == matched {
                matches[heading] = column
                heading += 1
                column += 1
            } else if costs[heading][column] == costs[heading + 1][column] + alone {
                heading += 1
            } else {
                column += 1
            }
        }
        return matches
    }

    /// The gap between two intervals, and a little for middles apart, which tells equals.
    private static func distance(_ a: ClosedRange<Double>, _ b: ClosedRange<Double>) -> Double {
        let gap = max(0, max(a.lowerBound - b.upperBound, b.lowerBound - a.upperBound))
        return gap + abs(a.lowerBound + a.upperBound - b.lowerBound - b.upperBound) * 0.01
    }

    /// Unites columns that no heading stands over with a neighbour that has one, where no row holds something in
    /// both: text set to the left and text in the middle of one column leave a gap between them.
    ///
    /// - Parameter most: a column that more rows hold something in may still find its heading on a higher line.
    private mutating func uniteOrphans(inAtMost most: Int) {
        guard !headings.isEmpty else { return }
        var column = 0
        while column < columns.count {
            guard columns[column].leaf == nil, heldRows(column) <= most else {
                column += 1
                continue
            }
            let neighbours = [column - 1, column + 1].filter { neighbour in
                columns.indices.contains(neighbour) && columns[neighbour].leaf != nil
                    && !rows.contains { row in
                        row.contains { columns[column].holds($0) } && row.contains { columns[neighbour].holds($0) }
                    }
            }
            func gap(_ neighbour: Int) -> Double { Self.distance(columns[neighbour].extent, columns[column].extent) }
            guard let home = neighbours.min(by: { gap($0) < gap($1) }) else {
                column += 1
                continue
            }
            columns[home].take(columns[column])
            columns.remove(at: column)
        }
    }

    /// Where the heading over a column stood on a character grid.
    func printedMiddle(ofHeadingOver column: Int) -> Double {
        let segments = columns[column].leaf.map { headings[$0].segments } ?? []
        let printed = segments.compactMap(\.printedMiddle)
        let extent = columns[column].extent
        return printed.isEmpty
            ? (extent.lowerBound + extent.upperBound) / 2 : printed.reduce(0, +) / Double(printed.count)
    }

    // MARK: Parents

    /// Where columns meet: in the middle between neighbours.
    var edges: [Double] {
        guard let first = columns.first, let last = columns.last else { return [] }
        let inner = zip(columns, columns.dropFirst()).map { ($0.extent.upperBound + $1.extent.lowerBound) / 2 }
        return [first.extent.lowerBound - 3] + inner + [last.extent.upperBound + 3]
    }

    /// The header's rows and its cells, which cover every column.
    func cells() -> (depth: Int, cells: [Cell]) {
        guard !headings.isEmpty else { return (0, []) }
        // For each column its headings from the top, and what part of the columns each stands over.
        var levels = columns.map { $0.leaf.map { [$0] } ?? [] }
        var spans: [Int: Range<Int>] = [:]
        for (column, gap) in columns.enumerated() {
            if let leaf = gap.leaf { spans[leaf] = column..<column + 1 }
        }
        var left = parents.sorted { headings[$0].box.midY > headings[$1].box.midY }
        while let lowest = left.first {
            let line = left.filter { abs(headings[$0].box.midY - headings[lowest].box.midY) < 2.5 }
            left.removeAll { line.contains($0) }
            for (index, span) in share(line.sorted { headings[$0].box.x0 < headings[$1].box.x0 }, levels: levels) {
                spans[index] = span
                for column in span { levels[column].insert(index, at: 0) }
            }
        }
        let depth = max(1, levels.map(\.count).max() ?? 1)
        var cells: [Cell] = []
        var done: Set<Int> = []
        for column in columns.indices {
            if levels[column].isEmpty {
                cells.append(Cell(rows: 0..<depth, columns: column..<column + 1, segments: []))
            }
            for (position, index) in levels[column].enumerated() where done.insert(index).inserted {
                let isLeaf = position == levels[column].count - 1
                cells.append(
                    Cell(
                        rows: position..<(isLeaf ? depth : position + 1), columns: spans[index] ?? column..<column + 1,
                        segments: headings[index].segments))
            }
        }
        return (depth, cells)
    }

    /// Shares the columns whose headings stand below a line among the headings on it.
    private func share(_ line: [Int], levels: [[Int]]) -> [(heading: Int, span: Range<Int>)] {
        guard let first = line.first else { return [] }
        let edges = edges
        let open = columns.indices.filter { column in
            guard let top = levels[column].first else { return false }
            let distance = headings[top].box.midY - headings[first].box.midY
            // On a character grid levels may stand on neighbouring lines.
            return distance >= near || (isOnCharacterGrid && distance > 2.5 && levels[column].count > 1)
        }
        return Self.runs(of: open).flatMap { run -> [(Int, Range<Int>)] in
            let inside = line.filter { index in
                headings[index].box.midX > edges[run.lowerBound] && headings[index].box.midX < edges[run.upperBound]
            }
            let spans = split(run, edges: edges, middles: inside.map { headings[$0].box.midX })
            return Array(zip(inside, spans))
        }
    }

    /// What covering a column is worth, in points of standing off the middle: edges between columns are known only
    /// roughly, and a heading rarely leaves a column beside it without one.
    private static let columnWorth = 15.0

    private static let otherKindWorth = 60.0

    /// On a character grid places tell little, and headings part where texts and sums of money meet.
    private func boundaryCost(_ boundary: Int, in run: Range<Int>) -> Double {
        guard isOnCharacterGrid, boundary > run.lowerBound else { return 0 }
        // What the body leaves empty is like what stands before it.
        func holdsSums(_ column: Int) -> Bool {
            let held = columns[...column].last { $0.band != nil }
            return held.map { held in sums.contains { held.holds($0) } } ?? false
        }
        return holdsSums(boundary - 1) == holdsSums(boundary) ? Self.otherKindWorth : 0
    }

    /// Spans of a run of columns, one for each heading in order, so that each stands as near as can be over the
    /// middle of its own.
    private func split(_ run: Range<Int>, edges: [Double], middles: [Double]) -> [Range<Int>] {
        guard !middles.isEmpty, middles.count <= run.count else { return [] }
        // The cheapest way for the headings so far to end before each column.
        var best = [(cost: Double, spans: [Range<Int>])?](repeating: (0, []), count: run.count + 1)
        for middle in middles {
            var next = [(cost: Double, spans: [Range<Int>])?](repeating: nil, count: run.count + 1)
            for start in 0..<run.count {
                guard let before = best[start] else { continue }
                for end in (start + 1)...run.count {
                    let span = run.lowerBound + start..<run.lowerBound + end
                    let off = abs((edges[span.lowerBound] + edges[span.upperBound]) / 2 - middle)
                    let cost =
                        before.cost + off - Self.columnWorth * Double(span.count)
                        + boundaryCost(span.lowerBound, in: run)
                    if next[end].map({ cost < $0.cost }) ?? true { next[end] = (cost, before.spans + [span]) }
                }
            }
            // Columns may stay free behind a heading.
            for end in 1...run.count {
                guard let before = next[end - 1] else { continue }
                let cost = before.cost + (isOnCharacterGrid ? Self.otherKindWorth : 0)
                if next[end].map({ cost < $0.cost }) ?? true { next[end] = (cost, before.spans) }
            }
            best = next
        }
        return best[run.count]?.spans ?? []
    }

    private static func runs(of indices: [Int]) -> [Range<Int>] {
        var runs: [Range<Int>] = []
        for index in indices {
            if let last = runs.last, last.upperBound == index {
                runs[runs.count - 1] = last.lowerBound..<index + 1
            } else {
                runs.append(index..<index + 1)
            }
        }
        return runs
    }
}
