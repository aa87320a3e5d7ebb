import BudgetRelease

/// Tells labels from what stands beside them in the cells of a form, and lists from both.
///
/// A row is read from left to right: labels and values take turns, a label in front of another one stands over it and over
/// the rows below that leave its columns empty. A row of nothing but labels, up to the right edge, heads a list.
struct FormCells {
    private(set) var fields: [PrintedField] = []
    private(set) var indicators: [Indicator] = []
    /// Figures that stand behind another one under the same label, and nothing says what they are.
    private(set) var unheaded: [String] = []

    private let catalogue: FormCatalogue
    private let form: Form
    private let width: Int
    /// The labels of the form's fields that hold words.
    private let words: Set<String>
    /// Labels over the rows below them, by the columns that they stand in.
    private var groups: [(columns: Range<Int>, text: String)] = []
    /// The headings of a list, by column, each with those above it.
    private var headings: [Range<Int>: [String]] = [:]
    private var isBelowHeadings = false
    /// Lists of indicators side by side.
    private var lists: [IndicatorColumns] = []

    /// Everything that the rows of a form print.
    static func read(_ rows: [RawRow], catalogue: FormCatalogue, form: Form) -> FormCells {
        var cells = FormCells(catalogue: catalogue, form: form, width: rows.first?.cells.count ?? 0)
        for row in rows { cells.read(row) }
        return cells
    }

    private init(catalogue: FormCatalogue, form: Form, width: Int) {
        self.catalogue = catalogue
        self.form = form
        self.width = width
        words = Set((["name"] + Line.fieldKeys).filter { $0 != "total_goal" }.compactMap { form.fields[$0] }.joined())
    }

    // MARK: Cells

    static func text(_ cell: RawCell) -> String { CompactText.cleaned(cell.lines.map(\.text).joined()) }

    private struct Cell {
        var columns: Range<Int>
        var text: String
        var isLabel: Bool
        /// It only looks like a label.
        var mayBeValue: Bool
        /// The form has it as the label of a field that holds words.
        var isField: Bool
    }

    private func cells(of row: RawRow) -> [Cell] {
        row.cells.indices.filter { !row.cells[$0].isEmpty }.map { column in
            let text = Self.text(row.cells[column])
            let end = min(width, column + max(1, row.cells[column].columnSpan))
            let label = LabelledForm.label(text)
            return Cell(
                columns: column..<end, text: text, isLabel: catalogue.isLabel(label),
                mayBeValue: !catalogue.isPrintedLabel(label),
                isField: words.contains(label) || words.contains(LabelledForm.bare(label)))
        }
    }

    // MARK: Rows

    private mutating func read(_ row: RawRow) {
        let cells = cells(of: row)
        guard let first = cells.first else { return }
        groups.removeAll { group in cells.contains { $0.columns.overlaps(group.columns) } }
        if beginsIndicators(cells, of: row) { return }
        if !lists.isEmpty {
            // Another label in the first column, not of a class of indicators, ends the list.
            let isOther =
                first.columns.lowerBound == 0 && first.isLabel
                && (cells.count < 4 || cells.dropFirst(2).contains { $0.isLabel && !$0.mayBeValue })
                && !IndicatorClass.isClass(first.text) && !first.text.hasSuffix("指标")
                && IndicatorColumns.key(of: first.text, catalogue: catalogue, form: form) == nil
            if !isOther {
                addIndicators(of: row)
                return
            }
            lists = []
        }
        if takeHeadings(cells) { return }
        if isListRow(cells) { readListRow(cells) } else { readPairs(cells) }
    }

    /// Takes up the heading row of a list of indicators.
    private mutating func beginsIndicators(_ cells: [Cell], of row: RawRow) -> Bool {
        let texts = row.cells.indices.map { column in cells.first { $0.columns.lowerBound == column }?.text }
        let key = { [catalogue, form] in IndicatorColumns.key(of: $0, catalogue: catalogue, form: form) }
        guard cells.count(where: { key($0.text) != nil }) > 1 else { return false }
        let found = IndicatorColumns.abreast(headings: texts, key: key)
        guard !found.isEmpty else { return false }
        lists = found
        headings = [:]
        return true
    }

    /// Of lists side by side the last one is the year's, those before it are for all years of the project.
    private mutating func addIndicators(of row: RawRow) {
        for index in lists.indices {
            guard var indicator = lists[index].indicator(number: indicators.count + 1, in: row) else { continue }
            if index + 1 < lists.count, indicator.cycleTarget == nil {
                indicator.cycleTarget = indicator.annualTarget
                indicator.annualTarget = nil
            }
            indicators.append(indicator)
        }
    }

