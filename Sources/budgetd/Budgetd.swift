import ArgumentParser
import BudgetRelease

@main
struct Budgetd: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "budgetd",
        abstract: "Turns Chinese government budget releases into data.",
        version: budgetdVersion,
        subcommands: [ParseCommand.self, WatchCommand.self, FormsCommand.self, SchemaCommand.self]
    )
}
