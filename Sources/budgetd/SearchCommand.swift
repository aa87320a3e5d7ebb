import ArchiveReading
import ArgumentParser
import BudgetRelease
import Glibc
import Intake
import Sentences

struct SearchCommand: ParsableCommand, ConfiguredCommand {
    static let configuration = CommandConfiguration.of("search")

    @Argument(help: .of("search.words", value: "word"))
    var words: [String]

    @OptionGroup var selected: SelectionOptions
    @OptionGroup var archive: ArchiveOption
    @OptionGroup var settings: SettingsOption

    @Option(help: .of("search.limit", value: "count"))
    var limit: Int?

    @Flag(help: .of("search.json"))
    var json = false

    func run() throws {
        let layout = try archive.layout()
        let search = ReleaseSearch(words: words)
        var found = 0
        let (releases, areComplete) = selected.releases(in: layout)
        var unreadable = !areComplete
        releases.forEach { release in
            if let limit, found >= limit { return }
            do {
                for hit in try search.hits(in: release) {
                    if let limit, found >= limit { break }
                    found += 1
                    let path = release.path(in: layout)
                    let text = json ? Self.json(hit, path).utf8() + [0x0A] : Array(Self.text(hit, path).utf8)
                    Terminal.write(text)
                }
            } catch {
                unreadable = true
                Terminal.complain("\(error)")
            }
        }
        if !json { Terminal.say(Sentences.text("search.count", "\(found)")) }
        if unreadable { throw ExitCode(EX_DATAERR) }
    }

    private static func json(_ hit: ReleaseSearch.Hit, _ path: String) -> JSON {
        let release = hit.release
        var members = ReleaseIdentity(
            issuer: release.issuer, level: release.level, fiscalYear: release.fiscalYear, phase: release.phase
        ).members
        members["release"] = .string(release.source.sha256)
        members["path"] = .string(path)
        members["table"] = [
            "id": .string(hit.table.id), "form": .string(hit.table.form), "title": .string(hit.table.title),
            "unit": JSON(hit.table.unit), "yuan_per_unit": JSON(hit.table.yuanPerUnit),
        ]
        members["line"] = hit.line.json
        return .object(members)
    }

    private static func text(_ hit: ReleaseSearch.Hit, _ path: String) -> String {
        let line = hit.line
        let amount = ["total", "amount"].lazy.compactMap { line.amounts[$0].flatMap(\.self) }.first
        let sum = amount.map { " \($0.plainNotation)\(hit.table.unit ?? "")" } ?? ""
        let name = [line.code, line.name].compactMap(\.self).joined(separator: " ")
        let facts = hit.release.heading + [hit.table.title, "\(path) \(hit.table.id).\(line.rows.lowerBound)"]
        return "\(Escaped("\(name)\(sum)"))\n    \(Escaped(facts.filter { !$0.isEmpty }.joined(separator: " · ")))\n"
    }
}

extension Release {
    /// Whose it is, for which year and phase, in words.
    var heading: [String] {
        ReleaseIdentity(issuer: issuer, level: level, fiscalYear: fiscalYear, phase: phase).heading
    }
}

extension ReleaseIdentity {
    /// Whose it is, for which year and phase, in words.
    var heading: [String] {
        [
            issuer, level.map { Sentences.text("level.\($0.rawValue)") }, fiscalYear.map(String.init),
            phase.map { Sentences.text("phase.\($0.rawValue)") },
        ].compactMap(\.self)
    }
}
