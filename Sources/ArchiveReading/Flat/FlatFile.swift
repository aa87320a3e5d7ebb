import BudgetRelease
import FileKeeping
import FoundationEssentials
import Glibc
import SystemPackage

/// Takes the rows of the flat tables.
protocol FlatWriter: AnyObject {
    func write(_ row: [FlatValue], to table: FlatTable) throws
    /// Brings all to the disk; nothing is written after that.
    func finish() throws
}

/// One text file a table.
final class FlatTextFiles: FlatWriter {
    private let files: [String: TextFile]
    /// With their columns named as they are written.
    private let tables: [String: FlatTable]
    private let line: (FlatTable, [FlatValue]) -> [UInt8]

    /// - Parameters:
    ///   - suffix: of the files' names.
    ///   - header: the line before the rows, if there is one.
    ///   - line: a row, without its end.
    private init(
        in folder: FilePath, _ tables: [FlatTable], suffix: String, header: ((FlatTable) -> [UInt8])?,
        line: @escaping (FlatTable, [FlatValue]) -> [UInt8]
    ) throws(FileError) {
        self.line = line
        self.tables = Dictionary(uniqueKeysWithValues: tables.map { ($0.name, $0) })
        var files: [String: TextFile] = [:]
        for table in tables {
            let file = try TextFile(folder.appending("\(table.name).\(suffix)"))
            if let header { try file.write(header(table) + [0x0A]) }
            files[table.name] = file
        }
        self.files = files
    }

    /// RFC 4180 with bare line feeds, in UTF-8.
    static func csv(
        in folder: FilePath, _ tables: [FlatTable], _ style: CSVStyle
    ) throws(FileError) -> FlatTextFiles {
        let mark: [UInt8] = style.hasByteOrderMark ? [0xEF, 0xBB, 0xBF] : []
        return try FlatTextFiles(
            in: folder, tables, suffix: "csv",
            header: { mark + csvLine($0.columns.map { .text($0.name) }, isPlain: true) },
            line: { _, row in csvLine(row, isPlain: style.isPlain) })
    }

    /// A JSON object a line.
    static func ndjson(in folder: FilePath, _ tables: [FlatTable]) throws(FileError) -> FlatTextFiles {
        try FlatTextFiles(in: folder, tables, suffix: "ndjson", header: nil) { table, row in
            let members = zip(table.columns, row).lazy.map { ($0.name, JSON($1)) }
            return JSON.object(JSONObject(members)).utf8()
        }
    }

    func write(_ row: [FlatValue], to table: FlatTable) throws {
        try files[table.name]?.write(line(tables[table.name] ?? table, row) + [0x0A])
    }

    func finish() throws {
        for file in files.values { try file.finish() }
    }

    private static func csvLine(_ row: [FlatValue], isPlain: Bool) -> [UInt8] {
        var bytes: [UInt8] = []
        for (index, value) in row.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            switch value {
            case .null: break
            case .integer(let number): bytes += String(number).utf8
            case .decimal(let number): bytes += number.plainNotation.utf8
            case .text(let text): appendQuoted(isPlain ? text : harmless(text), to: &bytes)
            }
        }
        return bytes
    }

    /// A text that a spreadsheet would take for a formula, behind an apostrophe (OWASP, CSV injection).
    private static func harmless(_ text: String) -> String {
        text.first.map { "=+-@\t\r".contains($0) } == true ? "'" + text : text
    }

    private static func appendQuoted(_ text: String, to bytes: inout [UInt8]) {
        let quote = UInt8(ascii: "\"")
        let special: Set<UInt8> = [quote, UInt8(ascii: ","), 0x0A, 0x0D]
        guard text.utf8.contains(where: special.contains) else {
            bytes += text.utf8
            return
        }
        bytes.append(quote)
        for byte in text.utf8 {
            if byte == quote { bytes.append(quote) }
            bytes.append(byte)
        }
        bytes.append(quote)
    }
}

extension JSON {
    fileprivate init(_ value: FlatValue) {
        self =
            switch value {
            case .null: .null
            case .text(let text): .string(text)
            case .integer(let number): .int(number)
            case .decimal(let number): .decimal(number)
            }
    }
}

/// A file that is written from its beginning to its end, some of it at a time.
private final class TextFile {
    private let path: FilePath
    private let file: Int32
    private var waiting: [UInt8] = []

    init(_ path: FilePath) throws(FileError) {
        self.path = path
        file = path.withPlatformString { open($0, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644) }
        try FileOperations.check(file, .write, path)
    }

    deinit { close(file) }

    func write(_ bytes: [UInt8]) throws(FileError) {
        waiting += bytes
        if waiting.count > 1 << 18 { try flush() }
    }

    func finish() throws(FileError) {
        try flush()
        try FileOperations.check(fsync(file), .bringToDisk, path)
    }

    private func flush() throws(FileError) {
        try FileOperations.write(waiting[...], to: file, path)
        waiting.removeAll(keepingCapacity: true)
    }
}
