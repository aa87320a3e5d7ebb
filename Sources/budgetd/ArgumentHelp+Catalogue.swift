import ArgumentParser
import Sentences

extension ArgumentHelp {
    /// The help that the catalogue has for a code, and what the value is.
    static func of(_ code: String, value: String? = nil) -> ArgumentHelp {
        ArgumentHelp("\(Sentences.text("help.\(code)"))", valueName: value.map { Sentences.text("value.\($0)") })
    }
}

extension CommandConfiguration {
    /// A command with the help that the catalogue has for a code.
    static func of(
        _ name: String, help code: String? = nil, subcommands: [any ParsableCommand.Type] = [],
        defaultSubcommand: (any ParsableCommand.Type)? = nil
    ) -> CommandConfiguration {
        let code = "help.\(code ?? name)"
        let more = "\(code).more"
        return CommandConfiguration(
            commandName: name, abstract: Sentences.text(code),
            discussion: Sentences.has(more) ? Sentences.text(more) : "", subcommands: subcommands,
            defaultSubcommand: defaultSubcommand)
    }
}

extension ValidationError {
    /// A value of an option that is not in the range that it may be from.
    init(outOfRange name: String, _ value: Int, _ range: ClosedRange<Int>, code: String = "option.range") {
        self.init(Sentences.text(code, name, "\(value)", "\(range.lowerBound)", "\(range.upperBound)"))
    }
}
