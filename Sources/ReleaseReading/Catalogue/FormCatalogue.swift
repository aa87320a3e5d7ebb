import BudgetRelease
import FoundationEssentials

/// The forms that a reading knows.
package struct FormCatalogue: Sendable {
    package var forms: [Form]

    package init(forms: [Form]) { self.forms = forms }

    /// The catalogue that ships with the program.
    ///
    /// - Throws: an error of the decoder where a shipped file is no form; the suite reads all of them.
    package static func shipped() throws -> FormCatalogue {
        FormCatalogue(forms: try shippedFiles.map { try JSONDecoder().decode(Form.self, from: Data($0)) })
    }

    /// The bytes of the shipped files, in the order in which they are tried.
    package static var shippedFiles: [[UInt8]] {
        [PackageResources.project_performance_goals_json]
    }

    /// The form that a title and a header belong to.
    ///
    /// The title decides; the header decides between forms of one title, and alone where the title says nothing.
    func form(title: String, paths: [[String]]) -> Form? {
        let title = TitleKey(title)
        let candidates = forms.compactMap { form -> (form: Form, titled: Int, placed: Int)? in
            let titled = form.titles.filter { title.matches($0) }.map(\.count).max() ?? 0
            let placed = paths.count { form.column(for: $0) != nil }
            let needed = title.isEmpty ? paths.count : max(1, paths.count / 2)
            guard placed >= needed, titled > 0 || (title.isEmpty && placed >= 3) else { return nil }
            return (form, titled, placed)
        }
        return candidates.max { ($0.titled, $0.placed) < ($1.titled, $1.placed) }?.form
    }
}

/// A title as compared with the titles of forms: without year, numbering, 部门 and 单位.
struct TitleKey: Equatable {
    private let text: String

    init(_ title: String) {
        var text = CompactText.folded(title)[...]
        if let digits = text.firstRange(of: "年"), text[..<digits.lowerBound].count <= 5 {
            let year = text[..<digits.lowerBound]
            if !year.isEmpty, year.allSatisfy({ $0.isNumber || "〇零一二三四五六七八九十".contains($0) }) {
                text = text[digits.upperBound...]
            }
        }
        for prefix in ["度", "部门", "预算单位", "单位", "本级"] where text.hasPrefix(prefix) {
            text = text.dropFirst(prefix.count)
        }
        self.text = String(text)
    }

    var isEmpty: Bool { text.isEmpty }

    /// Whether the title is this one, up to an addition in parentheses.
    func matches(_ title: String) -> Bool {
        text == title || (text.hasPrefix(title) && text.dropFirst(title.count).first == "(")
    }
}
