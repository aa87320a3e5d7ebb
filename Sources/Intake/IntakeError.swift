package import Sentences
package import SystemPackage

/// Why the intake cannot start, or ends without having done all.
package enum IntakeError: Error, Equatable, Sendable, CustomStringConvertible {
    case noFolder(FilePath, reason: FolderFault)
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
    /// The reader cannot be run; the reason is a sentence.
    case noReader(reason: String)

    /// What is wrong with a folder.
    package enum FolderFault: String, Sendable {
        case absent
        /// An archive is asked for.
        case archive
    }

    package var message: Message {
        switch self {
        case .noFolder(let path, let reason): Message("intake.no_folder.\(reason.rawValue)", path.string)
        case .archiveInsideInbox(let archive, let inbox):
            Message("intake.archive_inside_inbox", archive.string, inbox.string)
        case .inboxInsideArchive(let archive, let inbox):
            Message("intake.inbox_inside_archive", archive.string, inbox.string)
        case .archiveInUse(let path): Message("intake.archive_in_use", path.string)
        case .inboxInUse(let path): Message("intake.inbox_in_use", path.string)
        case .reparseInUse(let path): Message("intake.reparse_in_use", path.string)
        case .leftInInbox(let count): Message("intake.left", "\(count)")
        case .noReader(let reason): Message("intake.no_reader", reason)
        }
    }

    package var description: String { message.spoken }
}
