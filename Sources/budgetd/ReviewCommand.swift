import ArchiveReading
import ArgumentParser
import FileKeeping
import Glibc
import Sentences
import SystemPackage

struct ReviewCommand: ParsableCommand, ConfiguredCommand {
    static let configuration = CommandConfiguration.of("review")

    @Argument(help: .of("review.names", value: "name"))
    var names: [String] = []

    @OptionGroup var archive: ArchiveOption
    @OptionGroup var settings: SettingsOption

    @Flag(inversion: .prefixedNo, help: .of("review.open"))
    var open = true

    @Option(name: .customLong("static"), help: .of("review.static", value: "folder"))
    var folder: String?

    /// A program of its own serves the page: this one has nothing that listens.
    func run() throws {
        let layout = try archive.layout()
        for name in names where ReleaseLookup.releases(called: name, in: layout).isEmpty {
            Terminal.complain(Sentences.text("release.unknown", name))
            throw ExitCode(EX_NOINPUT)
        }
        var arguments = ["archive=\(layout.root)", "user=\(UserName.ofProcess)", "open=\(open ? "yes" : "no")"]
        arguments += names.map { "name=\($0)" }
        if let folder {
            let target = try FilePath(absolute: folder)
            guard !FileOperations.exists(target) else {
                Terminal.complain(Sentences.text("export.exists", folder))
                throw ExitCode(EX_CANTCREAT)
            }
            arguments.append("static=\(target)")
        }
        guard let program = ProgramBeside("budgetd-review").path else {
            Terminal.complain(Sentences.text("review.none"))
            throw ExitCode(EX_UNAVAILABLE)
        }
        let pointers = ([program.string] + arguments).map { strdup($0) } + [nil]
        execv(program.string, pointers)
        Terminal.complain("\(FileError(.open, program, errno: errno))")
        throw ExitCode(EX_UNAVAILABLE)
    }
}
