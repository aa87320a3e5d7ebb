import ArchiveReading
import ArgumentParser
import Glibc
import Intake
import Sentences
import SystemPackage
import UnixSignals

struct ReparseCommand: AsyncParsableCommand, ConfiguredCommand {
    static let configuration = CommandConfiguration.of("reparse")

    @OptionGroup var archive: ArchiveOption
    @OptionGroup var reading: ReadingOptions
    @OptionGroup var jobs: JobsOption
    @OptionGroup var settings: SettingsOption

    @Flag(help: .of("reparse.all"))
    var all = false

    func run() async throws {
        let layout = try archive.layout()
        let worker = DocumentWorker(try reading.terms())
        let reparse = Reparse(archive: layout.root, worker: worker, jobs: jobs.count)
        let readsAll = all
        let work = Task { try await Self.run(reparse, readsAll: readsAll) }
        let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
        let listener = Task {
            for await _ in signals { work.cancel() }
        }
        defer { listener.cancel() }
        do {
            let failed = try await work.value
            await worker.end()
            if failed > 0 { throw ExitCode(EX_DATAERR) }
        } catch is CancellationError {
            Terminal.complain(Sentences.text("reparse.interrupted"))
            throw ExitCode(EX_TEMPFAIL)
        } catch let error as IntakeError {
            Terminal.complain("\(error)")
            throw error.exitCode
        }
    }

    /// - Returns: how many documents gave no release.
    private static func run(_ reparse: Reparse, readsAll: Bool) async throws -> Int {
        var bar = ProgressBar("progress.read", total: reparse.count())
        var counts = (done: 0, revised: 0, unchanged: 0, current: 0, failed: 0)
        defer { bar.end() }
        try await reparse.run(readsAll: readsAll) { step in
            counts.done += 1
            switch step.outcome {
            case .current: counts.current += 1
            case .unchanged: counts.unchanged += 1
            case .revised:
                counts.revised += 1
                bar.end()
                Terminal.write(Array("revised\t\(Escaped(step.document.string))\n".utf8))
            case .failed(let message):
                counts.failed += 1
                bar.end()
                Terminal.write(
                    Array(
                        "failed\t\(Escaped(step.document.string))\t\(Escaped(message))\n"
                            .utf8))
            }
            bar.show(counts.done)
        }
        bar.end()
        Terminal.say(
            Sentences.text(
                "reparse.counts", "\(counts.done)", "\(counts.revised)", "\(counts.unchanged)", "\(counts.current)",
                "\(counts.failed)"))
        return counts.failed
    }
}
