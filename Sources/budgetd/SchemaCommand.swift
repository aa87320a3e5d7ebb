import ArgumentParser
import BudgetRelease

extension SchemaName: ExpressibleByArgument {}

struct SchemaCommand: ParsableCommand {
    static let configuration = CommandConfiguration.of("schema")

    @Argument(help: .of("schema.name", value: "name"))
    var name: SchemaName = .release

    func run() {
        Terminal.write(name.bytes)
    }
}
