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
    }

    /// Lighter by this much of the way to white, or larger by this factor.
    private static let lighter = 0.15
    private static let larger = 1.4
    private static let square = 16.0

    init(_ glyphs: [Painting.Glyph], sight: GlyphSight) {
        found = Self.letters(ofSealsIn: glyphs, sight: sight)
        var counts: [Look: Int] = [:]
        var looks: [Look?] = []
        looks.reserveCapacity(glyphs.count)
        for (glyph, state) in zip(glyphs, sight.states) {
            guard state == .seen, !glyph.isBlank else {
                looks.append(nil)
                continue
            }
            let look = Look(colour: glyph.colour, size: Int((glyph.size * 2).rounded()))
            counts[look, default: 0] += 1
            looks.append(look)
        }
        // Most pages have the sizes of their headings and of their tables, in black.
        let seen = counts.values.reduce(0, +)
        let rare = Set(counts.filter { $0.value * 2 < seen }.keys)
        guard counts.count > 1, !rare.isEmpty else { return }
        var squares: [Int: [Int]] = [:]
        for index in glyphs.indices where looks[index] != nil {
            let middle = glyphs[index].middle
            squares[Self.key(middle.x, middle.y), default: []].append(index)
        }
        var texts: [[Int]] = []
        for index in glyphs.indices {
            guard let look = looks[index], rare.contains(look) else { continue }
            if let last = texts.last?.last, sight.continues[index], last == index - 1 {
                texts[texts.count - 1].append(index)
            } else {
                texts.append([index])
            }
        }
        var said: Set<[UInt32]> = []
        for text in texts {
            guard text.contains(where: { Self.crosses($0, glyphs, looks, squares) }) else { continue }
            said.insert(Self.words(text, glyphs))
        }
        if !said.isEmpty { for text in texts where said.contains(Self.words(text, glyphs)) { found += text } }
    }

    /// Upright letters of seals: painted in one go with slanted ones, in their colour and among them.
    private static func letters(ofSealsIn glyphs: [Painting.Glyph], sight: GlyphSight) -> [Int] {
        var letters: [Int] = []
        var start = 0
        while start < glyphs.count {
            var end = start + 1
            while end < glyphs.count, glyphs[end].colour == glyphs[start].colour || glyphs[end].isBlank { end += 1 }
            let slanted = (start..<end).filter { glyphs[$0].direction == nil && !glyphs[$0].isBlank }
            if slanted.count > 2, let first = slanted.first {
                let frame = slanted.reduce(glyphs[first].box(end: glyphs[first].end)) {
                    $0.union(glyphs[$1].box(end: glyphs[$1].end))
                }
                // What is painted with the ring is of its size or less: a table is not.
                let upright = (start..<end).filter { sight.states[$0] == .seen }
                if upright.count <= 3 * slanted.count {
                    let margin = glyphs[first].size
                    letters += upright.filter {
                        let middle = glyphs[$0].middle
                        return middle.x > frame.x0 - margin && middle.x < frame.x1 + margin
                            && middle.y > frame.y0 - margin && middle.y < frame.y1 + margin
                    }
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
    private static func words(_ text: [Int], _ glyphs: [Painting.Glyph]) -> [UInt32] {
        guard let first = text.first else { return [] }
        let colour = glyphs[first].colour
        let look = UInt32(colour.red) << 16 | UInt32(colour.green) << 8 | UInt32(colour.blue)
        return [look, UInt32(min(max(0, glyphs[first].size * 2), 65_535).rounded())] + text.map { glyphs[$0].scalar }
    }

    private static func key(_ x: Double, _ y: Double) -> Int {
        Int(min(max(x / square, -1), 4_000)) * 5_000 + Int(min(max(y / square, -1), 4_000))
    }

    /// Whether a glyph lies over a good part of another, smaller or darker one.
    private static func crosses(
        _ index: Int, _ glyphs: [Painting.Glyph], _ looks: [Look?], _ squares: [Int: [Int]]
    ) -> Bool {
        let glyph = glyphs[index]
        let box = glyph.box(end: glyph.end)
        let columns = Int(min(max((box.x0 - square) / square, -1), 4_000))...Int(min(max((box.x1 + square) / square, -1), 4_000))
        let rows = Int(min(max((box.y0 - square) / square, -1), 4_000))...Int(min(max((box.y1 + square) / square, -1), 4_000))
        for column in columns {
            for row in rows {
                for other in squares[column * 5_000 + row] ?? [] where looks[other] != looks[index] {
                    let rival = glyphs[other]
                    guard
                        glyph.size > larger * rival.size
                            || (glyph.colour.luminance > rival.colour.luminance + lighter
                                && glyph.size > 0.7 * rival.size)
                    else { continue }
                    let below = rival.box(end: rival.end)
                    let width = min(box.x1, below.x1) - max(box.x0, below.x0)
                    let height = min(box.y1, below.y1) - max(box.y0, below.y0)
                    if width > 0.3 * below.width, height > 0.3 * below.height { return true }
                }
            }
        }
        return false
    }
}

extension Colour {
    /// How light it is to the eye, from 0 to 1 (ITU-R BT.601).
    fileprivate var luminance: Double {
        (0.299 * Double(red) + 0.587 * Double(green) + 0.114 * Double(blue)) / 255
    }
}
