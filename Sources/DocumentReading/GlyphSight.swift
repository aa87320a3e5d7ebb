import PageContent

/// Why a character that a page paints is not on it for the eye.
package enum Unseen: String, CaseIterable, Sendable {
    /// Outside of its clip, or of the page.
    case clipped
    /// An area was painted over it.
    case covered
    /// A picture, or a shape that is no rectangle, was painted over it.
    case underPicture = "under_picture"
    /// Painted with neither fill nor stroke.
    case invisible
    case transparent
    /// Of the colour that lies beneath it.
    case sameColour = "same_colour"
    /// Part of a tile, or of a mask.
    case elsewhere
    /// Part of an annotation that is no field and no typed text: a stamp, a remark.
    case annotation
    /// Slanted, or laid over other text.
    case watermark
}

/// Which of the characters that a page paints the eye sees.
struct GlyphSight {
    enum State: Equatable {
        case seen
        /// White space and signs without width, which leave no ink.
        case blank
        /// Belongs to a text that begins in sight, and is clipped away itself: spreadsheets clip a long text at its cell.
        case cut
        case unseen(Unseen)
    }

    /// One for each glyph of the painting.
    private(set) var states: [State]
    /// Whether a glyph goes on where the one before it ends.
    let continues: [Bool]

    /// - Parameters:
    ///   - page: width and height as displayed.
    ///   - textAnnotations: where annotations stand whose text is the page's.
    init(_ painting: Painting, on page: (width: Double, height: Double), textAnnotations: [Rect]) {
        let glyphs = painting.glyphs
        states = glyphs.map { Self.state(of: $0, on: page, textAnnotations: textAnnotations) }
        var continues = [Bool](repeating: false, count: glyphs.count)
        for index in glyphs.indices.dropFirst() {
            continues[index] = glyphs[index].continues(glyphs[index - 1])
        }
        self.continues = continues
        keepCutTexts()
        keepTextsUnderPictures(glyphs)
    }

    private static func state(
        of glyph: Painting.Glyph, on page: (width: Double, height: Double), textAnnotations: [Rect]
    ) -> State {
        let facts = glyph.facts
        if facts.contains(.elsewhere) { return .unseen(.elsewhere) }
        if glyph.isBlank, !facts.contains(.ink) { return .blank }
        // It would be seen where its font is installed; nothing else is known of it.
        if facts.contains(.fontMissing) { return .seen }
        if !facts.contains(.painted) { return .unseen(.invisible) }
        let middle = glyph.middle
        if facts.contains(.annotation), !textAnnotations.contains(where: { $0.contains(x: middle.x, y: middle.y) }) {
            return .unseen(.annotation)
        }
        let isOutside = middle.x < 0 || middle.x > page.width || middle.y < 0 || middle.y > page.height
        if facts.contains(.clipped) || isOutside { return .unseen(.clipped) }
        if facts.contains(.underFill) { return .unseen(.covered) }
        if glyph.alpha < 0.05 { return .unseen(.transparent) }
        if facts.contains(.underPicture) { return .unseen(.underPicture) }
        if facts.isDisjoint(with: [.pattern, .onPicture]), glyph.colour.isHidden(on: glyph.under) {
            return .unseen(.sameColour)
        }
        if glyph.direction == nil { return .unseen(.watermark) }
        return .seen
    }

    // MARK: Texts

    /// A text is whole where some of it is in sight: what is clipped away of it is read with it.
    private mutating func keepCutTexts() {
        guard states.contains(.unseen(.clipped)) else { return }
        for text in texts where states[text].contains(.seen) {
            for index in text where states[index] == .unseen(.clipped) { states[index] = .cut }
        }
    }

    /// Words under a picture stay where the picture is laid over a few of a page's: it may be a seal or a letterhead. Of
    /// figures those stay that are seen in part: a whole one may be what was corrected.
    private mutating func keepTextsUnderPictures(_ glyphs: [Painting.Glyph]) {
        let covered = states.count { $0 == .unseen(.underPicture) }
        guard covered > 0, covered * 2 < states.count(where: { $0 == .seen }) else { return }
        for text in texts
        where states[text].contains(.seen) || !text.contains(where: { glyphs[$0].isDigit }) {
            for index in text where states[index] == .unseen(.underPicture) {
                states[index] = .seen
                keptUnderPictures += 1
            }
        }
    }

