import Dispatch
import Glibc
import SystemPackage

/// A socket that hears what is said to a service manager or to the journal.
package final class DatagramListener: Sendable {
    private let socket: Int32
    private let path: String?

    package init(at address: String) throws {
        socket = Glibc.socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        path = address.hasPrefix("@") ? nil : address
        var name = sockaddr_un()
        name.sun_family = sa_family_t(AF_UNIX)
        var bytes = Array(address.utf8)
        if bytes.first == UInt8(ascii: "@") { bytes[0] = 0 }
        withUnsafeMutableBytes(of: &name.sun_path) { $0.copyBytes(from: bytes) }
        let length = socklen_t(MemoryLayout<sockaddr_un>.size - MemoryLayout.size(ofValue: name.sun_path) + bytes.count)
        let bound = withUnsafePointer(to: &name) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(socket, $0, length) }
        }
        guard bound == 0 else { throw Errno(rawValue: errno) }
    }

    deinit {
        close(socket)
        if let path { unlink(path) }
    }

    /// The next datagram that is there; nil after a time without one.
    package func next(within limit: Duration = .seconds(10)) async -> String? {
        // Waited for on a thread of its own: the tests share two.
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async { [socket] in
                var readable = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
                guard poll(&readable, 1, Int32(limit / .milliseconds(1))) == 1 else {
                    continuation.resume(returning: nil)
                    return
                }
                var buffer = [UInt8](repeating: 0, count: 4_096)
                let count = recv(socket, &buffer, buffer.count, 0)
                continuation.resume(returning: count < 0 ? nil : String(decoding: buffer[..<count], as: UTF8.self))
            }
        }
    }
}
