import ArgumentParser
import FoundationEssentials

/// `--jobs`, which every command takes that reads many documents.
struct JobsOption: ParsableArguments {
    @Option(help: ArgumentHelp("Documents read at a time. (default: one a core)", valueName: "count"))
    var jobs: Int?

    /// The number of cores that this process may use, or what was asked for.
    var count: Int { jobs ?? max(1, ProcessInfo.processInfo.activeProcessorCount) }

    func validate() throws {
        if let jobs, !(1...1_024).contains(jobs) {
            throw ValidationError("--jobs is \(jobs); it must be from 1 to 1024.")
        }
    }
}
