import ArchiveReading
import ArgumentParser
import BudgetRelease
import FileKeeping
import Glibc
import Sentences
import SystemPackage

extension Export.Format: ExpressibleByArgument {}

/// What columns are named in.
enum ColumnLanguage: String, ExpressibleByArgument, CaseIterable {
    case en, zh
}

struct ExportCommand: ParsableCommand, ConfiguredCommand {
    static let configuration = CommandConfiguration.of("export")

    @Argument(help: .of("export.folder", value: "folder"))
    var folder: String

    @Option(help: .of("export.format"))
    var format = Export.Format.csv

    @Option(help: .of("export.language"))
    var language = ColumnLanguage.en

    @Option(help: .of("export.after", value: "sequence"))
    var after: Int?

    @Flag(help: .of("export.bom"))
    var bom = false

    @Flag(help: .of("export.plain"))
    var plain = false

    @OptionGroup var archive: ArchiveOption
    @OptionGroup var selected: SelectionOptions
    @OptionGroup var settings: SettingsOption

    func run() throws {
        guard format.isPossible else {
            Terminal.complain(Sentences.text("export.no_workbook"))
            throw ExitCode(EX_UNAVAILABLE)
        }
        let layout = try archive.layout()
        let target = try FilePath(absolute: folder)
        guard !FileOperations.exists(target) else {
            Terminal.complain(Sentences.text("export.exists", folder))
            throw ExitCode(EX_CANTCREAT)
        }
        if after != nil, selected.isNarrow { throw ValidationError(Sentences.text("export.after_narrow")) }
        let changes = try after.map { try Self.changes(in: layout, after: $0) }
        let (releases, areComplete) = selected.releases(in: layout, of: changes?.documents)
        var bar = ProgressBar("progress.exported", total: releases.count)
        defer { bar.end() }
        var isComplete = areComplete
        do {
            let export = Export(
                releases, as: format, style: CSVStyle(hasByteOrderMark: bom, isPlain: plain),
                language: language == .zh ? .chinese : .english)
            let count = try export.write(to: target, progress: { bar.show($0) }) { error in
                bar.end()
                isComplete = false
                Terminal.complain("\(error)")
            }
            bar.end()
            Terminal.say(Sentences.text("export.count", "\(count)"))
            // Where something is left out, the same is asked for again.
            if let changes, isComplete { Terminal.write(Array("\(changes.sequence)\n".utf8)) }
        } catch let error as FileError {
            bar.end()
            Terminal.complain("\(error)")
            throw ExitCode(EX_IOERR)
        }
        if !isComplete { throw ExitCode(EX_DATAERR) }
    }

    /// What the feed tells of behind a sequence: the documents, with those whose place they take, and its last sequence.
    private static func changes(
        in layout: ArchiveLayout, after sequence: Int
    ) throws -> (documents: Set<String>, sequence: Int) {
        var events = FeedFollower(layout, after: sequence)
        var (documents, last): (Set<String>, Int) = ([], sequence)
        do {
            while let line = try events.next() {
                guard let event = FeedLine(line), !event.documents.isEmpty else {
                    throw FileError(.understand, layout.feed, errno: EILSEQ)
                }
                documents.formUnion(event.documents)
                last = event.sequence
            }
        } catch let error as FileError {
            Terminal.complain("\(error)")
            throw ExitCode(EX_IOERR)
        }
        return (documents, last)
    }
}
