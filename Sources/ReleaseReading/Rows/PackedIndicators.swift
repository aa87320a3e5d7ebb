import BudgetRelease
import PageContent

/// The indicators of a project as packed into one cell:
/// `1、1-产出指标；11-数量指标；居委会修缮；实施周期指标值:…；年度指标值:…。2、…`, with commas in the place of semicolons
/// and ordinals that begin anew with other classes in some releases.
struct PackedIndicators {
    var indicators: [Indicator] = []
    /// Pieces that do not follow the pattern.
    var malformed: [String] = []
    /// Indicators whose second class does not belong to their first.
    var misfiled: [Indicator] = []

    /// Whether a text begins with the first indicator of a project.
    static func begins(_ text: String) -> Bool { begins(Array(text.unicodeScalars)) }

    static func begins(_ text: [Unicode.Scalar]) -> Bool { !text.isEmpty && Ordinal(in: text, at: 0)?.number == 1 }

    /// The scalar offsets in a text where the first indicator of a project begins.
    static func starts(in scalars: [Unicode.Scalar]) -> [Int] {
        scalars.indices.filter { scalars[$0] == "1" && Ordinal(in: scalars, at: $0)?.number == 1 }
    }

    /// Whether an indicator begins anywhere in a text.
    static func hasOrdinal(_ scalars: [Unicode.Scalar]) -> Bool {
        scalars.indices.contains { Ordinal(in: scalars, at: $0) != nil }
    }

    /// Reads a text without white space.
    init(_ text: String) { self.init(Array(text.unicodeScalars)) }

    init(_ scalars: [Unicode.Scalar]) {
        guard !scalars.isEmpty else { return }
        var starts: [(start: Int, ordinal: Ordinal)] = []
        var index = 0
        while index < scalars.count {
            if let ordinal = Ordinal(in: scalars, at: index) {
                starts.append((index, ordinal))
                index = ordinal.end
            } else {
                index += 1
            }
        }
        guard let first = starts.first else {
            malformed = [String(scalars: scalars)]
            return
        }
        if first.start > 0 { malformed.append(String(scalars: scalars[..<first.start])) }
        for (position, piece) in starts.enumerated() {
            let end = position + 1 < starts.count ? starts[position + 1].start : scalars.count
            // Ordinals count up from 1, and may do so again; a gap is an indicator that was not read.
            let next = position == 0 ? 1 : starts[position - 1].ordinal.number + 1
            if piece.ordinal.number != next, piece.ordinal.number != 1 {
                malformed.append(String(scalars: scalars[piece.start..<end]))
            }
            read(scalars[piece.ordinal.end..<end], number: piece.ordinal.number)
        }
    }

    private mutating func read(_ scalars: ArraySlice<Unicode.Scalar>, number: Int) {
        var rest = scalars
        if rest.last.map({ $0 == "。" || $0.isSemicolon }) == true { rest = rest.dropLast() }
        func take() -> ArraySlice<Unicode.Scalar>? {
            guard let end = rest.firstIndex(where: \.isSeparator) else { return nil }
            defer { rest = rest[(end + 1)...] }
            return rest[..<end]
        }
        guard let first = take(), let second = take() else {
            malformed.append(String(scalars: scalars))
            return
        }
        let cycles = rest.marks("实施周期指标值")
        let annuals = rest.marks("年度指标值")
        // Each value is printed once, the annual one last; anything else is two indicators in one, or half of one.
        let isWellFormed = cycles.count == 1 && annuals.count == 1 && cycles[0].end <= annuals[0].start
        if !isWellFormed { malformed.append(String(scalars: scalars)) }
        let cycle = cycles.first
        let annual = annuals.last { mark in cycle.map { $0.end <= mark.start } ?? true }
        let nameEnd = cycle?.start ?? annual?.start ?? rest.endIndex
        let indicator = Indicator(
            number: number, level1: Self.level(first), level2: Self.level(second),
            level3: String(scalars: rest[rest.startIndex..<nameEnd]),
            cycleTarget: cycle.map { String(scalars: rest[$0.end..<(annual?.start ?? rest.endIndex)]) },
            annualTarget: annual.map { String(scalars: rest[$0.end...]) })
        indicators.append(indicator)
        if Self.isMisfiled(indicator) { misfiled.append(indicator) }
    }

