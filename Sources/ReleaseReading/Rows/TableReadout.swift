import BudgetRelease
import FoundationEssentials
import PageContent

/// A table that was understood, with what was found on the way. Line ids and rows are final; findings and checks
/// name the table.
struct TableReadout {
    var table: Table
    var checks: [Check] = []
    var findings: [Finding] = []
    /// The amounts of each line.
    var lineAmounts: [RowAmounts] = []
    /// By column: under what its cells are kept in lines, its key or, where nobody knows it, its printed heading.
    private let keys: [String?]
    /// Those of columns with amounts; nil for others.
    let amountKeys: [String?]

    /// Starts with everything that does not depend on the form: grid, columns, doubts of rows.
    init(_ raw: RawTable, id: String) {
        table = Table(
            id: id, form: raw.form?.key ?? "other", title: raw.title, issuer: raw.issuer, unit: raw.unit?.name,
            yuanPerUnit: raw.unit?.yuan, pages: raw.pages.filter { $0 > 0 }, columns: raw.columns, grid: raw.grid,
            notes: raw.notes)
        keys = Self.keys(of: raw.columns)
        amountKeys = zip(raw.columns, keys).map { $0.type == .amount ? $1 : nil }
        for doubt in raw.doubts {
            findings.append(Finding(doubt.code, doubt.severity, details: doubt.details, table: id, page: doubt.page))
        }
        for (index, row) in raw.rows.enumerated() {
            for doubt in row.doubts {
                findings.append(
                    Finding(
                        doubt.code, doubt.severity, details: doubt.details, table: id, rows: [index], page: row.page))
            }
        }
    }

    /// What a row holds besides amounts, its codes and its name.
    ///
    /// - Parameter known: columns that are kept otherwise.
    func values(of row: RawRow, list: Int, besides known: [Int] = []) -> [String: String?] {
        var values: [String: String?] = [:]
        for (index, column) in table.columns.enumerated() where column.list == list {
            guard column.type != .amount, !known.contains(index), let key = keys[index] else {
                continue
            }
            let text = row.cells[index].text
            values[key] = .some(text.isEmpty ? nil : text)
        }
        return values
    }

    private static func keys(of columns: [Column]) -> [String?] {
        var taken: Set<[String]> = []
        return columns.map { column in
            if let key = column.key { return key }
            let heading = column.path.filter { !$0.isEmpty }.joined(separator: "/")
            guard !heading.isEmpty else { return nil }
            // Equal headings of one list are told by their order.
            var key = heading
            var number = 2
            while !taken.insert(["\(column.list)", key]).inserted {
                key = "\(heading)#\(number)"
                number += 1
            }
            return key
        }
    }

    /// The amounts of a row by column key, and how precisely each is printed. What is no amount becomes a finding.
    mutating func amounts(of row: RawRow, at index: Int, list: Int = 0) -> RowAmounts {
        var amounts = RowAmounts()
        for (column, known) in table.columns.enumerated() where known.list == list && known.type == .amount {
            guard let key = amountKeys[column] else { continue }
            let amount = row.cells[column].amount
            amounts.set(amount, for: key)
            if amount.decimal != nil, row.cells[column].text.unicodeScalars.contains(where: \.isRaisedMark) {
                amounts.repairs.append(Repair(field: key, kind: .raisedMark, from: [row.cells[column].text]))
            }
            if amount == .unreadable {
                findings.append(
                    Finding(
                        .amountUnreadable, .warning, details: [row.cells[column].text], table: table.id, rows: [index],
                        page: row.page))
            }
        }
        return amounts
    }
}

/// The amounts of one row.
struct RowAmounts {
    /// A row has few: they are found faster one by one than by hashing.
    private var amounts: [(key: String, amount: PrintedAmount)] = []

    /// What was left out of the amounts.
    var repairs: [Repair] = []

    /// Notes what stands in the cell of a column key.
    mutating func set(_ amount: PrintedAmount, for key: String) {
        if let known = amounts.firstIndex(where: { $0.key == key }) {
            amounts[known].amount = amount
        } else {
            amounts.append((key, amount))
        }
    }

    func value(_ key: String) -> Decimal? { amounts.first { $0.key == key }?.amount.decimal }

    /// Printed decimal places; nil where no amount is printed.
    func decimals(_ key: String) -> Int? {
        if case .value(_, let decimals)? = amounts.first(where: { $0.key == key })?.amount { decimals } else { nil }
    }

    /// Whether no cell holds an amount.
    var holdsNone: Bool { amounts.allSatisfy { $0.amount.decimal == nil } }

    /// By column key; nil where the cell holds none.
    var values: [String: Decimal?] {
        Dictionary(uniqueKeysWithValues: amounts.lazy.map { ($0.key, $0.amount.decimal) })
    }
}

extension RawCell {
    /// The amount in the cell. Lines, or words on a line, that are whole amounts each are several, not one that
    /// wraps or is spaced.
    var amount: PrintedAmount {
        if lines.count == 1, !lines[0].text.utf8.contains(UInt8(ascii: " ")) { return PrintedAmount(lines[0].text) }
        let pieces = lines.flatMap { $0.text.split(separator: " ") }
        if lines.count == pieces.count, let wrapped = Self.wrapped(pieces) { return wrapped }
        return pieces.count > 1 && pieces.allSatisfy { PrintedAmount(String($0)) != .unreadable }
            ? .unreadable : PrintedAmount(text)
    }
}

extension RawCell {
    /// An amount that wraps behind a digit, `143,999.0` above `0` or `128` above `000`: two amounts would not be printed so.
    private static func wrapped(_ lines: [Substring]) -> PrintedAmount? {
        guard let first = lines.first, lines.count > 1,
            let last = lines.last, last.unicodeScalars.allSatisfy(\.isDigit),
            lines.dropFirst().allSatisfy({ $0.unicodeScalars.allSatisfy { $0.isDigit || $0 == "." } }),
            case .number(let number) = PrintedNumber.scan(lines.joined())
        else { return nil }
        let isCents = number.decimals == 2 && (first.contains(".") || lines.count > 2)
        // So do those that are printed to the cent of 万元.
        let isWhole = number.decimals == 6 && first.contains(".")
        let isTail = lines.dropFirst().contains { $0.utf8.count > 1 && $0.utf8.first == UInt8(ascii: "0") }
        return isCents || isWhole || isTail ? .value(number.value, decimals: number.decimals) : nil
    }
}

extension RawRow {
    /// The column whose cell stands in a column: a merged cell reaches into it from the left.
    func columnReaching(_ column: Int) -> Int? {
        (0...column).last { !cells[$0].isEmpty && $0 + cells[$0].columnSpan > column }
    }

    /// The cleaned text of a cell, and the repairs that made it from several lines or from one with spaces in it.
    func text(ofColumn column: Int, field: String, recordsLines: Bool = true) -> (text: String, repairs: [Repair]) {
        let lines = cells[column].lines.map(\.text)
        let text = CompactText.cleaned(lines.joined())
        var repairs: [Repair] = []
        if recordsLines, lines.count > 1 {
            repairs.append(Repair(field: field, kind: .joinedLines, from: lines.map(CompactText.cleaned)))
        }
        return (text, repairs)
    }
}
