import BudgetRelease

/// Reads a table of projects, or of offices, that prints each indicator in a row of its own: the cells of a project span
/// its rows.
struct IndicatorRows {
    private let raw: RawTable
    private var readout: TableReadout
    private var indicators: IndicatorColumns
    /// The lines of units by name, and that of the total.
    private var units: [String: String] = [:]
    private var total: String?
    /// The unit that the last row stood beside: its cell may be merged over several projects.
    private var lastUnit = ""

    /// What a table means that is printed that way; nil for any other.
    static func read(_ raw: RawTable, id: String) -> TableReadout? {
        guard var reader = IndicatorRows(raw, id: id) else { return nil }
        for index in raw.rows.indices { reader.read(index) }
        reader.check()
        return reader.readout
    }

    private init?(_ raw: RawTable, id: String) {
        let columns = raw.columns.map { $0.key.map(Self.projectKeys.contains) != true && $0.type != .amount }
        // What stands left of the classes belongs to the project.
        let first = raw.columns.firstIndex { ["level1", "level2", "level3"].contains($0.key ?? "") } ?? 0
        let headings = raw.columns.indices.map { $0 >= first && columns[$0] ? raw.columns[$0].path.last : nil }
        let keys = Dictionary(
            raw.columns.map { ($0.path.last ?? "", $0.key) }, uniquingKeysWith: { first, other in first ?? other })
        guard let indicators = IndicatorColumns(headings: headings, key: { keys[$0] ?? nil }) else { return nil }
        self.raw = raw
        self.indicators = indicators
        readout = TableReadout(raw, id: id)
    }

    private static let memberKeys: Set<String> = ["name", "unit_name", "goal"]
    private static let projectKeys: Set<String> = ["name", "unit_name", "goal", "indicators", "unit_code", "ordinal"]

    // MARK: Rows

    private mutating func read(_ index: Int) {
        let row = raw.rows[index]
        let amounts = readout.amounts(of: row, at: index)
        let goal = text("goal", in: row)
        let unit = text("unit_name", in: row)
        if !unit.isEmpty { lastUnit = unit }
        let printed = name(of: row)
        let last = readout.table.lines.indices.last
        let hasIndicator = indicators.isPrinted(in: row)
        // The sum of a unit's projects, and of them all, stands beside the unit alone.
        let isSum = !hasIndicator && raw.column("name") != nil && printed.text.isEmpty && !unit.isEmpty
        if !isSum, let last, readout.table.lines[last].kind != .grandTotal,
            !readout.table.lines[last].indicators.isEmpty,
            Self.goesOn(printed.text, amounts, goal, with: readout.table.lines[last]),
            goesOn(row, with: readout.table.lines[last])
        {
            readout.table.lines[last].rows = readout.table.lines[last].rows.lowerBound...index
            readout.table.lines[last].places = (readout.table.lines[last].places + row.places).unitedByPage()
            readout.table.lines[last].repairs += row.repairs
            if readout.table.lines[last].goal == nil, !goal.isEmpty { readout.table.lines[last].goal = goal }
        } else {
            indicators.begin()
            readout.lineAmounts.append(amounts)
            let total = printed.text.isEmpty && !hasIndicator ? Self.totalWord(in: row) : nil
            var name = total ?? (isSum ? unit : printed.text)
            var repairs = printed.repairs + row.repairs + amounts.repairs
            let line = "\(readout.table.id).l\(index)"
            if name.isEmpty, raw.isRuled, let last, readout.table.lines[last].kind == .project {
                name = readout.table.lines[last].name
                repairs.append(Repair(field: "name", kind: .inheritedName, from: [name]))
            }
            if name.isEmpty { addFinding(.nameMissing, at: index, line: line) }
            let kind: Line.Kind =
                Self.isTotal(name)
                ? .grandTotal : hasIndicator && raw.column("name") != nil ? .project : .spendingUnit
            var new = Line(
                id: line, rows: index...index, kind: kind,
                parent: kind == .grandTotal ? nil : kind == .project ? units[lastUnit] ?? self.total : self.total,
                name: name, amounts: amounts.values, goal: goal.isEmpty ? nil : goal, places: row.places,
                repairs: repairs)
            new.values = readout.values(of: row, list: 0).filter {
                !Self.memberKeys.contains($0.key) && indicators.isOutside(key: $0.key)
            }
            readout.table.lines.append(new)
            if isSum, kind != .grandTotal { units[unit] = line }
            if kind == .grandTotal { self.total = line }
        }
        guard let line = readout.table.lines.indices.last else { return }
        let number = readout.table.lines[line].indicators.count + 1
        guard let indicator = indicators.indicator(number: number, in: row) else { return }
        readout.table.lines[line].indicators.append(indicator)
        if indicators.isTorn(row) {
            addFinding(
                .indicatorMalformed, at: index, line: readout.table.lines[line].id,
                details: [indicator.level3 + (indicator.annualTarget ?? "")])
        }
    }

    private func text(_ key: String, in row: RawRow) -> String {
        raw.column(key).map { row.text(ofColumn: $0, field: key).text } ?? ""
    }

    /// The project's name; in a table of offices the office's.
    private func name(of row: RawRow) -> (text: String, repairs: [Repair]) {
        let column = raw.column("name") ?? raw.column("unit_name")
        return column.flatMap { row.columnReaching($0) }.map { row.text(ofColumn: $0, field: "name") } ?? ("", [])
    }

    private static func totalWord(in row: RawRow) -> String? { row.cells.lazy.map(\.text).first(where: isTotal) }

    private static func isTotal(_ name: String) -> Bool {
        ["合计", "总计"].contains(CompactText.withoutColon(name))
    }

    /// A row goes on with a project that it prints nothing new of: its cells are merged, or print the same again.
    private static func goesOn(_ name: String, _ amounts: RowAmounts, _ goal: String, with project: Line) -> Bool {
        let figures = amounts.values.compactMapValues { $0 }
        if name.isEmpty { return figures.isEmpty }
        return name == project.name && !figures.isEmpty && goal == project.goal
            && figures.allSatisfy { (project.amounts[$0.key] ?? nil) == $0.value }
    }

    /// Nor may another number in the list, nor a class that stood in front of the last one, be printed beside it.
    private func goesOn(_ row: RawRow, with project: Line) -> Bool {
        let ordinal = text("ordinal", in: row)
        if !ordinal.isEmpty, let known = project.values["ordinal"] ?? nil, known != ordinal { return false }
        guard !text("name", in: row).isEmpty, let last = project.indicators.last else { return true }
        return IndicatorClass.mayFollow(text("level1", in: row), last.level1.label)
    }

    private mutating func addFinding(_ code: FindingCode, at row: Int, line: String, details: [String] = []) {
        readout.findings.append(
            Finding(
                code, .warning, details: details, table: readout.table.id, line: line, rows: [row],
                page: raw.rows[row].page))
    }

    // MARK: Checks

    private mutating func check() {
        let lines = readout.table.lines
        for line in lines.indices { readout.checkRow(of: line, sums: raw.form?.rowSums ?? []) }
        let projects = lines.indices.filter { lines[$0].kind == .project }
        if let total = lines.firstIndex(where: { $0.kind == .grandTotal }) {
            readout.checkSum(of: total, over: projects, key: "total")
        }
        for unit in lines.indices where lines[unit].kind == .spendingUnit {
            let own = projects.filter { lines[$0].parent == lines[unit].id }
            if !own.isEmpty { readout.checkSum(of: unit, over: own, key: "total") }
        }
    }
}
