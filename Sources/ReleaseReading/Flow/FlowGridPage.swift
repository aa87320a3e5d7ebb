import FoundationEssentials
import PageContent

/// A page, or what stands between two headers, of a dump that keeps the layout: its lines by column.
struct FlowGridPage {
    struct Amounts {
        var amounts: [String]
        var line: FlowLine
        var doubts: [RawRow.Doubt] = []
    }

    private(set) var names: [FlowLine] = []
    private(set) var amounts: [Amounts] = []
    private(set) var goals: [FlowLine] = []
    private(set) var indicators: [FlowLine] = []
    /// Lines of the file on which the end of a goal was told from the indicators glued to it.
    private(set) var gluedLines: Set<Int> = []
    /// Texts that stand between amounts and goals, where no column is.
    private(set) var strayLines: [FlowLine] = []
    /// Lines of goals and indicators don't begin in common cells.
    private(set) var isRagged = false

    /// The cells that lines of the indicators begin in, and those of the goals.
    private var indicatorStart: ClosedRange<Int>
    private var goalStart: ClosedRange<Int>
    /// Behind any line: where no column of the kind stands on the page.
    private static let nowhere = Int(Int32.max)...Int(Int32.max)

    /// Where one column begins its lines differ by no more than this: extractors push a text to the right of what
    /// stands before it.
    private static let jitter = 6

    /// - Parameter above: the page before, whose columns stand in for those that a short page does not tell.
    init(lines: [FlowLine], above: FlowGridPage?) {
        let amountEnd = Self.amountEnd(of: lines)
        let behind = lines.compactMap { line in line.words.filter { $0.start >= amountEnd } }.filter { !$0.isEmpty }
        let last = Self.usualStarts(behind.compactMap { words in Self.columnStarts(of: words).last })
        indicatorStart = last ?? above?.indicatorStart ?? Self.nowhere
        let first = Self.usualStarts(
            behind.compactMap { [limit = indicatorStart.lowerBound - 4] words in
                words.first.map(\.start).flatMap { $0 < limit ? $0 : nil }
            })
        goalStart = first ?? above?.goalStart ?? indicatorStart
        var strays = 0
        for line in lines { take(line, strays: &strays) }
        partGluedLines()
        isRagged = strays * 10 > goals.count + indicators.count
    }

    /// Where the amounts of a page end: behind the first run of them on nine lines of ten.
    private static func amountEnd(of lines: [FlowLine]) -> Int {
        let ends = lines.compactMap { line -> Int? in
            guard let first = line.words.first(where: { isDecimal($0, of: line) }) else { return nil }
            return line.words.prefix { $0.end <= first.start || isDecimal($0, of: line) }.last?.end
        }.sorted()
        return ends.isEmpty ? 0 : ends[ends.count * 9 / 10]
    }

    private static func isDecimal(_ word: FlowWord, of line: FlowLine) -> Bool {
        PrintedNumber.hasDecimals(line.scalars(of: word))
    }

    /// Where words begin that stand apart from the one before them.
    private static func columnStarts(of words: [FlowWord]) -> [Int] {
        words.indices.filter { $0 == 0 || words[$0].start - words[$0 - 1].end >= 1 }.map { words[$0].start }
    }

    /// The start that most have, and those right beside it.
    private static func usualStarts(_ starts: [Int]) -> ClosedRange<Int>? {
        var counts: [Int: Int] = [:]
        for start in starts { counts[start, default: 0] += 1 }
        guard let usual = counts.max(by: { ($0.value, -$0.key) < ($1.value, -$1.key) })?.key else { return nil }
        /// The farthest start that others lead to: single ones right beside each other, several across a small gap.
        func reach(_ direction: Int) -> Int {
            var start = usual
            while let step = (1...5).first(where: { counts[start + $0 * direction, default: 0] >= ($0 > 2 ? 3 : 1) }),
                abs(start - usual) + step <= jitter
            {
                start += step * direction
            }
            return start
        }
        return reach(-1)...reach(1)
    }

    // MARK: Columns

    private mutating func take(_ line: FlowLine, strays: inout Int) {
        var name: [FlowWord] = []
        var figures: [FlowWord] = []
        var goal: [FlowWord] = []
        var list: [FlowWord] = []
        for word in line.words {
            if word.start >= indicatorStart.lowerBound {
                if list.isEmpty, word.start > indicatorStart.upperBound { strays += 1 }
                list.append(word)
            } else if word.start >= goalStart.lowerBound, !(figures.isEmpty && Self.isDecimal(word, of: line)) {
                if goal.isEmpty, word.start > goalStart.upperBound { strays += 1 }
                goal.append(word)
            } else if FlowLine.isAmount(line.scalars(of: word), acceptsIntegers: !figures.isEmpty) {
                figures.append(word)
            } else if figures.isEmpty {
                name.append(word)
            } else {
                strays += 1
                goal.append(word)
                strayLines.append(line)
            }
        }
        append(name, of: line, to: &names)
        append(goal, of: line, to: &goals)
        append(list, of: line, to: &indicators)
        if !figures.isEmpty {
            amounts.append(Amounts(amounts: figures.map { String(scalars: line.scalars(of: $0)) }, line: line))
        }
    }

    private func append(_ words: [FlowWord], of line: FlowLine, to lines: inout [FlowLine]) {
        guard !words.isEmpty else { return }
        var part = line.withoutWords()
        for word in words { part.append(line.scalars(of: word), start: word.start, end: word.end) }
        lines.append(part)
    }

    // MARK: Glued lines

    /// Some extractors leave no gap between a goal and the indicators beside it. Cuts such lines where both parts come
    /// nearest to what the lines of their columns measure.
    private mutating func partGluedLines() {
        let beside = Set(indicators.map(\.number))
        let isGlued = { [limit = indicatorStart.upperBound] (line: FlowLine) in
            !beside.contains(line.number) && (line.words.last?.end ?? 0) > limit + 4
        }
        let goalWidth = Self.usualWidth(goals.filter { !isGlued($0) })
        let listWidth = Self.usualWidth(indicators)
        for (index, line) in goals.enumerated() where isGlued(line) {
            let scalars = line.scalars
            let widths = scalars.map(\.cellWidth)
            let total = widths.reduce(0, +)
            var head = 0
            var best: (cost: Int, cut: Int)?
            for cut in scalars.indices.dropFirst() {
                head += widths[cut - 1]
                let isEnd = scalars[cut - 1] == "。"
                let cost = abs(total - head - listWidth) + (isEnd ? max(0, head - goalWidth) : abs(head - goalWidth))
                if cost < best?.cost ?? .max { best = (cost, cut) }
            }
            guard let cut = best?.cut, let goal = line.part(0..<cut), let list = line.part(cut..<scalars.count) else {
                continue
            }
            gluedLines.insert(line.number)
            goals[index] = goal
            let position = indicators.firstIndex { $0.number > line.number } ?? indicators.count
            indicators.insert(list, at: position)
        }
    }

    private static func usualWidth(_ lines: [FlowLine]) -> Int {
        let widths = lines.map(\.width).sorted()
        return widths.isEmpty ? 0 : widths[widths.count * 3 / 4]
    }
}
