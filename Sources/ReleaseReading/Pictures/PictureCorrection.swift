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
    /// Of so long a name one sign is not another name's.
    private static let longName = 8

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
            let signs = raw.rows[row].cells[column].lines.flatMap(\.signs)
            // What is the name of another code speaks against the code.
            guard !official.contains(name), !Classification.shipped.knows(name: line.name),
                let near = Self.nearest(to: name, read: signs, of: official)
            else { continue }
            raw.rows[row].cells[column].correct(folded: name, to: near)
            isCorrected = true
        }
        return isCorrected
    }

    /// The one name of as many characters that differs in at most two, and less than a third, of them: in signs that may have
    /// been misread for it, or in one of a long name; or the one that has one sign more.
    private static func nearest(
        to name: [Unicode.Scalar], read signs: [Glyph], of names: [[Unicode.Scalar]]
    ) -> [Unicode.Scalar]? {
        guard signs.count == name.count else { return nil }
        let near = names.filter { official in
            if official.count == name.count + 1 {
                return name.count >= longName / 2 && isWithoutOne(name, of: official)
            }
            guard official.count == name.count else { return false }
            let differences = name.indices.filter { name[$0] != official[$0] }
            let isNear = differences.count <= mostMisread && differences.count * 3 < name.count
            let isOneOfMany = differences.count == 1 && name.count >= longName
            return isNear && (isOneOfMany || differences.allSatisfy { signs[$0].mayBe(official[$0]) })
        }
        return near.count == 1 ? near[0] : nil
    }

    /// Whether a text lacks one sign of another.
    private static func isWithoutOne(_ text: [Unicode.Scalar], of other: [Unicode.Scalar]) -> Bool {
        let same = zip(text, other).prefix { $0 == $1 }.count
        return text[same...] == other[(same + 1)...]
    }

    // MARK: Amounts

    /// So many readings of a table are tried.
    private static let mostTrials = 300

    /// The sums of a table that hold, and those that do not.
    private struct Balance {
        var broken: Set<[String]> = []
        var exact: Set<[String]> = []

        init(_ readout: TableReadout) {
            for check in UnderstoodSums(readout).checks {
                let name = [check.rule.rawValue] + check.operands.flatMap { [$0.line, $0.column] }
                if check.outcome == .broken { broken.insert(name) }
                if check.outcome == .exact, check.operands.count > 1 { exact.insert(name) }
            }
        }

        /// Whether sums hold that did not, and none breaks that held.
        func isBetter(than other: Balance) -> Bool {
            broken.count < other.broken.count && exact.count >= other.exact.count
                || broken.count == other.broken.count && exact.count > other.exact.count
        }

        /// The sums that this mends or adds.
        func gains(over other: Balance) -> Set<[String]> {
            exact.subtracting(other.exact).union(other.broken.subtracting(broken))
        }
    }

    /// Another reading of one amount with which sums hold that did not.
    private struct Trial {
        var row: Int
        var column: Int
        var cell: RawCell
        var readout: TableReadout
        var balance: Balance
        var gains: Set<[String]>

        /// Whether at most one of two can be true: they are of one amount, or explain one sum.
        func excludes(_ other: Trial) -> Bool {
            (row, column) == (other.row, other.column) || !gains.isDisjoint(with: other.gains)
        }
    }

    /// A reading of an amount is taken where it is the only one of the whole table that makes its sums hold. Proven is what two
    /// sums agree on; the one that chose it does not prove it.
    private mutating func correctAmounts() {
        var trials = 0
        while let better = betterReadings(&trials) {
            let only = better.filter { one in
                better.allSatisfy { other in
                    (one.row, one.column, one.cell.text) == (other.row, other.column, other.cell.text)
                        || !one.excludes(other) || one.balance.isBetter(than: other.balance)
                }
            }
            guard let best = only.max(by: { $0.gains.count < $1.gains.count }) else { break }
            (raw.rows[best.row].cells[best.column], readout) = (best.cell, best.readout)
            raw.rows[best.row].cells[best.column].isUnclear = best.gains.count < 2
        }
        // Nothing proves them; what is no number as it was read is one with its marks set right.
        for (row, column) in suspects() where raw.rows[row].cells[column].amount == .unreadable {
            guard let plain = AmountCandidates(raw.rows[row].cells[column]).plain else { continue }
            raw.rows[row].cells[column].correct(to: plain)
            readout = read(raw)
        }
    }

    /// The readings of single amounts that make sums hold; nil where there is none, or where there are more to try than time
    /// allows: then none is known to be the only one.
    private func betterReadings(_ trials: inout Int) -> [Trial]? {
        let balance = Balance(readout)
        var better: [Trial] = []
        for (row, column) in suspects() {
            let cell = raw.rows[row].cells[column]
            for candidate in AmountCandidates(cell).texts where mayBalance(candidate, in: cell, row, column) {
                trials += 1
                guard trials < Self.mostTrials else { return nil }
                var other = raw
                other.rows[row].cells[column].correct(to: candidate)
                let readout = read(other)
                let result = Balance(readout)
                guard result.isBetter(than: balance) else { continue }
                better.append(
                    Trial(
                        row: row, column: column, cell: other.rows[row].cells[column], readout: readout,
                        balance: result, gains: result.gains(over: balance)))
            }
        }
        return better.isEmpty ? nil : better
    }

    /// Whether another reading changes an amount by what a broken sum is off; of what is no number that is not known.
    private func mayBalance(_ candidate: String, in cell: RawCell, _ row: Int, _ column: Int) -> Bool {
        guard let now = cell.amount.decimal, let then = PrintedAmount(Array(candidate.unicodeScalars)).decimal else {
            return true
        }
        let key = readout.amountKeys[column] ?? ""
        let lines = readout.table.lines.filter { $0.rows.contains(row) && $0.list == raw.columns[column].list }
        let change = abs(then - now)
        return readout.checks.contains { check in
            check.outcome == .broken
                && check.operands.contains { one in
                    one.column == key && lines.contains { $0.id == one.line }
                } && abs(abs(check.printed - check.computed) - change) <= check.tolerance
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
        return suspects
    }

    private struct Place: Hashable {
        var line: String
        var column: String
    }
}
