import FileKeeping
import Glibc
import SystemPackage

/// The lock on the inbox: one daemon for one inbox, also where another folder is put in its place.
final class InboxHold {
    private let root: FilePath
    private var lock: FileDescriptor

    /// Nil where another daemon has it.
    init?(_ root: FilePath) throws(FileError) {
        guard let lock = try FileLock.take(root) else { return nil }
        self.root = root
        self.lock = lock
    }

    deinit { try? lock.close() }

    /// Whether the folder that stands there now is held; one that is new is taken, unless another daemon has it.
    func holdsFolder() -> Bool {
        var (held, there) = (stat(), stat())
        guard fstat(lock.rawValue, &held) == 0, root.withPlatformString({ stat($0, &there) }) == 0 else { return false }
        if held.st_dev == there.st_dev, held.st_ino == there.st_ino { return true }
        // A lock on a path where nothing stands would make a file of it.
        guard there.st_mode & S_IFMT == S_IFDIR, FileOperations.isFolder(root),
            let taken = (try? FileLock.take(root)) ?? nil
        else { return false }
        try? lock.close()
        lock = taken
        return true
    }
}
