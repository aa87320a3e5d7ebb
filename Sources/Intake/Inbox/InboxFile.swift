import ArchiveReading
import FileKeeping
import Glibc
package import SystemPackage

/// A file in the inbox as it was last seen.
package struct InboxFile: Hashable, Sendable {
    /// What changes whenever a file does.
    struct Signature: Hashable, Sendable {
        var device: UInt
        var inode: UInt
        var size: Int
        var modified: Int
        var changed: Int

        init(_ status: stat) {
            device = UInt(status.st_dev)
            inode = UInt(status.st_ino)
            size = Int(status.st_size)
            modified = Int(status.st_mtim.tv_sec) * 1_000_000_000 + Int(status.st_mtim.tv_nsec)
            changed = Int(status.st_ctim.tv_sec) * 1_000_000_000 + Int(status.st_ctim.tv_nsec)
        }

        /// Nil where the descriptor is of no regular file.
        init?(ofDescriptor descriptor: Int32) {
            var status = stat()
            guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
            self.init(status)
        }

        /// Whether the bytes are the same; a rename moves the time of change.
        func isSameContent(as other: Signature) -> Bool {
            device == other.device && inode == other.inode && size == other.size && modified == other.modified
        }
    }

    package var path: FilePath
    /// Folders below the inbox that it lies in.
    var folders: [FilePath.Component]
    var signature: Signature
    /// Whether it was moved in, which nobody does who is still writing.
    var arrivedWhole = false

    package static func == (one: InboxFile, other: InboxFile) -> Bool {
        one.path == other.path && one.signature == other.signature
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(path)
        hasher.combine(signature)
    }

    /// The name for people: bytes that are no UTF-8 are replaced.
    package var displayName: String { path.lastComponent?.string ?? "" }

    /// The path below the inbox, for people and for `document.json`.
    package var inboxName: String { (folders.map(\.string) + [displayName]).joined(separator: "/") }
}

extension InboxFile {
    /// Nil where there is no regular file.
    init?(lookingAt path: FilePath, folders: [FilePath.Component]) {
        var status = stat()
        guard path.withPlatformString({ lstat($0, &status) }) == 0, status.st_mode & S_IFMT == S_IFREG else {
            return nil
        }
        self.init(path: path, folders: folders, signature: Signature(status))
    }

    /// Bytes of the largest file that is taken for a sidecar.
    static let largestSidecar = 1 << 20

    /// Whether this file says where another one came from.
    var isSidecar: Bool {
        displayName.hasSuffix(ArchiveLayout.sidecarSuffix) && displayName != ArchiveLayout.sidecarSuffix
            && signature.size <= Self.largestSidecar
    }

    /// Where the sidecar of this document would be.
    var sidecarPath: FilePath? { beside { Array($0.utf8CString.dropLast()) + Self.suffix } }

    /// Where the document of this sidecar would be.
    var documentPath: FilePath? { beside { Array($0.utf8CString.dropLast(Self.suffix.count + 1)) } }

    private static let suffix = Array(ArchiveLayout.sidecarSuffix.utf8CString.dropLast())

    private func beside(_ change: (String) -> [CChar]) -> FilePath? {
        guard let name = path.lastComponent, let other = FilePath.Component(platformString: change(name.string) + [0])
        else { return nil }
        return path.removingLastComponent().appending(other)
    }
}

/// Names that programs give to files they have not finished, and folders that file servers keep for themselves.
enum TemporaryName {
    /// Prefix of the names that the inbox gives to files it is about to remove.
    static let taken = ".budgetd-taken."

    private static let suffixes = ["~", ".part", ".tmp", ".crdownload", ".partial", ".filepart", ".download"]
    private static let folders: Set<String> = ["@eaDir", "#recycle", "lost+found"]

    static func matches(_ name: String) -> Bool {
        name.hasPrefix(".") || folders.contains(name) || suffixes.contains { name.hasSuffix($0) }
    }
}

extension InboxFile {
    /// The file as it is now, if its bytes are the same: taking it out of the inbox in vain moves its time of change.
    var renamedThereAndBack: InboxFile {
        guard let current = InboxFile(lookingAt: path, folders: folders),
            current.signature.isSameContent(as: signature)
        else { return self }
        return current
    }
}
