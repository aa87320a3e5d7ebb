package import PageContent

extension PageTables {
    /// Finds the ruled tables of a page.
    package init(page: Page) {
        var blocks: [TableBlock] = []
        for region in RuleRegion.regions(of: page.rulesOutsideGlyphs) {
            guard let grid = RuledGrid(region: region), let top = grid.rowEdges.first,
                let bottom = grid.rowEdges.last, let left = grid.columnEdges.first, let right = grid.columnEdges.last
            else { continue }
            blocks.append(
                TableBlock(
                    page: page.number, box: Rect(x0: left, y0: top, x1: right, y1: bottom),
                    columnEdges: grid.columnEdges, rowEdges: grid.rowEdges, cells: grid.cells,
                    isOpenAbove: grid.isOpenAbove, isOpenBelow: grid.isOpenBelow))
        }
        let slots = GlyphSlots(blocks: blocks)
        var loose: [Glyph] = []
        var glyphs = blocks.map { [[Glyph]](repeating: [], count: $0.cells.count) }
        for (glyph, slot) in zip(page.glyphs, slots.slots(of: page.glyphs)) {
            if let slot { glyphs[slot.block][slot.cell].append(glyph) } else { loose.append(glyph) }
        }
        for block in blocks.indices {
            for cell in blocks[block].cells.indices {
                blocks[block].cells[cell].lines = TextLine.lines(of: glyphs[block][cell])
            }
        }
        // A block without any text is a drawing.
        blocks.removeAll { $0.cells.allSatisfy { $0.lines.isEmpty } }
        self.init(page: page, blocks: blocks, looseLines: TextLine.lines(of: loose))
    }
}

extension Page {
    /// The rules without the strokes of glyphs that are drawn as outlines besides being text (fake bold): those lie
    /// inside the box of the glyph they belong to.
    var rulesOutsideGlyphs: [Rule] {
        guard !glyphs.isEmpty else { return rules }
        let tallest = glyphs.lazy.map(\.box.height).max() ?? 0
        let ordered = glyphs.map(\.box).sorted { $0.y0 < $1.y0 }
        return rules.filter { rule in
            let box = rule.box
            guard rule.length <= Self.longestStroke else { return true }
            var index = ordered.partitioningIndex { $0.y0 >= box.y0 - tallest - Self.strokeSlack }
            while index < ordered.count, ordered[index].y0 <= box.y0 + Self.strokeSlack {
                if ordered[index].contains(box, slack: Self.strokeSlack) { return false }
                index += 1
            }
            return true
        }
    }

    /// Glyphs of titles are set up to 40 points high.
    private static let longestStroke = 40.0
    private static let strokeSlack = 1.0
}

extension Rule {
    fileprivate var box: Rect {
        switch axis {
        case .horizontal: Rect(x0: start, y0: position, x1: end, y1: position)
        case .vertical: Rect(x0: position, y0: start, x1: position, y1: end)
        }
    }
}

extension Rect {
    fileprivate func contains(_ other: Rect, slack: Double) -> Bool {
        x0 - slack <= other.x0 && other.x1 <= x1 + slack && y0 - slack <= other.y0 && other.y1 <= y1 + slack
    }
}

extension Array {
    /// The first index whose element meets a condition that all later ones meet too.
    fileprivate func partitioningIndex(where condition: (Element) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if condition(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
