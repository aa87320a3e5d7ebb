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
        addHidden(painting.glyphs, sight: sight)
        page.turnFurther(from: page.mainDirection)
    }

    // MARK: Characters

    private mutating func count(_ painting: Painting, _ sight: GlyphSight) {
        for (glyph, state) in zip(painting.glyphs, sight.states) {
            switch state {
            case .unseen(let kind): unseen[kind, default: 0] += 1
            case .cut: cutCount += 1
            case .seen:
                if glyph.facts.contains(.annotation) { annotationCount += 1 }
                if !glyph.facts.isDisjoint(with: [.masked, .clipOnly]) { maskedCount += 1 }
            case .blank: break
            }
        }
        guard unseen[.invisible] != nil || unseen[.underPicture] != nil else { return }
        // Text that nobody sees, on a picture where nothing else is seen, is what somebody recognised of the picture.
        for picture in painting.marks where picture.kind == .picture && picture.isSeen && !picture.isLine {
            var (hidden, seen) = (0, 0)
            for (glyph, state) in zip(painting.glyphs, sight.states) {
                let middle = glyph.middle
                guard picture.box.contains(x: middle.x, y: middle.y) else { continue }
                if state == .unseen(.invisible) || state == .unseen(.underPicture) { hidden += 1 }
                if state == .seen { seen += 1 }
            }
            if hidden > max(4, seen) {
                hasHiddenTextLayer = true
                break
            }
        }
    }

    private mutating func addGlyphs(_ glyphs: [Painting.Glyph], sight: GlyphSight, struck: Set<Int>) {
        page.glyphs.reserveCapacity(glyphs.count)
        let edges = cutCount > 0 ? Self.edges(of: glyphs, sight) : [:]
        for index in glyphs.indices {
            let glyph = glyphs[index]
            let state = sight.states[index]
            if state == .blank {
                noteBlank(glyph)
                continue
            }
            guard state == .seen || state == .cut else { continue }
            paintedCount += 1
            guard let scalar = scalar(of: glyph) else { continue }
            var width = glyph.width
            if index + 1 < glyphs.count, sight.continues[index + 1], glyphs[index + 1].run == glyph.run {
                let distance = glyph.distance(to: glyphs[index + 1].origin)
                if distance > 0.01 { width = min(width, distance) }
            }
            page.glyphs.append(
                Glyph(
                    scalar: scalar, box: edges[index] ?? glyph.box(width: width), colour: glyph.colour,
                    direction: glyph.direction ?? .upright, run: glyph.run, size: Float(glyph.size),
                    isStruck: struck.contains(index), isCut: state == .cut))
        }
    }

    /// Glyphs without a character may be spaces, or programs that nobody can read.
    private mutating func noteBlank(_ glyph: Painting.Glyph) {
        guard glyph.scalar == 0 else { return }
        paintedCount += 1
        if !glyph.facts.isDisjoint(with: [.inkUnknown, .fontMissing]) { lostCount += 1 }
    }

    /// The angle brackets of Chinese, which some fonts name by the deprecated characters that Unicode says are the same.
    private static func canonical(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        switch scalar {
        case "\u{2329}": "\u{3008}"
        case "\u{232A}": "\u{3009}"
        default: scalar
        }
    }

    /// The character that a glyph shows; what leaves ink without a name is a dash, or the sign for a lost character.
    private mutating func scalar(of glyph: Painting.Glyph) -> Unicode.Scalar? {
        guard glyph.isBlank else { return Unicode.Scalar(glyph.scalar).map(Self.canonical) ?? "\u{FFFD}" }
        if glyph.facts.contains(.dash) {
            dashCount += 1
            return "-"
        }
        lostCount += 1
        lostVisibleCount += 1
        return "\u{FFFD}"
    }

    /// Where texts are clipped: what is cut off of one is set there, beside the glyph that is seen next to it, so that it
    /// stands in order and in its text's place for whoever looks for places. A hundredth of a point each keeps them in order.
    ///
    /// - Returns: the boxes of glyphs that are cut off, by their index.
    private static func edges(of glyphs: [Painting.Glyph], _ sight: GlyphSight) -> [Int: Rect] {
        var edges: [Int: Rect] = [:]
        for text in sight.texts() where sight.states[text].contains(.cut) {
            var seen: Int?
            for index in text {
                if sight.states[index] == .seen { seen = index }
                guard sight.states[index] == .cut, let seen else { continue }
                let middle = glyphs[seen].width / 2
                edges[index] = glyphs[seen].sliver(at: middle + 0.01 * Double(index - seen))
            }
            seen = nil
            for index in text.reversed() {
                if sight.states[index] == .seen { seen = index }
                guard sight.states[index] == .cut, edges[index] == nil, let seen else { continue }
                edges[index] = glyphs[seen].sliver(at: -0.01 * Double(seen - index))
            }
        }
        return edges
    }

    /// Texts that are hidden by what the page looks like, where a rule may be wrong: they are kept beside the page.
    private mutating func addHidden(_ glyphs: [Painting.Glyph], sight: GlyphSight) {
        guard !unseen.isEmpty else { return }
        for text in sight.texts() where Self.isHiddenFigure(text, glyphs, sight) { page.hiddenFigureCount += 1 }
        let doubtful: [Unseen] = [.sameColour, .watermark, .underPicture]
        guard doubtful.contains(where: { unseen[$0] != nil }) else { return }
        for text in sight.texts() {
            var hidden: HiddenText?
            for index in text {
                guard case .unseen(let kind) = sight.states[index], doubtful.contains(kind),
                    glyphs[index].direction != nil, let scalar = Unicode.Scalar(glyphs[index].scalar)
                else { continue }
                let box = glyphs[index].box()
                hidden = HiddenText(
                    text: (hidden?.text ?? "") + String(Character(scalar)), box: hidden?.box.union(box) ?? box)
            }
            if let hidden { page.hidden.append(hidden) }
        }
    }

    /// Whether a text that nobody sees is a figure with a point or a comma.
    private static func isHiddenFigure(_ text: Range<Int>, _ glyphs: [Painting.Glyph], _ sight: GlyphSight) -> Bool {
        guard case .unseen = sight.states[text.lowerBound] else { return false }
        let digits = text.count { glyphs[$0].isDigit }
        return digits > 1 && digits * 2 > text.count
            && text.contains { glyphs[$0].scalar == 0x2E || glyphs[$0].scalar == 0x2C }
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
}

