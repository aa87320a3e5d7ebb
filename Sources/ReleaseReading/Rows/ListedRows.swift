import BudgetRelease
import PageContent

/// Reads a table whose rows mean one line each, or one line a list where lists stand side by side.
struct ListedRows {
    private var readout: TableReadout
    private let raw: RawTable

    static func read(_ raw: RawTable, id: String) -> TableReadout {
        var reader = ListedRows(readout: TableReadout(raw, id: id), raw: raw)
        reader.readout.table.notes += raw.rows.compactMap(note(of:))
        for list in reader.lists { reader.read(list) }
        reader.doubtFusedCells()
        reader.check()
        return reader.readout
    }

    private init(readout: TableReadout, raw: RawTable) {
        self.readout = readout
        self.raw = raw
    }

    // MARK: Lists

    /// The columns of one list.
    private struct List {
        var number: Int
        var codes: [Int]
        var names: [Int]
        /// Those of a second classification, behind the first.
        var otherCodes: [Int] = []
        var otherName: Int?
        var columns: [Int]
        var side: Side?

        init(number: Int, of table: [Column]) {
            self.number = number
            columns = table.indices.filter { table[$0].list == number }
            side = columns.lazy.compactMap { table[$0].side }.first
            names = columns.filter { table[$0].type == .name }
            let groups = Self.codeGroups(of: table, columns)
            codes = groups.first ?? []
            // The second classification is that of the government's budget, or the only other one that has names.
            let others = groups.dropFirst().map { group -> (codes: [Int], name: Int?, isGovernment: Bool) in
                let behind = (group.last ?? 0) + 1
                let name = columns.contains(behind) && Self.isName(table[behind]) ? behind : nil
                let isGovernment = (group + (name.map { [$0] } ?? [])).contains {
                    table[$0].key?.hasPrefix("government_") == true || table[$0].path.joined().contains(word: "政府")
                }
                return (group, name, isGovernment)
            }
            let isTold = columns.contains { table[$0].key == "government_code" }
            let second = others.first(where: \.isGovernment) ?? (isTold ? nil : others.first { $0.name != nil })
            otherCodes = second?.codes ?? []
            otherName = second?.name
            names.removeAll { name in others.contains { $0.name == name } }
        }

        /// Columns of codes side by side; 类 begins others.
        private static func codeGroups(of table: [Column], _ columns: [Int]) -> [[Int]] {
            var groups: [[Int]] = []
            for column in columns where table[column].type == .code {
                if let last = groups.last?.last, last + 1 == column, table[column].path.last != "类" {
                    groups[groups.count - 1].append(column)
                } else {
                    groups.append([column])
                }
            }
            return groups
        }

        private static func isName(_ column: Column) -> Bool {
            column.type == .name || column.key == "government_name"
                || column.type == .text && column.path.last?.hasSuffix("名称") == true
        }
    }

    private var lists: [List] {
        let numbers = Set(raw.columns.map(\.list)).sorted()
        return numbers.map { List(number: $0, of: raw.columns) }
    }

