import PageContent

/// A page as the eye sees it, made of what is painted on it, and what was noticed on the way.
struct PageView {
    var page: Page
    /// Characters that are not on the page for the eye, by why.
    var unseen: [Unseen: Int] = [:]
    /// The page shows a picture, and text lies under or over it that nobody sees.
    var hasHiddenTextLayer = false
    /// Characters of fields and typed annotations.
    var annotationCount = 0
    /// Characters that were clipped away from a text that begins in sight.
    var cutCount = 0
    /// Words that are read although a picture lies over them.
    var coveredWordCount = 0
    /// Characters painted through a mask that may hide them.
    var maskedCount = 0
    /// Dashes without a name that were read as minus signs.
    var dashCount = 0
    /// Glyphs whose characters are not known, and how many of them leave ink for certain.
    var lostCount = 0
    var lostVisibleCount = 0
    /// Glyphs painted in sight.
    var paintedCount = 0

    /// - Parameters:
    ///   - number: of the page, 1-based.
    ///   - size: width and height as displayed.
    ///   - textAnnotations: asked where a page paints annotations.
    init(
        number: Int, painting: Painting, size: (width: Double, height: Double), textAnnotations: () -> [Rect]
    ) {
        page = Page(number: number, width: size.width, height: size.height)
        let hasAnnotations = painting.glyphs.contains { $0.facts.contains(.annotation) }
        var sight = GlyphSight(painting, on: size, textAnnotations: hasAnnotations ? textAnnotations() : [])
        Watermarks(painting.glyphs, sight: sight).hide(in: &sight)
        coveredWordCount = sight.keptUnderPictures
        count(painting, sight)
        let strikes = StruckText(painting, sight: sight)
        addGlyphs(painting.glyphs, sight: sight, struck: strikes.glyphs)
        addMarks(painting.marks, besides: strikes.marks)
        turn(to: mainDirection)
        RaisedMarks.name(&page.glyphs)
    }

    // MARK: Characters

    private mutating func count(_ painting: Painting, _ sight: GlyphSight) {
        var seen = 0
        for (glyph, state) in zip(painting.glyphs, sight.states) {
            switch state {
            case .unseen(let kind): unseen[kind, default: 0] += 1
            case .cut: cutCount += 1
            case .seen:
                seen += 1
                if glyph.facts.contains(.annotation) { annotationCount += 1 }
                if !glyph.facts.isDisjoint(with: [.masked, .clipOnly]) { maskedCount += 1 }
            case .blank: break
            }
        }
        let pictures = painting.marks.filter { $0.kind == .picture && $0.isSeen }.map(\.box)
        guard !pictures.isEmpty else { return }
        // Text that nobody sees, on a picture where nothing else is seen, is what somebody recognised of the picture.
        var hidden = 0
        for (glyph, state) in zip(painting.glyphs, sight.states)
        where state == .unseen(.invisible) || state == .unseen(.underPicture) {
            let middle = glyph.middle
            if pictures.contains(where: { $0.contains(x: middle.x, y: middle.y) }) { hidden += 1 }
        }
        hasHiddenTextLayer = hidden > max(4, seen)
    }

    private mutating func addGlyphs(_ glyphs: [Painting.Glyph], sight: GlyphSight, struck: Set<Int>) {
        page.glyphs.reserveCapacity(glyphs.count)
        for index in glyphs.indices {
            let glyph = glyphs[index]
            let state = sight.states[index]
            if state == .blank {
                noteBlank(glyph)
                continue
            }
            guard state == .seen || state == .cut else { continue }
            paintedCount += 1
            let next = index + 1 < glyphs.count && sight.continues[index + 1] ? glyphs[index + 1] : nil
            guard let scalar = scalar(of: glyph, before: next) else { continue }
            var end = glyph.end
            if let next, next.run == glyph.run, next.stands(before: glyph.end, behind: glyph) { end = next.origin }
            var box = glyph.box(end: end)
            if state == .cut { box = Self.edge(ofTextAt: index, glyphs, sight) ?? box }
            page.glyphs.append(
                Glyph(
                    scalar: scalar, box: box, colour: glyph.colour, direction: glyph.direction ?? .upright,
                    run: glyph.run, size: Float(glyph.size), isStruck: struck.contains(index)))
        }
    }

    /// Glyphs without a character may be spaces, or programs that nobody can read.
    private mutating func noteBlank(_ glyph: Painting.Glyph) {
        guard glyph.scalar == 0 else { return }
        paintedCount += 1
        if !glyph.facts.isDisjoint(with: [.inkUnknown, .fontMissing]) { lostCount += 1 }
    }

    /// The character that a glyph shows; what leaves ink without a name is a dash, or the sign for a lost character.
    private mutating func scalar(of glyph: Painting.Glyph, before next: Painting.Glyph?) -> Unicode.Scalar? {
        guard glyph.isBlank else { return Unicode.Scalar(glyph.scalar) ?? "\u{FFFD}" }
        if glyph.facts.contains(.dash) {
            dashCount += 1
            return "-"
        }
        lostCount += 1
        lostVisibleCount += 1
        return "\u{FFFD}"
    }

