import BudgetRelease
package import FileKeeping
import Glibc
package import SystemPackage

/// The end of a feed: where its last whole line ends, and the sequence of the last line that is understood.
package struct FeedTail: Sendable {
    package var size: Int
    /// 0 where there is no such line.
    package var sequence: Int

    /// Reads an open feed backwards until a line that is understood is in sight; somebody may have damaged others.
    package init(of file: Int32, at path: FilePath) throws(FileError) {
        var status = stat()
        try FileOperations.check(fstat(file, &status), .read, path)
        var begin = Int(status.st_size)
        var bytes: [UInt8] = []
        while true {
            let whole = bytes.lastIndex(of: UInt8(ascii: "\n")).map { begin + $0 + 1 } ?? 0
            var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).dropLast()
            // The first of them may have begun before.
            if begin > 0 { lines = lines.dropFirst() }
            let last = lines.reversed().lazy.compactMap { FeedLine($0) }.first
            if last != nil || begin == 0 {
                (size, sequence) = (whole, last?.sequence ?? 0)
                return
            }
            let step = min(begin, 1 << 14)
            var part = [UInt8](repeating: 0, count: step)
            let count = pread(file, &part, step, off_t(begin - step))
            if count < step { throw FileError(.read, path, errno: count < 0 ? errno : EIO) }
            begin -= step
            bytes = part + bytes
        }
    }
}