    /// Takes up a row of nothing but labels that head the columns below, and one right below it that parts them.
    private mutating func takeHeadings(_ cells: [Cell]) -> Bool {
        let start =
            cells.indices.last { $0 == 0 || cells[$0 - 1].columns.upperBound != cells[$0].columns.lowerBound } ?? 0
        let run = cells[start...]
        // Of many headings one may be unknown.
        let known = cells.count(where: \.isLabel)
        let isWhole =
            known * 4 >= cells.count * 3 && (known == cells.count || cells.count > 3)
            && cells.allSatisfy { PrintedAmount($0.text).decimal == nil } && cells.last?.columns.upperBound == width
        if isBelowHeadings, cells.allSatisfy(\.isLabel) {
            let above = headings
            for cell in cells {
                let whole = above.first { $0.key.contains(cell.columns.lowerBound) }
                if let whole { headings[whole.key] = nil }
            }
            for cell in cells {
                let whole = above.first { $0.key.contains(cell.columns.lowerBound) }
                headings[cell.columns] = (whole?.value ?? []) + [cell.text]
            }
            // What stands beside the parts in the row above keeps its columns.
            return true
        }
        let isHead = isWhole && run.count >= (start == 0 ? 2 : 3) && !arePairs(cells)
        isBelowHeadings = isHead
        guard isHead else { return false }
        headings = [:]
        for cell in cells[..<start] { groups.append((cell.columns, cell.text)) }
        for cell in run { headings[cell.columns] = [cell.text] }
        return true
    }

    /// Whether the form's own labels take turns with words that are labels elsewhere: `项目名称` beside `人员经费`.
    private func arePairs(_ cells: [Cell]) -> Bool {
        cells.count.isMultiple(of: 2)
            && cells.indices.allSatisfy { cells[$0].isField == $0.isMultiple(of: 2) }
    }

    private func heading(of cell: Cell) -> [String]? {
        headings.first { $0.key.contains(cell.columns.lowerBound) && cell.columns.upperBound <= $0.key.upperBound }?
            .value
    }

    /// Whether every cell that is no label in front of the list stands under one heading of it.
    private func isListRow(_ cells: [Cell]) -> Bool {
        guard let left = headings.keys.map(\.lowerBound).min() else { return false }
        let body = cells.drop { $0.columns.upperBound <= left && $0.isLabel }
        // The row's name may reach over several columns.
        let named = body.first.map { heading(of: $0) == nil && PrintedAmount($0.text).decimal == nil } ?? false
        let others = body.dropFirst(named ? 1 : 0)
        return !others.isEmpty && others.allSatisfy { heading(of: $0) != nil }
    }

    private mutating func readListRow(_ cells: [Cell]) {
        guard let (first, title) = headings.min(by: { $0.key.lowerBound < $1.key.lowerBound }) else { return }
        let left = first.lowerBound
        // Where the first column is left empty, its heading stands over the list as a whole.
        var path = groupPath(before: cells[0].columns.lowerBound)
        if cells[0].columns.lowerBound >= first.upperBound { path += title }
        for (index, cell) in cells.enumerated() {
            if cell.columns.upperBound <= left {
                path.append(cell.text)
            } else if index == 0, isName(cell, before: cells.dropFirst()) {
                if !cell.isLabel {
                    fields.append(PrintedField(path: path + (heading(of: cell) ?? []), text: cell.text))
                }
                path.append(cell.text)
            } else {
                fields.append(PrintedField(path: path + (heading(of: cell) ?? []), text: cell.text))
            }
        }
    }

    /// Whether a cell names its row: figures stand behind it, or its heading says so.
    private func isName(_ cell: Cell, before others: ArraySlice<Cell>) -> Bool {
        guard PrintedAmount(cell.text).decimal == nil else { return false }
        return cell.isLabel || heading(of: cell) == nil || others.contains { PrintedAmount($0.text).decimal != nil }
            || heading(of: cell)?.last?.contains(word: "名称") == true
    }

    private mutating func readPairs(_ cells: [Cell]) {
        headings = [:]
        var labels: [Cell] = []
        var hasValue = false
        let arePairs = arePairs(cells)
        for (index, cell) in cells.enumerated() {
            let isNext = labels.last.map { $0.columns.upperBound == cell.columns.lowerBound } ?? false
            let isFigure = PrintedAmount(cell.text).decimal != nil
            // What only looks like a label is one where it has a value behind it.
            let isExpected = isNext && !hasValue && cell.mayBeValue
            let isLabel =
                cell.isLabel && !(arePairs && !cell.isField)
                && (!isExpected || (index + 1 < cells.count && !cells[index + 1].isLabel))
            let isText = !isLabel && !isFigure
            // After a value a text is the next label where another cell follows it; so is the first of a row.
            // So is one that does not stand right beside its label.
            let isUnknownLabel =
                isText && (labels.isEmpty || hasValue || !isNext) && index + 1 < cells.count && cell.text.count <= 16
                && cell.text.unicodeScalars.contains(where: \.isIdeograph)
            if isLabel || isUnknownLabel {
                if hasValue || !isNext { labels = [] }
                if let over = labels.last { groups.append((over.columns, over.text)) }
                labels.append(cell)
                hasValue = false
            } else {
                fields.append(
                    PrintedField(
                        path: groupPath(before: (labels.first ?? cell).columns.lowerBound) + labels.map(\.text),
                        text: cell.text))
                // 总分 has what can be had, and what was.
                let isScore = labels.last.map { $0.text.contains(word: "总分") } ?? false
                if isFigure, hasValue || labels.isEmpty, !isScore { unheaded.append(cell.text) }
                hasValue = true
            }
        }
        // A label alone stands over the rows below.
        if !hasValue, let last = labels.last, !cells.dropLast().contains(where: { !$0.isLabel }) {
            groups.append((last.columns, last.text))
        }
    }

    private func groupPath(before column: Int) -> [String] {
        groups.filter { $0.columns.upperBound <= column }.sorted { $0.columns.lowerBound < $1.columns.lowerBound }
            .map(\.text)
    }
}
