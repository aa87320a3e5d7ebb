import ArgumentParser
import FileKeeping
import Glibc
import SystemPackage

/// The value of an option, and where it stands.
struct Setting: Equatable {
    enum Origin: Equatable {
        case file(String, line: Int)
        case environment(String)
        case option
        case standard
    }

    var name: String
    var value: String
    var origin: Origin
}

/// Options of the service from all places: the file comes before the environment and that before the command line, and
/// of several values the last one counts, as it does for the parser of the command line.
struct Settings {
    /// What stands in the file and in the environment, in this order; each was tried alone.
    private(set) var given: [Setting] = []
    /// The file that was read, if one was.
    private(set) var file: String?
    /// Variables of the environment that look like settings and are none.
    private(set) var unknownVariables: [String] = []

    /// Variables that say something else.
    private static let otherVariables: Set<String> = [SettingsOption.variable, "BUDGETD_CRASH_AFTER", "BUDGETD_FAULTS"]
    /// Options that are no settings: they say what a single call is to do.
    private static let ofTheCall: Set<String> = ["config", "once", "json", "help", "version"]
    private static let prefix = "BUDGETD_"

    /// What may be set.
    static var declared: [DeclaredOption] {
        DeclaredOption.all(of: WatchCommand.self).filter { !ofTheCall.contains($0.name) }
    }

    /// - Parameter option: the file that the command line names.
    init(file option: String?, environment: [String: String]) throws(SettingsError) {
        file = Self.file(named: option, environment: environment)
        if let file { given = try SettingsFile.settings(at: file) }
        let declared = Self.declared
        let names = Set(declared.map(\.name))
        for setting in given where !names.contains(setting.name) { throw .unknown(setting) }
        for (variable, value) in environment.sorted(by: { $0.key < $1.key })
        where variable.hasPrefix(Self.prefix) && !Self.otherVariables.contains(variable) {
            let name = variable.dropFirst(Self.prefix.count).lowercased().map { $0 == "_" ? "-" : $0 }
            if names.contains(String(name)) {
                given.append(Setting(name: String(name), value: value, origin: .environment(variable)))
            } else {
                unknownVariables.append(variable)
            }
        }
        for setting in given { try Self.tryAlone(setting, declared: declared) }
    }

    // MARK: Completing a command line

    /// A command line with the settings that its command knows in front of its own options.
    static func complete(
        _ arguments: [String], environment: @autoclosure () -> [String: String]
    ) throws(SettingsError) -> [String] {
        guard let word = arguments.first, let command = configuredCommand(called: word) else { return arguments }
        // A command line that the parser does not take names no file; what is wrong with it is said when it is parsed.
        let file = (try? command.parse(Array(arguments.dropFirst())))?.settings.config
        let settings = try Settings(file: file, environment: environment())
        guard !settings.given.isEmpty else { return arguments }
        let declared = DeclaredOption.all(of: command)
        var completed = [word]
        for setting in settings.given {
            guard let option = declared.first(where: { $0.name == setting.name }) else { continue }
            completed += try setting.arguments(for: option)
        }
        return completed + arguments.dropFirst()
    }

    /// Where a setting stands for the command of a command line, if it is not on that itself.
    static func origin(of name: String, in arguments: [String]) -> Setting.Origin? {
        guard let word = arguments.first, let command = configuredCommand(called: word) else { return nil }
        let file = (try? command.parse(Array(arguments.dropFirst())))?.settings.config
        let settings = try? Settings(file: file, environment: ProcessEnvironment.variables)
        let setting = settings?.inForce(over: arguments).first { $0.name == name }
        return setting.flatMap { $0.origin == .option || $0.origin == .standard ? nil : $0.origin }
    }

    private static func configuredCommand(called name: String) -> (any ConfiguredCommand.Type)? {
        Budgetd.command(called: name) as? any ConfiguredCommand.Type
    }

    /// - Parameter option: the file that the command line names.
    private static func file(named option: String?, environment: [String: String]) -> String? {
        if let named = option ?? environment[SettingsOption.variable] { return named.isEmpty ? nil : named }
        return FileOperations.exists(FilePath(SettingsOption.standardFile)) ? SettingsOption.standardFile : nil
    }

    /// Has the parser judge a value by itself, so that an error can say where it stands.
    private static func tryAlone(_ setting: Setting, declared: [DeclaredOption]) throws(SettingsError) {
        guard let option = declared.first(where: { $0.name == setting.name }) else { throw .unknown(setting) }
        let arguments = try setting.arguments(for: option)
        do {
            _ = try WatchCommand.parse(arguments)
        } catch {
            throw .wrong(setting, reason: WatchCommand.message(for: error))
        }
    }

    // MARK: What is in force

    /// Every setting with the value that counts.
    ///
    /// - Parameter arguments: the command line, whose options come last.
    func inForce(over arguments: [String]) -> [Setting] {
        Self.declared.map { option in
            if let value = option.lastValue(in: arguments) {
                return Setting(name: option.name, value: value, origin: .option)
            }
            if let setting = given.last(where: { $0.name == option.name }) { return setting }
            return Setting(name: option.name, value: option.standard ?? "", origin: .standard)
        }
    }
}

extension Setting {
    private static let affirmations: Set<String> = ["yes", "true", "on", "1"]
    private static let denials: Set<String> = ["no", "false", "off", "0"]

    /// The setting as the command line has it.
    func arguments(for option: DeclaredOption) throws(SettingsError) -> [String] {
        // An option's value may begin with a dash only behind an equals sign.
        guard option.isFlag else { return ["--\(name)=\(value)"] }
        if Self.affirmations.contains(value.lowercased()) { return ["--\(name)"] }
        if Self.denials.contains(value.lowercased()) { return ["--no-\(name)"] }
        throw .notYesOrNo(self)
    }
}

extension DeclaredOption {
    /// The value that the last of these arguments gives the option; nil where none does.
    fileprivate func lastValue(in arguments: [String]) -> String? {
        var value: String?
        for (index, argument) in arguments.enumerated() {
            if argument == "--" { break }
            if isFlag {
                if argument == "--\(name)" { value = "yes" }
                if argument == "--no-\(name)" { value = "no" }
            } else if argument == "--\(name)", index + 1 < arguments.count {
                value = arguments[index + 1]
            } else if argument.hasPrefix("--\(name)=") {
                value = String(argument.dropFirst(name.count + 3))
            }
        }
        return value
    }
}
