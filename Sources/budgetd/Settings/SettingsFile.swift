import BudgetRelease
import FileKeeping
import Glibc
import SystemPackage

/// A file of settings: lines of `name = value`; empty lines and those that begin with `#` say nothing.
enum SettingsFile {
    /// - Throws: `SettingsError` where the file cannot be read or a line says nothing that can be understood.
    static func settings(at path: String) throws(SettingsError) -> [Setting] {
        let bytes: [UInt8]
        do {
            // /etc may be full of links: they are the administrator's own.
            bytes = try FileOperations.read(FileOperations.resolved(FilePath(path)))
        } catch {
            throw .file(path, errno: error.errno)
        }
        return try settings(in: bytes, of: path)
    }

    static func settings(in bytes: [UInt8], of path: String) throws(SettingsError) -> [Setting] {
        var settings: [Setting] = []
        let lines = bytes.withoutByteOrderMark.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            let line = trimmed(line)
            guard let first = line.first, first != UInt8(ascii: "#") else { continue }
            guard String(validating: line, as: UTF8.self) != nil else { throw .encoding(path, number: index + 1) }
            guard let equals = line.firstIndex(of: UInt8(ascii: "=")), equals > line.startIndex else {
                throw .line(path, number: index + 1, text: String(decoding: line, as: UTF8.self))
            }
            settings.append(
                Setting(
                    name: String(decoding: trimmed(line[..<equals]), as: UTF8.self),
                    value: String(decoding: trimmed(line[(equals + 1)...]), as: UTF8.self),
                    origin: .file(path, line: index + 1)))
        }
        return settings
    }

    private static func trimmed(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let blanks: Set<UInt8> = [UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r")]
        guard let first = line.firstIndex(where: { !blanks.contains($0) }),
            let last = line.lastIndex(where: { !blanks.contains($0) })
        else { return [] }
        return line[first...last]
    }
}
