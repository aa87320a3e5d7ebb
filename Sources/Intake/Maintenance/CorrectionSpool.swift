package import ArchiveReading
import BudgetRelease
package import FileKeeping
import Glibc
import Sentences
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
    private static let largest = 1 << 16

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

    /// What the daemon has said of a correction.
    package enum Answer: Equatable, Sendable {
        case applied
        /// Why not.
        case refused(String)
    }

    /// What the answer to an applied correction says.
    private static let applied = "applied"

    /// Nil where the daemon has said nothing yet.
    package func answer(to id: String) -> Answer? {
        (try? FileOperations.read(layout.spool.appending(id + Self.answered))).map { bytes in
            let said = String(decoding: bytes, as: UTF8.self)
            return said == Self.applied ? .applied : .refused(said)
        }
    }

    // MARK: Who answers

    /// A file that is being applied: one that is found under this name again ended a daemon.
    private static let taken = ".taken"

    /// Calls the body with each that waits and leaves its answer.
    ///
    /// - Returns: what could not be done.
    func apply(
        _ body: (Request) throws(FileError) -> CorrectionRefusal?
    ) throws(FileError) -> [FileError] {
        var failures: [FileError] = []
        for name in try FileOperations.names(in: layout.spool) where !name.string.hasPrefix(".") {
            let path = layout.spool.appending(name)
            do throws(FileError) {
                if name.string.hasSuffix(Self.answered) {
                    Self.removeOld(path)
                } else if name.string.hasSuffix(Self.suffix + Self.taken) {
                    try leave(Sentences.text("correct.ended"), for: path, Self.suffix + Self.taken)
                } else if name.string.hasSuffix(Self.suffix) {
                    try apply(path, body)
                }
            } catch {
                failures.append(error)
            }
        }
        return failures
    }

    private func apply(
        _ path: FilePath, _ body: (Request) throws(FileError) -> CorrectionRefusal?
    ) throws(FileError) {
        var status = stat()
        // Folders, links and pipes are nobody's request.
        guard path.withPlatformString({ lstat($0, &status) }) == 0, status.st_mode & S_IFMT == S_IFREG else {
            _ = path.withPlatformString { remove($0) }
            return
        }
        let taken = FilePath(path.string + Self.taken)
        try FileOperations.rename(path, to: taken)
        let said: String
        if let request = Self.request(at: taken) {
            do throws(FileError) {
                said = try body(request).map(\.said) ?? Self.applied
            } catch {
                // The disk may have room again later; under the same name it is applied once.
                try FileOperations.rename(taken, to: path)
                throw error
            }
        } else {
            said = CorrectionRefusal.invalidValue(path.lastComponent?.string ?? "").said
        }
        try leave(said, for: taken, Self.suffix + Self.taken)
    }

    private func leave(_ said: String, for path: FilePath, _ suffix: String) throws(FileError) {
        let answer = FilePath(String(path.string.dropLast(suffix.count)) + Self.answered)
        if !FileOperations.exists(answer) {
            let next = answer.removingLastComponent().appending("." + (answer.lastComponent?.string ?? ""))
            if FileOperations.exists(next) { try FileOperations.remove(next) }
            try FileOperations.write(Array(said.utf8), to: next)
            _ = next.withPlatformString { chmod($0, 0o644) }
            try FileOperations.rename(next, to: answer)
        }
        try FileOperations.remove(path)
    }

    /// Nil where the file is no request. What it says of its writer is not believed alone: the system knows who wrote it, and the
    /// clock when.
    private static func request(at path: FilePath) -> Request? {
        let file = path.withPlatformString { Glibc.open($0, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC) }
        guard file >= 0 else { return nil }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        var bytes = [UInt8](repeating: 0, count: largest + 1)
        var filled = 0
        while filled < bytes.count {
            let count = bytes.withUnsafeMutableBytes {
                pread(file, $0.baseAddress?.advanced(by: filled), $0.count - filled, off_t(filled))
            }
            if count <= 0 { break }
            filled += count
        }
        guard filled <= largest, var request = try? ContractDecoding.decode(Request.self, from: bytes[..<filled]) else {
            return nil
        }
        let owner = UserName.of(status.st_uid)
        let said = request.correction.by.prefix(100)
        request.correction.by = said == owner || said.isEmpty ? owner : "\(said) (\(owner))"
        request.correction.at = Timestamp.now()
        return request
    }

    private static func removeOld(_ path: FilePath) {
        var status = stat()
        guard path.withPlatformString({ lstat($0, &status) }) == 0, time(nil) - status.st_mtim.tv_sec > 3_600 else {
            return
        }
        try? FileOperations.remove(path)
    }
}
