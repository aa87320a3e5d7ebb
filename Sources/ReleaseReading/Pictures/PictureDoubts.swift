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
        for index in raw.rows.indices { examine(index, of: raw) }
        for (index, line) in table.lines.enumerated() { mark(index, line, raw) }
    }

    private mutating func examine(_ index: Int, of raw: RawTable) {
        let row = raw.rows[index]
        guard row.cells.contains(where: \.isOfPicture) else { return }
        let ofRow = table.lines.filter { $0.rows.contains(index) }
        for (number, column) in raw.columns.enumerated() {
            let cell = row.cells[number]
            guard cell.isOfPicture else { continue }
            let doubts = cell.doubts
            let lines = ofRow.filter { $0.list == column.list }
            if column.type == .amount, isProven(column, in: lines) { continue }
            if column.type == .name, isOfficial(cell, in: lines) { continue }
            if column.type == .code, lines.contains(where: Self.isOfficial) { continue }
            let isFigure = cell.text.unicodeScalars.contains(where: \.isDigit)
            let code: FindingCode? =
                if doubts.contains(.underSeal) {
                    .sealCoversTable
                } else if doubts.contains(.unclear) || (doubts.contains(.corrected) && column.type == .amount)
                    || (doubts.contains(.coarse) && isFigure && column.type == .amount)
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

    private func isProven(_ column: Column, in lines: [Line]) -> Bool {
        guard let key = column.key else { return false }
        return lines.contains { $0.proven?.contains(key) ?? false }
    }

    private func isOfficial(_ cell: RawCell, in lines: [Line]) -> Bool {
        lines.contains { $0.name == cell.text && Self.isOfficial($0) }
    }

    private static func isOfficial(_ line: Line) -> Bool {
        line.code.map { Classification.shipped.fit(code: $0, name: line.name) == .known } ?? false
    }

    private mutating func mark(_ index: Int, _ line: Line, _ raw: RawTable) {
        var least: UInt8 = 255
        var isOfPicture = false
        for row in line.rows where raw.rows.indices.contains(row) {
            for (number, column) in raw.columns.enumerated() where column.list == line.list {
                let cell = raw.rows[row].cells[number]
                guard cell.isOfPicture else { continue }
                isOfPicture = true
                if column.type == .amount, !cell.isEmpty { least = min(least, cell.certainty) }
                if let misread = cell.misread {
                    table.lines[index].repairs.append(
                        Repair(field: column.key ?? column.path.last ?? "", kind: .misread, from: [misread]))
                }
            }
        }
        if isOfPicture { table.lines[index].confidence = Int(least) * 100 / 255 }
    }
}
