import Crypto
import Glibc
package import SystemPackage

/// SHA-256, the identity of a document.
package enum FileDigest {
    /// What a file digests to, in lowercase hexadecimal, and how long it is.
    ///
    /// - Parameters:
    ///   - copy: an open file that every byte is written to on the way, and its path for errors.
    ///   - progress: called for each piece.
    package static func sha256(
        of source: Int32, at path: FilePath, copiedTo copy: (descriptor: Int32, path: FilePath)? = nil,
        progress: () -> Void = {}
    ) throws(FileError) -> (digest: String, bytes: Int) {
        var hash = SHA256()
        var total = 0
        var buffer = [UInt8](repeating: 0, count: 1 << 18)
        while true {
            let count = read(source, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            if count < 0 { throw FileError(.read, path, errno: errno) }
            if count == 0 { return (hexadecimal(hash.finalize()), total) }
            buffer[..<count].withUnsafeBytes { hash.update(bufferPointer: $0) }
            if let copy { try FileOperations.write(buffer[..<count], to: copy.descriptor, copy.path) }
            total += count
            progress()
        }
    }

    package static func sha256(ofFile path: FilePath) throws(FileError) -> (digest: String, bytes: Int) {
        let file = path.withPlatformString { open($0, O_RDONLY | O_CLOEXEC | O_NOFOLLOW) }
        try FileOperations.check(file, .read, path)
        defer { close(file) }
        return try sha256(of: file, at: path)
    }

    package static func sha256(of bytes: [UInt8]) -> String {
        hexadecimal(SHA256.hash(data: bytes))
    }

    private static func hexadecimal(_ digest: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