    private mutating func read(_ list: List) {
        var codes = CodeReading(columns: list.codes.count)
        var otherCodes = CodeReading(columns: list.otherCodes.count)
        var parents: [String: String] = [:]
        var lastCode: String?
        for (index, row) in raw.rows.enumerated() {
            guard list.columns.contains(where: { !row.cells[$0].isEmpty }), Self.note(of: row) == nil else { continue }
            let line = "\(readout.table.id).l\(index)" + (list.number == 0 ? "" : ".\(list.number)")
            let amounts = readout.amounts(of: row, at: index, list: list.number)
            var code = codes.read(list.codes.map { row.cells[$0].text })
            var (name, repairs, nameColumn) = name(of: row, list: list)
            if list.codes.isEmpty, let unit = unitCode(in: row, list: list) { code.full = unit }
            if list.codes.isEmpty, code.full == nil, let named = NamedCode(name) {
                code.full = named.code
                name = named.name
            }
            repairs += row.repairs
            if name.isEmpty, code.full == nil { name = code.words }
            if name.isEmpty, code.full == nil { name = totalWord(in: row, list: list) }
            if name.isEmpty { name = itemName(in: row, list: list) }
            if let full = fullCode(for: code, named: name, before: index, list: list, behind: lastCode) {
                code = CodeReading.Code(full: full, isInherited: true, words: code.words)
            }
            lastCode = code.full ?? lastCode
            // A row of the other lists may reach into this one by a merged cell alone.
            if name.isEmpty, code.full == nil, amounts.holdsNone, !list.names.isEmpty,
                readout.table.columns.contains(where: { $0.list != list.number })
            {
                continue
            }
            if code.isInherited, let full = code.full {
                repairs.append(Repair(field: "code", kind: .inheritedCode, from: [full]))
            }
            // Final accounts number their columns in a row of its own.
            if name == "栏次" || code.words == "栏次" { continue }
            if code.full != nil, name.isEmpty {
                readout.findings.append(
                    Finding(.nameMissing, .warning, table: readout.table.id, line: line, rows: [index], page: row.page))
            }
            if code.isDoubtful {
                readout.findings.append(
                    Finding(
                        .codeUncertain, .warning, details: [code.words], table: readout.table.id, line: line,
                        rows: [index], page: row.page))
            }
            let parent = code.full.flatMap { full in
                (1..<full.count).reversed().lazy.compactMap { parents[String(full.prefix($0))] }.first
            }
            if let full = code.full { parents[full] = line }
            readout.lineAmounts.append(amounts)
            readout.table.lines.append(
                Line(
                    id: line, rows: index...index, list: list.number, side: list.side,
                    kind: kind(of: row, code: code.full, name: name, list: list), parent: parent, name: name,
                    code: code.full,
                    amounts: amounts.values, places: row.places, repairs: repairs + amounts.repairs))
            addValues(of: row, list: list, besides: nameColumn)
            if !list.otherCodes.isEmpty {
                let text = list.otherName.map { row.text(ofColumn: $0, field: "government_name").text } ?? ""
                let last = readout.table.lines.count - 1
                let other = otherCodes.read(list.otherCodes.map { row.cells[$0].text })
                readout.table.lines[last].governmentCode = other.full ?? readout.table.lines[last].governmentCode
                if !text.isEmpty { readout.table.lines[last].governmentName = text }
                if other.isInherited, let full = other.full {
                    readout.table.lines[last].repairs.append(
                        Repair(field: "government_code", kind: .inheritedCode, from: [full]))
                }
                if other.isDoubtful {
                    readout.findings.append(
                        Finding(
                            .codeUncertain, .warning, details: [other.words], table: readout.table.id, line: line,
                            rows: [index], page: row.page))
                }
            }
        }
    }

    /// Adds what else the last line's row holds; of two classifications the other one's code and name.
    private mutating func addValues(of row: RawRow, list: List, besides nameColumn: Int?) {
        guard let line = readout.table.lines.indices.last else { return }
        let known = list.codes + list.otherCodes + [list.otherName, nameColumn].compactMap(\.self)
        var values = readout.values(of: row, list: list.number, besides: known)
        let code = values.removeValue(forKey: "government_code")?.flatMap { $0 }
        let name = values.removeValue(forKey: "government_name")?.flatMap { $0 }
        let named = name.flatMap { NamedCode($0) }
        readout.table.lines[line].governmentCode = code ?? named?.code
        readout.table.lines[line].governmentName = named?.name ?? name
        readout.table.lines[line].values = values
    }

    /// The code of a unit, in a table of units.
    private func unitCode(in row: RawRow, list: List) -> String? {
        guard let column = list.columns.first(where: { raw.columns[$0].key == "unit_code" }) else { return nil }
        let text = row.cells[column].text
        return text.unicodeScalars.count > 2 && text.unicodeScalars.allSatisfy(\.isDigit) ? text : nil
    }

    /// The text of a row that is nothing but a note, printed in a cell of the table.
    private static func note(of row: RawRow) -> String? {
        let printed = row.cells.filter { !$0.isEmpty }
        guard printed.count == 1, let text = printed.first?.text else { return nil }
        return ["注：", "注:", "备注：", "备注:", "说明：", "说明:"].contains(where: text.hasPrefix) ? text : nil
    }

    /// What a row of a procurement list buys.
    private func itemName(in row: RawRow, list: List) -> String {
        for key in ["goods", "services", "category"] {
            guard let column = list.columns.first(where: { raw.columns[$0].key == key }), !row.cells[column].isEmpty
            else { continue }
            return row.text(ofColumn: column, field: "name").text
        }
        return ""
    }

