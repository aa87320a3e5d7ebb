import Glibc
package import SystemPackage

/// Locks that end with the process that holds them, so that none is stale after a crash.
package enum FileLock {
    /// Takes the lock of a file, which is made if missing, or of a folder. Nil where another process holds it.
    package static func take(_ path: FilePath) throws(FileError) -> FileDescriptor? {
        // Who only asks whether a lock is held has it for a moment.
        for attempt in 0..<10 {
            if attempt > 0 { usleep(20_000) }
            let lock = try open(path)
            if flock(lock, LOCK_EX | LOCK_NB) == 0 { return FileDescriptor(rawValue: lock) }
            close(lock)
        }
        return nil
    }

    /// How often a lock that another holds is asked for, at 20 ms each.
    private static let patience = 250

    /// Waits some seconds for the lock of a folder and holds it during the body.
    ///
    /// - Throws: `EWOULDBLOCK` where another does not give it up, `ENOENT` where the folder is gone.
    package static func whileHolding<Result>(
        _ folder: FilePath, _ body: () throws(FileError) -> Result
    ) throws(FileError) -> Result {
        let lock = folder.withPlatformString { Glibc.open($0, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW) }
        try FileOperations.check(lock, .lock, folder)
        defer { close(lock) }
        var attempts = 0
        while flock(lock, LOCK_EX | LOCK_NB) != 0 {
            attempts += 1
            guard errno == EINTR || errno == EWOULDBLOCK && attempts < patience else {
                throw FileError(.lock, folder, errno: errno)
            }
            usleep(20_000)
        }
        return try body()
    }

    /// Whether a process holds the lock of a file.
    package static func isHeld(_ path: FilePath) -> Bool {
        let lock = path.withPlatformString { Glibc.open($0, O_RDONLY | O_CLOEXEC | O_NOFOLLOW) }
        guard lock >= 0 else { return false }
        defer { close(lock) }
        return flock(lock, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK
    }

    private static func open(_ path: FilePath) throws(FileError) -> Int32 {
        let flags = FileOperations.isFolder(path) ? O_RDONLY | O_DIRECTORY : O_RDWR | O_CREAT
        let lock = path.withPlatformString { Glibc.open($0, flags | O_CLOEXEC | O_NOFOLLOW, 0o644) }
        try FileOperations.check(lock, .lock, path)
        return lock
    }
}
