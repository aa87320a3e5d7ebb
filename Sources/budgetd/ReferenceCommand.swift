import ArgumentParser
import BudgetRelease
import ReleaseReading
import Sentences

struct ReferenceCommand: ParsableCommand {
    static let configuration = CommandConfiguration.of("reference")

    func run() throws {
        Terminal.write(Array(try ReferencePage(FormCatalogue()).text.utf8))
    }
}

/// All names that the JSON uses and what each means, as Markdown.
struct ReferencePage {
    let text: String

    /// Headings that a key is shown with.
    private static let shownHeadings = 8

    init(_ catalogue: FormCatalogue) {
        let forms = catalogue.forms.map { [code($0.key), $0.layout.rawValue, $0.titles.joined(separator: "、")] }
        let sections = [
            section("forms", columns: 3, forms), section("columns", columns: 3, Self.columns(of: catalogue)),
            section("findings", columns: 2, FindingCode.allCases.flatMap { sentences(of: $0.rawValue) }),
            section("problems", columns: 2, ProblemCode.allCases.flatMap { sentences(of: $0.rawValue) }),
            section("rules", columns: 2, Check.Rule.allCases.map { rule in meaning(rule.rawValue, "rule") }),
            section("repairs", columns: 2, Repair.Kind.allCases.map { kind in meaning(kind.rawValue, "repair") }),
            section("limits", columns: 2, Limit.allCases.map { [code($0.rawValue), "\($0.standard)"] }),
        ]
        text = ([Sentences.text("reference.head")] + sections).joined(separator: "\n\n") + "\n"
    }

    private static func columns(of catalogue: FormCatalogue) -> [[String]] {
        var types: [String: String] = [:]
        var headings: [String: [String]] = [:]
        for column in catalogue.forms.flatMap(\.columns) {
            types[column.key] = types[column.key] ?? column.type.rawValue
            for heading in column.headers where !(headings[column.key] ?? []).contains(heading) {
                headings[column.key, default: []].append(heading)
            }
        }
        return types.keys.sorted().map { key in
            let all = headings[key] ?? []
            let shown = all.prefix(shownHeadings).joined(separator: "、") + (all.count > shownHeadings ? "…" : "")
            return [code(key), types[key] ?? "", shown]
        }
    }
}

private func code(_ text: String) -> String { "`\(text)`" }

private func sentences(of name: String) -> [[String]] {
    Sentences.kinds(of: name).map { [code($0), Sentences.template($0)] }
}

private func meaning(_ name: String, _ topic: String) -> [String] {
    [code(name), Sentences.template("\(topic).\(name)")]
}

private func section(_ name: String, columns: Int, _ rows: [[String]]) -> String {
    let cells = rows.map { row in "| " + row.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |" }
    let line = "|" + String(repeating: " --- |", count: columns)
    return ([Sentences.template("reference.\(name)"), line] + cells).joined(separator: "\n")
}
