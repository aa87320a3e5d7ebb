import BudgetRelease

/// Finds a form of one project on a page of a dump that keeps the layout: labels and values follow one another on
/// their lines, indicators stand below the headings of theirs. Texts that wrap within their cells are not put back
/// together, so that the whole form is in doubt.
struct FlowForm {
    private let lines: [FlowLine]
    private let form: Form

    /// Fails on a page that no form's labels stand on.
    init?(page lines: [FlowLine], catalogue: FormCatalogue) {
        let cells = lines.enumerated().flatMap { row, line in
            Self.cells(of: line).map { (row: row, text: line.scalars(ofWords: $0)) }
        }
        let form = catalogue.labelledForm(title: "", cells: cells.lazy.map(\.text), row: { cells[$0].row }) { index in
            index + 1 < cells.count && cells[index + 1].row == cells[index].row ? cells[index + 1].text : nil
        } below: { index in
            cells[index...].first { $0.row > cells[index].row }?.text
        }
        guard let form else { return nil }
        self.form = form
        self.lines = lines
    }

    /// Words with a single blank between them are one text, unless one of them is a figure.
    private static func cells(of line: FlowLine) -> [Range<Int>] {
        var cells: [Range<Int>] = []
        cells.reserveCapacity(line.words.count)
        var lastIsFigure = false
        for (index, word) in line.words.enumerated() {
            let isFigure = PrintedNumber.decimals(of: line.scalars(of: word)) != nil
            if let last = cells.last, word.start - line.words[index - 1].end <= 1, !lastIsFigure, !isFigure {
                cells[cells.count - 1] = last.lowerBound..<index + 1
            } else {
                cells.append(index..<index + 1)
            }
            lastIsFigure = isFigure
        }
        return cells
    }

    private static func cellLines(of line: FlowLine) -> [FlowLine] {
        cells(of: line).compactMap { line.part(words: $0) }
    }

    private static let lowestLevel = "三级指标".unicodeScalars

    func table() -> RawTable {
        var lines = lines
        var headline = Headline()
        let first = lines.firstIndex { line in
            Self.cellLines(of: line).contains { form.fields["name"]?.contains(CompactText.folded($0.compact)) == true }
        }
        for line in lines[..<(first ?? 0)] {
            if Headline.looksLikeTitle(line.scalars) { headline.title = line.compact }
            _ = headline.read(label: line.scalars)
        }
        lines.removeSubrange(..<(first ?? 0))
        let head =
            lines.firstIndex { line in line.words.contains { line.scalars(of: $0).ends(with: Self.lowestLevel) } }
            ?? lines.count
        let headings = head < lines.count ? Self.cellLines(of: lines[head]) : []
        let rows = lines.enumerated().map { index, line in
            index < head ? Self.cellLines(of: line) : Self.cells(of: line, under: headings)
        }
        let count = rows.map(\.count).max() ?? 0
        let labelUnit = rows.joined().lazy.compactMap { $0.flatMap { MoneyUnit(closing: $0.scalars) } }.first
        return RawTable(
            form: form, title: headline.title, issuer: headline.issuer, unit: headline.unit ?? labelUnit,
            pages: lines.first?.page.map { [$0] } ?? [], columns: (0..<count).map { _ in Column(path: []) },
            rows: zip(lines, rows).map { line, cells in row(line, cells, count: count) })
    }

    /// The cells of a line of indicators, each below the heading that it stands nearest to.
    private static func cells(of line: FlowLine, under headings: [FlowLine]) -> [FlowLine?] {
        var cells = [FlowLine?](repeating: nil, count: headings.count)
        func middle(_ line: FlowLine) -> Int { ((line.words.first?.start ?? 0) + (line.words.last?.end ?? 0)) / 2 }
        for cell in cellLines(of: line) {
            guard
                let nearest = headings.indices.min(by: {
                    abs(middle(headings[$0]) - middle(cell)) < abs(middle(headings[$1]) - middle(cell))
                })
            else { continue }
            cells[nearest]?.append(wordsOf: cell)
            cells[nearest] = cells[nearest] ?? cell
        }
        return cells
    }

    private func row(_ line: FlowLine, _ cells: [FlowLine?], count: Int) -> RawRow {
        var row = RawRow(cells: [RawCell](repeating: RawCell(), count: count), places: [line.place], page: line.page)
        for (index, cell) in cells.enumerated() {
            if let cell { row.cells[index].lines = [CellLine(text: cell.text)] }
        }
        row.doubts.append(RawRow.Doubt(code: .readingOrderUncertain, severity: .warning))
        return row
    }
}
