import PageContent

/// A title as compared with the titles of forms: without numbering, year, the office's name before the year, and the
/// words that change from office to office and phase to phase (部门, 单位, 预算, 决算).
struct TitleKey: Hashable {
    fileprivate let core: [Unicode.Scalar]
    /// The core without an addition in parentheses at its end.
    fileprivate let plain: [Unicode.Scalar]

    private static let fillers = [
        "综合预算", "部门", "预算单位", "单位", "本级", "省级", "市级", "区级", "县级", "预算", "决算",
    ].map { Array($0.unicodeScalars) }

    private static let thisYear = Array("本年".unicodeScalars)

    init(_ title: String) { self.init(title.unicodeScalars) }

    init(_ title: some Sequence<Unicode.Scalar>) {
        var text = CompactText.foldedScalars(title)[...]
        Self.dropNumbering(from: &text)
        if let year = Self.endOfYear(in: text) { text = text[year...] }
        if text.first == "度" { text = text.dropFirst() }
        if text.starts(with: Self.thisYear) { text = text.dropFirst(Self.thisYear.count) }
        let core = Self.reduced(Array(text))
        self.core = core
        // What is told by economic classes is another table than what is told by functions.
        let addition = core.last == ")" ? core.firstIndex(of: "(") : nil
        plain = addition.map { core[$0...].contains("济") ? core : Array(core[..<$0]) } ?? core
    }

    var isEmpty: Bool { core.isEmpty }

    /// Whether a line begins with the number of a table, `公开01表：`, and goes on behind it.
    static func isNumbered(_ line: some Sequence<Unicode.Scalar>) -> Bool {
        let folded = CompactText.foldedScalars(line)
        guard tablePrefixes.contains(where: folded.starts) else { return false }
        var text = folded[...]
        dropNumbering(from: &text)
        return !text.isEmpty && text.count < folded.count
    }

    /// Whether a text ends as names of offices do.
    static func endsAsOffice(_ text: some BidirectionalCollection<Unicode.Scalar>) -> Bool {
        text.last.map(officeEndings.contains) ?? false
    }

    /// How well a form's title fits, as the characters of it that must match; 0 where it does not.
    func weight(of title: FormTitle) -> Int {
        // Without `*` it ends as the title does, whatever stands in front: most end otherwise.
        if title.pattern.isPlain, let last = title.core.last, core.last != last, plain.last != last { return 0 }
        if title.pattern.matches(core) || title.pattern.matches(plain) { return max(1, title.pattern.weight) }
        // An office's name may stand in front, told by its last character.
        guard plain.count > title.core.count, plain.suffix(title.core.count) == title.core[...] else { return 0 }
        return Self.officeEndings.contains(plain[plain.count - title.core.count - 1]) ? max(1, title.pattern.weight) : 0
    }

    private static let officeEndings = Set("局委办厅处院校所会队站府道镇乡室部署馆心社团场园联台行".unicodeScalars)

    fileprivate static func reduced(_ text: [Unicode.Scalar]) -> [Unicode.Scalar] {
        var text = text
        for filler in fillers {
            var rest = text[...]
            var kept: [Unicode.Scalar] = []
            while let found = rest.range(ofScalars: filler) {
                kept += rest[..<found.lowerBound]
                rest = rest[found.upperBound...]
            }
            if rest.count < text.count { text = kept + rest }
        }
        return text
    }

    private static let tablePrefixes = ["公开", "附表", "附件", "附", "预算表", "预算", "表"].map { Array($0.unicodeScalars) }
    private static let prefixes = tablePrefixes + [["("]]
    private static let numerals = Set("0123456789一二三四五六七八九十〇零-".unicodeScalars)
    private static let marksBehindNumber = Set("表)、.:".unicodeScalars)

    /// Drops `公开01表`, `公开01表：`, `附表一`, `表3:`, `一、`, `(二)`, `3.` at the beginning.
    private static func dropNumbering(from text: inout ArraySlice<Unicode.Scalar>) {
        for _ in 0..<3 {
            let before = text.count
            for prefix in prefixes where text.starts(with: prefix) {
                let rest = text.dropFirst(prefix.count)
                let number = rest.prefix { numerals.contains($0) }
                guard !number.isEmpty else { continue }
                text = rest.dropFirst(number.count)
                if let mark = text.first, marksBehindNumber.contains(mark) {
                    text = text.dropFirst()
                    // `14表-1`
                    if text.first == "-" { text = text.dropFirst().drop(while: \.isDigit) }
                }
                if text.first == ":" { text = text.dropFirst() }
                break
            }
            let number = text.prefix { numerals.contains($0) }
            if !number.isEmpty, number.count <= 3, let mark = text.dropFirst(number.count).first,
                mark == "、" || mark == "."
            {
                text = text.dropFirst(number.count + 1)
            }
            if text.count == before { return }
        }
    }

    private static let yearDigits = Set("0123456789〇零一二三四五六七八九".unicodeScalars)

    /// Behind a year such as `2024年`, together with whatever stands before it. One in an addition behind the title,
    /// `（与2023年度对比）`, is none of it.
    private static func endOfYear(in text: ArraySlice<Unicode.Scalar>) -> Int? {
        guard let found = text.firstIndex(of: "年") else { return nil }
        if let open = text[..<found].lastIndex(of: "("), open > text.startIndex, !text[open..<found].contains(")") {
            return nil
        }
        let before = text[..<found].suffix(4)
        return before.count == 4 && before.allSatisfy { yearDigits.contains($0) } ? found + 1 : nil
    }
}

/// A title that a form is printed under, ready to be compared.
struct FormTitle: Equatable, Sendable {
    /// Without the words that a key leaves out.
    fileprivate let core: [Unicode.Scalar]
    fileprivate let pattern: Pattern

    init(_ title: String) {
        core = TitleKey.reduced(CompactText.foldedScalars(title))
        pattern = Pattern(core)
    }
}

/// The titles of all forms, so that a text is compared with the few that end as it does: nearly every line of a page is asked
/// whether it is one.
struct KnownTitles: Sendable {
    private var byLast: [Unicode.Scalar: [FormTitle]] = [:]
    /// Titles that end with any text, and such as nothing is left of.
    private var others: [FormTitle] = []

    init(_ titles: [FormTitle]) {
        for title in titles {
            if title.pattern.isPlain, let last = title.core.last {
                byLast[last, default: []].append(title)
            } else {
                others.append(title)
            }
        }
    }

    func contains(_ key: TitleKey) -> Bool {
        let lasts = key.core.last == key.plain.last ? [key.core.last] : [key.core.last, key.plain.last]
        return lasts.contains { last in
            guard let last, let titles = byLast[last] else { return false }
            return titles.contains { key.weight(of: $0) > 0 }
        } || others.contains { key.weight(of: $0) > 0 }
    }
}
