import CLinux
package import FileKeeping
import Glibc
package import SystemPackage

/// The folder that documents are dropped into, with its subfolders.
///
/// A file is taken when it has settled: moved in whole, or unchanged for a while. Modification times prove nothing
/// (`cp -p`), the time of change cannot be set by a writer.
package struct Inbox: Sendable {
    package let root: FilePath
    /// How long a file must stay as it is, in nanoseconds.
    private let settling: Int
    /// How long a file without a byte may be waiting for its data, in nanoseconds.
    private let patience: Int
    /// Files that had not settled at the last look.
    private var firstSeen: [FilePath: Sighting] = [:]

    private struct Sighting {
        var signature: InboxFile.Signature
        var at: Int
    }

    /// Folders below folders that are looked into.
    private static let deepest = 16

    /// - Parameters:
    ///   - settling: how long a file that was written in place must stay unchanged.
    ///   - patience: how long a file without a byte is taken for a place-holder.
    package init(root: FilePath, settling: Duration, patience: Duration) {
        self.root = root
        self.settling = Self.nanoseconds(settling)
        self.patience = Self.nanoseconds(patience)
    }

    /// What one look at the inbox shows.
    package struct Look: Sendable {
        /// Files to be taken, of each folder the oldest first.
        package var settled: [InboxFile] = []
        /// Settled files beyond the limit.
        package var beyond = 0
        /// Files that are still being written, and when the first of them may have settled.
        package var unsettled = 0
        package var nextLook: Duration?
        /// Files without a byte.
        package var empty = 0
        /// Sidecars whose documents are not there.
        package var sidecars: [InboxFile] = []
        /// Files that were put off and are still there.
        package var deferred: Set<InboxFile> = []
        /// Every folder looked into, the inbox first.
        package var folders: [FilePath] = []
        /// Those of them in which there is nothing.
        package var emptyFolders: Set<FilePath> = []
        /// Names that downloads in progress and other systems leave, and that are left alone.
        package var leftAlone = 0
        /// Folders and files that could not be looked at.
        package var unreadable: [FileError] = []
        /// When the oldest file that waits was changed last, in seconds since 1970.
        package var oldest: Int?
        /// Whether the inbox itself is there.
        package var isThere = true
    }

    /// What a look leaves out.
    package struct Exceptions: Sendable {
        /// Paths that were moved in, which nobody is writing.
        package var arrivedWhole: Set<FilePath> = []
        /// Files that are being worked on.
        package var busy: Set<FilePath> = []
        /// Files that are not to be taken yet.
        package var deferred: Set<InboxFile> = []

        package init() {}
    }

    /// Looks at every file.
    ///
    /// - Parameters:
    ///   - limit: how many files of one folder are given at most, so that an inbox of any size takes as much memory as
    ///     one that is full.
    ///   - beat: called now and then.
    package mutating func look(
        besides exceptions: Exceptions = Exceptions(), limit: Int = 4_096, beat: () -> Void = {}
    ) -> Look {
        var look = Look()
        var seen: [FilePath: Sighting] = [:]
        let now = (monotonic: Self.nanoseconds(CLOCK_MONOTONIC), wall: Self.nanoseconds(CLOCK_REALTIME))
        visit(root, below: [], into: &look, beat: beat) { files, look in
            var settled: [InboxFile] = []
            for var file in files where !exceptions.busy.contains(file.path) {
                if exceptions.deferred.contains(file) {
                    look.deferred.insert(file)
                    continue
                }
                let isEmpty = file.signature.size == 0
                if isEmpty { look.empty += 1 }
                let needed = isEmpty ? patience : settling
                if !isEmpty, exceptions.arrivedWhole.contains(file.path) {
                    file.arrivedWhole = true
                    settled.append(file)
                    continue
                }
                let known = firstSeen[file.path]
                let since = known.flatMap { $0.signature == file.signature ? $0.at : nil } ?? now.monotonic
                let age = max(now.monotonic - since, now.wall - file.signature.changed)
                if age >= needed {
                    settled.append(file)
                    continue
                }
                seen[file.path] = Sighting(signature: file.signature, at: since)
                look.unsettled += 1
                let rest = Duration.nanoseconds(max(1_000_000, needed - age))
                look.nextLook = look.nextLook.map { min($0, rest) } ?? rest
            }
            settled.sort { ($0.signature.changed, $0.displayName) < ($1.signature.changed, $1.displayName) }
            if let first = settled.first {
                let changed = first.signature.changed / 1_000_000_000
                look.oldest = look.oldest.map { min($0, changed) } ?? changed
            }
            look.sidecars += settled.filter(\.isSidecar).prefix(limit)
            settled.removeAll(where: \.isSidecar)
            look.settled += settled.prefix(limit)
            look.beyond += max(0, settled.count - limit)
        }
        firstSeen = seen
        return look
    }

    /// Visits the folder and those below it; the body is called with the files of each.
    private func visit(
        _ folder: FilePath, below folders: [FilePath.Component], into look: inout Look, beat: () -> Void = {},
        _ body: ([InboxFile], inout Look) -> Void
    ) {
        beat()
        let names: [FilePath.Component]
        do {
            names = try FileOperations.names(in: folder)
        } catch {
            if folders.isEmpty { look.isThere = false }
            look.unreadable.append(error)
            return
        }
        look.folders.append(folder)
        if names.isEmpty { look.emptyFolders.insert(folder) }
        var files: [InboxFile] = []
        var below: [FilePath.Component] = []
        for (index, name) in names.enumerated() {
            if index % 1_024 == 0 { beat() }
            if TemporaryName.matches(name.string) {
                look.leftAlone += 1
                continue
            }
            let path = folder.appending(name)
            var status = stat()
            guard path.withPlatformString({ lstat($0, &status) }) == 0 else { continue }
            switch status.st_mode & S_IFMT {
            case S_IFDIR where folders.count < Self.deepest:
                below.append(name)
            case S_IFDIR:
                look.unreadable.append(FileError(.lookInto, path, errno: ENAMETOOLONG))
            case S_IFREG:
                let file = InboxFile(path: path, folders: folders, signature: InboxFile.Signature(status))
                // Beside its document a sidecar goes along with it.
                if file.isSidecar, let document = file.documentPath, FileOperations.exists(document) { continue }
                files.append(file)
            default:
                // Links, pipes and devices are never followed or opened.
                continue
            }
        }
        body(files, &look)
        for name in below { visit(folder.appending(name), below: folders + [name], into: &look, beat: beat, body) }
    }

    private static func nanoseconds(_ duration: Duration) -> Int {
        Int(duration.components.seconds) * 1_000_000_000 + Int(duration.components.attoseconds / 1_000_000_000)
    }

    private static func nanoseconds(_ clock: clockid_t) -> Int {
        var time = timespec()
        clock_gettime(clock, &time)
        return Int(time.tv_sec) * 1_000_000_000 + Int(time.tv_nsec)
    }

    /// Gives files back their names that a crash left between taking and removing.
    ///
    /// - Returns: what could not be looked at.
    package func recover() -> [FileError] {
        var problems: [FileError] = []
        recover(in: root, depth: 0, problems: &problems)
        return problems
    }

    private func recover(in folder: FilePath, depth: Int, problems: inout [FileError]) {
        do {
            for name in try FileOperations.names(in: folder) {
                let path = folder.appending(name)
                if name.string.hasPrefix(TemporaryName.taken) {
                    let old = String(name.string.dropFirst(TemporaryName.taken.count))
                    try FileOperations.renameToFreeName(path, to: folder.appending(old))
                } else if depth < Self.deepest, !TemporaryName.matches(name.string), FileOperations.isFolder(path) {
                    recover(in: path, depth: depth + 1, problems: &problems)
                }
            }
        } catch {
            problems.append(error)
        }
    }

    /// Removes a file whose bytes are archived, unless other bytes have taken its name since.
    ///
    /// Nothing waits for the disk here: a name that comes back in a power cut is a duplicate that says nothing new.
    ///
    /// - Parameter sha256: the digest of the bytes that are archived.
    static func remove(_ file: InboxFile, sha256: String) throws(FileError) {
        guard let name = file.path.lastComponent?.string else { return }
        // A name too long for the prefix, or for a number behind it, loses characters at its front.
        var kept = name[...]
        while kept.utf8.count + TemporaryName.taken.utf8.count > 240 { kept = kept.dropFirst() }
        let folder = file.path.removingLastComponent()
        let taken: FilePath
        do {
            taken = try FileOperations.renameToFreeName(file.path, to: folder.appending(TemporaryName.taken + kept))
        } catch  where error.errno == ENOENT {
            return
        }
        CrashStep.inboxTaken.reached()
        var status = stat()
        guard taken.withPlatformString({ lstat($0, &status) }) == 0 else { return }
        // Times can be set back by whoever changes a file: only the digest says that these are the bytes.
        if InboxFile.Signature(status).isSameContent(as: file.signature), !isBeingWritten(taken),
            (try? FileDigest.sha256(ofFile: taken).digest) == sha256
        {
            do {
                try FileOperations.remove(taken)
            } catch {
                // Under its own name it is tried again.
                try FileOperations.renameToFreeName(taken, to: file.path)
                throw error
            }
            CrashStep.inboxRemoved.reached()
        } else {
            try FileOperations.renameToFreeName(taken, to: file.path)
        }
    }

    /// Whether somebody has the file open for writing; false where that cannot be told.
    private static func isBeingWritten(_ path: FilePath) -> Bool {
        let file = path.withPlatformString { open($0, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC) }
        guard file >= 0 else { return false }
        defer { close(file) }
        return is_open_for_writing(file) == 1
    }
}
