import BudgetRelease
package import FileKeeping
import Glibc
package import SystemPackage

/// Reads the feed of an archive from a place on. A line that is not whole yet is not there yet.
package struct FeedReader: ~Copyable {
    private let file: Int32
    private let path: FilePath
    /// Where the next line begins.
    private var offset: Int
    private var buffer: [UInt8] = []

    /// Opens the feed behind the event with a sequence number; 0 stands before the first.
    ///
    /// - Throws: `ENOENT` where the archive has no feed yet.
    package init(at path: FilePath, after sequence: Int = 0) throws(FileError) {
        self.path = path
        file = path.withPlatformString { open($0, O_RDONLY | O_CLOEXEC | O_NOFOLLOW) }
        offset = 0
        try FileOperations.check(file, .read, path)
        if sequence > 0 { offset = try place(behind: sequence) }
    }

    deinit { close(file) }

    /// The next whole line without its end; nil where there is none yet.
    package mutating func next() throws(FileError) -> [UInt8]? {
        while true {
            if let end = buffer.firstIndex(of: UInt8(ascii: "\n")) {
                let line = Array(buffer[..<end])
                buffer.removeSubrange(...end)
                offset += end + 1
                return line
            }
            let more = try read(at: offset + buffer.count, atMost: 1 << 16)
            if more.isEmpty {
                // A torn end may be cut off and written anew: it is read again from its beginning.
                buffer = []
                return nil
            }
            buffer += more
        }
    }

    /// Whether the path leads to another file now, or to none.
    package var isReplaced: Bool {
        var (opened, named) = (stat(), stat())
        guard fstat(file, &opened) == 0, path.withPlatformString({ lstat($0, &named) }) == 0 else { return true }
        return opened.st_dev != named.st_dev || opened.st_ino != named.st_ino
    }

    /// The sequence of the last line; 0 where there is none.
    package func lastSequence() throws(FileError) -> Int { try FeedTail(of: file, at: path).sequence }

    // MARK: Finding a place

    /// Where the first line begins whose sequence is higher: lines are in the order of their sequences.
    private func place(behind sequence: Int) throws(FileError) -> Int {
        var status = stat()
        try FileOperations.check(fstat(file, &status), .read, path)
        // Begins of lines: what begins before `low` is not higher; `high` is an upper bound.
        var low = 0
        var high = Int(status.st_size)
        while low < high {
            let middle = low + (high - low) / 2
            guard let (begin, line) = try line(beginningFrom: middle, low: low), begin < high else {
                high = middle
                continue
            }
            guard let found = FeedLine(line) else { throw FileError(.understand, path, errno: EILSEQ) }
            if found.sequence <= sequence {
                low = begin + line.count + 1
            } else {
                high = min(high, begin == low ? low : middle)
                if begin == low { return low }
            }
        }
        return low
    }

    /// The first whole line that begins at or behind a place.
    private func line(beginningFrom place: Int, low: Int) throws(FileError) -> (begin: Int, line: [UInt8])? {
        var begin = place
        if place > low {
            guard let end = try endOfLine(from: place - 1) else { return nil }
            begin = end + 1
        }
        guard let end = try endOfLine(from: begin) else { return nil }
        return (begin, try read(at: begin, atMost: end - begin))
    }

    private func endOfLine(from place: Int) throws(FileError) -> Int? {
        var at = place
        while true {
            let bytes = try read(at: at, atMost: 1 << 12)
            if bytes.isEmpty { return nil }
            if let end = bytes.firstIndex(of: UInt8(ascii: "\n")) { return at + end }
            at += bytes.count
        }
    }

    private func read(at place: Int, atMost count: Int) throws(FileError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var filled = 0
        while filled < count {
            let found = bytes.withUnsafeMutableBytes { buffer in
                pread(file, buffer.baseAddress?.advanced(by: filled), count - filled, off_t(place + filled))
            }
            if found < 0, errno == EINTR { continue }
            if found < 0 { throw FileError(.read, path, errno: errno) }
            if found == 0 { break }
            filled += found
        }
        return Array(bytes[..<filled])
    }
}
