import ArchiveReading
import ArgumentParser
import Glibc
import Intake
import SystemPackage

struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check every digest and every JSON of an archive.",
        discussion: """
            Prints a line for each thing that is wrong: its kind, the path, and what more is known, with tabs between. \
            Exits with 65 if there is one. The daemon may be running.
            """
    )

    @OptionGroup var archive: ArchiveOption

    func run() throws {
        let layout = try archive.layout()
        var bar = ProgressBar("verified")
        var defects = 0
        let count = Verification(layout).run(progress: { bar.show($0) }) { defect in
            bar.end()
            defects += 1
            let path = Escaped(defect.path.string)
            let detail = defect.detail.isEmpty ? "" : "\t\(Escaped(defect.detail))"
            Terminal.write(Array("\(defect.kind.rawValue)\t\(path)\(detail)\n".utf8))
        }
        bar.end()
        Terminal.say("\(count) documents, \(defects) defects")
        if defects > 0 { throw ExitCode(EX_DATAERR) }
    }
}
