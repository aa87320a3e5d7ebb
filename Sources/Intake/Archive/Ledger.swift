import ArchiveReading
import BudgetRelease
import FileKeeping
import FoundationEssentials
import GRDB
import Glibc
import Synchronization
import SystemPackage

/// The index of an archive: which document stands where, under which names, and how often reading one has failed.
///
/// It holds nothing that the archive's own records don't say, but for the tries of documents that have no result yet.
/// Deleted at any time, it is made again by `rebuild`. Commits are not forced to the disk one by one: after a power
/// cut (another boot, and no orderly end before it) it is made again as well.
final class Ledger: Sendable {
    /// How reading a document has gone so far.
    struct Tries: Sendable, Equatable {
        /// Readings that ended in a crash, a hang or no valid output.
        var failed = 0
        /// Readings during which the daemon itself came to an end.
        var interrupted = 0
    }

    private let database: DatabaseQueue
    private let archive: FilePath
    private let counts = Mutex<[Shelf: Int]>([:])
    private let hasBegun = Atomic(false)

    private static let version = 4

    // MARK: Opening

    /// Opens the ledger of an archive, or begins a new one where there is none or it cannot be used.
    static func open(_ layout: ArchiveLayout) throws -> Ledger {
        if FileOperations.exists(layout.ledger), let ledger = try? Ledger(layout, isNew: false) { return ledger }
        // A log that belongs to a deleted database must not be played into a new one.
        for suffix in ["", "-wal", "-shm"] {
            let path = FilePath(layout.ledger.string + suffix)
            if FileOperations.exists(path) { try FileOperations.remove(path) }
        }
        return try Ledger(layout, isNew: true)
    }

    private init(_ layout: ArchiveLayout, isNew: Bool) throws {
        archive = layout.root
        var configuration = Configuration()
        configuration.journalMode = .wal
        configuration.busyMode = .timeout(10)
        database = try DatabaseQueue(path: layout.ledger.string, configuration: configuration)
        try database.write { database in
            if isNew {
                try Self.makeTables(in: database)
            } else if try Int.fetchOne(database, sql: "PRAGMA user_version") != Self.version {
                throw DatabaseError(resultCode: .SQLITE_MISMATCH)
            }
        }
        try recount()
    }

    private static func makeTables(in database: Database) throws {
        try database.execute(
            sql: """
                PRAGMA user_version = \(version);
                CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
                CREATE TABLE documents (
                    sha256 TEXT NOT NULL, shelf TEXT NOT NULL, folder BLOB NOT NULL,
                    PRIMARY KEY (sha256, shelf)) WITHOUT ROWID;
                CREATE TABLE names (name TEXT PRIMARY KEY, sha256 TEXT NOT NULL, at TEXT NOT NULL) WITHOUT ROWID;
                CREATE TABLE keys (
                    key TEXT NOT NULL, sha256 TEXT NOT NULL, identity TEXT NOT NULL, PRIMARY KEY (key, sha256)
                ) WITHOUT ROWID;
                CREATE TABLE expected (sha256 TEXT NOT NULL, shelf TEXT NOT NULL, folder BLOB NOT NULL);
                CREATE TABLE tries (
                    sha256 TEXT PRIMARY KEY, failed INTEGER NOT NULL, interrupted INTEGER NOT NULL,
                    reading INTEGER NOT NULL) WITHOUT ROWID;
                """)
    }

    /// Whether every document of the archive stands in it.
    func isComplete() throws -> Bool {
        try database.read { database in
            let facts = try Row.fetchAll(database, sql: "SELECT name, value FROM facts")
            let values = Dictionary(facts.map { ($0["name"] as String, $0["value"] as String) }) { $1 }
            return values["complete"] == "1"
                && (values["ended"] == "1" || values["boot"] == Self.boot && !Self.boot.isEmpty)
        }
    }

