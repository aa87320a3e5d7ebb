import BudgetRelease
import PageContent

/// Reads a form of one project or office: facts in cells beside or below their labels, then a list of indicators.
struct LabelledForm {
    /// Fields that share a label stand in this order, left to right.
    static let order = [
        "name", "nature", "category", "department", "implementing_unit", "start", "end", "total", "annual_total",
        "total_fiscal", "annual_fiscal", "annual_carryover", "total_other", "annual_other", "total_goal", "goal",
    ]
    /// Those of them that are amounts.
    static let amountFields = [
        "total", "total_fiscal", "total_other", "annual_total", "annual_fiscal", "annual_carryover", "annual_other",
    ]

    static func read(_ raw: RawTable, as form: Form, id: String, catalogue: FormCatalogue) -> TableReadout {
        var readout = TableReadout(raw, id: id)
        let read = FormCells.read(raw.rows, catalogue: catalogue, form: form)
        // What stands in a list beside the name of its row is that row's alone.
        let own = read.fields.filter { field in field.path.dropLast().allSatisfy { catalogue.isLabel(label($0)) } }
        let values = values(of: form, in: own)
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
        for figure in read.unheaded {
            readout.findings.append(
                Finding(.headerUnknown, .warning, details: [figure], table: id, line: line, rows: Array(rows)))
        }
        let isOffice = form.layout == .officeForm
        let name = (isOffice ? values["department"] : nil) ?? values["name"] ?? ""
        let isBlank = read.fields.isEmpty && !read.indicators.contains { !$0.level3.isEmpty }
        if name.isEmpty, !isBlank {
            readout.findings.append(Finding(.nameMissing, .warning, table: id, line: line, rows: Array(rows)))
        }
        let kept = values.filter { Line.fieldKeys.contains($0.key) && !$0.value.isEmpty }
        var only = Line(
            id: line, rows: rows, kind: isOffice ? .spendingUnit : .project, name: name, amounts: amounts.values,
            goal: values["goal"], indicators: read.indicators, fields: kept,
            places: raw.rows.flatMap(\.places).unitedByPage(), repairs: raw.rows.flatMap(\.repairs))
        only.printed = read.fields
        readout.table.lines = [only]
        readout.lineAmounts = [amounts]
        readout.checkRow(of: 0, sums: form.rowSums)
        return readout
    }

    // MARK: Fields

    /// The form's fields among what is printed beside labels.
    private static func values(of form: Form, in printed: [PrintedField]) -> [String: String] {
        var values: [String: String] = [:]
        let known = Set(form.fields.values.joined())
        var left = printed.map { field in
            let label = label(field.path.last ?? "")
            return (label: known.contains(label) ? label : bare(label), text: field.text)
        }
        for field in order {
            // Of the labels of a field the one that is named first in the form's file tells it, be there others before it.
            let found = (form.fields[field] ?? []).lazy.compactMap { label in left.firstIndex { $0.label == label } }
                .first
            if let found {
                values[field] = left.remove(at: found).text
            } else if amountFields.contains(field), let text = budget(under: form.fields[field] ?? [], in: printed) {
                values[field] = text
            }
        }
        // A form of one year's funds alone prints the parts of that year's total.
        if values["total"] == nil, values["annual_total"] != nil {
            for (whole, annual) in [("total_fiscal", "annual_fiscal"), ("total_other", "annual_other")]
            where values[annual] == nil {
                values[annual] = values.removeValue(forKey: whole)
            }
        }
        return values
    }

    /// What is printed beside one of the labels, under the heading for the year's budget.
    private static func budget(under labels: [String], in printed: [PrintedField]) -> String? {
        for heading in ["全年预算数", "年初预算数", "预算数"] {
            let found = printed.first { field in
                label(field.path.last ?? "").hasPrefix(heading)
                    && field.path.dropLast().contains { labels.contains(label($0)) }
            }
            if let found { return found.text }
        }
        return nil
    }

    /// A label without the colon and the unit that may close it.
    static func label(_ text: String) -> String { label(text.unicodeScalars) }

    static func label(_ text: some Sequence<Unicode.Scalar>) -> String {
        var label = CompactText.foldedScalars(text)
        if label.last == ":" { label.removeLast() }
        if MoneyUnit(closing: label) != nil, let open = label.lastIndex(of: "(") { label.removeSubrange(open...) }
        return String(scalars: label)
    }

    /// A label without an addition in parentheses: `全年预算数(A)`.
    static func bare(_ label: String) -> String {
        guard label.last == ")", let open = label.lastIndex(of: "("), open > label.startIndex else { return label }
        return String(label[..<open])
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
