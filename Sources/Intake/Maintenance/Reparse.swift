import ArchiveReading
import BudgetRelease
import FileKeeping
import ReadingCell
import Sentences
package import SystemPackage

/// Reads the documents of an archive again after an upgrade, and publishes revisions where a release differs.
///
/// The daemon may go on working: each document is changed under the lock of its folder. Interrupted at any time, it is
/// completed by the next run, which leaves out what was read under this fingerprint already.
package struct Reparse: Sendable {
    /// What happened to one document.
    package enum Outcome: Sendable, Equatable {
        /// Read under this fingerprint before.
        case current
        case unchanged
        case revised
        /// It gives no release any more; the one that stands there stays.
        case failed(String)
    }

    package struct Step: Sendable {
        package var document: FilePath
        package var outcome: Outcome
    }

    private let layout: ArchiveLayout
    private let worker: DocumentWorker
    private let jobs: Int
    private let work: WorkArea

    /// The file whose lock says that one is running.
    static let lockName = "reparse.lock"

    /// Where it marks documents whose events may be missing in the feed.
    static func marks(in layout: ArchiveLayout) -> FilePath { layout.own.appending("reparse-announcing") }

    /// - Parameter jobs: documents read at a time.
    package init(archive: FilePath, worker: DocumentWorker, jobs: Int) {
        layout = ArchiveLayout(root: archive)
        self.worker = worker
        self.jobs = jobs
        work = WorkArea(root: layout.own.appending("reparse"))
    }

    /// The number of documents with a release.
    package func count() -> Int {
        ArchiveWalk(.releases, of: layout).reduce(0) { count, step in
            if case .document = step { count + 1 } else { count }
        }
    }

    /// Reads every document whose release was made under another fingerprint.
    ///
    /// - Parameters:
    ///   - readsAll: whether also those that were read under this one.
    ///   - progress: called for each document, one at a time.
    /// - Throws: `CancellationError` when the task is cancelled; what was done stays done.
    package func run(readsAll: Bool = false, progress: (Step) -> Void) async throws {
        guard FileOperations.isFolder(layout.own) else {
            throw IntakeError.noFolder(layout.root, reason: .archive)
        }
        guard let lock = try FileLock.take(layout.own.appending(Self.lockName)) else {
            throw IntakeError.reparseInUse(layout.root)
        }
        defer { try? lock.close() }
        try work.open()
        let feed = try Feed(layout, marks: Self.marks(in: layout), durable: true)
        let failures = try feed.announceMarked { document throws(FileError) in
            try DocumentEditor.complete(document, in: work, feed)
        }
        if let failure = failures.first { throw failure }
        let fingerprint = try await worker.identify().parser.fingerprint
        var walk = ArchiveWalk(.releases, of: layout)
        try await withThrowingTaskGroup(of: Step.self) { group in
            var running = 0
            while true {
                if running < jobs, !Task.isCancelled, let document = Self.next(&walk) {
                    group.addTask { try await read(document, feed, fingerprint: fingerprint, readsAll: readsAll) }
                    running += 1
                    continue
                }
                guard let step = try await group.next() else { break }
                running -= 1
                progress(step)
            }
        }
        try Task.checkCancellation()
    }

    private static func next(_ walk: inout ArchiveWalk) -> ArchivedDocument? {
        while let step = walk.next() {
            if case .document(let document) = step { return document }
        }
        return nil
    }

    private func read(
        _ document: ArchivedDocument, _ feed: Feed, fingerprint: String, readsAll: Bool
    ) async throws -> Step {
        func step(_ outcome: Outcome) -> Step { Step(document: document.folder, outcome: outcome) }
        do {
            let record = try await offPool { try document.record() }
            if !readsAll, try await isCurrent(document, record, fingerprint) { return step(.current) }
            guard let source = document.sourcePath(record) else {
                return step(.failed(Sentences.text("reparse.nameless")))
            }
            let file = try FileDescriptor.open(source, .readOnly, options: [.closeOnExec, .noFollow])
            defer { try? file.close() }
            let answer = await worker.read(file, name: record.source)
            try Task.checkCancellation()
            switch answer {
            case .interrupted: return step(.failed(Sentences.text("reparse.reading_interrupted")))
            case .release(_, let summary) where summary.source.sha256 != record.sha256:
                return step(.failed(Sentences.text("reparse.changed")))
            case .release(let json, let summary):
                let revision = try await edit(document, feed) { editor throws(FileError) in
                    try editor.revise(json, summary: summary)
                }
                return step(revision == .published ? .revised : .unchanged)
            case .problem(let problem) where problem.concernsInstallation:
                throw IntakeError.noReader(reason: problem.spoken)
            case .problem(let problem), .failure(_, let problem):
                try await edit(document, feed) { editor throws(FileError) in
                    try editor.recordFailedCheck(problem.code, fingerprint: fingerprint)
                }
                return step(.failed(problem.spoken))
            }
        } catch let error as FileError {
            return step(.failed("\(error)"))
        } catch let error as Errno {
            return step(.failed(Sentences.text("reparse.unreadable", "\(error)")))
        }
    }

    /// Whether the release was made under a fingerprint and is the one that the record tells of.
    private func isCurrent(
        _ document: ArchivedDocument, _ record: DocumentRecord, _ fingerprint: String
    ) async throws -> Bool {
        // A check that failed may have failed by chance.
        guard let check = record.lastCheck, check.fingerprint == fingerprint, check.problem == nil else { return false }
        return try await offPool { try FileDigest.sha256(ofFile: document.resultPath).digest == record.resultSHA256 }
    }

    private func edit<Result: Sendable>(
        _ document: ArchivedDocument, _ feed: Feed,
        _ body: @escaping @Sendable (DocumentEditor) throws(FileError) -> Result
    ) async throws -> Result {
        try await offPool {
            let scratch = try work.newFolder()
            defer { work.discard(scratch) }
            return try body(DocumentEditor(document: document, scratch: scratch, feed: feed))
        }
    }
}
