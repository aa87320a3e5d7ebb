import ArgumentParser
import FormFiles
import Glibc
import ReleaseReading
import SystemPackage

/// `--forms`, which every command takes that reads documents.
struct FormsOption: ParsableArguments {
    @Option(help: .of("forms", value: "folder"))
    var forms: String?

    /// The folder, every file in it a valid form.
    func checkedFolder() throws -> FilePath? {
        guard let forms else { return nil }
        let folder = try FilePath(absolute: forms)
        do {
            _ = try FormCatalogue(userFiles: try FormFolder(path: folder.string).files())
        } catch {
            throw Failure("\(error)", EX_CONFIG, setting: "forms")
        }
        return folder
    }
}

extension FilePath {
    /// A path that says where it begins: the worker runs in `/`.
    init(absolute path: String) throws {
        if let resolved = realpath(path, nil) {
            defer { free(resolved) }
            self.init(String(cString: resolved))
            return
        }
        guard let folder = getcwd(nil, 0) else { throw ExitCode(EX_OSERR) }
        defer { free(folder) }
        self = FilePath(String(cString: folder)).pushing(FilePath(path)).lexicallyNormalized()
    }
}
