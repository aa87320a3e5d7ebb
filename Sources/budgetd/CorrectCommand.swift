import ArchiveReading
import ArgumentParser
import BudgetRelease
import FileKeeping
import Glibc
import Intake
import Sentences

struct CorrectCommand: AsyncParsableCommand, ConfiguredCommand {
    static let configuration = CommandConfiguration.of("correct")

    @Argument(help: .of("show.name", value: "name"))
    var name: String

    @Option(help: .of("correct.line", value: "id"))
    var line: String?

    @Option(help: .of("correct.table", value: "id"))
    var table: String?

    @Option(name: .customLong("set"), help: .of("correct.set"))
    var values: [String] = []

    @Option(help: .of("correct.join", value: "id"))
    var join: String?

    @Flag(help: .of("correct.drop"))
    var drop = false

    @Flag(help: .of("correct.accept"))
    var accept = false

    @Option(help: .of("correct.withdraw", value: "id"))
    var withdraw: String?

    @Option(help: .of("correct.by", value: "name"))
    var by: String?

    @Option(help: .of("correct.note", value: "text"))
    var note: String?

    @OptionGroup var archive: ArchiveOption
    @OptionGroup var settings: SettingsOption

    func validate() throws {
        let asked = [!values.isEmpty, join != nil, drop, accept, withdraw != nil].count(where: \.self)
        guard asked == 1 else { throw ValidationError(Sentences.text("correct.one")) }
        if (join != nil || drop) && line == nil { throw ValidationError(Sentences.text("correct.needs_line")) }
        for value in values where !value.contains("=") {
            throw ValidationError(Sentences.text("correct.no_equals", value))
        }
    }

    func run() async throws {
        let layout = try archive.layout()
        let argument = try ReleaseArgument.archived(name, in: archive)
        let desk = CorrectionDesk(layout)
        do {
            let release = try argument.release()
            for correction in try corrections(of: release) {
                switch try await desk.hand(in: correction, of: argument.document, sha256: argument.record.sha256) {
                case .published: Terminal.say("\(correction.id): \(Sentences.text("correct.published"))")
                case .waiting: Terminal.say("\(correction.id): \(Sentences.text("correct.waiting"))")
                case .refused(let why):
                    Terminal.complain(why)
                    throw ExitCode(EX_DATAERR)
                }
            }
        } catch let error as FileError {
            Terminal.complain("\(error)")
            throw ExitCode(EX_IOERR)
        }
    }

    private func corrections(of release: Release) throws -> [Correction] {
        let place = try place(in: release)
        func correction(_ action: Correction.Action) -> Correction {
            Correction(
                id: Self.newID(), action, by: by ?? UserName.ofProcess, at: Timestamp.now(),
                reading: release.parser.fingerprint, table: place?.table.id, line: line, row: place?.line?.name,
                note: note)
        }
        if let withdraw {
            var one = correction(.withdraw)
            one.target = withdraw
            return [one]
        }
        if let join {
            var one = correction(.join)
            one.target = join
            return [one]
        }
        if drop { return [correction(.drop)] }
        if accept {
            let doubts = release.findings.filter { finding in
                finding.severity != .info && !finding.isSettled && (line == nil || finding.line == line)
                    && (table == nil || finding.table == table)
            }
            guard !doubts.isEmpty else { throw Failure(Sentences.text("correct.no_place"), EX_DATAERR) }
            return doubts.map { finding in
                var one = correction(.accept)
                one.finding = Correction.Doubt(finding)
                return one
            }
        }
        return values.map { value in
            let parts = value.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            var one = correction(.set)
            one.field = parts[0]
            one.from = Self.value(of: parts[0], at: place, in: release)
            one.to = parts[1].isEmpty ? nil : parts[1]
            return one
        }
    }

    private func place(in release: Release) throws -> (table: Table, line: Line?)? {
        for one in release.tables {
            if let line, let found = one.lines.first(where: { $0.id == line }) { return (one, found) }
            if line == nil, one.id == table { return (one, nil) }
        }
        guard line == nil, table == nil else { throw Failure(Sentences.text("correct.no_place"), EX_DATAERR) }
        return nil
    }

    /// What stands there now.
    private static func value(of field: String, at place: (table: Table, line: Line?)?, in release: Release) -> String?
    {
        let parts = field.split(separator: ".", maxSplits: 1).map(String.init)
        guard let place else {
            switch field {
            case "issuer": return release.issuer
            case "level": return release.level?.rawValue
            case "phase": return release.phase?.rawValue
            case "fiscal_year": return release.fiscalYear.map(String.init)
            default: return nil
            }
        }
        guard let line = place.line else {
            switch (parts.first, parts.count) {
            case ("form", 1): return place.table.form
            case ("title", 1): return place.table.title
            case ("unit", 1): return place.table.unit
            case ("heading", 2):
                let index = Int(parts[1]).flatMap { place.table.columns.indices.contains($0) ? $0 : nil }
                return index.map { place.table.columns[$0].path.joined(separator: "/") }
            default: return nil
            }
        }
        switch (parts.first, parts.count) {
        case ("amounts", 2): return (line.amounts[parts[1]] ?? nil)?.plainNotation
        case ("values", 2): return line.values[parts[1]] ?? nil
        case ("name", 1): return line.name
        case ("code", 1): return line.code
        case ("goal", 1): return line.goal
        default: return nil
        }
    }

    private static func newID() -> String {
        let number = UInt64.random(in: .min ... .max)
        return String(number, radix: 16)
    }
}
