import ArchiveReading
import ArgumentParser
import BudgetRelease
import FileKeeping
import Glibc
import Intake
import Sentences
import SystemPackage

/// A release that a person names: a file with one, or one of an archive.
struct ReleaseArgument {
    var json: [UInt8]
    var release: Release

    /// - Parameter archive: where names are looked up that no file with a release has.
    init(_ word: String, in archive: ArchiveOption) throws {
        if let file = Self.file(word) {
            self = file
            return
        }
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

    private init(json: [UInt8], release: Release) {
        self.json = json
        self.release = release
    }

    private static func file(_ word: String) -> ReleaseArgument? {
        let path = FilePath(word)
        var status = stat()
        guard path.withPlatformString({ stat($0, &status) }) == 0, status.st_mode & S_IFMT == S_IFREG,
            let json = try? FileOperations.read(FileOperations.resolved(path)),
            let release = try? ContractDecoding.decode(Release.self, from: json)
        else { return nil }
        return ReleaseArgument(json: json, release: release)
    }

    private static func json(_ word: String, in archive: ArchiveOption) throws -> [UInt8] {
        try archived(word, in: archive).json()
    }

    /// The one release of the archive that a person's word means.
    static func archived(_ word: String, in archive: ArchiveOption) throws -> ArchivedRelease {
        let layout = try archive.layout()
        let found = ReleaseLookup.releases(called: word, in: layout)
        guard let release = found.first else {
            Terminal.complain(Sentences.text("release.unknown", word))
            throw ExitCode(EX_NOINPUT)
        }
        guard found.count == 1 else {
            Terminal.complain(Sentences.text("release.several", word))
            for release in found {
                Terminal.say(
                    "  \(Escaped((release.identity.heading + [release.path(in: layout)]).joined(separator: " · ")))")
            }
            throw ExitCode(EX_USAGE)
        }
        return release
    }
}
