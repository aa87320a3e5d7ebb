import ArgumentParser
import BudgetRelease

struct ShowCommand: ParsableCommand, ConfiguredCommand {
    static let configuration = CommandConfiguration.of("show")

    @Argument(help: .of("show.name", value: "name"))
    var name: String

    @Option(help: .of("show.table", value: "id"))
    var table: [String] = []

    @OptionGroup var archive: ArchiveOption
    @OptionGroup var settings: SettingsOption

    @Flag(help: .of("json"))
    var json = false

    func run() throws {
        let shown = try ReleaseArgument(name, in: archive)
        if json {
            Terminal.write(shown.json)
            return
        }
        var release = shown.release
        if !table.isEmpty { release.tables.removeAll { !table.contains($0.id) && !table.contains($0.form) } }
        Terminal.write(Array(TableRendering(release).text.utf8))
    }
}
