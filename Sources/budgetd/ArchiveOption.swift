import ArchiveReading
import ArgumentParser
import FileKeeping
import Glibc
import Sentences
import SystemPackage

/// `--archive`, which every command takes that works on one.
struct ArchiveOption: ParsableArguments {
    @Option(help: .of("archive", value: "folder"))
    var archive = "Archive"

    /// The archive, which must be there.
    func layout() throws -> ArchiveLayout {
        let root = try FilePath(absolute: archive)
        guard FileOperations.isFolder(root.appending(Shelf.releases.rawValue)) else {
            Terminal.complain(Sentences.text("archive.none", archive))
            throw ExitCode(EX_NOINPUT)
        }
        return ArchiveLayout(root: root)
    }
}