    /// Says that the ledger is in use from now on, and puts right what the last daemon left unfinished.
    func begin() throws {
        let expected = try database.write { database in
            try Self.set("ended", "0", in: database)
            try Self.set("boot", Self.boot, in: database)
            // The daemon ended while these were read.
            try database.execute(
                sql: "UPDATE tries SET interrupted = interrupted + 1, reading = 0 WHERE reading = 1")
            return try Row.fetchAll(database, sql: "SELECT sha256, shelf, folder FROM expected").compactMap(row)
        }
        for (sha256, document) in expected {
            // What cannot be read now stays expected: `Archive.known` asks again.
            guard let stands = try? document.holds(sha256) else { continue }
            if stands {
                let record = try document.record()
                try learn(sha256, at: document, arrivals: record.arrivals)
            } else {
                try database.write {
                    try $0.execute(
                        sql: "DELETE FROM expected WHERE sha256 = ? AND folder = ?",
                        arguments: [sha256, relative(document.folder)])
                }
            }
        }
        hasBegun.store(true, ordering: .relaxed)
        try recount()
    }

    /// Closes the ledger, and says of one that was in use that everything is in its place; to be called when nothing
    /// is being done any more.
    func end() throws {
        if hasBegun.load(ordering: .relaxed) { try database.write { try Self.set("ended", "1", in: $0) } }
        try database.close()
    }

