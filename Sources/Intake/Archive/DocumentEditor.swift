import ArchiveReading
import BudgetRelease
import FileKeeping
import Glibc
import SystemPackage

/// Changes a document that stands in the archive, under the lock of its folder: the daemon and `budgetd reparse` may
/// both be at work. Files are replaced by rename, each whole before it gets its name.
struct DocumentEditor {
    let document: ArchivedDocument
    /// A folder of the work area for what is not finished yet.
    let scratch: FilePath
    let feed: Feed

    enum Revision: Sendable {
        /// The release says something else than the one before.
        case published
        /// Only the last check has moved.
        case unchanged
    }

    // MARK: Arrivals

    /// Records a name that the document came under again.
    ///
    /// - Parameter sidecar: the copy of the file that came along.
    func addArrival(_ name: String, sidecar: FilePath?) throws(FileError) {
        try change { record throws(FileError) in
            let origin = try sidecar.map { path throws(FileError) in try keep(path) }
            return record.add(DocumentRecord.Arrival(name: name, at: Timestamp.now(), origin: origin))
        }
        CrashStep.arrivalRecorded.reached()
    }

    /// Puts a sidecar beside the document, under another name where that is taken by other bytes.
    private func keep(_ sidecar: FilePath) throws(FileError) -> String {
        guard let name = sidecar.lastComponent else { return "" }
        let kept = try Self.name(ofSidecar: name, for: try FileOperations.read(sidecar), in: document.folder)
        if FileOperations.exists(document.folder.appending(kept)) { return kept.string }
        try FileOperations.rename(sidecar, to: document.folder.appending(kept))
        try FileOperations.syncFolder(document.folder)
        CrashStep.sidecarAdded.reached()
        return kept.string
    }

    /// The name of a sidecar in a folder: its own, or one with a number where that is taken by other bytes.
    ///
    /// - Returns: a name that is free, or that of a file of the same bytes.
    static func name(
        ofSidecar name: FilePath.Component, for bytes: [UInt8], in folder: FilePath
    ) throws(FileError) -> FilePath.Component {
        var kept = name
        var number = 1
        while FileOperations.exists(folder.appending(kept)) {
            if try FileOperations.read(folder.appending(kept)) == bytes { return kept }
            let stem = String(name.string.dropLast(ArchiveLayout.sidecarSuffix.count))
            let numbered = Archive.fitting(stem, besides: 32) + " (\(number))" + ArchiveLayout.sidecarSuffix
            guard let next = FilePath.Component(numbered) else { break }
            kept = next
            number += 1
        }
        return kept
    }

    // MARK: Results

    /// Replaces the reason of a rejected document.
    func replaceProblem(_ json: [UInt8], tries: Int) throws(FileError) {
        try change { record throws(FileError) in
            let digest = FileDigest.sha256(of: json)
            guard record.resultSHA256 != digest || record.tries != tries else { return false }
            let earlier = try FileOperations.read(document.resultPath)
            try replace(Shelf.rejected.resultName, with: json)
            CrashStep.problemReplaced.reached()
            let isNew = record.resultSHA256 != digest && !Self.sayTheSame(earlier, json)
            record.resultSHA256 = digest
            record.tries = tries
            if isNew { record.events.append(DocumentRecord.Event(.rejected, at: Timestamp.now())) }
            return true
        }
    }

    /// Whether two problems differ by the name that the document came under alone.
    private static func sayTheSame(_ one: [UInt8], _ other: [UInt8]) -> Bool {
        guard var one = try? ContractDecoding.decode(Problem.self, from: one),
            let other = try? ContractDecoding.decode(Problem.self, from: other)
        else { return false }
        one.file = other.file
        return one == other
    }

