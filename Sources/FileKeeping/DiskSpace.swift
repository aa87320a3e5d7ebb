import Glibc
package import SystemPackage

/// How full a file system is, in bytes.
package struct DiskSpace: Sendable, Equatable {
    /// What a process without privileges may still write.
    package var free: Int
    package var total: Int

    /// Nil where that cannot be told.
    package init?(of path: FilePath) {
        var status = statvfs()
        guard path.withPlatformString({ statvfs($0, &status) }) == 0 else { return nil }
        free = Int(status.f_bavail) * Int(status.f_frsize)
        total = Int(status.f_blocks) * Int(status.f_frsize)
    }
}
