import BudgetRelease
import PageContent

/// Says of each column of a header what it holds: key, type, list, side, unit.
struct ColumnTyping {
    let catalogue: FormCatalogue
    let form: Form?

    func columns(for paths: [[String]]) -> [Column] {
        var columns = paths.map(typed)
        typeBareHeadings(of: &columns)
        setLists(of: &columns)
        for list in Set(columns.map(\.list)) { setKeys(of: &columns, list: list) }
        let sides = Set(columns.compactMap(\.side))
        // A side that no other stands beside is only the table's subject.
        if sides.count < 2 || !columns.contains(where: { $0.list > 0 }) {
            for index in columns.indices { columns[index].side = nil }
        }
        return columns
    }

    /// A column by its heading alone, with the key that the heading asks for.
    private func typed(_ path: [String]) -> Column {
        let unit = path.last.flatMap { MoneyUnit(closing: $0) }
        let known = catalogue.column(for: HeaderPath(printed: path), form: form)
        return Column(
            path: path, key: known?.key, type: known?.type ?? .text,
            side: Self.side(of: CompactText.folded(path.first ?? "")),
            unit: unit?.name)
    }

    /// Codes and names whose heading is known without what stands in parentheses behind it, `科目名称（按项级列示）`, where no
    /// other column is what it says.
    private func typeBareHeadings(of columns: inout [Column]) {
        for index in columns.indices where columns[index].key == nil {
            var folded = columns[index].path.map(CompactText.folded)
            guard let leaf = folded.last, leaf.hasSuffix(")"), let open = leaf.lastIndex(of: "("),
                open > leaf.startIndex
            else { continue }
            folded[folded.count - 1] = String(leaf[..<open])
            guard let known = catalogue.column(for: HeaderPath(folded), form: form),
                known.type == .name || known.type == .code, !columns.contains(where: { $0.key == known.key })
            else { continue }
            columns[index].key = known.key
            columns[index].type = known.type
        }
    }

    /// A list begins with a code or a name behind the amounts of the list before it, and has amounts of its own.
    private func setLists(of columns: inout [Column]) {
        var list = 0
        var hasAmount = false
        for index in columns.indices {
            let begins = columns[index].type == .code || columns[index].type == .name
            if hasAmount, begins, columns[index...].contains(where: { $0.type == .amount }) {
                list += 1
                hasAmount = false
            }
            if columns[index].type == .amount { hasAmount = true }
            columns[index].list = list
        }
    }

    /// Keys are unique within a list. Of columns for several years the latest has the key, the others say so.
    private func setKeys(of columns: inout [Column], list: Int) {
        let listed = columns.indices.filter { columns[$0].list == list }
        let keys = Set(listed.compactMap { columns[$0].key })
        var taken = keys
        for key in keys.sorted() {
            var asking = listed.filter { columns[$0].key == key }
            let phases = asking.map { Self.phase(of: columns[$0].path) }
            if Set(phases.compactMap { $0 }).count > 1 {
                // Budget and final accounts beside each other, in groups of columns.
                for (column, phase) in zip(asking, phases) {
                    if key == "amount" {
                        if phase == "final", taken.insert("final_amount").inserted {
                            columns[column].key = "final_amount"
                        }
                        continue
                    }
                    if let phase, taken.insert("\(key)_\(phase)").inserted { columns[column].key = "\(key)_\(phase)" }
                }
                asking = asking.filter { columns[$0].key == key }
            }
            let years = asking.map { Self.saysChange(columns[$0].path) ? nil : Self.year(in: columns[$0].path) }
            let latest = years.compactMap { $0 }.max()
            let owner = zip(asking, years).first { $0.1 == latest && latest != nil }?.0 ?? asking.first
            // Of several years before it the last is the previous one.
            let previous = years.compactMap { $0 }.filter { year in latest.map { year < $0 } ?? false }.max()
            for (column, year) in zip(asking, years) where column != owner {
                let other: String? =
                    if columns[column].type == .name {
                        // A heading over two columns: the second names a part of what the first names.
                        column > 0 && columns[column].path == columns[column - 1].path ? "detail" : nil
                    } else if Self.saysChange(columns[column].path) {
                        "change_" + key
                    } else if let year, year == previous {
                        "previous_" + key
                    } else if year != nil, columns[column].type == .amount, year != latest {
                        nil
                    } else {
                        self.key(of: columns[column].path, beside: key)
                    }
                columns[column].key = other.flatMap { taken.insert($0).inserted ? $0 : nil }
            }
        }
    }

    /// `budget` or `final`, where a heading above a column says so.
    private static func phase(of path: [String]) -> String? {
        let above = path.joined()
        let isFinal = above.contains(word: "决算数")
        return isFinal == above.contains(word: "预算数") ? nil : isFinal ? "final" : "budget"
    }

