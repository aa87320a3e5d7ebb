import ArgumentParser
import BudgetRelease

@main
struct Budgetd: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "budgetd",
        abstract: "Turns Chinese government budget releases into data.",
        version: budgetdVersion,
        subcommands: [
            ParseCommand.self, WatchCommand.self, StatusCommand.self, RetryCommand.self, ReparseCommand.self,
            VerifyCommand.self, FormsCommand.self, SchemaCommand.self, DoctorCommand.self,
        ]
    )
}
