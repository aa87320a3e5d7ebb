import ArchiveReading
import BudgetRelease
import FileKeeping
import Glibc
import Synchronization
import SystemPackage

/// The releases of an archive as a browser is told of them. What a release comes to is read once, and again when it changes.
final class ReleaseShelf: Sendable {
    /// A release that is looked at.
    struct Entry: Sendable {
        var document: ArchivedDocument
        var sha256: String
        var source: FilePath?
        var path: String

        /// The release with what people have said of it.
        func page() throws -> [UInt8] {
            let release = try FileOperations.read(document.resultPath)
            let corrections = try document.corrections()?.corrections ?? []
            let head: JSON = ["corrections": .array(corrections.map(\.json)), "path": .string(path)]
            return Array("{\"release\":".utf8) + release.prefix { $0 != 0x0A } + [UInt8(ascii: ",")]
                + head.utf8().dropFirst()
        }

        /// Of the reading that stands there.
        func fingerprint() throws(FileError) -> String {
            ReleaseSummary(json: try FileOperations.read(document.resultPath))?.parser.fingerprint ?? ""
        }
    }

    private struct Known: Sendable {
        var stamp: Stamp
        var summary: ReleaseSummary
    }

    private struct Stamp: Equatable, Sendable {
        var inode: UInt
        var changed: Int
    }

    private let layout: ArchiveLayout
    private let known = Mutex<[String: Known]>([:])
    private let places = Mutex<[String: Entry]>([:])

    init(_ layout: ArchiveLayout) { self.layout = layout }

    /// A JSON object for each, superseded editions too. What cannot be understood is left out.
    func list() throws -> [JSON] {
        var selection = ReleaseSelection()
        selection.includesSuperseded = true
        var all: [JSON] = []
        ArchivedReleases(layout, selection) { _ in }.forEach { release in
            guard let summary = try? summary(of: release) else { return }
            let entry = entry(of: release)
            places.withLock { $0[entry.sha256] = entry }
            var members = release.identity.members
            members["release"] = .string(release.record.sha256)
            members["name"] = .string(release.name)
            members["status"] = .string(summary.status.rawValue)
            members["tables"] = .int(summary.tables)
            members["doubts"] = .int(summary.doubts)
            members["pages"] = .int(summary.source.pages)
            members["proof"] = summary.proof?.json ?? .null
            members["superseded"] = .bool(release.supersededBy != nil)
            all.append(.object(members))
        }
        return all
    }

    /// The release of a document; nil where there is none.
    ///
    /// - Parameter sha256: all of it.
    func document(_ sha256: String) throws -> Entry? {
        if let entry = places.withLock({ $0[sha256] }), FileOperations.exists(entry.document.resultPath) {
            return entry
        }
        _ = try list()
        return places.withLock { $0[sha256] }
    }

    private func entry(of release: ArchivedRelease) -> Entry {
        Entry(
            document: release.document, sha256: release.record.sha256,
            source: release.document.sourcePath(release.record), path: release.path(in: layout))
    }

    private func summary(of release: ArchivedRelease) throws -> ReleaseSummary {
        var status = stat()
        _ = release.document.resultPath.withPlatformString { stat($0, &status) }
        let stamp = Stamp(
            inode: UInt(status.st_ino),
            changed: Int(status.st_ctim.tv_sec) * 1_000_000_000 + Int(status.st_ctim.tv_nsec))
        if let known = known.withLock({ $0[release.record.sha256] }), known.stamp == stamp { return known.summary }
        let summary = try release.summary()
        known.withLock { $0[release.record.sha256] = Known(stamp: stamp, summary: summary) }
        return summary
    }
}
