import BudgetRelease
import PageContent

/// Puts the texts of entries under the columns of their list, row by row: codes under codes, names behind them.
struct OrderedTexts {
    private let columns: [Column]
    /// Columns of texts in front of the first one with amounts.
    private let ahead: [Int]
    private let groups: [Group]
    /// Columns of texts that belong to no code.
    private let others: [Int]
    /// By group, the parts of the last code.
    private var last: [[String]]

    /// Columns of codes side by side, and the one with their names.
    private struct Group {
        var codes: [Int]
        var name: Int?
    }

    /// The texts of one entry by column, and whether words could stand in several.
    struct Cells {
        var cells: [[OrderedWord]]
        var isDoubtful = false
    }

    init(columns: [Column]) {
        self.columns = columns
        let texts = columns.indices.filter { !columns[$0].isFigure }
        ahead = texts.filter { column in columns[column...].contains(where: \.isFigure) }
        var groups: [Group] = []
        var others: [Int] = []
        for column in ahead {
            if columns[column].isCode {
                if let last = groups.last, last.name == nil, last.codes.last == column - 1,
                    columns[column].key != "class_code", columns[column].path.last != "类"
                {
                    groups[groups.count - 1].codes.append(column)
                } else {
                    groups.append(Group(codes: [column]))
                }
            } else if let last = groups.last, last.name == nil, last.codes.last == column - 1 {
                groups[groups.count - 1].name = column
            } else {
                others.append(column)
            }
        }
        self.groups = groups
        self.others = others
        last = groups.map { _ in [] }
    }

    mutating func read(_ words: [OrderedWord]) -> Cells {
        var result = Cells(cells: [[OrderedWord]](repeating: [], count: columns.count))
        guard !words.isEmpty else { return result }
        guard let first = ahead.first else {
            result.isDoubtful = true
            return result
        }
        guard !groups.isEmpty, words.contains(where: \.isDigits) else {
            readNames(words, first: first, into: &result)
            return result
        }
        var rest = words[...]
        if let leading = others.first(where: { $0 < groups[0].codes[0] }) {
            let part = rest.prefix { !$0.isDigits }
            result.cells[leading] += part
            rest = rest.dropFirst(part.count)
        }
        for (index, group) in groups.enumerated() where !rest.isEmpty {
            let digits = rest.prefix { $0.isDigits }
            rest = rest.dropFirst(digits.count)
            let name = index + 1 < groups.count ? rest.prefix { !$0.isDigits } : rest
            rest = rest.dropFirst(name.count)
            put(Array(digits), named: name.map(\.compact).joined(), of: index, into: &result)
            if let column = group.name {
                result.cells[column] += name
            } else if !name.isEmpty {
                if let other = others.first { result.cells[other] += name }
                result.isDoubtful = others.count != 1
            }
        }
        if others.contains(where: { $0 > groups[0].codes[0] }) { result.isDoubtful = true }
        return result
    }

    /// The parts of a code by column; the length of one tells its place, of two digits the parts above it and the official name.
    private mutating func put(_ digits: [OrderedWord], named name: String, of index: Int, into result: inout Cells) {
        let codes = groups[index].codes
        guard codes.count > 1 else {
            if let code = digits.first { result.cells[codes[0]] = [code] }
            if digits.count > 1 { result.isDoubtful = true }
            return
        }
        guard digits.count <= codes.count, let first = digits.first else {
            result.isDoubtful = !digits.isEmpty
            return
        }
        var level = 0
        if first.text.count == 2 {
            let parts = last[index]
            let fits = (1..<codes.count).filter { level in
                level <= parts.count
                    && Classification.shipped.fit(code: parts[..<level].joined() + first.compact, name: name) == .known
            }
            level = fits.count == 1 ? fits[0] : min(max(1, parts.count), codes.count - 1)
            if fits.count != 1, parts.count >= codes.count { result.isDoubtful = true }
        } else if first.text.count != 3 {
            result.isDoubtful = true
        }
        guard level + digits.count <= codes.count else {
            result.isDoubtful = true
            return
        }
        last[index] = Array(last[index].prefix(level)) + digits.map(\.compact)
        for (offset, word) in digits.enumerated() { result.cells[codes[level + offset]] = [word] }
    }

    private func readNames(_ words: [OrderedWord], first: Int, into result: inout Cells) {
        if OrderedRows.isTotal(words.flatMap(\.text)) {
            // 合计 stands in the first column, or behind codes in parts.
            let group = groups.first.map { $0.codes.count > 1 ? $0.name ?? first : first }
            result.cells[group ?? first] = words
        } else if groups.isEmpty, others.count > 1, words.count >= others.count {
            share(words, among: others, into: &result)
        } else {
            let column =
                others.first { columns[$0].key == "unit_name" || columns[$0].type == .name } ?? others.first
                ?? groups.lazy.compactMap(\.name).first ?? first
            result.cells[column] = words
            result.isDoubtful = others.count > 1 && columns[column].key != "unit_name"
        }
    }

    /// Gives words to columns of names one by one where they are as many; where they are more, lines that go on with the
    /// word before them are part of it.
    private func share(_ words: [OrderedWord], among columns: [Int], into result: inout Cells) {
        var parts: [[OrderedWord]] = []
        let excess = words.count - columns.count
        var joined = 0
        for word in words {
            if joined < excess, word.beginsLine, !parts.isEmpty {
                parts[parts.count - 1].append(word)
                joined += 1
            } else {
                parts.append([word])
            }
        }
        result.isDoubtful = parts.count != columns.count || excess > 0
        for (index, part) in parts.enumerated() { result.cells[columns[min(index, columns.count - 1)]] += part }
    }
}
