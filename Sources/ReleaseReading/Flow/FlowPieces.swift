import FoundationEssentials

/// A stretch of a table in running text.
enum FlowPiece {
    /// The amounts of one row, and what stands before and behind them on their line.
    struct Amounts {
        var before: FlowLine?
        var amounts: [String]
        var after: FlowLine?
        var line: FlowLine
    }

    case text(FlowLine)
    case amounts(Amounts)

    /// Cuts the lines of a table into amounts and the text between them.
    static func pieces(of lines: [FlowLine], amountColumns: Int) -> [FlowPiece] {
        let reader = FlowPieceReader(lines: mended(lines), amountColumns: amountColumns)
        return reader.pieces()
    }

    /// The lines with numbers put together that a line end or a blank cut behind their point or comma.
    static func mended(_ lines: [FlowLine]) -> [FlowLine] {
        var result: [FlowLine] = []
        for var line in lines {
            if let last = result.indices.last, let head = result[last].words.last, let tail = line.words.first,
                line.words.allSatisfy({ isNumber($0.text) }), joins(head.text, tail.text)
            {
                result[last].words[result[last].words.count - 1].text += tail.text
                line.words.removeFirst()
                if line.words.isEmpty { continue }
            }
            var words: [FlowWord] = []
            for word in line.words {
                if let head = words.last, joins(head.text, word.text) {
                    words[words.count - 1].text += word.text
                    words[words.count - 1].end = word.end
                } else {
                    words += parted(word, behind: words.last)
                }
            }
            line.words = words
            result.append(line)
        }
        return result
    }

    /// Amounts with two decimals each that stand in one word, or an amount behind another and the text glued to it.
    private static func parted(_ word: FlowWord, behind last: FlowWord?) -> [FlowWord] {
        let scalars = Array(word.text.unicodeScalars)
        if let last, isNumber(last.text), case .value(_, 2) = PrintedAmount(last.text),
            let end = scalars.firstIndex(where: { !isNumber(String($0)) }), end > 0,
            case .value(_, 2) = PrintedAmount(String(scalars[..<end]))
        {
            let cells = word.start + end
            return [
                FlowWord(text: String(scalars[..<end]), start: word.start, end: cells),
                FlowWord(text: String(scalars[end...]), start: cells, end: max(cells + 1, word.end)),
            ]
        }
        guard isNumber(word.text), scalars.count(where: { $0 == "." }) > 1 else { return [word] }
        var words: [FlowWord] = []
        var start = 0
        for point in scalars.indices where scalars[point] == "." && point >= start {
            let end = min(point + 3, scalars.count)
            let text = String(scalars[start..<end])
            guard case .value(_, 2) = PrintedAmount(text) else { return [word] }
            words.append(FlowWord(text: text, start: word.start + start, end: word.start + end))
            start = end
        }
        return start == scalars.count ? words : [word]
    }

    private static func isNumber(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { $0.isDigit || $0 == "," || $0 == "." }
    }

    /// Whether two words are one amount with decimals, cut behind a point or comma or in front of one.
    private static func joins(_ head: String, _ tail: String) -> Bool {
        guard isNumber(head), isNumber(tail), let end = head.unicodeScalars.last, let start = tail.unicodeScalars.first,
            !end.isDigit || !start.isDigit
        else { return false }
        return PrintedAmount(head + tail).hasDecimals
    }
}

/// Tells amounts from text.
private struct FlowPieceReader {
    let lines: [FlowLine]
    let amountColumns: Int
    /// The table prints amounts without decimals.
    private let acceptsIntegers: Bool
    /// Every cell stands on a line of its own.
    private let isOneCellALine: Bool

    init(lines: [FlowLine], amountColumns: Int) {
        self.lines = lines
        self.amountColumns = amountColumns
        acceptsIntegers = Self.totalIsInteger(lines)
        let counts = lines.map { $0.words.allSatisfy { PrintedAmount($0.text).hasDecimals } ? $0.words.count : 0 }
        let alone = counts.count { $0 == 1 }
        let together = lines.count { $0.trailingAmounts(least: 2, acceptsIntegers: false) != nil }
        isOneCellALine = alone >= 2 && alone > together && amountColumns > 1
    }

    /// Whether the line of the grand total prints its amounts without decimals, as the whole table does then.
    private static func totalIsInteger(_ lines: [FlowLine]) -> Bool {
        lines.prefix(8).contains { line in
            guard ["合计", "总计"].contains(where: line.compact.hasPrefix) else { return false }
            return line.trailingAmounts(least: 2, acceptsIntegers: true) != nil
                && line.trailingAmounts(least: 2, acceptsIntegers: false) == nil
        }
    }

