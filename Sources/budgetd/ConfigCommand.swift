import ArgumentParser
import BudgetRelease
import Glibc
import Sentences

struct ConfigCommand: ParsableCommand, ConfiguredCommand {
    static let configuration = CommandConfiguration.of("config", help: "settings")

    @OptionGroup var service: ServiceOptions

    @Flag(help: .of("json"))
    var json = false

    var settings: SettingsOption { service.settings }

    func run() throws {
        let settings = try Settings(file: settings.config, environment: ProcessEnvironment.variables)
        _ = try service.reading.terms()
        var inForce = settings.inForce(over: Array(CommandLine.arguments.dropFirst()))
        for index in inForce.indices where inForce[index].name == "jobs" && inForce[index].origin == .standard {
            inForce[index].value = "\(service.jobs.count)"
        }
        if json {
            let members: [(String, JSON)] = inForce.map { setting in
                (setting.name, ["value": .string(setting.value), "from": setting.origin.json])
            }
            let all: JSON = [
                "file": JSON(settings.file), "settings": .object(JSONObject(members)),
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
        if let file = settings.file { Terminal.say(Sentences.text("settings.read", file)) }
        for variable in settings.unknownVariables { Terminal.complain(Sentences.text("settings.no_setting", variable)) }
    }
}

extension Setting.Origin {
    /// The same in every language.
    fileprivate var json: JSON {
        switch self {
        case .file(let path, let line): ["place": "file", "path": .string(path), "line": .int(line)]
        case .environment(let variable): ["place": "environment", "variable": .string(variable)]
        case .option: ["place": "option"]
        case .standard: ["place": "standard"]
        }
    }
}
