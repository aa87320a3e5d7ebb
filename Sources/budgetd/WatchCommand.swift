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
        abstract: "Take in documents dropped into a folder and archive what they say."
    )

    @Option(help: ArgumentHelp("The folder that documents are dropped into.", valueName: "folder"))
    var inbox = "Inbox"

    @Option(help: ArgumentHelp("The folder that results stand in.", valueName: "folder"))
    var archive = "Archive"

    @OptionGroup var forms: FormsOption

    @Flag(help: "Empty the inbox and end.")
    var once = false

    func run() async throws {
        signal(SIGPIPE, SIG_IGN)
        LoggingSystem.bootstrap(StreamLogHandler.standardError)
        let logger = Logger(label: "budgetd")
        var configuration = IntakeService.Configuration(
            inbox: try FilePath(absolute: inbox), archive: try FilePath(absolute: archive))
        configuration.once = once
        configuration.forms = try forms.checkedFolder()
        let service = IntakeService(configuration: configuration, logger: logger)
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [
                    .init(
                        service: service, successTerminationBehavior: .gracefullyShutdownGroup,
                        failureTerminationBehavior: .cancelGroup)
                ],
                gracefulShutdownSignals: [.sigterm, .sigint],
                logger: logger))
        do {
            try await group.run()
        } catch let error as IntakeError {
            Terminal.say("budgetd: \(error)")
            throw error.exitCode
        }
    }
}

extension IntakeError {
    /// The exit code of sysexits.h that says the same.
    var exitCode: ExitCode {
        switch self {
        case .noFolder, .archiveInsideInbox: ExitCode(EX_USAGE)
        case .archiveInUse, .inboxInUse, .leftInInbox: ExitCode(EX_TEMPFAIL)
        case .system: ExitCode(EX_OSERR)
        }
    }
}
