package import BudgetRelease
package import FileKeeping
import Glibc
import SystemPackage

/// Which releases of an archive are meant.
package struct ReleaseSelection: Sendable {
    /// A part of the issuer's name.
    package var issuer: String?
    package var level: Release.Level?
    package var fiscalYear: Int?
    package var phase: Release.Phase?
    /// Digests of the documents that are meant, also of such whose place a later one has taken; nil for all.
    package var documents: Set<String>?
    /// Whether also editions are meant whose place a later one has taken.
    package var includesSuperseded = false

    package init() {}

    func selects(_ release: ArchivedRelease) -> Bool {
        let identity = release.identity
        return (issuer.map { identity.issuer?.contains($0) ?? false } ?? true)
            && (level == nil || identity.level == level) && (fiscalYear == nil || identity.fiscalYear == fiscalYear)
            && (phase == nil || identity.phase == phase)
            && (documents?.contains(release.record.sha256) ?? (includesSuperseded || release.supersededBy == nil))
    }
}

/// A release where it stands in an archive.
package struct ArchivedRelease: Sendable {
    package var document: ArchivedDocument
    package var record: DocumentRecord
    package var identity: ReleaseIdentity
    /// The digest of the latest document that has taken its place; nil where none has, or the key is not whole.
    package var supersededBy: String?

    /// The folder below the archive.
    package func path(in layout: ArchiveLayout) -> String {
        var path = document.folder
        _ = path.removePrefix(layout.root)
        return path.string
    }

    /// The name that the document came under last.
    package var name: String { record.arrivals.last?.name ?? record.source }

    package func json() throws(FileError) -> [UInt8] { try FileOperations.read(document.resultPath) }

    /// What it comes to, without understanding all of it.
    ///
    /// - Throws: `EILSEQ` where the file is no release.
    package func summary() throws(FileError) -> ReleaseSummary {
        guard let summary = ReleaseSummary(json: try json()) else {
            throw FileError(.understand, document.resultPath, errno: EILSEQ)
        }
        return summary
    }

    /// - Throws: `EILSEQ` where the file is no release.
    package func release() throws(FileError) -> Release {
        let json = try json()
        do {
            return try ContractDecoding.decode(Release.self, from: json)
        } catch {
            throw FileError(.understand, document.resultPath, errno: EILSEQ)
        }
    }
}

extension ArchivedDocument {
    /// Whose release it is: as its record says, or the release itself where the record is of a time when it did not say all.
    package func identity(in record: DocumentRecord) throws(FileError) -> ReleaseIdentity? {
        if let identity = record.identity, identity.forms != nil { return identity }
        return ReleaseSummary(json: try FileOperations.read(resultPath))?.identity ?? record.identity
    }
}

/// The releases of an archive in the order of their folders.
///
/// Of the editions of one release the one that came last counts, where it has every form that the others have. That is told from
/// the records, so that it holds whatever the feed has told before.
package struct ArchivedReleases: Sendable {
    package let layout: ArchiveLayout
    private let selection: ReleaseSelection
    /// The latest document that has taken the place of each, by digests.
    private let superseding: [String: String]

    private struct Edition {
        var sha256: String
        /// When it was published.
        var at: String
        /// How many editions it took the place of: all that came before it, in one line.
        var superseded: Int
        var identity: ReleaseIdentity

        init(_ record: DocumentRecord, _ identity: ReleaseIdentity) {
            self.identity = identity
            sha256 = record.sha256
            let event = record.events.last { $0.kind == .published }
            at = event?.at ?? record.arrivals.first?.at ?? ""
            superseded = event?.supersedes.count ?? 0
        }

        /// Within a second it is what the daemon has recorded that tells the order.
        func isLater(than other: Edition) -> Bool {
            if at != other.at { return at > other.at }
            if superseded != other.superseded { return superseded > other.superseded }
            return sha256 > other.sha256
        }
    }

    /// - Parameter unreadable: called with what cannot be understood and is left out.
    package init(_ layout: ArchiveLayout, _ selection: ReleaseSelection, unreadable: (FileError) -> Void) {
        self.layout = layout
        self.selection = selection
        var editions: [String: [Edition]] = [:]
        for step in ArchiveWalk(.releases, of: layout) {
            do {
                guard let release = try Self.release(step), let key = release.identity.key else { continue }
                editions[key, default: []].append(Edition(release.record, release.identity))
            } catch {
                unreadable(error)
            }
        }
        superseding = editions.values.reduce(into: [:]) { superseding, all in
            let places = all.map(\.identity).places
            let latest = all.sorted { $0.isLater(than: $1) }
            for (index, edition) in latest.enumerated() {
                // The first that does is the latest; most often that is the very first.
                superseding[edition.sha256] =
                    latest[..<index].first {
                        $0.sha256 != edition.sha256
                            && $0.identity.takesPlace(of: edition.identity, among: places)
                    }?.sha256
            }
        }
    }

    private static func release(_ step: ArchiveWalk.Step) throws(FileError) -> ArchivedRelease? {
        switch step {
        case .stray: return nil
        case .unreadable(let error): throw error
        case .document(let document):
            let record = try document.record()
            let identity = try document.identity(in: record)
            return ArchivedRelease(document: document, record: record, identity: identity ?? ReleaseIdentity())
        }
    }

    /// Calls the body with each release that is selected. What cannot be understood was reported before.
    package func forEach(_ body: (ArchivedRelease) throws -> Void) rethrows {
        for step in ArchiveWalk(.releases, of: layout) {
            guard var release = (try? Self.release(step)) ?? nil else { continue }
            release.supersededBy = superseding[release.record.sha256]
            if selection.selects(release) { try body(release) }
        }
    }

    /// How many are selected.
    package var count: Int {
        var count = 0
        forEach { _ in count += 1 }
        return count
    }
}
