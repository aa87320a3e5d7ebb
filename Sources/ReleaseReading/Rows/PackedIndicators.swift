import BudgetRelease

/// The indicators of a project as packed into one cell:
/// `1、1-产出指标；11-数量指标；居委会修缮；实施周期指标值:…；年度指标值:…。2、…`
struct PackedIndicators {
    var indicators: [Indicator] = []
    /// Pieces that do not follow the pattern.
    var malformed: [String] = []
    /// Indicators whose second class does not belong to their first.
    var misfiled: [Indicator] = []

    /// Whether a text begins with the first indicator of a project.
    static func begins(_ text: String) -> Bool {
        Scanner(text).ordinalLength(1, at: 0) != nil
    }

    /// The scalar offset in a text where the first indicator begins, or nil.
    static func start(in scalars: [Unicode.Scalar]) -> Int? {
        let scanner = Scanner(scalars)
        return scalars.indices.first { index in
            (index == 0 || !scalars[index - 1].isDigit) && scanner.ordinalLength(1, at: index) != nil
        }
    }

    /// Reads a text without white space.
    init(_ text: String) {
        let scanner = Scanner(text)
        let scalars = scanner.scalars
        guard !scalars.isEmpty else { return }
        var starts: [(start: Int, body: Int)] = []
        var index = 0
        while index < scalars.count {
            if let length = scanner.ordinalLength(starts.count + 1, at: index),
                index == 0 || !scalars[index - 1].isDigit
            {
                starts.append((index, index + length))
                index += length
            } else {
                index += 1
            }
        }
        guard let first = starts.first else {
            malformed = [text]
            return
        }
        if first.start > 0 { malformed.append(String(scalars[..<first.start])) }
        for (number, piece) in starts.enumerated() {
            let end = number + 1 < starts.count ? starts[number + 1].start : scalars.count
            read(scalars[piece.body..<end], number: number + 1)
        }
    }

    private mutating func read(_ scalars: ArraySlice<Unicode.Scalar>, number: Int) {
        var rest = scalars
        if rest.last == "。" { rest = rest.dropLast() }
        func take(upTo mark: Unicode.Scalar) -> ArraySlice<Unicode.Scalar>? {
            guard let end = rest.firstIndex(of: mark) else { return nil }
            defer { rest = rest[(end + 1)...] }
            return rest[..<end]
        }
        guard let first = take(upTo: "；"), let second = take(upTo: "；") else {
            malformed.append(String(scalars))
            return
        }
        let cycle = rest.firstMark("；实施周期指标值")
        let annual = rest.lastMark("；年度指标值")
        guard cycle != nil || annual != nil else {
            malformed.append(String(scalars))
            return
        }
        if let cycle, let annual, annual.start < cycle.end {
            malformed.append(String(scalars))
            return
        }
        let nameEnd = cycle?.start ?? annual?.start ?? rest.endIndex
        let indicator = Indicator(
            number: number, level1: Self.level(first), level2: Self.level(second),
            level3: String(rest[rest.startIndex..<nameEnd]),
            cycleTarget: cycle.map { String(rest[$0.end..<(annual?.start ?? rest.endIndex)]) },
            annualTarget: annual.map { String(rest[$0.end...]) })
        indicators.append(indicator)
        if Self.isMisfiled(indicator) { misfiled.append(indicator) }
    }

    /// `11-数量指标` → code 11.
    private static func level(_ scalars: ArraySlice<Unicode.Scalar>) -> Indicator.Level {
        let digits = scalars.prefix { $0.isDigit }
        let rest = scalars.dropFirst(digits.count)
        guard !digits.isEmpty, rest.first == "-" || rest.first == "－" else {
            return Indicator.Level(code: nil, label: String(scalars))
        }
        return Indicator.Level(code: String(digits), label: String(rest.dropFirst()))
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

    /// Looks for ordinals in scalars.
    private struct Scanner {
        let scalars: [Unicode.Scalar]

        init(_ text: String) { scalars = Array(text.unicodeScalars) }
        init(_ scalars: [Unicode.Scalar]) { self.scalars = scalars }

        /// How long `N、` is at an index where a class `d-` follows it, or nil.
        func ordinalLength(_ number: Int, at index: Int) -> Int? {
            let digits = Array(String(number).unicodeScalars)
            let mark = index + digits.count
            guard mark + 2 < scalars.count, scalars[mark] == "、" || scalars[mark] == "．",
                scalars[index..<mark].elementsEqual(digits), scalars[mark + 1].isDigit,
                scalars[mark + 2] == "-" || scalars[mark + 2] == "－"
            else { return nil }
            return digits.count + 1
        }
    }
}

extension ArraySlice<Unicode.Scalar> {
    /// Where a label and the colon behind it first stand.
    fileprivate func firstMark(_ label: String) -> (start: Int, end: Int)? {
        marks(label).first
    }

    fileprivate func lastMark(_ label: String) -> (start: Int, end: Int)? {
        marks(label).last
    }

    private func marks(_ label: String) -> [(start: Int, end: Int)] {
        let wanted = Array(label.unicodeScalars)
        guard count > wanted.count else { return [] }
        return (startIndex..<(endIndex - wanted.count)).compactMap { index in
            let end = index + wanted.count
            guard self[index] == wanted[0], self[index..<end].elementsEqual(wanted),
                self[end] == ":" || self[end] == "："
            else { return nil }
            return (index, end + 1)
        }
    }
}

extension String {
    init(_ scalars: ArraySlice<Unicode.Scalar>) {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        self.init(view)
    }
}