extension Painting.Glyph {
    /// How far along its line a place lies.
    fileprivate func distance(to place: Painting.Point) -> Double {
        (place.x - origin.x) * along.x + (place.y - origin.y) * along.y
    }

    /// A box as high as the glyph's and next to nothing wide, at a distance along its line.
    fileprivate func sliver(at distance: Double) -> Rect {
        var sliver = self
        sliver.origin = Painting.Point(x: origin.x + along.x * distance, y: origin.y + along.y * distance)
        return sliver.box(width: 0.01)
    }
}

extension Painting.Mark {
    /// Whether the eye sees the mark on the page itself. A border in the colour of the dark cells beside it counts: it parts
    /// what the eye parts by its place.
    var isSeen: Bool {
        alpha >= 0.05 && facts.isDisjoint(with: [.elsewhere, .underFill, .underPicture, .annotation])
            && (kind == .picture || facts.contains(.onPicture) || !colour.isHidden(on: under)
                || (isLine && !under.isHidden(on: .white)))
    }

    /// A line is no thicker than this: borders seen are 0.12 to 2.25 points thick; a glyph-high shade is at least 8.
    private static let thickest = 3.0

    /// Whether it is thin along one axis, by whatever it was painted.
    var isLine: Bool {
        min(box.width, box.height) <= Self.thickest && (kind != .fill || !facts.isDisjoint(with: [.rectangle, .thin]))
    }
}
