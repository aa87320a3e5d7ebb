import PageContent

// Which lines are the body of a table, and which of them are one row.
extension GapTable {
    /// From the first line with a figure to the last line that belongs to the table.
    func bodyRange(of rows: [Row]) -> Range<Int>? {
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
    func goesOnBelow(_ row: Row, with next: Row) -> Bool {
        !next.hasFigure && next.segments.count == 1
            && next.box.midY - row.box.midY < 1.5 * Page.textLineHeight
    }

    /// Whether a line is the beginning of a name that wraps around the first code of a table, and no heading.
    func beginsName(_ line: Row, of row: Row) -> Bool {
        guard case .coded(isNamed: false, _) = kind(of: row), line.segments.count == 1, let word = line.segments.first,
            row.box.midY - line.box.midY < 1.5 * Page.textLineHeight, word.isWord, let code = row.segments.first,
            word.box.x0 > code.box.x1, lines.text(of: word).first != "（", !isHeading(lines.text(of: line.segments))
        else { return false }
        return row.segments.dropFirst().allSatisfy { $0.box.x0 > word.box.midX }
    }

    /// Whether two figures or more of a row end right above figures of another, as columns do.
    static func areAligned(_ upper: Row, _ lower: Row) -> Bool {
        upper.segments.count { figure in
            figure.isFigure && lower.segments.contains { $0.isFigure && abs($0.box.x1 - figure.box.x1) < 1 }
        } >= 2
    }

    /// Whether the runs of a row stand as near to each other as figures do to the words of a sentence.
    func isSetAsText(_ row: Row) -> Bool {
        let em = medianGlyphWidth(of: row.segments)
        let boxes = row.segments.map(\.box).sorted { $0.x0 < $1.x0 }
        return zip(boxes, boxes.dropFirst()).allSatisfy { $1.x0 - $0.x1 < Self.widestGapInText * em }
    }

    /// In ideographs. Around a figure in a sentence it is half of one, or somewhat more where the line is justified.
    static let widestGapInText = 1.2

    /// The body of a published empty table: what stands below its lowest line of headings, a word or nothing.
    func emptyBodyRange(of rows: [Row]) -> Range<Int>? {
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

    func isNote(_ row: Row) -> Bool {
        guard let first = row.segments.first else { return false }
        let text = lines.text(of: first)
        return text.first == "注" || Self.notes.contains { text.starts(with: $0) }
    }

    static let notes = ["说明：", "说明:", "备注：", "备注:"].map { Array($0.unicodeScalars) }

    static func isLabel(_ row: Row) -> Bool {
        row.segments.contains(where: \.hasColon)
    }

    /// The least distance between figures of one column: no two rows stand closer.
    func figurePitch(of rows: some Collection<Row>) -> Double {
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
    func bands(of rows: some Collection<Row>) -> [ClosedRange<Double>] {
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
    func cut(_ rows: ArraySlice<Row>, at bands: [ClosedRange<Double>]) -> [Row]? {
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

    static func overlapped(_ box: Rect, _ columns: [ClosedRange<Double>]) -> [Int] {
        columns.indices.filter { columns[$0].lowerBound < box.x1 && box.x0 < columns[$0].upperBound }
    }

    /// Lines of one row: nearer to each other than two rows can be, or between the same two rules where rules part
    /// all rows.
    func groups(of rows: [Row], pitch: Double) -> [[Row]] {
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
}
