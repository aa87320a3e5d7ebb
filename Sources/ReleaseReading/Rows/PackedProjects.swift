import BudgetRelease
import FoundationEssentials

/// Reads a table of projects below the units that spend for them, each project with its goal and all its indicators
/// in one row.
struct PackedProjects {
    private var readout: TableReadout
    private let raw: RawTable
    private var amounts: [RowAmounts] = []

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
            self.amounts.append(amounts)
            readout.table.lines.append(
                Line(
                    id: line, rows: index...index, kind: .project, name: name, amounts: amounts.values,
                    goal: goal.isEmpty ? nil : goal, indicators: read.indicators, places: row.places, repairs: repairs))
        }
    }

    // MARK: Hierarchy

    private static let totalNames: Set<String> = ["合计", "总计", "总合计"]

    /// A line without goal and indicators is a total or a unit, unless its amount is one of those that its unit's
    /// amount adds up from: then it is a project of which nothing more is printed.
    private mutating func settleKinds() {
        let lines = readout.table.lines
        let isBare = lines.map { $0.goal == nil && $0.indicators.isEmpty }
        var grandTotal: String?
        var index = 0
        while index < lines.count {
            if isBare[index], Self.totalNames.contains(lines[index].name) {
                readout.table.lines[index].kind = .grandTotal
                grandTotal = lines[index].id
                index += 1
            } else if isBare[index] {
                let end = endOfUnit(at: index, isBare: isBare)
                readout.table.lines[index].kind = .spendingUnit
                readout.table.lines[index].parent = grandTotal
                if end == index + 1 {
                    readout.findings.append(
                        Finding(
                            .lineKindUncertain, .warning, details: [lines[index].name], table: readout.table.id,
                            line: lines[index].id, rows: [index]))
                }
                for project in index + 1..<end { readout.table.lines[project].parent = lines[index].id }
                index = end
            } else {
                // A project above the first unit belongs to the total.
                readout.table.lines[index].parent = grandTotal
                index += 1
            }
        }
    }

    /// Where the projects of the unit at `unit` end: at the first bare line before which the amounts add up to the
    /// unit's, or at the first bare line if they never do.
    private func endOfUnit(at unit: Int, isBare: [Bool]) -> Int {
        let candidates = (unit + 1..<isBare.count).filter { isBare[$0] } + [isBare.count]
        guard let whole = amounts[unit].value("total"), let first = candidates.first else {
            return candidates.first ?? unit + 1
        }
        for end in candidates where end > unit + 1 {
            let parts = (unit + 1..<end)
            let sum = parts.reduce(Decimal(0)) { $0 + (amounts[$1].value("total") ?? 0) }
            let tolerance = Check.tolerance(
                decimals: decimals(of: "total", at: [unit] + Array(parts)), operands: parts.count)
            if abs(whole - sum) <= tolerance { return end }
        }
        return first
    }

    private func decimals(of key: String, at rows: [Int]) -> Int {
        rows.compactMap { amounts[$0].decimals[key] }.min() ?? 0
    }

    // MARK: Checks

    private mutating func check() {
        let lines = readout.table.lines
        for (index, line) in lines.enumerated() {
            let children = lines.indices.filter { lines[$0].parent == line.id }
            if !children.isEmpty {
                for column in readout.table.columns where column.type == .amount {
                    if let key = column.key { checkChildren(of: index, children: children, key: key) }
                }
            }
            for sum in raw.form?.rowSums ?? [] { checkRow(index, sum: sum) }
        }
    }

    private mutating func checkChildren(of parent: Int, children: [Int], key: String) {
        guard let printed = amounts[parent].value(key) else { return }
        let parts = children.filter { amounts[$0].value(key) != nil }
        guard !parts.isEmpty else { return }
        let computed = parts.reduce(Decimal(0)) { $0 + (amounts[$1].value(key) ?? 0) }
        let rows = [parent] + parts
        readout.record(
            Check(
                rule: .childrenSum, operands: rows.map { operand($0, key) }, printed: printed, computed: computed,
                decimals: decimals(of: key, at: rows)),
            rows: rows, line: readout.table.lines[parent].id)
    }

    private mutating func checkRow(_ index: Int, sum: Form.RowSum) {
        let row = amounts[index]
        guard let printed = row.value(sum.total) else { return }
        let parts = sum.parts.filter { row.value($0) != nil }
        guard !parts.isEmpty else { return }
        let keys = [sum.total] + parts
        readout.record(
            Check(
                rule: .rowSum, operands: keys.map { operand(index, $0) }, printed: printed,
                computed: parts.reduce(Decimal(0)) { $0 + (row.value($1) ?? 0) },
                decimals: keys.compactMap { row.decimals[$0] }.min() ?? 0),
            rows: [index], line: readout.table.lines[index].id)
    }

    private func operand(_ index: Int, _ key: String) -> Check.Operand {
        Check.Operand(table: readout.table.id, line: readout.table.lines[index].id, column: key)
    }
}

extension Indicator.Level {
    /// As printed: `11-数量指标`.
    var printed: String { code.map { "\($0)-\(label)" } ?? label }
}
