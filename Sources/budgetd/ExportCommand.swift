import ArchiveReading
import ArgumentParser
import FileKeeping
import Glibc
import Sentences
import SystemPackage

extension Export.Format: ExpressibleByArgument {}

struct ExportCommand: ParsableCommand, ConfiguredCommand {
    static let configuration = CommandConfiguration.of("export")

    @Argument(help: .of("export.folder", value: "folder"))
    var folder: String

    @Option(help: .of("export.format"))
    var format = Export.Format.csv

    @Flag(help: .of("export.bom"))
    var bom = false

    @Flag(help: .of("export.plain"))
    var plain = false

    @OptionGroup var archive: ArchiveOption
    @OptionGroup var selected: SelectionOptions
    @OptionGroup var settings: SettingsOption

    func run() throws {
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
            var style = CSVStyle()
            (style.hasByteOrderMark, style.isPlain) = (bom, plain)
            let count = try Export(releases, as: format, style: style).write(to: target, progress: { bar.show($0) }) {
                error in
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
