import BudgetRelease
package import FoundationEssentials

/// A cell of the flat data.
package enum FlatValue: Sendable, Equatable {
    case null
    case text(String)
    case integer(Int)
    case decimal(Decimal)

    init(_ text: String?) { self = text.map(FlatValue.text) ?? .null }
    init(_ number: Int?) { self = number.map(FlatValue.integer) ?? .null }
    init(_ number: Decimal?) { self = number.map(FlatValue.decimal) ?? .null }
}

/// What one release says, as rows of the flat tables.
struct FlatRows {
    private let release: Release
    private let id: FlatValue
    private let emit: (FlatTable, [FlatValue]) throws -> Void

    /// Amounts that are the total of a line, the first that is printed.
    private static let totals = ["total", "amount", "annual_total", "total_final", "total_budget"]

    init(_ release: Release, emit: @escaping (FlatTable, [FlatValue]) throws -> Void) {
        self.release = release
        id = .text(release.source.sha256)
        self.emit = emit
    }

    func emitAll(of archived: ArchivedRelease, in layout: ArchiveLayout) throws {
        try emit(
            .releases,
            [
                id, .text(archived.name), .text(archived.path(in: layout)), FlatValue(release.issuer),
                FlatValue(release.level?.rawValue), FlatValue(release.fiscalYear), FlatValue(release.phase?.rawValue),
                .text(release.status.rawValue), .integer(release.source.pages), .integer(release.source.bytes),
                .text(release.source.mediaType), .text(release.parser.version), .text(release.parser.fingerprint),
                FlatValue(archived.record.arrivals.first?.at), FlatValue(archived.supersededBy),
                FlatValue(archived.identity.office?.name), .integer(release.proof.amounts),
                .integer(release.proof.proven), FlatValue(release.accounts?.figures),
                FlatValue(release.accounts?.unaccounted),
            ])
        for table in release.tables {
            try emit(
                .tables,
                [
                    id, .text(table.id), .text(table.form), .text(table.title), FlatValue(table.issuer),
                    FlatValue(table.unit), FlatValue(table.yuanPerUnit), FlatValue(table.pages.first),
                    FlatValue(table.pages.last), .integer(table.grid.count),
                    .text(table.notes.joined(separator: "\n")), .integer(table.proof.amounts),
                    .integer(table.proof.proven),
                ])
            for line in table.lines { try emitLine(line, of: table) }
        }
        try emitStatements()
        try emitChecks()
        try emitFindings()
    }

    private func emitLine(_ line: Line, of table: Table) throws {
        let key: [FlatValue] = [id, .text(table.id), .text(line.id)]
        func yuan(_ amount: Decimal, _ column: String) -> FlatValue {
            FlatValue(table.yuanPerUnit(ofColumn: column, list: line.list).map { amount * Decimal($0) })
        }
        let total = Self.totals.first { line.amounts[$0].flatMap(\.self) != nil }
        let amount = total.flatMap { line.amounts[$0].flatMap(\.self) }
        let totals: [FlatValue] = [
            FlatValue(amount), total.flatMap { column in amount.map { yuan($0, column) } } ?? .null,
        ]
        let isFunctional = [.class, .section, .item].contains(line.kind)
        let isEconomic = [.category, .article].contains(line.kind)
        let page: Int? =
            switch line.places.first {
            case .box(let page, _, _, _, _): page
            case .line(_, let page): page
            case nil: nil
            }
        let facts: [FlatValue] = [
            .integer(line.list), FlatValue(line.side?.rawValue), .text(line.kind.rawValue), FlatValue(line.parent),
            .text(line.name), FlatValue(line.code), isFunctional ? FlatValue(line.code) : .null,
            isEconomic ? FlatValue(line.code) : .null, .integer(line.rows.lowerBound), .integer(line.rows.upperBound),
            FlatValue(page),
        ]
        let others: [FlatValue] = [
            FlatValue(line.governmentCode), FlatValue(line.governmentName), FlatValue(line.confidence),
        ]
        try emit(.lines, key + facts + totals + others)
        for (column, amount) in line.amounts.sorted(by: { $0.key < $1.key }) {
            guard let amount else { continue }
            let heading = table.columns.first { $0.key == column && $0.list == line.list }?.path.joined(separator: "/")
            let isProven = line.proven.map { $0.contains(column) ? 1 : 0 }
            try emit(
                .amounts,
                key + [
                    .text(column), .decimal(amount), yuan(amount, column), FlatValue(heading), FlatValue(isProven),
                ])
        }
        for (column, text) in line.values.sorted(by: { $0.key < $1.key }) {
            if let text { try emit(.lineValues, key + [.text(column), .text(text)]) }
        }
        for (index, field) in line.printed.enumerated() {
            let label = field.path.joined(separator: "/")
            try emit(.lineFields, key + [.integer(index + 1), .text(label), .text(field.text)])
        }
        if line.kind == .project { try emitProject(line, of: table, key: key, totals: totals) }
    }

