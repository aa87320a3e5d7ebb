import FoundationEssentials

/// Which amounts are proven: they take part in a sum that holds exactly, or stand again, equal, in another table under the
/// same code or name and meaning, or in a sentence that names them.
///
/// Zeros prove nothing, and neither does a sum of a single part by itself: it prints one amount twice, and so does a mistake.
package struct ProvenAmounts {
    private struct Place: Hashable {
        var table: Int
        var line: Int
        var column: String
    }

    /// What an amount is of: a code or a name, and the meaning of its column.
    private struct Meaning: Hashable {
        var subject: String
        var column: String
        /// In yuan.
        var value: Decimal
    }

    private var proven: Set<Place> = []
    private let tables: [Table]

    /// - Parameter confirmed: cells that a sentence of the narrative names and agrees with.
    package init(tables: [Table], checks: [Check], confirmed: [Check.Operand] = []) {
        self.tables = tables
        proveByRepetition()
        prove(confirmed)
        // What its own parts contradict is proven by nothing that looks like it.
        let lines = lines
        for check in checks where check.outcome == .broken {
            guard let total = check.operands.first, let line = lines[total.line] else { continue }
            proven.remove(Place(table: line.table, line: line.line, column: total.column))
        }
        prove(by: checks)
    }

    /// The tables with the proven columns of each line.
    package var marked: [Table] {
        var marked = tables
        for table in marked.indices {
            for line in marked[table].lines.indices {
                marked[table].lines[line].proven = marked[table].lines[line].amounts.keys.filter {
                    proven.contains(Place(table: table, line: line, column: $0))
                }.sorted()
            }
        }
        return marked
    }

    // MARK: Sums

    private var lines: [String: (table: Int, line: Int)] {
        var lines: [String: (table: Int, line: Int)] = [:]
        for (table, content) in tables.enumerated() {
            for (line, entry) in content.lines.enumerated() { lines[entry.id] = (table, line) }
        }
        return lines
    }

    private mutating func prove(_ operands: [Check.Operand]) {
        guard !operands.isEmpty else { return }
        let lines = lines
        for operand in operands {
            guard let line = lines[operand.line] else { continue }
            proven.insert(Place(table: line.table, line: line.line, column: operand.column))
        }
    }

    private mutating func prove(by checks: [Check]) {
        let lines = lines
        var waiting: [[Place]] = []
        for check in checks where check.outcome == .exact {
            let places = check.operands.compactMap { operand in
                lines[operand.line].map { Place(table: $0.table, line: $0.line, column: operand.column) }
            }.filter { value(at: $0) != nil }
            let parts = places.dropFirst().count { value(at: $0) != 0 }
            let isEquality = check.rule == .tableEquality || check.rule == .crossTableEquality
            if parts > (isEquality ? 0 : 1) {
                proven.formUnion(places)
            } else if check.printed != 0 {
                waiting.append(places)
            }
        }
        // What a sum of a single part prints twice is proven where one of the two is, by something else.
        while true {
            let before = waiting.count
            waiting.removeAll { places in
                guard places.contains(where: { proven.contains($0) && value(at: $0) != 0 }) else { return false }
                proven.formUnion(places)
                return true
            }
            if waiting.count == before { break }
        }
    }

    private func value(at place: Place) -> Decimal? {
        tables[place.table].lines[place.line].amounts[place.column] ?? nil
    }

    // MARK: Repetition

    private mutating func proveByRepetition() {
        var places: [Meaning: [Place]] = [:]
        for (table, content) in tables.enumerated() {
            guard let yuan = content.yuanPerUnit else { continue }
            for (line, entry) in content.lines.enumerated() {
                for (column, amount) in entry.amounts {
                    guard let amount, amount != 0 else { continue }
                    // Totals of different things are the same by chance where they are short.
                    if entry.kind == .total || entry.kind == .grandTotal {
                        guard content.form != "other",
                            amount.plainNotation.filter(\.isNumber).drop(while: { $0 == "0" }).count > 3
                        else { continue }
                    }
                    let value = amount * Decimal(yuan)
                    for subject in Self.subjects(of: entry) {
                        places[
                            Meaning(subject: subject, column: Self.meaning(of: column), value: value), default: []
                        ].append(Place(table: table, line: line, column: column))
                    }
                }
            }
        }
        for found in places.values where found.contains(where: { $0.table != found[0].table }) {
            proven.formUnion(found)
        }
    }

    private static func subjects(of line: Line) -> [String] {
        if line.kind == .total || line.kind == .grandTotal { return ["="] }
        if line.kind == .subtotal { return [] }
        let name = EntryName.withoutNumber(line.name)
        let isCommon = name.unicodeScalars.count < 2 || common.contains(name)
        return [line.code, isCommon ? nil : name].compactMap { $0 }
    }

    private static let common: Set<String> = ["小计", "合计", "总计", "其他", "其中", "其它", "其他支出", "其他收入"]

    /// Columns that print the whole of their line are one.
    private static func meaning(of column: String) -> String {
        ["amount", "total"].contains(column) ? "total" : column
    }
}
