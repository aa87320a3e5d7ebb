import ArchiveReading
import ArgumentParser
import BudgetRelease
import FileKeeping
import Glibc
import Sentences
import SystemPackage

/// A release that a person names: a file with one, or one of an archive.
struct ReleaseArgument {
    var json: [UInt8]
    var release: Release

    /// - Parameter archive: where names are looked up; asked for only where the word is no file.
    init(_ word: String, in archive: ArchiveOption) throws {
        do {
            json = try Self.json(word, in: archive)
            release = try ContractDecoding.decode(Release.self, from: json)
        } catch let error as FileError {
            Terminal.complain("\(error)")
            throw ExitCode(EX_NOINPUT)
        } catch is DecodingError {
            Terminal.complain(of: word, Sentences.text("release.none"))
            throw ExitCode(EX_DATAERR)
        }
    }

    private static func json(_ word: String, in archive: ArchiveOption) throws -> [UInt8] {
        let path = FilePath(word)
        var status = stat()
        if path.withPlatformString({ stat($0, &status) }) == 0, status.st_mode & S_IFMT == S_IFREG {
            return try FileOperations.read(FileOperations.resolved(path))
        }
        let layout = try archive.layout()
        let found = ReleaseLookup.releases(called: word, in: layout)
        guard let release = found.first else {
            Terminal.complain(Sentences.text("release.unknown", word))
            throw ExitCode(EX_NOINPUT)
        }
        guard found.count == 1 else {
            Terminal.complain(Sentences.text("release.several", word))
            for release in found { Terminal.say("  \(release.path(in: layout))") }
            throw ExitCode(EX_USAGE)
        }
        return try release.json()
    }
}
