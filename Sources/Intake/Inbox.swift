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
    private var firstSeen: [FilePath: (signature: InboxFile.Signature, at: Int)] = [:]

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
        package var settled: [InboxFile] = []
        /// Files that are still being written, and when the first of them may have settled.
        package var unsettled = 0
        package var nextLook: Duration?
        /// Every folder looked into, the inbox first.
        package var folders: [FilePath] = []
        /// Folders and files that could not be looked at.
        package var unreadable: [IntakeError] = []
    }

    /// Looks at every file.
    ///
    /// - Parameter arrivedWhole: paths that were moved in, which nobody is writing.
    package mutating func look(arrivedWhole: Set<FilePath> = []) -> Look {
        var look = Look()
        var seen: [FilePath: (signature: InboxFile.Signature, at: Int)] = [:]
        let now = Self.nanoseconds(CLOCK_MONOTONIC)
        let wallClock = Self.nanoseconds(CLOCK_REALTIME)
        for file in files(in: root, below: [], into: &look) {
            let known = firstSeen[file.path]
            let since = known.flatMap { $0.signature == file.signature ? $0.at : nil } ?? now
            seen[file.path] = (file.signature, since)
            let age = max(now - since, wallClock - file.signature.changed)
            let needed = file.signature.size > 0 ? settling : patience
            if age >= needed || (file.signature.size > 0 && arrivedWhole.contains(file.path)) {
                look.settled.append(file)
            } else {
                look.unsettled += 1
                let wait = needed - age
                let rest = Duration.nanoseconds(max(1_000_000, wait))
                look.nextLook = look.nextLook.map { min($0, rest) } ?? rest
            }
        }
        firstSeen = seen
        look.settled.sort { ($0.signature.changed, $0.displayName) < ($1.signature.changed, $1.displayName) }
        return look
    }

    private func files(in folder: FilePath, below folders: [FilePath.Component], into look: inout Look) -> [InboxFile] {
        look.folders.append(folder)
        var files: [InboxFile] = []
        let names: [FilePath.Component]
        do {
            names = try FileOperations.names(in: folder)
        } catch {
            look.unreadable.append(error)
            return []
        }
        for name in names where !TemporaryName.matches(name.string) {
            let path = folder.appending(name)
            var status = stat()
            guard path.withPlatformString({ lstat($0, &status) }) == 0 else { continue }
            switch status.st_mode & S_IFMT {
            case S_IFDIR where folders.count < Self.deepest:
                files += self.files(in: path, below: folders + [name], into: &look)
            case S_IFREG:
                files.append(InboxFile(path: path, folders: folders, signature: InboxFile.Signature(status)))
            default:
                // Links, pipes and devices are never followed or opened.
                continue
            }
        }
        return files
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
    package func recover() -> [IntakeError] {
        var problems: [IntakeError] = []
        recover(in: root, depth: 0, problems: &problems)
        return problems
    }

    private func recover(in folder: FilePath, depth: Int, problems: inout [IntakeError]) {
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
    static func remove(_ file: InboxFile, claimed: InboxFile.Signature) throws(IntakeError) {
        guard let name = file.path.lastComponent?.string else { return }
        // A name too long for the prefix loses characters at its front.
        var kept = name[...]
        while kept.utf8.count + TemporaryName.taken.utf8.count > 255 { kept = kept.dropFirst() }
        let folder = file.path.removingLastComponent()
        let taken = folder.appending(TemporaryName.taken + kept)
        do {
            try FileOperations.rename(file.path, to: taken)
        } catch .system(_, _, ENOENT) {
            return
        } catch {
            throw error
        }
        var status = stat()
        guard taken.withPlatformString({ lstat($0, &status) }) == 0 else { return }
        if InboxFile.Signature(status).isSameContent(as: claimed) {
            try FileOperations.remove(taken)
        } else {
            try FileOperations.renameToFreeName(taken, to: file.path)
        }
        try FileOperations.syncFolder(folder)
    }
}
