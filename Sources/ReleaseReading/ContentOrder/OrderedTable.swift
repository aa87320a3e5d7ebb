import BudgetRelease
import FoundationEssentials
import PageContent

/// Reads the lines of one table whose cells a text gives one behind the other.
struct OrderedTable {
    private(set) var table: RawTable
    private let catalogue: FormCatalogue
    private let header: OrderedHeader

    /// Nil for lines that are no table, or none that is wanted.
    ///
    /// - Parameters:
    ///   - named: amounts that the document names elsewhere.
    ///   - isWanted: asked of the columns before rows are read.
    init?(
        section: OrderedTables.Section, catalogue: FormCatalogue, named: NamedFigures,
        where isWanted: ([Column]) -> Bool
    ) {
        guard let header = OrderedHeader(section: section, catalogue: catalogue), isWanted(header.columns) else {
            return nil
        }
        self.catalogue = catalogue
        self.header = header
        table = RawTable(
            form: header.form, title: section.title, issuer: section.headline.issuer, unit: section.headline.unit,
            pages: section.pages, columns: header.columns, rows: [], notes: section.notes)
        table.isRuled = false
        table.isFlow = true
        table.isOnCharacterGrid = header.isLaidOut
        let rows = Self.hasSeveralTexts(header.columns) ? readCells() : readEntries()
        guard header.isEmpty || rows.contains(where: { !$0.isEmpty }) else { return nil }
        placeAmounts(rows, named: named)
        if !section.lost.isEmpty {
            table.doubts.append(
                RawRow.Doubt(
                    code: .textOutsideTable, severity: .error,
                    details: [section.lost.map(\.text).joined(separator: " ")]))
        }
        if !header.isCertain {
            for row in table.rows.indices {
                table.rows[row].doubts.append(RawRow.Doubt(code: .headerUnknown, severity: .warning, details: [""]))
            }
        }
    }

    // MARK: Rows

    /// Whether columns of texts stand beside each other that no codes tell apart, or behind amounts and others.
    private static func hasSeveralTexts(_ columns: [Column]) -> Bool {
        guard columns.allSatisfy({ $0.list == 0 }) else { return false }
        if columns.contains(where: { $0.key == "level3" }) { return true }
        let texts = columns.indices.filter { !columns[$0].isFigure && !columns[$0].isCode }
        let named = texts.filter { $0 > 0 && columns[$0 - 1].isCode }
        let last = texts.last == columns.count - 1 && texts.count > 1 ? 1 : 0
        return texts.count - max(named.count, 1) - last > 0
    }

    /// Rows by the ways that words can go through the columns.
    ///
    /// - Returns: the amounts of each row, by list.
    private mutating func readCells() -> [[Int: [OrderedWord]]] {
        OrderedCells(words: header.body, columns: table.columns, acceptsIntegers: header.acceptsIntegers).rows.map {
            row in
            var cells = [RawCell](repeating: RawCell(), count: table.columns.count)
            var amounts: [OrderedWord] = []
            for (column, words) in row.cells.enumerated() where !words.isEmpty {
                if table.columns[column].isFigure {
                    amounts += words
                } else {
                    cells[column].lines = words.map { CellLine(text: $0.compact) }
                }
            }
            let first = row.cells.lazy.flatMap(\.self).min { $0.line.number < $1.line.number }
            var raw = RawRow(cells: cells, places: first.map { [$0.line.place] } ?? [], page: first?.line.page)
            if row.isDoubtful { raw.doubts.append(RawRow.Doubt(code: .cellUncertain, severity: .warning)) }
            table.rows.append(raw)
            return amounts.isEmpty ? [:] : [0: amounts]
        }
    }

    /// Rows by codes, names and the amounts behind them.
    ///
    /// - Returns: the amounts of each row, by list.
    private mutating func readEntries() -> [[Int: [OrderedWord]]] {
        let columns = table.columns
        let entries = OrderedRows(words: header.body, columns: columns, acceptsIntegers: header.acceptsIntegers).entries
        let rows: [[Int: OrderedEntry]] =
            columns.contains { $0.list > 0 }
            ? OrderedLists(entries: entries, columns: columns).rows : entries.map { [0: $0] }
        var texts: [Int: OrderedTexts] = [:]
        for list in Set(columns.map(\.list)) { texts[list] = OrderedTexts(columns: columns.filter { $0.list == list }) }
        for row in rows { add(row, texts: &texts) }
        return rows.map { row in row.compactMapValues { $0.amounts.isEmpty ? nil : $0.amounts } }
    }

