import BudgetRelease
import PageContent

/// What stays in doubt of a table that was read from pictures once everything is known of it: figures that nothing proves,
/// texts that nobody knows.
struct PictureDoubts {
    private(set) var findings: [Finding] = []
    /// The table with the repairs of what was corrected and, by line, how sure its figures are.
    private(set) var table: Table

    /// - Parameters:
    ///   - table: as read, its proven amounts marked.
    ///   - raw: what it was read from, row by row.
    init(of table: Table, raw: RawTable) {
        self.table = table
        guard raw.rows.contains(where: { $0.cells.contains(where: \.isOfPicture) }) else { return }
        let usual = raw.columns.indices.map { column in Self.usualDecimals(raw.rows.map { $0.cells[column] }) }
        for index in raw.rows.indices { examine(index, of: raw, usual) }
        for (index, line) in table.lines.enumerated() { mark(index, line, raw) }
    }

    /// - Parameter usual: how many decimals the amounts of each column have.
    private mutating func examine(_ index: Int, of raw: RawTable, _ usual: [Int?]) {
        let row = raw.rows[index]
        guard row.cells.contains(where: \.isOfPicture) else { return }
        let ofRow = table.lines.filter { $0.rows.contains(index) }
        for (number, column) in raw.columns.enumerated() {
            let cell = row.cells[number]
            guard cell.isOfPicture else { continue }
            let doubts = cell.doubts
            let lines = ofRow.filter { $0.list == column.list }
            let hasOtherDecimals = cell.decimals.map { $0 != (usual[number] ?? $0) } ?? false
            // The one sum that chose a reading does not prove it.
            if column.type == .amount, isProven(column, in: lines), !cell.isChosen, !hasOtherDecimals { continue }
            if column.type == .name, isOfficial(cell, in: lines) { continue }
            if column.type == .code, lines.contains(where: \.isOfficial) { continue }
            let isAmount = column.type == .amount || cell.isDecimal
            let code: FindingCode? =
                if doubts.contains(.underSeal) {
                    .sealCoversTable
                } else if doubts.contains(.unclear)
                    || isAmount && (doubts.contains(.corrected) || doubts.contains(.coarse) && cell.hasDigits)
                    || isAmount && hasOtherDecimals || column.type == .code && !cell.isCode
                    || Self.isRest(cell.text)
                {
                    .doubtfulReading
                } else {
                    nil
                }
            if let code {
                findings.append(
                    Finding(code, .warning, details: [cell.text], table: table.id, rows: [index], page: row.page))
            }
        }
    }

    /// Whether a text begins with a mark that something stood in front of.
    private static func isRest(_ text: String) -> Bool {
        text.unicodeScalars.first.map { "、，。；：）)".unicodeScalars.contains($0) } ?? false
    }

    /// How many decimals the numbers of a column have that all but a few print alike; nil where they vary.
    private static func usualDecimals(_ cells: [RawCell]) -> Int? {
        var counts: [Int: Int] = [:]
        for cell in cells { if let decimals = cell.decimals { counts[decimals, default: 0] += 1 } }
        guard let usual = counts.max(by: { ($0.value, $0.key) < ($1.value, $1.key) }) else { return nil }
        return usual.value * 10 >= counts.values.reduce(0, +) * 7 ? usual.key : nil
    }

    private func isProven(_ column: Column, in lines: [Line]) -> Bool {
        guard let key = column.key else { return false }
        return lines.contains { $0.proven?.contains(key) ?? false }
    }

    private func isOfficial(_ cell: RawCell, in lines: [Line]) -> Bool {
        lines.contains { $0.name == cell.text && $0.isOfficial }
    }

    private mutating func mark(_ index: Int, _ line: Line, _ raw: RawTable) {
        var least: UInt8 = 255
        var isOfPicture = false
        for row in line.rows where raw.rows.indices.contains(row) {
            for (number, column) in raw.columns.enumerated() where column.list == line.list {
                let cell = raw.rows[row].cells[number]
                guard cell.isOfPicture else { continue }
                isOfPicture = true
                if column.type == .amount || cell.isDecimal, !cell.isEmpty { least = min(least, cell.certainty) }
                if let misread = cell.misread {
                    table.lines[index].repairs.append(
                        Repair(field: column.key ?? column.path.last ?? "", kind: .misread, from: [misread]))
                }
            }
        }
        if isOfPicture { table.lines[index].confidence = Int(least) * 100 / 255 }
    }
}

extension RawCell {
    /// Whether nothing stands in it that no code has: dust beside digits is read as a mark.
    fileprivate var isCode: Bool {
        let scalars = text.unicodeScalars
        return !scalars.contains(where: \.isDigit)
            || scalars.allSatisfy { $0.isDigit || $0 == "-" || $0.properties.isAlphabetic }
    }

    fileprivate var hasDigits: Bool { text.unicodeScalars.contains(where: \.isDigit) }

    /// How many decimals its number has; nil where it is none.
    fileprivate var decimals: Int? {
        guard isOfPicture, amount.decimal != nil else { return nil }
        let scalars = text.unicodeScalars
        return scalars.lastIndex(of: ".").map { scalars[scalars.index(after: $0)...].count(where: \.isDigit) } ?? 0
    }

    /// Whether it is a number with a point.
    fileprivate var isDecimal: Bool { (decimals ?? 0) > 0 }
}
