import ArgumentParser
import Intake
import SystemPackage

/// What the daemon is told: folders, times, and how documents are read. Each may also stand in the environment or in a
/// file (`Settings`).
struct ServiceOptions: ParsableArguments {
    @Option(help: .of("inbox", value: "folder"))
    var inbox = "Inbox"

    @OptionGroup var archive: ArchiveOption
    @OptionGroup var reading: ReadingOptions
    @OptionGroup var jobs: JobsOption

    @Option(help: .of("watch.poll", value: "seconds"))
    var poll = 15

    @Option(help: .of("watch.second_look", value: "seconds"))
    var secondLook = 60

    @Option(help: .of("watch.metrics", value: "file"))
    var metrics: String?

    @OptionGroup var settings: SettingsOption

    func validate() throws {
        let day = 86_400
        for (name, value, range) in [("poll", poll, 1...day), ("second-look", secondLook, 0...day)]
        where !range.contains(value) {
            throw ValidationError(outOfRange: name, value, range, code: "option.range_seconds")
        }
    }

    /// Where the daemon works and what is in force at its start.
    func configuration() throws -> IntakeService.Configuration {
        var configuration = IntakeService.Configuration(
            inbox: try FilePath(absolute: inbox), archive: try FilePath(absolute: archive.archive))
        configuration.metrics = try metrics.map { try FilePath(absolute: $0) }
        configuration.settings = try changeable()
        return configuration
    }

    /// What a reload may change.
    func changeable() throws -> IntakeService.Settings {
        var settings = IntakeService.Settings()
        settings.jobs = jobs.count
        settings.rescan = .seconds(poll)
        settings.secondLook = .seconds(secondLook)
        settings.terms = try reading.terms()
        return settings
    }
}
