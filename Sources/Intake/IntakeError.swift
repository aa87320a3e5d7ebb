package import SystemPackage

/// Why the intake cannot start, or ends without having done all.
package enum IntakeError: Error, Equatable, Sendable, CustomStringConvertible {
    case noFolder(FilePath, reason: String)
    case archiveInsideInbox(archive: FilePath, inbox: FilePath)
    case inboxInsideArchive(archive: FilePath, inbox: FilePath)
    /// Another daemon holds the archive.
    case archiveInUse(FilePath)
    /// Another daemon takes documents out of the inbox.
    case inboxInUse(FilePath)
    /// Another `budgetd reparse` is at work.
    case reparseInUse(FilePath)
    /// `--once` ended with files that could not be taken.
    case leftInInbox(Int)
    /// The reader cannot be run.
    case noReader(reason: String)

    package var description: String {
        switch self {
        case .noFolder(let path, let reason): "\(path) is no folder that can be used: \(reason)."
        case .archiveInsideInbox(let archive, let inbox):
            "The archive \(archive) lies inside the inbox \(inbox); its files would be taken in again."
        case .inboxInsideArchive(let archive, let inbox):
            "The inbox \(inbox) lies inside the archive \(archive); what is archived would be taken out of it again."
        case .archiveInUse(let path): "Another budgetd works on the archive \(path)."
        case .inboxInUse(let path): "Another budgetd watches the inbox \(path)."
        case .reparseInUse(let path): "The archive \(path) is being read again already."
        case .leftInInbox(let count): "\(count) files could not be taken and stay in the inbox."
        case .noReader(let reason): "No document can be read: \(reason)"
        }
    }
}
