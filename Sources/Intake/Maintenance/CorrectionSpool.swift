package import ArchiveReading
import BudgetRelease
package import FileKeeping
import Glibc
import SystemPackage

/// Corrections on their way to the daemon, from people who may read the archive and not write in it: a file each in a folder that
/// everybody may put files into and nobody list.
package struct CorrectionSpool: Sendable {
    /// A correction and the document that it is of.
    package struct Request: Decodable, Sendable {
        /// SHA-256.
        package var document: String
        package var correction: Correction

        package init(document: String, correction: Correction) {
            self.document = document
            self.correction = correction
        }

        var bytes: [UInt8] {
            let json: JSON = ["document": .string(document), "correction": correction.json]
            return json.utf8() + [0x0A]
        }
    }

    let layout: ArchiveLayout

    private static let suffix = ".json"
    private static let answered = ".answer"
    private static let largest = 1 << 20

    package init(_ layout: ArchiveLayout) { self.layout = layout }

    /// Makes the folder, writable for everybody who can reach it.
    func open() throws(FileError) {
        try FileOperations.makeFolders(layout.spool)
        // Where the file system has no such rights, corrections of others cannot be taken; everything else can.
        _ = layout.spool.withPlatformString { chmod($0, 0o1733) }
    }

    // MARK: Who asks

    /// Puts a correction in.
    package func put(_ request: Request) throws(FileError) {
        let waiting = layout.spool.appending(".\(request.correction.id)")
        try FileOperations.write(request.bytes, to: waiting)
        _ = waiting.withPlatformString { chmod($0, 0o644) }
        try FileOperations.rename(waiting, to: layout.spool.appending(request.correction.id + Self.suffix))
    }

    /// Why the daemon has not applied it; nil where it has said nothing yet. An empty answer says that it is applied.
    package func answer(to id: String) -> String? {
        (try? FileOperations.read(layout.spool.appending(id + Self.answered))).map {
            String(decoding: $0, as: UTF8.self)
        }
    }

    // MARK: Who answers

    /// Calls the body with each that waits and leaves its answer.
    ///
    /// - Returns: what could not be done.
    func apply(
        _ body: (Request) throws(FileError) -> CorrectionRefusal?
    ) throws(FileError) -> [FileError] {
        var failures: [FileError] = []
        for name in try FileOperations.names(in: layout.spool) {
            let path = layout.spool.appending(name)
            if name.string.hasSuffix(Self.answered) {
                Self.removeOld(path)
                continue
            }
            guard name.string.hasSuffix(Self.suffix), !name.string.hasPrefix(".") else { continue }
            do throws(FileError) {
                let said: String
                if let request = try Self.request(at: path) {
                    said = try body(request).map(\.said) ?? ""
                } else {
                    said = CorrectionRefusal.invalidValue(name.string).said
                }
                let answer = layout.spool.appending(String(name.string.dropLast(Self.suffix.count)) + Self.answered)
                if !FileOperations.exists(answer) {
                    try FileOperations.write(Array(said.utf8), to: answer)
                    _ = answer.withPlatformString { chmod($0, 0o644) }
                }
                try FileOperations.remove(path)
            } catch {
                failures.append(error)
            }
        }
        return failures
    }

    /// Nil where the file is no request: links, pipes and giants are not opened or read.
    private static func request(at path: FilePath) throws(FileError) -> Request? {
        var status = stat()
        guard path.withPlatformString({ lstat($0, &status) }) == 0, status.st_mode & S_IFMT == S_IFREG,
            status.st_size <= largest
        else { return nil }
        let bytes = try FileOperations.read(path)
        return try? ContractDecoding.decode(Request.self, from: bytes)
    }

    private static func removeOld(_ path: FilePath) {
        var status = stat()
        guard path.withPlatformString({ lstat($0, &status) }) == 0, time(nil) - status.st_mtim.tv_sec > 3_600 else {
            return
        }
        try? FileOperations.remove(path)
    }
}
