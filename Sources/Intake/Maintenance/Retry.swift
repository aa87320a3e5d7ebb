package import ArchiveReading
package import FileKeeping
import Glibc
package import SystemPackage

/// Puts rejected documents back into the inbox, where they are taken like any other. What stands in the archive stays
/// until they give a release.
package struct Retry: Sendable {
    private let inbox: FilePath

    package init(inbox: FilePath) { self.inbox = inbox }

    /// Copies the source of a rejected document into the inbox, under the name that it came under last.
    ///
    /// - Returns: the name below the inbox that it has there.
    package func putBack(_ document: RejectedDocument) throws(FileError) -> FilePath {
        guard let source = document.source else { throw FileError(.read, document.folder, errno: ENOENT) }
        var wanted = inbox
        for component in FilePath(document.name).components where component.kind == .regular {
            wanted.append(component)
        }
        let folder = wanted.removingLastComponent()
        try FileOperations.makeFolders(folder)
        // A hidden name is left alone until the copy is whole.
        let hidden = folder.appending(".budgetd-retry.\(document.record.sha256.prefix(12)).\(getpid()).tmp")
        do {
            try FileOperations.copy(source, to: hidden)
            return try FileOperations.renameToFreeName(hidden, to: wanted)
        } catch {
            try? FileOperations.remove(hidden)
            throw error
        }
    }
}
