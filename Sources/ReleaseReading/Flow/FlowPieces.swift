import FoundationEssentials
import PageContent

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
        for line in lines {
            var words = line.words[...]
            if let last = result.indices.last, let head = result[last].words.last, let tail = words.first,
                isNumber(line.scalars), joins(result[last].scalars(of: head), line.scalars(of: tail))
            {
                result[last].extendLastWord(with: line.scalars(of: tail))
                words = words.dropFirst()
                if words.isEmpty { continue }
            }
            // Without a point no amount with decimals was cut or glued.
            if words.count == line.words.count, !line.scalars.contains(".") {
                result.append(line)
                continue
            }
            var mended = line.withoutWords()
            for word in words {
                let text = line.scalars(of: word)
                if let head = mended.words.last, joins(mended.scalars(of: head), text) {
                    mended.extendLastWord(with: text, end: word.end)
                } else {
                    append(word, text, to: &mended)
                }
            }
            result.append(mended)
        }
        return result
    }

    /// Puts a word behind a line's last one: cut where amounts with two decimals each stand in it, or an amount behind
    /// another and the text glued to it.
    private static func append(_ word: FlowWord, _ text: ArraySlice<Unicode.Scalar>, to line: inout FlowLine) {
        if let last = line.words.last, isNumber(line.scalars(of: last)),
            PrintedNumber.decimals(of: line.scalars(of: last)) == 2,
            let end = text.firstIndex(where: { !isNumber(CollectionOfOne($0)) }), end > text.startIndex,
            PrintedNumber.decimals(of: text[..<end]) == 2
        {
            let cells = word.start + end - text.startIndex
            line.append(text[..<end], start: word.start, end: cells)
            line.append(text[end...], start: cells, end: max(cells + 1, word.end))
            return
        }
        let cuts = isNumber(text) && text.count(where: { $0 == "." }) > 1 ? amountEnds(in: text) : nil
        guard let cuts else {
            line.append(text, start: word.start, end: word.end)
            return
        }
        var start = text.startIndex
        for end in cuts {
            line.append(
                text[start..<end], start: word.start + start - text.startIndex, end: word.start + end - text.startIndex)
            start = end
        }
    }

    /// Where each of several amounts with two decimals ends; nil for a text that is anything else.
    private static func amountEnds(in text: ArraySlice<Unicode.Scalar>) -> [Int]? {
        var ends: [Int] = []
        var start = text.startIndex
        for point in text.indices where text[point] == "." && point >= start {
            let end = min(point + 3, text.endIndex)
            guard PrintedNumber.decimals(of: text[start..<end]) == 2 else { return nil }
            ends.append(end)
            start = end
        }
        return start == text.endIndex ? ends : nil
    }

    private static func isNumber(_ text: some Collection<Unicode.Scalar>) -> Bool {
        text.allSatisfy { $0.isDigit || $0 == "," || $0 == "." }
    }

    /// Whether two words are one amount with decimals, cut behind a point or comma or in front of one.
    private static func joins(_ head: ArraySlice<Unicode.Scalar>, _ tail: ArraySlice<Unicode.Scalar>) -> Bool {
        guard let end = head.last, let start = tail.first, !end.isDigit || !start.isDigit, isNumber(head),
            isNumber(tail)
        else { return false }
        return PrintedNumber.hasDecimals(head + tail)
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
        let counts = lines.map { line in
            line.words.allSatisfy { PrintedNumber.hasDecimals(line.scalars(of: $0)) } ? line.words.count : 0
        }
        let alone = counts.count { $0 == 1 }
        let together = lines.count { $0.trailingAmounts(least: 2, acceptsIntegers: false) != nil }
        isOneCellALine = alone >= 2 && alone > together && amountColumns > 1
    }

    /// Whether the line of the grand total prints its amounts without decimals, as the whole table does then.
    private static func totalIsInteger(_ lines: [FlowLine]) -> Bool {
        lines.prefix(8).contains { line in
            guard ["合计", "总计"].contains(where: { line.scalars.starts(with: $0.unicodeScalars) }) else { return false }
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
            if isOneCellALine, line.words.count == 1, isAmount(line.scalars[...]) {
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

    private func isAmount(_ word: ArraySlice<Unicode.Scalar>) -> Bool {
        FlowLine.isAmount(word, acceptsIntegers: acceptsIntegers)
    }

    /// How many amounts a row prints where each stands on a line of its own: what most runs of such lines count.
    private func amountsOfRow() -> Int {
        var counts: [Int: Int] = [:]
        var run = 0
        for line in lines + [FlowLine(number: 0)] {
            if line.words.count == 1, isAmount(line.scalars[...]) {
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
        guard amountColumns > 1,
            let first = line.words.firstIndex(where: { PrintedNumber.hasDecimals(line.scalars(of: $0)) })
        else { return nil }
        let end = line.words[first...].firstIndex { !isAmount(line.scalars(of: $0)) } ?? line.words.count
        let before = line.part(words: 0..<first)
        guard end - first >= 2, end - first <= amountColumns,
            !(before?.scalars.contains { "，。；：:".unicodeScalars.contains($0) } ?? false)
        else { return nil }
        return .init(
            before: before, amounts: line.words[first..<end].map { String(scalars: line.scalars(of: $0)) },
            after: line.part(words: end..<line.words.count),
            line: line)
    }

    /// Behind the end of a text, a short text with one amount is a row that prints no more.
    private func loneAmount(of line: FlowLine, behind last: FlowPiece?) -> FlowPiece.Amounts? {
        if case .text(let text)? = last, !text.endsSentence { return nil }
        guard let found = line.trailingAmounts(least: 1, acceptsIntegers: false),
            let before = line.part(words: 0..<found.start), before.scalars.count <= 40,
            !before.scalars.contains("，"), !before.scalars.contains("；")
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
        let count = words.reversed().prefix {
            Self.isAmount(scalars(of: $0), acceptsIntegers: acceptsIntegers)
        }.count
        let amounts = words.suffix(count)
        // Dashes alone are no amounts.
        guard count >= least,
            amounts.contains(where: { scalars(of: $0).contains(where: \.isNumeral) })
        else { return nil }
        return (words.count - count, amounts.map { String(scalars: scalars(of: $0)) })
    }

    static func isAmount(_ word: ArraySlice<Unicode.Scalar>, acceptsIntegers: Bool) -> Bool {
        switch PrintedNumber.scan(word) {
        case .none: true
        case .number(let number):
            acceptsIntegers || number.decimals > 0 || word.contains(",") || word.elementsEqual(CollectionOfOne("0"))
        case .other: false
        }
    }
}
