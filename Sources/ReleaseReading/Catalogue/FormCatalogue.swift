import BudgetRelease
import FoundationEssentials

/// The forms that a reading knows.
package struct FormCatalogue: Sendable {
    package let forms: [Form]
    private let vocabulary: Vocabulary

    init(forms: [Form], vocabulary: Vocabulary) {
        self.forms = forms
        self.vocabulary = vocabulary
    }

    /// The catalogue that ships with the program, and forms of the user's own, which come first.
    ///
    /// - Parameter files: JSON of the user's forms, by file name.
    /// - Throws: `FormError` naming the file and the field that is wrong.
    package init(userFiles files: [(name: String, bytes: [UInt8])] = []) throws {
        var forms: [Form] = []
        for (name, bytes) in files { forms.append(try Self.decode(bytes, file: name)) }
        for (name, bytes) in Self.shippedFiles { forms.append(try Self.decode(bytes, file: name)) }
        let vocabulary: Vocabulary = try Self.decode(PackageResources.vocabulary_json, file: "vocabulary.json")
        self.init(forms: forms, vocabulary: vocabulary)
    }

    private static func decode<Value: Decodable>(_ bytes: [UInt8], file: String) throws -> Value {
        do {
            return try JSONDecoder().decode(Value.self, from: Data(bytes))
        } catch let error as DecodingError {
            throw FormError(file: file, error)
        }
    }

    /// Everything that the catalogue is made of, for the fingerprint of a reading.
    package static var shippedBytes: [UInt8] {
        shippedFiles.flatMap(\.bytes) + PackageResources.vocabulary_json
    }

    private static var shippedFiles: [(name: String, bytes: [UInt8])] {
        [
            ("income_expenditure_summary.json", PackageResources.income_expenditure_summary_json),
            ("income_summary.json", PackageResources.income_summary_json),
            ("expenditure_summary.json", PackageResources.expenditure_summary_json),
            ("fiscal_appropriation_summary.json", PackageResources.fiscal_appropriation_summary_json),
            ("fiscal_appropriation_by_function.json", PackageResources.fiscal_appropriation_by_function_json),
            ("fiscal_appropriation_basic_by_economy.json", PackageResources.fiscal_appropriation_basic_by_economy_json),
            ("general_public_budget_by_function.json", PackageResources.general_public_budget_by_function_json),
            (
                "general_public_budget_basic_by_economy.json",
                PackageResources.general_public_budget_basic_by_economy_json
            ),
            ("three_public_expenses.json", PackageResources.three_public_expenses_json),
            ("government_fund_by_function.json", PackageResources.government_fund_by_function_json),
            ("state_capital_by_function.json", PackageResources.state_capital_by_function_json),
            ("agency_operating_expenses.json", PackageResources.agency_operating_expenses_json),
            ("government_procurement.json", PackageResources.government_procurement_json),
            ("project_expenditure.json", PackageResources.project_expenditure_json),
            ("project_performance_goal_form.json", PackageResources.project_performance_goal_form_json),
            ("project_performance_goals.json", PackageResources.project_performance_goals_json),
        ]
    }

    // MARK: Matching

    /// Whether any form is printed under a title.
    func knowsTitle(_ title: String) -> Bool {
        let key = TitleKey(title)
        return forms.contains { $0.weight(of: key) > 0 }
    }

    /// The form that a title alone fits best.
    func form(titled title: String) -> Form? {
        let key = TitleKey(title)
        return forms.map { ($0, $0.weight(of: key)) }.filter { $0.1 > 0 }.max { $0.1 < $1.1 }?.0
    }

    /// The form that a title and a header belong to.
    ///
    /// The title decides, the header between forms of one title. Where no title is printed, a header decides alone
    /// if a form knows all of it; only forms of projects have headings that no other form has.
    func form(title: String, paths: [[String]]) -> Form? {
        let key = TitleKey(title)
        let folded = paths.map { $0.map(CompactText.folded) }
        let candidates = forms.filter { $0.layout != .projectForm }.compactMap {
            form -> (form: Form, weight: Int, own: Int)? in
            let own = folded.count { path in form.columns.contains { $0.weight(of: path) > 0 } }
            if title.isEmpty {
                guard form.layout == .projects, own == paths.count, own >= 3 else { return nil }
                return (form, 0, own)
            }
            let weight = form.weight(of: key)
            let known = folded.count { column(for: $0, form: form) != nil }
            guard weight > 0, known * 2 >= paths.count else { return nil }
            return (form, weight, own)
        }
        return candidates.max { ($0.weight, $0.own) < ($1.weight, $1.own) }?.form
    }

    /// The form of one project that most of whose labels stand in the cells of a block.
    func projectForm(labels: Set<String>) -> Form? {
        forms.first { form in
            form.layout == .projectForm && form.fields.values.count { !labels.isDisjoint(with: $0) } >= 6
        }
    }

    /// The known column that a folded header path belongs to: the form's own before the shared vocabulary's.
    func column(for path: [String], form: Form?) -> Form.KnownColumn? {
        func best(_ columns: [Form.KnownColumn]) -> Form.KnownColumn? {
            columns.map { ($0, $0.weight(of: path)) }.filter { $0.1 > 0 }.max { $0.1 < $1.1 }?.0
        }
        return best(form?.columns ?? []) ?? best(vocabulary.columns)
    }
}

/// What is wrong with a form file.
package struct FormError: Error, Equatable, Sendable, CustomStringConvertible {
    package var file: String
    /// The way to the field: `columns[2].type`.
    package var field: String
    package var reason: String

    init(file: String, _ error: DecodingError) {
        self.file = file
        let context: DecodingError.Context
        switch error {
        case .keyNotFound(let key, let found):
            context = found
            reason = "the field “\(key.stringValue)” is missing"
        case .typeMismatch(_, let found), .valueNotFound(_, let found):
            (context, reason) = (found, "a value of another kind is needed")
        case .dataCorrupted(let found): (context, reason) = (found, found.debugDescription)
        @unknown default: (context, reason) = (DecodingError.Context(codingPath: [], debugDescription: ""), "\(error)")
        }
        field = context.codingPath.reduce("") { path, key in
            if let index = key.intValue { return path + "[\(index)]" }
            return path.isEmpty ? key.stringValue : path + "." + key.stringValue
        }
    }

    package var description: String { "\(file): \(field.isEmpty ? "" : field + ": ")\(reason)" }
}
