import ArchiveReading
import ArgumentParser
import FileKeeping
import Glibc
import Intake
import Sentences
import SystemPackage

struct RetryCommand: ParsableCommand, ConfiguredCommand {
    static let configuration = CommandConfiguration.of("retry")

    @Argument(help: .of("retry.names", value: "name"))
    var names: [String] = []

    @OptionGroup var archive: ArchiveOption

    @Option(help: .of("inbox", value: "folder"))
    var inbox = "Inbox"

    @OptionGroup var settings: SettingsOption

    func run() throws {
        let layout = try archive.layout()
        let folder = try FilePath(absolute: inbox)
        guard FileOperations.isFolder(folder) else {
            Terminal.complain(Sentences.text("folder.none", inbox))
            throw ExitCode(EX_NOINPUT)
        }
        let retry = Retry(inbox: folder)
        var unknown = Set(names)
        var isComplete = true
        for document in RejectedDocument.all(in: layout) {
            let meant = names.filter { document.isMeant(by: $0) }
            guard names.isEmpty || !meant.isEmpty else { continue }
            unknown.subtract(meant)
            do {
                let path = try retry.putBack(document)
                Terminal.write(Array("\(Escaped(path.string))\n".utf8))
            } catch {
                Terminal.complain(of: "\(Escaped(document.name))", "\(error)")
                isComplete = false
            }
        }
        for name in unknown.sorted() { Terminal.complain(Sentences.text("retry.unknown", name)) }
        if !unknown.isEmpty { throw ExitCode(EX_NOINPUT) }
        if !isComplete { throw ExitCode(EX_IOERR) }
    }
}