    /// `11-数量指标` → code 11.
    private static func level(_ scalars: ArraySlice<Unicode.Scalar>) -> Indicator.Level {
        let digits = scalars.prefix { $0.isDigit }
        let rest = scalars.dropFirst(digits.count)
        guard !digits.isEmpty, rest.first?.isHyphen == true else {
            return Indicator.Level(code: nil, label: String(scalars: scalars))
        }
        return Indicator.Level(code: String(scalars: digits), label: String(scalars: rest.dropFirst()))
    }

    /// The class that a code of the second level stands for, by the key words of its label.
    private static let classes: [(code: String, word: String)] = [
        ("11", "数量"), ("12", "质量"), ("13", "时效"), ("14", "成本"), ("21", "经济"), ("22", "社会"), ("23", "生态"),
        ("24", "可持续"), ("31", "满意"),
    ]

    private static func isMisfiled(_ indicator: Indicator) -> Bool {
        if let first = indicator.level1.code, let second = indicator.level2.code, !second.hasPrefix(first) {
            return true
        }
        guard let code = indicator.level2.code, let known = classes.first(where: { $0.code == code }) else {
            return false
        }
        return !indicator.level2.label.contains(known.word)
            && classes.contains { indicator.level2.label.contains($0.word) }
    }

    /// `N、d-…指标；`: where an indicator begins. A number in a value (`2、7-12月完成`) has no class behind it.
    private struct Ordinal {
        var number: Int
        /// The index behind the mark.
        var end: Int

        private static let longestLabel = 12
        private static let word = "指标".unicodeScalars

        init?(in scalars: [Unicode.Scalar], at index: Int) {
            guard scalars[index].isDigit, index == 0 || !scalars[index - 1].isDigit else { return nil }
            var cursor = index
            var number = 0
            while cursor < scalars.count, scalars[cursor].isDigit, cursor - index < 3 {
                number = number * 10 + Int(scalars[cursor].value) - 0x30
                cursor += 1
            }
            guard cursor + 2 < scalars.count, scalars[cursor].isOrdinalMark,
                scalars[cursor + 1].isDigit, scalars[cursor + 2].isHyphen
            else { return nil }
            let label = scalars[(cursor + 3)...].prefix(Self.longestLabel + 1).prefix { $0.isIdeograph }
            let behind = cursor + 3 + label.count
            guard label.count >= 2, behind < scalars.count, scalars[behind].isSeparator else { return nil }
            // The code of the second class begins with that of the first.
            let second = scalars[(behind + 1)...].prefix(3)
            let isOfClass =
                second.count == 3 && second[behind + 1] == scalars[cursor + 1] && second[behind + 2].isDigit
                && second[behind + 3].isHyphen
            guard label.ends(with: Self.word) || isOfClass else { return nil }
            self.number = number
            end = cursor + 1
        }
    }
}

extension Unicode.Scalar {
    fileprivate var isSemicolon: Bool { self == "；" || self == ";" }
    fileprivate var isSeparator: Bool { isSemicolon || self == "，" || self == "," }
    fileprivate var isHyphen: Bool { self == "-" || self == "－" || self == "–" }
    fileprivate var isOrdinalMark: Bool { self == "、" || self == "．" || self == "." }
    fileprivate var isColon: Bool { self == ":" || self == "：" }
    fileprivate var isComparison: Bool { Self.comparisons.contains(self) }
    private static let comparisons = Set("≥≤≧≦><＞＜》《=＝".unicodeScalars)
}

extension ArraySlice<Unicode.Scalar> {
    /// Where a label stands behind a separator or full stop and in front of a colon: from there to behind the colon.
    fileprivate func marks(_ label: String) -> [(start: Int, end: Int)] {
        let wanted = Array(label.unicodeScalars)
        guard count >= wanted.count + 2 else { return [] }
        return (startIndex...(endIndex - wanted.count - 2)).compactMap { index in
            let end = index + 1 + wanted.count
            // A sign may stand in the place of the colon: `年度指标值》90%`.
            guard self[index].isSeparator || self[index] == "。", self[end].isColon || self[end].isComparison,
                self[(index + 1)..<end].elementsEqual(wanted)
            else {
                return nil
            }
            return (index, self[end].isColon ? end + 1 : end)
        }
    }
}
