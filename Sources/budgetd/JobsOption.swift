import ArgumentParser
import FoundationEssentials

/// `--jobs`, which every command takes that reads many documents.
struct JobsOption: ParsableArguments {
    @Option(help: .of("jobs", value: "count"))
    var jobs: Int?

    /// The number of cores that this process may use, or what was asked for.
    var count: Int { jobs ?? max(1, ProcessInfo.processInfo.activeProcessorCount) }

    func validate() throws {
        let range = 1...1_024
        if let jobs, !range.contains(jobs) { throw ValidationError(outOfRange: "jobs", jobs, range) }
    }
}
