import BudgetRelease
import CWorkbook
import FileKeeping
import FoundationEssentials
import Glibc
import SystemPackage

/// One workbook of Excel, with a sheet for each table: texts are texts, so that codes keep their zeros, and numbers are numbers
/// with the decimals that they have.
final class FlatWorkbook: FlatWriter {
    static let fileName = "budget.xlsx"

    /// Rows of a sheet, its heading among them.
    private static let mostRows: UInt32 = 1_048_576
    /// UTF-16 units of a text in a cell.
    private static let longestText = 32_767
    /// A double keeps so many digits exactly; a number with more is written as text.
    private static let mostDigits = 15

    /// Whether libxlsxwriter is there.
    static var isPossible: Bool { workbook_library_is_there() }

    /// The sheet of a table that rows go to.
    private struct Sheet {
        var table: FlatTable
        var name: String
        var handle: OpaquePointer
        /// How many there are of the table.
        var number = 1
        /// Its heading among them.
        var rows: UInt32 = 1
    }

    private let path: FilePath
    private let book: OpaquePointer
    private var sheets: [String: Sheet] = [:]
    private var isClosed = false

    /// - Parameters:
    ///   - tables: with their columns named as they are to be.
    ///   - sheetName: what the sheet of one is called.
    /// - Throws: `ENOPKG` without libxlsxwriter.
    init(in folder: FilePath, _ tables: [FlatTable], sheetName: (FlatTable) -> String) throws(FileError) {
        path = folder.appending(Self.fileName)
        guard let book = workbook_open(path.string, folder.string) else {
            throw FileError(.write, path, errno: Self.isPossible ? ENOMEM : ENOPKG)
        }
        self.book = book
        for table in tables {
            let name = sheetName(table)
            sheets[table.name] = Sheet(table: table, name: name, handle: try begin(name, of: table))
        }
    }

    deinit { if !isClosed { _ = workbook_close(book) } }

    private func begin(_ name: String, of table: FlatTable) throws(FileError) -> OpaquePointer {
        guard let sheet = workbook_add_sheet(book, name) else { throw failure }
        for (index, column) in table.columns.enumerated() {
            sheet_set_width(sheet, UInt16(index), Self.width(of: column))
            guard sheet_write_heading(book, sheet, 0, UInt16(index), column.name) else { throw failure }
        }
        return sheet
    }

    private var failure: FileError { FileError(.write, path, errno: EIO) }

    func write(_ row: [FlatValue], to table: FlatTable) throws {
        guard var sheet = sheets[table.name] else { return }
        if sheet.rows == Self.mostRows {
            end(sheet)
            sheet.number += 1
            (sheet.handle, sheet.rows) = (try begin("\(sheet.name) \(sheet.number)", of: sheet.table), 1)
        }
        for (column, value) in row.enumerated() {
            guard write(value, to: sheet, UInt16(column)) else { throw failure }
        }
        sheet.rows += 1
        sheets[table.name] = sheet
    }

    private func end(_ sheet: Sheet) { sheet_end(sheet.handle, sheet.rows - 1, UInt16(sheet.table.columns.count - 1)) }

    func finish() throws {
        for sheet in sheets.values { end(sheet) }
        isClosed = true
        guard workbook_close(book) else { throw failure }
        try FileOperations.syncFile(path)
    }

    private func write(_ value: FlatValue, to sheet: Sheet, _ column: UInt16) -> Bool {
        switch value {
        case .null: return true
        case .integer(let number): return sheet_write_count(book, sheet.handle, sheet.rows, column, Double(number))
        case .text(let text):
            guard !text.isEmpty else { return true }
            let shown =
                text.utf16.count > Self.longestText
                ? String(decoding: Array(text.utf16.prefix(Self.longestText - 1)), as: UTF16.self) + "…" : text
            return sheet_write_text(sheet.handle, sheet.rows, column, shown)
        case .decimal(let number):
            let text = number.plainNotation
            let digits = text.utf8.count { (0x30...0x39).contains($0) }
            guard digits <= Self.mostDigits, let double = Double(text) else {
                return sheet_write_text(sheet.handle, sheet.rows, column, text)
            }
            let decimals = text.firstIndex(of: ".").map { text[text.index(after: $0)...].utf8.count } ?? 0
            return sheet_write_number(book, sheet.handle, sheet.rows, column, double, Int32(decimals))
        }
    }

    /// In characters.
    private static func width(of column: FlatTable.Column) -> Double {
        switch column.kind {
        case .string: 20
        case .integer: 10
        case .number: 16
        case .datetime: 22
        }
    }
}
