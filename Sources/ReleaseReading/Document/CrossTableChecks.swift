import BudgetRelease
import FoundationEssentials

/// Amounts of different tables that are the same by what the tables are.
struct CrossTableChecks {
    /// The total of a column of one form equals that of another.
    private struct Identity {
        var left: (form: String, key: String)
        var right: (form: String, key: String)
    }

    private static let identities = [
        Identity(
            left: ("general_public_budget_by_function", "basic"),
            right: ("general_public_budget_basic_by_economy", "total")),
        Identity(
            left: ("fiscal_appropriation_by_function", "basic"),
            right: ("fiscal_appropriation_basic_by_economy", "total")),
    ]

    private(set) var checks: [Check] = []
    private(set) var findings: [Finding] = []

    init(tables: [Table]) {
        for identity in Self.identities {
            guard let left = Self.total(identity.left, in: tables), let right = Self.total(identity.right, in: tables),
                let leftUnit = left.table.yuanPerUnit, leftUnit == right.table.yuanPerUnit
            else { continue }
            let check = Check(
                rule: .crossTableEquality, operands: [left.operand, right.operand], printed: left.value,
                computed: right.value, decimals: min(left.decimals, right.decimals))
            checks.append(check)
            findings += [left, right].compactMap {
                check.finding(table: $0.table.id, line: $0.operand.line, rows: [$0.row])
            }
        }
    }

    private struct Total {
        var table: Table
        var operand: Check.Operand
        var value: Decimal
        var decimals: Int
        var row: Int
    }

    private static func total(_ place: (form: String, key: String), in tables: [Table]) -> Total? {
        let candidates = tables.filter { $0.form == place.form }
        guard candidates.count == 1, let table = candidates.first else { return nil }
        let totals = table.lines.filter { $0.kind == .total }
        guard totals.count == 1, let line = totals.first, let value = line.amounts[place.key] ?? nil else { return nil }
        let printed = table.grid[line.rows.lowerBound].lazy.map { PrintedAmount($0) }
            .compactMap { if case .value(value, let decimals) = $0 { decimals } else { nil } }.first
        return Total(
            table: table, operand: Check.Operand(table: table.id, line: line.id, column: place.key), value: value,
            decimals: printed ?? 0, row: line.rows.lowerBound)
    }
}