    private static func set(_ name: String, _ value: String, in database: Database) throws {
        try database.execute(
            sql: "INSERT INTO facts VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            arguments: [name, value])
    }

    private static let boot: String =
        (try? FileOperations.read("/proc/sys/kernel/random/boot_id")).map { String(decoding: $0, as: UTF8.self) } ?? ""

    // MARK: Rebuilding

    /// Makes the ledger again from the archive's own records.
    ///
    /// - Parameters:
    ///   - progress: called with the number of documents so far, before the first one and now and then later.
    ///   - visit: called with each document that is known.
    ///   - complete: what must be done before the ledger counts as complete.
    func rebuild(
        _ layout: ArchiveLayout, progress: (Int) throws -> Void, visit: (DocumentRecord, ArchivedDocument) -> Void,
        completing complete: () throws -> Void
    ) throws {
        try database.write { database in
            try Self.set("complete", "0", in: database)
            try database.execute(
                sql: "DELETE FROM documents; DELETE FROM names; DELETE FROM keys; DELETE FROM expected")
        }
        var count = 0
        var isComplete = true
        var hasBegun = false
        for shelf in Shelf.allCases {
            var walk = ArchiveWalk(shelf, of: layout)
            var isAtEnd = false
            while !isAtEnd {
                try database.write { database in
                    for _ in 0..<512 {
                        guard let step = walk.next() else {
                            isAtEnd = true
                            return
                        }
                        switch step {
                        case .unreadable(let error): throw error
                        case .stray: continue
                        case .document(let document):
                            if !hasBegun { try progress(0) }
                            hasBegun = true
                            // Without a readable record nothing is known about it: `verify` tells of it, and the
                            // next start looks again.
                            guard let record = try? document.record() else {
                                isComplete = false
                                continue
                            }
                            try insert(record.sha256, at: document, arrivals: record.arrivals, in: database)
                            if document.shelf == .releases, let identity = try? document.identity(in: record) {
                                try insert(identity, of: record.sha256, in: database)
                            }
                            visit(record, document)
                            count += 1
                        }
                    }
                }
                if count > 0 { try progress(count) }
            }
        }
        try complete()
        try database.write { try Self.set("complete", isComplete ? "1" : "0", in: $0) }
        try recount()
    }

    // MARK: Documents

    /// Where a document stands, by the ledger; the archive may have been changed by hand since.
    func document(_ sha256: String, on shelf: Shelf) throws -> ArchivedDocument? {
        try database.read { database in
            try Row.fetchOne(
                database, sql: "SELECT sha256, shelf, folder FROM documents WHERE sha256 = ? AND shelf = ?",
                arguments: [sha256, shelf.rawValue]
            ).flatMap(row)?.document
        }
    }

    /// Where a document was going to be published by an attempt that did not come to its end.
    func expected(_ sha256: String, on shelf: Shelf) throws -> [ArchivedDocument] {
        try database.read { database in
            try Row.fetchAll(
                database, sql: "SELECT sha256, shelf, folder FROM expected WHERE sha256 = ? AND shelf = ?",
                arguments: [sha256, shelf.rawValue]
            ).compactMap { row($0)?.document }
        }
    }

    /// The document that came last under a name below the inbox.
    func document(named name: String) throws -> ArchivedDocument? {
        try database.read { database in
            try Row.fetchOne(
                database,
                sql: """
                    SELECT documents.sha256, shelf, folder FROM names JOIN documents USING (sha256) WHERE name = ?
                    ORDER BY shelf DESC
                    """,
                arguments: [name]
            ).flatMap(row)?.document
        }
    }

    /// Says where a document is going to stand, so that a crash right after is understood.
    func expect(_ sha256: String, at document: ArchivedDocument) throws {
        try database.write { database in
            try database.execute(
                sql: "INSERT INTO expected VALUES (?, ?, ?)",
                arguments: [sha256, document.shelf.rawValue, relative(document.folder)])
        }
    }

    /// Records where a document stands and the names it came under; its tries are over.
    func learn(_ sha256: String, at document: ArchivedDocument, arrivals: [DocumentRecord.Arrival]) throws {
        let isNew = try database.write { database in
            let known = try Int.fetchOne(
                database, sql: "SELECT 1 FROM documents WHERE sha256 = ? AND shelf = ?",
                arguments: [sha256, document.shelf.rawValue])
            try insert(sha256, at: document, arrivals: arrivals, in: database)
            try database.execute(sql: "DELETE FROM expected WHERE sha256 = ?", arguments: [sha256])
            try database.execute(sql: "DELETE FROM tries WHERE sha256 = ?", arguments: [sha256])
            return known == nil
        }
        if isNew { counts.withLock { $0[document.shelf, default: 0] += 1 } }
    }

    private func insert(
        _ sha256: String, at document: ArchivedDocument, arrivals: [DocumentRecord.Arrival], in database: Database
    ) throws {
        try database.execute(
            sql: """
                INSERT INTO documents VALUES (?, ?, ?)
                ON CONFLICT (sha256, shelf) DO UPDATE SET folder = excluded.folder
                """,
            arguments: [sha256, document.shelf.rawValue, relative(document.folder)])
        for arrival in arrivals {
            try database.execute(
                sql: """
                    INSERT INTO names VALUES (?, ?, ?) ON CONFLICT (name)
                    DO UPDATE SET sha256 = excluded.sha256, at = excluded.at WHERE excluded.at >= names.at
                    """,
                arguments: [arrival.name, sha256, arrival.at])
        }
    }

    /// Records whose release a document is, in place of what it was.
    ///
    /// - Returns: digests of the other documents whose place it takes; of two that come at once the later one hears of the
    ///   earlier one.
    func claim(_ identity: ReleaseIdentity, for sha256: String) throws -> [String] {
        try database.write { database in
            try database.execute(sql: "DELETE FROM keys WHERE sha256 = ?", arguments: [sha256])
            guard let key = identity.key else { return [] }
            let others = try Row.fetchAll(
                database, sql: "SELECT sha256, identity FROM keys WHERE key = ? ORDER BY sha256", arguments: [key])
            try insert(identity, of: sha256, in: database)
            let earlier: [(sha256: String, identity: ReleaseIdentity)] = others.compactMap { row in
                let json: String = row["identity"]
                guard let other = try? ContractDecoding.decode(ReleaseIdentity.self, from: Array(json.utf8)) else {
                    return nil
                }
                return (row["sha256"], other)
            }
            let places = (earlier.map(\.identity) + [identity]).places
            return earlier.filter { identity.takesPlace(of: $0.identity, among: places) }.map(\.sha256)
        }
    }

    private func insert(_ identity: ReleaseIdentity, of sha256: String, in database: Database) throws {
        guard let key = identity.key else { return }
        let json = JSON.object(identity.recordedMembers).utf8()
        try database.execute(
            sql: "INSERT OR IGNORE INTO keys VALUES (?, ?, ?)",
            arguments: [key, sha256, String(decoding: json, as: UTF8.self)])
    }

    func forget(_ sha256: String, on shelf: Shelf) throws {
        let removed = try database.write { database in
            try database.execute(
                sql: "DELETE FROM documents WHERE sha256 = ? AND shelf = ?", arguments: [sha256, shelf.rawValue])
            return database.changesCount
        }
        counts.withLock { $0[shelf, default: 0] -= removed }
    }

    /// Documents that stand on both shelves: a crash came between the publication and the end of the rejection.
    func rejectedAlthoughReleased() throws -> [(sha256: String, document: ArchivedDocument)] {
        try database.read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT sha256, shelf, folder FROM documents WHERE shelf = 'rejected'
                    AND sha256 IN (SELECT sha256 FROM documents WHERE shelf = 'releases')
                    """
            ).compactMap(row)
        }
    }

    func count(on shelf: Shelf) -> Int { counts.withLock { $0[shelf] ?? 0 } }

    private func recount() throws {
        let found = try database.read { database in
            try Row.fetchAll(database, sql: "SELECT shelf, COUNT(*) AS count FROM documents GROUP BY shelf")
        }
        let pairs: [(Shelf, Int)] = found.compactMap { row in
            Shelf(rawValue: row["shelf"]).map { ($0, row["count"]) }
        }
        counts.withLock { $0 = Dictionary(pairs) { $1 } }
    }

    // MARK: Tries

    /// Says that a document is about to be read.
    ///
    /// - Returns: how earlier readings have gone.
    func beginReading(_ sha256: String) throws -> Tries {
        try database.write { database in
            let row = try Row.fetchOne(
                database, sql: "SELECT failed, interrupted FROM tries WHERE sha256 = ?", arguments: [sha256])
            try database.execute(
                sql: "INSERT INTO tries VALUES (?, 0, 0, 1) ON CONFLICT (sha256) DO UPDATE SET reading = 1",
                arguments: [sha256])
            return row.map { Tries(failed: $0["failed"], interrupted: $0["interrupted"]) } ?? Tries()
        }
    }

    /// Says that a reading has come to an end.
    ///
    /// - Parameter hasFailed: whether it counts as a failed try.
    func endReading(_ sha256: String, hasFailed: Bool) throws {
        try database.write { database in
            try database.execute(
                sql: "UPDATE tries SET reading = 0, failed = failed + ? WHERE sha256 = ?",
                arguments: [hasFailed ? 1 : 0, sha256])
        }
    }

    // MARK: Rows

    /// Paths are bytes: names in them need not be UTF-8.
    private func relative(_ folder: FilePath) -> Data {
        var path = folder
        _ = path.removePrefix(archive)
        return path.withPlatformString { Data(bytes: $0, count: strlen($0)) }
    }

    private func row(_ row: Row) -> (sha256: String, document: ArchivedDocument)? {
        guard let shelf = Shelf(rawValue: row["shelf"]) else { return nil }
        let bytes: Data = row["folder"]
        let relative = (bytes + [0]).withUnsafeBytes { buffer in
            buffer.withMemoryRebound(to: CInterop.PlatformChar.self) { characters in
                characters.baseAddress.map { FilePath(platformString: $0) } ?? FilePath()
            }
        }
        return (row["sha256"], ArchivedDocument(folder: archive.pushing(relative), shelf: shelf))
    }
}
