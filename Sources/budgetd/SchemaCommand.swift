import ArgumentParser
import BudgetRelease

extension SchemaName: ExpressibleByArgument {}

struct SchemaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema", abstract: "Print the JSON Schema of what budgetd writes.")

    @Argument(help: "What the schema describes.")
    var name: SchemaName = .release

    func run() {
        Terminal.write(name.bytes)
    }
}