    /// The code in full of which only the last two digits are printed, `05` below 208: the official name tells it, or the
    /// code of the next row, which goes on with it.
    private func fullCode(
        for code: CodeReading.Code, named name: String, before index: Int, list: List, behind last: String?
    ) -> String? {
        guard list.codes.count == 1, let short = code.full, short.count == 2, let last else { return nil }
        let candidates = [3, 5].filter { $0 <= last.count }.map { String(last.prefix($0)) + short }
        if let named = candidates.first(where: { Classification.shipped.fit(code: $0, name: name) == .known }) {
            return named
        }
        let next = raw.rows[(index + 1)...].first.map { $0.cells[list.codes[0]].text } ?? ""
        return candidates.first { next.count > $0.count && next.hasPrefix($0) }
    }

    /// 合计 in a column that neither codes nor names are in.
    private func totalWord(in row: RawRow, list: List) -> String {
        list.columns.lazy.map { row.cells[$0].text }.first { $0.hasSuffix("合计") || $0.hasSuffix("总计") } ?? ""
    }

    /// The last name column that holds something; a merged cell that reaches into the list from the left names it too.
    /// 小计 behind a name is the kind of its row.
    private func name(of row: RawRow, list: List) -> (text: String, repairs: [Repair], column: Int?) {
        var found: (text: String, repairs: [Repair], column: Int?) = ("", [], nil)
        for column in list.names.reversed() {
            guard let reaching = row.columnReaching(column) else { continue }
            let read = row.text(ofColumn: reaching, field: "name")
            guard PrintedAmount(read.text).decimal == nil, !read.text.isEmpty else { continue }
            found = (read.text, read.repairs, reaching)
            if read.text != "小计" { break }
        }
        return found
    }

    /// A text that begins or ends with an amount is two: the cell beside it ran into it.
    private mutating func doubtFusedCells() {
        for (index, row) in raw.rows.enumerated() {
            let isFused = zip(raw.columns, row.cells).contains { column, cell in
                column.type != .amount && Self.isFused(Array(cell.text.unicodeScalars))
            }
            guard isFused else { continue }
            readout.findings.append(
                Finding(.cellUncertain, .warning, table: readout.table.id, rows: [index], page: row.page))
        }
    }

    /// Digits with two decimals, and an ideograph right in front of them or behind.
    private static func isFused(_ text: [Unicode.Scalar]) -> Bool {
        func isAmount(_ figure: ArraySlice<Unicode.Scalar>) -> Bool {
            guard figure.count > 3, let point = figure.lastIndex(of: "."), figure.endIndex - point == 3,
                case .number = PrintedNumber.scan(figure)
            else { return false }
            return true
        }
        let head = text.prefix(while: \.isFigureMark)
        if head.count < text.count, isAmount(head) {
            let next = text[head.endIndex]
            return next.value >= 0x3000 && !"万元亿％倍".unicodeScalars.contains(next)
        }
        let start = text.lastIndex { !$0.isFigureMark }.map { $0 + 1 } ?? 0
        return start > 0 && text[start - 1].isIdeograph && isAmount(text[start...])
    }

    // MARK: Kinds

    private func kind(of row: RawRow, code: String?, name: String, list: List) -> Line.Kind {
        if let code {
            let isEconomy =
                raw.form?.classification == .economy
                || (raw.form?.classification == nil && list.codes.count != 3 && code.hasPrefix("3") && code.count <= 5)
            switch (code.count, isEconomy) {
            case (3, true): return .category
            case (_, true): return .article
            case (3, false): return .class
            case (5, false): return .section
            default: return .item
            }
        }
        let plain = name.unicodeScalars.drop { $0 == "（" }.prefix { $0 != "（" }
        if plain.ends(with: "合计".unicodeScalars) || plain.ends(with: "总计".unicodeScalars) { return .total }
        if plain.ends(with: "小计".unicodeScalars) || list.names.contains(where: { row.cells[$0].text == "小计" }) {
            return .subtotal
        }
        return list.names.isEmpty ? .record : .entry
    }

    // MARK: Checks

