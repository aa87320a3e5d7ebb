import BudgetRelease

/// Counters since the start of the daemon, and their Prometheus text format (version 0.0.4).
///
/// Gauges that would change with the clock are given as points in time, so that nothing has to be written while
/// nothing happens.
struct Metrics: Sendable {
    private var durations = [Int](repeating: 0, count: Self.bounds.count)
    private var durationCount = 0
    private var milliseconds = 0
    private var kills: [DocumentWorker.Failure: Int] = [:]
    private var brokenChecks = 0
    private var lastDocument: Int?

    /// Upper bounds of the duration buckets, in seconds and milliseconds.
    private static let bounds: [(label: String, milliseconds: Int)] = [
        ("0.05", 50), ("0.1", 100), ("0.25", 250), ("0.5", 500), ("1", 1_000), ("2.5", 2_500), ("5", 5_000),
        ("10", 10_000), ("30", 30_000), ("60", 60_000),
    ]

    /// - Parameter now: seconds since 1970.
    mutating func count(_ report: DocumentReport, now: Int) {
        for (index, bound) in Self.bounds.enumerated() where report.milliseconds <= bound.milliseconds {
            durations[index] += 1
        }
        durationCount += 1
        milliseconds += report.milliseconds
        brokenChecks += report.brokenChecks
        lastDocument = now
    }

    mutating func count(_ failure: DocumentWorker.Failure) { kills[failure, default: 0] += 1 }

    /// What a status leaves to be said in numbers.
    struct Gauges: Sendable {
        var outcomes: [String: Int]
        var waiting: Int
        var inWork: Int
        /// Seconds since 1970.
        var oldestWaiting: Int?
        /// Names in the inbox that are not taken, by why.
        var staying: [(reason: String, count: Int)]
        var archived: Int
        var rejected: Int
        var overflows: Int
        var isPolling: Bool
        var isStandingStill: Bool
        var started: Int
        var fingerprint: String
        var poppler: String
    }

    func text(_ gauges: Gauges) -> String {
        var text = MetricText()
        text.add(
            "budgetd_build_info", .gauge, "What is running.",
            [([("fingerprint", gauges.fingerprint), ("poppler", gauges.poppler), ("version", budgetdVersion)], "1")])
        text.add(
            "budgetd_start_time_seconds", .gauge, "When the daemon started, in seconds since 1970.",
            [([], String(gauges.started))])
        text.add(
            "budgetd_documents_total", .counter, "Documents that left the inbox, by outcome.",
            DocumentReport.Outcome.allCases.map {
                ([("outcome", $0.rawValue)], String(gauges.outcomes[$0.rawValue] ?? 0))
            })
        addDurations(to: &text)
        text.add(
            "budgetd_last_document_timestamp_seconds", .gauge, "When a document left the inbox last.",
            lastDocument.map { [([], String($0))] } ?? [])
        text.add(
            "budgetd_inbox_waiting_documents", .gauge, "Documents in the inbox that wait their turn.",
            [([], String(gauges.waiting))])
        text.add(
            "budgetd_inbox_oldest_timestamp_seconds", .gauge,
            "When the oldest document that waits was changed last; absent where none waits.",
            gauges.oldestWaiting.map { [([], String($0))] } ?? [])
        text.add(
            "budgetd_inbox_staying_files", .gauge, "Names in the inbox that are not taken now, by reason.",
            gauges.staying.map { ([("reason", $0.reason)], String($0.count)) })
        text.add(
            "budgetd_documents_in_work", .gauge, "Documents on their way from the inbox to the archive.",
            [([], String(gauges.inWork))])
        text.add(
            "budgetd_archived_documents", .gauge, "Documents with a release in the archive.",
            [([], String(gauges.archived))])
        text.add(
            "budgetd_rejected_documents", .gauge, "Documents that were rejected and stand in the archive.",
            [([], String(gauges.rejected))])
        text.add(
            "budgetd_inbox_overflows_total", .counter, "Times that the kernel dropped events of the inbox.",
            [([], String(gauges.overflows))])
        text.add(
            "budgetd_inbox_polling", .gauge, "1 while the kernel cannot tell of changes and the inbox is polled.",
            [([], gauges.isPolling ? "1" : "0")])
        text.add(
            "budgetd_standstill", .gauge, "1 while disk, archive or installation fail and nothing can be taken.",
            [([], gauges.isStandingStill ? "1" : "0")])
        text.add(
            "budgetd_worker_kills_total", .counter, "Readings that came to no answer, by reason.",
            DocumentWorker.Failure.allCases.map { ([("reason", $0.rawValue)], String(kills[$0] ?? 0)) })
        text.add(
            "budgetd_broken_checks_total", .counter, "Sums in archived releases that do not hold.",
            [([], String(brokenChecks))])
        return text.text
    }

    private func addDurations(to text: inout MetricText) {
        let name = "budgetd_document_duration_seconds"
        text.begin(name, .histogram, "From the moment a document is taken until it has its place.")
        for (bound, count) in zip(Self.bounds, durations) {
            text.sample(name + "_bucket", [("le", bound.label)], String(count))
        }
        text.sample(name + "_bucket", [("le", "+Inf")], String(durationCount))
        let fraction = String(milliseconds % 1_000)
        let padding = String(repeating: "0", count: 3 - fraction.count)
        text.sample(name + "_sum", [], "\(milliseconds / 1_000).\(padding)\(fraction)")
        text.sample(name + "_count", [], String(durationCount))
    }
}

/// Lines of the text format.
private struct MetricText {
    enum Kind: String { case counter, gauge, histogram }

    private(set) var text = ""

    mutating func begin(_ name: String, _ kind: Kind, _ help: String) {
        text += "# HELP \(name) \(help)\n# TYPE \(name) \(kind.rawValue)\n"
    }

    mutating func add(
        _ name: String, _ kind: Kind, _ help: String, _ samples: [(labels: [(String, String)], value: String)]
    ) {
        guard !samples.isEmpty else { return }
        begin(name, kind, help)
        for (labels, value) in samples { sample(name, labels, value) }
    }

    mutating func sample(_ name: String, _ labels: [(String, String)], _ value: String) {
        let shown = labels.map { "\($0.0)=\"\($0.1)\"" }.joined(separator: ",")
        text += name + (shown.isEmpty ? "" : "{\(shown)}") + " \(value)\n"
    }
}
