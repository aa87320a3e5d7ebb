import BudgetRelease
import Sentences

/// The forms that a reading knows.
package struct FormCatalogue: Sendable {
    package let forms: [Form]
    private let vocabulary: Vocabulary
    private let knownTitles: KnownTitles
    private let headings: Set<HashedText>
    private let headingPatterns: [Pattern]
    private let labelledForms: [(form: Form, labels: FieldLabels)]
    private let labels: Set<HashedText>
    private let labelPatterns: [Pattern]
    /// The characters that labels of names begin with.
    private let nameFirsts: ScalarSet

    init(forms: [Form], vocabulary: Vocabulary) {
        self.forms = forms
        self.vocabulary = vocabulary
        knownTitles = KnownTitles(forms.flatMap(\.comparableTitles))
        let labelled = forms.filter(\.layout.hasLabels)
        labelledForms = labelled.map { ($0, FieldLabels($0.fields.values + $0.labels.map { [$0] })) }
        let texts = (labelled.flatMap { $0.fields.values.joined() + $0.labels } + vocabulary.labels).map {
            Array($0.unicodeScalars)
        }
        nameFirsts = ScalarSet(labelled.compactMap { $0.fields["name"] }.joined().compactMap(\.unicodeScalars.first))
        labels = Set(texts.filter { !$0.contains("*") }.map(HashedText.init))
        labelPatterns = texts.filter { $0.contains("*") }.map { Pattern($0) }
        let printed = (forms.flatMap(\.columns) + vocabulary.columns).flatMap(\.headers).flatMap {
            $0.unicodeScalars.split(separator: "/").map(Array.init)
        }
        headings = Set(printed.filter { !$0.contains("*") }.map(HashedText.init))
        headingPatterns = Set(printed.filter { $0.contains("*") && $0.count > 4 }).map { Pattern($0) }
    }

    /// The catalogue that ships with the program, and forms of the user's own, which come first.
    ///
    /// - Parameter files: JSON of the user's forms, by file name.
    /// - Throws: `FormError` naming the file and the field that is wrong.
    package init(userFiles files: [FormFile] = []) throws(FormError) {
        let shared = FormFile(name: "vocabulary.json", bytes: PackageResources.vocabulary_json)
        let vocabulary = try Vocabulary(FormValue(shared))
        let own = try files.map { (file) throws(FormError) in
            let form = try Form(FormValue(file))
            try form.validate(file: file.name, shared: vocabulary)
            return form
        }
        // What the tests have weighed is not weighed again at every start.
        let shipped = try Self.shippedFiles.map { (file) throws(FormError) in try Form(FormValue(file)) }
        self.init(forms: own + shipped, vocabulary: vocabulary)
    }

    /// Everything that the catalogue is made of, for the fingerprint of a reading.
    package static var shippedBytes: [UInt8] {
        shippedFiles.flatMap(\.bytes) + PackageResources.vocabulary_json + Classification.shippedBytes
    }

    static var shippedFiles: [FormFile] {
        [
            FormFile(name: "income_expenditure_summary.json", bytes: PackageResources.income_expenditure_summary_json),
            FormFile(name: "income_summary.json", bytes: PackageResources.income_summary_json),
            FormFile(name: "expenditure_summary.json", bytes: PackageResources.expenditure_summary_json),
            FormFile(
                name: "fiscal_appropriation_summary.json", bytes: PackageResources.fiscal_appropriation_summary_json),
            FormFile(
                name: "fiscal_appropriation_by_function.json",
                bytes: PackageResources.fiscal_appropriation_by_function_json),
            FormFile(
                name: "fiscal_appropriation_basic_by_economy.json",
                bytes: PackageResources.fiscal_appropriation_basic_by_economy_json),
            FormFile(
                name: "general_public_budget_by_function.json",
                bytes: PackageResources.general_public_budget_by_function_json),
            FormFile(
                name: "general_public_budget_basic_by_economy.json",
                bytes: PackageResources.general_public_budget_basic_by_economy_json),
            FormFile(
                name: "general_public_budget_by_economy.json",
                bytes: PackageResources.general_public_budget_by_economy_json),
            FormFile(name: "basic_expenditure.json", bytes: PackageResources.basic_expenditure_json),
            FormFile(
                name: "government_fund_income_expenditure.json",
                bytes: PackageResources.government_fund_income_expenditure_json),
            FormFile(name: "purchase_of_services.json", bytes: PackageResources.purchase_of_services_json),
            FormFile(name: "state_assets.json", bytes: PackageResources.state_assets_json),
            FormFile(name: "special_account.json", bytes: PackageResources.special_account_json),
            FormFile(name: "debt_and_bonds.json", bytes: PackageResources.debt_and_bonds_json),
            FormFile(name: "transfer_payments.json", bytes: PackageResources.transfer_payments_json),
            FormFile(name: "three_public_expenses.json", bytes: PackageResources.three_public_expenses_json),
            FormFile(
                name: "government_fund_by_function.json", bytes: PackageResources.government_fund_by_function_json),
            FormFile(name: "state_capital_by_function.json", bytes: PackageResources.state_capital_by_function_json),
            FormFile(name: "agency_operating_expenses.json", bytes: PackageResources.agency_operating_expenses_json),
            FormFile(name: "government_procurement.json", bytes: PackageResources.government_procurement_json),
            FormFile(name: "project_expenditure.json", bytes: PackageResources.project_expenditure_json),
            FormFile(
                name: "project_performance_goal_form.json", bytes: PackageResources.project_performance_goal_form_json),
            FormFile(name: "project_performance_goals.json", bytes: PackageResources.project_performance_goals_json),
            FormFile(
                name: "project_performance_self_evaluation.json",
                bytes: PackageResources.project_performance_self_evaluation_json),
            FormFile(
                name: "overall_performance_goals.json", bytes: PackageResources.overall_performance_goals_json),
            FormFile(
                name: "overall_performance_goals_list.json",
                bytes: PackageResources.overall_performance_goals_list_json),
        ]
    }

    // MARK: Matching

    /// Whether any form is printed under a title.
    func knowsTitle(_ title: String) -> Bool { knowsTitle(title.unicodeScalars) }

    func knowsTitle(_ title: some Sequence<Unicode.Scalar>) -> Bool {
        knownTitles.contains(TitleKey(title))
    }

    /// How well a title fits the form that it fits best, 0 where it fits none.
    func weight(ofTitle title: some Sequence<Unicode.Scalar>) -> Int {
        let key = TitleKey(title)
        return forms.indices.lazy.map { forms[$0].weight(of: key) }.max() ?? 0
    }

    /// The form that a title alone fits best.
    func form(titled title: String) -> Form? {
        let key = TitleKey(title)
        var best: (index: Int, weight: Int)?
        for index in forms.indices {
            let weight = forms[index].weight(of: key)
            if weight > best?.weight ?? 0 { best = (index, weight) }
        }
        return best.map { forms[$0.index] }
    }

    /// The form that a title and a header belong to.
    ///
    /// The title decides, the header between forms of one title. Where no title is printed, a header decides alone
    /// if a form knows all of it; only forms of projects have headings that no other form has.
    func form(title: String, paths: [[String]]) -> Form? {
        let key = TitleKey(title)
        let paths = paths.map { HeaderPath(printed: $0) }
        let printed = Self.classification(in: paths)
        let shared = paths.map { path in vocabulary.columns.contains { $0.weight(of: path) > 0 } }
        let candidates = forms.filter { !$0.layout.hasLabels }.compactMap {
            form -> (form: Form, weight: Int, own: Int)? in
            let weight = title.isEmpty ? 0 : form.weight(of: key)
            if form.isRuledOut(by: printed) { return nil }
            let fits = paths.map { path in form.columns.indices.filter { form.columns[$0].weight(of: path) > 0 } }
            let own = fits.count { !$0.isEmpty }
            let known = fits.indices.count { shared[$0] || !fits[$0].isEmpty }
            if weight > 0 { return known * 2 >= paths.count ? (form, weight, own) : nil }
            // Without a title that anybody knows, headings that no other form has tell it; a project with a goal does.
            let keys = Set(fits.joined().map { form.columns[$0].key })
            let isOfGoals = form.layout == .projects && keys.isSuperset(of: ["name", "goal"]) && own >= 3
            let isProper = keys.count { self.isProper($0, to: form) } >= Self.fewestProper
            return (isProper || isOfGoals) && known == paths.count ? (form, 0, own) : nil
        }
        return candidates.max { ($0.weight, $0.own) < ($1.weight, $1.own) }?.form
    }

    /// Whether a title is that of a form which the header's classification does not rule out.
    func expectsForm(title: String, paths: [[String]]) -> Bool {
        let key = TitleKey(title)
        let printed = Self.classification(in: paths.map { HeaderPath(printed: $0) })
        return forms.contains { !$0.isRuledOut(by: printed) && $0.weight(of: key) > 0 }
    }

    /// So many headings that no other form has tell one without its title.
    private static let fewestProper = 2

    /// Whether a column stands in no other form, and in no list of columns that all may have.
    private func isProper(_ key: String, to form: Form) -> Bool {
        !vocabulary.columns.contains { $0.key == key }
            && !forms.contains { $0.key != form.key && $0.columns.contains { $0.key == key } }
    }

    /// The classification that headings name, nil where they name none or both.
    private static func classification(in paths: [HeaderPath]) -> Form.Classification? {
        let isFunction = paths.contains { $0.names("功能") }
        let isEconomy = paths.contains { $0.names("经济") }
        return isFunction == isEconomy ? nil : isFunction ? .function : .economy
    }

    /// Whether a text is printed as a heading of some form or above one.
    func isHeading(_ text: [Unicode.Scalar]) -> Bool {
        var folded = CompactText.foldedScalars(text)
        if folded.last == ":" { folded.removeLast() }
        return headings.contains(HashedText(folded))
            || headingPatterns.indices.contains { headingPatterns[$0].matches(folded) }
    }

    /// The headings that are known to the letter, folded.
    var printedHeadings: [[Unicode.Scalar]] { headings.map(\.scalars) }

    /// Which headings stand over which.
    var groups: HeadingGroups { vocabulary.groups }

    /// How a text is known as a heading, and by how many characters.
    enum HeadingFit: Equatable {
        /// To the letter.
        case printed(weight: Int)
        /// As one of many.
        case pattern(weight: Int)

        var weight: Int {
            switch self {
            case .printed(let weight), .pattern(let weight): weight
            }
        }
    }

    /// How a text is known as a heading of a column or of several; nil for one that is not.
    func headingFit(_ text: [Unicode.Scalar]) -> HeadingFit? {
        var folded = CompactText.foldedScalars(text)
        if folded.last == ":" { folded.removeLast() }
        if headings.contains(HashedText(folded)) { return .printed(weight: folded.count) }
        let weights = headingPatterns.indices.lazy.filter { headingPatterns[$0].matches(folded) }.map {
            headingPatterns[$0].weight
        }
        if let weight = (weights + (vocabulary.groups.weight(ofHeading: folded).map { [$0] } ?? [])).max() {
            return .pattern(weight: weight)
        }
        let part = folded.drop { "其中:".unicodeScalars.contains($0) }
        return part.count < folded.count && part.count > 1 ? headingFit(Array(part)) : nil
    }

    /// The form of one project or office that most of whose labels stand in the cells of a page, or under whose title
    /// some do, in rows of their own.
    ///
    /// - Parameters:
    ///   - title: what stands above the cells; empty where nothing does.
    ///   - row: that of the cell at an index.
    ///   - beside: what stands to the right of it, nil where it is the last one.
    ///   - below: what stands below it.
    func labelledForm<Text: Collection<Unicode.Scalar>>(
        title: String, cells: some Collection<Text>, row: (Int) -> Int, beside: (Int) -> Text?,
        below: (Int) -> Text?
    ) -> Form? {
        let key = TitleKey(title)
        var best: (form: Form, weight: Int, count: Int)?
        for (form, labels) in labelledForms {
            let weight = title.isEmpty ? 0 : form.weight(of: key)
            let count = labels.fieldCount(in: cells)
            guard count >= (weight > 0 ? Self.fewestLabels : Self.mostLabels) else { continue }
            if let best, (weight, count) <= (best.weight, best.count) { continue }
            // A header has labels beside labels and something else below; a form has labels below labels and something else
            // beside them, or nothing yet.
            var rows: Set<Int> = []
            var (inForm, inHeader) = (0, 0)
            var beginsForm: Bool?
            for (index, cell) in cells.enumerated() where labels.fieldCount(in: CollectionOfOne(cell)) > 0 {
                let isBeside = beside(index).map { !isPrintedLabel(LabelledForm.label($0)) } ?? false
                if isBeside { rows.insert(row(index)) }
                let isAbove = below(index).map { isLabel(LabelledForm.label($0)) }
                beginsForm = beginsForm ?? (isBeside && isAbove == true)
                if isAbove == true { inForm += 1 } else if isAbove == false { inHeader += 1 }
            }
            // The first label tells it, or where its value is a word that labels are, most of the others do.
            guard beginsForm == true || inForm > inHeader else { continue }
            guard rows.count >= (weight > 0 ? Self.fewestRows : Self.mostRows) else { continue }
            best = (form, weight, count)
        }
        return best?.form
    }

    /// That many fields, and rows with something beside a label, tell a form under its title, and without one.
    private static let fewestLabels = 3
    private static let mostLabels = 6
    private static let fewestRows = 2
    private static let mostRows = 3

    /// Whether a text is the label of the name that a form of one project has.
    func isFormName(_ text: some Collection<Unicode.Scalar>) -> Bool {
        // Few texts begin as a label does.
        guard let first = text.lazy.compactMap({ CompactText.comparable($0) }).first, nameFirsts.contains(first) else {
            return false
        }
        let label = LabelledForm.label(text)
        return labelledForms.contains { $0.form.fields["name"]?.contains(label) == true }
    }

    /// Whether a text is printed as a label in some form, or looks like one.
    func isLabel(_ text: String) -> Bool {
        let folded = Array(text.unicodeScalars)
        return isPrintedLabel(text) || labelPatterns.contains { $0.matches(folded) } || isHeading(folded)
    }

    /// Whether a text is a label to the letter.
    func isPrintedLabel(_ text: String) -> Bool {
        [text, LabelledForm.bare(text)].contains { label in
            let label = HashedText(label.unicodeScalars)
            return labels.contains(label) || headings.contains(label)
        }
    }

    /// The known column that a folded header path belongs to: the form's own before the shared vocabulary's.
    func column(for path: HeaderPath, form: Form?) -> Form.KnownColumn? {
        Self.best(of: form?.columns ?? [], for: path) ?? Self.best(of: vocabulary.columns, for: path)
    }

    private static func best(of columns: [Form.KnownColumn], for path: HeaderPath) -> Form.KnownColumn? {
        var best: (index: Int, weight: Int)?
        for index in columns.indices {
            let weight = columns[index].weight(of: path)
            if weight > best?.weight ?? 0 { best = (index, weight) }
        }
        return best.map { columns[$0.index] }
    }
}

