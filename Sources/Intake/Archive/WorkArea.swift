import FileKeeping
import Glibc
import Synchronization
import SystemPackage

/// Folders for work in progress, on the archive's own file system so that one rename publishes them.
final class WorkArea: Sendable {
    private let root: FilePath
    private let state = Mutex(State())

    private struct State {
        var number = 0
        var inUse: Set<FilePath> = []
    }

    init(root: FilePath) { self.root = root }

    /// Makes the area, and clears what a crash left in it: the inbox or the archive still holds every source.
    func open() throws(FileError) {
        try FileOperations.makeFolders(root)
        try sweep()
    }

    func newFolder() throws(FileError) -> FilePath {
        while true {
            let number = state.withLock { state in
                state.number += 1
                return state.number
            }
            let folder = root.appending("\(number)")
            state.withLock { _ = $0.inUse.insert(folder) }
            if folder.withPlatformString({ mkdir($0, 0o755) }) == 0 { return folder }
            let error = errno
            state.withLock { _ = $0.inUse.remove(folder) }
            guard error == EEXIST else { throw FileError(.makeFolder, folder, errno: error) }
        }
    }

    /// Removes a folder and what is in it. On a broken disk it may stay until the next sweep.
    func discard(_ folder: FilePath) {
        try? FileOperations.removeTree(folder)
        state.withLock { _ = $0.inUse.remove(folder) }
    }

    /// Removes every folder that nobody is working in.
    func sweep() throws(FileError) {
        for name in try FileOperations.names(in: root) {
            let folder = root.appending(name)
            if state.withLock({ $0.inUse.contains(folder) }) { continue }
            if FileOperations.isFolder(folder) {
                try FileOperations.removeTree(folder)
            } else {
                try FileOperations.remove(folder)
            }
        }
    }
}
