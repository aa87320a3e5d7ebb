import ArgumentParser
import Glibc
import Intake
import Logging
import Sentences
import ServiceLifecycle
import Systemd
import UnixSignals

struct WatchCommand: AsyncParsableCommand, ConfiguredCommand {
    static let configuration = CommandConfiguration.of("watch")

    @OptionGroup var service: ServiceOptions

    @Flag(help: .of("watch.once"))
    var once = false

    var settings: SettingsOption { service.settings }

    func run() async throws {
        signal(SIGPIPE, SIG_IGN)
        LoggingSystem.bootstrap { _ in LineLogHandler() }
        let logger = Logger(label: "budgetd")
        for variable in try Settings(file: settings.config, environment: ProcessEnvironment.variables).unknownVariables
        {
            logger.warning("\(Sentences.text("log.no_setting", variable))")
        }
        let manager = ServiceManager(environment: ProcessEnvironment.variables)
        var configuration = try service.configuration()
        configuration.once = once
        let intake = IntakeService(configuration: configuration, manager: manager, logger: logger)
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [
                    .init(
                        service: intake, successTerminationBehavior: .gracefullyShutdownGroup,
                        failureTerminationBehavior: .cancelGroup),
                    .init(
                        service: ReloadOnHangup(intake: intake, began: service, manager: manager, logger: logger)),
                ],
                gracefulShutdownSignals: [.sigterm, .sigint],
                logger: Logger(label: "budgetd.group") { _ in SwiftLogNoOpLogHandler() }))
        do {
            try await group.run()
        } catch let error as IntakeError {
            Terminal.complain("\(error)")
            throw error.exitCode
        }
    }
}

/// SIGHUP makes the daemon read its settings and forms again.
private struct ReloadOnHangup: Service {
    let intake: IntakeService
    /// What was in force at the start.
    let began: ServiceOptions
    let manager: ServiceManager
    let logger: Logger

    func run() async throws {
        for await _ in await UnixSignalsSequence(trapping: .sighup).cancelOnGracefulShutdown() {
            manager.reloading()
            do {
                let arguments = try Settings.complete(
                    Array(CommandLine.arguments.dropFirst()), environment: ProcessEnvironment.variables)
                guard let command = try Budgetd.parseAsRoot(arguments) as? WatchCommand else { continue }
                intake.reload(with: try command.service.changeable())
                warnOfLasting(command.service)
            } catch {
                let reason =
                    (error as? Failure).map {
                        $0.located(in: Array(CommandLine.arguments.dropFirst())) ?? $0.description
                    }
                    ?? Sentences.translated(parser: Budgetd.message(for: error))
                logger.error("\(Sentences.text("log.not_reloaded", reason))")
                manager.ready()
            }
        }
    }

    /// Names what a reload does not change.
    private func warnOfLasting(_ new: ServiceOptions) {
        let lasting = [
            ("inbox", began.inbox, new.inbox), ("archive", began.archive.archive, new.archive.archive),
            ("metrics", began.metrics ?? "-", new.metrics ?? "-"),
        ]
        for (name, old, new) in lasting where old != new {
            logger.warning("\(Sentences.text("log.restart", name, old))")
        }
    }
}

extension IntakeError {
    /// The exit code of sysexits.h that says the same.
    var exitCode: ExitCode {
        switch self {
        case .archiveInsideInbox, .inboxInsideArchive: ExitCode(EX_USAGE)
        case .noFolder: ExitCode(EX_NOINPUT)
        case .archiveInUse, .inboxInUse, .reparseInUse, .leftInInbox: ExitCode(EX_TEMPFAIL)
        case .noReader: ExitCode(EX_UNAVAILABLE)
        }
    }
}