    /// Where a text is clipped: what is cut off of it is set there, within the glyph that is seen last, so that it stands in
    /// order and in its text's place for whoever looks for places.
    private static func edge(ofTextAt index: Int, _ glyphs: [Painting.Glyph], _ sight: GlyphSight) -> Rect? {
        var start = index
        while start > 0, sight.continues[start], sight.states[start] != .seen { start -= 1 }
        let isHead = sight.states[start] != .seen
        var end = index
        if isHead {
            while end < glyphs.count - 1, sight.states[end] != .seen { end += 1 }
            guard sight.states[end] == .seen else { return nil }
        }
        let seen = glyphs[isHead ? end : start]
        let box = seen.box(end: seen.end)
        // A hundredth of a point for each keeps them in order.
        let width = 0.01
        let (x, y, length) = seen.advance
        let along = isHead ? Double(index - end) * width : length / 2 + Double(index - start) * width
        let place = Painting.Point(x: seen.origin.x + x * along, y: seen.origin.y + y * along)
        return abs(x) > abs(y)
            ? Rect(x0: place.x, y0: box.y0, x1: place.x + width, y1: box.y1)
            : Rect(x0: box.x0, y0: place.y, x1: box.x1, y1: place.y + width)
    }

    // MARK: Marks

    private mutating func addMarks(_ marks: [Painting.Mark], besides strikes: Set<Int>) {
        var lines: [Rect] = []
        for (index, mark) in marks.enumerated() where mark.isSeen && !strikes.contains(index) {
            if mark.isLine {
                lines.append(mark.box)
            } else if mark.kind == .picture {
                page.pictures.append(mark.box)
            } else if mark.facts.contains(.rectangle) {
                page.shades.append(Shade(box: mark.box, colour: mark.colour))
            }
        }
        page.rules = RuleGathering.rules(from: lines)
    }

    // MARK: Direction

    /// How most of the page's characters are written.
    private var mainDirection: Direction {
        var counts = [Int](repeating: 0, count: 4)
        for glyph in page.glyphs { counts[Int(glyph.direction.rawValue)] += 1 }
        let most = counts.max() ?? 0
        return Direction.allCases.first { counts[Int($0.rawValue)] == most } ?? .upright
    }

    /// Turns the page so that text of a direction stands upright.
    private mutating func turn(to direction: Direction) {
        guard direction != .upright else { return }
        let (width, height) = (page.width, page.height)
        func turned(_ box: Rect) -> Rect {
            switch direction {
            case .upright: box
            case .clockwise: Rect(x0: box.y0, y0: width - box.x1, x1: box.y1, y1: width - box.x0)
            case .upsideDown:
                Rect(x0: width - box.x1, y0: height - box.y1, x1: width - box.x0, y1: height - box.y0)
            case .counterclockwise: Rect(x0: height - box.y1, y0: box.x0, x1: height - box.y0, y1: box.x1)
            }
        }
        for index in page.glyphs.indices {
            page.glyphs[index].box = turned(page.glyphs[index].box)
            page.glyphs[index].direction = page.glyphs[index].direction.seen(from: direction)
        }
        page.rules = page.rules.map { rule in
            let isLevel = rule.axis == .horizontal
            let box = turned(
                isLevel
                    ? Rect(x0: rule.start, y0: rule.position, x1: rule.end, y1: rule.position)
                    : Rect(x0: rule.position, y0: rule.start, x1: rule.position, y1: rule.end))
            let staysLevel = isLevel == (direction == .upsideDown)
            return staysLevel
                ? Rule(axis: .horizontal, position: box.y0, start: box.x0, end: box.x1)
                : Rule(axis: .vertical, position: box.x0, start: box.y0, end: box.y1)
        }
        for index in page.shades.indices { page.shades[index].box = turned(page.shades[index].box) }
        page.pictures = page.pictures.map(turned)
        if direction != .upsideDown { (page.width, page.height) = (height, width) }
        page.turn = direction
    }
}

extension Painting.Glyph {
    /// Whether it begins before a place on the line of the glyph in front of it.
    fileprivate func stands(before end: Painting.Point, behind last: Painting.Glyph) -> Bool {
        let (x, y, length) = last.advance
        let distance = (origin.x - last.origin.x) * x + (origin.y - last.origin.y) * y
        return distance > 0.01 && distance < length
    }
}

extension Painting.Mark {
    /// Whether the eye sees the mark on the page itself.
    var isSeen: Bool {
        alpha >= 0.05 && facts.isDisjoint(with: [.elsewhere, .underFill, .underPicture, .annotation])
            && (kind == .picture || facts.contains(.onPicture) || !colour.isHidden(on: under))
    }

    /// A line is no thicker than this: borders seen are 0.12 to 2.25 points thick; a glyph-high shade is at least 8.
    private static let thickest = 3.0

    /// Whether it is thin along one axis, by whatever it was painted.
    var isLine: Bool {
        min(box.width, box.height) <= Self.thickest && (kind != .fill || !facts.isDisjoint(with: [.rectangle, .thin]))
    }
}
