package import BudgetRelease
import Crypto
import Glibc
package import SystemPackage

/// The folder that finished documents stand in, each in a folder of its own that appears by one rename.
///
/// `releases/<inbox subfolder>/<stem>.<12 hex>/` and `rejected/…` hold the source under its own name, `release.json`
/// or `problem.json`, and `document.json`. `.budgetd/` holds work in progress and the lock.
package struct Archive: Sendable {
    package let root: FilePath
    private let work: FilePath
    private let index = ArchiveIndex()

    /// A document copied out of the inbox.
    package struct Claim: Sendable {
        /// The folder in the work area that is going to be published.
        var folder: FilePath
        /// The copy in it.
        var copy: FilePath
        package var sha256: String
        package var bytes: Int
        var signature: InboxFile.Signature
        var file: InboxFile
    }

    package enum Outcome: String, Sendable {
        case archived
        case duplicate
        case rejected
    }

    /// Names that the archive gives to files of its own in a document's folder.
    private static let ownNames: Set<String> = ["document.json", "release.json", "problem.json"]

    package init(root: FilePath) {
        self.root = root
        work = root.appending(".budgetd").appending("work")
    }

    // MARK: Start

    /// Makes the folders, takes the lock, clears what a crash left unfinished (the inbox still holds its source) and
    /// learns which documents are there.
    ///
    /// - Returns: the lock, which holds as long as the descriptor is open.
    package func open() throws(IntakeError) -> FileDescriptor {
        for shelf in ArchiveIndex.Shelf.allCases { try FileOperations.makeFolders(root.appending(shelf.rawValue)) }
        try FileOperations.makeFolders(work)
        let lock = try FileLock.take(root.appending(".budgetd").appending("lock"), orElse: .archiveInUse(root))
        for name in try FileOperations.names(in: work) { try FileOperations.removeTree(work.appending(name)) }
        for shelf in ArchiveIndex.Shelf.allCases { try index.read(root.appending(shelf.rawValue), as: shelf) }
        // A crash between publishing and removing a rejection leaves both: the release wins.
        for rejected in index.rejectedAlthoughReleased() { try FileOperations.removeTree(rejected) }
        return lock
    }

    // MARK: Claim

    /// Copies a file into the work area while it is hashed. Nil where the file is gone, is no regular file any more,
    /// or changes under the copy.
    package func claim(_ file: InboxFile) throws(IntakeError) -> Claim? {
        let source = file.path.withPlatformString { Glibc.open($0, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC) }
        if source < 0, errno == ENOENT || errno == ELOOP { return nil }
        try FileOperations.check(source, "read", file.path)
        defer { close(source) }
        var status = stat()
        guard fstat(source, &status) == 0, status.st_mode & S_IFMT == S_IFREG, let name = file.path.lastComponent else {
            return nil
        }
        let folder = try newWorkFolder()
        let kept = Self.ownNames.contains(name.string) ? "source-" + name.string : nil
        let copy = kept.map { folder.appending($0) } ?? folder.appending(name)
        do {
            let (digest, bytes) = try Self.copy(source, of: file.path, to: copy)
            var after = stat()
            guard fstat(source, &after) == 0, InboxFile.Signature(after) == InboxFile.Signature(status) else {
                try FileOperations.removeTree(folder)
                return nil
            }
            return Claim(
                folder: folder, copy: copy, sha256: digest, bytes: bytes, signature: InboxFile.Signature(status),
                file: file)
        } catch {
            try? FileOperations.removeTree(folder)
            throw error
        }
    }

    private static func copy(
        _ source: Int32, of path: FilePath, to copy: FilePath
    ) throws(IntakeError) -> (digest: String, bytes: Int) {
        let target = copy.withPlatformString { Glibc.open($0, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644) }
        try FileOperations.check(target, "write", copy)
        defer { close(target) }
        var hash = SHA256()
        var total = 0
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            let count = read(source, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            if count < 0 { throw .system(action: "read", path: path, errno: errno) }
            if count == 0 { break }
            buffer[..<count].withUnsafeBytes { hash.update(bufferPointer: $0) }
            try FileOperations.write(buffer[..<count], to: target, copy)
            total += count
        }
        try FileOperations.check(fsync(target), "bring to disk", copy)
        return (Hex.string(hash.finalize()), total)
    }

    private func newWorkFolder() throws(IntakeError) -> FilePath {
        var number = 0
        while true {
            let folder = work.appending("\(getpid())-\(number)")
            if folder.withPlatformString({ mkdir($0, 0o755) }) == 0 { return folder }
            guard errno == EEXIST else { throw .system(action: "make the folder", path: folder, errno: errno) }
            number += 1
        }
    }

    /// Gives a claim up; its source stays in the inbox.
    package func abandon(_ claim: Claim) { try? FileOperations.removeTree(claim.folder) }

    // MARK: Publish

    /// Whether the bytes of a claim are archived already; if so its name is recorded there and the claim is given up.
    package func recordIfKnown(_ claim: Claim) throws(IntakeError) -> Bool {
        guard let known = index.folder(of: claim.sha256, on: .releases) else { return false }
        var document = try DocumentRecord(at: known.appending("document.json"))
        if document.add(name: claim.file.inboxName, at: Timestamp.now()) {
            let next = claim.folder.appending("document.json")
            try FileOperations.write(document.json.utf8(pretty: true) + [0x0A], to: next)
            try FileOperations.rename(next, to: known.appending("document.json"))
            try FileOperations.syncFolder(known)
        }
        try FileOperations.removeTree(claim.folder)
        return true
    }

    /// Publishes a release beside its source.
    package func publish(_ claim: Claim, release: [UInt8]) throws(IntakeError) {
        let earlier = index.folder(of: claim.sha256, on: .rejected)
        try finish(claim, result: release, name: "release.json", on: .releases, earlier: earlier)
        // Published first, then removed: between the two the archive wins.
        if let earlier {
            try FileOperations.removeTree(earlier)
            index.forget(claim.sha256, on: .rejected)
        }
    }

    /// Keeps a document that gave no release, with the reason.
    package func reject(_ claim: Claim, problem: Problem) throws(IntakeError) {
        let earlier = index.folder(of: claim.sha256, on: .rejected)
        let json = problem.json.utf8(pretty: true) + [0x0A]
        guard let earlier else {
            try finish(claim, result: json, name: "problem.json", on: .rejected, earlier: nil)
            return
        }
        // The source stands there already: only the reason and the name may be new.
        let arrivals = record(of: claim, earlier: earlier).json.utf8(pretty: true) + [0x0A]
        for (bytes, name) in [(json, "problem.json"), (arrivals, "document.json")] {
            try FileOperations.write(bytes, to: claim.folder.appending(name))
            try FileOperations.rename(claim.folder.appending(name), to: earlier.appending(name))
        }
        try FileOperations.syncFolder(earlier)
        try FileOperations.removeTree(claim.folder)
    }

    private func record(of claim: Claim, earlier: FilePath?) -> DocumentRecord {
        let known = earlier.flatMap { try? DocumentRecord(at: $0.appending("document.json")) }
        var record = known ?? DocumentRecord(sha256: claim.sha256, bytes: claim.bytes)
        _ = record.add(name: claim.file.inboxName, at: Timestamp.now())
        return record
    }

    /// Write, fsync, rename, fsync: the order that a power cut cannot break.
    private func finish(
        _ claim: Claim, result: [UInt8], name: String, on shelf: ArchiveIndex.Shelf, earlier: FilePath?
    ) throws(IntakeError) {
        let document = record(of: claim, earlier: earlier).json.utf8(pretty: true) + [0x0A]
        try FileOperations.write(result, to: claim.folder.appending(name))
        try FileOperations.write(document, to: claim.folder.appending("document.json"))
        try FileOperations.syncFolder(claim.folder)
        let home = freeHome(of: claim, on: shelf)
        try FileOperations.makeFolders(home.removingLastComponent())
        try FileOperations.rename(claim.folder, to: home)
        try FileOperations.syncFolder(home.removingLastComponent())
        index.learn(claim.sha256, at: home, on: shelf)
    }

    /// `<shelf>/<inbox subfolder>/<stem>.<12 hex>`; with more of the digest where that name is taken by other bytes.
    private func freeHome(of claim: Claim, on shelf: ArchiveIndex.Shelf) -> FilePath {
        var folder = root.appending(shelf.rawValue)
        for name in claim.file.folders { folder.append(name) }
        let stem = claim.file.path.lastComponent?.stem ?? ""
        let homes = [12, 24, 64].map { digits in
            folder.appending("\(Self.fitting(stem, besides: digits + 1)).\(claim.sha256.prefix(digits))")
        }
        return homes.first { !FileOperations.exists($0) } ?? homes[0]
    }

    /// A stem cut at a character so that a name with more bytes behind it fits into 255.
    static func fitting(_ stem: String, besides bytes: Int) -> String {
        var fitted = stem
        while fitted.utf8.count > 255 - bytes { fitted.removeLast() }
        return fitted
    }
}
