package import BudgetRelease
package import FileKeeping
import Glibc

/// Looks for words in the lines of releases: names, codes, goals, indicators, and whatever else is printed in them.
package struct ReleaseSearch: Sendable {
    /// A line in which all words stand.
    package struct Hit: Sendable {
        package var release: Release
        package var table: Table
        package var line: Line
    }

    private let words: [String]
    /// How the words stand in JSON; nil for a word with characters that are escaped there.
    private let needles: [[UInt8]]

    /// - Parameter words: white space in them doesn't matter, as none stands in what is printed.
    package init(words: [String]) {
        self.words = words.map { $0.filter { !$0.isWhitespace } }.filter { !$0.isEmpty }
        needles = self.words.filter { !$0.contains { "\"\\".contains($0) } }.map { Array($0.utf8) }
    }

    /// - Returns: the lines of a release in which all words stand.
    package func hits(in archived: ArchivedRelease) throws(FileError) -> [Hit] {
        let json = try archived.json()
        // Most releases have none of the words: they need not be understood.
        guard !words.isEmpty, needles.allSatisfy({ Self.contains($0, in: json) }) else { return [] }
        let release = try archived.release()
        var hits: [Hit] = []
        for table in release.tables {
            for line in table.lines where isHit(line) { hits.append(Hit(release: release, table: table, line: line)) }
        }
        return hits
    }

    private func isHit(_ line: Line) -> Bool {
        var texts = [line.name, line.code ?? "", line.goal ?? "", line.governmentName ?? ""] + line.fields.values
        texts += line.values.values.compactMap(\.self) + line.printed.map(\.text)
        for indicator in line.indicators {
            texts += [indicator.level3, indicator.cycleTarget ?? "", indicator.annualTarget ?? ""]
        }
        return words.allSatisfy { word in texts.contains { $0.contains(word) } }
    }

    private static func contains(_ needle: [UInt8], in bytes: [UInt8]) -> Bool {
        guard let first = needle.first else { return true }
        return bytes.withUnsafeBytes { haystack in
            guard var start = haystack.baseAddress else { return false }
            let end = start + haystack.count
            while end - start >= needle.count,
                let found = memchr(start, Int32(first), end - start - needle.count + 1)
            {
                let place = UnsafeRawPointer(found)
                if memcmp(place, needle, needle.count) == 0 { return true }
                start = place + 1
            }
            return false
        }
    }
}
