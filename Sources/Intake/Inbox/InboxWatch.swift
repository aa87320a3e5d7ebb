import Dispatch
import FileKeeping
import Glibc
import Synchronization
import SystemPackage

/// Rings when something happens in the inbox's folders.
///
/// A thread of its own blocks in `poll` on the inotify descriptor and a pipe that ends it.
final class InboxWatch: Sendable {
    private let descriptor: Int32
    private let stop: (read: FileDescriptor, write: FileDescriptor)
    private let state = Mutex(State())
    private let ring: @Sendable () -> Void

    private struct State {
        var folders: [Int32: FilePath] = [:]
        var arrived: Set<FilePath> = []
        var overflows = 0
        /// Of the last file that got its name back from the daemon itself.
        var ownCookie: UInt32 = 0
    }

    /// - Parameter ring: called on the watching thread, must not block.
    init(ring: @escaping @Sendable () -> Void) throws(FileError) {
        self.ring = ring
        descriptor = inotify_init1(Int32(IN_NONBLOCK) | Int32(IN_CLOEXEC))
        if descriptor < 0 { throw FileError(.watch, "inotify", errno: errno) }
        do {
            let pipe = try FileDescriptor.pipe()
            stop = (pipe.readEnd, pipe.writeEnd)
        } catch {
            throw FileError(.watch, "pipe", errno: errno)
        }
        _ = fcntl(stop.read.rawValue, F_SETFD, FD_CLOEXEC)
        _ = fcntl(stop.write.rawValue, F_SETFD, FD_CLOEXEC)
        DispatchQueue(label: "budgetd.inbox-watch").async { [self] in run() }
    }

    /// Ends the thread.
    func cancel() { try? stop.write.close() }

    /// Watches folders that are not watched yet; one that was put in the place of another is.
    ///
    /// - Returns: why one of them cannot be watched; nil while every one of them is.
    func watch(_ folders: [FilePath]) -> FileError? {
        let mask = UInt32(
            IN_CLOSE_WRITE | IN_MOVED_FROM | IN_MOVED_TO | IN_CREATE | IN_ATTRIB | IN_ONLYDIR | IN_DELETE_SELF
                | IN_MOVE_SELF
                | IN_EXCL_UNLINK)
        return state.withLock { state in
            var failure: FileError?
            for folder in folders {
                let watch = folder.withPlatformString { inotify_add_watch(descriptor, $0, mask) }
                if watch >= 0 {
                    state.folders[watch] = folder
                } else if errno != ENOENT && errno != ENOTDIR {
                    failure = FileError(.watch, folder, errno: errno)
                }
            }
            return failure
        }
    }

    /// The paths that were moved in since the last call.
    func takeArrived() -> Set<FilePath> {
        state.withLock { state in
            defer { state.arrived = [] }
            return state.arrived
        }
    }

    /// How often the kernel has had to drop events because too many were waiting.
    var overflows: Int { state.withLock(\.overflows) }

    private func run() {
        let size = 1 << 16
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 8)
        defer {
            buffer.deallocate()
            close(descriptor)
            try? stop.read.close()
        }
        var polled = [
            pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: stop.read.rawValue, events: Int16(POLLIN), revents: 0),
        ]
        while true {
            let ready = poll(&polled, 2, -1)
            if ready < 0 && errno != EINTR || polled[1].revents != 0 { return }
            let count = read(descriptor, buffer.baseAddress, size)
            guard count > 0 else { continue }
            take(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        }
    }

    /// Reads records of `inotify_event`, each followed by a name of its own length.
    private func take(_ bytes: UnsafeRawBufferPointer) {
        let head = MemoryLayout<inotify_event>.size
        var offset = 0
        var rings = false
        state.withLock { state in
            while offset + head <= bytes.count {
                let event = bytes.loadUnaligned(fromByteOffset: offset, as: inotify_event.self)
                let name = bytes[(offset + head)..<min(bytes.count, offset + head + Int(event.len))].prefix { $0 != 0 }
                offset += head + Int(event.len)
                if event.mask & UInt32(IN_IGNORED) != 0 { state.folders[event.wd] = nil }
                if event.mask & UInt32(IN_Q_OVERFLOW) != 0 { state.overflows += 1 }
                let text = String(decoding: name, as: UTF8.self)
                // The inbox's own renames ring no bell.
                if !text.isEmpty, TemporaryName.matches(text) {
                    if event.mask & UInt32(IN_MOVED_FROM) != 0, text.hasPrefix(TemporaryName.taken) {
                        state.ownCookie = event.cookie
                    }
                    continue
                }
                if event.mask & UInt32(IN_MOVED_FROM) != 0 { continue }
                rings = true
                // Nobody moved in what the daemon puts back: somebody may be writing to it.
                if event.cookie != 0, event.cookie == state.ownCookie { continue }
                guard event.mask & UInt32(IN_MOVED_TO) != 0, event.mask & UInt32(IN_ISDIR) == 0,
                    let folder = state.folders[event.wd], let component = FilePath.Component(text)
                else { continue }
                state.arrived.insert(folder.appending(component))
            }
        }
        if rings { ring() }
    }
}
