import PageContent

/// Finds the table of a page whose cells no rules enclose: by the gaps that run down between its columns, and by the
/// distances between its rows.
///
/// Its body is known by figures that stand alone; what stands right above the first of them is its header. Lines of
/// labels (`编制部门：… 单位：…`) and the ruled tables of the page part one from the next.
struct GapTable {
    let page: Page
    let isHeading: HeadingTest
    let isTitle: TitleTest
    let lines: SegmentedLines
    /// Lines and cells of a text file are where its extractor put them, not where the page had them.
    var isOnCharacterGrid: Bool { page.source != .pdf }

    /// A line of the page and its segments.
    struct Row {
        var segments: [TextSegment]
        var box: Rect
        var hasFigure: Bool
        /// A cell of it may stand in the wrong column.
        var isDoubtful = false
    }

    /// Columns keep this much apart, in points.
    static let narrowestGap = 2.0

    init(
        page: Page, isFigure: @escaping FigureTest, isHeading: @escaping HeadingTest = { _ in false },
        isTitle: @escaping TitleTest = { _ in false }
    ) {
        self.page = page
        self.isHeading = isHeading
        self.isTitle = isTitle
        lines = SegmentedLines(isFigure: isFigure)
    }

    /// The tables among lines that stand in no ruled table, from top to bottom.
    func blocks(of lines: [TextLine], besides ruled: [TableBlock]) -> [TableBlock] {
        var zones: [[TextLine]] = [[]]
        for (index, line) in lines.enumerated() {
            let last = zones[zones.count - 1].last
            let isParted = ruled.contains { block in
                last.map { $0.box.midY < block.box.y1 && block.box.y0 < line.box.midY }
                    ?? (block.box.y1 < line.box.midY)
            }
            if isParted || isLabels(line) || (isTitle(line.scalars) && !isAmidRows(index, of: lines)) {
                zones.append([])
            }
            zones[zones.count - 1].append(line)
        }
        return zones.compactMap { zone in
            // Beside ruled tables only a label tells a table without rules from the text around them.
            guard ruled.isEmpty || zone.first.map(isLabels) ?? false else { return nil }
            return block(of: zone)
        }
    }

    /// Whether a line stands right between two that a code and a figure are on: a name may be that of a table.
    func isAmidRows(_ index: Int, of lines: [TextLine]) -> Bool {
        guard index > 0, index + 1 < lines.count,
            lines[index + 1].box.midY - lines[index - 1].box.midY < 2.5 * lines[index].box.height
        else { return false }
        return [lines[index - 1], lines[index + 1]].allSatisfy { line in
            let segments = self.lines.segments(of: line, em: line.em)
            return segments.first.map(isCode) ?? false && segments.dropFirst().contains(where: \.isFigure)
        }
    }

    /// A line of labels over a table: one at each side, or one at the right.
    func isLabels(_ line: TextLine) -> Bool {
        func isColon(_ glyph: Glyph) -> Bool { glyph.scalar == "：" || glyph.scalar == ":" }
        guard line.glyphs.contains(where: isColon) else { return false }
        let labels = line.runs(em: line.em).filter { run in
            line.glyphs[run].contains(where: isColon) && !isColon(line.glyphs[run.upperBound - 1])
        }
        guard let last = labels.last else { return false }
        let right = line.glyphs[last].reduce(0) { max($0, $1.box.x1) }
        let left = line.glyphs[last.lowerBound].box.x0
        return left > page.width * 0.5 && right - left < page.width * 0.3
    }

    /// The table as a block, with the glyphs that stand in it; nil where the page has none.
    func block(of lines: [TextLine]) -> TableBlock? {
        let rows = rows(of: lines)
        guard let body = bodyRange(of: rows) ?? emptyBodyRange(of: rows) else { return nil }
        if isOnCharacterGrid, rows[body].contains(where: { $0.segments.count > Self.mostCells }) { return nil }
        guard isOnCharacterGrid, rows[body].contains(where: \.hasFigure) else {
            return assemble(columns(of: rows, body: body))
        }
        let cells = rows[body].map { GridStraightening.cells(of: $0.segments, in: self.lines) }
        var first: TableBlock?
        for newColumn in Self.newColumns {
            let attempt = straightened(rows, body: body, cells: cells, newColumn: newColumn)
            let columns = columns(of: attempt, body: body)
            if columns.isUnderHeadings { return assemble(columns) }
            first = first ?? assemble(columns)
        }
        // Where headings and columns don't agree any cell may be in the wrong column.
        first?.doubtAllRows()
        return first
    }

    /// Cells of different columns on a character grid stand at least as many cells apart; the first under which the
    /// header has a heading for every column is taken.
    static let newColumns = [8, 14, 24]
    /// A line with more words than this is none of a table.
    static let mostCells = 120

    /// The columns of a table, and its lines by row.
    struct Columns {
        var bands: HeaderBands
        var groups: [[Row]]
        var top: Double?
        /// On a character grid: there is a heading for every column.
        var isUnderHeadings: Bool { bands.columns.count >= 2 && bands.isPlacedInOrder }
    }

