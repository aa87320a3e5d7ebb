import ArgumentParser
import Sentences

/// `--config`, which every command takes that works for the service.
struct SettingsOption: ParsableArguments {
    /// Where the package puts the settings.
    static let standardFile = "/etc/budgetd/budgetd.conf"
    static let variable = "BUDGETD_CONFIG"

    @Option(
        help: ArgumentHelp(
            "\(Sentences.text("help.config", standardFile))", valueName: Sentences.text("value.file")))
    var config: String?
}

/// A command whose options may stand in the environment and in the file of settings.
protocol ConfiguredCommand: ParsableCommand {
    var settings: SettingsOption { get }
}
