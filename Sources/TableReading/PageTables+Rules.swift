package import PageContent

extension PageTables {
    /// The lines of a page on which no tables are looked for.
    package init(page: Page, lines: [TextLine]) { self.init(page: page, blocks: [], looseLines: lines) }

    /// Finds the tables of a page without rules among its lines, by gaps.
    ///
    /// - Parameters:
    ///   - isFigure: whether a text standing alone is a figure; figures tell a table from running text.
    ///   - isHeading: whether a text is a known heading; asked on a character grid, where places tell little.
    ///   - isTitle: whether a line is the title of a table: what stands below belongs to no table above it.
    package init(
        page: Page, lines: [TextLine], isFigure: @escaping FigureTest,
        isHeading: @escaping HeadingTest = { _ in false }, isTitle: @escaping TitleTest = { _ in false }
    ) {
        let blocks = GapTable(page: page, isFigure: isFigure, isHeading: isHeading, isTitle: isTitle).blocks(
            of: lines, besides: [])
        let loose = lines.outside(blocks)
        self.init(
            page: page, blocks: blocks,
            looseLines: page.source == .pdf ? loose.sorted { $0.box.midY < $1.box.midY } : loose)
    }

    /// Finds the tables of a page: by rules, where none enclose their cells from known headings downward, and else by
    /// gaps.
    ///
    /// - Parameters:
    ///   - isFigure: whether a text standing alone is a figure; figures tell a table from running text.
    ///   - isHeading: whether a text is a known heading.
    ///   - isTitle: whether a line is the title of a table.
    ///   - isPageNumber: whether a line counts the page.
    ///   - continued: the columns of a table without all its rules that may go on at the top of the page.
    ///   - cutHeader: the first lines of a header that the page before ends with.
    package init(
        page: Page, isFigure: @escaping FigureTest, isHeading: @escaping HeadingTest = { _ in false },
        isTitle: @escaping TitleTest = { _ in false }, isPageNumber: @escaping TitleTest = { _ in false },
        continuing continued: [Double]? = nil, below cutHeader: [TextLine] = []
    ) {
        var blocks: [TableBlock] = []
        let regions = RuleRegion.regions(of: page.rules)
        for region in regions.regions {
            guard let grid = RuledGrid(region: region), let top = grid.rowEdges.first,
                let bottom = grid.rowEdges.last, let left = grid.columnEdges.first, let right = grid.columnEdges.last
            else { continue }
            blocks.append(
                TableBlock(
                    page: page.number, box: Rect(x0: left, y0: top, x1: right, y1: bottom),
                    columnEdges: grid.columnEdges, rowEdges: grid.rowEdges, cells: grid.cells, isRuled: true,
                    isOpenAbove: grid.isOpenAbove, isOpenBelow: grid.isOpenBelow))
        }
        blocks = Self.withoutFrames(blocks)
        let slots = GlyphSlots(blocks: blocks)
        let watermark = Self.watermarkWidth(of: page.glyphs)
        var loose: [Glyph] = []
        var glyphs = blocks.map { [[Glyph]](repeating: [], count: $0.cells.count) }
        let settled = slots.slots(of: page.glyphs, isFigure: isFigure)
        for (glyph, slot) in zip(page.glyphs, settled.slots) {
            if let slot {
                if glyph.box.width < watermark { glyphs[slot.block][slot.cell].append(glyph) }
            } else {
                loose.append(glyph)
            }
        }
        for block in blocks.indices {
            for cell in blocks[block].cells.indices {
                blocks[block].cells[cell].take(glyphs[block][cell], isFigure: isFigure)
            }
        }
        for mark in page.scan?.leftovers ?? [] {
            guard let slot = slots.slot(x: mark.midX, y: mark.midY) else { continue }
            blocks[slot.block].cells[slot.cell].isBesideUnreadMark = true
        }
        for hidden in page.hidden where hidden.text.unicodeScalars.contains(where: \.isAnyDigit) {
            guard let slot = slots.slot(x: hidden.box.midX, y: hidden.box.midY),
                !blocks[slot.block].cells[slot.cell].scalars.contains(where: \.isAnyDigit)
            else { continue }
            blocks[slot.block].cells[slot.cell].hidden = hidden.text
        }
        for slot in settled.doubtful {
            blocks[slot.block].doubtfulRows.insert(blocks[slot.block].cells[slot.cell].rows.lowerBound)
        }
        var spilled: [TextLine] = []
        for block in blocks.indices {
            spilled += blocks[block].takeBackSpilledLines()
            blocks[block].partCells(isFigure: isFigure)
            blocks[block].partRows(isFigure: isFigure)
        }
        // A block without any text is a drawing.
        blocks.removeAll { $0.cells.allSatisfy { $0.lines.isEmpty } }
        // Rules around a header alone leave its body to be read without them, and the header with it.
        let looseTexts = TextLine.lines(of: loose)
        for block in blocks.indices.reversed()
        where blocks[block].isBareHeader(above: looseTexts, isFigure: isFigure)
            || blocks[block].holdsRows(isFigure: isFigure)
        {
            loose += blocks[block].cells.flatMap { $0.lines.flatMap(\.glyphs) }
            blocks.remove(at: block)
        }
        // Text along the edge of the page belongs to no table that gaps tell.
        let turned = TextLine.lines(of: loose.filter { $0.direction != .upright })
        loose.removeAll { $0.direction != .upright }
        RaisedMarks.name(&loose)
        let lines = Self.ordered(TextLine.lines(of: loose) + spilled)
        var cutBelow: [TextLine] = []
        var takesCutHeader = false
        if !regions.isOverdrawn {
            let open = OpenTable(
                page: page, isFigure: isFigure, isHeading: isHeading, isTitle: isTitle, isPageNumber: isPageNumber
            ).find(in: lines, besides: blocks.map(\.box), continuing: continued, below: cutHeader)
            blocks += open.blocks
            cutBelow = open.cutHeader
            takesCutHeader = open.takesCutHeader
            blocks += GapTable(page: page, isFigure: isFigure).blocks(of: open.rest, besides: blocks)
            blocks.sort { ($0.box.y0, $0.box.x0) < ($1.box.y0, $1.box.x0) }
        }
        self.init(
            page: page, blocks: blocks, looseLines: Self.ordered(lines.outside(blocks.filter { !$0.isRuled }) + turned),
            isOverdrawn: regions.isOverdrawn)
        self.cutHeader = cutBelow
        self.takesCutHeader = takesCutHeader
    }

