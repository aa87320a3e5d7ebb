import Glibc

/// The bytes of standard input: all of them, or more than `limit` where there are more.
func readStandardInput(atMost limit: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    var status = stat()
    // A file says how long it is.
    if fstat(STDIN_FILENO, &status) == 0 { bytes.reserveCapacity(min(limit, max(0, Int(status.st_size)))) }
    var buffer = [UInt8](repeating: 0, count: 1 << 18)
    while bytes.count <= limit {
        let count = read(STDIN_FILENO, &buffer, buffer.count)
        if count > 0 {
            bytes += buffer[..<count]
        } else if count == 0 {
            return bytes
        } else if errno == EAGAIN {
            var readable = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
            poll(&readable, 1, -1)
        } else if errno != EINTR {
            exit(EX_IOERR)
        }
    }
    return bytes
}

/// Writes all bytes; ends the process quietly when nobody reads them.
func writeStandardOutput(_ bytes: [UInt8]) {
    var written = 0
    while written < bytes.count {
        let count = bytes[written...].withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress, $0.count) }
        if count > 0 {
            written += count
        } else if errno != EINTR {
            exit(EX_IOERR)
        }
    }
}

/// Writes a line to whoever asked for the reading; what cannot be said is not.
func writeStandardError(_ line: String) {
    let bytes = Array(line.utf8)
    _ = bytes.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
}
