import PageContent
import Testing

@testable import DocumentReading

/// Pages made of paint events as values.
@Suite struct PageViewTests {
    /// Characters half as wide as high, at a baseline.
    private func text(
        _ text: String, x: Double, y: Double, size: Double = 10, run: Int32 = 1, facts: Painting.Facts = .painted,
        colour: Colour = .black
    ) -> [Painting.Glyph] {
        text.unicodeScalars.enumerated().map { index, scalar in
            let x0 = x + Double(index) * size / 2
            return Painting.Glyph(
                scalar: scalar.value, origin: .init(x: x0, y: y), end: .init(x: x0 + size / 2, y: y),
                up: .init(x: 0, y: -size), em: size, colour: colour, run: run, facts: facts)
        }
    }

    private func view(_ glyphs: [Painting.Glyph], marks: [Painting.Mark] = []) -> PageView {
        PageView(
            number: 1, painting: Painting(glyphs: glyphs, marks: marks), size: (400, 400), textAnnotations: { [] })
    }

    private func line(_ x0: Double, _ y0: Double, _ x1: Double, _ y1: Double) -> Painting.Mark {
        Painting.Mark(
            kind: .stroke, box: Rect(x0: x0, y0: y0, x1: x1, y1: y1), colour: .black, facts: [.rectangle])
    }

    private func lines(_ view: PageView) -> [String] { TextLine.lines(of: view.page.glyphs).map(\.compact) }

    @Test(arguments: [
        (Painting.Facts.clipped, Unseen.clipped), (.underFill, .covered), (.underPicture, .underPicture),
        (.elsewhere, .elsewhere), (.annotation, .annotation),
    ])
    func factsHide(fact: Painting.Facts, kind: Unseen) {
        let view = view(
            text("99", x: 20, y: 50, facts: [.painted, fact]) + text("12.80", x: 100, y: 50))
        #expect(lines(view) == ["12.80"])
        #expect(view.unseen == [kind: 2])
    }

    /// A text of a font that is not installed would be seen where it is.
    @Test func textOfAMissingFontIsRead() {
        #expect(lines(view(text("12.80", x: 20, y: 50, facts: .fontMissing))) == ["12.80"])
    }

    @Test func whatStandsBesideThePageIsNotOnIt() {
        let view = view(text("12", x: 20, y: 50) + text("99", x: 420, y: 50) + text("98", x: 20, y: 500))
        #expect(lines(view) == ["12"])
        #expect(view.unseen == [.clipped: 4])
    }

    @Test func aDashWithoutANameIsASign() {
        var glyphs = text("\u{3}86.00", x: 20, y: 50)
        glyphs[0].facts = [.painted, .ink, .dash]
        let view = view(glyphs)
        #expect(lines(view) == ["-86.00"])
        #expect(view.dashCount == 1)
    }

    @Test func otherInkWithoutANameLeavesASign() {
        var glyphs = text("1\u{3}8", x: 20, y: 50)
        glyphs[1].facts = [.painted, .ink]
        let view = view(glyphs)
        #expect(lines(view) == ["1\u{FFFD}8"])
        #expect(view.lostVisibleCount == 1)
    }

    @Test func spacesAreNothing() {
        let view = view(text("1 \u{A0}2", x: 20, y: 50))
        #expect(lines(view) == ["12"])
        #expect(view.lostCount == 0)
    }

    @Test(arguments: [(spaces: 2, isLossy: false), (spaces: 4, isLossy: true)])
    func spacesOfUnknownFontsAreNoLoss(spaces: Int, isLossy: Bool) {
        let known = (0..<20).flatMap { text("123456789", x: 20, y: 20 + Double($0) * 15) }
        let unknown = (0..<spaces).map { index in
            var glyph = text("x", x: 300, y: 20 + Double(index) * 15, facts: [.painted, .inkUnknown])[0]
            glyph.scalar = 0
            return glyph
        }
        var quality = ReadingQuality()
        quality.note(view(known + unknown))
        #expect(quality.lossyPages == (isLossy ? [1] : []))
    }

    @Test func aLineThroughTextStrikesItOut() {
        let glyphs = text("128", x: 20, y: 50) + text("153", x: 40, y: 50)
        let view = view(glyphs, marks: [line(19, 46, 36, 46.6)])
        #expect(view.page.glyphs.map(\.isStruck) == [true, true, true, false, false, false])
        #expect(view.page.rules.isEmpty)
    }

