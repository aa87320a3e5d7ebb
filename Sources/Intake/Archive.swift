package import BudgetRelease
import Crypto
import FoundationEssentials
import Glibc
package import SystemPackage

/// The folder that finished documents stand in, each in a folder of its own that appears by one rename.
///
/// `releases/<inbox subfolder>/<stem>.<12 hex>/` and `rejected/…` hold the source under its own name, `release.json`
/// or `problem.json`, and `document.json`. `.budgetd/` holds work in progress and the lock.
package struct Archive: Sendable {
    package let root: FilePath
    private let work: FilePath

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

    package init(root: FilePath) {
        self.root = root
        work = root.appending(".budgetd").appending("work")
    }

    // MARK: Start

    /// Makes the folders, takes the lock and clears what a crash left unfinished: the inbox still holds its source.
    ///
    /// - Returns: the lock, which holds as long as the descriptor is open.
    package func open() throws(IntakeError) -> FileDescriptor {
        for folder in [root.appending("releases"), root.appending("rejected"), work] {
            try FileOperations.makeFolders(folder)
        }
        let path = root.appending(".budgetd").appending("lock")
        let lock = path.withPlatformString { Glibc.open($0, O_RDWR | O_CREAT | O_CLOEXEC, 0o644) }
        try FileOperations.check(lock, "lock", path)
        guard flock(lock, LOCK_EX | LOCK_NB) == 0 else {
            close(lock)
            throw .archiveInUse(root)
        }
        for name in try FileOperations.names(in: work) { try FileOperations.removeTree(work.appending(name)) }
        return FileDescriptor(rawValue: lock)
    }

    // MARK: Claim

    /// Copies a file into the work area while it is hashed. Nil where the file is gone, or is no regular file any
    /// more.
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
        let copy = folder.appending(name)
        let target = copy.withPlatformString { Glibc.open($0, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644) }
        try FileOperations.check(target, "write", copy)
        defer { close(target) }
        var hash = SHA256()
        var total = 0
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            let count = read(source, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            if count < 0 { throw .system(action: "read", path: file.path, errno: errno) }
            if count == 0 { break }
            buffer[..<count].withUnsafeBytes { hash.update(bufferPointer: $0) }
            try FileOperations.write(buffer[..<count], to: target, copy)
            total += count
        }
        try FileOperations.check(fsync(target), "bring to disk", copy)
        return Claim(
            folder: folder, copy: copy, sha256: Hex.string(hash.finalize()), bytes: total,
            signature: InboxFile.Signature(status), file: file)
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
        guard let known = try folder(of: claim.sha256, in: "releases", startingAt: home(of: claim, in: "releases"))
        else {
            return false
        }
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
        try finish(claim, result: release, name: "release.json", in: "releases")
        // Published first, then removed: between the two the archive wins.
        if let rejected = try folder(of: claim.sha256, in: "rejected", startingAt: home(of: claim, in: "rejected")) {
            try FileOperations.removeTree(rejected)
        }
    }

    /// Keeps a document that gave no release, with the reason.
    package func reject(_ claim: Claim, problem: Problem) throws(IntakeError) {
        let home = home(of: claim, in: "rejected")
        if FileOperations.exists(home) {
            let old = try newWorkFolder()
            try FileOperations.rename(home, to: old)
            try FileOperations.removeTree(old)
        }
        try finish(claim, result: problem.json.utf8(pretty: true) + [0x0A], name: "problem.json", in: "rejected")
    }

    /// Write, fsync, rename, fsync: the order that a power cut cannot break.
    private func finish(_ claim: Claim, result: [UInt8], name: String, in shelf: String) throws(IntakeError) {
        var document = DocumentRecord(sha256: claim.sha256, bytes: claim.bytes)
        _ = document.add(name: claim.file.inboxName, at: Timestamp.now())
        try FileOperations.write(result, to: claim.folder.appending(name))
        try FileOperations.write(document.json.utf8(pretty: true) + [0x0A], to: claim.folder.appending("document.json"))
        try FileOperations.syncFolder(claim.folder)
        let home = home(of: claim, in: shelf)
        try FileOperations.makeFolders(home.removingLastComponent())
        try FileOperations.rename(claim.folder, to: home)
        try FileOperations.syncFolder(home.removingLastComponent())
    }

    // MARK: Names

    /// `<shelf>/<inbox subfolder>/<stem>.<12 hex>`.
    private func home(of claim: Claim, in shelf: String) -> FilePath {
        var path = root.appending(shelf)
        for folder in claim.file.folders { path.append(folder) }
        let stem = claim.file.path.lastComponent?.stem ?? ""
        return path.appending("\(Self.fitting(stem)).\(claim.sha256.prefix(12))")
    }

    /// A stem cut at a character so that a name with a digest behind it fits into 255 bytes.
    static func fitting(_ stem: String) -> String {
        var fitted = stem
        while fitted.utf8.count > 255 - 13 { fitted.removeLast() }
        return fitted
    }

    /// The folder that holds a digest, wherever in the shelf it stands; the likeliest place is looked at first.
    private func folder(of sha256: String, in shelf: String, startingAt likely: FilePath) throws(IntakeError)
        -> FilePath?
    {
        if FileOperations.exists(likely) { return likely }
        return try search(root.appending(shelf), suffix: "." + sha256.prefix(12), depth: 0)
    }

    private func search(_ folder: FilePath, suffix: String, depth: Int) throws(IntakeError) -> FilePath? {
        for name in try FileOperations.names(in: folder) {
            let path = folder.appending(name)
            if name.string.hasSuffix(suffix) { return path }
            // Folders with a document of their own hold no others.
            if depth < 17, FileOperations.isFolder(path), !FileOperations.exists(path.appending("document.json")),
                let found = try search(path, suffix: suffix, depth: depth + 1)
            {
                return found
            }
        }
        return nil
    }
}

extension InboxFile {
    /// The path below the inbox, for people and for `document.json`.
    var inboxName: String { (folders.map(\.string) + [displayName]).joined(separator: "/") }
}

/// What `document.json` says: the facts of a document that no index may hold alone.
struct DocumentRecord: Sendable, Equatable, Decodable {
    struct Arrival: Sendable, Equatable, Decodable {
        var name: String
        var at: String
    }

    var sha256: String
    var bytes: Int
    /// Every name it arrived under.
    var arrivals: [Arrival] = []

    init(sha256: String, bytes: Int) {
        self.sha256 = sha256
        self.bytes = bytes
    }

    init(at path: FilePath) throws(IntakeError) {
        let bytes = try FileOperations.read(path)
        do {
            self = try JSONDecoder().decode(DocumentRecord.self, from: Data(bytes))
        } catch {
            throw .system(action: "understand", path: path, errno: EILSEQ)
        }
    }

    /// False for a name that is recorded already.
    mutating func add(name: String, at time: String) -> Bool {
        guard !arrivals.contains(where: { $0.name == name }) else { return false }
        arrivals.append(Arrival(name: name, at: time))
        return true
    }

    var json: JSON {
        [
            "schema": "budget-document/1", "sha256": .string(sha256), "bytes": .int(bytes),
            "arrivals": .array(arrivals.map { ["name": .string($0.name), "at": .string($0.at)] }),
        ]
    }
}

/// The time of day as RFC 3339 in UTC, to the second.
enum Timestamp {
    static func now() -> String { Date.now.formatted(.iso8601) }
}

enum Hex {
    static func string(_ digest: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