    func pieces() -> [FlowPiece] {
        let size = isOneCellALine ? amountsOfRow() : 0
        var pieces: [FlowPiece] = []
        var lone: [FlowLine] = []
        func flushLone() {
            var start = 0
            while start < lone.count {
                let row = lone[start..<min(start + size, lone.count)]
                pieces.append(.amounts(.init(amounts: row.map(\.compact), line: row[start])))
                start += size
            }
            lone = []
        }
        for line in lines {
            if isOneCellALine, line.words.count == 1, isAmount(line.words[0].text) {
                lone.append(line)
                continue
            }
            flushLone()
            if let amounts = amounts(of: line, behind: pieces.last) {
                pieces.append(.amounts(amounts))
            } else {
                pieces.append(.text(line))
            }
        }
        flushLone()
        return pieces
    }

    private func isAmount(_ word: String) -> Bool { FlowLine.isAmount(word, acceptsIntegers: acceptsIntegers) }

    /// How many amounts a row prints where each stands on a line of its own: what most runs of such lines count.
    private func amountsOfRow() -> Int {
        var counts: [Int: Int] = [:]
        var run = 0
        for line in lines + [FlowLine(words: [], number: 0)] {
            if line.words.count == 1, isAmount(line.words[0].text) {
                run += 1
            } else if run > 0 {
                counts[run, default: 0] += 1
                run = 0
            }
        }
        let most = counts.max { ($0.value, $1.key) < ($1.value, $0.key) }
        return min(max(1, most?.key ?? 1), amountColumns)
    }

    /// The amounts on a line: at its end, or a run of several between a name and a goal.
    private func amounts(of line: FlowLine, behind last: FlowPiece?) -> FlowPiece.Amounts? {
        let least = min(2, max(1, amountColumns))
        if let found = line.trailingAmounts(least: least, acceptsIntegers: acceptsIntegers) {
            return .init(
                before: line.part(words: 0..<found.start), amounts: found.amounts, line: line)
        }
        if let found = inner(of: line) { return found }
        return loneAmount(of: line, behind: last)
    }

    /// Two amounts or more with text behind them, and at most a name before them.
    private func inner(of line: FlowLine) -> FlowPiece.Amounts? {
        guard amountColumns > 1, let first = line.words.firstIndex(where: { PrintedAmount($0.text).hasDecimals }) else {
            return nil
        }
        let end = line.words[first...].firstIndex { !isAmount($0.text) } ?? line.words.count
        let before = line.part(words: 0..<first)
        guard end - first >= 2, end - first <= amountColumns,
            !(before?.compact.unicodeScalars.contains { "，。；：:".unicodeScalars.contains($0) } ?? false)
        else { return nil }
        return .init(
            before: before, amounts: line.words[first..<end].map(\.text),
            after: line.part(words: end..<line.words.count),
            line: line)
    }

    /// Behind the end of a text, a short text with one amount is a row that prints no more.
    private func loneAmount(of line: FlowLine, behind last: FlowPiece?) -> FlowPiece.Amounts? {
        if case .text(let text)? = last, !text.compact.hasSuffix("。") { return nil }
        guard let found = line.trailingAmounts(least: 1, acceptsIntegers: false),
            let before = line.part(words: 0..<found.start), before.compact.count <= 40,
            !before.compact.contains("，"), !before.compact.contains("；")
        else { return nil }
        return .init(before: before, amounts: found.amounts, line: line)
    }
}

extension FlowLine {
    /// The amounts at the end of the line, as printed, and the word that they begin at. Nil where fewer than `least`
    /// stand there: a figure at the end of a sentence is no amount.
    ///
    /// - Parameter acceptsIntegers: the table prints amounts without decimals.
    func trailingAmounts(least: Int, acceptsIntegers: Bool) -> (start: Int, amounts: [String])? {
        var first = words.endIndex
        while first > words.startIndex, Self.isAmount(words[first - 1].text, acceptsIntegers: acceptsIntegers) {
            first -= 1
        }
        let amounts = words[first...].map(\.text)
        guard amounts.count >= least, amounts.contains(where: { $0.contains(where: \.isNumber) }) else { return nil }
        return (first, amounts)
    }

    static func isAmount(_ word: String, acceptsIntegers: Bool) -> Bool {
        switch PrintedAmount(word) {
        case .none: true
        case .value(_, let decimals): acceptsIntegers || decimals > 0 || word.contains(",") || word == "0"
        case .unreadable: false
        }
    }
}
