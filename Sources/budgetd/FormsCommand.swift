import ArgumentParser
import BudgetRelease
import FormFiles
import Glibc
import Intake
import ReleaseReading
import SystemPackage

struct FormsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "forms",
        abstract: "List the forms that budgetd knows, or explain how a document's tables matched them.",
        subcommands: [ListForms.self, ExplainForms.self],
        defaultSubcommand: ListForms.self
    )
}

struct ListForms: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List every form: its key, layout and titles.")

    @OptionGroup var forms: FormsOption

    func run() throws {
        let folder = try forms.checkedFolder()
        let files = try folder.map { try FormFolder(path: $0.string).files() } ?? []
        let catalogue = try FormCatalogue(userFiles: files)
        let width = catalogue.forms.map(\.key.count).max() ?? 0
        for form in catalogue.forms {
            let key = DisplayText(form.key).padded(to: width, alignsRight: false)
            let layout = DisplayText(form.layout.rawValue).padded(to: 12, alignsRight: false)
            Terminal.write(Array("\(key)  \(layout)  \(form.titles.joined(separator: "、"))\n".utf8))
        }
    }
}

struct ExplainForms: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Show for each table of a document its form, and the headings that the form could not place.")

    @Argument(help: ArgumentHelp("The document.", valueName: "file"))
    var file: String

    @OptionGroup var reading: ReadingOptions

    func run() async throws {
        let shown = FilePath(file).lastComponent?.string ?? file
        let descriptor: FileDescriptor
        switch OpenedDocument.open(file, shown: shown) {
        case .opened(let opened): descriptor = opened
        case .problem(let problem): throw say(problem)
        }
        defer { try? descriptor.close() }
        switch await DocumentWorker(try reading.terms()).read(descriptor, name: shown) {
        case .release(let json, _):
            let release = try ContractDecoding.decode(Release.self, from: json)
            for table in release.tables { Terminal.write(Array(Self.explanation(of: table).utf8)) }
        case .problem(let problem), .failure(_, let problem): throw say(problem)
        case .interrupted: throw ExitCode(EX_TEMPFAIL)
        }
    }

    private func say(_ problem: Problem) -> ExitCode {
        Terminal.say("budgetd: \(file): \(problem.message)")
        return problem.exitCode
    }

    private static func explanation(of table: Table) -> String {
        let pages = table.pages.map(String.init).joined(separator: ", ")
        var lines = ["\(table.id) \(table.title.isEmpty ? "(no title)" : table.title), page \(pages): \(table.form)"]
        for column in table.columns where !column.path.isEmpty {
            let place = column.key ?? (table.form == "other" ? "-" : "not placed")
            lines.append("    \(column.path.joined(separator: " / ")): \(place)")
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
