import BudgetRelease
import PageContent

/// A run of characters without a blank between them.
struct FlowWord: Equatable {
    var text: String
    /// The cell of its line that it begins in, 0-based.
    var start: Int

    /// The cell behind its last one, by what the file's extractor counts for a character.
    var end: Int
}

/// One line of a text without geometry.
struct FlowLine: Equatable {
    var words: [FlowWord]
    /// 1-based in the decoded file.
    var number: Int
    /// Where form feeds count pages.
    var page: Int?
    /// A page, or a header printed again, begins right above it.
    var isBehindBreak = false
    /// A list of indicators begins with it.
    var beginsList = false

    /// As printed, runs of white space as one space.
    var text: String { words.map(\.text).joined(separator: " ") }
    var compact: String { words.map(\.text).joined() }
    var place: Place { .line(number, page: page) }

    /// Width in cells of a terminal: ideographs and full-width punctuation take two. The same for all extractors.
    var width: Int {
        words.reduce(0) { $0 + $1.text.unicodeScalars.reduce(0) { $0 + $1.cellWidth } }
    }

    /// The lines of each page; none of a page that is not text.
    static func lines(of pages: [Page]) -> [[FlowLine]] {
        pages.enumerated().map { index, page in
            guard case .text(let firstLine) = page.source else { return [] }
            var lines = TextLine.lines(of: page.glyphs).map { line in
                FlowLine(
                    words: words(of: line), number: firstLine + Int(line.box.midY / Page.textLineHeight),
                    page: page.number > 0 ? page.number : nil)
            }
            if index > 0, !lines.isEmpty { lines[0].isBehindBreak = true }
            return lines
        }
    }

    private static func words(of line: TextLine) -> [FlowWord] {
        var words: [FlowWord] = []
        var scalars: [Unicode.Scalar] = []
        var start = 0
        var end = 0
        func flush() {
            guard !scalars.isEmpty else { return }
            words.append(FlowWord(text: String(scalars: scalars), start: start, end: end))
            scalars.removeAll(keepingCapacity: true)
        }
        for glyph in line.glyphs {
            let cell = Int((glyph.box.x0 / Page.textCellWidth).rounded())
            if cell > end || scalars.isEmpty {
                flush()
                start = cell
            }
            scalars.append(glyph.scalar)
            end = Int((glyph.box.x1 / Page.textCellWidth).rounded())
        }
        flush()
        return words
    }

    /// The part of the line between two offsets in its text without white space; nil where nothing is left.
    func part(_ range: Range<Int>) -> FlowLine? {
        var part = self
        part.words = []
        var offset = 0
        for word in words {
            let scalars = Array(word.text.unicodeScalars)
            let taken = range.clamped(to: offset..<offset + scalars.count)
            if !taken.isEmpty {
                let cells = max(1, (word.end - word.start) / max(1, scalars.count))
                let inner = taken.lowerBound - offset..<taken.upperBound - offset
                part.words.append(
                    FlowWord(
                        text: String(scalars[inner]), start: word.start + inner.lowerBound * cells,
                        end: inner.upperBound == scalars.count ? word.end : word.start + inner.upperBound * cells))
            }
            offset += scalars.count
        }
        if range.lowerBound > 0 {
            part.isBehindBreak = false
            part.beginsList = false
        }
        return part.words.isEmpty ? nil : part
    }

    /// The line with some of its words alone; nil for none.
    func part(words range: Range<Int>) -> FlowLine? {
        var part = self
        part.words = Array(words[range])
        if range.lowerBound > 0 {
            part.isBehindBreak = false
            part.beginsList = false
        }
        return part.words.isEmpty ? nil : part
    }

    /// Whether the line counts pages beyond doubt: `- 3 -`, `第3页`. A number alone may be a value.
    var isMarkedPageNumber: Bool {
        guard words.count <= 6 else { return false }
        let compact = compact
        return PageFurniture.isPageNumber(compact) && !compact.unicodeScalars.allSatisfy(\.isDigit)
    }
}
