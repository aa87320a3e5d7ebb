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

        /// Whether the bytes are the same; a rename moves the time of change.
        func isSameContent(as other: Signature) -> Bool {
            device == other.device && inode == other.inode && size == other.size && modified == other.modified
        }
    }

    package var path: FilePath
    /// Folders below the inbox that it lies in.
    var folders: [FilePath.Component]
    var signature: Signature

    /// The name for people: bytes that are no UTF-8 are replaced.
    package var displayName: String { path.lastComponent?.string ?? "" }
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
