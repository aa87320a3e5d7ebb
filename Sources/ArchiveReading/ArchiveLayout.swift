import BudgetRelease
package import FileKeeping
import Glibc
package import SystemPackage

/// The two places that a document may stand in.
package enum Shelf: String, CaseIterable, Sendable {
    case releases
    case rejected

    /// The file with the result in a document's folder.
    package var resultName: String {
        switch self {
        case .releases: "release.json"
        case .rejected: "problem.json"
        }
    }
}

/// Names in an archive: the one place that says what lies where.
package struct ArchiveLayout: Sendable {
    package static let recordName = "document.json"
    package static let revisionsName = "revisions"
    /// What people have corrected, and the reading that it is of.
    package static let correctionsName = "corrections.json"
    package static let readingName = "reading.json"
    /// What follows the name of a document in the name of the file that says where it came from.
    package static let sidecarSuffix = ".meta.json"
    /// Names that the archive gives to files of its own in a document's folder.
    package static let ownNames = Set(
        [recordName, revisionsName, correctionsName, readingName] + Shelf.allCases.map(\.resultName))

    package let root: FilePath

    package init(root: FilePath) { self.root = root }

    /// Work in progress, lock, ledger and status.
    package var own: FilePath { root.appending(".budgetd") }
    package var lock: FilePath { own.appending("lock") }
    package var ledger: FilePath { own.appending("ledger.sqlite") }
    /// What has happened, one event a line.
    package var feed: FilePath { root.appending("feed.ndjson") }
    package var status: FilePath { own.appending("status.json") }
    /// Corrections of people who may not write in the archive; the daemon applies them.
    package var spool: FilePath { own.appending("spool") }

    package func shelf(_ shelf: Shelf) -> FilePath { root.appending(shelf.rawValue) }
}

/// A document where it stands in an archive.
package struct ArchivedDocument: Sendable, Hashable {
    package var folder: FilePath
    package var shelf: Shelf

    package init(folder: FilePath, shelf: Shelf) {
        self.folder = folder
        self.shelf = shelf
    }

    package var recordPath: FilePath { folder.appending(ArchiveLayout.recordName) }
    package var resultPath: FilePath { folder.appending(shelf.resultName) }

    package var correctionsPath: FilePath { folder.appending(ArchiveLayout.correctionsName) }
    package var readingPath: FilePath { folder.appending(ArchiveLayout.readingName) }

    /// What people have corrected in it; nil where nobody has anything.
    ///
    /// - Throws: `EILSEQ` where the file is none of corrections.
    package func corrections() throws(FileError) -> Corrections? {
        guard FileOperations.exists(correctionsPath) else { return nil }
        let bytes = try FileOperations.read(correctionsPath)
        do {
            return try ContractDecoding.decode(Corrections.self, from: bytes)
        } catch {
            throw FileError(.understand, correctionsPath, errno: EILSEQ)
        }
    }

    package func record() throws(FileError) -> DocumentRecord { try DocumentRecord(at: recordPath) }

    /// Whether it stands in its place and is of these bytes. A record that cannot be read is an error, not an absence.
    package func holds(_ sha256: String) throws(FileError) -> Bool {
        do {
            return try record().sha256 == sha256
        } catch  where error.errno == ENOENT || error.errno == ENOTDIR {
            return false
        }
    }

    /// The source under the name that the record gives.
    package func sourcePath(_ record: DocumentRecord) -> FilePath? {
        FilePath.Component(record.source).map { folder.appending($0) }
    }
}

/// Every document of a shelf, one after the other, however many there are.
package struct ArchiveWalk: Sequence, IteratorProtocol {
    /// What the walk comes to.
    package enum Step: Sendable {
        case document(ArchivedDocument)
        /// A file that belongs to no document, or a folder without anything in it but files that do not.
        case stray(FilePath)
        case unreadable(FileError)
    }

    private let shelf: Shelf
    private var open: [(folder: FilePath, names: ArraySlice<FilePath.Component>)] = []
    private var failure: FileError?

    package init(_ shelf: Shelf, of layout: ArchiveLayout) {
        self.shelf = shelf
        enter(layout.shelf(shelf))
    }

    private mutating func enter(_ folder: FilePath) {
        do {
            open.append((folder, try FileOperations.names(in: folder)[...]))
        } catch  where error.errno == ENOENT {
            return
        } catch {
            failure = error
        }
    }

    package mutating func next() -> Step? {
        while true {
            if let error = failure {
                failure = nil
                return .unreadable(error)
            }
            guard let last = open.indices.last else { return nil }
            guard let name = open[last].names.popFirst() else {
                open.removeLast()
                continue
            }
            let path = open[last].folder.appending(name)
            guard FileOperations.isFolder(path) else { return .stray(path) }
            if FileOperations.exists(path.appending(ArchiveLayout.recordName)) {
                return .document(ArchivedDocument(folder: path, shelf: shelf))
            }
            enter(path)
        }
    }
}
