import PageContent

/// A text on one line that stands in one cell of a table.
struct Piece {
    enum Kind: Hashable {
        /// An amount of money: digits with a point or separators, or a zero.
        case sum
        /// Digits alone: a code, a count, or an amount in whole yuan.
        case number
        /// A sign that stands for no amount.
        case dash
        case word
    }

    var glyphs: ArraySlice<Glyph>
    var box: Rect
    var kind: Kind

    /// - Parameter glyphs: at least one.
    init(_ glyphs: ArraySlice<Glyph>, isFigure: FigureTest) {
        self.glyphs = glyphs
        box = glyphs.dropFirst().reduce(glyphs[glyphs.startIndex].box) { $0.union($1.box) }
        let text = GlyphText(glyphs)
        if text.allSatisfy({ "-—–－/".unicodeScalars.contains($0) }) {
            kind = .dash
        } else if isFigure(text) {
            let isSum = text.contains { ",.，．".unicodeScalars.contains($0) } || text.elementsEqual("0".unicodeScalars)
            kind = isSum ? .sum : .number
        } else {
            kind = .word
        }
    }

    var text: GlyphText { GlyphText(glyphs) }
    var isWord: Bool { kind == .word }
    var isFigure: Bool { kind == .sum || kind == .number }
    var line: TextLine { TextLine(glyphs: glyphs, box: box) }

    /// Whether it can only be the end of a number that wraps: `000`.
    var isTail: Bool {
        isFigure && glyphs.count > 1 && glyphs.count < 4 && text.first == "0" && text.allSatisfy { $0.isAnyDigit }
    }

    /// The number that an item of a list begins with: `三、`, `（二）`, `1.`; nil for another text.
    var ordinal: ArraySlice<Unicode.Scalar>? {
        guard isWord else { return nil }
        let text = Array(self.text.prefix(6))
        let start = text.first == "（" || text.first == "(" ? 1 : 0
        let digits = text[start...].prefix { "一二三四五六七八九十0123456789".unicodeScalars.contains($0) }
        guard !digits.isEmpty, digits.endIndex < text.count else { return nil }
        let closer = text[digits.endIndex]
        let isItem = start == 1 ? "）)".unicodeScalars.contains(closer) : "、.．".unicodeScalars.contains(closer)
        return isItem ? digits : nil
    }
}

/// What stands on one height of a page, left to right.
struct Strip {
    var pieces: [Piece]
    var box: Rect

    var hasSum: Bool { pieces.contains { $0.kind == .sum } }
    var hasFigure: Bool { pieces.contains(where: \.isFigure) }
    var isWords: Bool { pieces.allSatisfy(\.isWord) }

    init(pieces: [Piece]) {
        self.pieces = pieces
        box = pieces.dropFirst().reduce(pieces.first?.box ?? Rect(x0: 0, y0: 0, x1: 0, y1: 0)) { $0.union($1.box) }
    }

    /// Cuts a line where cells part: at gaps of half an ideograph, where a vertical rule runs down, and beside an amount
    /// that was printed by itself, however near the next cell's text stands.
    init(_ line: TextLine, walls: [Rule], isFigure: FigureTest, isHeading: HeadingTest) {
        let em = line.em
        var pieces: [Piece] = []
        for run in line.runs(em: em) {
            for part in Self.cut(line.glyphs[run], atWalls: walls) {
                pieces += Self.cutAmounts(of: part, em: em, isFigure: isFigure)
            }
        }
        self.init(pieces: Self.joinSpreadWords(pieces, isFigure: isFigure, isHeading: isHeading))
    }

    /// The lines with texts cut where one was painted apart from the other and begins where other texts begin: full lines of
    /// two columns touch.
    static func aligned(_ strips: [Strip], isFigure: FigureTest) -> [Strip] {
        var starts: [Int: Int] = [:]
        for piece in strips.lazy.flatMap(\.pieces) { starts[Int(piece.box.x0.rounded()), default: 0] += 1 }
        func beginsText(_ x: Double) -> Bool {
            let place = Int(x.rounded())
            return (place - 1...place + 1).reduce(0) { $0 + (starts[$1] ?? 0) } > 2
        }
        return strips.map { strip in
            var parts: [Piece] = []
            for piece in strip.pieces {
                let glyphs = piece.glyphs
                var start = glyphs.startIndex
                for index in glyphs.indices.dropFirst(shortestLine).dropLast(shortestLine)
                where glyphs[index].run != glyphs[index - 1].run && beginsText(glyphs[index].box.x0) {
                    parts.append(Piece(glyphs[start..<index], isFigure: isFigure))
                    start = index
                }
                parts.append(start == glyphs.startIndex ? piece : Piece(glyphs[start...], isFigure: isFigure))
            }
            return parts.count == strip.pieces.count ? strip : Strip(pieces: parts)
        }
    }

    /// Characters of a line that fills its column.
    private static let shortestLine = 6

