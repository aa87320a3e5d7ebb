package import ArchiveReading
package import BudgetRelease
import CLinux
package import FileKeeping
import Glibc
package import SystemPackage

/// The folder that finished documents stand in, each in a folder of its own that appears by one rename.
///
/// `releases/<inbox subfolder>/<stem>.<12 hex>/` and `rejected/…` hold the source under its own name, `release.json`
/// or `problem.json`, and `document.json`. `.budgetd/` holds work in progress, the ledger and the lock.
package struct Archive: Sendable {
    package let layout: ArchiveLayout
    let ledger: Ledger
    /// What is copied.
    let activity = Activity()
    let feed: Feed
    private let lock: FileDescriptor
    let work: WorkArea

    // MARK: Opening

    /// Makes the folders, takes the lock and clears what a crash left unfinished.
    ///
    /// The ledger may have to be rebuilt before anything is published: `needsIndex`.
    package init(opening root: FilePath) throws {
        layout = ArchiveLayout(root: root)
        for shelf in Shelf.allCases { try FileOperations.makeFolders(layout.shelf(shelf)) }
        try FileOperations.makeFolders(layout.own)
        guard let lock = try FileLock.take(layout.lock) else { throw IntakeError.archiveInUse(root) }
        self.lock = lock
        do {
            work = WorkArea(root: layout.own.appending("work"))
            try work.open()
            feed = try Feed(layout, marks: layout.own.appending("announcing"))
            ledger = try Ledger.open(layout)
            try CorrectionSpool(layout).open()
        } catch {
            try? lock.close()
            throw error
        }
    }

    /// Whether the ledger does not know every document.
    package func needsIndex() throws -> Bool { try !ledger.isComplete() }

    /// Brings the ledger up to date; nothing may be published before.
    ///
    /// - Parameter progress: called with the number of documents read so far where it is made again.
    package func index(progress: (Int) throws -> Void) throws {
        if try needsIndex() {
            var found: [(DocumentRecord, ArchivedDocument)] = []
            try ledger.rebuild(layout, progress: progress) { record, document in
                if !record.events.isEmpty { found.append((record, document)) }
            } completing: {
                try feed.announceMissing(in: found)
            }
        }
        _ = try announceMarked()
        try ledger.begin()
        // A crash between publishing and removing a rejection leaves both: the release wins.
        for (sha256, rejected) in try ledger.rejectedAlthoughReleased() {
            if FileOperations.exists(rejected.folder) {
                try withdraw(rejected, of: sha256)
            } else {
                try ledger.forget(sha256, on: .rejected)
            }
        }
    }

    /// Gives the archive up in good order.
    package func close() {
        try? ledger.end()
        try? lock.close()
    }

    /// Clears what failed attempts could not remove from the work area, and completes the feed.
    ///
    /// - Returns: what could not be done.
    package func sweep() -> [FileError] {
        do {
            try work.sweep()
            return try feed.announceMarked()
        } catch {
            return [error]
        }
    }

    // MARK: Claim

    /// Copies a file, and the sidecar beside it, into the work area while it is hashed.
    package func claim(_ file: InboxFile) throws(FileError) -> ClaimOutcome {
        let folder = try work.newFolder()
        do {
            let outcome = try claim(file, into: folder)
            if case .claimed = outcome { CrashStep.claimed.reached() } else { work.discard(folder) }
            return outcome
        } catch {
            work.discard(folder)
            throw error
        }
    }

    private func claim(_ file: InboxFile, into folder: FilePath) throws(FileError) -> ClaimOutcome {
        let copy = folder.appending(Self.keptName(file.path.lastComponent))
        guard case .copied(let digest, let bytes, let signature) = try self.copy(file, to: copy) else {
            return FileOperations.exists(file.path) ? .unsettled : .gone
        }
        var claimed = file
        claimed.signature = signature
        var claim = Claim(folder: folder, copy: copy, sha256: digest, bytes: bytes, file: claimed)
        claim.sidecar = try sidecar(of: file, keptBeside: copy, in: folder)
        return .claimed(claim)
    }

    private func sidecar(
        of file: InboxFile, keptBeside copy: FilePath, in folder: FilePath
    ) throws(FileError) -> Claim.Sidecar? {
        guard let beside = file.sidecarPath, var found = InboxFile(lookingAt: beside, folders: file.folders),
            found.signature.size <= InboxFile.largestSidecar,
            let name = copy.lastComponent.flatMap({ Self.sidecarName(of: $0.string) })
        else { return nil }
        // A sidecar that is still being written is attached when it comes to rest.
        guard case .copied(let digest, _, let signature) = try self.copy(found, to: folder.appending(name)) else {
            return nil
        }
        found.signature = signature
        return Claim.Sidecar(file: found, name: name, sha256: digest)
    }

    static func sidecarName(of document: String) -> FilePath.Component? {
        FilePath.Component(
            fitting(document, besides: ArchiveLayout.sidecarSuffix.utf8.count) + ArchiveLayout.sidecarSuffix)
    }

    /// The name of a source in the archive: its own, unless the archive needs that for itself or it is no UTF-8.
    private static func keptName(_ name: FilePath.Component?) -> FilePath.Component {
        let text = name?.string ?? ""
        let wanted = ArchiveLayout.ownNames.contains(text) ? "source-" + text : text
        if let name, name.string == wanted, FilePath.Component(wanted) == name { return name }
        return FilePath.Component(fitting(wanted, besides: 0)) ?? "source"
    }

    private enum Copy {
        case copied(digest: String, bytes: Int, InboxFile.Signature)
        case notCopied
    }

    /// How long a file must have been still, in nanoseconds, where it cannot be told whether somebody has it open.
    ///
    /// A lease, which tells it, is given to the owner of a file and to those with CAP_LEASE (fcntl(2)).
    private static let stillness = 30_000_000_000

    private static func mayBeBeingWritten(_ source: Int32, _ file: InboxFile, _ now: InboxFile.Signature) -> Bool {
        let answer = is_open_for_writing(source)
        if answer >= 0 { return answer == 1 }
        var clock = timespec()
        clock_gettime(CLOCK_REALTIME, &clock)
        let age = Int(clock.tv_sec) * 1_000_000_000 + Int(clock.tv_nsec) - now.changed
        return !file.arrivedWhole && (0..<stillness).contains(age)
    }

    private func copy(_ file: InboxFile, to copy: FilePath) throws(FileError) -> Copy {
        let path = file.path
        let source = path.withPlatformString { open($0, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC) }
        if source < 0, errno == ENOENT || errno == ELOOP || errno == ENXIO { return .notCopied }
        try FileOperations.check(source, .read, path)
        defer { Glibc.close(source) }
        guard let before = InboxFile.Signature(ofDescriptor: source), !Self.mayBeBeingWritten(source, file, before)
        else {
            return .notCopied
        }
        let target = copy.withPlatformString { open($0, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644) }
        try FileOperations.check(target, .write, copy)
        defer { Glibc.close(target) }
        let (digest, bytes) = try FileDigest.sha256(
            of: source, at: path, copiedTo: (target, copy), progress: activity.note)
        try FileOperations.check(fsync(target), .bringToDisk, copy)
        guard InboxFile.Signature(ofDescriptor: source) == before, is_open_for_writing(source) != 1 else {
            try FileOperations.remove(copy)
            return .notCopied
        }
        return .copied(digest: digest, bytes: bytes, before)
    }

    /// Gives a claim up.
    package func abandon(_ claim: Claim) { work.discard(claim.folder) }

    // MARK: Documents that are there already

    /// Where the bytes of a claim stand. An entry of the ledger that the archive contradicts is forgotten.
    package func known(_ claim: Claim, on shelf: Shelf) throws -> ArchivedDocument? {
        if let document = try ledger.document(claim.sha256, on: shelf) {
            if try document.holds(claim.sha256) { return document }
            try ledger.forget(claim.sha256, on: shelf)
        }
        let homes = homes(of: claim, on: shelf).map { ArchivedDocument(folder: $0, shelf: shelf) }
        return try (try ledger.expected(claim.sha256, on: shelf) + homes).first { try $0.holds(claim.sha256) }
    }

    /// Records the name, and the sidecar, that a document came under again.
    package func recordArrival(_ claim: Claim, of document: ArchivedDocument) throws {
        try DocumentEditor(document: document, scratch: claim.folder, feed: feed)
            .addArrival(claim.file.inboxName, sidecar: claim.sidecar.map { claim.folder.appending($0.name) })
        try ledger.learn(
            claim.sha256, at: document,
            arrivals: [DocumentRecord.Arrival(name: claim.file.inboxName, at: Timestamp.now())])
    }

    /// Adds a sidecar to the document that came under its name before.
    ///
    /// - Returns: false where no such document is known.
    package func attach(_ sidecar: Claim) throws -> Bool {
        let name = String(sidecar.file.inboxName.dropLast(ArchiveLayout.sidecarSuffix.count))
        guard let document = try ledger.document(named: name), FileOperations.exists(document.recordPath) else {
            return false
        }
        try DocumentEditor(document: document, scratch: sidecar.folder, feed: feed).addArrival(
            name, sidecar: sidecar.copy)
        return true
    }

    /// Whether a sidecar's document is known.
    package func knowsDocument(ofSidecar file: InboxFile) throws -> Bool {
        try ledger.document(named: String(file.inboxName.dropLast(ArchiveLayout.sidecarSuffix.count))) != nil
    }

    /// Publishes a release under a newer fingerprint for a document that is there, if it says something else.
    func revise(
        _ document: ArchivedDocument, with release: [UInt8], summary: ReleaseSummary, scratch: FilePath
    ) throws -> DocumentEditor.Revision {
        let revision = try DocumentEditor(document: document, scratch: scratch, feed: feed)
            .revise(release, summary: summary)
        _ = try ledger.claim(summary.identity, for: summary.source.sha256)
        return revision
    }

    // MARK: Publish

    /// Publishes a release beside its source.
    package func publish(_ claim: Claim, release: [UInt8], summary: ReleaseSummary, tries: Int) throws {
        let earlier = try known(claim, on: .rejected)
        var record = newRecord(of: claim, tries: tries)
        let now = Timestamp.now()
        record.lastCheck = DocumentRecord.LastCheck(at: now, fingerprint: summary.parser.fingerprint)
        if let earlier { try takeOver(earlier, into: &record, claim: claim) }
        record.identity = summary.identity
        record.status = summary.status
        let superseded = try ledger.claim(summary.identity, for: claim.sha256)
        record.events.append(DocumentRecord.Event(.published, at: now, supersedes: superseded))
        try finish(claim, result: release, record: record, on: .releases)
        // Published first, then removed: between the two the release wins.
        if let earlier { try withdraw(earlier, of: claim.sha256) }
    }

    /// Keeps a document that gave no release, with the reason.
    package func reject(_ claim: Claim, problem: Problem, tries: Int) throws {
        let json = problem.json.utf8(pretty: true) + [0x0A]
        guard let earlier = try known(claim, on: .rejected) else {
            var record = newRecord(of: claim, tries: tries)
            record.events.append(DocumentRecord.Event(.rejected, at: Timestamp.now()))
            try finish(claim, result: json, record: record, on: .rejected)
            return
        }
        // The source stands there already: only the reason and the name may be new.
        try DocumentEditor(document: earlier, scratch: claim.folder, feed: feed).replaceProblem(json, tries: tries)
        try recordArrival(claim, of: earlier)
        abandon(claim)
    }

    private func newRecord(of claim: Claim, tries: Int) -> DocumentRecord {
        var record = DocumentRecord(
            sha256: claim.sha256, bytes: claim.bytes, source: claim.copy.lastComponent?.string ?? "")
        record.tries = tries
        let origin = claim.sidecar?.name.string
        _ = record.add(DocumentRecord.Arrival(name: claim.file.inboxName, at: Timestamp.now(), origin: origin))
        return record
    }

    /// What an earlier rejection knows of a document goes along with it.
    private func takeOver(
        _ earlier: ArchivedDocument, into record: inout DocumentRecord, claim: Claim
    ) throws(FileError) {
        let old = try earlier.record()
        record.events = old.events
        let new = record.arrivals
        record.arrivals = old.arrivals
        for origin in Set(old.arrivals.compactMap(\.origin)) {
            guard let name = FilePath.Component(origin) else { continue }
            let bytes = try FileOperations.read(earlier.folder.appending(name))
            let kept = try DocumentEditor.name(ofSidecar: name, for: bytes, in: claim.folder)
            if !FileOperations.exists(claim.folder.appending(kept)) {
                try FileOperations.write(bytes, to: claim.folder.appending(kept))
            }
            for index in record.arrivals.indices where record.arrivals[index].origin == origin {
                record.arrivals[index].origin = kept.string
            }
        }
        for arrival in new { _ = record.add(arrival) }
    }

    /// Takes a rejected document out of the archive at once, whatever comes.
    private func withdraw(_ rejected: ArchivedDocument, of sha256: String) throws {
        let scratch = try work.newFolder()
        try FileOperations.rename(rejected.folder, to: scratch.appending("withdrawn"))
        CrashStep.rejectionTaken.reached()
        try ledger.forget(sha256, on: .rejected)
        work.discard(scratch)
    }

    /// Write, fsync, rename, fsync: the order that a power cut cannot break.
    private func finish(_ claim: Claim, result: [UInt8], record: DocumentRecord, on shelf: Shelf) throws {
        var record = record
        record.resultSHA256 = FileDigest.sha256(of: result)
        try FileOperations.write(result, to: claim.folder.appending(shelf.resultName))
        CrashStep.resultWritten.reached()
        try FileOperations.write(record.fileBytes, to: claim.folder.appending(ArchiveLayout.recordName))
        CrashStep.recordWritten.reached()
        try FileOperations.syncFolder(claim.folder)
        let homes = homes(of: claim, on: shelf)
        guard let home = homes.first(where: { !FileOperations.exists($0) }) else {
            throw FileError(.publish, homes[0], errno: EEXIST)
        }
        try FileOperations.makeFolders(home.removingLastComponent())
        let document = ArchivedDocument(folder: home, shelf: shelf)
        try ledger.expect(claim.sha256, at: document)
        CrashStep.expected.reached()
        defer { feed.leave(claim.sha256) }
        let isMarked = try feed.mark(claim.sha256, at: document)
        CrashStep.marked.reached()
        guard try FileOperations.renameExclusively(claim.folder, to: home) else {
            throw FileError(.publish, home, errno: EEXIST)
        }
        CrashStep.published.reached()
        try FileOperations.syncFolder(home.removingLastComponent())
        CrashStep.publishedOnDisk.reached()
        try feed.announce(record, from: record.events.count, at: document, isComplete: !isMarked)
        CrashStep.announced.reached()
        try ledger.learn(
            claim.sha256, at: document,
            arrivals: [DocumentRecord.Arrival(name: claim.file.inboxName, at: Timestamp.now())])
        CrashStep.learnt.reached()
        work.discard(claim.folder)
    }

    /// Where a document may stand: `<shelf>/<inbox subfolder>/<stem>.<12 hex>`, with more of the digest where that name
    /// is taken by other bytes.
    private func homes(of claim: Claim, on shelf: Shelf) -> [FilePath] {
        var folder = layout.shelf(shelf)
        for name in claim.file.folders {
            // Somebody may have dropped a folder called like a document's: no walk looks for documents inside that.
            let isDocument = FileOperations.exists(folder.appending(name).appending(ArchiveLayout.recordName))
            folder.append(isDocument ? FilePath.Component(name.string + "-folder") ?? name : name)
        }
        let stem = claim.file.path.lastComponent?.stem ?? ""
        return [12, 24, 64].map { digits in
            folder.appending("\(Self.fitting(stem, besides: digits + 1)).\(claim.sha256.prefix(digits))")
        }
    }

    /// A name cut at a character so that a name with more bytes behind it fits into 255.
    static func fitting(_ stem: String, besides bytes: Int) -> String {
        var fitted = stem
        while fitted.utf8.count > 255 - bytes { fitted.removeLast() }
        return fitted
    }
}
