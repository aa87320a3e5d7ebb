import ArchiveReading
import ArgumentParser
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
        let (releases, areComplete) = selected.releases(in: layout)
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
        } catch let error as FileError {
            bar.end()
            Terminal.complain("\(error)")
            throw ExitCode(EX_IOERR)
        }
        if !isComplete { throw ExitCode(EX_DATAERR) }
    }
}
