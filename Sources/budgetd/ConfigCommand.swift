import ArgumentParser
import BudgetRelease
import Glibc
import Sentences

struct ConfigCommand: ParsableCommand, ConfiguredCommand {
    static let configuration = CommandConfiguration.of("config", help: "settings")

    @OptionGroup var service: ServiceOptions

    @Flag(help: .of("json"))
    var json = false

    func run() throws {
        let settings = try Settings.ofProcess()
        _ = try service.reading.terms()
        let inForce = settings.inForce(over: Array(CommandLine.arguments.dropFirst()))
        if json {
            let members = inForce.map { setting in
                (setting.name, ["value": .string(setting.value), "from": .string("\(setting.origin)")] as JSON)
            }
            let all: JSON = [
                "file": JSON(settings.file), "settings": .object(Dictionary(uniqueKeysWithValues: members)),
                "unknown_variables": .array(settings.unknownVariables.map(JSON.string)),
            ]
            Terminal.write(all.utf8(pretty: true) + [0x0A])
            return
        }
        let rows = inForce.map { [$0.name, $0.value.isEmpty ? "-" : $0.value, "\($0.origin)"].map(DisplayText.init) }
        let widths = (0..<2).map { column in rows.map { $0[column].width }.max() ?? 0 }
        for row in rows {
            let cells = zip(row, widths).map { $0.padded(to: $1, alignsRight: false) } + [row[2].text]
            Terminal.write(Array((cells.joined(separator: "  ") + "\n").utf8))
        }
        for variable in settings.unknownVariables { Terminal.complain(Sentences.text("settings.no_setting", variable)) }
    }
}
