import Glibc
package import SystemPackage

/// A system call on a file that failed.
package struct FileError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What was being done, as it stands between “Cannot” and the path.
    package var action: String
    package var path: FilePath
    package var errno: Int32

    package init(_ action: String, _ path: FilePath, errno: Int32) {
        self.action = action
        self.path = path
        self.errno = errno
    }

    package var description: String { "Cannot \(action) \(path): \(String(cString: strerror(errno)))." }
}
