import PageContent

/// Finds the table of a page whose cells no rules enclose: by the gaps that run down between its columns, and by the
/// distances between its rows.
///
/// Its body is known by figures that stand alone; what stands right above the first of them is its header. Lines of
/// labels (`编制部门：… 单位：…`) and the ruled tables of the page part one from the next.
struct GapTable {
    private let page: Page
    private let isHeading: HeadingTest
    private let isTitle: TitleTest
    private let lines: SegmentedLines
    /// Lines and cells of a text file are where its extractor put them, not where the page had them.
    private var isOnCharacterGrid: Bool { page.source != .pdf }

    /// A line of the page and its segments.
    private struct Row {
        var segments: [TextSegment]
        var box: Rect
        var hasFigure: Bool
        /// A cell of it may stand in the wrong column.
        var isDoubtful = false
    }

    /// Columns keep this much apart, in points.
    private static let narrowestGap = 2.0

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
    private func isAmidRows(_ index: Int, of lines: [TextLine]) -> Bool {
        guard index > 0, index + 1 < lines.count,
            lines[index + 1].box.midY - lines[index - 1].box.midY < 2.5 * lines[index].box.height
        else { return false }
        return [lines[index - 1], lines[index + 1]].allSatisfy { line in
            let segments = self.lines.segments(of: line, em: line.em)
            return segments.first.map(isCode) ?? false && segments.dropFirst().contains(where: \.isFigure)
        }
    }

