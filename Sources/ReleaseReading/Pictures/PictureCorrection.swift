import BudgetRelease
import PageContent

/// Corrects what was misread in a table that pages show as pictures, by what must be true of it: official codes have official
/// names, and sums hold.
struct PictureCorrection {
    private(set) var raw: RawTable
    private(set) var readout: TableReadout
    private let read: (RawTable) -> TableReadout

    /// - Parameter read: what a table says.
    static func corrected(_ raw: RawTable, _ readout: TableReadout, read: @escaping (RawTable) -> TableReadout)
        -> PictureCorrection
    {
        var correction = PictureCorrection(raw: raw, readout: readout, read: read)
        let hasOtherNumbers = correction.correctNumbers()
        if correction.correctNames() || hasOtherNumbers { correction.readout = read(correction.raw) }
        correction.correctAmounts()
        return correction
    }

    // MARK: Names

    /// Whether the number of any item was corrected.
    private mutating func correctNumbers() -> Bool {
        var isCorrected = false
        for (column, kind) in raw.columns.enumerated() where kind.type == .name || kind.type == .text {
            let cells = raw.rows.map { $0.cells[column] }
            let corrected = OrdinalCorrection(cells).cells
            for row in raw.rows.indices where corrected[row].text != cells[row].text {
                raw.rows[row].cells[column] = corrected[row]
                isCorrected = true
            }
        }
        return isCorrected
    }

    /// Most of an official name must have been read.
    private static let mostMisread = 2

    /// Whether any name was corrected.
    private mutating func correctNames() -> Bool {
        var isCorrected = false
        for line in readout.table.lines {
            guard let code = line.code, [3, 5, 7].contains(code.count), !line.name.isEmpty,
                let row = raw.rows[line.rows].firstIndex(where: { row in row.cells.contains { $0.text == line.name } }),
                let column = raw.rows[row].cells.firstIndex(where: { $0.text == line.name }),
                raw.rows[row].cells[column].isOfPicture
            else { continue }
            let name = CompactText.foldedScalars(line.name)
            let official = Classification.shipped.names(of: code)
            guard !official.contains(name), let near = Self.nearest(to: name, of: official) else { continue }
            raw.rows[row].cells[column].correct(folded: name, to: near)
            isCorrected = true
        }
        return isCorrected
    }

    /// The one name of as many characters that differs in at most two, and less than a third, of them.
    private static func nearest(to name: [Unicode.Scalar], of names: [[Unicode.Scalar]]) -> [Unicode.Scalar]? {
        let near = names.filter { official in
            guard official.count == name.count else { return false }
            let differences = zip(name, official).count { $0 != $1 }
            return differences <= mostMisread && differences * 3 < name.count
        }
        return near.count == 1 ? near[0] : nil
    }

    // MARK: Amounts

    /// So many readings of a table are tried.
    private static let mostTrials = 120

    private struct Balance: Equatable {
        var broken: Int
        var exact: Int

        init(_ readout: TableReadout) {
            let checks = UnderstoodSums(readout).checks
            broken = checks.count { $0.outcome == .broken }
            exact = checks.count { $0.outcome == .exact && $0.operands.count > 1 }
        }

        /// Whether sums hold that did not, and none breaks that held.
        func isBetter(than other: Balance) -> Bool {
            broken < other.broken && exact >= other.exact || broken == other.broken && exact > other.exact
        }
    }

    /// A reading of an amount is taken where it is the one that makes sums hold.
    private mutating func correctAmounts() {
        var trials = 0
        var balance = Balance(readout)
        for (row, column) in suspects() {
            let cell = raw.rows[row].cells[column]
            var better: [(cell: RawCell, readout: TableReadout, balance: Balance)] = []
            for candidate in AmountCandidates(cell).texts where trials < Self.mostTrials {
                trials += 1
                var other = raw
                other.rows[row].cells[column].correct(to: candidate)
                let readout = read(other)
                let result = Balance(readout)
                if result.isBetter(than: balance) { better.append((other.rows[row].cells[column], readout, result)) }
            }
            let best = better.filter { one in !better.contains { $0.balance.isBetter(than: one.balance) } }
            guard best.count == 1, let only = best.first else {
                // Nothing proves it; what is no number as it was read is one with its marks set right.
                if cell.amount == .unreadable, let plain = AmountCandidates(cell).plain {
                    raw.rows[row].cells[column].correct(to: plain)
                    readout = read(raw)
                    balance = Balance(readout)
                }
                continue
            }
            raw.rows[row].cells[column] = only.cell
            (readout, balance) = (only.readout, only.balance)
        }
    }

    /// Cells of amounts that are no number, or take part in a sum that does not hold.
    private func suspects() -> [(row: Int, column: Int)] {
        var suspects: [(row: Int, column: Int)] = []
        let broken = Set(
            readout.checks.filter { $0.outcome == .broken }.flatMap { check in
                check.operands.map { Place(line: $0.line, column: $0.column) }
            })
        for line in readout.table.lines {
            for row in line.rows where raw.rows.indices.contains(row) {
                for (index, column) in raw.columns.enumerated() where column.type == .amount && column.list == line.list
                {
                    let cell = raw.rows[row].cells[index]
                    guard cell.isOfPicture, !cell.isEmpty else { continue }
                    let key = readout.amountKeys[index] ?? ""
                    if cell.amount == .unreadable || broken.contains(Place(line: line.id, column: key)) {
                        suspects.append((row, index))
                    }
                }
            }
        }
        // The least sure first.
        return suspects.sorted {
            raw.rows[$0.row].cells[$0.column].certainty < raw.rows[$1.row].cells[$1.column].certainty
        }
    }

    private struct Place: Hashable {
        var line: String
        var column: String
    }
}
