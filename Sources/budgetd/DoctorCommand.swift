import ArgumentParser
import BudgetRelease
import Glibc
import Intake
import ReadingCell
import Sentences

struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.of("doctor")

    @OptionGroup var reading: ReadingOptions

    @Flag(help: .of("json"))
    var json = false

    func run() async throws {
        let worker = DocumentWorker(try reading.terms())
        do {
            let identity = try await worker.identify()
            var held: [Probe: Bool] = [:]
            var hasNursery = true
            for probe in Probe.allCases {
                let worker = DocumentWorker(Self.terms(for: probe))
                let inNursery = await worker.holdsInNursery(against: probe)
                if inNursery == nil { hasNursery = false }
                held[probe] = try await worker.holds(against: probe) && inNursery ?? true
            }
            let report = DoctorReport(identity: identity, held: held, hasNursery: hasNursery)
            Terminal.write(json ? report.json.utf8(pretty: true) + [0x0A] : Array(report.text.utf8))
            if !report.isSound { throw ExitCode(EX_CONFIG) }
        } catch let error as IntakeError {
            Terminal.complain("\(error)")
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
    /// Whether processes for many documents can be made by one; without it each takes longer to start.
    var hasNursery: Bool

    var isSound: Bool { identity.walls.areComplete && held.values.allSatisfy(\.self) }

    var json: JSON {
        [
            "parser": identity.parser.json, "walls": identity.walls.json,
            "held": .object(
                JSONObject(held.lazy.map { ($0.key.rawValue, .bool($0.value)) })),
            "nursery": .bool(hasNursery), "sound": .bool(isSound),
        ]
    }

    var text: String {
        let parser = identity.parser
        let walls = identity.walls
        var lines: [(String, String)] = [
            (
                Sentences.text("doctor.reader"),
                Sentences.text("doctor.parser", parser.version, parser.poppler, parser.fingerprint)
            ),
            (Sentences.text("status.sandbox"), walls.spoken),
        ]
        if walls.landlockVersion > 0 {
            lines.append(("", Sentences.text("doctor.landlock", "\(walls.landlockVersion)")))
        }
        if !hasNursery { lines.append(("", Sentences.text("doctor.no_nursery"))) }
        lines.append((Sentences.text("doctor.tried"), ""))
        for probe in Probe.allCases {
            let held = Sentences.text(held[probe] == true ? "doctor.held" : "doctor.not_held")
            lines.append(("  " + held, Sentences.text("probe.\(probe.rawValue)")))
        }
        return lines.map { $0.1.isEmpty ? $0.0 : DisplayText($0.0).padded(to: 12, alignsRight: false) + $0.1 }
            .joined(separator: "\n") + "\n"
    }
}