    /// Publishes a reading, with what people have corrected, as a revision if it differs from the release that stands there, which is
    /// kept; if not, moves the last check alone.
    func revise(_ reading: [UInt8], summary: ReleaseSummary) throws(FileError) -> Revision {
        var outcome = Revision.unchanged
        try change { record throws(FileError) in
            let current = try FileOperations.read(document.resultPath)
            try admitUnrecordedRevision(to: &record, current: current)
            record.lastCheck = DocumentRecord.LastCheck(at: Timestamp.now(), fingerprint: summary.parser.fingerprint)
            var published = reading
            if let corrections = try document.corrections() {
                published = Self.bytes(of: CorrectedRelease(try release(in: reading), corrections).release)
                let before =
                    FileOperations.exists(document.readingPath) ? try FileOperations.read(document.readingPath) : []
                if before != reading { try replace(ArchiveLayout.readingName, with: reading) }
            }
            outcome = try publish(published, insteadOf: current, in: &record)
            return true
        }
        CrashStep.arrivalRecorded.reached()
        return outcome
    }

    /// Keeps what a person says of the release, and publishes that as a revision.
    ///
    /// - Returns: why it cannot be applied; nil where it is, also where it was before.
    func correct(_ correction: Correction) throws(FileError) -> CorrectionRefusal? {
        var refusal: CorrectionRefusal?
        try change { record throws(FileError) in
            let events = record.events.count
            var (current, corrected, all) = try completed(&record)
            if all.corrections.contains(where: { $0.id == correction.id }) { return record.events.count > events }
            do throws(CorrectionRefusal) {
                var correction = correction
                // Which line is meant by a number, only the reading that the person saw can say.
                guard
                    ![.drop, .join].contains(correction.action)
                        || correction.reading == corrected.release.parser.fingerprint
                else { throw .changed(now: nil) }
                correction.context = corrected.context(of: correction)
                if correction.action == .withdraw {
                    guard all.inForce.contains(where: { $0.id == correction.target }) else { throw .noSuchPlace }
                } else {
                    try corrected.apply(correction)
                }
                all.corrections.append(correction)
            } catch {
                refusal = error
                return record.events.count > events
            }
            if !FileOperations.exists(document.correctionsPath) {
                try replace(ArchiveLayout.readingName, with: current)
            }
            try replace(ArchiveLayout.correctionsName, with: all.fileBytes)
            CrashStep.correctionKept.reached()
            if correction.action == .withdraw {
                corrected = CorrectedRelease(try release(in: try FileOperations.read(document.readingPath)), all)
            }
            current = Self.bytes(of: corrected.release)
            _ = try publish(current, insteadOf: try FileOperations.read(document.resultPath), in: &record)
            return true
        }
        return refusal
    }

    /// Publishes what was corrected in a document before a crash and not published; to be done before its mark is taken away.
    static func complete(_ document: ArchivedDocument, in work: WorkArea, _ feed: Feed) throws(FileError) {
        guard FileOperations.exists(document.correctionsPath) else { return }
        let scratch = try work.newFolder()
        defer { work.discard(scratch) }
        try DocumentEditor(document: document, scratch: scratch, feed: feed).complete()
    }

    private func complete() throws(FileError) {
        try change { record throws(FileError) in
            let events = record.events.count
            _ = try completed(&record)
            return record.events.count > events
        }
    }

    /// The release as it stands there with all its corrections, what these make of the reading, and themselves.
    private func completed(
        _ record: inout DocumentRecord
    ) throws(FileError) -> (current: [UInt8], corrected: CorrectedRelease, all: Corrections) {
        let current = try FileOperations.read(document.resultPath)
        try admitUnrecordedRevision(to: &record, current: current)
        guard let all = try document.corrections() else {
            return (current, CorrectedRelease(try release(in: current), Corrections()), Corrections())
        }
        let corrected = CorrectedRelease(try release(in: try FileOperations.read(document.readingPath)), all)
        let bytes = Self.bytes(of: corrected.release)
        _ = try publish(bytes, insteadOf: current, in: &record)
        return (bytes, corrected, all)
    }

    private static func bytes(of release: Release) -> [UInt8] { release.json.utf8() + [0x0A] }

    private func release(in json: [UInt8]) throws(FileError) -> Release {
        do {
            return try ContractDecoding.decode(Release.self, from: json)
        } catch {
            throw FileError(.understand, document.resultPath, errno: EILSEQ)
        }
    }

