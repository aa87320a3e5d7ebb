import ArchiveReading
import ArgumentParser
import BudgetRelease
import Glibc
import Sentences

struct ListCommand: ParsableCommand, ConfiguredCommand {
    static let configuration = CommandConfiguration.of("list")

    @OptionGroup var selected: SelectionOptions
    @OptionGroup var archive: ArchiveOption
    @OptionGroup var settings: SettingsOption

    @Flag(help: .of("list.json"))
    var json = false

    func run() throws {
        let layout = try archive.layout()
        let (releases, areComplete) = selected.releases(in: layout)
        var unreadable = !areComplete
        var rows: [[String]] = []
        releases.forEach { release in
            do {
                let summary = try release.summary()
                let path = release.path(in: layout)
                if json {
                    Terminal.write(Self.json(release, summary, path).utf8() + [0x0A])
                } else {
                    rows.append(Self.cells(release, summary, path))
                }
            } catch {
                unreadable = true
                Terminal.complain("\(error)")
            }
        }
        if !json {
            Terminal.write(Array(Self.aligned(rows).utf8))
            Terminal.say(Sentences.text("list.count", "\(rows.count)"))
        }
        if unreadable { throw ExitCode(EX_DATAERR) }
    }

    private static func cells(_ release: ArchivedRelease, _ summary: ReleaseSummary, _ path: String) -> [String] {
        let identity = release.identity
        let status = Sentences.text("release.\(summary.status.rawValue)")
        return [
            identity.issuer ?? "–", identity.level.map { Sentences.text("level.\($0.rawValue)") } ?? "–",
            identity.fiscalYear.map(String.init) ?? "–",
            identity.phase.map { Sentences.text("phase.\($0.rawValue)") } ?? "–",
            release.supersededBy == nil ? status : Sentences.text("list.superseded"),
            Sentences.text("list.tables", "\(summary.tables)"),
            summary.proof.map { Sentences.text("status.proof", "\($0.proven)", "\($0.amounts)") } ?? "", path,
        ]
    }

    private static func aligned(_ rows: [[String]]) -> String {
        let shown = rows.map { $0.map { DisplayText("\(Escaped($0))") } }
        guard let columns = shown.first?.count else { return "" }
        let widths = (0..<columns).map { column in shown.map { $0[column].width }.max() ?? 0 }
        return shown.map { row in
            let cells = zip(row, widths).dropLast().map { $0.padded(to: $1, alignsRight: false) }
            return (cells + [row[columns - 1].text]).joined(separator: "  ") + "\n"
        }.joined()
    }

    private static func json(_ release: ArchivedRelease, _ summary: ReleaseSummary, _ path: String) -> JSON {
        var members = release.identity.recordedMembers
        members["release"] = .string(release.record.sha256)
        members["path"] = .string(path)
        members["status"] = .string(summary.status.rawValue)
        members["tables"] = .int(summary.tables)
        members["doubts"] = .int(summary.doubts)
        members["broken_checks"] = .int(summary.brokenChecks)
        members["proof"] = summary.proof?.json ?? .null
        members["superseded_by"] = JSON(release.supersededBy)
        return .object(members)
    }
}