    @Test(arguments: [
        // Under the text, far longer than it, and between two verticals.
        [(20.0, 51.0, 36.0, 51.5)], [(10.0, 46.0, 200.0, 46.5)],
        [(20.0, 46.0, 36.0, 46.5), (20.0, 30.0, 20.5, 60.0), (35.5, 30.0, 36.0, 60.0)],
    ])
    func bordersStrikeNothingOut(boxes: [(Double, Double, Double, Double)]) {
        let view = view(text("128", x: 20, y: 50), marks: boxes.map { line($0.0, $0.1, $0.2, $0.3) })
        #expect(!view.page.glyphs.contains { $0.isStruck })
        #expect(view.page.rules.count == boxes.count)
    }

    @Test func theLettersOfASealAreNoText() {
        let red = Colour(red: 220, green: 20, blue: 20)
        // Twelve letters around a circle, some of which stand upright.
        let ring = (0..<12).map { index in
            let (sine, cosine) = (Self.sines[index], Self.sines[(index + 3) % 12])
            let origin = Painting.Point(x: 200 + 40 * sine, y: 200 - 40 * cosine)
            return Painting.Glyph(
                scalar: 0x5370, origin: origin, end: .init(x: origin.x + 10 * cosine, y: origin.y + 10 * sine),
                up: .init(x: 10 * sine, y: -10 * cosine), em: 10, colour: red, run: 1, facts: .painted)
        }
        let view = view(text("12.80 and more", x: 20, y: 50) + ring + text("章", x: 195, y: 205, colour: red))
        #expect(lines(view) == ["12.80andmore"])
    }

    private static let sines = [0, 0.5, 0.866, 1, 0.866, 0.5, 0, -0.5, -0.866, -1, -0.866, -0.5]

    @Test func turnedHeadingsKeepTheirDirection() {
        var glyphs = text("1234567890", x: 20, y: 50)
        glyphs.append(
            Painting.Glyph(
                scalar: 0x5408, origin: .init(x: 100, y: 100), end: .init(x: 100, y: 90), up: .init(x: -10, y: 0),
                em: 10, colour: .black, run: 2, facts: .painted))
        let page = view(glyphs).page
        #expect(page.turn == .upright)
        #expect(page.glyphs.last?.direction == .counterclockwise)
    }

    /// Spacing may run backwards, and be as wide as a column.
    @Test(arguments: [-8.0, 40])
    func spacingIsNoPartOfAGlyph(spacing: Double) {
        var glyphs = text("12.80", x: 20, y: 50)
        for index in glyphs.indices { glyphs[index].end.x = glyphs[index].origin.x + 5 + spacing }
        let page = view(glyphs).page
        #expect(TextLine.lines(of: page.glyphs).map(\.compact) == ["12.80"])
        #expect(page.glyphs.allSatisfy { $0.box.width <= 7.5 && $0.direction == .upright })
    }

    @Test func theClippedEndOfATextIsReadAtItsEdge() {
        var glyphs = text("122.50", x: 20, y: 50)
        for index in 0..<2 { glyphs[index].facts.insert(.clipped) }
        let page = view(glyphs).page
        // Equal digits beside one another are no letter printed twice.
        #expect(TextLine.lines(of: page.glyphs).map(\.compact) == ["122.50"])
        #expect(page.glyphs.map(\.isCut) == [true, true, false, false, false, false])
        #expect(page.glyphs[0].box.x0 > 29)
    }

    /// What another operation wrote behind a text, under another clip, is no end of it.
    @Test func theClippedTextOfAnotherOperationIsNotRead() {
        var glyphs = text("98", x: 20, y: 50) + text("765", x: 30, y: 50, run: 2, facts: [.painted, .clipped])
        for index in 2..<5 { glyphs[index].clip = 1 }
        #expect(lines(view(glyphs)) == ["98"])
    }

    @Test func whatItsColourHidesIsKeptBesideThePage() {
        let white = text("99.90", x: 20, y: 50, colour: .white)
        let page = view(white + text("12.80", x: 100, y: 50)).page
        #expect(page.hidden.map(\.text) == ["99.90"])
    }
}
