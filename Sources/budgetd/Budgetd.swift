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
        subcommands: [
            ParseCommand.self, WatchCommand.self, StatusCommand.self, RetryCommand.self, ReparseCommand.self,
            VerifyCommand.self, ConfigCommand.self, FormsCommand.self, SchemaCommand.self, DoctorCommand.self,
        ]
    )

    static func main() async {
        // What the system says of errors comes in the language of the locale too.
        setlocale(LC_CTYPE, "")
        setlocale(LC_MESSAGES, "")
        do {
            let arguments = try Settings.complete(
                Array(CommandLine.arguments.dropFirst()), environment: ProcessEnvironment.variables)
            var command = try parseAsRoot(arguments)
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch let error as SettingsError {
            Terminal.complain("\(error)")
            Glibc.exit(EX_CONFIG)
        } catch {
            let code = exitCode(for: error)
            let text = Sentences.translated(parser: fullMessage(for: error))
            // Commands end by a code of their own, which has no text.
            if !text.isEmpty { code == .success ? Terminal.write(Array((text + "\n").utf8)) : Terminal.say(text) }
            Glibc.exit(code.rawValue)
        }
    }
}
