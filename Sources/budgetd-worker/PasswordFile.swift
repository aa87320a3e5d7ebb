import BudgetRelease
import Glibc

/// Passwords for documents that ask for one: a line each, tried in turn.
struct PasswordFile {
    var passwords: [String]

    /// Trying one takes poppler a few milliseconds.
    private static let most = 100
    private static let mostBytes = 1 << 16

    struct Failure: Error {
        /// What the problem of the installation names.
        var details: [String]
    }

    init(path: String) throws(Failure) {
        guard let file = fopen(path, "re") else {
            throw Failure(details: ["passwords", path, String(cString: strerror(errno))])
        }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: Self.mostBytes + 1)
        let count = fread(&bytes, 1, bytes.count, file)
        guard ferror(file) == 0 else { throw Failure(details: ["passwords", path, String(cString: strerror(EIO))]) }
        let lines = Array(bytes[..<count]).withoutByteOrderMark.split(separator: UInt8(ascii: "\n"))
        passwords = lines.map { line in
            String(decoding: line.last == UInt8(ascii: "\r") ? line.dropLast() : line, as: UTF8.self)
        }
        guard count <= Self.mostBytes, passwords.count <= Self.most else {
            throw Failure(details: ["passwords_size", path, "\(Self.most)"])
        }
    }
}
