import PageContent

/// Tells which cell each glyph of a page stands in.
struct GlyphSlots {
    struct Slot: Hashable {
        var block: Int
        var cell: Int
    }

    private let blocks: [TableBlock]
    private let maps: [CellMap]

    init(blocks: [TableBlock]) {
        self.blocks = blocks
        maps = blocks.map(CellMap.init)
    }

    /// The slot of each glyph, nil for glyphs outside every table.
    ///
    /// A glyph belongs where its middle stands, but text that runs over the border of its cell stays together: a run
    /// of touching glyphs with one of them astride a border belongs where most of it stands.
    func slots(of glyphs: [Glyph]) -> [Slot?] {
        var slots = glyphs.map { slot(x: $0.box.midX, y: $0.box.midY) }
        var start = 0
        while start < glyphs.count {
            var end = start + 1
            while end < glyphs.count, Self.touch(glyphs[end - 1], glyphs[end]) { end += 1 }
            if slots[start..<end].contains(where: { $0 != slots[start] }),
                (start..<end).contains(where: { isAstride(glyphs[$0]) }),
                let home = Self.mostFrequent(slots[start..<end])
            {
                for index in start..<end { slots[index] = home }
            }
            start = end
        }
        return slots
    }

    private static func touch(_ first: Glyph, _ second: Glyph) -> Bool {
        let width = max(first.box.width, second.box.width)
        return abs(first.box.midY - second.box.midY) < 0.2 * max(first.box.height, second.box.height)
            && abs(second.box.x0 - first.box.x1) < 0.25 * width
    }

    /// Whether a border runs through the glyph with a good part of it on either side.
    private func isAstride(_ glyph: Glyph) -> Bool {
        let margin = glyph.box.width * 0.2
        let left = slot(x: glyph.box.x0 + margin, y: glyph.box.midY)
        let right = slot(x: glyph.box.x1 - margin, y: glyph.box.midY)
        return left != right
    }

    private static func mostFrequent(_ slots: ArraySlice<Slot?>) -> Slot? {
        var counts: [Slot: Int] = [:]
        for case let slot? in slots { counts[slot, default: 0] += 1 }
        return counts.max { ($0.value, $1.key.cell) < ($1.value, $0.key.cell) }?.key
    }

    /// A frame around the page holds every table too: the smallest block that has the point in a cell wins.
    private func slot(x: Double, y: Double) -> Slot? {
        var best: Slot?
        for (index, block) in blocks.enumerated() where block.box.contains(x: x, y: y) {
            guard let cell = maps[index].cell(x: x, y: y) else { continue }
            if let chosen = best, blocks[chosen.block].box.area <= block.box.area { continue }
            best = Slot(block: index, cell: cell)
        }
        return best
    }
}

/// Finds the cell of a block at a point.
private struct CellMap {
    private let columnEdges: [Double]
    private let rowEdges: [Double]
    private var cells: [Int]
    private let boxes: [Rect]

    init(block: TableBlock) {
        boxes = block.cells.map(\.box)
        columnEdges = block.columnEdges
        rowEdges = block.rowEdges
        cells = [Int](repeating: -1, count: block.rowCount * block.columnCount)
        for (index, cell) in block.cells.enumerated() {
            for row in cell.rows {
                for column in cell.columns { cells[row * block.columnCount + column] = index }
            }
        }
    }

    func cell(x: Double, y: Double) -> Int? {
        guard let row = Self.slot(of: y, in: rowEdges), let column = Self.slot(of: x, in: columnEdges) else {
            return nil
        }
        let cell = cells[row * (columnEdges.count - 1) + column]
        if cell >= 0, boxes[cell].contains(x: x, y: y) { return cell }
        // Where staggered borders were united a cell reaches past its column's edge.
        return boxes.firstIndex { $0.contains(x: x, y: y) }
    }

    private static func slot(of value: Double, in edges: [Double]) -> Int? {
        guard let first = edges.first, let last = edges.last, value >= first, value <= last else { return nil }
        var (low, high) = (0, edges.count - 2)
        while low < high {
            let middle = (low + high + 1) / 2
            if edges[middle] <= value { low = middle } else { high = middle - 1 }
        }
        return low
    }
}

extension Rect {
    fileprivate var area: Double { width * height }
}