    /// A line of labels over a table: one at each side, or one at the right.
    private func isLabels(_ line: TextLine) -> Bool {
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
    private func block(of lines: [TextLine]) -> TableBlock? {
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
    private static let newColumns = [8, 14, 24]
    /// A line with more words than this is none of a table.
    private static let mostCells = 120

    /// The columns of a table, and its lines by row.
    private struct Columns {
        var bands: HeaderBands
        var groups: [[Row]]
        var top: Double?
        /// On a character grid: there is a heading for every column.
        var isUnderHeadings: Bool { bands.columns.count >= 2 && bands.isPlacedInOrder }
    }

    private func columns(of rows: [Row], body: Range<Int>) -> Columns {
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
    private func straightened(_ rows: [Row], body: Range<Int>, cells: [[TextSegment]], newColumn: Int) -> [Row] {
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
    private func rows(of lines: [TextLine]) -> [Row] {
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
    private func joinedWords(of segments: [TextSegment]) -> [TextSegment] {
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

    private static let spacedWords = Set(
        ["合计", "总计", "小计", "项目", "金额", "名称"].map { Array($0.unicodeScalars) })

    /// What a line of a character grid tells of its row.
    private func kind(of row: Row) -> GridRows.Kind {
        guard row.hasFigure, let first = row.segments.first else { return .words }
        guard isCode(first) else { return .figures }
        let name = row.segments.dropFirst().prefix { !$0.isSum }
        let last = row.segments[row.segments.count - 1]
        return .coded(isNamed: name.contains(where: \.isWord), endsInCode: isCode(last))
    }

    /// Digits alone, as many as codes have; a whole number of yuan may look the same.
    private func isCode(_ segment: TextSegment) -> Bool {
        segment.isFigure && !segment.isSum && (3...7).contains(segment.count)
    }

    // MARK: Body

    /// From the first line with a figure to the last line that belongs to the table.
    private func bodyRange(of rows: [Row]) -> Range<Int>? {
        // Whole numbers count where several end at the same place, as a column of them does.
        let ends = rows.flatMap { $0.segments.lazy.filter { $0.isFigure }.map { $0.box.x1 } }
        let tabular = rows.indices.filter { index in
            let figures = rows[index].segments.count { $0.isFigure }
            guard figures > 0, rows[index].segments.count >= 2 else { return false }
            return figures >= 2
                || rows[index].segments.contains { figure in
                    figure.isFigure
                        && (figure.hasSeparator || ends.count { abs($0 - figure.box.x1) < 1 } >= 3)
                }
        }
        guard let first = tabular.first, let last = tabular.last,
            tabular.count >= 2 || rows[first].segments.count >= 3
                || rows[..<first].contains(where: { $0.segments.count >= 3 && !Self.isLabel($0) })
        else { return nil }
        guard
            isOnCharacterGrid || tabular.contains(where: { !isSetAsText(rows[$0]) })
                || zip(tabular, tabular.dropFirst()).contains(where: { Self.areAligned(rows[$0], rows[$1]) })
        else { return nil }
        // Running text with a figure by itself here and there is no table: its lines are single runs.
        let running = rows[first...last].count { row in
            row.segments.contains {
                $0.box.width > page.width * 0.3 && self.lines.text(of: $0).contains { $0 == "，" || $0 == "。" }
            }
        }
        guard running * 8 <= last - first + 1 else { return nil }
        let columns = bands(of: rows[first...last])
        let pitch = figurePitch(of: rows[first...last])
        var end = last + 1
        while end < rows.count, rows[end].box.midY - rows[end - 1].box.midY < pitch * 1.6,
            rows[end].segments.allSatisfy({ segment in Self.overlapped(segment.box, columns).count <= 1 }),
            rows[end].box.width < page.width * 0.5, !isNote(rows[end])
        {
            end += 1
        }
        // Rows without figures may come first: their texts begin where those of the rows below begin.
        var start = first
        while start > 0, rows[start].box.midY - rows[start - 1].box.midY < pitch * 1.6, !Self.isLabel(rows[start - 1]),
            rows[start - 1].segments.contains(where: { $0.box.width > 45 }),
            !(isOnCharacterGrid && rows[start - 1].segments.contains { self.lines.text(of: $0).first == "（" }),
            rows[start - 1].segments.allSatisfy({ segment in
                columns.contains { abs($0.lowerBound - segment.box.x0) < 1 }
            })
        {
            start -= 1
        }
        if isOnCharacterGrid, start > 0, start + 1 < rows.count, beginsName(rows[start - 1], of: rows[start]),
            goesOnBelow(rows[start], with: rows[start + 1])
        {
            start -= 1
        }
        return start..<end
    }

    /// Whether words alone stand right below a line.
    private func goesOnBelow(_ row: Row, with next: Row) -> Bool {
        !next.hasFigure && next.segments.count == 1
            && next.box.midY - row.box.midY < 1.5 * Page.textLineHeight
    }

    /// Whether a line is the beginning of a name that wraps around the first code of a table, and no heading.
    private func beginsName(_ line: Row, of row: Row) -> Bool {
        guard case .coded(isNamed: false, _) = kind(of: row), line.segments.count == 1, let word = line.segments.first,
            row.box.midY - line.box.midY < 1.5 * Page.textLineHeight, word.isWord, let code = row.segments.first,
            word.box.x0 > code.box.x1, lines.text(of: word).first != "（", !isHeading(lines.text(of: line.segments))
        else { return false }
        return row.segments.dropFirst().allSatisfy { $0.box.x0 > word.box.midX }
    }

    /// Whether two figures or more of a row end right above figures of another, as columns do.
    private static func areAligned(_ upper: Row, _ lower: Row) -> Bool {
        upper.segments.count { figure in
            figure.isFigure && lower.segments.contains { $0.isFigure && abs($0.box.x1 - figure.box.x1) < 1 }
        } >= 2
    }

    /// Whether the runs of a row stand as near to each other as figures do to the words of a sentence.
    private func isSetAsText(_ row: Row) -> Bool {
        let em = medianGlyphWidth(of: row.segments)
        let boxes = row.segments.map(\.box).sorted { $0.x0 < $1.x0 }
        return zip(boxes, boxes.dropFirst()).allSatisfy { $1.x0 - $0.x1 < Self.widestGapInText * em }
    }

    /// In ideographs. Around a figure in a sentence it is half of one, or somewhat more where the line is justified.
    private static let widestGapInText = 1.2

    /// The body of a published empty table: what stands below its lowest line of headings, a word or nothing.
    private func emptyBodyRange(of rows: [Row]) -> Range<Int>? {
        guard rows.count <= 16, !rows.contains(where: \.hasFigure) else { return nil }
        let isHeading = { (row: Row) in row.segments.count >= 3 && !Self.isLabel(row) }
        guard let lowest = rows.lastIndex(where: isHeading) else { return nil }
        let em = isOnCharacterGrid ? 2 * Page.textLineHeight : medianGlyphWidth(of: rows[lowest].segments)
        func gap(above row: Int) -> Double { rows[row].box.midY - rows[row - 1].box.midY }
        // Lines right below the headings are their own second lines.
        var start = lowest + 1
        while start < rows.count, gap(above: start) < em * 1.6, !isOnCharacterGrid { start += 1 }
        var end = start
        while end < rows.count, gap(above: end) < em * 4, rows[end].segments.count <= 2,
            rows[end].box.width < page.width * 0.3, !isNote(rows[end])
        {
            end += 1
        }
        return start < end ? start..<end : nil
    }

    private func isNote(_ row: Row) -> Bool {
        guard let first = row.segments.first else { return false }
        let text = lines.text(of: first)
        return text.first == "注" || Self.notes.contains { text.starts(with: $0) }
    }

    private static let notes = ["说明：", "说明:", "备注：", "备注:"].map { Array($0.unicodeScalars) }

    private static func isLabel(_ row: Row) -> Bool {
        row.segments.contains(where: \.hasColon)
    }

    /// The least distance between figures of one column: no two rows stand closer.
    private func figurePitch(of rows: some Collection<Row>) -> Double {
        let figures = rows.flatMap { $0.segments.lazy.filter { $0.isFigure }.map { $0.box } }
        var least = Double.infinity
        for (index, figure) in figures.enumerated() {
            for other in figures[(index + 1)...] where other.x0 < figure.x1 && figure.x0 < other.x1 {
                let distance = abs(other.midY - figure.midY)
                if distance > 2 { least = min(least, distance) }
                if other.midY > figure.midY + least { break }
            }
        }
        if least.isFinite { return least }
        let height = rows.map(\.box.height).max() ?? 12
        return height * 1.8
    }

    /// Intervals on x that characters of the body cover, cut where in no row anything stands.
    private func bands(of rows: some Collection<Row>) -> [ClosedRange<Double>] {
        var spans: [ClosedRange<Double>] = []
        for row in rows where row.segments.count >= 2 || row.box.width < page.width * 0.4 {
            for segment in row.segments {
                lines.add(spansOf: segment, nearerThan: Self.narrowestGap, to: &spans)
            }
        }
        spans.sort { $0.lowerBound < $1.lowerBound }
        var bands: [ClosedRange<Double>] = []
        for span in spans { bands.append(span, unitedNearerThan: Self.narrowestGap) }
        return bands
    }

    /// The rows with their segments cut where columns part: set tightly, a code stands nearer to the name behind it
    /// than a cut of its own line would allow. Nil where nothing is to be cut.
    private func cut(_ rows: ArraySlice<Row>, at bands: [ClosedRange<Double>]) -> [Row]? {
        func band(of middle: Double) -> Int { bands.lastIndex { $0.lowerBound <= middle } ?? 0 }
        func isInOneBand(_ segment: TextSegment) -> Bool {
            var least = Double.infinity
            var most = -Double.infinity
            lines.forEachMiddle(of: segment) { middle in
                least = min(least, middle)
                most = max(most, middle)
            }
            return band(of: least) == band(of: most)
        }
        guard !rows.allSatisfy({ $0.segments.allSatisfy(isInOneBand) }) else { return nil }
        return rows.map { row in
            var row = row
            row.segments = row.segments.flatMap { segment -> [TextSegment] in
                var places: [Int] = []
                lines.forEachMiddle(of: segment) { places.append(band(of: $0)) }
                let starts = places.indices.dropFirst().filter { places[$0] != places[$0 - 1] }
                return starts.isEmpty ? [segment] : lines.cut(segment, at: starts)
            }
            return row
        }
    }

    private static func overlapped(_ box: Rect, _ columns: [ClosedRange<Double>]) -> [Int] {
        columns.indices.filter { columns[$0].lowerBound < box.x1 && box.x0 < columns[$0].upperBound }
    }

    /// Lines of one row: nearer to each other than two rows can be, or between the same two rules where rules part
    /// all rows.
    private func groups(of rows: [Row], pitch: Double) -> [[Row]] {
        let rules = page.rules.filter { $0.axis == .horizontal && $0.length > page.width * 0.4 }.map(\.position)
            .sorted()
        let figureRows = rows.filter(\.hasFigure)
        let isRuled =
            figureRows.count >= 2
            && zip(figureRows, figureRows.dropFirst()).allSatisfy { upper, lower in
                lower.box.midY - upper.box.midY < pitch * 0.72
                    || rules.contains { $0 > upper.box.midY && $0 < lower.box.midY }
            }
        var groups: [[Row]] = []
        for row in rows {
            if let last = groups.last?.last {
                let isSame =
                    isRuled
                    ? !rules.contains { $0 > last.box.midY && $0 < row.box.midY }
                    : row.box.midY - last.box.midY < pitch * 0.72
                if isSame {
                    groups[groups.count - 1].append(row)
                    continue
                }
            }
            groups.append([row])
        }
        return groups
    }

    // MARK: Header

    /// Lines above the body that are no label and no title: those stand apart, hold a colon, or are set larger.
    private func headerRange(above body: Int, in rows: [Row], pitch: Double) -> Range<Int> {
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
    private func farthestHeading(_ pitch: Double) -> Double {
        isOnCharacterGrid ? Page.textLineHeight * 6.5 : pitch * 2.6
    }

    private func medianGlyphWidth(of segments: some Sequence<TextSegment>) -> Double {
        var widths: [Double] = []
        for segment in segments { lines.add(ideographWidthsOf: segment, to: &widths) }
        return widths.middleOne ?? 0
    }

    // MARK: Block

    /// The table with its columns as a block; nil where it has less than two.
    private func assemble(_ table: Columns) -> TableBlock? {
        let bands = table.bands
        let groups = table.groups
        let (depth, header) = bands.cells()
        let columnEdges = bands.edges
        let columns = bands.columns
        guard columns.count >= 2, let firstGroup = groups.first, let bodyTop = firstGroup.map(\.box.y0).min(),
            let bottom = groups.last?.map(\.box.y1).max()
        else { return nil }
        let headerTop = table.top ?? bodyTop
        var rowEdges =
            depth == 0
            ? [bodyTop - 1] : (0...depth).map { headerTop - 1 + (bodyTop - headerTop) * Double($0) / Double(depth) }
        for (upper, lower) in zip(groups, groups.dropFirst()) {
            let above = upper.map(\.box.y1).max() ?? 0
            let below = lower.map(\.box.y0).min() ?? above
            rowEdges.append(max((above + below) / 2, (rowEdges.last ?? 0) + 0.1))
        }
        rowEdges.append(max(bottom + 1, (rowEdges.last ?? 0) + 0.1))
        func box(rows: Range<Int>, columns: Range<Int>) -> Rect {
            Rect(
                x0: columnEdges[columns.lowerBound], y0: rowEdges[rows.lowerBound], x1: columnEdges[columns.upperBound],
                y1: rowEdges[rows.upperBound])
        }
        var cells = header.map { cell in
            TableCell(
                rows: cell.rows, columns: cell.columns, box: box(rows: cell.rows, columns: cell.columns),
                lines: cell.segments.map(lines.line))
        }
        cells.sort { ($0.rows.lowerBound, $0.columns.lowerBound) < ($1.rows.lowerBound, $1.columns.lowerBound) }
        cells.reserveCapacity(cells.count + groups.count * columns.count)
        var contents = [ColumnContents](repeating: ColumnContents(), count: columns.count)
        var doubtful: Set<Int> = []
        let middles = columns.indices.map {
            columns[$0].leaf == nil ? .infinity : bands.printedMiddle(ofHeadingOver: $0)
        }
        for (index, group) in groups.enumerated() {
            let row = depth + index
            let first = cells.count
            for column in columns.indices {
                cells.append(
                    TableCell(
                        rows: row..<row + 1, columns: column..<column + 1,
                        box: box(rows: row..<row + 1, columns: column..<column + 1)))
            }
            for segment in group.lazy.flatMap({ $0.segments }) {
                let column = column(of: segment.box, columns)
                cells[first + column].lines.append(lines.line(of: segment))
                contents[column].take(segment)
                if Self.isNearerToAnother(segment, than: column, middles: middles) { doubtful.insert(row) }
            }
        }
        // Where less columns hold texts, their kinds and sums tell which column a cell belongs to.
        if !isOnCharacterGrid || contents.count(where: \.areTexts) < 3 { doubtful = [] }
        if isOnCharacterGrid, groups.count == 1 {
            let cells = firstGroup.flatMap(\.segments).map { ($0, column(of: $0.box, columns)) }
            let empty = contents.indices.filter { contents[$0].isEmpty }
            if Self.isPlaceless(cells, empty: empty, middles) { doubtful.insert(depth) }
        }
        for (index, group) in groups.enumerated() where group.contains(where: \.isDoubtful) {
            doubtful.insert(depth + index)
        }
        var block = TableBlock(
            page: page.number,
            box: box(rows: 0..<rowEdges.count - 1, columns: 0..<columns.count),
            columnEdges: columnEdges, rowEdges: rowEdges, cells: cells, isRuled: false)
        block.isOnCharacterGrid = isOnCharacterGrid
        block.printedMiddles = columns.indices.map {
            contents[$0].printedMiddle ?? bands.printedMiddle(ofHeadingOver: $0)
        }
        block.doubtfulRows = doubtful
        if !bands.isCertain { block.doubtAllRows() }
        return block
    }

    /// What the cells of a column have in common.
    private struct ColumnContents {
        private var cells = 0
        private var texts = 0
        private var middles = 0.0
        private var printed = 0

        mutating func take(_ segment: TextSegment) {
            cells += 1
            if !segment.isFigure { texts += 1 }
            guard let middle = segment.printedMiddle else { return }
            middles += middle
            printed += 1
        }

        var isEmpty: Bool { cells == 0 }
        /// Whether most are texts.
        var areTexts: Bool { texts * 2 > cells }
        /// Where their middles stood on average.
        var printedMiddle: Double? { printed == 0 ? nil : middles / Double(printed) }
    }

    /// Whether the cells of a table's only row may belong to other columns where some are empty: one stood off its
    /// heading, or about as near to that of an empty column. No other row tells.
    private static func isPlaceless(
        _ cells: [(segment: TextSegment, column: Int)], empty: [Int], _ middles: [Double]
    ) -> Bool {
        let free = empty.filter { middles[$0].isFinite }
        return !free.isEmpty
            && cells.contains { segment, column in
                guard middles[column].isFinite else { return false }
                let place = segment.printedMiddle ?? segment.box.midX
                let own = abs(middles[column] - place)
                return own > clearance || free.contains { abs(middles[$0] - place) < own + clearance }
            }
    }

    private static let clearance = 4 * Page.textCellWidth

    /// Whether a text stood clearly nearer to the heading of another column: where several columns of a table hold
    /// texts, neither kind nor sums tell which a cell belongs to.
    ///
    /// - Parameter middles: of the headings, endlessly far for a column without one.
    private static func isNearerToAnother(_ segment: TextSegment, than column: Int, middles: [Double]) -> Bool {
        guard let place = segment.printedMiddle, !segment.isFigure, middles[column].isFinite else { return false }
        let nearest = middles.reduce(.infinity) { min($0, abs($1 - place)) }
        return nearest + 3 * Page.textCellWidth < abs(middles[column] - place)
    }

    /// The column that most of a segment stands in, or the nearest. On a character grid headings are pushed over cells
    /// of other columns, so that what the body covers comes first.
    private func column(of box: Rect, _ columns: [GapColumn]) -> Int {
        func overlap(_ extent: ClosedRange<Double>) -> Double {
            min(extent.upperBound, box.x1) - max(extent.lowerBound, box.x0)
        }
        if isOnCharacterGrid,
            let held = columns.firstIndex(where: { $0.band.map { overlap($0) >= box.width } ?? false })
        {
            return held
        }
        return columns.indices.max { overlap(columns[$0].extent) < overlap(columns[$1].extent) } ?? 0
    }
}
