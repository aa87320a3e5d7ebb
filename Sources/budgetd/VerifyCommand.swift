import ArchiveReading
import ArgumentParser
import Glibc
import Intake
import Sentences
import SystemPackage

struct VerifyCommand: ParsableCommand, ConfiguredCommand {
    static let configuration = CommandConfiguration.of("verify")

    @OptionGroup var archive: ArchiveOption
    @OptionGroup var settings: SettingsOption

    func run() throws {
        let layout = try archive.layout()
        var bar = ProgressBar("progress.verified")
        var defects = 0
        let count = Verification(layout).run(progress: { bar.show($0) }) { defect in
            bar.end()
            defects += 1
            let path = Escaped(defect.path.string)
            let detail = defect.detail.isEmpty ? "" : "\t\(Escaped(defect.detail))"
            Terminal.write(Array("\(defect.kind.rawValue)\t\(path)\(detail)\n".utf8))
        }
        bar.end()
        Terminal.say(Sentences.text("verify.counts", "\(count)", "\(defects)"))
        if defects > 0 { throw ExitCode(EX_DATAERR) }
    }
}
