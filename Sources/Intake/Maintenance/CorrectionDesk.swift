package import ArchiveReading
import BudgetRelease
import FileKeeping
import Glibc
import Sentences
import SystemPackage

/// Where corrections are handed in: published at once by whoever may write in the archive, beside a daemon that works on it or without
/// one; else put into the spool that the daemon empties.
package struct CorrectionDesk: Sendable {
    private let layout: ArchiveLayout

    /// The file whose lock one has who publishes here.
    static let lockName = "correct.lock"

    /// Where documents are marked whose events may be missing in the feed.
    static func marks(in layout: ArchiveLayout) -> FilePath { layout.own.appending("correct-announcing") }

    /// What has become of a correction.
    package enum Outcome: Sendable, Equatable {
        case published
        /// Why not, in a sentence.
        case refused(String)
        /// The daemon has it and has not answered in time.
        case waiting
    }

    /// How long the daemon has for an answer.
    private static let patience: Duration = .seconds(20)

    package init(_ layout: ArchiveLayout) { self.layout = layout }

    /// Keeps a correction, and publishes the release with it.
    ///
    /// - Throws: `FileError` where neither can be done.
    package func hand(in correction: Correction, of document: ArchivedDocument, sha256: String) async throws -> Outcome
    {
        guard mayWrite(document) else { return try await spool(correction, sha256) }
        return try await offPool { try publish(correction, document) }
    }

    private func mayWrite(_ document: ArchivedDocument) -> Bool {
        [layout.own, layout.root, document.folder].allSatisfy { $0.withPlatformString { access($0, W_OK) } == 0 }
    }

    private func publish(_ correction: Correction, _ document: ArchivedDocument) throws(FileError) -> Outcome {
        let lock = try lock()
        defer { try? lock.close() }
        let work = WorkArea(root: layout.own.appending("correct"))
        try work.open()
        let feed = try Feed(layout, marks: Self.marks(in: layout), durable: true)
        let failures = try feed.announceMarked { document throws(FileError) in
            try DocumentEditor.complete(document, in: work, feed)
        }
        if let failure = failures.first { throw failure }
        let scratch = try work.newFolder()
        defer { work.discard(scratch) }
        let refusal = try DocumentEditor(document: document, scratch: scratch, feed: feed).correct(correction)
        return refusal.map { .refused($0.said) } ?? .published
    }

    /// Another's correction takes a moment.
    private func lock() throws(FileError) -> FileDescriptor {
        let path = layout.own.appending(Self.lockName)
        for _ in 0..<50 {
            if let lock = try FileLock.take(path) { return lock }
        }
        throw FileError(.lock, path, errno: EWOULDBLOCK)
    }

    private func spool(_ correction: Correction, _ sha256: String) async throws -> Outcome {
        let spool = CorrectionSpool(layout)
        guard FileLock.isHeld(layout.lock) else { return .refused(Sentences.text("correct.nobody")) }
        try spool.put(CorrectionSpool.Request(document: sha256, correction: correction))
        let end = ContinuousClock.now + Self.patience
        while ContinuousClock.now < end {
            switch spool.answer(to: correction.id) {
            case .applied?: return .published
            case .refused(let why)?: return .refused(why)
            case nil: break
            }
            try await Task.sleep(for: .milliseconds(100))
        }
        return .waiting
    }
}

extension CorrectionRefusal {
    /// In a sentence, in the language of the process.
    package var said: String {
        switch self {
        case .noSuchPlace: Sentences.text("correct.no_place")
        case .changed(let now): Sentences.text("correct.changed", now ?? "–")
        case .invalidValue(let value): Sentences.text("correct.invalid", value)
        case .nothingChanges: Sentences.text("correct.same")
        case .bothHaveAmounts: Sentences.text("correct.both")
        }
    }
}
