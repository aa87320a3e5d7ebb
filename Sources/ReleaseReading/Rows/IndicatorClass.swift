import PageContent

/// The classes that indicators of performance are printed under, by the words of them.
enum IndicatorClass {
    /// 一级指标, each with the words of its 二级指标.
    private static let classes: [(first: String, seconds: [String])] = [
        ("成本", ["成本"]), ("产出", ["数量", "质量", "时效", "进度", "成本"]), ("效益", ["效益", "影响", "经济", "社会", "生态"]),
        ("满意", ["满意"]),
    ]

    /// Whether a class of the second level may stand below one of the first; true where either is unknown.
    static func fits(_ second: String, below first: String) -> Bool {
        let above = classes.filter { first.contains(word: $0.first) }
        let known = classes.contains { $0.seconds.contains { second.contains(word: $0) } }
        guard !above.isEmpty, known else { return true }
        return above.contains { $0.seconds.contains { second.contains(word: $0) } }
    }

    /// Whether a text is a class of the first level.
    static func isClass(_ text: String) -> Bool {
        text.count <= longestClass && classes.contains { text.contains(word: $0.first) }
    }

    /// Whether a text names a class of the first level alone: 产出指标, 满意度指标.
    static func isFirst(_ text: String) -> Bool {
        let bare = text.hasSuffix("指标") ? text.dropLast(2) : text[...]
        return classes.contains { bare == $0.first || bare == $0.first + "度" || bare == "项目" + $0.first }
    }

    /// Whether a text is a class of the second level.
    static func isSecond(_ text: String) -> Bool {
        text.count <= longestClass + 2 && classes.contains { $0.seconds.contains { text.contains(word: $0) } }
    }

    /// Whether a class of the first level may be printed below another one of a list; true where either is unknown.
    static func mayFollow(_ first: String, _ above: String) -> Bool {
        func rank(_ label: String) -> Int? { classes.firstIndex { label.contains(word: $0.first) } }
        guard let own = rank(first), let other = rank(above) else { return true }
        return own >= other
    }

    /// A name with both of its classes in front, `产出指标数量指标线路数量`, cut into the three.
    static func parts(of name: String) -> (first: String, second: String, name: String)? {
        let text = Array(name.unicodeScalars)
        guard let first = cut(text[...], words: classes.map(\.first)),
            let second = cut(text[first...], words: classes.flatMap(\.seconds)), second < text.count
        else { return nil }
        return (
            String(scalars: text[..<first]), String(scalars: text[first..<second]), String(scalars: text[second...])
        )
    }

    private static let word = Array("指标".unicodeScalars)
    private static let longestClass = 8

    /// Behind the 指标 that closes a class at the beginning of a text.
    private static func cut(_ text: ArraySlice<Unicode.Scalar>, words: [String]) -> Int? {
        let head = text.prefix(longestClass + word.count)
        guard let end = head.range(ofScalars: word)?.upperBound else { return nil }
        let label = String(scalars: text[..<end])
        return words.contains { label.contains(word: $0) } ? end : nil
    }
}
