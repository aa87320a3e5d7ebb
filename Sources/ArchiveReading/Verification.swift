import BudgetRelease
import FileKeeping
import Glibc
import Sentences
package import SystemPackage

/// Compares what stands in an archive with what its records say.
package struct Verification: Sendable {
    /// What is wrong in one place.
    package struct Defect: Sendable, Equatable {
        package enum Kind: String, Sendable, CaseIterable {
            /// A file cannot be read.
            case unreadable
            /// `document.json` is no record.
            case recordInvalid = "record_invalid"
            /// The source is not there.
            case sourceMissing = "source_missing"
            /// The source's bytes are not those that were archived.
            case sourceChanged = "source_changed"
            /// `release.json` or `problem.json` is not there, or not whole.
            case resultInvalid = "result_invalid"
            /// It is not the one that the record tells of.
            case resultChanged = "result_changed"
            /// A revision was begun and not recorded; `budgetd reparse` completes it.
            case revisionUnfinished = "revision_unfinished"
            /// A kept revision, or a sidecar, that the record tells of is not there.
            case partMissing = "part_missing"
            /// The same bytes stand in another place as well.
            case doublePlace = "double_place"
            /// A file that belongs to no document.
            case stray
        }

        package var kind: Kind
        package var path: FilePath
        /// What the kind alone does not say.
        package var detail: String

        package init(_ kind: Kind, _ path: FilePath, detail: String = "") {
            self.kind = kind
            self.path = path
            self.detail = detail
        }
    }

    private let layout: ArchiveLayout

    package init(_ layout: ArchiveLayout) { self.layout = layout }

    /// Looks at every document.
    ///
    /// - Parameters:
    ///   - progress: called with the number of documents behind.
    ///   - found: called with each defect.
    /// - Returns: the number of documents.
    package func run(progress: (Int) -> Void, found: (Defect) -> Void) -> Int {
        var places: [String: FilePath] = [:]
        var count = 0
        for shelf in Shelf.allCases {
            for step in ArchiveWalk(shelf, of: layout) {
                switch step {
                case .unreadable(let error): found(Defect(.unreadable, error.path, detail: "\(error)"))
                case .stray(let path): found(Defect(.stray, path))
                case .document(let document):
                    do {
                        // The daemon may be at work in the folder.
                        let record = try FileLock.whileHolding(document.folder) { () throws(FileError) in
                            try check(document, found)
                        }
                        if let record, let other = places.updateValue(document.folder, forKey: record.sha256) {
                            found(Defect(.doublePlace, document.folder, detail: "\(other)"))
                        }
                    } catch  where error.errno == ENOENT && !FileOperations.exists(document.folder) {
                        // The daemon has moved it: a rejected document that gave a release.
                    } catch {
                        found(Defect(.unreadable, error.path, detail: "\(error)"))
                    }
                    count += 1
                    progress(count)
                }
            }
        }
        return count
    }

    private func check(_ document: ArchivedDocument, _ found: (Defect) -> Void) throws(FileError) -> DocumentRecord? {
        let record: DocumentRecord
        do {
            record = try document.record()
        } catch  where error.errno == EILSEQ {
            found(Defect(.recordInvalid, document.recordPath))
            return nil
        }
        checkSource(document, record, found)
        try checkResult(document, record, found)
        for part in record.revisions.map(\.file) + record.arrivals.compactMap(\.origin) {
            let path = document.folder.pushing(FilePath(part))
            if !FileOperations.exists(path) { found(Defect(.partMissing, path)) }
        }
        return record
    }

    private func checkSource(_ document: ArchivedDocument, _ record: DocumentRecord, _ found: (Defect) -> Void) {
        guard let source = document.sourcePath(record), FileOperations.exists(source) else {
            found(Defect(.sourceMissing, document.folder, detail: record.source))
            return
        }
        do {
            let (digest, bytes) = try FileDigest.sha256(ofFile: source)
            if digest != record.sha256 || bytes != record.bytes { found(Defect(.sourceChanged, source)) }
        } catch {
            found(Defect(.unreadable, source, detail: "\(error)"))
        }
    }

    private func checkResult(
        _ document: ArchivedDocument, _ record: DocumentRecord, _ found: (Defect) -> Void
    ) throws(FileError) {
        let path = document.resultPath
        guard FileOperations.exists(path) else {
            found(Defect(.resultInvalid, path, detail: Sentences.text("defect.absent")))
            return
        }
        let json = try FileOperations.read(path)
        do {
            let digest =
                switch document.shelf {
                case .releases: try ContractDecoding.decode(Release.self, from: json).source.sha256
                case .rejected: try ContractDecoding.decode(Problem.self, from: json).sha256
                }
            guard digest == record.sha256 else {
                found(Defect(.resultInvalid, path, detail: Sentences.text("defect.foreign")))
                return
            }
            if document.shelf == .releases, let corrections = try document.corrections() {
                let reading = try ContractDecoding.decode(
                    Release.self, from: try FileOperations.read(document.readingPath))
                if ReleaseSameness.differ(CorrectedRelease(reading, corrections).release.json.utf8(), json) {
                    found(Defect(.resultInvalid, path, detail: Sentences.text("defect.uncorrected")))
                    return
                }
            }
            if document.shelf == .releases, try !ReleaseBooks(json).areBalanced {
                found(Defect(.resultInvalid, path, detail: Sentences.text("defect.unbalanced")))
                return
            }
        } catch {
            found(Defect(.resultInvalid, path, detail: Sentences.text("defect.partial")))
            return
        }
        guard let expected = record.resultSHA256, FileDigest.sha256(of: json) != expected else { return }
        let unrecorded = document.folder.appending(ArchiveLayout.revisionsName)
            .appending("\(record.revisions.count + 1).json")
        let kept = FileOperations.exists(unrecorded) ? try FileDigest.sha256(ofFile: unrecorded).digest : nil
        found(Defect(kept == expected ? .revisionUnfinished : .resultChanged, path))
    }
}
