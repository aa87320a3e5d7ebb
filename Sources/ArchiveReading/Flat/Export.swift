import BudgetRelease
package import FileKeeping
import Glibc
package import Sentences
package import SystemPackage

/// How CSV is written.
package struct CSVStyle: Sendable {
    /// Begins with the mark by which spreadsheets tell UTF-8.
    package var hasByteOrderMark: Bool
    /// Writes texts as they are, also those that a spreadsheet takes for formulas.
    package var isPlain: Bool

    package init(hasByteOrderMark: Bool = false, isPlain: Bool = false) {
        self.hasByteOrderMark = hasByteOrderMark
        self.isPlain = isPlain
    }
}

/// Writes what stands in an archive as flat tables into a new folder, which has its name only when it is whole.
package struct Export: Sendable {
    package enum Format: String, Sendable, CaseIterable {
        /// A Frictionless Data Package.
        case csv
        case ndjson
        case sqlite
        /// A workbook of Excel.
        case xlsx

        /// Whether the library that writes it is there; only workbooks need one.
        package var isPossible: Bool { self != .xlsx || FlatWorkbook.isPossible }
    }

    private let releases: ArchivedReleases
    private let format: Format
    private let style: CSVStyle
    private let language: Language

    /// - Parameters:
    ///   - style: how CSV is written.
    ///   - language: what the columns are named in.
    package init(
        _ releases: ArchivedReleases, as format: Format, style: CSVStyle = CSVStyle(), language: Language = .english
    ) {
        self.releases = releases
        self.format = format
        self.style = style
        self.language = language
    }

    /// - Parameters:
    ///   - folder: what is made; it must not be there.
    ///   - progress: called with the number of releases behind.
    ///   - unreadable: called with what cannot be understood and is left out.
    /// - Returns: the number of releases in it.
    package func write(
        to folder: FilePath, progress: (Int) -> Void, unreadable: (FileError) -> Void
    ) throws -> Int {
        let making = FilePath(folder.string + ".making-\(getpid())")
        try FileOperations.makeFolders(folder.removingLastComponent())
        try FileOperations.check(making.withPlatformString { mkdir($0, 0o755) }, .makeFolder, making)
        do {
            let count = try fill(making, progress: progress, unreadable: unreadable)
            guard try FileOperations.renameExclusively(making, to: folder) else {
                throw FileError(.rename, folder, errno: EEXIST)
            }
            try FileOperations.syncFolder(folder.removingLastComponent())
            return count
        } catch {
            try? FileOperations.removeTree(making)
            throw error
        }
    }

    private func fill(
        _ folder: FilePath, progress: (Int) -> Void, unreadable: (FileError) -> Void
    ) throws -> Int {
        let tables = FlatTable.all(in: language)
        let writer: any FlatWriter =
            switch format {
            case .csv: try FlatTextFiles.csv(in: folder, tables, style)
            case .ndjson: try FlatTextFiles.ndjson(in: folder, tables)
            case .sqlite: try FlatDatabase(in: folder, tables)
            case .xlsx: try FlatWorkbook(in: folder, tables) { $0.sheetName(in: language) }
            }
        var count = 0
        var written: Set<String> = []
        try releases.forEach { archived in
            // A folder that somebody has copied.
            guard written.insert(archived.record.sha256).inserted else {
                unreadable(FileError(.publish, archived.document.folder, errno: EEXIST))
                return
            }
            let release: Release
            do throws(FileError) {
                release = try archived.release()
            } catch {
                unreadable(error)
                return
            }
            guard release.hasKeys, release.source.sha256 == archived.record.sha256 else {
                unreadable(FileError(.understand, archived.document.resultPath, errno: EILSEQ))
                return
            }
            let rows = FlatRows(release) { try writer.write($1, to: $0) }
            try rows.emitAll(of: archived, in: releases.layout)
            count += 1
            progress(count)
        }
        try writer.finish()
        if format == .csv {
            try FileOperations.write(
                DataPackage.json(of: tables).utf8(pretty: true) + [0x0A], to: folder.appending(DataPackage.fileName))
        }
        try FileOperations.syncFolder(folder)
        return count
    }
}

extension Release {
    /// Whether each table, and each line in its table, has an id of its own.
    fileprivate var hasKeys: Bool {
        Set(tables.map(\.id)).count == tables.count
            && tables.allSatisfy { Set($0.lines.map(\.id)).count == $0.lines.count }
    }
}
