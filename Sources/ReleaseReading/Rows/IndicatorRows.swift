import BudgetRelease

/// Reads a table of projects that prints each indicator in a row of its own: the cells of a project span its rows.
struct IndicatorRows {
    /// Whether a table is printed that way.
    static func fits(_ raw: RawTable) -> Bool { raw.column("level3") != nil }

    static func read(_ raw: RawTable, id: String) -> TableReadout {
        var readout = TableReadout(raw, id: id)
        // Lines of units by name, and that of the total.
        var units: [String: String] = [:]
        var total: String?
        var level1 = ""
        var level2 = ""
        for (index, row) in raw.rows.enumerated() {
            func text(_ key: String) -> String { raw.column(key).map { row.text(ofColumn: $0, field: key).text } ?? "" }
            let amounts = readout.amounts(of: row, at: index)
            let hasIndicator = !text("level3").isEmpty || !text("target").isEmpty
            var name = raw.column("name").flatMap { row.columnReaching($0) }.map {
                row.text(ofColumn: $0, field: "name")
            }
            // The sum of a unit's projects, and of them all, stands beside the unit alone.
            let isSum = (name?.text ?? "").isEmpty && !hasIndicator && !text("unit_name").isEmpty
            if isSum { name = raw.column("unit_name").map { row.text(ofColumn: $0, field: "name") } }
            if !isSum, let last = readout.table.lines.indices.last, readout.table.lines[last].kind == .project,
                Self.goesOn(name?.text ?? "", amounts, text("goal"), with: readout.table.lines[last])
            {
                readout.table.lines[last].rows = readout.table.lines[last].rows.lowerBound...index
                readout.table.lines[last].places = (readout.table.lines[last].places + row.places).unitedByPage()
                readout.table.lines[last].repairs += row.repairs
                if readout.table.lines[last].goal == nil, !text("goal").isEmpty {
                    readout.table.lines[last].goal = text("goal")
                }
            } else {
                (level1, level2) = ("", "")
                readout.lineAmounts.append(amounts)
                let line = "\(id).l\(index)"
                if name?.text.isEmpty ?? true {
                    readout.findings.append(
                        Finding(.nameMissing, .warning, table: id, line: line, rows: [index], page: row.page))
                }
                let kind: Line.Kind =
                    Self.isTotal(name?.text ?? "") ? .grandTotal : hasIndicator ? .project : .spendingUnit
                let goal = text("goal")
                if isSum { units[text("unit_name")] = kind == .grandTotal ? nil : line }
                if kind == .grandTotal { total = line }
                readout.table.lines.append(
                    Line(
                        id: line, rows: index...index, kind: kind,
                        parent: kind == .grandTotal
                            ? nil : kind == .project ? units[text("unit_name")] ?? total : total,
                        name: name?.text ?? "", amounts: amounts.values,
                        goal: goal.isEmpty ? nil : goal, places: row.places,
                        repairs: (name?.repairs ?? []) + row.repairs + amounts.repairs))
            }
            guard hasIndicator, let last = readout.table.lines.indices.last else { continue }
            if raw.column("target") != nil, text("level3").isEmpty || text("target").isEmpty,
                text("measure").isEmpty, text("direction").isEmpty
            {
                // One without the other may be the rest of the row above.
                readout.findings.append(
                    Finding(
                        .indicatorMalformed, .warning, details: [text("level3") + text("target")], table: id,
                        line: readout.table.lines[last].id, rows: [index], page: row.page))
            }
            if !text("level1").isEmpty { level1 = text("level1") }
            if !text("level2").isEmpty { level2 = text("level2") }
            readout.table.lines[last].indicators.append(
                Indicator(
                    number: readout.table.lines[last].indicators.count + 1, level1: .init(code: nil, label: level1),
                    level2: .init(code: nil, label: level2), level3: text("level3"), cycleTarget: nil,
                    annualTarget: text("target")))
        }
        for line in readout.table.lines.indices {
            readout.checkRow(of: line, sums: raw.form?.rowSums ?? [])
        }
        let projects = readout.table.lines.indices.filter { readout.table.lines[$0].kind == .project }
        if let total = readout.table.lines.firstIndex(where: { $0.kind == .grandTotal }) {
            readout.checkSum(of: total, over: projects, key: "total")
        }
        for unit in readout.table.lines.indices where readout.table.lines[unit].kind == .spendingUnit {
            let own = projects.filter { readout.table.lines[$0].parent == readout.table.lines[unit].id }
            if !own.isEmpty { readout.checkSum(of: unit, over: own, key: "total") }
        }
        return readout
    }

    private static func isTotal(_ name: String) -> Bool { ["合计", "总计"].contains(name) }

    /// A row goes on with a project that it prints nothing new of: its cells are merged, or print the same again.
    private static func goesOn(_ name: String, _ amounts: RowAmounts, _ goal: String, with project: Line) -> Bool {
        let figures = amounts.values.compactMapValues { $0 }
        if name.isEmpty { return figures.isEmpty }
        return name == project.name && !figures.isEmpty && goal == project.goal
            && figures.allSatisfy { (project.amounts[$0.key] ?? nil) == $0.value }
    }
}