    private mutating func check() {
        let lines = readout.table.lines
        for list in Set(raw.columns.map(\.list)).sorted() {
            let told = HeadingSums(columns: raw.columns, keys: readout.amountKeys, list: list).sums
            readout.checkRows(
                lines.indices.filter { lines[$0].list == list }, sums: (raw.form?.rowSums ?? []) + told)
        }
        let children = readout.childrenByParent
        let hasOneCodedList = lists.count { !$0.codes.isEmpty } == 1
        for (column, key) in zip(readout.table.columns, readout.amountKeys) {
            guard let key else { continue }
            let listed = lines.indices.filter { lines[$0].list == column.list }
            for parent in listed where lines[parent].code != nil {
                readout.checkSum(of: parent, over: children[lines[parent].id] ?? [], key: key)
            }
            // One total over all classes; more of them, or lists beside each other, would each be over a part.
            let totals = listed.filter { lines[$0].kind == .total }
            let roots = listed.filter { lines[$0].code != nil && lines[$0].parent == nil }
            if let total = totals.first, totals.count == 1, hasOneCodedList {
                readout.checkTotal(total, over: roots, among: listed, key: key)
            }
        }
        checkSides()
        if lists.count == 1, lists.allSatisfy(\.codes.isEmpty) {
            let texts = raw.columns.indices.filter { raw.columns[$0].type != .amount }
            readout.checkOutline(
                levels: lines.map { line in
                    texts.firstIndex { !raw.rows[line.rows.lowerBound].cells[$0].isEmpty } ?? texts.count
                })
        }
        let proven = Set(
            readout.checks.filter { $0.outcome == .exact && $0.operands.count > 2 && $0.rule == .childrenSum }
                .compactMap { $0.operands.first?.line })
        readout.checkColumnSums(declared: raw.form?.columnSums ?? []) { index in
            !proven.contains(lines[index].id)
                && (lines[index].kind == .total || lines[index].kind == .subtotal
                    || raw.rows[lines[index].rows.lowerBound].cells.contains { Self.saysTotal($0.text) })
        }
    }

    private static func saysTotal(_ text: String) -> Bool {
        text.utf8.count < 40 && ["合计", "总计", "小计"].contains { text.hasSuffix($0) || text.hasPrefix($0) }
    }

    /// The last totals of income and expenditure, printed on one row, are the same amount.
    private mutating func checkSides() {
        let lines = readout.table.lines
        guard let income = lines.lastIndex(where: { $0.side == .income && $0.kind == .total }),
            let left = Self.mainAmount(readout.lineAmounts[income]),
            let expenditure = lines.indices.last(where: {
                lines[$0].side == .expenditure && lines[$0].rows == lines[income].rows
                    && Self.mainAmount(readout.lineAmounts[$0]) != nil
            }),
            let right = Self.mainAmount(readout.lineAmounts[expenditure])
        else { return }
        readout.checkEquality(of: (income, left), and: (expenditure, right))
    }

    private static func mainAmount(_ amounts: RowAmounts) -> String? {
        ["total", "amount"].first { amounts.value($0) != nil }
    }
}

/// Rebuilds full codes of a list from one column or from split ones, row by row.
struct CodeReading {
    struct Code: Equatable {
        var full: String?
        /// Parts were taken over from the row above.
        var isInherited = false
        /// The digits fit no level of a classification.
        var isDoubtful = false
        /// What is printed in the code columns and is no code: `合计`.
        var words = ""
    }

    private let columns: Int
    private var last: [String] = []

    init(columns: Int) { self.columns = columns }

    mutating func read(_ cells: [String]) -> Code {
        let parts = cells.map { cell in
            String(scalars: CompactText.foldedScalars(cell).filter { !"-.[]".unicodeScalars.contains($0) })
        }
        let joined = parts.joined()
        guard !joined.isEmpty else { return Code() }
        guard joined.unicodeScalars.allSatisfy(\.isDigit) else {
            return Code(isDoubtful: joined.unicodeScalars.contains(where: \.isDigit), words: cells.joined())
        }
        var filled = parts
        var isInherited = false
        var isTorn = false
        if let deepest = parts.lastIndex(where: { !$0.isEmpty }) {
            var isOther = false
            for index in 0..<deepest {
                if !parts[index].isEmpty {
                    // Behind another part of a higher level nothing of the row above is left.
                    if index < last.count, parts[index] != last[index] { isOther = true }
                } else if isOther {
                    isTorn = true
                } else if index < last.count, !last[index].isEmpty {
                    filled[index] = last[index]
                    isInherited = true
                }
            }
            last = Array(filled[...deepest])
        }
        let full = filled.joined()
        // Split over columns, 类 has three digits, 款 and 项 have two.
        let isMisplaced = columns > 1 && zip(parts, [3, 2, 2]).contains { !$0.isEmpty && $0.count != $1 }
        return Code(
            full: full, isInherited: isInherited,
            isDoubtful: isMisplaced || isTorn || ![3, 5, 7].contains(full.count),
            words: full)
    }
}
