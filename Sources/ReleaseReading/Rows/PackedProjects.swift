import BudgetRelease
import FoundationEssentials

/// Reads a table of projects below the units that spend for them, each project with its goal and all its indicators
/// in one row.
struct PackedProjects {
    private var readout: TableReadout
    private let raw: RawTable
    private var amounts: [RowAmounts] { readout.lineAmounts }

    static func read(_ raw: RawTable, id: String) -> TableReadout {
        var reader = PackedProjects(readout: TableReadout(raw, id: id), raw: raw)
        reader.readRows()
        reader.settleKinds()
        reader.check()
        return reader.readout
    }

    private init(readout: TableReadout, raw: RawTable) {
        self.readout = readout
        self.raw = raw
    }

    // MARK: Rows

    private mutating func readRows() {
        let id = readout.table.id
        for (index, row) in raw.rows.enumerated() {
            var repairs = row.repairs
            func text(_ key: String, recordsLines: Bool) -> String {
                guard let column = raw.column(key) else { return "" }
                let read = row.text(ofColumn: column, field: key, recordsLines: recordsLines)
                repairs += read.repairs
                return read.text
            }
            let isFlow = raw.isFlow
            let name = text("name", recordsLines: true)
            let goal = text("goal", recordsLines: isFlow)
            let packed = CompactText.compact(text("indicators", recordsLines: isFlow))
            let read = PackedIndicators(packed)
            let line = "\(id).l\(index)"
            for piece in read.malformed {
                readout.findings.append(
                    Finding(
                        .indicatorMalformed, .warning, details: [piece], table: id, line: line, rows: [index],
                        page: row.page))
            }
            for indicator in read.misfiled {
                readout.findings.append(
                    Finding(
                        .indicatorMisfiled, .info,
                        details: [String(indicator.number), indicator.level1.printed, indicator.level2.printed],
                        table: id, line: line, rows: [index], page: row.page))
            }
            if name.isEmpty {
                readout.findings.append(
                    Finding(.nameMissing, .warning, table: id, line: line, rows: [index], page: row.page))
            }
            let amounts = readout.amounts(of: row, at: index)
            readout.lineAmounts.append(amounts)
            if amounts.holdsNone {
                readout.findings.append(
                    Finding(
                        .amountMissing, .warning, details: [name], table: id, line: line, rows: [index], page: row.page)
                )
            }
            var new = Line(
                id: line, rows: index...index, kind: .project, name: name, amounts: amounts.values,
                goal: goal.isEmpty ? nil : goal, indicators: read.indicators, places: row.places,
                repairs: repairs + amounts.repairs)
            new.values = readout.values(of: row, list: 0).filter { !["name", "goal", "indicators"].contains($0.key) }
            readout.table.lines.append(new)
        }
    }

    // MARK: Hierarchy

    private static let totalNames: Set<String> = ["合计", "总计", "总合计"]

    /// A line without goal and indicators is a total or a unit, unless its amount is one of those that its unit's
    /// amount adds up from: then it is a project of which nothing more is printed.
    private mutating func settleKinds() {
        let lines = readout.table.lines
        let isBare = lines.map { $0.goal == nil && $0.indicators.isEmpty }
        let sums = amounts.reduce(into: [Decimal(0)]) { $0.append(($0.last ?? 0) + ($1.value("total") ?? 0)) }
        var grandTotal: String?
        var index = 0
        while index < lines.count {
            if isBare[index], Self.totalNames.contains(CompactText.withoutColon(lines[index].name)) {
                readout.table.lines[index].kind = .grandTotal
                grandTotal = lines[index].id
                index += 1
            } else if isBare[index] {
                let end = endOfUnit(at: index, isBare: isBare, sums: sums)
                readout.table.lines[index].kind = .spendingUnit
                readout.table.lines[index].parent = grandTotal
                // A unit without projects may be one, and so may a bare line among projects.
                for line in [index] + Array(index + 1..<end) where isBare[line] && (line != index || end == index + 1) {
                    readout.findings.append(
                        Finding(
                            .lineKindUncertain, .warning, details: [lines[line].name], table: readout.table.id,
                            line: lines[line].id, rows: [line]))
                }
                for project in index + 1..<end { readout.table.lines[project].parent = lines[index].id }
                index = end
            } else {
                // A project above the first unit belongs to the total.
                readout.table.lines[index].parent = grandTotal
                if index == 0, raw.isFlow {
                    readout.findings.append(
                        Finding(
                            .totalMissing, .warning, details: [lines[0].name], table: readout.table.id,
                            line: lines[0].id, rows: [0], page: raw.rows[0].page))
                }
                index += 1
            }
        }
    }

    /// Where the projects of the unit at `unit` end: at the first bare line before which the amounts add up to the
    /// unit's, or at the first bare line if they never do. A bare line whose own amount is the sum of the projects
    /// behind it is a unit, never a project of another.
    private func endOfUnit(at unit: Int, isBare: [Bool], sums: [Decimal]) -> Int {
        func sum(_ rows: Range<Int>) -> Decimal { sums[rows.upperBound] - sums[rows.lowerBound] }
        func closes(_ line: Int, before end: Int) -> Bool {
            guard end > line + 1, let whole = amounts[line].value("total") else { return false }
            let tolerance = Check.tolerance(decimals: amounts[line].decimals("total") ?? 0, operands: end - line - 1)
            return abs(whole - sum(line + 1..<end)) <= tolerance
        }
        var first: Int?
        var line = unit
        while let end = (line + 1..<isBare.count + 1).first(where: { $0 == isBare.count || isBare[$0] }) {
            first = first ?? end
            if line != unit, closes(line, before: end) { break }
            if closes(unit, before: end) { return end }
            if end == isBare.count { break }
            line = end
        }
        return first ?? unit + 1
    }

    // MARK: Checks

    private mutating func check() {
        let children = readout.childrenByParent
        for (index, line) in readout.table.lines.enumerated() {
            for column in readout.table.columns where column.type == .amount {
                if let key = column.key { readout.checkSum(of: index, over: children[line.id] ?? [], key: key) }
            }
            readout.checkRow(of: index, sums: raw.form?.rowSums ?? [])
        }
    }
}

extension Indicator.Level {
    /// As printed: `11-数量指标`.
    var printed: String { code.map { "\($0)-\(label)" } ?? label }
}