    private static func ordered(_ lines: [TextLine]) -> [TextLine] {
        lines.sorted { ($0.box.midY, $0.box.x0) < ($1.box.midY, $1.box.x0) }
    }

    /// A frame around other tables is no table: its few cells hold them.
    private static func withoutFrames(_ blocks: [TableBlock]) -> [TableBlock] {
        blocks.filter { outer in
            outer.cells.count > 4 || !blocks.contains { $0.box != outer.box && outer.box.holds($0.box) }
        }
    }

    /// Glyphs this wide or wider inside a table are a watermark across it. Widths of ideographs tell sizes; heights
    /// don't, because fonts lie about them.
    private static func watermarkWidth(of glyphs: [Glyph]) -> Double {
        let widths = glyphs.filter { (0x4E00...0x9FFF).contains($0.scalar.value) }.map(\.box.width).sorted()
        return widths.isEmpty ? .infinity : widths[widths.count / 2] * 2.6
    }
}

extension TableBlock {
    /// Whether the block holds no figure, and a line with some stands right below it.
    fileprivate func isBareHeader(above lines: [TextLine], isFigure: FigureTest) -> Bool {
        guard !cells.contains(where: { isFigure($0.scalars) }) else { return false }
        return lines.contains { line in
            line.box.midY > box.y1 && line.box.midY < box.y1 + Self.farthestRow && line.box.x0 < box.x1
                && line.box.x1 > box.x0
                && line.runs(em: line.em).contains { isFigure(GlyphText(line.glyphs[$0])) }
        }
    }

    /// Whether cells that stand side by side hold figures of several rows: no rules part these.
    fileprivate func holdsRows(isFigure: FigureTest) -> Bool {
        var stacks: [Range<Int>: Int] = [:]
        for cell in cells {
            // The second line of an amount that wraps has no point or separator of its own behind a whole first line.
            let amounts = cell.lines.count { line in
                isFigure(line.scalars) && line.scalars.dropLast().dropFirst().contains { $0 == "." || $0 == "," }
                    && line.scalars.last.map { $0 != "," && $0 != "." } ?? false
            }
            if amounts > 1 { stacks[cell.rows, default: 0] += 1 }
        }
        let isOneCell = cells.contains { cell in
            cell.columns.count == columnCount
                && cell.lines.count(where: { line in
                    let runs = line.runs(em: line.em)
                    return runs.count > 1 && runs.contains { isFigure(GlyphText(line.glyphs[$0])) }
                }) > 1
        }
        return isOneCell || stacks.values.contains { $0 > 1 }
    }

    /// How far below a header its first row stands, in points.
    private static let farthestRow = 30.0
}

extension Rect {
    fileprivate func holds(_ other: Rect) -> Bool {
        x0 <= other.x0 && y0 <= other.y0 && x1 >= other.x1 && y1 >= other.y1
    }
}

extension [TextLine] {
    /// The lines that stand in none of the blocks.
    fileprivate func outside(_ blocks: [TableBlock]) -> [TextLine] {
        filter { line in !blocks.contains { $0.box.y0 < line.box.midY && line.box.midY < $0.box.y1 } }
    }
}
