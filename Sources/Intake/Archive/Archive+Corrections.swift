import ArchiveReading
package import FileKeeping
import SystemPackage

extension Archive {
    /// Completes the feed: events that were recorded and not appended by a daemon, or by a `budgetd reparse` that is
    /// not running any more.
    ///
    /// - Returns: what could not be done.
    package func announceMarked() throws(FileError) -> [FileError] {
        var failures = try feed.announceMarked { document throws(FileError) in
            try DocumentEditor.complete(document, in: work, feed)
        }
        for (name, marks) in [
            (Reparse.lockName, Reparse.marks(in: layout)), (CorrectionDesk.lockName, CorrectionDesk.marks(in: layout)),
        ] {
            guard let lock = try FileLock.take(layout.own.appending(name)) else { continue }
            defer { try? lock.close() }
            let feed = try Feed(layout, marks: marks)
            failures += try feed.announceMarked { document throws(FileError) in
                try DocumentEditor.complete(document, in: work, feed)
            }
        }
        return failures
    }

    // MARK: Corrections

    /// Applies what people have put into the spool, and answers what cannot be.
    ///
    /// - Returns: what could not be done.
    package func applySpool() -> [FileError] {
        do {
            return try CorrectionSpool(layout).apply { request throws(FileError) in
                guard let document = try? ledger.document(request.document, on: .releases) else { return .noSuchPlace }
                let scratch = try work.newFolder()
                defer { work.discard(scratch) }
                return try DocumentEditor(document: document, scratch: scratch, feed: feed).correct(request.correction)
            }
        } catch {
            return [error]
        }
    }
}
