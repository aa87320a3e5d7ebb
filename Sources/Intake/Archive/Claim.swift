import FileKeeping
import SystemPackage

/// A document copied out of the inbox, in a folder of the work area that is going to be published.
package struct Claim: Sendable {
    /// The file that says where the document came from, claimed with it.
    struct Sidecar: Sendable {
        var file: InboxFile
        /// The name of its copy in the folder.
        var name: FilePath.Component
        var sha256: String
    }

    var folder: FilePath
    /// The copy in it.
    var copy: FilePath
    package var sha256: String
    package var bytes: Int
    /// The file as it was copied.
    var file: InboxFile
    var sidecar: Sidecar?
}

/// What became of the attempt to copy a file out of the inbox.
package enum ClaimOutcome: Sendable {
    case claimed(Claim)
    /// It is gone, or no regular file any more.
    case gone
    /// Somebody is writing to it.
    case unsettled
}
