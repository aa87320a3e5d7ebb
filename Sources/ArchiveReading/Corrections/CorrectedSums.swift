import BudgetRelease
import FoundationEssentials

/// Sums and proof of a release after a person has changed amounts in it. Which sums must hold the reader has said; here they are only
/// computed again.
enum CorrectedSums {
    private struct Place: Hashable {
        var line: String
        var column: String
    }

    /// - Parameter before: the release before the change.
    static func recompute(in release: inout Release, since before: Release) {
        let (old, new) = (amounts(of: before), amounts(of: release))
        let changed = Set(old.keys).union(new.keys).filter { old[$0] != new[$0] }
        guard !changed.isEmpty else { return }
        let lines = Set(release.tables.flatMap(\.lines).map(\.id))
        var checks: [Check] = []
        var concerned: Set<Place> = []
        for check in release.checks {
            let places = check.operands.map { Place(line: $0.line, column: $0.column) }
            guard lines.contains(check.operands.first?.line ?? "") else { continue }
            var next = check
            if places.contains(where: changed.contains) {
                let deltas = places.map { (new[$0] ?? 0) - (old[$0] ?? 0) }
                next = check.changed(
                    operands: [check.operands[0]] + check.operands.dropFirst().filter { lines.contains($0.line) },
                    printed: check.printed + (deltas.first ?? 0),
                    computed: check.computed + deltas.dropFirst().reduce(0, +))
            }
            if next.outcome != .exact { next = withNewPart(next, changed, old, new, in: release) ?? next }
            if next != check {
                concerned.formUnion(places)
                tell(of: next, insteadOf: check, in: &release)
            }
            checks.append(next)
        }
        release.checks = checks
        prove(in: &release, changed.union(concerned))
    }

    /// The check with an amount as a further part that was empty before, where that makes it hold: of its own row, or of its own
    /// column in a row that its total is above.
    private static func withNewPart(
        _ check: Check, _ changed: Set<Place>, _ old: [Place: Decimal], _ new: [Place: Decimal], in release: Release
    ) -> Check? {
        guard let total = check.operands.first else { return nil }
        let known = Set(check.operands.map { Place(line: $0.line, column: $0.column) })
        for place in changed where old[place] == nil && !known.contains(place) {
            guard let amount = new[place], check.printed == check.computed + amount else { continue }
            let isPart =
                switch check.rule {
                case .rowSum: place.line == total.line && place.column != total.column
                case .childrenSum, .columnSum:
                    place.column == total.column && place.line != total.line
                        && release.tables.contains { table in
                            table.id == total.table && table.lines.contains { $0.id == place.line }
                        }
                case .tableEquality, .crossTableEquality: false
                }
            guard isPart else { continue }
            let part = Check.Operand(table: total.table, line: place.line, column: place.column)
            return check.changed(
                operands: check.operands + [part], printed: check.printed, computed: check.computed + amount)
        }
        return nil
    }

    private static func amounts(of release: Release) -> [Place: Decimal] {
        var all: [Place: Decimal] = [:]
        for line in release.tables.flatMap(\.lines) {
            for (column, amount) in line.amounts {
                if let amount { all[Place(line: line.id, column: column)] = amount }
            }
        }
        return all
    }

    /// The finding of a sum follows what has become of it.
    private static func tell(of check: Check, insteadOf old: Check, in release: inout Release) {
        guard let total = check.operands.first else { return }
        let said = [old.printed.plainNotation, old.computed.plainNotation]
        let index = release.findings.firstIndex {
            [.identityBroken, .identityRounding].contains($0.code) && $0.line == total.line && !$0.isSettled
                && ($0.details ?? []).starts(with: said)
        }
        guard check.outcome != .exact else {
            if let index { release.findings[index].settled = true }
            return
        }
        let isBroken = check.outcome == .broken
        let line = release.tables.first { $0.id == total.table }?.lines.first { $0.id == total.line }
        let finding = Finding(
            isBroken ? .identityBroken : .identityRounding, isBroken ? .warning : .info,
            details: [check.printed.plainNotation, check.computed.plainNotation], table: total.table, line: total.line,
            rows: line.map { [$0.rows.lowerBound] } ?? [])
        if let index {
            release.findings[index] = finding
        } else {
            release.findings.append(finding)
        }
    }

    /// An amount that was changed is proven by sums alone; one in a sum that was is so no longer where that does not hold.
    private static func prove(in release: inout Release, _ concerned: Set<Place>) {
        var exact: Set<Place> = []
        var broken: Set<Place> = []
        for check in release.checks {
            let places = check.operands.map { Place(line: $0.line, column: $0.column) }
            if check.outcome == .exact { exact.formUnion(places) }
            if check.outcome == .broken, let total = places.first { broken.insert(total) }
        }
        for table in release.tables.indices {
            for index in release.tables[table].lines.indices {
                let line = release.tables[table].lines[index]
                guard var proven = line.proven.map(Set.init) else { continue }
                for column in line.amounts.keys {
                    let place = Place(line: line.id, column: column)
                    guard concerned.contains(place) else { continue }
                    let hasAmount = (line.amounts[column] ?? nil) != nil
                    if hasAmount, exact.contains(place), !broken.contains(place) {
                        proven.insert(column)
                    } else {
                        proven.remove(column)
                    }
                }
                release.tables[table].lines[index].proven = proven.sorted()
            }
        }
    }
}
