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

        /// Whether a text of this look may lie across one of another: a lighter one of about its size, or a larger one.
        func mayCross(_ other: Look) -> Bool {
            Double(size) > larger * Double(other.size)
                || (colour.luminance > other.colour.luminance + lighter && Double(size) > 0.7 * Double(other.size))
        }
    }

    /// Glyphs that go on one behind the other in one look.
    private struct Text {
        var indices: [Int]
        var box: Rect
        var look: Look
    }

    /// Lighter by this much of the way to white, or larger by this factor.
    private static let lighter = 0.15
    private static let larger = 1.4

    init(_ glyphs: [Painting.Glyph], sight: GlyphSight) {
        found = Self.letters(ofSealsIn: glyphs, sight: sight)
        var counts: [Look: Int] = [:]
        var looks: [Look?] = []
        looks.reserveCapacity(glyphs.count)
        for (glyph, state) in zip(glyphs, sight.states) {
            let look =
                state == .seen && !glyph.isBlank
                ? Look(colour: glyph.colour, size: Int((glyph.size * 2).rounded())) : nil
            looks.append(look)
            if let look { counts[look, default: 0] += 1 }
        }
        // Most pages have the sizes of their headings and of their tables, in black.
        let seen = counts.values.reduce(0, +)
        let rare = counts.filter { look, count in
            count * 2 < seen && counts.keys.contains { look.mayCross($0) }
        }
        guard !rare.isEmpty else { return }
        var texts: [Text] = []
        for index in glyphs.indices {
            guard let look = looks[index], rare[look] != nil else { continue }
            let box = glyphs[index].box(end: glyphs[index].end)
            if let last = texts.last?.indices.last, sight.continues[index], last == index - 1 {
                texts[texts.count - 1].indices.append(index)
                texts[texts.count - 1].box = texts[texts.count - 1].box.union(box)
            } else {
                texts.append(Text(indices: [index], box: box, look: look))
            }
        }
        let squares = PlaceMap(texts.map(\.box))
        var crossing = Set<Int>()
        for index in glyphs.indices {
            guard let look = looks[index] else { continue }
            let middle = glyphs[index].middle
            for text in squares.boxes(near: middle.x, middle.y)
            where !crossing.contains(text) && texts[text].look.mayCross(look)
                && texts[text].indices.contains(where: { Self.covers(glyphs[$0], glyphs[index]) })
            {
                crossing.insert(text)
            }
        }
        let said = Set(crossing.map { Self.words(texts[$0], glyphs) })
        guard !said.isEmpty else { return }
        for text in texts where said.contains(Self.words(text, glyphs)) { found += text.indices }
    }

    /// Upright letters of seals: painted in one go with slanted ones, among them and in their colour, which is not that of
    /// the page's text.
    private static func letters(ofSealsIn glyphs: [Painting.Glyph], sight: GlyphSight) -> [Int] {
        var counts: [Colour: Int] = [:]
        for (glyph, state) in zip(glyphs, sight.states) where state == .seen { counts[glyph.colour, default: 0] += 1 }
        let main = counts.max { ($0.value, $1.key.luminance) < ($1.value, $0.key.luminance) }?.key
        var letters: [Int] = []
        var start = 0
        while start < glyphs.count {
            var end = start + 1
            while end < glyphs.count, glyphs[end].colour == glyphs[start].colour || glyphs[end].isBlank { end += 1 }
            let slanted = (start..<end).filter { glyphs[$0].direction == nil && !glyphs[$0].isBlank }
            if slanted.count > 2, let first = slanted.first, glyphs[start].colour != main {
                let frame = slanted.reduce(glyphs[first].box(end: glyphs[first].end)) {
                    $0.union(glyphs[$1].box(end: glyphs[$1].end))
                }
                let margin = glyphs[first].size
                letters += (start..<end).filter {
                    let middle = glyphs[$0].middle
                    return sight.states[$0] == .seen && middle.x > frame.x0 - margin && middle.x < frame.x1 + margin
                        && middle.y > frame.y0 - margin && middle.y < frame.y1 + margin
                }
            }
            start = end
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
        let (box, below) = (glyph.box(end: glyph.end), other.box(end: other.end))
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