    /// Characters under pictures that are read all the same.
    private(set) var keptUnderPictures = 0

    /// Glyphs each of which goes on where the one before it ends.
    private var texts: [Range<Int>] {
        var texts: [Range<Int>] = []
        var start = 0
        for index in 1..<max(1, states.count) where !continues[index] {
            texts.append(start..<index)
            start = index
        }
        if start < states.count { texts.append(start..<states.count) }
        return texts
    }

    mutating func hide(_ index: Int, as unseen: Unseen) { states[index] = .unseen(unseen) }
}

extension Painting.Glyph {
    /// White space, control characters, signs without width, or no character at all.
    var isBlank: Bool {
        switch scalar {
        case ...0x20, 0x7F...0xA0, 0xAD, 0x1680, 0x2000...0x200F, 0x2028...0x202F, 0x205F...0x206F, 0x3000, 0xFEFF: true
        default: false
        }
    }

    var isDigit: Bool { (0x30...0x39).contains(scalar) }

    /// Along the line, of length one, and how far the next glyph stands.
    var advance: (x: Double, y: Double, length: Double) {
        let (dx, dy) = (end.x - origin.x, end.y - origin.y)
        let length = (dx * dx + dy * dy).squareRoot()
        if length > 0.01 { return (dx / length, dy / length, length) }
        let size = max((up.x * up.x + up.y * up.y).squareRoot(), 0.01)
        return (-up.y / size, up.x / size, 0)
    }

    /// Height of the font: what of `up` stands on the line at a right angle, for letters may lean.
    var size: Double {
        let advance = advance
        let height = up.x * advance.y - up.y * advance.x
        return height > 0.01 ? height : max((up.x * up.x + up.y * up.y).squareRoot(), 1)
    }

    /// The middle of its body.
    var middle: Painting.Point {
        Painting.Point(x: (origin.x + end.x) / 2 + up.x * 0.38, y: (origin.y + end.y) / 2 + up.y * 0.38)
    }

    /// Nil for a slanted one: three degrees are the slack of a sheet in a scanner.
    var direction: Direction? {
        let (x, y, _) = advance
        if abs(y) <= 0.05 * abs(x) { return x > 0 ? .upright : .upsideDown }
        if abs(x) <= 0.05 * abs(y) { return y > 0 ? .clockwise : .counterclockwise }
        return nil
    }

    /// Its box: the body of an ideograph above and below the baseline, and as wide as the glyph's advance.
    ///
    /// - Parameter end: where the next glyph begins, if nearer than the advance.
    func box(end: Painting.Point) -> Rect {
        let advance = advance
        let size = size
        // A quarter turn back from the line points to the top of its letters.
        let (nx, ny) = (advance.y, -advance.x)
        let (above, below) = (Glyph.ascent * size, Glyph.descent * size)
        let xs = (origin.x + nx * above, origin.x - nx * below, end.x + nx * above, end.x - nx * below)
        let ys = (origin.y + ny * above, origin.y - ny * below, end.y + ny * above, end.y - ny * below)
        return Rect(
            x0: min(min(xs.0, xs.1), min(xs.2, xs.3)), y0: min(min(ys.0, ys.1), min(ys.2, ys.3)),
            x1: max(max(xs.0, xs.1), max(xs.2, xs.3)), y1: max(max(ys.0, ys.1), max(ys.2, ys.3)))
    }

    /// Whether it stands where another one ends, on its line and in its size.
    func continues(_ last: Painting.Glyph) -> Bool {
        let size = size
        let slack = 0.3 * size
        guard abs(origin.x - last.end.x) < slack, abs(origin.y - last.end.y) < slack else { return false }
        return abs(up.x - last.up.x) + abs(up.y - last.up.y) < 0.1 * size
    }
}
