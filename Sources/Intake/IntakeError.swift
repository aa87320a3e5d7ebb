import Sentences
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

    package var description: String {
        switch self {
        case .noFolder(let path, let reason):
            Sentences.text(for: "intake.no_folder.\(reason.rawValue)", details: [path.string], in: .ofProcess)
        case .archiveInsideInbox(let archive, let inbox):
            Sentences.text("intake.archive_inside_inbox", archive.string, inbox.string)
        case .inboxInsideArchive(let archive, let inbox):
            Sentences.text("intake.inbox_inside_archive", archive.string, inbox.string)
        case .archiveInUse(let path): Sentences.text("intake.archive_in_use", path.string)
        case .inboxInUse(let path): Sentences.text("intake.inbox_in_use", path.string)
        case .reparseInUse(let path): Sentences.text("intake.reparse_in_use", path.string)
        case .leftInInbox(let count): Sentences.text("intake.left", "\(count)")
        case .noReader(let reason): Sentences.text("intake.no_reader", reason)
        }
    }
}
