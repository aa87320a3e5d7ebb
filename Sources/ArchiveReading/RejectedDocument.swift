package import BudgetRelease
import FileKeeping
package import SystemPackage

/// A document that was rejected, with the reason.
package struct RejectedDocument: Sendable {
    package var folder: FilePath
    package var record: DocumentRecord
    package var problem: Problem

    /// The name that it came under last.
    package var name: String { record.arrivals.last?.name ?? record.source }

    /// Where its source stands.
    package var source: FilePath? { ArchivedDocument(folder: folder, shelf: .rejected).sourcePath(record) }

    /// Every rejected document of an archive. What cannot be understood is left to `Verification`.
    package static func all(in layout: ArchiveLayout) -> some Sequence<RejectedDocument> {
        ArchiveWalk(.rejected, of: layout).lazy.compactMap { step in
            guard case .document(let document) = step else { return nil }
            return RejectedDocument(document)
        }
    }

    private init?(_ document: ArchivedDocument) {
        guard let record = try? document.record(), let json = try? FileOperations.read(document.resultPath),
            let problem = try? ContractDecoding.decode(Problem.self, from: json)
        else { return nil }
        self.folder = document.folder
        self.record = record
        self.problem = problem
    }

    /// Whether a person's word means this document: what means its record, the reason, or its folder's name.
    package func isMeant(by word: String) -> Bool {
        record.isMeant(by: word) || problem.code.rawValue == word || folder.lastComponent?.string == word
    }
}
