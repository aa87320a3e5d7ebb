import ArgumentParser
import BudgetRelease
import FormFiles
import Glibc
import Intake
import ReleaseReading
import Sentences
import SystemPackage

struct FormsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.of(
        "forms", help: "forms_command", subcommands: [ListForms.self, ExplainForms.self],
        defaultSubcommand: ListForms.self)
}

struct ListForms: ParsableCommand {
    static let configuration = CommandConfiguration.of("list", help: "forms.list")

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
    static let configuration = CommandConfiguration.of("explain", help: "forms.explain")

    @Argument(help: .of("forms.file", value: "file"))
    var file: String

    @OptionGroup var reading: ReadingOptions

    func run() async throws {
        let shown = FilePath(file).lastComponent?.string ?? file
        let descriptor: FileDescriptor
        switch OpenedDocument.open(FilePath(file), shown: shown) {
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
        Terminal.complain(of: file, problem.spoken)
        return problem.exitCode
    }

    private static func explanation(of table: Table) -> String {
        let pages = table.pages.map(String.init).joined(separator: ", ")
        let title = table.title.isEmpty ? Sentences.text("forms.no_title") : table.title
        var lines = [Sentences.text("forms.table", table.id, title, pages, table.form)]
        for column in table.columns where !column.path.isEmpty {
            let place = column.key ?? (table.form == "other" ? "-" : Sentences.text("forms.not_placed"))
            lines.append("    \(column.path.joined(separator: " / ")): \(place)")
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