    func columns(of rows: [Row], body: Range<Int>) -> Columns {
        var bands = bands(of: rows[body])
        let bodyRows: [Row]
        if let cut = cut(rows[body], at: bands) {
            bodyRows = cut
            bands = self.bands(of: bodyRows)
        } else {
            bodyRows = Array(rows[body])
        }
        let pitch = figurePitch(of: bodyRows)
        let header = headerRange(above: body.lowerBound, in: rows, pitch: pitch)
        let groups =
            isOnCharacterGrid
            ? GridRows.groups(
                of: bodyRows, box: \.box, kind: kind, doubt: { $0.isDoubtful = true })
            : groups(of: bodyRows, pitch: pitch)
        let headerBands = HeaderBands(
            bands: isOnCharacterGrid && !bodyRows.contains(where: \.hasFigure) ? [] : bands,
            segments: rows[header].flatMap(\.segments),
            near: isOnCharacterGrid ? Page.textLineHeight * 1.5 : pitch * 0.72,
            rows: groups.map { $0.flatMap { $0.segments.lazy.map { $0.box } } },
            sums: bodyRows.flatMap { $0.segments.lazy.filter { $0.isSum }.map { $0.box } },
            isHeading: isOnCharacterGrid ? { isHeading(lines.text(of: $0)) } : nil)
        return Columns(bands: headerBands, groups: groups, top: rows[header].first?.box.y0)
    }

    /// Puts the cells of the body into straight columns, and what stands above them in its place over these.
    ///
    /// - Parameter cells: of each row of the body.
    func straightened(_ rows: [Row], body: Range<Int>, cells: [[TextSegment]], newColumn: Int) -> [Row] {
        var rows = rows
        let grid = GridStraightening(rows: cells, newColumn: newColumn)
        for (row, segments) in zip(body, grid.straightRows) { rows[row].segments = segments }
        for row in grid.doubtfulRows { rows[body.lowerBound + row].isDoubtful = true }
        for row in 0..<body.lowerBound { rows[row].segments = rows[row].segments.map(grid.straight) }
        for row in rows.indices {
            guard let first = rows[row].segments.first else { continue }
            rows[row].box = rows[row].segments.dropFirst().reduce(first.box) { $0.union($1.box) }
        }
        return rows
    }

    /// Lines that overlap in height stand on one row: the lines of a wrapped text beside a figure in their middle.
    func rows(of lines: [TextLine]) -> [Row] {
        var rows: [Row] = []
        var bottom = -Double.infinity
        for line in lines {
            let em = line.em
            let segments = joinedWords(of: self.lines.segments(of: line, em: em))
            let hasFigure = segments.contains { $0.isFigure }
            // Boxes of some fonts are taller than two lines: an ideograph is as high as it is wide.
            let half = min(line.box.height, 1.1 * em) / 2
            if let last = rows.indices.last, line.box.midY - half < bottom - 0.2 * half {
                rows[last].segments += segments
                rows[last].box = rows[last].box.union(line.box)
                rows[last].hasFigure = rows[last].hasFigure || hasFigure
            } else {
                rows.append(Row(segments: segments, box: line.box, hasFigure: hasFigure))
            }
            bottom = max(bottom, line.box.midY + half)
        }
        return rows
    }

    /// The segments with the words joined that are printed with a gap between their two characters.
    func joinedWords(of segments: [TextSegment]) -> [TextSegment] {
        var joined: [TextSegment] = []
        // 项 and 目 are levels of codes beside 款.
        let areLevels = segments.contains { $0.count == 1 && lines.text(of: $0).first == "款" }
        for segment in segments {
            if let last = joined.last, last.count == 1, segment.count == 1, !areLevels,
                Self.spacedWords.contains(lines.text(of: [last, segment]))
            {
                joined[joined.count - 1] = lines.closed(last, segment)
            } else {
                joined.append(segment)
            }
        }
        return joined
    }

    static let spacedWords = Set(
        ["合计", "总计", "小计", "项目", "金额", "名称"].map { Array($0.unicodeScalars) })

    /// What a line of a character grid tells of its row.
    func kind(of row: Row) -> GridRows.Kind {
        guard row.hasFigure, let first = row.segments.first else { return .words }
        guard isCode(first) else { return .figures }
        let name = row.segments.dropFirst().prefix { !$0.isSum }
        let last = row.segments[row.segments.count - 1]
        return .coded(isNamed: name.contains(where: \.isWord), endsInCode: isCode(last))
    }

    /// Digits alone, as many as codes have; a whole number of yuan may look the same.
    func isCode(_ segment: TextSegment) -> Bool {
        segment.isFigure && !segment.isSum && (3...7).contains(segment.count)
    }

    // MARK: Header

    /// Lines above the body that are no label and no title: those stand apart, hold a colon, or are set larger.
    func headerRange(above body: Int, in rows: [Row], pitch: Double) -> Range<Int> {
        guard body > 0 else { return body..<body }
        let size = medianGlyphWidth(of: rows[body...].lazy.flatMap { $0.segments })
        var start = body
        while start > 0 {
            let row = rows[start - 1]
            let gap = rows[start].box.midY - row.box.midY
            let isLarger = size > 0 && medianGlyphWidth(of: row.segments) > size * 1.25
            let isText = row.segments.contains { lines.text(of: $0).contains("。") }
            guard gap < farthestHeading(pitch), !Self.isLabel(row), !isLarger, !isText else { break }
            start -= 1
        }
        return start..<body
    }

    /// How far apart lines of a header stand, and the last of them from the body.
    func farthestHeading(_ pitch: Double) -> Double {
        isOnCharacterGrid ? Page.textLineHeight * 6.5 : pitch * 2.6
    }

    func medianGlyphWidth(of segments: some Sequence<TextSegment>) -> Double {
        var widths: [Double] = []
        for segment in segments { lines.add(ideographWidthsOf: segment, to: &widths) }
        return widths.middleOne ?? 0
    }
}
