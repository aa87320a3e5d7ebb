import ArchiveReading
import ArgumentParser
import BudgetRelease
import FileKeeping
import Glibc
import Intake
import ReadingCell
import Sentences
import SystemPackage

struct StatusCommand: ParsableCommand, ConfiguredCommand {
    static let configuration = CommandConfiguration.of("status")

    @OptionGroup var archive: ArchiveOption
    @OptionGroup var settings: SettingsOption

    @Flag(help: .of("json"))
    var json = false

    @Option(help: .of("status.rejected", value: "count"))
    var rejected = 20

    func run() throws {
        let layout = try archive.layout()
        let report = StatusReport(layout, rejectedLimit: max(0, rejected))
        Terminal.write(json ? report.json.utf8(pretty: true) + [0x0A] : Array(report.text.utf8))
        if !report.isRunning { throw ExitCode(EX_UNAVAILABLE) }
    }
}

/// What can be said of an archive and its daemon from outside.
struct StatusReport {
    var isRunning: Bool
    /// What the daemon said last.
    var service: ServiceStatus?
    var rejectedCount = 0
    /// Newest first.
    var rejected: [RejectedDocument] = []
    var disk: DiskSpace?

    init(_ layout: ArchiveLayout, rejectedLimit: Int) {
        isRunning = FileLock.isHeld(layout.lock)
        service = try? ServiceStatus(at: layout.status)
        disk = DiskSpace(of: layout.root)
        for document in RejectedDocument.all(in: layout) {
            rejectedCount += 1
            let time = document.record.arrivals.last?.at ?? ""
            let place = rejected.firstIndex { ($0.record.arrivals.last?.at ?? "") < time } ?? rejected.endIndex
            rejected.insert(document, at: place)
            if rejected.count > rejectedLimit { rejected.removeLast() }
        }
    }

    var json: JSON {
        [
            "running": .bool(isRunning),
            "service": service?.json ?? .null,
            "disk": disk.map { ["free_bytes": .int($0.free), "total_bytes": .int($0.total)] } ?? .null,
            "rejected_count": .int(rejectedCount),
            "rejected": .array(
                rejected.map {
                    [
                        "name": .string($0.name), "sha256": .string($0.record.sha256),
                        "at": JSON($0.record.arrivals.last?.at), "code": .string($0.problem.code.rawValue),
                        "message": .string($0.problem.message), "tries": .int($0.record.tries),
                    ]
                }),
        ]
    }

    var text: String {
        var lines: [(String, String)] = []
        func add(_ title: String, _ text: String) { lines.append((title.isEmpty ? "" : Sentences.text(title), text)) }
        if let service, isRunning {
            let state = Sentences.text("state.\(service.state.rawValue)")
            let detail = service.detail.map { ": \(Escaped($0.spoken))" }
            add("status.daemon", state + (detail ?? ""))
            add("", Sentences.text("status.process", "\(service.pid)", service.startedAt, service.version))
        } else {
            add(
                "status.daemon",
                service.map { Sentences.text("status.spoke_last", $0.updatedAt) }
                    ?? Sentences.text("status.not_running"))
        }
        if let service {
            add("status.inbox", "\(Escaped(service.inbox))")
            if isRunning { Self.describeInbox(service, add) }
            if let walls = service.walls { add("status.sandbox", walls.spoken) }
            add("status.archive", Sentences.text("status.counts", "\(service.archived)", "\(rejectedCount)"))
        } else {
            add("status.archive", Sentences.text("status.rejected_count", "\(rejectedCount)"))
        }
        if let disk {
            add("status.disk", Sentences.text("status.free", "\(disk.free >> 20)", "\(disk.total >> 20)"))
        }
        var text = lines.map { padded($0.0, to: 10) + $0.1 + "\n" }.joined()
        if isRunning, let stuck = service?.stuck, !stuck.isEmpty {
            text += "\n\(Sentences.text("status.stuck"))\n"
            for file in stuck { text += "  \(Escaped("\(file.name): \(file.reason.spoken)"))\n" }
        }
        if let last = service?.last, !last.isEmpty {
            text += "\n\(Sentences.text("status.last"))\n"
            for document in last.prefix(10) {
                text += "  \(document.at)  \(padded(Sentences.text("outcome.\(document.outcome)"), to: 10))"
                text += "\(document.milliseconds) ms  \(Escaped(document.name))"
                if let proof = document.proof {
                    text += "  " + Sentences.text("status.proof", "\(proof.proven)", "\(proof.amounts)")
                }
                text += "\n"
            }
        }
        if !rejected.isEmpty {
            text += "\n\(Sentences.text("status.rejected"))\n"
            for document in rejected {
                text += "  \(padded(document.problem.code.rawValue, to: 15))\(Escaped(document.name)): "
                text += "\(Escaped(document.problem.spoken))\n"
            }
            if rejectedCount > rejected.count {
                text += "  \(Sentences.text("status.more", "\(rejectedCount - rejected.count)"))\n"
            }
        }
        return text
    }

    private static func describeInbox(_ service: ServiceStatus, _ add: (String, String) -> Void) {
        add(
            "",
            Sentences.text(
                service.oldestWaitingAt == nil ? "status.waiting" : "status.waiting_since", "\(service.waiting)",
                "\(service.inWork)", "\(service.jobs)", service.oldestWaitingAt ?? ""))
        let others = [
            (service.unsettled, "unsettled"), (service.empty, "empty"), (service.putOff, "put_off"),
            (service.sidecars, "sidecars"), (service.leftAlone ?? 0, "left_alone"),
        ]
        let shown = others.filter { $0.0 > 0 }.map { Sentences.text("status.\($0.1)", "\($0.0)") }
        if !shown.isEmpty { add("", Sentences.list(shown)) }
        let why = service.watchDetail.map { ": \(Escaped($0.spoken))" } ?? ""
        add("status.watch", Sentences.text("watch.\(service.watch.rawValue)") + why)
    }

    /// With spaces up to a width in cells of a terminal.
    private func padded(_ text: String, to width: Int) -> String {
        DisplayText(text).padded(to: width, alignsRight: false)
    }
}
