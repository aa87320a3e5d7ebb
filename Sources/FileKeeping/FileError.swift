import Glibc
package import Sentences
package import SystemPackage

/// A system call on a file that failed.
package struct FileError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What was being done to a file.
    package enum Action: String, Sendable, CaseIterable {
        case bringToDisk = "bring_to_disk"
        case watch, lock, read, write, list, open, remove, publish, understand
        case makeFolder = "make_folder"
        case rename
        case lookInto = "look_into"
    }

    package var action: Action
    package var path: FilePath
    package var errno: Int32

    package init(_ action: Action, _ path: FilePath, errno: Int32) {
        self.action = action
        self.path = path
        self.errno = errno
    }

    package var message: Message {
        Message("file.\(action.rawValue)", path.string, String(cString: strerror(errno)))
    }

    package var description: String { message.spoken }
}
