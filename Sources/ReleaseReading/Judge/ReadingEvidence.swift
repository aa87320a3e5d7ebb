import BudgetRelease
import FoundationEssentials

/// What speaks for a reading of a table: amounts whose sums hold, and rows that nothing casts a doubt on.
struct ReadingEvidence {
    /// Amounts that take part in a sum of several parts that holds exactly.
    private var proven = 0
    private var amounts = 0
    private var doubtful = 0
    private var broken = 0

    /// - Parameter readouts: of the tables that the reading found.
    init(_ readouts: some Sequence<TableReadout>) {
        for readout in readouts {
            let sums = UnderstoodSums(readout)
            var places: Set<Place> = []
            for check in sums.checks {
                if check.outcome == .broken { broken += 1 }
                guard check.outcome == .exact, check.printed != 0, check.operands.count > 2 else { continue }
                for operand in check.operands { places.insert(Place(line: operand.line, column: operand.column)) }
            }
            proven += places.count
            amounts += readout.table.lines.reduce(0) { $0 + $1.amounts.values.count { $0 != nil } }
            var rows: Set<Int> = []
            for finding in sums.findings where finding.severity != .info && finding.code != .identityBroken {
                rows.formUnion(finding.rows.isEmpty ? Array(readout.table.grid.indices) : finding.rows)
            }
            doubtful += rows.count
        }
    }

    private struct Place: Hashable {
        var line: String
        var column: String
    }

    /// Nothing is in doubt, and sums hold most of the amounts.
    var isComplete: Bool { doubtful == 0 && broken == 0 && proven * 2 >= amounts && amounts > 0 }

    /// The more, the likelier.
    var weight: Int { 3 * proven + amounts - 4 * doubtful - 6 * broken }
}
