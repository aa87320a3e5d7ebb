import Glibc
import SystemPackage

/// Locks that end with the process that holds them.
enum FileLock {
    /// Takes the lock of a file, which is made if missing, or of a folder.
    ///
    /// - Parameter error: thrown where another process holds it.
    static func take(_ path: FilePath, orElse error: IntakeError) throws(IntakeError) -> FileDescriptor {
        let flags = FileOperations.isFolder(path) ? O_RDONLY | O_DIRECTORY : O_RDWR | O_CREAT
        let lock = path.withPlatformString { open($0, flags | O_CLOEXEC, 0o644) }
        try FileOperations.check(lock, "lock", path)
        guard flock(lock, LOCK_EX | LOCK_NB) == 0 else {
            close(lock)
            throw error
        }
        return FileDescriptor(rawValue: lock)
    }
}
