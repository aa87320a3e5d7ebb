import ArchiveReading
import ArgumentParser
import FileKeeping
import Glibc
import Intake
import SystemPackage

struct RetryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry",
        abstract: "Put rejected documents back into the inbox.",
        discussion: """
            A running daemon takes them at once. What stands in the archive stays until a document gives a release.
            """
    )

    @Argument(
        help: ArgumentHelp(
            "Which: a file name, a path below the inbox, a reason as “budgetd status” names it, or the first six or more characters of a digest. Without one, all.",
            valueName: "name"))
    var names: [String] = []

    @OptionGroup var archive: ArchiveOption

    @Option(help: ArgumentHelp("The folder that documents are dropped into.", valueName: "folder"))
    var inbox = "Inbox"

    func run() throws {
        let layout = try archive.layout()
        let folder = try FilePath(absolute: inbox)
        guard FileOperations.isFolder(folder) else {
            Terminal.say("budgetd: \(inbox) is no folder.")
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
                Terminal.say("budgetd: \(Escaped(document.name)): \(error)")
                isComplete = false
            }
        }
        for name in unknown.sorted() { Terminal.say("budgetd: no rejected document is called \(name).") }
        if !unknown.isEmpty { throw ExitCode(EX_NOINPUT) }
        if !isComplete { throw ExitCode(EX_IOERR) }
    }
}