    /// The key of a column whose own heading heads another one too: that of the heading above it, where it holds the sum of
    /// what stands there, or both.
    private func key(of path: [String], beside key: String) -> String? {
        let above = path.dropLast().reversed().lazy.compactMap { heading -> String? in
            guard let known = catalogue.column(for: HeaderPath(printed: [heading]), form: form), known.type == .amount,
                known.key != key
            else { return nil }
            return known.key
        }.first
        return above.map { ["total", "subtotal", "amount"].contains(key) ? $0 : "\($0)_\(key)" }
    }

    /// Whether headings above a column say that it holds differences between years: 增减变化情况.
    private static func saysChange(_ path: [String]) -> Bool {
        path.dropLast().contains { heading in changes.contains { heading.contains(word: $0) } }
    }

    private static let changes = ["增减", "变化", "变动"]

    /// The year that a heading speaks of; 上年 and 本年 are years too.
    private static func year(in path: [String]) -> Int? {
        let text = CompactText.folded(path.joined())
        if text.contains(word: "上年") { return 0 }
        if text.contains(word: "本年") || text.contains(word: "当年") { return 1 }
        guard let found = text.firstRange(ofWord: "年") else { return nil }
        return Int(text[..<found.lowerBound].suffix(4))
    }

    private static func side(of root: String) -> Side? {
        if root.contains(word: "收入"), !root.contains(word: "支出") { return .income }
        if root.contains(word: "支出"), !root.contains(word: "收入") { return .expenditure }
        return nil
    }
}

extension RawTable {
    /// A column of words without a heading, right of one with names that it goes on below, names parts of what these
    /// name.
    private mutating func typeDetails() {
        for index in columns.indices.dropFirst()
        where columns[index].key == nil && columns[index].type == .text && columns[index].path.allSatisfy(\.isEmpty)
            && columns[index - 1].key == "name" && columns[index].list == columns[index - 1].list
        {
            let texts = rows.map { $0.cells[index].text }.filter { !$0.isEmpty }
            let hasCodes = columns.contains { $0.list == columns[index].list && $0.type == .code }
            let goesOn = rows.contains { $0.cells[index - 1].isEmpty && !$0.cells[index].isEmpty }
            guard !hasCodes, goesOn, texts.allSatisfy({ PrintedAmount($0) == .unreadable }) else { continue }
            columns[index].type = .name
            columns[index].key = "detail"
        }
    }

    /// The column right behind the codes of a list that has no names otherwise holds them, whatever its heading; without
    /// codes one whose heading says that it names something.
    private mutating func typeNames() {
        for list in Set(columns.map(\.list)) {
            let listed = columns.indices.filter { columns[$0].list == list }
            guard !listed.contains(where: { columns[$0].type == .name }),
                let next = nameColumn(among: listed), columns[next].type == .text, columns[next].key == nil
            else { continue }
            let texts = rows.lazy.map { $0.cells[next].text }.filter { !$0.isEmpty }
            guard !texts.isEmpty, texts.allSatisfy({ PrintedAmount($0) == .unreadable }) else { continue }
            columns[next].type = .name
            columns[next].key = "name"
        }
    }

    /// Words of headings over figures that are no money.
    private static let kinds: [(words: [String], kind: Column.Kind)] = [
        (["得分", "分数", "评分", "分值", "人数", "数量", "个数", "次数", "面积"], .count),
        (["率", "占比", "比重", "比例", "%", "％"], .percent),
    ]

    private func nameColumn(among listed: [Int]) -> Int? {
        if let code = listed.last(where: { columns[$0].type == .code }) { return listed.first { $0 > code } }
        return listed.first { column in
            let heading = columns[column].path.last ?? ""
            return ["名称", "内容", "科目"].contains(where: heading.hasSuffix) && !heading.contains(word: "指标")
        }
    }

    /// Types columns that no form knows by what stands in them.
    mutating func typeUnknownColumns() {
        for index in columns.indices.dropFirst()
        where columns[index].type == .code && columns[index].key == nil
            && columns[index].path == columns[index - 1].path
        {
            // A heading for codes may be printed over the names beside them too.
            let texts = rows.lazy.map { $0.cells[index].text }.filter { !$0.isEmpty }
            if !texts.isEmpty, !texts.contains(where: { $0.unicodeScalars.allSatisfy(\.isDigit) }) {
                columns[index].type = .name
            }
        }
        typeNames()
        typeDetails()
        for index in columns.indices where columns[index].key == nil && columns[index].type == .text {
            let texts = rows.map { $0.cells[index].text }.filter { !$0.isEmpty }
            guard texts.contains(where: { PrintedAmount($0).decimal != nil }),
                texts.allSatisfy({ PrintedAmount($0) != .unreadable })
            else { continue }
            let heading = columns[index].path.last ?? ""
            if let kind = Self.kinds.first(where: { $0.words.contains { heading.contains(word: $0) } })?.kind {
                columns[index].type = kind
                continue
            }
            let isMoney = ["元", "额", "款", "收入", "支出", "合计", "预算", "决算", "经费"].contains { heading.contains(word: $0) }
            if isMoney || texts.contains(where: { $0.contains(".") }) { columns[index].type = .amount }
        }
    }
}
