import BudgetRelease
import FoundationEssentials

/// Publishers break few sums. Where most of a kind of sum fail in a table, its columns or rows were not understood: the cause
/// is said once, and no sum of that kind is claimed.
struct UnderstoodSums {
    private(set) var checks: [Check] = []
    private(set) var findings: [Finding] = []

    private struct Kind: Hashable {
        var rule: Check.Rule
        var column: String
    }

    init(_ readout: TableReadout) {
        var kinds: [Kind: (exact: Int, broken: Int)] = [:]
        for check in readout.checks where check.printed != 0 || check.computed != 0 {
            let kind = Self.kind(of: check)
            kinds[kind, default: (0, 0)].exact += check.outcome == .broken ? 0 : 1
            kinds[kind, default: (0, 0)].broken += check.outcome == .broken ? 1 : 0
        }
        let misread = Set(kinds.filter { $0.value.broken > 2 && $0.value.broken >= 2 * $0.value.exact }.keys)
        guard !misread.isEmpty else {
            (checks, findings) = (readout.checks, readout.findings)
            return
        }
        checks = readout.checks.filter {
            !misread.contains(Self.kind(of: $0)) || ($0.outcome == .exact && $0.operands.count > 2)
        }
        let dropped = readout.checks.filter { misread.contains(Self.kind(of: $0)) && $0.outcome != .exact }
        var said = dropped.compactMap { check in
            check.operands.first.map { SaidSum(line: $0.line, printed: check.printed, computed: check.computed) }
        }
        findings = readout.findings.filter { finding in
            guard finding.code == .identityBroken || finding.code == .identityRounding,
                let index = said.firstIndex(where: { $0.isSaid(by: finding) })
            else { return true }
            said.remove(at: index)
            return false
        }
        for kind in misread.sorted(by: { ($0.rule.rawValue, $0.column) < ($1.rule.rawValue, $1.column) }) {
            let lines = Set(dropped.filter { Self.kind(of: $0) == kind }.flatMap { $0.operands.map(\.line) })
            let rows = Set(readout.table.lines.filter { lines.contains($0.id) }.flatMap { Array($0.rows) }).sorted()
            let sums = dropped.filter { Self.kind(of: $0) == kind }.prefix(3).map {
                "\($0.printed.plainNotation) ≠ \($0.computed.plainNotation)"
            }
            let heading =
                readout.table.columns.first { $0.key == kind.column }?.path.joined(separator: "/") ?? kind.column
            findings.append(
                Finding(
                    .sumsNotUnderstood, .warning, details: [heading, sums.joined(separator: "、")],
                    table: readout.table.id, rows: rows))
        }
    }

    /// What a finding says of a sum that does not hold.
    private struct SaidSum {
        var line: String
        var printed: Decimal
        var computed: Decimal

        func isSaid(by finding: Finding) -> Bool {
            finding.line == line && finding.details == [printed.plainNotation, computed.plainNotation]
        }
    }

    private static func kind(of check: Check) -> Kind {
        Kind(rule: check.rule, column: check.operands.first?.column ?? "")
    }
}
