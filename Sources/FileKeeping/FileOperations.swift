import CLinux
import Glibc
package import SystemPackage

/// System calls on files, with errors that name what was being done.
package enum FileOperations {
    package static func check(_ result: Int32, _ action: FileError.Action, _ path: FilePath) throws(FileError) {
        if result < 0 { throw FileError(action, path, errno: errno) }
    }

    package static func makeFolders(_ path: FilePath) throws(FileError) {
        var folder = FilePath(root: path.root, [])
        for component in path.components {
            folder.append(component)
            let made = folder.withPlatformString { mkdir($0, 0o755) }
            if made != 0, errno != EEXIST { throw FileError(.makeFolder, folder, errno: errno) }
            // A folder whose name is not on the disk takes what is published in it along in a power cut.
            if made == 0 { try syncFolder(folder.removingLastComponent()) }
        }
    }

    /// Writes a new file and brings it to the disk.
    package static func write(_ bytes: [UInt8], to path: FilePath) throws(FileError) {
        let file = path.withPlatformString { open($0, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644) }
        try check(file, .write, path)
        defer { close(file) }
        try write(bytes[...], to: file, path)
        try check(fsync(file), .bringToDisk, path)
    }

    package static func write(_ bytes: ArraySlice<UInt8>, to file: Int32, _ path: FilePath) throws(FileError) {
        var rest = bytes
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if errno != EINTR {
                throw FileError(.write, path, errno: errno)
            }
        }
    }

    /// Copies a file to a new one and brings that to the disk.
    package static func copy(_ source: FilePath, to path: FilePath) throws(FileError) {
        let from = source.withPlatformString { open($0, O_RDONLY | O_CLOEXEC | O_NOFOLLOW) }
        try check(from, .read, source)
        defer { close(from) }
        let target = path.withPlatformString { open($0, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644) }
        try check(target, .write, path)
        defer { close(target) }
        _ = try FileDigest.sha256(of: from, at: source, copiedTo: (target, path))
        try check(fsync(target), .bringToDisk, path)
    }

    package static func rename(_ from: FilePath, to path: FilePath) throws(FileError) {
        let result = from.withPlatformString { from in path.withPlatformString { Glibc.rename(from, $0) } }
        try check(result, .rename, path)
    }

    /// False where the name is taken.
    package static func renameExclusively(_ from: FilePath, to path: FilePath) throws(FileError) -> Bool {
        let result = from.withPlatformString { from in path.withPlatformString { rename_exclusively(from, $0) } }
        if result == -EEXIST || result == -ENOTEMPTY { return false }
        if result == -EINVAL || result == -ENOSYS {
            // Network file systems cannot; the locks leave only outsiders to come in between.
            if exists(path) { return false }
            try rename(from, to: path)
            return true
        }
        if result < 0 { throw FileError(.rename, path, errno: -result) }
        return true
    }

    package static func remove(_ path: FilePath) throws(FileError) {
        try check(path.withPlatformString { unlink($0) }, .remove, path)
    }

    /// Renames to the wanted name, or where it is taken to one with a number behind the stem.
    ///
    /// - Returns: the name it has now.
    @discardableResult
    package static func renameToFreeName(_ from: FilePath, to wanted: FilePath) throws(FileError) -> FilePath {
        let stem = wanted.stem ?? ""
        let ending = wanted.extension.map { "." + $0 } ?? ""
        var path = wanted
        var number = 1
        while !(try renameExclusively(from, to: path)) {
            path = wanted.removingLastComponent().appending("\(stem) (\(number))\(ending)")
            number += 1
        }
        return path
    }

    /// A path without links and dots in it.
    package static func resolved(_ path: FilePath) -> FilePath {
        path.withPlatformString { name in
            guard let real = realpath(name, nil) else { return path }
            defer { free(real) }
            return FilePath(platformString: real)
        }
    }

    /// Brings the names in a folder to the disk.
    package static func syncFolder(_ path: FilePath) throws(FileError) { try sync(path, O_DIRECTORY) }

    /// Brings a file that another library has written to the disk.
    package static func syncFile(_ path: FilePath) throws(FileError) { try sync(path, 0) }

    private static func sync(_ path: FilePath, _ kind: Int32) throws(FileError) {
        let opened = path.withPlatformString { open($0, O_RDONLY | kind | O_CLOEXEC) }
        try check(opened, .open, path)
        defer { close(opened) }
        try check(fsync(opened), .bringToDisk, path)
    }

    package static func exists(_ path: FilePath) -> Bool {
        var status = stat()
        return path.withPlatformString { lstat($0, &status) } == 0
    }

    /// False for a link to one.
    package static func isFolder(_ path: FilePath) -> Bool {
        var status = stat()
        return path.withPlatformString { lstat($0, &status) } == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// The whole of a small file of the archive's own.
    package static func read(_ path: FilePath) throws(FileError) -> [UInt8] {
        let file = path.withPlatformString { open($0, O_RDONLY | O_CLOEXEC | O_NOFOLLOW) }
        try check(file, .read, path)
        defer { close(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = Glibc.read(file, &buffer, buffer.count)
            if count > 0 {
                bytes += buffer[..<count]
            } else if count == 0 {
                return bytes
            } else if errno != EINTR {
                throw FileError(.read, path, errno: errno)
            }
        }
    }

    /// The names in a folder, as bytes, in order.
    package static func names(in path: FilePath) throws(FileError) -> [FilePath.Component] {
        guard let folder = path.withPlatformString({ opendir($0) }) else {
            throw FileError(.list, path, errno: errno)
        }
        defer { closedir(folder) }
        var names: [FilePath.Component] = []
        while true {
            errno = 0
            guard let entry = readdir(folder) else {
                if errno != 0 { throw FileError(.list, path, errno: errno) }
                break
            }
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CInterop.PlatformChar.self, capacity: 256) {
                    FilePath(platformString: $0)
                }
            }
            // `.` and `..` are components of a kind that is not regular.
            if let component = name.lastComponent, component.kind == .regular { names.append(component) }
        }
        return names.sorted { $0.string < $1.string }
    }

    /// Removes a folder of the work area with everything in it.
    package static func removeTree(_ path: FilePath) throws(FileError) {
        for name in try names(in: path) {
            let child = path.appending(name)
            var status = stat()
            guard child.withPlatformString({ lstat($0, &status) }) == 0 else { continue }
            if status.st_mode & S_IFMT == S_IFDIR {
                try removeTree(child)
            } else {
                try remove(child)
            }
        }
        try check(path.withPlatformString { rmdir($0) }, .remove, path)
    }
}
