extension StringProtocol {
    /// Where a word stands first, as it is encoded; nil for a word that is empty.
    ///
    /// The search of the standard library makes generic types before its first step: half a millisecond of each reading.
    func firstRange(ofWord word: String) -> Range<Index>? {
        guard let first = word.utf8.first else { return nil }
        var rest = utf8[...]
        while let found = rest.firstIndex(of: first) {
            rest = rest[found...]
            if rest.starts(with: word.utf8) { return found..<rest.index(found, offsetBy: word.utf8.count) }
            rest.removeFirst()
        }
        return nil
    }

    /// Whether a word stands in the text.
    func contains(word: String) -> Bool { firstRange(ofWord: word) != nil }
}
