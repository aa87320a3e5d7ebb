import ArgumentParser
import BudgetRelease
import Glibc
import Intake
import ReadingCell

struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Say whether this machine can read documents, and what a hostile one could reach.",
        discussion: """
            Each wall of the sandbox is tried from inside a reader. Exits with 0 when everything holds, with 69 when no \
            document can be read, with 78 when a wall is missing.
            """
    )

    @OptionGroup var reading: ReadingOptions

    @Flag(help: "Print JSON.")
    var json = false

    func run() async throws {
        let worker = DocumentWorker(try reading.terms())
        do {
            let identity = try await worker.identify()
            var held: [Probe: Bool] = [:]
            for probe in Probe.allCases {
                held[probe] = try await DocumentWorker(Self.terms(for: probe)).holds(against: probe)
            }
            let report = DoctorReport(identity: identity, held: held)
            Terminal.write(json ? report.json.utf8(pretty: true) + [0x0A] : Array(report.text.utf8))
            if !report.isSound { throw ExitCode(EX_CONFIG) }
        } catch let error as IntakeError {
            Terminal.say("budgetd: \(error)")
            throw error.exitCode
        }
    }

    /// Limits low enough to be reached soon: what is tried is whether they are kept.
    private static func terms(for probe: Probe) -> DocumentWorker.Terms {
        var terms = DocumentWorker.Terms()
        if probe == .loop { terms.limits[.cpuSeconds] = 1 }
        if probe == .swell { terms.limits[.memory] = 256 << 20 }
        return terms
    }
}

/// What a machine has to read documents with, and what holds the readers.
struct DoctorReport {
    var identity: WorkerIdentity
    /// Whether the attempt failed, by what was tried.
    var held: [Probe: Bool]

    var isSound: Bool { identity.walls.areComplete && held.values.allSatisfy(\.self) }

    var json: JSON {
        [
            "parser": identity.parser.json, "walls": identity.walls.json,
            "held": .object(
                Dictionary(uniqueKeysWithValues: held.map { ($0.key.rawValue, JSON.bool($0.value)) })),
            "sound": .bool(isSound),
        ]
    }

    var text: String {
        let parser = identity.parser
        let walls = identity.walls
        var lines = [
            "reader      budgetd \(parser.version), poppler \(parser.poppler), fingerprint \(parser.fingerprint)",
            "sandbox     " + (walls.areComplete ? "complete" : "without " + walls.missing.joined(separator: ", ")),
        ]
        if walls.landlockVersion > 0 { lines.append("            Landlock version \(walls.landlockVersion)") }
        lines.append("tried from inside a reader")
        for probe in Probe.allCases {
            lines.append("  \(held[probe] == true ? "held      " : "NOT HELD  ")\(probe.title)")
        }
        return lines.joined(separator: "\n") + "\n"
    }
}

extension Probe {
    fileprivate var title: String {
        switch self {
        case .readFile: "reading /etc/passwd"
        case .writeFile: "making a file in /tmp"
        case .networkSocket: "a network socket"
        case .localSocket: "a local socket"
        case .fork: "another process"
        case .execute: "another program"
        case .signal: "a signal to the parent"
        case .code: "memory that can be executed"
        case .memory: "2 GiB of memory at once"
        case .swell: "memory without end"
        case .loop: "a loop without end"
        }
    }
}
