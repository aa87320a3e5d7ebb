import BudgetRelease
import SystemPackage

/// Finds the releases that a person's word means.
package enum ReleaseLookup {
    /// A file name, a path below the inbox or the archive, a folder's name, or the first six or more characters of a
    /// digest; where none of these is meant, words of which each is a part of the office's name, the year, the phase or the level:
    /// `教育局 2025 预算`. Of those, editions whose place a later one has taken are not meant.
    package static func releases(called word: String, in layout: ArchiveLayout) -> [ArchivedRelease] {
        var selection = ReleaseSelection()
        selection.includesSuperseded = true
        let words = word.split(whereSeparator: \.isWhitespace).map(String.init)
        var (named, described): ([ArchivedRelease], [ArchivedRelease]) = ([], [])
        ArchivedReleases(layout, selection) { _ in }.forEach { release in
            if release.isMeant(by: word, in: layout) { named.append(release) }
            if release.supersededBy == nil, release.identity.isDescribed(by: words) { described.append(release) }
        }
        if !named.isEmpty { return named }
        let exact = described.filter { release in words.contains { release.identity.issuer == $0 } }
        return exact.isEmpty ? described : exact
    }
}

extension ArchivedRelease {
    fileprivate func isMeant(by word: String, in layout: ArchiveLayout) -> Bool {
        record.isMeant(by: word) || document.folder.lastComponent?.string == word || path(in: layout) == word
    }
}

extension ReleaseIdentity {
    /// Whether each word is a part of the office's name, or the year, the phase or the level as data or releases have it.
    func isDescribed(by words: [String]) -> Bool {
        guard let issuer, !words.isEmpty else { return false }
        return words.allSatisfy { word in
            issuer.contains(word) || fiscalYear.map { word == "\($0)" || word == "\($0)年" } ?? false
                || phase.map { $0 == Release.Phase(printed: word) } ?? false
                || level.map { $0 == Release.Level(printed: word) } ?? false
        }
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