/// A form file: its name and its JSON.
package struct FormFile: Equatable, Sendable {
    package var name: String
    package var bytes: [UInt8]

    package init(name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
    }
}

extension Form {
    /// Whether its codes are of another classification than the one that headings name.
    fileprivate func isRuledOut(by printed: Classification?) -> Bool {
        classification != nil && printed != nil && classification != printed
    }

    /// What the kinds of the fields leave open.
    func validate(file: String, shared: Vocabulary) throws(FormError) {
        func fail(_ field: String, _ reason: String, _ detail: String = "") throws(FormError) {
            throw FormError(file: file, field: field, reason: reason, detail: detail)
        }
        if key.isEmpty || !key.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }) {
            try fail("key", "key", key)
        }
        if titles.isEmpty { try fail("titles", "no_title") }
        if let empty = titles.firstIndex(where: { $0.allSatisfy { $0 == "*" } }) {
            try fail("titles[\(empty)]", "title_empty")
        }
        for (index, column) in columns.enumerated() {
            if column.headers.isEmpty { try fail("columns[\(index)].headers", "no_heading") }
            if columns[..<index].contains(where: { $0.key == column.key && $0.type != column.type }) {
                try fail("columns[\(index)].type", "type_differs", column.key)
            }
        }
        var headed: [String: String] = [:]
        for (index, column) in columns.enumerated() {
            for header in column.headers {
                if let other = headed[header], other != column.key {
                    try fail("columns[\(index)].headers", "heading_twice", header)
                }
                headed[header] = column.key
            }
        }
        let keys = Set((columns + shared.columns).map(\.key) + LabelledForm.amountFields)
        for (index, sum) in rowSums.enumerated() {
            if sum.parts.isEmpty { try fail("row_sums[\(index)].parts", "no_parts") }
            if let unknown = ([sum.total] + sum.parts).first(where: { !keys.contains($0) }) {
                try fail("row_sums[\(index)]", "key_unknown", unknown)
            }
        }
        if let unknown = columnSums.first(where: { !keys.contains($0) }) {
            try fail("column_sums", "key_unknown", unknown)
        }
        if let unknown = fields.keys.sorted().first(where: { !LabelledForm.order.contains($0) }) {
            try fail("fields.\(unknown)", "field_unknown", LabelledForm.order.joined(separator: ", "))
        }
        if layout.hasLabels, fields.isEmpty { try fail("fields", "no_fields") }
    }
}

/// What is wrong with a form file.
package struct FormError: Error, Equatable, Sendable, CustomStringConvertible {
    package var file: String
    /// The way to the field: `columns[2].type`.
    package var field: String
    /// The code of the sentence that says why, behind `form.`, and what it names.
    package var reason: String
    package var detail: String

    package init(file: String, field: String, reason: String, detail: String = "") {
        self.file = file
        self.field = field
        self.reason = reason
        self.detail = detail
    }

    package var description: String {
        "\(file): \(field.isEmpty ? "" : field + ": ")\(Sentences.text(for: "form.\(reason)", details: [detail], in: .ofProcess))"
    }
}
