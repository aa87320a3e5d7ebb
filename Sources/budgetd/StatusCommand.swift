import ArchiveReading
import ArgumentParser
import BudgetRelease
import FileKeeping
import Glibc
import Intake
import ReadingCell
import SystemPackage

struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Say what the daemon is doing, what waits, and what was rejected.",
        discussion: "Exits with 0 while a daemon works on the archive, with 69 while none does."
    )

    @OptionGroup var archive: ArchiveOption

    @Flag(help: "Print JSON.")
    var json = false

    @Option(help: ArgumentHelp("Rejected documents to list, the newest first.", valueName: "count"))
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
        if let service, isRunning {
            let detail = service.detail.map { ": \(Escaped($0))" } ?? ""
            lines.append(("daemon", "\(service.state.rawValue)\(detail)"))
            lines.append(("", "process \(service.pid) since \(service.startedAt), version \(service.version)"))
        } else {
            lines.append(("daemon", "not running" + (service.map { "; it spoke last at \($0.updatedAt)" } ?? "")))
        }
        if let service {
            lines.append(("inbox", "\(Escaped(service.inbox))"))
            if isRunning { lines += Self.inboxLines(service) }
            if let missing = service.walls?.missing {
                lines.append(("sandbox", missing.isEmpty ? "complete" : "without " + missing.joined(separator: ", ")))
            }
        }
        if let service {
            lines.append(("archive", "\(service.archived) documents, \(rejectedCount) rejected"))
        } else {
            lines.append(("archive", "\(rejectedCount) rejected"))
        }
        if let disk { lines.append(("disk", "\(disk.free >> 20) MiB free of \(disk.total >> 20) MiB")) }
        var text = lines.map { $0.0.padding(to: 10) + $0.1 + "\n" }.joined()
        if let last = service?.last, !last.isEmpty {
            text += "\nlast documents\n"
            for document in last.prefix(10) {
                text += "  \(document.at)  \(document.outcome.padding(to: 10))"
                text += "\(document.milliseconds) ms  \(Escaped(document.name))\n"
            }
        }
        if !rejected.isEmpty {
            text += "\nrejected\n"
            for document in rejected {
                text += "  \(document.problem.code.rawValue.padding(to: 15))\(Escaped(document.name)): "
                text += "\(Escaped(document.problem.message))\n"
            }
            if rejectedCount > rejected.count { text += "  and \(rejectedCount - rejected.count) more\n" }
        }
        return text
    }

    private static func inboxLines(_ service: ServiceStatus) -> [(String, String)] {
        var lines: [(String, String)] = []
        let oldest = service.oldestWaitingAt.map { ", the oldest since \($0)" } ?? ""
        lines.append(("", "\(service.waiting) waiting\(oldest), \(service.inWork) in work (\(service.jobs) at a time)"))
        let others = [
            (service.unsettled, "being written"), (service.empty, "without a byte"),
            (service.putOff, "put off until later"), (service.sidecars, "sidecars without their document"),
        ]
        let shown = others.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
        if !shown.isEmpty { lines.append(("", shown.joined(separator: ", "))) }
        let why = service.watchDetail.map { ": \(Escaped($0))" } ?? ""
        lines.append(("watch", service.watch.rawValue + why))
        return lines
    }
}

extension String {
    /// With spaces up to a width in characters.
    fileprivate func padding(to width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - count))
    }
}
