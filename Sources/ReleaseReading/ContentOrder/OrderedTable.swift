import BudgetRelease
import FoundationEssentials
import PageContent

/// Reads the lines of one table whose cells a text gives one behind the other.
struct OrderedTable {
    private(set) var table: RawTable
    private let catalogue: FormCatalogue
    private let acceptsIntegers: Bool
    private let isCertain: Bool

    /// A header has no more lines.
    private static let mostHeaderLines = 80

    init?(
        section: OrderedTables.Section, catalogue: FormCatalogue, named: NamedFigures,
        where isWanted: ([Column]) -> Bool
    ) {
        self.catalogue = catalogue
        guard section.lines.contains(where: { !$0.words.isEmpty }) else { return nil }
        let all = section.lines.map { OrderedWord.words(of: $0) }
        let decimals = all.joined().count { PrintedNumber.hasDecimals($0.text) || $0.text.contains(",") }
        acceptsIntegers = decimals == 0
        let found = Self.headerEnd(of: all, acceptsIntegers: acceptsIntegers)
        guard let end = found ?? Self.endWithoutAmounts(of: all) else { return nil }
        let isEmpty = found == nil
        var headerWords = HeadingTiling.parted(
            OrderedWord.joiningLetters(Array(all[..<end.line].joined()))
        ) { catalogue.headingFit($0) }
        var body = OrderedWord.joiningLetters(Array(all[end.rest...].joined()))
        let tiling = HeadingTiling(words: headerWords) { catalogue.headingFit($0) }
        var headings = tiling.headings
        // What nobody prints over columns is the name of the first row, where its amounts come next.
        if end.columns == nil, let first = body.first, first.isAmount(acceptsIntegers: acceptsIntegers) {
            var moved: [OrderedWord] = []
            while let last = headings.last, !last.isKnown, headings.count > 1 {
                moved = Array(headerWords[last.words]) + moved
                headings.removeLast()
            }
            body = moved + body
            headerWords.removeLast(moved.count)
        }
        guard headings.count > 1, !isEmpty || headings.allSatisfy(\.isKnown) else { return nil }
        body = Self.withoutHeader(body, header: headerWords)
        let form = catalogue.form(titled: section.title)
        let usual = Self.mostAmounts(in: body, acceptsIntegers: acceptsIntegers)
        let kind = { (heading: String) -> HeadingOrder.Kind in
            let column = catalogue.column(for: HeaderPath(printed: [heading]), form: form)
            if column?.type == .code || column?.key == "unit_code" { return .code }
            return column?.type == .name ? .name : .other
        }
        let least =
            usual
            + headings.count {
                kind($0.text) != .other && !catalogue.groups.heads(CompactText.foldedScalars($0.text))
            }
        let printed = headings.map(\.text)
        func order(leaves: Int?) -> HeadingOrder? {
            HeadingOrder(
                headings: printed, lines: headings.map { headerWords[$0.words.lowerBound].line.number }, leaves: leaves,
                leastLeaves: min(printed.count, least), groups: catalogue.groups,
                kind: kind)
        }
        guard let order = order(leaves: end.columns) ?? order(leaves: nil) else { return nil }
        let paths = order.paths
        // A dump that keeps the layout shows where headings stand.
        let isLaidOut = Self.isLaidOut(section.lines)
        if isLaidOut {
            let starts = order.places.map { place in headings[place].words.map { headerWords[$0].start }.min() ?? 0 }
            guard zip(starts, starts.dropFirst()).allSatisfy({ $0 <= $1 }) else { return nil }
        }
        let known = catalogue.form(title: section.title, paths: paths)
        guard known?.layout.hasLabels != true else { return nil }
        var columns = ColumnTyping(catalogue: catalogue, form: known).columns(for: paths)
        Self.typeFigures(in: &columns)
        let figures =
            Set(columns.map(\.list)).map { list in columns.count { $0.list == list && $0.isFigure } }.max() ?? 0
        guard figures > 0, isWanted(columns) else { return nil }
        let isCounted = end.columns == paths.count || figures == usual
        isCertain =
            order.isCertain && !order.isTied && (isCounted || !order.mayDiffer)
            && (end.columns == nil || end.columns == paths.count) && headings.allSatisfy(\.isKnown)
            && figures >= usual
        table = RawTable(
            form: known, title: section.title, issuer: section.headline.issuer, unit: section.headline.unit,
            pages: section.pages, columns: columns, rows: [], notes: section.notes)
        table.isRuled = false
        table.isFlow = true
        table.isOnCharacterGrid = isLaidOut
        if columns.last?.isFigure == false {
            // What stands behind the amounts of the last row.
            let end = section.tail.firstIndex(where: \.endsSentence).map { $0 + 1 } ?? 0
            body += section.tail[..<end].flatMap(OrderedWord.words)
        }
        let rows = Self.hasSeveralTexts(columns) ? readCells(of: body) : readEntries(of: body)
        guard isEmpty || rows.contains(where: { !$0.isEmpty }) else { return nil }
        placeAmounts(rows, named: named)
        if !section.lost.isEmpty {
            table.doubts.append(
                RawRow.Doubt(
                    code: .textOutsideTable, severity: .error,
                    details: [section.lost.map(\.text).joined(separator: " ")]))
        }
        if !isCertain {
            for row in table.rows.indices {
                table.rows[row].doubts.append(RawRow.Doubt(code: .headerUnknown, severity: .warning, details: [""]))
            }
        }
    }

