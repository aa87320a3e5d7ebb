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
    var headings: [Heading] = []
    var parents: [Int] = []
    /// Lines of one heading stand nearer than this, levels of the header farther apart.
    let near: Double
    let rows: [[Rect]]
    let sums: [Rect]
    let isOnCharacterGrid: Bool

    /// A heading, which may wrap over several lines.
    struct Heading {
        var segments: [TextSegment]
        var box: Rect
        var extent: ClosedRange<Double> { box.x0...max(box.x0, box.x1) }
    }

    /// A column and a heading farther apart than this are strangers, in points.
    static let farthest = 220.0

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
    func wrapped(_ segments: [TextSegment], isHeading: (([TextSegment]) -> Bool)?) -> [Heading] {
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
    mutating func placeInOrder(isHeading: ([TextSegment]) -> Bool) -> Bool {
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

    func distance(_ heading: Int, _ column: Int) -> Double {
        let extent = columns[column].extent
        return abs(headings[heading].box.midX - (extent.lowerBound + extent.upperBound) / 2)
    }

    /// For each heading the column under it, with the least distance of middles in all; every column gets one.
    func nearestInOrder(_ leaves: [Int]) -> [Int?] {
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
    mutating func place(_ line: [Int]) {
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
    func isParent(_ index: Int) -> Bool {
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
    func handicap(_ column: Int) -> Double {
        heldRows(column) * 6 < rows.count ? 8 : 0
    }

    /// In how many rows a cell stands in the column.
    func heldRows(_ column: Int) -> Int {
        rows.count { row in row.contains { columns[column].holds($0) } }
    }

    /// For each heading the column matched with it: in order, with the least distance in all, a heading or column
    /// left alone counting as half of `farthest`.
    static func matching(
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
    static func distance(_ a: ClosedRange<Double>, _ b: ClosedRange<Double>) -> Double {
        let gap = max(0, max(a.lowerBound - b.upperBound, b.lowerBound - a.upperBound))
        return gap + abs(a.lowerBound + a.upperBound - b.lowerBound - b.upperBound) * 0.01
    }

    /// Unites columns that no heading stands over with a neighbour that has one, where no row holds something in
    /// both: text set to the left and text in the middle of one column leave a gap between them.
    ///
    /// - Parameter most: a column that more rows hold something in may still find its heading on a higher line.
    mutating func uniteOrphans(inAtMost most: Int) {
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
}
