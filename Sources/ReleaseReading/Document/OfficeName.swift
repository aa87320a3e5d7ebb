/// What tells the name of an office from other words on a cover.
enum OfficeName {
    /// Characters that a name may have.
    static let lengths = 4...40

    /// Whether a text is the name of an office, with or without a part of it in parentheses: `青禾区水务局（本级）`.
    static func isOffice(_ text: String) -> Bool {
        lengths.contains(text.count) && isName(text) && TitleKey.endsAsOffice(bare(text).unicodeScalars)
    }

    /// Whether a text may be a name: no label, sentence, date, page number, item of a list, mark of secrecy or number of
    /// an appendix, and no place by itself.
    static func isName(_ text: String) -> Bool {
        !text.contains { "：:。★“”，".contains($0) }
            && !["附", "目录", "机密", "秘密", "（", "("].contains(where: text.hasPrefix)
            && !isPart(text) && !CompactText.beginsItem(text) && !(text.contains("年") && text.contains("月"))
            && !PageFurniture.isPageNumber(text)
    }

    /// Whether a name is complete: an office with the place that it belongs to.
    static func isWhole(_ text: String) -> Bool {
        isOffice(text) && bare(text).dropFirst(2).dropLast().contains { "省市区县州旗街镇乡".contains($0) }
    }

    /// `青禾区`; a development zone is an office of its own.
    static func isPlace(_ text: String) -> Bool {
        text.last.map { "省市区县州旗".contains($0) } ?? false
            && !["开发区", "新区", "园区", "示范区", "度假区"].contains(where: text.hasSuffix)
    }

    /// `第一部分部门概况`
    static func isPart(_ text: String) -> Bool { text.hasPrefix("第") && text.prefix(4).hasSuffix("部分") }

    /// The name without what stands in parentheses behind it.
    private static func bare(_ text: String) -> Substring {
        guard text.hasSuffix("）") || text.hasSuffix(")") else { return text[...] }
        return text[..<(text.lastIndex { $0 == "（" || $0 == "(" } ?? text.startIndex)]
    }
}
