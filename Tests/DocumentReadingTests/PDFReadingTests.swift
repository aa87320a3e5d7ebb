import Foundation
import PageContent
import Testing

@testable import DocumentReading

/// Real PDFs through the real poppler.
@Suite struct PDFReadingTests {
    private func fixture(_ name: String) throws -> ReadDocument {
        let url = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../Fixtures/\(name)")
        return try readDocument(bytes: Array(Data(contentsOf: url)), name: name)
    }

    @Test func theRuleTapIsInForce() {
        #expect(ruleTapIsActive)
    }

    @Test func glyphsAndRulesHavePlaces() throws {
        let document = try fixture("goals-open.pdf")
        #expect(document.pageCount == 2)
        let page = try #require(document.pages.first)
        let title = try #require(page.glyphs.first { $0.scalar == "项" })
        #expect(title.box.y0 < 60 && title.box.x0 > 200)
        let verticals = page.rules.filter { $0.axis == .vertical }
        #expect(verticals.map { $0.position.rounded() }.sorted() == [40, 160, 215, 270, 330, 385, 560, 800])
        let horizontals = page.rules.filter { $0.axis == .horizontal }
        // Four rows, the last of them open below.
        #expect(horizontals.count == 4)
        #expect(horizontals.allSatisfy { abs($0.start - 40) < 0.5 && abs($0.end - 800) < 0.5 })
    }

    @Test func aPictureHidesNoText() throws {
        let document = try fixture("scan.pdf")
        #expect(document.pages.flatMap(\.glyphs).isEmpty)
        #expect(document.quality.lostGlyphs == 0)
    }

    @Test func truncationIsAnError() throws {
        let url = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../Fixtures/goals-open.pdf")
        let bytes = Array(try Data(contentsOf: url).prefix(900))
        #expect(throws: ReadingError.self) { try readDocument(bytes: bytes, name: "x.pdf") }
    }
}

@Suite struct GlyphLossTests {
    private func glyph(_ x: Double) -> Glyph { Glyph(scalar: "甲", box: Rect(x0: x, y0: 90, x1: x + 10, y1: 102)) }
    private func painted(_ x: Double, isVisible: Bool = true) -> PaintedGlyph {
        PaintedGlyph(x: x, y: 100, isVisible: isVisible)
    }

    @Test func whatIsPaintedAndNotReadIsLost() {
        let loss = GlyphLoss(
            of: [painted(0), painted(20), painted(40, isVisible: false)], on: (200, 200), read: [glyph(0)])
        #expect(loss.count == 2)
        #expect(loss.visibleCount == 1)
    }

    /// Its origin lies where the box of the character before it ends.
    @Test func oneCharacterAmongOthersIsLost() {
        let row = [0.0, 10, 20, 30, 40].map { painted($0) }
        #expect(GlyphLoss(of: row, on: (200, 200), read: [0, 10, 30, 40].map(glyph)).visibleCount == 1)
        #expect(GlyphLoss(of: row, on: (200, 200), read: [0, 30, 40].map(glyph)).visibleCount == 2)
    }

    @Test(arguments: [(200.0, 200.0), (14_400, 14_400), (1_000_000, 1_000_000), (1_000_000, 100)])
    func theSizeOfThePageDoesNotMatter(width: Double, height: Double) {
        let row = (0..<20).map { painted(Double($0) * 5) }
        let again = (0..<20).map { painted(Double($0) * 5 + 0.4) }
        let loss = GlyphLoss(of: row + again, on: (width, height), read: [glyph(0)])
        #expect(loss.paintedCount == 20)
        #expect(loss.count == 18)
    }

    @Test func annotationsAreNotThePage() {
        let stamp = Rect(x0: 90, y0: 80, x1: 150, y1: 120)
        let row = [painted(0), painted(100), painted(110)]
        #expect(GlyphLoss(of: row, on: (200, 200), besides: [stamp], read: [glyph(0)]).count == 0)
    }

    @Test func boxesBesideTheirGlyphsAreNoLoss() {
        let column = (0..<5).map { PaintedGlyph(x: 94, y: 100 + Double($0) * 12, isVisible: true) }
        let read = (0..<5).map { index in
            Glyph(scalar: "甲", box: Rect(x0: 100, y0: 90 + Double(index) * 12, x1: 112, y1: 102 + Double(index) * 12))
        }
        #expect(GlyphLoss(of: column, on: (300, 300), read: read).count == 0)
    }

    @Test func whatIsPaintedTwiceOrOutsideThePageIsNotLost() {
        let loss = GlyphLoss(
            of: [painted(0), painted(0.4), painted(300), painted(-5)], on: (200, 200), read: [glyph(0)])
        #expect(loss.count == 0)
    }

    @Test func spacesOfUnknownFontsAreNoLoss() {
        let glyphs = (0..<200).map { glyph(Double($0) * 10) }
        let read = (0..<200).map { painted(Double($0) * 10, isVisible: false) }
        func quality(spaces: Int) -> ReadingQuality {
            var quality = ReadingQuality()
            let more = (0..<spaces).map { painted(2_100 + Double($0) * 10, isVisible: false) }
            quality.note(GlyphLoss(of: read + more, on: (3_000, 200), read: glyphs), on: 1)
            return quality
        }
        #expect(quality(spaces: 2).lossyPages == [])
        #expect(quality(spaces: 4).lossyPages == [1])
        #expect(quality(spaces: 4).lostGlyphs == 4)
    }
}

@Suite struct HiddenGlyphTests {
    @Test func whiteGlyphsShowOnDarkAreasAlone() {
        func glyph(_ x: Double) -> Glyph {
            Glyph(scalar: "甲", box: Rect(x0: x, y0: 0, x1: x + 10, y1: 10), lightness: 1)
        }
        var quality = ReadingQuality()
        var glyphs = [glyph(0), glyph(100)]
        quality.dropHidden(&glyphs, shades: [Rect(x0: 90, y0: 0, x1: 200, y1: 20)])
        #expect(glyphs == [glyph(100)])
        #expect(quality.hiddenGlyphs == 1)
    }
}

@Suite struct RuleGatheringTests {
    private func mark(_ x0: Double, _ y0: Double, _ x1: Double, _ y1: Double, filled: Bool = false, blank: Bool = false)
        -> RuleGathering.Mark
    {
        RuleGathering.Mark(box: Rect(x0: x0, y0: y0, x1: x1, y1: y1), isFilled: filled, isBlank: blank)
    }

    @Test func piecesOfOneLineAreJoined() {
        let (rules, _) = RuleGathering.rules(from: [
            mark(0, 10, 50, 10), mark(50.4, 10.2, 90, 10.2), mark(92, 9.9, 120, 9.9), mark(200, 10, 250, 10),
        ])
        #expect(rules.map { $0.end.rounded() } == [120, 250])
    }

    @Test func thinFillsAreLinesAndBoxesAreShades() {
        let (rules, shades) = RuleGathering.rules(from: [
            mark(0, 0, 100, 0.5, filled: true), mark(0, 0, 0.5, 100, filled: true), mark(0, 0, 100, 30, filled: true),
            mark(0, 50, 100, 50.5, filled: true, blank: true),
        ])
        #expect(rules.map(\.axis) == [.horizontal, .vertical])
        #expect(shades.count == 1)
    }

    @Test func dotsMakeALine() {
        let dots = (0..<40).map { mark(Double($0) * 2, 10, Double($0) * 2 + 0.5, 10.5, filled: true) }
        let (rules, _) = RuleGathering.rules(from: dots)
        #expect(rules.count == 1)
        #expect(rules.first?.axis == .horizontal)
    }
}
