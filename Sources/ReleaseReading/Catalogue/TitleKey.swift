/// A title as compared with the titles of forms: without numbering, year, the office's name before the year, and the
/// words that change from office to office and phase to phase (部门, 单位, 预算, 决算).
struct TitleKey: Equatable {
    private let core: String
    /// The core without an addition in parentheses at its end.
    private let plain: String

    private static let fillers = ["部门", "预算单位", "单位", "本级", "预算", "决算"]

    init(_ title: String) {
        var text = CompactText.folded(title)[...]
        Self.dropNumbering(from: &text)
        if let year = Self.endOfYear(in: text) { text = text[year...] }
        if text.first == "度" { text = text.dropFirst() }
        core = Self.reduced(text)
        plain = core.last == ")" ? String(core[..<(core.firstIndex(of: "(") ?? core.endIndex)]) : core
    }

    var isEmpty: Bool { core.isEmpty }

    /// How well a form's title fits, as the characters of it that must match; 0 where it does not.
    func weight(of title: String) -> Int {
        let wanted = Self.reduced(CompactText.folded(title)[...])
        let pattern = Pattern(wanted)
        if pattern.matches(core) || pattern.matches(plain) { return max(1, pattern.weight) }
        // An office's name may stand in front, told by its last character.
        guard plain.hasSuffix(wanted), let end = plain.dropLast(wanted.count).last else { return 0 }
        return Self.officeEndings.contains(end) ? max(1, pattern.weight) : 0
    }

    private static let officeEndings = Set("局委办厅处院校所会队站府道镇乡室部署馆心社团场园")

    private static func reduced(_ text: Substring) -> String {
        var text = String(text)
        for filler in fillers { text = text.split(separator: filler, omittingEmptySubsequences: false).joined() }
        return text
    }

    /// Drops `公开01表`, `附表一`, `表3:`, `一、`, `(二)`, `3.` at the beginning.
    private static func dropNumbering(from text: inout Substring) {
        let numerals = Set("0123456789一二三四五六七八九十〇零-")
        for _ in 0..<3 {
            let before = text
            for prefix in ["公开", "附表", "附件", "附", "表", "("] where text.hasPrefix(prefix) {
                let rest = text.dropFirst(prefix.count)
                let number = rest.prefix { numerals.contains($0) }
                guard !number.isEmpty else { continue }
                text = rest.dropFirst(number.count)
                if let mark = text.first, "表)、.:".contains(mark) { text = text.dropFirst() }
                break
            }
            let number = text.prefix { numerals.contains($0) }
            if !number.isEmpty, number.count <= 3, let mark = text.dropFirst(number.count).first, "、.".contains(mark) {
                text = text.dropFirst(number.count + 1)
            }
            if text == before { return }
        }
    }

    /// Behind a year such as `2024年`, together with whatever stands before it.
    private static func endOfYear(in text: Substring) -> Substring.Index? {
        guard let found = text.firstRange(of: "年") else { return nil }
        let before = text[..<found.lowerBound].suffix(4)
        return before.count == 4 && before.allSatisfy { "0123456789〇零一二三四五六七八九".contains($0) } ? found.upperBound : nil
    }
}