    private mutating func add(_ lists: [Int: OrderedEntry], texts: inout [Int: OrderedTexts]) {
        var cells = [RawCell](repeating: RawCell(), count: table.columns.count)
        var doubts: [RawRow.Doubt] = []
        for (list, entry) in lists.sorted(by: { $0.key < $1.key }) {
            let columns = table.columns.indices.filter { table.columns[$0].list == list }
            for code in entry.doubts { doubts.append(RawRow.Doubt(code: code, severity: .warning)) }
            guard let read = texts[list]?.read(entry.texts) else { continue }
            for (column, words) in zip(columns, read.cells) where !words.isEmpty {
                cells[column].lines = words.map { CellLine(text: $0.compact) }
            }
            // 合计 may stand beside the codes or the names.
            let isBareTotal = entry.amounts.isEmpty && OrderedRows.isTotal(Array(entry.name.unicodeScalars))
            if read.isDoubtful || isBareTotal && columns.count > 2 {
                doubts.append(RawRow.Doubt(code: .cellUncertain, severity: .warning))
            }
            if !entry.notes.isEmpty {
                if let column = columns.last, !table.columns[column].isFigure {
                    cells[column].lines = entry.notes.map { CellLine(text: $0.compact) }
                } else {
                    doubts.append(
                        RawRow.Doubt(
                            code: .textOutsideTable, severity: .error,
                            details: [String(scalars: entry.notes.flatMap(\.text))]))
                }
            }
        }
        let first = lists.values.compactMap(\.first).min { $0.line.number < $1.line.number }
        table.rows.append(
            RawRow(cells: cells, places: first.map { [$0.line.place] } ?? [], page: first?.line.page, doubts: doubts))
    }

    // MARK: Amounts

    /// - Parameter rows: the amounts of each row, by list.
    private mutating func placeAmounts(_ rows: [[Int: [OrderedWord]]], named: NamedFigures) {
        for list in Set(table.columns.map(\.list)).sorted() {
            let columns = table.columns.indices.filter { table.columns[$0].list == list && table.columns[$0].isFigure }
            guard !columns.isEmpty else { continue }
            let listed = rows.indices.filter { rows[$0][list] != nil }
            let amounts = listed.map { row in
                (rows[row][list] ?? []).map { PrintedAmount($0.text).decimal ?? 0 }
            }
            let parents = OrderedParents(
                rows: listed.map { row in table.rows[row].cells }, columns: table.columns, list: list)
            let figures = columns.map { table.columns[$0] }
            let solver = ColumnSolver(
                rows: amounts.indices.map {
                    ColumnSolver.Row(amounts: amounts[$0], parent: parents.parents[$0], whole: parents.wholes[$0])
                }, count: columns.count, sums: sums(of: columns, list: list)
            ) {
                named.columns(of: $0, among: figures)
            } hint: { position in
                economyColumn(of: listed[position], among: figures, list: list)
            }
            for (position, row) in listed.enumerated() {
                guard let printed = rows[row][list] else { continue }
                let solved = solver.rows[position]
                let chosen = solved.candidates.first ?? Array(0..<min(columns.count, printed.count))
                for (column, amount) in zip(chosen, printed) {
                    table.rows[row].cells[columns[column]].lines = [CellLine(text: amount.compact)]
                }
                guard printed.count != columns.count else { continue }
                for column in chosen {
                    table.rows[row].repairs.append(
                        Repair(
                            field: table.columns[columns[column]].key ?? "", kind: .inferredColumn,
                            from: printed.map(\.compact)))
                }
                if solved.columns == nil {
                    table.rows[row].doubts.append(
                        RawRow.Doubt(
                            code: .columnUncertain, severity: .warning,
                            details: ["", String(columns.count)]))
                }
            }
        }
    }

    /// Of a row of the economic classification, the column of personnel or public expenses that its class belongs to.
    private func economyColumn(of row: Int, among columns: [Column], list: Int) -> Int? {
        let texts = table.columns.indices.filter { table.columns[$0].list == list && !table.columns[$0].isFigure }
        let codes = texts.lazy.map { table.rows[row].cells[$0].text }.filter { $0.first == "3" }
        let personnel = columns.firstIndex { $0.key == "personnel" }
        let general = columns.firstIndex { $0.key == "public" }
        guard personnel != nil || general != nil, let code = codes.first(where: { $0.prefix(3).allSatisfy(\.isNumber) })
        else { return nil }
        switch code.prefix(3) {
        case "301", "303": return personnel
        case "302", "309", "310": return general
        default: return nil
        }
    }

    /// Amounts that lists name as columns of other tables are headed.
    func addNames(to named: inout NamedFigures) {
        for column in table.columns.indices where table.columns[column].type == .name {
            let list = table.columns[column].list
            let figure = table.columns.indices.first {
                table.columns[$0].list == list && table.columns[$0].type == .amount
            }
            guard let figure, table.columns.contains(where: { $0.list > 0 }) else { continue }
            for row in table.rows {
                let name = CompactText.withoutNumber(row.cells[column].text)
                guard let amount = PrintedAmount(row.cells[figure].text).decimal, amount != 0,
                    let key = catalogue.column(for: HeaderPath(printed: [name]), form: nil)?.key
                else { continue }
                named.add(amount, key: key)
            }
        }
    }

    /// The columns that are the sums of others, by their place among those with amounts.
    private func sums(of columns: [Int], list: Int) -> [(total: Int, parts: [Int])] {
        let keys = table.columns.indices.map { columns.contains($0) ? "\($0)" : nil }
        return HeadingSums(columns: table.columns, keys: keys, list: list).sums.compactMap { sum in
            let parts = sum.parts.compactMap { Int($0).flatMap(columns.firstIndex) }
            guard let total = Int(sum.total).flatMap(columns.firstIndex), parts.count == sum.parts.count else {
                return nil
            }
            return (total, parts)
        }
    }
}
