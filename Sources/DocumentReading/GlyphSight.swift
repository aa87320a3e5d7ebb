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
        keepCutTexts(glyphs)
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

    /// A text is whole where some of it is in sight: what is clipped away of it is read with it. It is one text where one
    /// operation wrote it, or where each character was written by its own and all of them are clipped by one clip.
    private mutating func keepCutTexts(_ glyphs: [Painting.Glyph]) {
        guard states.contains(.unseen(.clipped)) else { return }
        for text in texts(where: { glyphs[$0].isOneText(with: glyphs[$0 - 1]) }) where states[text].contains(.seen) {
            for index in text where states[index] == .unseen(.clipped) { states[index] = .cut }
        }
    }

    /// Words under a picture stay where the picture is laid over a few of a page's: it may be a seal or a letterhead. Of
    /// figures those stay that are seen in part: a whole one may be what was corrected.
    private mutating func keepTextsUnderPictures(_ glyphs: [Painting.Glyph]) {
        let covered = states.count { $0 == .unseen(.underPicture) }
        guard covered > 0, covered * 2 < states.count(where: { $0 == .seen }) else { return }
        for text in texts(where: { glyphs[$0].isOneText(with: glyphs[$0 - 1]) })
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
    ///
    /// - Parameter goesOn: whether a glyph that stands behind the one before it belongs to its text.
    func texts(where goesOn: (Int) -> Bool = { _ in true }) -> [Range<Int>] {
        var texts: [Range<Int>] = []
        var start = 0
        for index in 1..<max(1, states.count) where !continues[index] || !goesOn(index) {
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

    var isDigit: Bool { (0x30...0x39).contains(scalar) || (0xFF10...0xFF19).contains(scalar) }

    /// An ideograph or another character as wide as its font is high.
    private var isWide: Bool { scalar >= 0x2E80 }

    /// Along its line, of length one: letters may lean, and their spacing may run backwards.
    var along: (x: Double, y: Double) {
        let length = (up.x * up.x + up.y * up.y).squareRoot()
        if length > 0.01 { return (-up.y / length, up.x / length) }
        let (dx, dy) = (end.x - origin.x, end.y - origin.y)
        let advance = (dx * dx + dy * dy).squareRoot()
        return advance > 0.01 ? (dx / advance, dy / advance) : (1, 0)
    }

    /// How far along its line the next glyph begins; less than nothing where spacing runs backwards.
    var advance: Double {
        let along = along
        return (end.x - origin.x) * along.x + (end.y - origin.y) * along.y
    }

    /// Height of its font.
    var size: Double {
        let height = (up.x * up.x + up.y * up.y).squareRoot()
        // Nothing is known of a font that is missing: ideographs are as wide as high, letters half as wide.
        return height > 0.01 ? height : max(isWide ? advance : 2 * advance, 1)
    }

    /// The width of the glyph itself: its advance holds what letters are spaced by.
    var width: Double {
        let em = em > 0.01 ? em : size
        guard advance > 0 else { return isWide ? em : em / 2 }
        if facts.contains(.program) { return advance }
        let isFigure = isDigit && scalar < 0x80 || scalar == 0x2C || scalar == 0x2E
        return min(advance, em * (isFigure ? 0.75 : 1.1))
    }

    /// The middle of its body.
    var middle: Painting.Point {
        let (along, half) = (along, width / 2)
        return Painting.Point(
            x: origin.x + along.x * half + up.x * 0.38, y: origin.y + along.y * half + up.y * 0.38)
    }

    /// Nil for a slanted one: three degrees are the slack of a sheet in a scanner.
    var direction: Direction? {
        let (x, y) = along
        if abs(y) <= 0.05 * abs(x) { return x > 0 ? .upright : .upsideDown }
        if abs(x) <= 0.05 * abs(y) { return y > 0 ? .clockwise : .counterclockwise }
        return nil
    }

    /// Its box: the body of an ideograph above and below the baseline.
    ///
    /// - Parameter width: as far as the next glyph, if that is less than its own.
    func box(width: Double? = nil) -> Rect {
        let (along, size) = (along, size)
        let width = width ?? self.width
        // A quarter turn back from the line points to the top of its letters.
        let (nx, ny) = (along.y, -along.x)
        let (above, below) = (Glyph.ascent * size, Glyph.descent * size)
        let (ex, ey) = (origin.x + along.x * width, origin.y + along.y * width)
        let xs = (origin.x + nx * above, origin.x - nx * below, ex + nx * above, ex - nx * below)
        let ys = (origin.y + ny * above, origin.y - ny * below, ey + ny * above, ey - ny * below)
        return Rect(
            x0: min(min(xs.0, xs.1), min(xs.2, xs.3)), y0: min(min(ys.0, ys.1), min(ys.2, ys.3)),
            x1: max(max(xs.0, xs.1), max(xs.2, xs.3)), y1: max(max(ys.0, ys.1), max(ys.2, ys.3)))
    }

    /// Whether the page shows it together with the glyph in front of it: by one operation, or under one clip.
    func isOneText(with last: Painting.Glyph) -> Bool { run == last.run || clip == last.clip }

    /// Whether it stands where another one ends, on its line and in its size.
    func continues(_ last: Painting.Glyph) -> Bool {
        let size = size
        let slack = 0.3 * size
        guard abs(origin.x - last.end.x) < slack, abs(origin.y - last.end.y) < slack else { return false }
        return abs(up.x - last.up.x) + abs(up.y - last.up.y) < 0.1 * size
    }
}
