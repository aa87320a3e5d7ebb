import BudgetRelease
import PageContent

/// A run of characters without a blank between them.
struct FlowWord: Equatable {
    /// Where its characters stand among those of its line.
    var range: Range<Int>
    /// The cell of its line that it begins in, 0-based.
    var start: Int

    /// The cell behind its last one, by what the file's extractor counts for a character.
    var end: Int
}

/// One line of a text without geometry.
struct FlowLine: Equatable {
    /// Its characters without white space.
    private(set) var scalars: [Unicode.Scalar]
    /// The words that these make, one behind the other.
    private(set) var words: [FlowWord]
    /// 1-based in the decoded file.
    var number: Int
    /// Where form feeds count pages.
    var page: Int?
    /// A page, or a header printed again, begins right above it.
    var isBehindBreak = false
    /// A list of indicators begins with it.
    var beginsList = false

    /// A line without words.
    init(number: Int, page: Int? = nil) {
        scalars = []
        words = []
        self.number = number
        self.page = page
    }

    /// As printed, runs of white space as one space.
    var text: String {
        guard words.count > 1 else { return compact }
        return String(scalars: Array(words.map { scalars[$0.range] }.joined(separator: CollectionOfOne(" "))))
    }
    var compact: String { String(scalars: scalars) }
    var place: Place { .line(number, page: page) }
    var endsSentence: Bool { scalars.last == "。" }

    /// Width in cells of a terminal: ideographs and full-width punctuation take two. The same for all extractors.
    var width: Int { scalars.cellWidth }

    /// The characters of one of its words.
    func scalars(of word: FlowWord) -> ArraySlice<Unicode.Scalar> { scalars[word.range] }

    /// The characters of some of its words.
    func scalars(ofWords range: Range<Int>) -> ArraySlice<Unicode.Scalar> {
        guard let first = words[range].first, let last = words[range].last else { return [] }
        return scalars[first.range.lowerBound..<last.range.upperBound]
    }

    /// Puts a word behind the last one.
    mutating func append(_ word: some Collection<Unicode.Scalar>, start: Int, end: Int) {
        words.append(FlowWord(range: scalars.count..<scalars.count + word.count, start: start, end: end))
        scalars += word
    }

    /// Puts characters behind the last word, as its own.
    mutating func extendLastWord(with rest: some Collection<Unicode.Scalar>, end: Int? = nil) {
        guard let last = words.indices.last else { return }
        scalars += rest
        words[last].range = words[last].range.lowerBound..<scalars.count
        if let end { words[last].end = end }
    }

    /// Puts the words of a line behind its own.
    mutating func append(wordsOf line: FlowLine) {
        for word in line.words { append(line.scalars(of: word), start: word.start, end: word.end) }
    }

    /// The line without any of its words.
    func withoutWords() -> FlowLine {
        var line = self
        line.scalars = []
        line.words = []
        return line
    }

    /// The lines of a page as lines of running text; none for a page that is not text.
    ///
    /// - Parameter isFirst: no page stands before it.
    static func lines(of lines: [TextLine], on page: Page, isFirst: Bool) -> [FlowLine] {
        guard case .text(let firstLine) = page.source else { return [] }
        var flow = lines.map { line in
            FlowLine(
                line, number: firstLine + Int(line.box.midY / Page.textLineHeight),
                page: page.number > 0 ? page.number : nil)
        }
        if !isFirst, !flow.isEmpty { flow[0].isBehindBreak = true }
        return flow
    }

    /// Most lines have no more words.
    private static let usualWords = 8

    private init(_ line: TextLine, number: Int, page: Int?) {
        self.init(number: number, page: page)
        scalars.reserveCapacity(line.glyphs.count)
        words.reserveCapacity(Self.usualWords)
        func cell(_ x: Double) -> Int { Int((x / Page.textCellWidth).rounded()) }
        var first: Glyph?
        var last: Glyph?
        func endWord() {
            guard let first, let last else { return }
            words.append(
                FlowWord(
                    range: (words.last?.range.upperBound ?? 0)..<scalars.count, start: cell(first.box.x0),
                    end: cell(last.box.x1)))
        }
        for glyph in line.glyphs {
            // Glyphs of a text stand on the grid: any gap is a cell.
            if let before = last, glyph.box.x0 > before.box.x1 + Page.textCellWidth / 2 {
                endWord()
                first = glyph
            }
            first = first ?? glyph
            last = glyph
            scalars.append(glyph.scalar)
        }
        endWord()
    }

    /// The part of the line between two offsets in its text without white space; nil where nothing is left.
    func part(_ range: Range<Int>) -> FlowLine? {
        let range = range.clamped(to: 0..<scalars.count)
        guard !range.isEmpty else { return nil }
        var part = self
        part.scalars = Array(scalars[range])
        part.words = []
        for word in words where word.range.overlaps(range) {
            let taken = word.range.clamped(to: range)
            let cells = max(1, (word.end - word.start) / max(1, word.range.count))
            let inner = taken.lowerBound - word.range.lowerBound..<taken.upperBound - word.range.lowerBound
            part.words.append(
                FlowWord(
                    range: taken.lowerBound - range.lowerBound..<taken.upperBound - range.lowerBound,
                    start: word.start + inner.lowerBound * cells,
                    end: inner.upperBound == word.range.count ? word.end : word.start + inner.upperBound * cells))
        }
        if range.lowerBound > 0 {
            part.isBehindBreak = false
            part.beginsList = false
        }
        return part
    }

    /// The line with some of its words alone; nil for none.
    func part(words range: Range<Int>) -> FlowLine? {
        guard let first = words[range].first, let last = words[range].last else { return nil }
        var part = self
        part.scalars = Array(scalars[first.range.lowerBound..<last.range.upperBound])
        part.words = words[range].map { word in
            var word = word
            let lower = word.range.lowerBound - first.range.lowerBound
            word.range = lower..<lower + word.range.count
            return word
        }
        if range.lowerBound > 0 {
            part.isBehindBreak = false
            part.beginsList = false
        }
        return part
    }

    /// Whether the line counts pages beyond doubt: `- 3 -`, `第3页`. A number alone may be a value.
    var isMarkedPageNumber: Bool {
        words.count <= 6 && PageFurniture.isPageNumber(scalars) && !scalars.allSatisfy(\.isDigit)
    }
}

extension Collection<FlowLine> {
    /// The characters of the lines, one behind the other.
    var scalars: [Unicode.Scalar] { flatMap(\.scalars) }
}
