package import PageContent

extension PageTables {
    /// Finds the ruled tables of a page.
    package init(page: Page) {
        var blocks: [TableBlock] = []
        for region in RuleRegion.regions(of: page.rules) {
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
