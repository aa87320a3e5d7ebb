import BudgetRelease
import FoundationEssentials

/// Sums and proof of a release after a person has changed it. Which sums must hold the reader has said; here they are computed again
/// from what stands there now, and amounts are proven by the reader's own rules.
enum CorrectedSums {
    private struct Place: Hashable {
        var line: String
        var column: String

        init(_ operand: Check.Operand) { (line, column) = (operand.line, operand.column) }
        init(line: String, column: String) { (self.line, self.column) = (line, column) }
    }

    /// - Parameters:
    ///   - before: the release before the change.
    ///   - joined: the change, where it made one line of two.
    static func recompute(in release: inout Release, since before: Release, joined: Correction? = nil) {
        let (old, new) = (amounts(of: before), amounts(of: release))
        let changed = Set(old.keys).union(new.keys).filter { old[$0] != new[$0] }
        let isOfAnotherUnit = zip(before.tables, release.tables).contains { $0.yuanPerUnit != $1.yuanPerUnit }
        guard !changed.isEmpty || joined != nil || isOfAnotherUnit else { return }
        let lines = Set(release.tables.flatMap(\.lines).map(\.id))
        var concerned = changed
        var checks: [Check] = []
        let units = Dictionary(release.tables.map { ($0.id, $0.yuanPerUnit) }) { first, _ in first }
        for check in release.checks {
            // Amounts of two units are no more the same.
            if isOfAnotherUnit, Set(check.operands.map { units[$0.table] ?? nil }).count > 1 { continue }
            guard var next = recomputed(check, old, new, lines: lines, joined: joined) else { continue }
            if next.outcome != .exact { next = withNewPart(next, changed, old, new, in: release) ?? next }
            if next != check {
                if next.outcome == .exact { concerned.formUnion(next.operands.map(Place.init)) }
                tell(of: next, insteadOf: check, in: &release)
            }
            checks.append(next)
        }
        release.checks = checks
        prove(in: &release, since: before, changed: changed, concerned: concerned)
    }

    /// Nil where its sum is none any more.
    private static func recomputed(
        _ check: Check, _ old: [Place: Decimal], _ new: [Place: Decimal], lines: Set<String>, joined: Correction?
    ) -> Check? {
        var operands: [Check.Operand] = []
        for operand in check.operands {
            var operand = operand
            if let joined, operand.line == joined.line, let target = joined.target { operand.line = target }
            // Two lines that are one now are one part.
            if lines.contains(operand.line), !operands.contains(operand) { operands.append(operand) }
        }
        guard let total = check.operands.first, operands.count > 1,
            operands.first?.column == total.column,
            operands.first?.line == total.line || operands.first?.line == joined?.target
        else { return nil }
        func value(_ operand: Check.Operand, in amounts: [Place: Decimal]) -> Decimal { amounts[Place(operand)] ?? 0 }
        func sum(_ parts: some Sequence<Check.Operand>, in amounts: [Place: Decimal]) -> Decimal {
            parts.reduce(0) { $0 + value($1, in: amounts) }
        }
        let stood = (value(total, in: old), sum(check.operands.dropFirst(), in: old))
        guard stood == (check.printed, check.computed) else {
            // Amounts of two units, or a part that is taken away: what has changed is added to what was said.
            guard joined == nil || operands == check.operands else { return nil }
            return check.changed(
                operands: operands, printed: check.printed + value(total, in: new) - stood.0,
                computed: check.computed + sum(operands.dropFirst(), in: new) - stood.1)
        }
        return check.changed(
            operands: operands, printed: value(operands[0], in: new), computed: sum(operands.dropFirst(), in: new))
    }

    /// The check with an amount as a further part that was empty before, where that makes it hold: of its own row, or of its own
    /// column in a row that its total is above.
    private static func withNewPart(
        _ check: Check, _ changed: Set<Place>, _ old: [Place: Decimal], _ new: [Place: Decimal], in release: Release
    ) -> Check? {
        guard let total = check.operands.first else { return nil }
        let known = Set(check.operands.map(Place.init))
        let table = release.tables.first { $0.id == total.table }
        for place in changed where old[place] == nil && !known.contains(place) {
            guard let amount = new[place], check.printed == check.computed + amount,
                let line = table?.lines.first(where: { $0.id == place.line })
            else { continue }
            let isPart =
                switch check.rule {
                case .rowSum: place.line == total.line && place.column != total.column
                case .childrenSum: place.column == total.column && line.parent == total.line
                case .columnSum: place.column == total.column && place.line != total.line
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
        guard let total = check.operands.first, let before = old.operands.first else { return }
        let said = [old.printed.plainNotation, old.computed.plainNotation]
        let index = release.findings.firstIndex {
            [.identityBroken, .identityRounding].contains($0.code) && $0.line == before.line && !$0.isSettled
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

    /// By the rules of `ProvenAmounts`. What a sentence proved stays proven where it has not changed; what nothing proved before is only
    /// proven now where it is what was changed, or a part of a sum that holds by the change.
    private static func prove(
        in release: inout Release, since before: Release, changed: Set<Place>, concerned: Set<Place>
    ) {
        let withoutSentences = proven(ProvenAmounts(tables: before.tables, checks: before.checks).marked)
        let stood = proven(before.tables)
        let confirmed = stood.subtracting(withoutSentences).subtracting(changed)
        let marked = ProvenAmounts(
            tables: release.tables, checks: release.checks,
            confirmed: confirmed.map { Check.Operand(table: "", line: $0.line, column: $0.column) }
        ).marked
        let summed = Set(release.checks.filter { $0.outcome == .exact }.flatMap { $0.operands.map(Place.init) })
        // In a bound volume another office may print the same.
        let isBound = release.findings.contains { $0.code == .severalReleases }
        for table in release.tables.indices {
            for line in release.tables[table].lines.indices where release.tables[table].lines[line].proven != nil {
                let id = release.tables[table].lines[line].id
                release.tables[table].lines[line].proven = (marked[table].lines[line].proven ?? []).filter { column in
                    let place = Place(line: id, column: column)
                    if stood.contains(place), !changed.contains(place) { return true }
                    return concerned.contains(place) && (!isBound || summed.contains(place))
                }
            }
        }
    }

    private static func proven(_ tables: [Table]) -> Set<Place> {
        Set(tables.flatMap(\.lines).flatMap { line in (line.proven ?? []).map { Place(line: line.id, column: $0) } })
    }
}