    /// Whether most lines with several words have gaps between them that columns leave.
    private static func isLaidOut(_ lines: [FlowLine]) -> Bool {
        let several = lines.filter { $0.words.count > 1 }
        let gapped = several.count { line in zip(line.words, line.words.dropFirst()).contains { $1.start - $0.end > 2 }
        }
        return several.count * 3 > lines.count && gapped * 2 > several.count
    }

    // MARK: Header

    /// Where the header ends, and where the rows begin behind a row that numbers the columns.
    private static func headerEnd(
        of lines: [[OrderedWord]], acceptsIntegers: Bool
    ) -> (line: Int, rest: Int, columns: Int?)? {
        var number = 0
        var marks = 0
        var numberStart = 0
        for (index, words) in lines.prefix(mostHeaderLines).enumerated() {
            guard let first = words.first else { continue }
            // A row of asterisks and of the numbers from 1 on.
            let isNumbering = words.allSatisfy { word in
                if word.text.allSatisfy({ $0 == "*" || $0 == "＊" }) || word.compact == "栏次" { return number == 0 }
                return Int(word.compact) != nil && word.text.count < 3
            }
            if isNumbering {
                var next = number
                var seen = marks
                var isRun = true
                for word in words {
                    if let value = Int(word.compact) {
                        if value != next + 1 { isRun = false }
                        next = value
                    } else if word.compact != "栏次" {
                        seen += 1
                    }
                }
                if isRun {
                    if number == 0, marks == 0 { numberStart = index }
                    number = next
                    marks = seen
                    continue
                }
            }
            if number > 1 { return (numberStart, index, number + marks) }
            number = 0
            marks = 0
            if index > 0 {
                if first.isDigits, [3, 5, 7].contains(first.text.count), words.count > 1 || index + 1 < lines.count {
                    return (index, index, nil)
                }
                if CompactText.beginsItem(first.compact), !first.isAmount(acceptsIntegers: false) {
                    return (index, index, nil)
                }
                if OrderedRows.isTotal(first.text),
                    words.dropFirst().first?.isAmount(acceptsIntegers: acceptsIntegers) ?? false
                {
                    return (index, index, nil)
                }
            }
            if let amount = words.firstIndex(where: {
                PrintedNumber.hasDecimals($0.text) || $0.text.contains(",") && $0.isAmount(acceptsIntegers: true)
            }) {
                guard index > 0 else { return nil }
                if amount > 0 { return (index, index, nil) }
                // 合计 on a line of its own in front of its amounts.
                if let before = lines[index - 1].last, lines[index - 1].count == 1, OrderedRows.isTotal(before.text),
                    index > 1
                {
                    return (index - 1, index - 1, nil)
                }
                return (index, index, nil)
            }
        }
        return nil
    }

    /// The end of a header that no amounts follow, or the word 合计 alone.
    private static func endWithoutAmounts(of lines: [[OrderedWord]]) -> (line: Int, rest: Int, columns: Int?)? {
        guard lines.count <= mostEmptyLines else { return nil }
        if let last = lines.last, lines.count > 1, last.count == 1, OrderedRows.isTotal(last[0].text) {
            return (lines.count - 1, lines.count - 1, nil)
        }
        return (lines.count, lines.count, nil)
    }

    private static let mostEmptyLines = 40

    /// The body without the headings that pages print again.
    private static func withoutHeader(_ body: [OrderedWord], header: [OrderedWord]) -> [OrderedWord] {
        guard header.count > 1, let start = header[0].text.first else { return body }
        let text = header.flatMap(\.text)
        var kept: [OrderedWord] = []
        var index = 0
        while index < body.count {
            if body[index].text.first == start {
                var end = index
                var length = 0
                while end < body.count, length < text.count, length + body[end].text.count <= text.count,
                    text[length..<(length + body[end].text.count)].elementsEqual(body[end].text)
                {
                    length += body[end].text.count
                    end += 1
                }
                if length == text.count {
                    index = end
                    continue
                }
            }
            kept.append(body[index])
            index += 1
        }
        return kept
    }

    private static func mostAmounts(in body: [OrderedWord], acceptsIntegers: Bool) -> Int {
        var most = 0
        var run = 0
        for word in body {
            run = word.isAmount(acceptsIntegers: acceptsIntegers) ? run + 1 : 0
            most = max(most, run)
        }
        return most
    }

    /// Columns with headings that nobody knows hold figures where they stand behind others that do.
    private static func typeFigures(in columns: inout [Column]) {
        guard let first = columns.firstIndex(where: \.isFigure) else { return }
        for index in columns.indices.dropFirst(first) where columns[index].type == .text && columns[index].key == nil {
            let heading = columns[index].path.last ?? ""
            guard !["备注", "说明", "简介", "目标", "内容", "理由"].contains(where: { heading.contains(word: $0) }) else {
                continue
            }
            columns[index].type = .amount
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
    private mutating func readCells(of body: [OrderedWord]) -> [[Int: [OrderedWord]]] {
        OrderedCells(words: body, columns: table.columns, acceptsIntegers: acceptsIntegers).rows.map { row in
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
    private mutating func readEntries(of body: [OrderedWord]) -> [[Int: [OrderedWord]]] {
        let columns = table.columns
        let entries = OrderedRows(words: body, columns: columns, acceptsIntegers: acceptsIntegers).entries
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
