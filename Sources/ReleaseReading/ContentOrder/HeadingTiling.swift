import PageContent

/// Headings of a header whose cells a text gives one behind the other, wrapped over lines: cut so that as many as can be
/// are headings that somebody prints.
struct HeadingTiling {
    struct Heading {
        var text: String
        /// Of the words that it is made of.
        var words: Range<Int>
        var isKnown: Bool
    }

    private(set) var headings: [Heading] = []

    /// A heading has no more characters.
    private static let longest = 60
    /// A heading is wrapped over no more lines.
    private static let mostWords = 9

    /// Headings that are the last line of another one too.
    private static let ends: Set<String> = ["项目", "收入", "支出", "资金"]

    init(words: [OrderedWord], fit: ([Unicode.Scalar]) -> FormCatalogue.HeadingFit?) {
        guard !words.isEmpty else { return }
        // By end and number of words.
        var fits: [[FormCatalogue.HeadingFit?]] = [[]]
        for end in 1...words.count {
            fits.append(
                (1...min(Self.mostWords, end)).map { count in
                    let text = words[end - count..<end].flatMap(\.text)
                    return text.count <= Self.longest ? fit(text) : nil
                })
        }
        /// A pattern fits two headings that stand side by side too.
        func known(_ count: Int, before end: Int) -> FormCatalogue.HeadingFit? {
            let whole = fits[end][count - 1]
            guard case .pattern? = whole else { return whole }
            var most = [0]
            for length in 1...count {
                let last = words[end - count + length - 1]
                let isEnd = length == count && last.beginsLine && Self.ends.contains(last.compact)
                most.append(
                    (1...length).filter { $0 < count }.map { piece in
                        let isKnown = fits[end - count + length][piece - 1] != nil && !(isEnd && piece == 1)
                        return most[length - piece] + (isKnown ? 1 : 0)
                    }.max() ?? 0)
            }
            let weight =
                (1...count).flatMap { length in
                    (1...length).compactMap { $0 < count ? fits[end - count + length][$0 - 1]?.weight : nil }
                }.max() ?? 0
            return most[count] > 1 && weight >= whole?.weight ?? 0 ? nil : whole
        }
        var best: [(cost: Double, count: Int, isKnown: Bool)] = [(0, 0, false)]
        for end in 1...words.count {
            var found: (cost: Double, count: Int, isKnown: Bool) = (.infinity, 0, false)
            for count in 1...min(Self.mostWords, end) {
                let fit = known(count, before: end)
                let isPrinted = if case .printed? = fit { true } else { false }
                let joins = (end - count..<end - 1).reduce(0.0) {
                    $0 + Self.cost(ofJoining: words[$1], words[$1 + 1], isPrinted: isPrinted)
                }
                let own =
                    switch fit {
                    case .printed: 1.0
                    case .pattern: 1.2
                    case nil: 1.2 + Double(count)
                    }
                let cost = best[end - count].cost + own + joins
                if cost < found.cost { found = (cost, count, fit != nil) }
            }
            best.append(found)
        }
        var end = words.count
        while end > 0 {
            let (_, count, isKnown) = best[end]
            let start = end - count
            headings.append(
                Heading(
                    text: String(scalars: words[start..<end].flatMap(\.text)), words: start..<end, isKnown: isKnown))
            end = start
        }
        headings.reverse()
    }

    private static let item = Array("项目".unicodeScalars)

    /// Words of which those that are two headings without a gap are cut behind the first.
    static func parted(
        _ words: [OrderedWord], fit: ([Unicode.Scalar]) -> FormCatalogue.HeadingFit?
    ) -> [OrderedWord] {
        words.flatMap { word -> [OrderedWord] in
            guard (6...longest).contains(word.text.count), fit(word.text) == nil else { return [word] }
            func isPrinted(_ part: ArraySlice<Unicode.Scalar>) -> Bool {
                if case .printed? = fit(Array(part)) { true } else { false }
            }
            let cut =
                (4...max(4, word.text.count - 2)).reversed().first { isPrinted(word.text[..<$0]) }
                ?? (1...3).first { word.text.count - $0 > 3 && isPrinted(word.text[$0...]) }
            guard let cut else { return [word] }
            var (head, tail) = (word, word)
            head.text = Array(word.text[..<cut])
            tail.text = Array(word.text[cut...])
            tail.beginsLine = true
            return [head, tail]
        }
    }

    private static func cost(ofJoining word: OrderedWord, _ next: OrderedWord, isPrinted: Bool) -> Double {
        if word.text.last == "：" || word.text.last == ":" { return 1.8 }
        // The parts of a code are cells of their own.
        if next.text.count == 1, word.text.count == 1 { return 3 }
        guard next.beginsLine else {
            // A short piece behind a blank may be the end of a heading that wraps.
            return isPrinted || (next.text.count < 4 && next.text.count < word.text.count) ? 1.1 : 2.5
        }
        // 项目 heads the names of a summary: what stands below it heads their amounts.
        if word.text == item { return 1.2 }
        // A line that the next one is wider than was not full.
        return next.text.cellWidth > word.text.cellWidth + 2 ? 1.2 : 0.05
    }

}
