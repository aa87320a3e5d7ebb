import ArgumentParser
import Glibc
import Intake
import Logging
import ServiceLifecycle
import SystemPackage
import UnixSignals

struct WatchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch",
        abstract: "Take in documents dropped into a folder and archive what they say.",
        discussion: """
            SIGTERM and SIGINT end it; what was unfinished stays in the inbox. SIGHUP reads the forms again.
            """
    )

    @Option(help: ArgumentHelp("The folder that documents are dropped into.", valueName: "folder"))
    var inbox = "Inbox"

    @Option(help: ArgumentHelp("The folder that results stand in.", valueName: "folder"))
    var archive = "Archive"

    @OptionGroup var reading: ReadingOptions
    @OptionGroup var jobs: JobsOption

    @Flag(help: "Empty the inbox and end.")
    var once = false

    @Option(
        help: ArgumentHelp(
            "How often the inbox is looked at where the kernel cannot tell of changes.", valueName: "seconds"))
    var poll = 15

    @Option(
        help: ArgumentHelp(
            "How long a document that looks damaged is left alone before it is judged: it may not be whole yet.",
            valueName: "seconds"))
    var secondLook = 60

    @Option(help: ArgumentHelp("A file for Prometheus' textfile collector.", valueName: "file"))
    var metrics: String?

    func validate() throws {
        for (name, value, least) in [("poll", poll, 1), ("second-look", secondLook, 0)]
        where !(least...86_400).contains(value) {
            throw ValidationError("--\(name) is \(value); it must be from \(least) to 86400 seconds.")
        }
    }

    func run() async throws {
        signal(SIGPIPE, SIG_IGN)
        LoggingSystem.bootstrap { _ in LineLogHandler() }
        let logger = Logger(label: "budgetd")
        let service = IntakeService(configuration: try serviceConfiguration(), logger: logger)
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [
                    .init(
                        service: service, successTerminationBehavior: .gracefullyShutdownGroup,
                        failureTerminationBehavior: .cancelGroup),
                    .init(service: ReloadOnHangup(intake: service)),
                ],
                gracefulShutdownSignals: [.sigterm, .sigint],
                logger: Logger(label: "budgetd.group") { _ in SwiftLogNoOpLogHandler() }))
        do {
            try await group.run()
        } catch let error as IntakeError {
            Terminal.say("budgetd: \(error)")
            throw error.exitCode
        }
    }

    private func serviceConfiguration() throws -> IntakeService.Configuration {
        var configuration = IntakeService.Configuration(
            inbox: try FilePath(absolute: inbox), archive: try FilePath(absolute: archive))
        configuration.once = once
        configuration.jobs = jobs.count
        configuration.rescan = .seconds(poll)
        configuration.secondLook = .seconds(secondLook)
        configuration.terms = try reading.terms()
        configuration.metrics = try metrics.map { try FilePath(absolute: $0) }
        return configuration
    }
}

/// SIGHUP makes the daemon read its forms again.
private struct ReloadOnHangup: Service {
    let intake: IntakeService

    func run() async throws {
        for await _ in await UnixSignalsSequence(trapping: .sighup).cancelOnGracefulShutdown() { intake.reload() }
    }
}

extension IntakeError {
    /// The exit code of sysexits.h that says the same.
    var exitCode: ExitCode {
        switch self {
        case .noFolder, .archiveInsideInbox, .inboxInsideArchive: ExitCode(EX_USAGE)
        case .archiveInUse, .inboxInUse, .reparseInUse, .leftInInbox: ExitCode(EX_TEMPFAIL)
        case .noReader: ExitCode(EX_UNAVAILABLE)
        }
    }
}