    private static func cut(_ glyphs: ArraySlice<Glyph>, atWalls walls: [Rule]) -> [ArraySlice<Glyph>] {
        guard let first = glyphs.first, let last = glyphs.last else { return [] }
        let crossing = walls.filter {
            $0.position > first.box.midX && $0.position < last.box.midX && $0.start < first.box.midY
                && $0.end > first.box.midY
        }
        guard !crossing.isEmpty else { return [glyphs] }
        var parts: [ArraySlice<Glyph>] = []
        var start = glyphs.startIndex
        for index in glyphs.indices.dropFirst() {
            let (left, right) = (glyphs[index - 1].box.midX, glyphs[index].box.midX)
            if crossing.contains(where: { $0.position > left && $0.position < right }) {
                parts.append(glyphs[start..<index])
                start = index
            }
        }
        return parts + [glyphs[start...]]
    }

    /// Cuts amounts off the texts that touch them, where one was painted apart from the other or stands a little off.
    private static func cutAmounts(of glyphs: ArraySlice<Glyph>, em: Double, isFigure: FigureTest) -> [Piece] {
        let whole = Piece(glyphs, isFigure: isFigure)
        guard whole.isWord, glyphs.count(where: { $0.scalar.isAnyDigit }) > 2 else { return [whole] }
        var places = [glyphs.startIndex]
        for index in glyphs.indices.dropFirst() {
            let (last, next) = (glyphs[index - 1], glyphs[index])
            let isApart = next.run != last.run || next.box.x0 - last.box.x1 > 0.15 * em
            if isApart, last.scalar.endsFigure || next.scalar.endsFigure { places.append(index) }
        }
        places.append(glyphs.endIndex)
        guard places.count > 2 else { return [whole] }
        var pieces: [Piece] = []
        var start = 0
        for place in places.indices.dropLast() {
            let piece = Piece(glyphs[places[place]..<places[place + 1]], isFigure: isFigure)
            let follower = places[place + 1] < glyphs.endIndex ? glyphs[places[place + 1]].scalar : nil
            // Digits alone are a code or an amount where they stand a little off.
            let isApart =
                piece.kind == .sum
                || (piece.kind == .number && piece.glyphs.count > 2
                    && isSetOff(piece.glyphs, in: glyphs, by: 0.15 * em) && follower != "年")
            guard isApart, follower.map({ !units.contains($0) }) ?? true else { continue }
            if places[start] < places[place] {
                pieces.append(Piece(glyphs[places[start]..<places[place]], isFigure: isFigure))
            }
            pieces.append(piece)
            start = place + 1
        }
        if places[start] < glyphs.endIndex { pieces.append(Piece(glyphs[places[start]...], isFigure: isFigure)) }
        return pieces
    }

    private static func isSetOff(_ part: ArraySlice<Glyph>, in glyphs: ArraySlice<Glyph>, by gap: Double) -> Bool {
        let isOffBefore =
            part.startIndex == glyphs.startIndex
            || glyphs[part.startIndex].box.x0 - glyphs[part.startIndex - 1].box.x1 > gap
        let isOffBehind =
            part.endIndex == glyphs.endIndex || glyphs[part.endIndex].box.x0 - glyphs[part.endIndex - 1].box.x1 > gap
        return isOffBefore && isOffBehind
    }

    /// What makes a number before it a part of a text.
    private static let units = Set("万元亿千百个%％‰人次项平米、：）)".unicodeScalars)

    /// Joins the characters of a word that is set spread: `合　计`.
    private static func joinSpreadWords(
        _ pieces: [Piece], isFigure: FigureTest, isHeading: HeadingTest
    ) -> [Piece] {
        // 项 and 目 are levels of codes beside 款.
        let areLevels = pieces.contains { $0.glyphs.count == 1 && $0.text.first == "款" }
        guard !areLevels, pieces.contains(where: \.isLetter) else { return pieces }
        var joined: [Piece] = []
        var index = 0
        while index < pieces.count {
            let run = pieces[index...].prefix(while: \.isLetter).prefix(longestSpread)
            let length = stride(from: run.count, through: 2, by: -1).first { length in
                let text = run.prefix(length).flatMap(\.text)
                return spreadWords.contains(text) || (length > 2 && isHeading(text))
            }
            if let length {
                joined.append(Piece(ArraySlice(run.prefix(length).flatMap(\.glyphs)), isFigure: isFigure))
                index += length
            } else {
                joined.append(pieces[index])
                index += 1
            }
        }
        return joined
    }

    private static let longestSpread = 6
    private static let spreadWords = Set(
        ["合计", "总计", "小计", "项目", "金额", "名称", "收入", "支出", "科目", "编码", "序号", "单位", "备注"].map {
            Array($0.unicodeScalars)
        })
}

extension Piece {
    /// A single ideograph.
    fileprivate var isLetter: Bool { glyphs.count == 1 && isWord && (text.first?.value ?? 0) > 0x2E80 }
}

extension Unicode.Scalar {
    fileprivate var endsFigure: Bool { (0x30...0x39).contains(value) || self == "-" }
}
