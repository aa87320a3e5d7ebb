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

    /// The slot of each glyph, nil for glyphs outside every table, and slots whose text may be their neighbour's.
    ///
    /// A glyph belongs where its middle stands, but text that runs over the border of its cell stays together: a border
    /// cuts what two operations of the page wrote, or what is a figure on either side and none as a whole.
    ///
    /// - Parameter isFigure: whether a text standing alone is a figure.
    func slots(of glyphs: [Glyph], isFigure: FigureTest) -> (slots: [Slot?], doubtful: Set<Slot>) {
        var slots = glyphs.map { slot(x: $0.box.midX, y: $0.box.midY) ?? slot(cutAt: $0) }
        var doubtful: Set<Slot> = []
        var start = 0
        while start < glyphs.count {
            var end = start + 1
            while end < glyphs.count, Self.touch(glyphs[end - 1], glyphs[end]) { end += 1 }
            if slots[start..<end].contains(where: { $0 != slots[start] }) {
                settle(start..<end, of: glyphs, isFigure: isFigure, in: &slots, doubtful: &doubtful)
            }
            start = end
        }
        return (slots, doubtful)
    }

    /// Settles where a text belongs that more than one slot holds parts of.
    private func settle(
        _ text: Range<Int>, of glyphs: [Glyph], isFigure: FigureTest, in slots: inout [Slot?],
        doubtful: inout Set<Slot>
    ) {
        // Parts that one operation wrote. Where each character has its own, operations tell nothing.
        let isSpelled = text.dropFirst().allSatisfy { glyphs[$0].run != glyphs[$0 - 1].run }
        var parts: [Range<Int>] = []
        for index in text {
            if let last = parts.last, isSpelled || glyphs[index].run == glyphs[index - 1].run {
                parts[parts.count - 1] = last.lowerBound..<index + 1
            } else {
                parts.append(index..<index + 1)
            }
        }
        parts = Self.united(parts, where: { isFigure(GlyphText(glyphs[$0])) })
        for part in parts where slots[part].contains(where: { $0 != slots[part.lowerBound] }) {
            let pieces = Self.pieces(of: part, by: slots)
            let isWhole = isFigure(GlyphText(glyphs[part]))
            let areFigures = pieces.allSatisfy { isFigure(GlyphText(glyphs[$0])) }
            if areFigures, !isWhole { continue }
            if endsAtBorder(pieces, of: glyphs, slots: slots, isFigure: isFigure) { continue }
            guard let home = home(of: part, pieces: pieces, glyphs: glyphs, slots: slots, isFigure: isWhole) else {
                continue
            }
            // Figures that touch read as one figure: nothing but the border tells them.
            if isWhole, areFigures, !part.contains(where: { isAstride(glyphs[$0]) }) {
                for piece in pieces { if let slot = slots[piece.lowerBound] { doubtful.insert(slot) } }
            }
            for index in part { slots[index] = home }
        }
    }

    /// Whether a text is an amount that fills its cell up to the border and words that begin right behind it: one operation
    /// may show several cells, with spaces between them.
    private func endsAtBorder(_ pieces: [Range<Int>], of glyphs: [Glyph], slots: [Slot?], isFigure: FigureTest) -> Bool
    {
        guard pieces.count == 2, let slot = slots[pieces[1].lowerBound] else { return false }
        let amount = GlyphText(glyphs[pieces[0]])
        guard amount.contains("."), isFigure(amount), !isFigure(GlyphText(glyphs[pieces[1]])) else { return false }
        let border = blocks[slot.block].cells[slot.cell].box.x0
        let ends = glyphs[pieces[0].upperBound - 1].box.x1 <= border + Self.onBorder
        return ends && glyphs[pieces[1].lowerBound].box.x0 >= border - Self.onBorder
    }

    /// Borders are this wide, in points.
    private static let onBorder = 0.5

    /// Parts with those united that are a figure together and not alone.
    private static func united(_ parts: [Range<Int>], where isFigure: (Range<Int>) -> Bool) -> [Range<Int>] {
        var united: [Range<Int>] = []
        for part in parts {
            if let last = united.last, !(isFigure(last) && isFigure(part)), isFigure(last.lowerBound..<part.upperBound)
            {
                united[united.count - 1] = last.lowerBound..<part.upperBound
            } else {
                united.append(part)
            }
        }
        return united
    }

    /// A text cut wherever its slot changes.
    private static func pieces(of text: Range<Int>, by slots: [Slot?]) -> [Range<Int>] {
        var pieces: [Range<Int>] = []
        for index in text {
            if let last = pieces.last, slots[index] == slots[index - 1] {
                pieces[pieces.count - 1] = last.lowerBound..<index + 1
            } else {
                pieces.append(index..<index + 1)
            }
        }
        return pieces
    }

    /// The slot that a text belongs to as a whole: it stands there for the most part, begins where its cell's texts begin,
    /// or ends where they end.
    private func home(
        of text: Range<Int>, pieces: [Range<Int>], glyphs: [Glyph], slots: [Slot?], isFigure: Bool
    ) -> Slot?? {
        let (left, right) = (glyphs[text.lowerBound].box.x0, glyphs[text.upperBound - 1].box.x1)
        let width = max(right - left, 0.01)
        let em = Double(glyphs[text.lowerBound].size)
        var best: (slot: Slot?, score: Double)?
        for piece in pieces {
            let slot = slots[piece.lowerBound]
            var score = (glyphs[piece.upperBound - 1].box.x1 - glyphs[piece.lowerBound].box.x0) / width
            if let slot {
                let box = blocks[slot.block].cells[slot.cell].box
                if (-0.2 * em...0.8 * em).contains(left - box.x0) { score += isFigure ? 0.3 : 0.7 }
                if (-0.2 * em...0.8 * em).contains(box.x1 - right) { score += isFigure ? 0.7 : 0.3 }
            }
            if best.map({ score > $0.score }) ?? true { best = (slot, score) }
        }
        return best.map { .some($0.slot) } ?? .none
    }

    private static func touch(_ first: Glyph, _ second: Glyph) -> Bool {
        guard first.direction == .upright, second.direction == .upright else { return false }
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

    /// The slot of a glyph that the first or last border of a block runs through: a page break cut its line.
    private func slot(cutAt glyph: Glyph) -> Slot? {
        guard glyph.direction == .upright else { return nil }
        let part = Self.leastHead * Double(glyph.size)
        let (head, foot) = (glyph.box.y0 + part, glyph.box.y1 - part)
        for block in blocks where block.box.x0 < glyph.box.midX && glyph.box.midX < block.box.x1 {
            if block.box.y1 > head, block.box.y1 < glyph.box.midY {
                return slot(x: glyph.box.midX, y: block.box.y1 - Self.onBorder)
            }
            if block.box.y0 < foot, block.box.y0 > glyph.box.midY {
                return slot(x: glyph.box.midX, y: block.box.y0 + Self.onBorder)
            }
        }
        return nil
    }

    /// Of its height a character has at least this part within the border that cuts it.
    private static let leastHead = 0.25

    /// A frame around the page holds every table too: the smallest block that has the point in a cell wins.
    func slot(x: Double, y: Double) -> Slot? {
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