    private func emitProject(_ line: Line, of table: Table, key: [FlatValue], totals: [FlatValue]) throws {
        let unit = line.parent.flatMap { parent in table.lines.first { $0.id == parent } }
        let isOfUnit = unit?.kind == .spendingUnit
        let fields = ["nature", "category", "department", "implementing_unit", "start", "end"]
        let facts: [FlatValue] =
            [FlatValue(isOfUnit ? unit?.name : nil), .text(line.name)] + fields.map { FlatValue(line.fields[$0]) }
            + [FlatValue(line.goal), FlatValue(line.fields["total_goal"])]
        try emit(.projects, key + facts + totals)
        for (index, indicator) in line.indicators.enumerated() {
            let facts: [FlatValue] = [
                .integer(index + 1), .integer(indicator.number), FlatValue(indicator.level1.code),
                .text(indicator.level1.label), FlatValue(indicator.level2.code), .text(indicator.level2.label),
                .text(indicator.level3), FlatValue(indicator.cycleTarget), FlatValue(indicator.annualTarget),
            ]
            try emit(.indicators, key + facts)
            for (heading, text) in indicator.values.sorted(by: { $0.key < $1.key }) {
                try emit(.indicatorValues, key + [.integer(index + 1), .text(heading), .text(text)])
            }
        }
    }

    private func emitStatements() throws {
        for statement in release.statements ?? [] {
            let matches = statement.matches.map { "\($0.table)/\($0.line)/\($0.column)" }
            try emit(
                .statements,
                [
                    id, .text(statement.id), .text(statement.text), .decimal(statement.value), .text(statement.unit),
                    .decimal(statement.value * Decimal(statement.yuanPerUnit)), .integer(statement.page),
                    .text(statement.outcome.rawValue), .text(matches.joined(separator: " ")),
                ])
        }
    }

    private func emitChecks() throws {
        for (index, check) in release.checks.enumerated() {
            let sum = check.operands.first
            let parts = check.operands.dropFirst().map { "\($0.table)/\($0.line)/\($0.column)" }
            try emit(
                .checks,
                [
                    id, .integer(index + 1), .text(check.rule.rawValue), .text(check.outcome.rawValue),
                    .decimal(check.printed), .decimal(check.computed), .decimal(check.tolerance),
                    FlatValue(sum?.table), FlatValue(sum?.line), FlatValue(sum?.column),
                    .text(parts.joined(separator: " ")),
                ])
        }
    }

    private func emitFindings() throws {
        for (index, finding) in release.findings.enumerated() {
            try emit(
                .findings,
                [
                    id, .integer(index + 1), .text(finding.code.rawValue), .text(finding.severity.rawValue),
                    .text(finding.message), FlatValue(finding.table), FlatValue(finding.line),
                    .text(finding.rows.map(String.init).joined(separator: " ")), FlatValue(finding.page),
                ])
        }
    }
}
