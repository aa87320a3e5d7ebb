import SystemPackage

/// Finds the releases that a person's word means.
package enum ReleaseLookup {
    /// A file name, a path below the inbox or the archive, a folder's name, or the first six or more characters of a
    /// digest.
    package static func releases(called word: String, in layout: ArchiveLayout) -> [ArchivedRelease] {
        var selection = ReleaseSelection()
        selection.includesSuperseded = true
        var found: [ArchivedRelease] = []
        ArchivedReleases(layout, selection) { _ in }.forEach { release in
            if release.isMeant(by: word, in: layout) { found.append(release) }
        }
        return found
    }
}

extension ArchivedRelease {
    fileprivate func isMeant(by word: String, in layout: ArchiveLayout) -> Bool {
        record.isMeant(by: word) || document.folder.lastComponent?.string == word || path(in: layout) == word
    }
}

extension DocumentRecord {
    /// Whether a person's word means this document: its file name, a path below the inbox, or the beginning of its
    /// digest.
    package func isMeant(by word: String) -> Bool {
        source == word || arrivals.contains { $0.name == word || $0.name.hasSuffix("/" + word) }
            || (word.count >= 6 && sha256.hasPrefix(word.lowercased()))
    }
}
