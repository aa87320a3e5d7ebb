package import BudgetRelease
import FoundationEssentials

/// A reading with what people have corrected in it: values changed, doubts settled, sums computed again.
package struct CorrectedRelease: Sendable {
    package private(set) var release: Release
    /// Corrections that are of another reading, and why they were not applied.
    package private(set) var stale: [(correction: Correction, refusal: CorrectionRefusal)] = []

    /// - Parameter reading: what the reader says.
    package init(_ reading: Release, _ corrections: Corrections) {
        release = reading
        for correction in corrections.inForce {
            do throws(CorrectionRefusal) {
                try apply(correction)
            } catch {
                guard error != .nothingChanges else { continue }
                stale.append((correction, error))
                // A doubt that is not there needs nobody to settle it.
                if correction.action != .accept { release.findings.append(Self.finding(of: correction, in: release)) }
            }
        }
        release.status = Release.status(of: release.findings)
    }

    private static func finding(of correction: Correction, in release: Release) -> Finding {
        var finding = Finding(
            .correctionStale, .warning,
            details: [
                correction.by, correction.field ?? correction.action.rawValue, correction.from ?? "–",
                correction.to ?? "–",
            ])
        if let table = correction.table, release.tables.contains(where: { $0.id == table }) { finding.table = table }
        return finding
    }

    /// Applies a further one.
    package mutating func apply(_ correction: Correction) throws(CorrectionRefusal) {
        let before = release
        try requireSamePlace(correction)
        switch correction.action {
        case .accept:
            guard let finding = correction.finding else { throw .noSuchPlace }
            try settle(finding)
        case .set:
            guard correction.from != correction.to else { throw .nothingChanges }
            try set(correction)
            if let finding = correction.finding, finding.line == correction.line, let field = correction.field,
                Self.codes(settledBy: field).contains(finding.code)
            {
                try? settle(finding)
            }
        case .join: try join(correction)
        case .drop: try drop(correction)
        case .withdraw: throw .noSuchPlace
        }
        if correction.action != .accept {
            CorrectedSums.recompute(in: &release, since: before, joined: correction.action == .join ? correction : nil)
        }
        release.status = Release.status(of: release.findings)
    }

    /// What a correction is of, to be known again.
    package func context(of correction: Correction) -> Correction.Context? {
        guard let table = release.tables.first(where: { $0.id == correction.table }) else { return nil }
        let line = table.lines.first { $0.id == correction.line }
        let target = correction.action == .join ? table.lines.first { $0.id == correction.target }?.name : nil
        return Correction.Context(
            table: Self.name(of: table), target: target,
            amounts: [.drop, .join].contains(correction.action) ? line.map(Self.amounts) : nil)
    }

    private static func name(of table: Table) -> String { "\(table.form) \(table.title)" }

    private static func amounts(of line: Line) -> String {
        line.amounts.keys.sorted().map { "\($0)=\((line.amounts[$0] ?? nil)?.plainNotation ?? "")" }.joined(
            separator: " ")
    }

    /// Under another reading the same number may be another place's.
    private func requireSamePlace(_ correction: Correction) throws(CorrectionRefusal) {
        guard correction.reading != release.parser.fingerprint, let then = correction.context else { return }
        let now = context(of: correction)
        // What was set before it in this list may be the title itself.
        guard then.target == now?.target, then.amounts == now?.amounts,
            then.table == now?.table || correction.field == "title" || correction.field == "form"
        else { throw .noSuchPlace }
    }

    private mutating func settle(_ doubt: Correction.Doubt) throws(CorrectionRefusal) {
        guard let index = release.findings.firstIndex(where: { doubt.isMet(by: $0) && !$0.isSettled }) else {
            throw release.findings.contains { doubt.isMet(by: $0) } ? .nothingChanges : .noSuchPlace
        }
        release.findings[index].settled = true
    }

    /// Doubts about what is printed in a field; what sums say of it is told by the sums.
    private static func codes(settledBy field: String) -> Set<FindingCode> {
        let anywhere: Set<FindingCode> = [
            .doubtfulReading, .sealCoversTable, .readingOrderUncertain, .cellUncertain, .cutText, .hiddenFigure,
            .struckOut,
        ]
        return switch field.split(separator: ".").first {
        case "amounts": anywhere.union([.columnUncertain, .columnInferred, .amountMissing, .amountUnreadable])
        case "name":
            anywhere.union([
                .nameMissing, .nameUnofficial, .nameOfOtherCode, .lineBoundaryUncertain, .rowJoinUncertain,
                .lineKindUncertain,
            ])
        case "code": anywhere.union([.codeUncertain, .nameUnofficial, .nameOfOtherCode])
        default: anywhere.union([.lineBoundaryUncertain])
        }
    }

    // MARK: Fields

    private mutating func set(_ correction: Correction) throws(CorrectionRefusal) {
        guard let field = correction.field else { throw .noSuchPlace }
        if correction.line != nil {
            let place = try place(of: correction)
            try setLine(place, field, correction)
        } else if let table = correction.table {
            guard let index = release.tables.firstIndex(where: { $0.id == table }) else { throw .noSuchPlace }
            try setTable(index, field, correction)
        } else {
            try setRelease(field, correction)
        }
    }

    /// The line that is meant: under its number, or where another reading numbers lines otherwise the only one of its name.
    private func place(of correction: Correction) throws(CorrectionRefusal) -> (table: Int, line: Int) {
        guard let table = release.tables.firstIndex(where: { $0.id == correction.table }) else { throw .noSuchPlace }
        let lines = release.tables[table].lines
        let named = lines.indices.filter { correction.row == nil || lines[$0].name == correction.row }
        if let line = named.first(where: { lines[$0].id == correction.line }) { return (table, line) }
        let isOtherReading = correction.reading != release.parser.fingerprint
        guard isOtherReading, correction.row != nil, named.count == 1 else {
            // Under its number stands another name: somebody has changed it.
            guard let other = lines.first(where: { $0.id == correction.line }) else { throw .noSuchPlace }
            throw .changed(now: other.name)
        }
        return (table, named[0])
    }

    private mutating func setLine(
        _ place: (table: Int, line: Int), _ field: String, _ correction: Correction
    ) throws(CorrectionRefusal) {
        var line = release.tables[place.table].lines[place.line]
        let parts = field.split(separator: ".", maxSplits: 1).map(String.init)
        switch (parts.first, parts.count) {
        case ("amounts", 2):
            let key = parts[1]
            let isColumn = release.tables[place.table].columns.contains { $0.key == key && $0.type == .amount }
            guard isColumn || line.amounts[key] != nil else { throw .noSuchPlace }
            let old = line.amounts[key] ?? nil
            guard old == (try Self.amount(correction.from)) else { throw .changed(now: old?.plainNotation) }
            line.amounts[key] = .some(try Self.amount(correction.to))
            line.note(correction, key)
        case ("values", 2):
            let old = line.values[parts[1]] ?? nil
            guard line.values.keys.contains(parts[1]) else { throw .noSuchPlace }
            try Self.require(old, correction)
            line.values[parts[1]] = .some(correction.to)
            line.note(correction, parts[1])
        case ("name", 1):
            try Self.require(line.name, correction)
            line.name = correction.to ?? ""
            line.note(correction, "name")
        case ("code", 1):
            try Self.require(line.code, correction)
            line.code = correction.to
            line.note(correction, "code")
        case ("goal", 1):
            try Self.require(line.goal, correction)
            line.goal = correction.to
            line.note(correction, "goal")
        default: throw .noSuchPlace
        }
        release.tables[place.table].lines[place.line] = line
    }

    private mutating func setTable(_ index: Int, _ field: String, _ correction: Correction) throws(CorrectionRefusal) {
        let parts = field.split(separator: ".", maxSplits: 1).map(String.init)
        switch (parts.first, parts.count) {
        case ("form", 1):
            try Self.require(release.tables[index].form, correction)
            guard let to = correction.to, Self.isWord(to) else { throw .invalidValue("form") }
            release.tables[index].form = to
        case ("title", 1):
            try Self.require(release.tables[index].title, correction)
            release.tables[index].title = correction.to ?? ""
        case ("unit", 1):
            try Self.require(release.tables[index].unit, correction)
            let unit = correction.to.flatMap { name in MoneyUnit.known.first { $0.name == name } }
            guard unit != nil || correction.to == nil else { throw .invalidValue("unit") }
            release.tables[index].unit = unit?.name
            release.tables[index].yuanPerUnit = unit?.yuan
            if unit != nil { settleAll { $0.code == .noMoneyUnit && $0.table == correction.table } }
        case ("heading", 2):
            guard let column = Int(parts[1]), release.tables[index].columns.indices.contains(column) else {
                throw .noSuchPlace
            }
            let path = release.tables[index].columns[column].path.joined(separator: "/")
            try Self.require(path, correction)
            release.tables[index].columns[column].path = (correction.to ?? "").split(separator: "/").map(String.init)
        default: throw .noSuchPlace
        }
    }

    private mutating func setRelease(_ field: String, _ correction: Correction) throws(CorrectionRefusal) {
        switch field {
        case "issuer":
            try Self.require(release.issuer, correction)
            release.issuer = correction.to
        case "level":
            try Self.require(release.level?.rawValue, correction)
            release.level = try Self.word(correction.to) { Release.Level(printed: $0) }
        case "phase":
            try Self.require(release.phase?.rawValue, correction)
            release.phase = try Self.word(correction.to) { Release.Phase(printed: $0) }
        case "fiscal_year":
            try Self.require(release.fiscalYear.map(String.init), correction)
            release.fiscalYear = try Self.word(correction.to) {
                Int($0).flatMap { (1949...2999).contains($0) ? $0 : nil }
            }
        default: throw .noSuchPlace
        }
    }

    private mutating func settleAll(_ isMeant: (Finding) -> Bool) {
        for index in release.findings.indices where isMeant(release.findings[index]) {
            release.findings[index].settled = true
        }
    }

    private static func require(_ now: String?, _ correction: Correction) throws(CorrectionRefusal) {
        guard now == correction.from else { throw .changed(now: now) }
    }

    private static func word<Value>(
        _ text: String?, _ value: (String) -> Value?
    ) throws(CorrectionRefusal) -> Value? {
        guard let text else { return nil }
        guard let value = value(text) else { throw .invalidValue(text) }
        return value
    }

    private static func isWord(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy {
                $0 == UInt8(ascii: "_") || (0x30...0x39).contains($0) || (0x61...0x7A).contains($0)
            }
    }

    /// A plain decimal, also with commas between its thousands.
    private static func amount(_ text: String?) throws(CorrectionRefusal) -> Decimal? {
        guard let text, !text.isEmpty else { return nil }
        let plain = text.filter { $0 != "," && $0 != "，" && !$0.isWhitespace }
        let digits = plain.drop { $0 == "-" }
        guard plain.count - digits.count <= 1, digits.count <= 24, digits.first.map(\.isNumber) ?? false,
            digits.allSatisfy({ $0.isASCII && ($0.isNumber || $0 == ".") }), digits.count(where: { $0 == "." }) <= 1,
            let amount = Decimal(string: plain)
        else { throw .invalidValue(text) }
        return amount
    }

    // MARK: Lines

    private mutating func drop(_ correction: Correction) throws(CorrectionRefusal) {
        let (table, index) = try place(of: correction)
        let line = release.tables[table].lines.remove(at: index)
        release.tables[table].replaceParent(line.id, by: line.parent)
        settleAll { $0.line == line.id }
    }

    private mutating func join(_ correction: Correction) throws(CorrectionRefusal) {
        let (table, index) = try place(of: correction)
        guard let target = release.tables[table].lines.firstIndex(where: { $0.id == correction.target }),
            target != index
        else { throw .noSuchPlace }
        // A line is never above itself.
        if release.tables[table].lines[target].parent == release.tables[table].lines[index].id {
            release.tables[table].lines[target].parent = release.tables[table].lines[index].parent
        }
        let line = release.tables[table].lines[index]
        var whole = release.tables[table].lines[target]
        for (key, amount) in line.amounts where amount != nil {
            guard (whole.amounts[key] ?? nil) == nil else { throw .bothHaveAmounts }
            whole.amounts[key] = amount
        }
        for (key, value) in line.values where value != nil && (whole.values[key] ?? nil) == nil {
            whole.values[key] = value
        }
        let isBehind = line.rows.lowerBound >= whole.rows.lowerBound
        whole.repairs.append(
            Repair(
                field: "name", kind: .corrected, from: isBehind ? [whole.name, line.name] : [line.name, whole.name],
                by: correction.by, atTime: correction.at))
        whole.name = isBehind ? whole.name + line.name : line.name + whole.name
        whole.goal = [whole.goal, line.goal].compactMap(\.self).reduce(nil) { ($0 ?? "") + $1 }
        whole.indicators += line.indicators
        whole.places += line.places
        whole.rows = min(whole.rows.lowerBound, line.rows.lowerBound)...max(whole.rows.upperBound, line.rows.upperBound)
        release.tables[table].lines[target] = whole
        release.tables[table].lines.remove(at: index)
        release.tables[table].replaceParent(line.id, by: whole.id)
        settleAll { $0.line == line.id }
    }
}

extension Line {
    fileprivate mutating func note(_ correction: Correction, _ field: String) {
        repairs.append(
            Repair(
                field: field, kind: .corrected, from: [correction.from ?? ""], by: correction.by, atTime: correction.at)
        )
    }
}

extension Table {
    fileprivate mutating func replaceParent(_ id: String, by other: String?) {
        for index in lines.indices where lines[index].parent == id { lines[index].parent = other }
    }
}
