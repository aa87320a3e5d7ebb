import PageContent

/// Text laid over other text: lighter or larger than what it crosses, as watermarks are. A text that says the same in the same
/// colour and size is one too, wherever it stands on the page; and so are the letters of a seal, few of which are slanted.
struct Watermarks {
    private var found: [Int] = []

    /// What sets a kind of text apart from others on the page.
    private struct Look: Hashable {
        var colour: Colour
        /// In half points.
        var size: Int

        func isLarger(than other: Int) -> Bool { Double(size) > larger * Double(other) }
        /// Whether it is pale, and paler than another colour.
        func isFaint(beside other: Double) -> Bool { colour.luminance > max(pale, other + lighter) }

        /// Whether a text of this look may lie across one of another: a pale one of about its size, or a larger one.
        func mayCross(_ other: Look) -> Bool {
            isLarger(than: other.size)
                || (isFaint(beside: other.colour.luminance) && Double(size) > 0.7 * Double(other.size))
        }
    }

    /// Glyphs that go on one behind the other in one look.
    private struct Text {
        var indices: Range<Int>
        var box: Rect
        var look: Look

        var isFaint: Bool { look.isFaint(beside: 0) }

        func isFigure(_ glyphs: [Painting.Glyph]) -> Bool { indices.contains { glyphs[$0].isDigit } }
    }

    /// Lighter by this much of the way to white, or larger by this factor.
    private static let lighter = 0.15
    /// Red is no pale colour, grey of two thirds is.
    private static let pale = 0.5
    private static let larger = 1.4

    init(_ glyphs: [Painting.Glyph], sight: GlyphSight) {
        found = Self.letters(ofSealsIn: glyphs, sight: sight)
        var counts: [Look: Int] = [:]
        var looks: [Look?] = []
        looks.reserveCapacity(glyphs.count)
        // Glyphs of one look stand behind one another: they are counted together.
        var last: (look: Look, count: Int)?
        for (glyph, state) in zip(glyphs, sight.states) {
            let look =
                state == .seen && !glyph.isBlank
                ? Look(colour: glyph.colour, size: Int((glyph.size * 2).rounded())) : nil
            looks.append(look)
            guard let look else { continue }
            if let run = last, run.look == look {
                last = (look, run.count + 1)
            } else {
                if let last { counts[last.look, default: 0] += last.count }
                last = (look, 1)
            }
        }
        if let last { counts[last.look, default: 0] += last.count }
        // Most pages have the sizes of their headings and of their tables, in black.
        let seen = counts.values.reduce(0, +)
        guard counts.count > 1, let smallest = counts.keys.map(\.size).min(),
            let darkest = counts.keys.map(\.colour.luminance).min()
        else { return }
        let rare = counts.filter { look, count in
            count * 2 < seen && (look.isLarger(than: smallest) || look.isFaint(beside: darkest))
        }
        guard !rare.isEmpty else { return }
        let texts = sight.texts().compactMap { text -> Text? in
            guard let look = looks[text.lowerBound], rare[look] != nil,
                text.allSatisfy({ looks[$0] == look || glyphs[$0].isBlank })
            else { return nil }
            let box = text.reduce(glyphs[text.lowerBound].box()) { $0.union(glyphs[$1].box()) }
            return Text(indices: text, box: box, look: look)
        }
        let squares = PlaceMap(texts.map(\.box))
        var crossed: [Int: Set<Int>] = [:]
        for index in glyphs.indices {
            guard let look = looks[index] else { continue }
            let middle = glyphs[index].middle
            for text in squares.boxes(near: middle.x, middle.y) where texts[text].look.mayCross(look) {
                for own in texts[text].indices where Self.covers(glyphs[own], glyphs[index]) {
                    crossed[text, default: []].insert(own)
                }
            }
        }
        let crossing = crossed.filter { text, glyphs in glyphs.count > 1 || texts[text].isFaint }.keys
        // The same words elsewhere in the same look are the same watermark; figures are told by their own place.
        let said = Set(crossing.filter { !texts[$0].isFigure(glyphs) }.map { Self.words(texts[$0], glyphs) })
        for (index, text) in texts.enumerated()
        where crossing.contains(index) || said.contains(Self.words(text, glyphs)) {
            found += text.indices
        }
    }

