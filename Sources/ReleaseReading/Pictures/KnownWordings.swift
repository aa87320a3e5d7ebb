import PageContent

/// Texts that releases are known to print: headings, and names of the official classification. What was read from a picture
/// and is one but for characters that were in doubt is that text.
struct KnownWordings {
    /// Folded, by their length.
    private let wordings: [Int: [[Unicode.Scalar]]]
    private let all: Set<HashedText>

    init(catalogue: FormCatalogue) {
        let texts = catalogue.printedHeadings + Classification.shipped.names
        all = Set(texts.map(HashedText.init))
        wordings = Dictionary(grouping: all.map(\.scalars), by: \.count)
    }

    func contains(_ folded: [Unicode.Scalar]) -> Bool { all.contains(HashedText(folded)) }

    /// How another character may stand at a place of a text that was read.
    enum Place {
        /// It may not.
        case closed
        /// It looks like the one that was read, or was nearly read.
        case alike
        /// What was read is in doubt.
        case open
    }

    /// The one known text that differs from a text at such places alone, and at no more than one that is open; nil where none
    /// or several do.
    ///
    /// - Parameters:
    ///   - folded: as `CompactText.foldedScalars` gives it.
    ///   - place: how a place, by its index, may hold a character.
    func only(like folded: [Unicode.Scalar], at place: (Int, Unicode.Scalar) -> Place) -> [Unicode.Scalar]? {
        var found: [Unicode.Scalar]?
        for wording in wordings[folded.count] ?? [] {
            var (differences, open) = (0, 0)
            let fits = folded.indices.allSatisfy { index in
                guard folded[index] != wording[index] else { return true }
                differences += 1
                let kind = place(index, wording[index])
                if kind == .open { open += 1 }
                return kind != .closed
            }
            // Most of it must have been read: a text of doubts is like many.
            guard fits, differences > 0, open < 2, differences * 2 < folded.count + (open > 0 ? 0 : 1) else { continue }
            guard found == nil else { return nil }
            found = wording
        }
        return found
    }
}

/// Signs that print alike, and that the net takes for each other.
enum LookAlikes {
    private static let groups: [String] = [
        "人入八", "日目曰", "己已巳", "未末", "土士", "一-—―－", "十+", "工I丨", "会會", "贴貼", "财財", "贸貿", "国围", "款歀",
        "拨拔", "预顶", "0OoＯ", "1lI|", "千干", "公么", "大太犬", "力刀", "白自", "王玉", "夭天", "住往佳", "末木", "元无",
        "合台", "间问", "休体", "亨享", "治冶", "侯候", "拆折", "戌戍", "壳売", "项顼", "因困", "券卷", "代伐",
    ]

    private static let byScalar: [Unicode.Scalar: Set<Unicode.Scalar>] = {
        var table: [Unicode.Scalar: Set<Unicode.Scalar>] = [:]
        for group in groups {
            for scalar in group.unicodeScalars { table[scalar, default: []].formUnion(group.unicodeScalars) }
        }
        return table
    }()

    static func areAlike(_ one: Unicode.Scalar, _ other: Unicode.Scalar) -> Bool {
        byScalar[one]?.contains(other) ?? false
    }
}