    /// Puts a release in the place of another, which is kept, unless both say the same.
    private func publish(
        _ release: [UInt8], insteadOf current: [UInt8], in record: inout DocumentRecord
    ) throws(FileError) -> Revision {
        guard let summary = ReleaseSummary(json: release) else {
            throw FileError(.understand, document.resultPath, errno: EILSEQ)
        }
        record.identity = summary.identity
        record.status = summary.status
        guard ReleaseSameness.differ(current, release) else { return .unchanged }
        let now = Timestamp.now()
        let kept = Self.revisionFile(number: record.revisions.count + 1)
        try FileOperations.makeFolders(document.folder.appending(ArchiveLayout.revisionsName))
        try replace(kept, with: current)
        CrashStep.revisionKept.reached()
        try replace(document.shelf.resultName, with: release)
        CrashStep.releaseReplaced.reached()
        record.revisions.append(Self.revision(kept, of: current, at: now))
        record.resultSHA256 = FileDigest.sha256(of: release)
        record.events.append(DocumentRecord.Event(.revised, at: now))
        return .published
    }

    /// Moves the last check where a reading gave no release; the one that stands there stays.
    func recordFailedCheck(_ problem: ProblemCode, fingerprint: String) throws(FileError) {
        try change { record throws(FileError) in
            record.lastCheck = DocumentRecord.LastCheck(
                at: Timestamp.now(), fingerprint: fingerprint, problem: problem.rawValue)
            return true
        }
    }

    /// A crash may have come after a release was replaced and before that was recorded.
    private func admitUnrecordedRevision(to record: inout DocumentRecord, current: [UInt8]) throws(FileError) {
        let kept = Self.revisionFile(number: record.revisions.count + 1)
        guard FileOperations.exists(document.folder.pushing(FilePath(kept))) else { return }
        let earlier = try FileOperations.read(document.folder.pushing(FilePath(kept)))
        guard earlier != current else { return }
        record.revisions.append(Self.revision(kept, of: earlier, at: Timestamp.now()))
        record.resultSHA256 = FileDigest.sha256(of: current)
        record.events.append(DocumentRecord.Event(.revised, at: Timestamp.now()))
    }

    private static func revisionFile(number: Int) -> String { "\(ArchiveLayout.revisionsName)/\(number).json" }

    private static func revision(_ file: String, of release: [UInt8], at time: String) -> DocumentRecord.Revision {
        let fingerprint = ReleaseSummary(json: release)?.parser.fingerprint ?? ""
        return DocumentRecord.Revision(file: file, fingerprint: fingerprint, replacedAt: time)
    }

    // MARK: Files

    /// Changes the record if the body says that it did.
    private func change(_ body: (inout DocumentRecord) throws(FileError) -> Bool) throws(FileError) {
        try FileLock.whileHolding(document.folder) { () throws(FileError) in
            var record = try document.record()
            let events = record.events.count
            // Marked before the record changes; who is at the folder is alone.
            let isMarked = try feed.mark(record.sha256, at: document)
            defer { feed.leave(record.sha256) }
            guard try body(&record) else {
                if !isMarked { try feed.unmark(record.sha256) }
                return
            }
            try replace(ArchiveLayout.recordName, with: record.fileBytes)
            guard record.events.count > events || isMarked else {
                try feed.unmark(record.sha256)
                return
            }
            CrashStep.revisionRecorded.reached()
            try feed.announce(record, from: events + 1, at: document, isComplete: !isMarked)
        }
    }

    private func replace(_ name: String, with bytes: [UInt8]) throws(FileError) {
        let path = document.folder.pushing(FilePath(name))
        let next = scratch.appending("next-" + (path.lastComponent?.string ?? ""))
        // An attempt that failed half-way may have left it.
        if FileOperations.exists(next) { try FileOperations.remove(next) }
        try FileOperations.write(bytes, to: next)
        try FileOperations.rename(next, to: path)
        try FileOperations.syncFolder(path.removingLastComponent())
    }
}