    /// Upright letters of seals: painted in one go with slanted ones, among them and in their colour, which is not that of
    /// the page's text.
    private static func letters(ofSealsIn glyphs: [Painting.Glyph], sight: GlyphSight) -> [Int] {
        guard sight.states.contains(.unseen(.watermark)) else { return [] }
        var counts: [Colour: Int] = [:]
        for (glyph, state) in zip(glyphs, sight.states) where state == .seen { counts[glyph.colour, default: 0] += 1 }
        let main = counts.max { ($0.value, $1.key.luminance) < ($1.value, $0.key.luminance) }?.key
        let texts = sight.texts()
        var letters: [Int] = []
        var start = 0
        while start < glyphs.count {
            var end = start + 1
            while end < glyphs.count, glyphs[end].colour == glyphs[start].colour || glyphs[end].isBlank { end += 1 }
            defer { start = end }
            let slanted = (start..<end).filter { sight.states[$0] == .unseen(.watermark) }
            guard slanted.count > 2, let first = slanted.first, glyphs[start].colour != main else { continue }
            let frame = slanted.reduce(glyphs[first].box()) { $0.union(glyphs[$1].box()) }
            let margin = glyphs[first].size
            func isInFrame(_ index: Int) -> Bool {
                let middle = glyphs[index].middle
                return middle.x > frame.x0 - margin && middle.x < frame.x1 + margin
                    && middle.y > frame.y0 - margin && middle.y < frame.y1 + margin
            }
            // Whole texts within the ring, and no figures.
            for text in texts where text.lowerBound >= start && text.upperBound <= end {
                let seen = text.filter { sight.states[$0] == .seen }
                guard seen.allSatisfy(isInFrame), !seen.contains(where: { glyphs[$0].isDigit }) else { continue }
                letters += seen
            }
        }
        return letters
    }

    func hide(in sight: inout GlyphSight) {
        for index in found { sight.hide(index, as: .watermark) }
    }

    /// What a text says, and how it looks.
    private static func words(_ text: Text, _ glyphs: [Painting.Glyph]) -> [UInt32] {
        let colour = text.look.colour
        return [
            UInt32(colour.red) << 16 | UInt32(colour.green) << 8 | UInt32(colour.blue),
            UInt32(truncatingIfNeeded: text.look.size),
        ] + text.indices.map { glyphs[$0].scalar }
    }

    /// Whether a glyph lies over a good part of another.
    private static func covers(_ glyph: Painting.Glyph, _ other: Painting.Glyph) -> Bool {
        let (box, below) = (glyph.box(), other.box())
        let width = min(box.x1, below.x1) - max(box.x0, below.x0)
        let height = min(box.y1, below.y1) - max(box.y0, below.y0)
        return width > 0.3 * below.width && height > 0.3 * below.height
    }
}

/// Finds the boxes near a place.
private struct PlaceMap {
    private var squares: [Int: [Int]] = [:]
    /// Boxes that touch more squares than words do.
    private var large: [Int] = []

    private static let side = 32.0
    private static let mostSquares = 64

    init(_ boxes: [Rect]) {
        for (index, box) in boxes.enumerated() {
            let columns = Self.square(box.x0 - Self.side / 2)...Self.square(box.x1 + Self.side / 2)
            let rows = Self.square(box.y0 - Self.side / 2)...Self.square(box.y1 + Self.side / 2)
            guard columns.count * rows.count <= Self.mostSquares else {
                large.append(index)
                continue
            }
            for column in columns { for row in rows { squares[Self.key(column, row), default: []].append(index) } }
        }
    }

    func boxes(near x: Double, _ y: Double) -> [Int] {
        let found = squares[Self.key(Self.square(x), Self.square(y))] ?? []
        return large.isEmpty ? found : found + large
    }

    private static func square(_ value: Double) -> Int { Int(min(max(value / side, -2), 40_000).rounded(.down)) }
    private static func key(_ column: Int, _ row: Int) -> Int { column * 100_000 + row }
}

extension Colour {
    /// How light it is to the eye, from 0 to 1 (ITU-R BT.601).
    fileprivate var luminance: Double {
        (0.299 * Double(red) + 0.587 * Double(green) + 0.114 * Double(blue)) / 255
    }
}
