import Glibc

/// The steps on a document's way after each of which a crash must lose nothing.
///
/// In debug builds the environment variable `BUDGETD_CRASH_AFTER` names one of them, and the process kills itself there.
package enum CrashStep: String, CaseIterable, Sendable {
    /// The copy is made and on the disk.
    case claimed
    /// The try is recorded; the worker is about to start.
    case readingBegun = "reading_begun"
    /// The worker has answered.
    case read
    /// A failed try is recorded.
    case tryRecorded = "try_recorded"
    /// The result is written beside the copy.
    case resultWritten = "result_written"
    /// The record is written beside the result.
    case recordWritten = "record_written"
    /// The ledger expects the document.
    case expected
    /// A mark says that the document's events may be missing in the feed.
    case marked
    /// The folder has its name in the archive.
    case published
    /// That name is on the disk.
    case publishedOnDisk = "published_on_disk"
    /// The feed has the document's events.
    case announced
    /// The ledger knows the document.
    case learnt
    /// The earlier rejection is out of the archive.
    case rejectionTaken = "rejection_taken"
    /// A name or a new check is recorded with a document that was there before.
    case arrivalRecorded = "arrival_recorded"
    /// A sidecar stands beside a document that was there before.
    case sidecarAdded = "sidecar_added"
    /// The reason of a document that was rejected before is replaced.
    case problemReplaced = "problem_replaced"
    /// The release that is about to be replaced is kept.
    case revisionKept = "revision_kept"
    /// The release is replaced, the record not yet.
    case releaseReplaced = "release_replaced"
    /// The revision is recorded, the feed does not have it yet.
    case revisionRecorded = "revision_recorded"
    /// A person's correction is kept, the release not yet published with it.
    case correctionKept = "correction_kept"
    /// The file in the inbox has its hidden name.
    case inboxTaken = "inbox_taken"
    /// The file is gone from the inbox.
    case inboxRemoved = "inbox_removed"

    /// Crashes here if the environment says so.
    func reached() {
        #if DEBUG
            guard let wanted = getenv("BUDGETD_CRASH_AFTER"), String(cString: wanted) == rawValue else { return }
            kill(getpid(), SIGKILL)
        #endif
    }
}
