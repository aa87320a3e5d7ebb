import BudgetRelease

/// Finds a form of one project on a page of a dump that keeps the layout: labels and values follow one another on
/// their lines, indicators stand below the headings of theirs. Texts that wrap within their cells are not put back
/// together, so that the whole form is in doubt.
struct FlowForm {
    private let lines: [FlowLine]
    private let form: Form

    /// Fails on a page that no form's labels stand on.
    init?(page lines: [FlowLine], catalogue: FormCatalogue) {
        let cells = lines.map(Self.cells)
        guard let form = catalogue.projectForm(labels: Set(cells.joined().map { CompactText.folded($0.compact) }))
        else {
            return nil
        }
        self.form = form
        self.lines = lines
    }

    /// Words with a single blank between them are one text, unless one of them is a figure.
    private static func cells(of line: FlowLine) -> [FlowLine] {
        var starts: [Int] = []
        for (index, word) in line.words.enumerated() {
            guard index > 0 else {
                starts.append(0)
                continue
            }
            let last = line.words[index - 1]
            if word.start - last.end > 1 || isFigure(last.text) || isFigure(word.text) { starts.append(index) }
        }
        return zip(starts, starts.dropFirst() + [line.words.count]).compactMap { line.part(words: $0..<$1) }
    }

    private static func isFigure(_ text: String) -> Bool {
        if case .number = PrintedNumber.scan(text) { true } else { false }
    }

    func table() -> RawTable {
        var lines = lines
        var headline = Headline()
        let first = lines.firstIndex { line in
            Self.cells(of: line).contains { form.fields["name"]?.contains(CompactText.folded($0.compact)) == true }
        }
        for line in lines[..<(first ?? 0)] {
            let compact = line.compact
            if Headline.looksLikeTitle(compact) { headline.title = compact }
            _ = headline.read(label: compact)
        }
        lines.removeSubrange(..<(first ?? 0))
        let head = lines.firstIndex { line in line.words.contains { $0.text.hasSuffix("三级指标") } } ?? lines.count
        let headings = head < lines.count ? Self.cells(of: lines[head]) : []
        let rows = lines.enumerated().map { index, line in
            index < head ? Self.cells(of: line) : Self.cells(of: line, under: headings)
        }
        let count = rows.map(\.count).max() ?? 0
        let labelUnit = rows.joined().lazy.compactMap { MoneyUnit(closing: $0?.compact ?? "") }.first
        return RawTable(
            form: form, title: headline.title, issuer: headline.issuer, unit: headline.unit ?? labelUnit,
            pages: lines.first?.page.map { [$0] } ?? [], columns: (0..<count).map { _ in Column(path: []) },
            rows: zip(lines, rows).map { line, cells in row(line, cells, count: count) })
    }

    /// The cells of a line of indicators, each below the heading that it stands nearest to.
    private static func cells(of line: FlowLine, under headings: [FlowLine]) -> [FlowLine?] {
        var cells = [FlowLine?](repeating: nil, count: headings.count)
        func middle(_ line: FlowLine) -> Int { ((line.words.first?.start ?? 0) + (line.words.last?.end ?? 0)) / 2 }
        for cell in Self.cells(of: line) {
            guard
                let nearest = headings.indices.min(by: {
                    abs(middle(headings[$0]) - middle(cell)) < abs(middle(headings[$1]) - middle(cell))
                })
            else { continue }
            cells[nearest]?.words += cell.words
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
