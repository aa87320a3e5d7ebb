import BudgetRelease

/// Reads a form of one project: facts in cells beside or below their labels, then a list of indicators.
struct ProjectForm {
    private let raw: RawTable
    private let fields: [String: [String]]

    /// Fields that share a label stand in this order, left to right.
    private static let order = [
        "name", "nature", "category", "department", "implementing_unit", "start", "end", "total", "annual_total",
        "total_fiscal", "annual_fiscal", "annual_carryover", "total_other", "annual_other", "total_goal", "goal",
    ]
    private static let amountFields = [
        "total", "total_fiscal", "total_other", "annual_total", "annual_fiscal", "annual_carryover", "annual_other",
    ]
    private static let goalFields: Set<String> = ["total_goal", "goal"]

    static func read(_ raw: RawTable, id: String) -> TableReadout {
        var readout = TableReadout(raw, id: id)
        let reader = ProjectForm(raw: raw, fields: raw.form?.fields ?? [:])
        let values = reader.values()
        let line = "\(id).l0"
        let rows = 0...max(0, raw.rows.count - 1)
        var amounts = RowAmounts()
        for field in amountFields {
            guard let text = values[field] else { continue }
            let amount = PrintedAmount(text)
            amounts.set(amount, for: field)
            if amount == .unreadable {
                readout.findings.append(
                    Finding(.amountUnreadable, .warning, details: [text], table: id, line: line, rows: Array(rows)))
            }
        }
        let name = values["name"] ?? ""
        for figure in reader.unusedFigures(values) {
            readout.findings.append(
                Finding(.headerUnknown, .warning, details: [figure], table: id, line: line, rows: Array(rows)))
        }
        if name.isEmpty {
            readout.findings.append(Finding(.nameMissing, .warning, table: id, line: line, rows: Array(rows)))
        }
        let kept = values.filter { Line.fieldKeys.contains($0.key) && !$0.value.isEmpty }
        readout.table.lines = [
            Line(
                id: line, rows: rows, kind: .project, name: name, amounts: amounts.values, goal: values["goal"],
                indicators: reader.indicators(), fields: kept, places: raw.rows.flatMap(\.places).unitedByPage(),
                repairs: raw.rows.flatMap(\.repairs))
        ]
        return readout
    }

    // MARK: Fields

    private func values() -> [String: String] {
        var values = labelledValues()
        // A form of one year's funds alone prints the parts of that year's total.
        if values["total"] == nil, values["annual_total"] != nil {
            for (whole, annual) in [("total_fiscal", "annual_fiscal"), ("total_other", "annual_other")]
            where values[annual] == nil {
                values[annual] = values.removeValue(forKey: whole)
            }
        }
        return values
    }

    /// Figures in front of the indicators that no field took.
    private func unusedFigures(_ values: [String: String]) -> [String] {
        let used = Set(values.values)
        let head = raw.rows.firstIndex { row in row.cells.contains { $0.text.hasSuffix("三级指标") } } ?? raw.rows.count
        return raw.rows[..<head].flatMap { $0.cells.map(Self.text) }.filter { text in
            if case .value(_, let decimals) = PrintedAmount(text), decimals > 0 || text.contains(",") {
                return !used.contains(text)
            }
            return false
        }
    }

    private func labelledValues() -> [String: String] {
        var values: [String: String] = [:]
        for (row, cells) in raw.rows.map(\.cells).enumerated() {
            for column in cells.indices where !cells[column].isEmpty {
                let label = Self.label(cells[column].text)
                guard let field = Self.order.first(where: { values[$0] == nil && isLabel(label, of: $0) }) else {
                    continue
                }
                values[field] = value(of: field, row: row, column: column)
            }
        }
        return values
    }

    /// A label without the colon and the unit that may close it.
    private static func label(_ text: String) -> String {
        var label = CompactText.folded(text)
        if label.last == ":" { label.removeLast() }
        if MoneyUnit(closing: label) != nil, let open = label.lastIndex(of: "(") { label = String(label[..<open]) }
        return label
    }

    private func isLabel(_ text: String, of field: String) -> Bool { fields[field]?.contains(text) == true }

    private func isLabel(_ text: String) -> Bool { fields.values.contains { $0.contains(text) } }

    /// The cell to the right of a label; for a goal whose neighbour is another label, the cell below.
    private func value(of field: String, row: Int, column: Int) -> String {
        let cells = raw.rows[row].cells
        let right = column + cells[column].columnSpan
        let beside = right < cells.count ? cells[right] : nil
        if Self.goalFields.contains(field), beside.map({ $0.isEmpty || isLabel(Self.label($0.text)) }) ?? true {
            let below = raw.rows[(row + 1)...].lazy.map { $0.cells[column] }.first { !$0.isEmpty }
            return below.map(Self.text) ?? ""
        }
        return beside.map(Self.text) ?? ""
    }

    private static func text(_ cell: RawCell) -> String { CompactText.cleaned(cell.lines.map(\.text).joined()) }

    // MARK: Indicators

    private func indicators() -> [Indicator] {
        guard let head = raw.rows.firstIndex(where: { row in row.cells.contains { $0.text.hasSuffix("三级指标") } }) else {
            return []
        }
        func column(_ suffix: String) -> Int? { raw.rows[head].cells.firstIndex { $0.text.hasSuffix(suffix) } }
        guard let third = column("三级指标") else { return [] }
        let (first, second, target) = (column("一级指标"), column("二级指标"), column("指标值"))
        var (level1, level2) = ("", "")
        var indicators: [Indicator] = []
        for row in raw.rows[(head + 1)...] {
            func text(_ column: Int?) -> String { column.map { Self.text(row.cells[$0]) } ?? "" }
            if !text(first).isEmpty { level1 = text(first) }
            if !text(second).isEmpty { level2 = text(second) }
            guard !text(third).isEmpty || !text(target).isEmpty else { continue }
            indicators.append(
                Indicator(
                    number: indicators.count + 1, level1: .init(code: nil, label: level1),
                    level2: .init(code: nil, label: level2), level3: text(third), cycleTarget: nil,
                    annualTarget: target == nil ? nil : text(target)))
        }
        return indicators
    }
}

extension [Place] {
    /// One box a page around everything on it.
    func unitedByPage() -> [Place] {
        var united: [Place] = []
        for place in self {
            if case .box(let page, let x0, let y0, let x1, let y1) = place,
                case .box(let lastPage, let a0, let b0, let a1, let b1)? = united.last, lastPage == page
            {
                united[united.count - 1] = .box(
                    page: page, x0: Swift.min(a0, x0), y0: Swift.min(b0, y0), x1: Swift.max(a1, x1),
                    y1: Swift.max(b1, y1))
            } else {
                united.append(place)
            }
        }
        return united
    }
}
