import ArgumentParser
import BudgetRelease

/// An option as its command declares it, read from the parser's own description of the command.
struct DeclaredOption: Equatable {
    var name: String
    var isFlag: Bool
    /// The value where nobody gives one; nil where there is none.
    var standard: String?

    private static let denial = "no-"

    /// The options of a command that have a long name, in the order of their declaration.
    static func all(of command: any ParsableCommand.Type) -> [DeclaredOption] {
        guard
            let description = try? ContractDecoding.decode(
                Description.self, from: Array(command._dumpHelp().utf8))
        else { return [] }
        var seen: Set<String> = []
        let options = (description.command.arguments ?? []).compactMap { argument -> DeclaredOption? in
            guard argument.kind != "positional", let name = argument.names?.first(where: { $0.kind == "long" })?.name,
                seen.insert(name).inserted
            else { return nil }
            let isFlag = argument.kind == "flag"
            // The parser's description has `--no-name` there.
            return DeclaredOption(name: name, isFlag: isFlag, standard: isFlag ? "no" : argument.defaultValue)
        }
        // What says no to a flag is no option of its own.
        return options.filter { !$0.isFlag || !$0.name.hasPrefix(Self.denial) }
    }

    private struct Description: Decodable {
        var command: Command

        struct Command: Decodable { var arguments: [Argument]? }

        struct Argument: Decodable {
            var kind: String
            var names: [Name]?
            var defaultValue: String?
        }

        struct Name: Decodable {
            var kind: String
            var name: String
        }
    }
}
