import Glibc
import SystemPackage

/// Folders of the inbox that came with documents: once these are taken and nothing comes after them, the folders go too.
///
/// Only folders that appeared while this process looked are such. What was there before, or was seen empty before anything was taken
/// from it, is somebody's place to drop into, and stays.
struct EmptiedFolders {
    /// Folders that documents were taken from, and since when nothing is in them.
    private var candidates: [FilePath: ContinuousClock.Instant?] = [:]
    /// Nil before the first look.
    private var standing: Set<FilePath>?
    /// Somebody who copies a folder may still be about to put the next file into it.
    private let patience: Duration

    init(patience: Duration = .seconds(60)) { self.patience = patience }

    /// Notes that a document has left its folder.
    mutating func noteTaken(_ file: InboxFile) {
        var folder = file.path
        for _ in file.folders {
            folder.removeLastComponent()
            if !(standing ?? []).contains(folder), candidates[folder] == nil { candidates[folder] = .some(nil) }
        }
    }

    /// Removes those that have been empty for long enough.
    ///
    /// - Parameter inWork: documents that may have left their folders without being noted yet.
    /// - Returns: until when the next of them may be; nil where none waits.
    mutating func tidy(_ look: Inbox.Look, inWork: Set<FilePath>) -> Duration? {
        guard var standing else {
            standing = Set(look.folders)
            return nil
        }
        let now = ContinuousClock.now
        standing.formIntersection(look.folders)
        standing.formUnion(
            look.emptyFolders.filter { folder in
                candidates[folder] == nil && !inWork.contains { $0.starts(with: folder) }
            })
        self.standing = standing
        var rest: Duration?
        for folder in candidates.keys {
            guard look.emptyFolders.contains(folder) else {
                candidates[folder] = look.folders.contains(folder) ? .some(nil) : nil
                continue
            }
            let since = (candidates[folder] ?? nil) ?? now
            candidates[folder] = .some(since)
            let left = patience - (now - since)
            if left > .zero {
                rest = min(rest ?? left, left)
            } else {
                // Whoever has put something into it since keeps it.
                _ = folder.withPlatformString { rmdir($0) }
                candidates[folder] = nil
                // The folder that it was in may be empty now.
                rest = min(rest ?? .seconds(1), .seconds(1))
            }
        }
        return rest
    }
}
