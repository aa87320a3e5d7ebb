import ArchiveReading
import ArgumentParser
import BudgetRelease
import FoundationEssentials
import Intake
import Sentences

struct DiffCommand: ParsableCommand, ConfiguredCommand {
    static let configuration = CommandConfiguration.of("diff")

    @Argument(help: .of("diff.old", value: "name"))
    var old: String

    @Argument(help: .of("diff.new", value: "name"))
    var new: String

    @OptionGroup var archive: ArchiveOption
    @OptionGroup var settings: SettingsOption

    @Flag(help: .of("json"))
    var json = false

    @Flag(help: .of("diff.exit_code"))
    var exitCode = false

    func run() throws {
        let (before, after) = (
            try ReleaseArgument(old, in: archive).release, try ReleaseArgument(new, in: archive).release
        )
        let difference = ReleaseDifference(from: before, to: after)
        if json {
            Terminal.write(Self.json(difference, before, after).utf8(pretty: Terminal.outputIsTerminal) + [0x0A])
        } else {
            Terminal.write(Array(Self.text(difference, before, after).utf8))
        }
        if exitCode, !difference.isEmpty { throw ExitCode(1) }
    }

    // MARK: Text

    private static func text(_ difference: ReleaseDifference, _ old: Release, _ new: Release) -> String {
        var lines = ["- \(title(old))", "+ \(title(new))"]
        var counts = (changed: 0, added: 0, removed: 0)
        for table in difference.tables {
            guard let shown = table.new ?? table.old else { continue }
            let unit = table.isInYuan ? "元" : shown.unit
            lines += ["", "\(shown.form): \(shown.title)\(unit.map { "（\($0)）" } ?? "")"]
            for line in table.lines {
                switch (line.old, line.new) {
                case (nil, _): counts.added += 1
                case (_, nil): counts.removed += 1
                default: counts.changed += 1
                }
                lines.append(text(line))
            }
        }
        let summary = Sentences.text(
            "diff.counts", "\(counts.changed)", "\(counts.added)", "\(counts.removed)", "\(difference.same)")
        return (lines + ["", summary]).joined(separator: "\n") + "\n"
    }

    private static func title(_ release: Release) -> String {
        "\(Escaped((release.heading + [release.source.file, release.parser.fingerprint]).joined(separator: " · ")))"
    }

    private static func text(_ change: ReleaseDifference.LineChange) -> String {
        let line = change.new ?? change.old
        let mark = change.old == nil ? "+" : change.new == nil ? "-" : "~"
        let name = [line?.code, line?.name].compactMap(\.self).joined(separator: " ")
        let amounts = change.amounts.map { amount in
            let values = "\(amount.old?.plainNotation ?? "–") → \(amount.new?.plainNotation ?? "–")"
            guard let old = amount.old, let new = amount.new else {
                return "\(amount.column) \((amount.new ?? amount.old)?.plainNotation ?? "–")"
                    + (change.old == nil || change.new == nil ? "" : " (\(values))")
            }
            return "\(amount.column) \(values) (\(new >= old ? "+" : "")\((new - old).plainNotation)\(share(old, new)))"
        }
        let all = amounts + change.texts.map { Sentences.text("diff.text", $0) }
        return "  \(mark) \(Escaped(name))  \(all.joined(separator: ", "))"
    }

    /// The change in per cent, to a tenth.
    private static func share(_ old: Decimal, _ new: Decimal) -> String {
        guard old > 0, let share = Double(((new - old) * 1_000 / old).description) else { return "" }
        return ", \(share >= 0 ? "+" : "")\(share.rounded() / 10) %"
    }

    // MARK: JSON

    private static func json(_ difference: ReleaseDifference, _ old: Release, _ new: Release) -> JSON {
        [
            "old": identity(old), "new": identity(new), "same": .int(difference.same),
            "tables": .array(
                difference.tables.map { table in
                    [
                        "form": JSON((table.new ?? table.old)?.form), "title": JSON((table.new ?? table.old)?.title),
                        "old": JSON(table.old?.id), "new": JSON(table.new?.id),
                        "unit": table.isInYuan ? "元" : JSON((table.new ?? table.old)?.unit),
                        "lines": .array(table.lines.map(json)),
                    ]
                }),
        ]
    }

    private static func identity(_ release: Release) -> JSON {
        var members = ReleaseIdentity(
            issuer: release.issuer, level: release.level, fiscalYear: release.fiscalYear, phase: release.phase
        ).members
        members["sha256"] = .string(release.source.sha256)
        members["fingerprint"] = .string(release.parser.fingerprint)
        return .object(members)
    }

    private static func json(_ change: ReleaseDifference.LineChange) -> JSON {
        let line = change.new ?? change.old
        return [
            "old": JSON(change.old?.id), "new": JSON(change.new?.id), "code": JSON(line?.code),
            "name": JSON(line?.name), "texts": .array(change.texts.map(JSON.string)),
            "amounts": .object(
                JSONObject(
                    change.amounts.lazy.map {
                        ($0.column, ["old": JSON($0.old), "new": JSON($0.new)])
                    })),
        ]
    }
}
