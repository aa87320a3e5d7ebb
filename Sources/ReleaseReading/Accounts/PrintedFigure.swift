import PageContent

/// A run of digits as it stands on a page.
struct PrintedFigure {
    /// Digits, and the points and commas between them.
    var text: [Unicode.Scalar]
    var box: Rect
    /// It has a decimal point or a separator of thousands: an amount wherever it stands. Others are only where a table is.
    var isAmount: Bool
    /// What stands right beside it.
    var neighbour = Neighbour.none
    var isStruck = false

    /// A year of this century or the last.
    var isYear: Bool {
        text.count == 4 && (text.starts(with: "20".unicodeScalars) || text.starts(with: "19".unicodeScalars))
    }

    enum Neighbour {
        case none
        /// 万元, 元, %: a sentence has it, and so has a cell.
        case measure
        /// A character of a sentence.
        case word
    }

    /// The figures of a page, in the order of its characters. What is printed twice at one place counts once.
    static func figures(on page: Page) -> [PrintedFigure] {
        var figures: [PrintedFigure] = []
        var places: Set<Place> = []
        var start: Int?
        func close(at end: Int) {
            guard let first = start else { return }
            start = nil
            guard var figure = PrintedFigure(page.glyphs[first..<end]), places.insert(Place(figure)).inserted else {
                return
            }
            figure.isStruck = page.glyphs[first].isStruck
            let (before, behind) = (page.glyphs[..<first].last, page.glyphs[end...].first)
            if figure.isAmount, page.glyphs[first..<end].numberHeading(behind: before, before: behind) {
                figure.isAmount = false
            }
            if let before, before.isWord, before.stands(beside: page.glyphs[first], within: 1) {
                figure.neighbour = .word
            } else if let behind, behind.isMeasure, page.glyphs[end - 1].stands(beside: behind, within: 5) {
                figure.neighbour = .measure
            } else if let behind, behind.isWord, page.glyphs[end - 1].stands(beside: behind, within: 1) {
                figure.neighbour = .word
            }
            figures.append(figure)
        }
        for index in page.glyphs.indices {
            let glyph = page.glyphs[index]
            guard glyph.scalar.isFigureMark, !glyph.isCut else {
                close(at: index)
                continue
            }
            if start != nil, !page.glyphs[index - 1].isFollowed(by: glyph) { close(at: index) }
            if start == nil { start = index }
        }
        close(at: page.glyphs.count)
        return figures
    }

    /// Nil for a run without digits.
    private init?(_ glyphs: ArraySlice<Glyph>) {
        guard let first = glyphs.firstIndex(where: { $0.scalar.isAnyDigit }),
            let last = glyphs.lastIndex(where: { $0.scalar.isAnyDigit })
        else { return nil }
        let digits = glyphs[first...last]
        text = digits.map(\.scalar)
        box = digits.dropFirst().reduce(digits[first].box) { $0.union($1.box) }
        // Several points part the days of a date, or the numbers of a heading.
        let points = text.count { $0 == "." || $0 == "．" }
        isAmount = text.contains { !$0.isAnyDigit } && (points < 2 || text.contains(","))
    }

    /// A figure of which only a part is printed by itself: figures of two cells may touch.
    ///
    /// - Parameter end: how many of the characters it has.
    func parted(at end: Int) -> (PrintedFigure, PrintedFigure) {
        var (head, tail) = (self, self)
        head.text = Array(text[..<end])
        tail.text = Array(text[end...])
        let x = box.x0 + box.width * Double(end) / Double(text.count)
        head.box.x1 = x
        tail.box.x0 = x
        return (head, tail)
    }

    /// Where a figure stands, to two points.
    private struct Place: Hashable {
        var text: [Unicode.Scalar]
        var x: Int
        var y: Int

        init(_ figure: PrintedFigure) {
            text = figure.text
            x = Int(figure.box.x0 / 2)
            y = Int(figure.box.y1 / 2)
        }
    }
}

extension Glyph {
    /// Whether the next glyph goes on with the same text: on the same line, in the same size, nearer than a letter.
    fileprivate func isFollowed(by next: Glyph) -> Bool {
        direction == next.direction && abs(size - next.size) < 0.1 * size
            && abs(next.box.midY - box.midY) < 0.15 * Double(size)
            && (-0.3...0.35).contains((next.box.x0 - box.x1) / Double(size))
    }
}

extension ArraySlice<Glyph> {
    /// Whether figures at the beginning of a line number a heading, `3.1 术语`: two small numbers, and words behind them
    /// that measure nothing.
    fileprivate func numberHeading(behind before: Glyph?, before behind: Glyph?) -> Bool {
        let parts = split(omittingEmptySubsequences: false) { $0.scalar == "." }
        guard parts.count == 2, parts.allSatisfy({ (1...2).contains($0.count) && $0.first?.scalar != "0" }),
            let first, let last, let behind, behind.scalar.isIdeograph, !behind.isCounter
        else { return false }
        if let before, before.stands(beside: first, within: 2) { return false }
        return last.stands(beside: behind, within: 1)
    }
}

extension Glyph {
    /// What figures of a sentence count.
    fileprivate var isCounter: Bool { Self.counters.contains(scalar) }

    private static let counters = Set("万元亿个倍人次平千米公吨户辆台套项家月年日名件篇分小岁度级折升成亩斤吨".unicodeScalars)

    fileprivate var isWord: Bool { scalar.value >= 0x3000 }

    /// What a sentence measures its figures in.
    fileprivate var isMeasure: Bool { "%％万元亿".unicodeScalars.contains(scalar) }

    /// Whether another glyph stands behind it on its line, no farther than so many letters.
    fileprivate func stands(beside next: Glyph, within letters: Double) -> Bool {
        abs(next.box.midY - box.midY) < 0.4 * Double(max(size, next.size))
            && (-0.5...letters).contains((next.box.x0 - box.x1) / Double(max(size, next.size, 1)))
    }
}

extension Unicode.Scalar {
    /// A digit, or a mark that stands between digits of one figure.
    var isFigureMark: Bool { isAnyDigit || self == "." || self == "," || self == "，" || self == "．" }
}
