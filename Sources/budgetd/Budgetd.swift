import ArgumentParser
import BudgetRelease
import Glibc
import Sentences

@main
struct Budgetd: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "budgetd",
        abstract: Sentences.text("help.budgetd"),
        version: budgetdVersion,
        subcommands: commands
    )

    private static let commands: [any ParsableCommand.Type] = [
        ParseCommand.self, BatchCommand.self, WatchCommand.self, StatusCommand.self, RetryCommand.self,
        ReparseCommand.self, VerifyCommand.self, FeedCommand.self, HookCommand.self, ExportCommand.self,
        ListCommand.self, ReviewCommand.self, CorrectCommand.self, SearchCommand.self, ShowCommand.self,
        DiffCommand.self, ConfigCommand.self, FormsCommand.self, SchemaCommand.self, ReferenceCommand.self,
        DoctorCommand.self,
    ]

    /// The command that a word is the name of.
    static func command(called word: String) -> (any ParsableCommand.Type)? {
        commands.first { $0.configuration.commandName == word }
    }

    static func main() async {
        let arguments = Array(CommandLine.arguments.dropFirst())
        refuseUnknown(arguments.first)
        do {
            try await run(try Settings.complete(arguments, environment: ProcessEnvironment.variables))
        } catch let error as SettingsError {
            await helpIfAsked(arguments)
            Terminal.complain("\(error)")
            Glibc.exit(EX_CONFIG)
        } catch let error as Failure {
            let located = error.located(in: arguments)
            Terminal.complain(located ?? error.description)
            // A setting that cannot be used is one, whatever is wrong with it.
            Glibc.exit(located == nil ? error.exitCode : EX_CONFIG)
        } catch {
            end(with: error)
        }
    }

    /// Ends the program where its first word is no command, with the one that is likely meant: the parser would only call it
    /// unexpected.
    private static func refuseUnknown(_ word: String?) {
        guard let word, !word.hasPrefix("-"), word != "help", command(called: word) == nil else { return }
        let names = commands.compactMap { $0.configuration.commandName } + ["help"]
        if let near = CommandSuggestion(for: word, among: names).command {
            Terminal.complain(Sentences.text("command.near", "\(Escaped(word))", near))
        } else {
            Terminal.complain(Sentences.text("command.unknown", "\(Escaped(word))"))
        }
        Glibc.exit(EX_USAGE)
    }

    private static func run(_ arguments: [String]) async throws {
        // A command that is named is parsed by itself: the whole program takes the parser three times as long. What it does not
        // take is said of the whole.
        let named = arguments.first.flatMap { Self.command(called: $0) }
        let alone = (try? named?.parseAsRoot(Array(arguments.dropFirst()))).flatMap { isHelp($0) ? nil : $0 }
        var command = try alone ?? parseAsRoot(arguments)
        if var command = command as? any AsyncParsableCommand {
            try await command.run()
        } else {
            try command.run()
        }
    }

    /// Whether it is the parser's own answer to `--help`, which is about the whole program.
    private static func isHelp(_ command: any ParsableCommand) -> Bool {
        type(of: command).configuration.commandName == "help"
    }

    /// Who asks for help or the version gets it, whatever the settings are.
    private static func helpIfAsked(_ arguments: [String]) async {
        do {
            // The parser makes a command of its own of the question.
            if try !(parseAsRoot(arguments) is any ConfiguredCommand) { try await run(arguments) }
        } catch {
            if exitCode(for: error) == .success { end(with: error) }
        }
    }

    private static func end(with error: any Error) -> Never {
        // Commands end by a code of their own: the parser would work out its help and then say nothing.
        if let code = error as? ExitCode { Glibc.exit(code.rawValue) }
        let code = exitCode(for: error)
        let text = spoken(error)
        if !text.isEmpty { code == .success ? Terminal.write(Array((text + "\n").utf8)) : Terminal.say(text) }
        Glibc.exit(code.rawValue)
    }

    /// What the parser says, in the language of the process.
    private static func spoken(_ error: any Error) -> String {
        if Language.ofProcess == .english { return fullMessage(for: error) }
        // Wrapped, a sentence could not be found any more.
        return Sentences.translated(parser: fullMessage(for: error, columns: 100_000))
    }
}

extension Failure {
    /// The sentence and where the setting stands that is to blame; nil where that is the command line.
    func located(in arguments: [String]) -> String? {
        guard let setting, let origin = Settings.origin(of: setting, in: arguments) else { return nil }
        return Sentences.text("settings.wrong", "\(origin)", "\(setting): \(description)")
    }
}
