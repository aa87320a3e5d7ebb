import PageContent
import Testing

@testable import DocumentReading

/// What a real page paints, and what of it the eye sees.
@Suite struct PaintedPageTests {
    private typealias PDF = SmallPDF

    private func unseen(_ file: SmallPDF) throws -> [Unseen: Int] { try file.read().quality.unseen }

    // MARK: Hidden

    @Test(arguments: [
        // A rectangle, a clip of two parts, one that is no rectangle.
        "q 0 0 10 10 re W n", "q 0 0 10 10 re 300 0 10 10 re W n", "q 0 0 m 30 0 l 0 30 l h W n",
    ])
    func whatIsClippedAwayIsNotRead(clip: String) throws {
        let file = PDF("\(clip) \(PDF.text("99.90", 50, 100)) Q \(PDF.text("12.80", 200, 100))")
        #expect(try file.lines() == ["12.80"])
        #expect(try unseen(file) == [.clipped: 5])
    }

    @Test func aClipShowsWhatStandsInIt() throws {
        let clip = "q 50 50 m 150 50 l 150 150 l 100 150 l 100 100 l 50 100 l h W n"
        let file = PDF("\(clip) \(PDF.text("no", 55, 120)) \(PDF.text("yes", 105, 120)) \(PDF.text("yes", 55, 70)) Q")
        #expect(try file.lines() == ["yes", "yes"])
    }

    /// The end of a long text that a spreadsheet clips at its cell.
    @Test func aTextThatBeginsInSightIsWhole() throws {
        let file = PDF(
            "q 40 90 60 30 re W n \(PDF.text("abcdefghijklmnopqrstuvwxyz", 42, 100)) Q \(PDF.text("7", 130, 100))")
        let document = try file.read()
        let page = try #require(document.pages.first)
        #expect(TextLine.lines(of: page.glyphs).map(\.text) == ["abcdefghijklmnopqrstuvwxyz 7"])
        // What is cut off stands where it is cut, not over the next cell.
        #expect(page.glyphs.filter { $0.scalar != "7" }.allSatisfy { $0.box.x1 < 105 })
        #expect(document.quality.cutGlyphs > 8)
    }

    @Test(arguments: [
        "1 g 40 90 60 30 re f", "0 g 40 90 60 30 re f", "1 G 30 w 40 105 m 100 105 l S",
    ])
    func whatIsPaintedOverIsNotRead(cover: String) throws {
        let file = PDF("\(PDF.text("99.90", 50, 100)) q \(cover) Q 0 g \(PDF.text("12.80", 200, 100))")
        #expect(try file.lines() == ["12.80"])
        #expect(try unseen(file) == [.covered: 5])
    }

    @Test func whatIsPaintedOverAnAreaIsRead() throws {
        let file = PDF("0.9 g 40 90 60 30 re f 0 g \(PDF.text("12.80", 50, 100)) q 40 90 60 30 re S Q")
        #expect(try file.lines() == ["12.80"])
    }

    /// An opening in an area covers nothing.
    @Test func aFrameCoversNothing() throws {
        let file = PDF("\(PDF.text("12.80", 50, 100)) 0.5 g 30 80 100 50 re 40 90 80 30 re f*")
        #expect(try file.lines() == ["12.80"])
    }

    @Test func rulesUnderAnAreaAreNotDrawn() throws {
        let file = PDF("20 100 m 300 100 l S q 1 g 10 50 380 100 re f Q 20 30 m 300 30 l S")
        let page = try #require(try file.read().pages.first)
        #expect(page.rules.map { $0.position.rounded() } == [170])
    }

    @Test func invisibleAndTransparentTextIsNotRead() throws {
        let faint = "/ExtGState<</Z<</ca 0/CA 0>>>>"
        let file = PDF(
            "q BT /F1 12 Tf 3 Tr 50 100 Td (72.80) Tj ET Q q /Z gs \(PDF.text("99", 50, 50)) Q \(PDF.text("12.80", 200, 100))",
            resources: faint)
        #expect(try file.lines() == ["12.80"])
        #expect(try unseen(file) == [.invisible: 5, .transparent: 2])
    }

    @Test func textOfItsBackgroundsColourIsNotRead() throws {
        let file = PDF(
            "1 g \(PDF.text("hidden", 50, 150)) 0.2 0.3 0.6 rg 40 90 200 30 re f 1 g \(PDF.text("heading", 50, 100)) "
                + "0.2 0.3 0.6 rg \(PDF.text("hidden", 120, 100))")
        #expect(try file.lines() == ["heading"])
        #expect(try unseen(file) == [.sameColour: 12])
    }

    @Test(arguments: [("/Z gs /X Do", []), ("/X Do", ["12.80"]), ("/H gs /X Do", ["12.80"])])
    func aGroupIsSeenAsItIsPainted(content: String, lines: [String]) throws {
        let group = PDF.stream(
            "/Type/XObject/Subtype/Form/BBox[0 0 400 200]/Group<</S/Transparency/I true>>/Resources<</Font<</F1 5 0 R>>>>",
            PDF.text("12.80", 50, 100))
        let file = PDF(
            content, resources: "/XObject<</X 6 0 R>>/ExtGState<</Z<</ca 0/CA 0>>/H<</ca 0.5>>>>", others: [group])
        #expect(try file.lines() == lines)
    }

    /// Highlights are groups that multiply, and what shines through hides nothing.
    @Test(arguments: ["/Z gs", "/H gs", "/M gs"])
    func whatShinesThroughHidesNothing(state: String) throws {
        let group = PDF.stream(
            "/Type/XObject/Subtype/Form/BBox[0 0 400 200]/Group<</S/Transparency/I true>>", "1 1 0 rg 40 90 100 30 re f"
        )
        let file = PDF(
            "\(PDF.text("12.80", 50, 100)) \(state) /X Do",
            resources: "/XObject<</X 6 0 R>>/ExtGState<</Z<</ca 0>>/H<</ca 0.4>>/M<</BM/Multiply>>>>", others: [group])
        #expect(try file.lines() == ["12.80"])
    }

    @Test func anOpaqueGroupHides() throws {
        let group = PDF.stream(
            "/Type/XObject/Subtype/Form/BBox[0 0 400 200]/Group<</S/Transparency/I true>>", "1 g 40 90 100 30 re f")
        let file = PDF(
            "\(PDF.text("99.90", 50, 100)) /X Do \(PDF.text("12.80", 200, 100))", resources: "/XObject<</X 6 0 R>>",
            others: [group])
        #expect(try file.lines() == ["12.80"])
    }

    @Test(arguments: [
        // A thick frame around black text; white text on a rounded area, on a slanted one, and on one that shines through.
        "0 g 30 80 150 50 re 40 90 130 30 re f* \(SmallPDF.text("12.80", 50, 100))",
        "0 g 40 85 m 170 85 l 175 85 180 90 180 95 c 180 120 l 40 120 l h f 1 g \(SmallPDF.text("12.80", 50, 100))",
        "0 g 30 80 m 180 81 l 180 130 l 30 129 l h f 1 g \(SmallPDF.text("12.80", 50, 100))",
        "/H gs 0 g 30 80 150 50 re f /O gs 1 g \(SmallPDF.text("12.80", 50, 100))",
        "/H gs 0 g 30 80 150 50 re f /O gs 0 g \(SmallPDF.text("12.80", 50, 100))",
        // Filled white and stroked black.
        "1 g 0 G 2 Tr \(SmallPDF.text("12.80", 50, 100))",
    ])
    func whatStandsOutIsRead(content: String) throws {
        let file = PDF(content, resources: "/ExtGState<</H<</ca 0.49>>/O<</ca 1>>>>")
        #expect(try file.lines() == ["12.80"])
    }

    // MARK: Pictures

    private func picture(_ entries: String, _ bytes: String) -> String {
        PDF.stream("/Type/XObject/Subtype/Image/Width 8/Height 2/Filter/ASCIIHexDecode\(entries)", bytes + ">")
    }

    @Test func aPictureHidesFigures() throws {
        let white = picture("/ColorSpace/DeviceGray/BitsPerComponent 8", String(repeating: "FF", count: 16))
        let file = PDF(
            "\(PDF.text("99.90", 50, 100)) q 100 0 0 40 40 90 cm /X Do Q \(PDF.text("12.80 in all", 200, 100))",
            resources: "/XObject<</X 6 0 R>>", others: [white])
        #expect(try file.lines() == ["12.80inall"])
        #expect(try unseen(file) == [.underPicture: 5])
    }

    /// A stencil shows where its bits are 0, and so does a mask where it is white.
    @Test(arguments: [("0000", true), ("FFFF", false)])
    func aStencilHidesWhatItPaints(bits: String, hides: Bool) throws {
        let stencil = picture("/ImageMask true/BitsPerComponent 1", bits)
        let file = PDF(
            "\(PDF.text("99.90", 50, 100)) q 1 g 100 0 0 40 40 90 cm /X Do Q 0 g \(PDF.text("12.80 in all", 200, 100))",
            resources: "/XObject<</X 6 0 R>>", others: [stencil])
        #expect(try file.lines() == [hides ? "12.80inall" : "99.9012.80inall"])
    }

    @Test(arguments: [("FF", true), ("00", false), ("80", false)])
    func aPictureHidesWhereItsMaskIsOpaque(alpha: String, hides: Bool) throws {
        let white = picture(
            "/ColorSpace/DeviceGray/BitsPerComponent 8/SMask 7 0 R", String(repeating: "FF", count: 16))
        let mask = picture("/ColorSpace/DeviceGray/BitsPerComponent 8", String(repeating: alpha, count: 16))
        let file = PDF(
            "\(PDF.text("99.90", 50, 100)) q 100 0 0 40 40 90 cm /X Do Q \(PDF.text("12.80 in all", 200, 100))",
            resources: "/XObject<</X 6 0 R>>", others: [white, mask])
        #expect(try file.lines() == [hides ? "12.80inall" : "99.9012.80inall"])
    }

    @Test func wordsUnderAPictureStayWithAFinding() throws {
        let white = picture("/ColorSpace/DeviceGray/BitsPerComponent 8", String(repeating: "FF", count: 16))
        let file = PDF(
            "\(PDF.text("title", 50, 100)) q 100 0 0 40 40 90 cm /X Do Q \(PDF.text("and much more text", 200, 50))",
            resources: "/XObject<</X 6 0 R>>", others: [white])
        #expect(try file.lines() == ["title", "andmuchmoretext"])
        #expect(try file.read().quality.coveredPages == [1])
    }

    @Test(arguments: [true, false])
    func aHiddenTextLayerIsSaid(isAbove: Bool) throws {
        let layer = "BT /F1 12 Tf 3 Tr 50 100 Td (recognised text 12.80) Tj ET "
        let white = picture("/ColorSpace/DeviceGray/BitsPerComponent 8", String(repeating: "FF", count: 16))
        let scan = "q 400 0 0 200 0 0 cm /X Do Q "
        let file = PDF(
            isAbove ? scan + layer : layer.replacing("3 Tr", with: "0 Tr") + scan,
            resources: "/XObject<</X 6 0 R>>", others: [white])
        #expect(try file.lines() == [])
        #expect(try file.read().quality.hiddenTextPages == [1])
    }

    // MARK: Annotations

    private func annotation(_ subtype: String, _ content: String, more: String = "") -> [String] {
        [
            "<</Type/Annot/Subtype/\(subtype)/Rect[40 90 140 130]/F 4\(more)/AP<</N 7 0 R>>>>",
            PDF.stream(
                "/Type/XObject/Subtype/Form/BBox[0 0 100 40]/Resources<</Font<</F1 5 0 R>>>>", content),
        ]
    }

    @Test func typedTextTakesThePlaceOfWhatItCovers() throws {
        let file = PDF(
            PDF.text("12.80", 50, 100), page: "/Annots[6 0 R]",
            others: annotation(
                "FreeText", "1 g 0 0 100 40 re f 0 g \(PDF.text("15.30", 10, 10))", more: "/DA(/F1 12 Tf)"))
        #expect(try file.lines() == ["15.30"])
        #expect(try file.read().quality.annotationGlyphs == 5)
        #expect(try unseen(file) == [.covered: 5])
    }

    @Test func fieldsShowTheirText() throws {
        var file = PDF(
            PDF.text("total", 150, 100), page: "/Annots[6 0 R]",
            others: annotation("Widget", PDF.text("12.80", 10, 10), more: "/FT/Tx/T(a)/V(12.80)"))
        file.catalogue = "/AcroForm<</Fields[6 0 R]/DR<</Font<</F1 5 0 R>>>>/DA(/F1 12 Tf)>>"
        #expect(try file.lines() == ["12.80total"])
    }

    @Test func stampsAreNoText() throws {
        let file = PDF(
            PDF.text("total", 150, 100), page: "/Annots[6 0 R]",
            others: annotation("Stamp", "0 0 100 1 re f \(PDF.text("2025", 10, 10))"))
        #expect(try file.lines() == ["total"])
        #expect(try unseen(file) == [.annotation: 4])
        #expect(try #require(try file.read().pages.first).rules.isEmpty)
    }

    // MARK: Characters

    /// The eye sees the glyphs, whatever they are said to stand for: figures, signs, names.
    @Test(arguments: [("99", "12"), ("", "77"), ("\\255", "-"), (" ", "-"), ("other", "total"), ("t", "total")])
    func aTextThatStandsForGlyphsTakesNoneOfTheirPlace(replacement: String, text: String) throws {
        let file = PDF("/Span<</ActualText(\(replacement))>> BDC \(PDF.text(text, 50, 150)) EMC")
        #expect(try file.lines() == [text])
    }

    /// A page whose font `F2` names the characters of some of its codes.
    private func file(_ content: String, naming characters: [String]) -> PDF {
        let names = PDF.stream(
            "",
            "/CIDInit/ProcSet findresource begin begincmap 1 begincodespacerange <00> <FF> endcodespacerange "
                + "\(characters.count) beginbfchar \(characters.joined(separator: " ")) endbfchar endcmap end")
        let font = PDF.font.replacing("/WinAnsiEncoding", with: "/WinAnsiEncoding/ToUnicode 7 0 R")
        var file = PDF(content, others: [font, names])
        file.fonts = "/F2 6 0 R"
        return file
    }

    @Test func aTextThatStandsForGlyphsNamesThoseWithoutACharacter() throws {
        let file = file(
            "/Span<</ActualText<FEFF5408>>> BDC BT /F2 12 Tf 50 150 Td (A) Tj ET EMC", naming: ["<41> <E000>"])
        #expect(try file.lines() == ["合"])
    }

    /// Fonts name them by characters that Unicode keeps for other signs and says are the same.
    @Test func angleBracketsAreThoseOfChinese() throws {
        let file = file("BT /F2 12 Tf 50 150 Td (A) Tj (B) Tj ET", naming: ["<41> <2329>", "<42> <232A>"])
        #expect(try file.lines() == ["〈〉"])
    }

    @Test func aLieAboutAWidthIsNoneAboutThePlace() throws {
        let font = PDF.font.replacing(
            "/WinAnsiEncoding", with: "/WinAnsiEncoding/FirstChar 57/LastChar 57/Widths[1e9]")
        var file = PDF("BT /F2 12 Tf 50 150 Td (12) Tj (9) Tj ET", others: [font])
        file.fonts = "/F2 6 0 R"
        #expect(try file.lines() == ["129"])
    }

    @Test func runsAreToldApart() throws {
        let file = PDF("BT /F1 12 Tf 50 100 Td (ab) Tj (cd) Tj [(e) -10 (f)] TJ ET")
        let glyphs = try #require(try file.read().pages.first).glyphs
        #expect(Set(glyphs.map(\.run)).count == 3)
        #expect(glyphs[0].run == glyphs[1].run)
        #expect(glyphs[4].run == glyphs[5].run)
    }

    @Test func placesAreThoseOfTheLine() throws {
        let file = PDF("BT /F1 20 Tf 50 100 Td (ab) Tj ET")
        let glyph = try #require(try file.read().pages.first?.glyphs.first)
        #expect(abs(glyph.baseline - 100) < 0.01)
        #expect(abs(glyph.box.x0 - 50) < 0.01)
        #expect(glyph.size == 20)
    }

    @Test(arguments: [
        ("0 1 -1 0 150 50", Direction.counterclockwise), ("0 -1 1 0 150 150", .clockwise),
        ("-1 0 0 -1 250 100", .upsideDown),
    ])
    func aPageIsTurnedUpright(matrix: String, direction: Direction) throws {
        let file = PDF("q \(matrix) cm \(PDF.text("total", 0, 0)) \(PDF.text("12.80", 0, -20)) 0 -30 m 90 -30 l S Q")
        let page = try #require(try file.read().pages.first)
        #expect(TextLine.lines(of: page.glyphs).map(\.text) == ["total", "12.80"])
        #expect(page.turn == direction)
        let rule = try #require(page.rules.first)
        #expect(rule.axis == .horizontal)
        #expect(abs(rule.length - 90) < 1.1)
        // It stands below the second line, and places go back to the page as displayed.
        let last = try #require(page.glyphs.last)
        #expect(rule.position > last.baseline && rule.position < last.baseline + 15)
        let back = page.displayed(last.box)
        #expect(back.x0 >= 0 && back.x1 <= 400 && back.y0 >= 0 && back.y1 <= 200)
    }

    @Test func slantedTextIsAWatermark() throws {
        let file = PDF(
            "\(PDF.text("12.80 in all", 50, 100)) BT /F1 30 Tf .8 .5 -.5 .8 50 50 Tm (2025) Tj ET")
        #expect(try file.lines() == ["12.80inall"])
        #expect(try unseen(file) == [.watermark: 4])
    }

    @Test func lightTextOverOtherTextIsAWatermark() throws {
        let file = PDF(
            "\(PDF.text("12.80 and a longer text", 50, 100)) .7 g \(PDF.text("draft", 60, 102)) \(PDF.text("draft", 200, 20)) "
                + PDF.text("0.00", 300, 100))
        // The same words elsewhere are one too; other light text is not.
        #expect(try file.lines() == ["12.80andalongertext0.00"])
    }

    // MARK: Rules

    @Test(arguments: [
        // Stroke, fill, trapezoids of mitred borders, a wide short stroke, dots, a thin picture.
        "50 100 m 350 100 l S", "50 100 300 0.7 re f", "50 100 m 350 100 l 349 101 l 51 101 l h f",
        "300 w 200 99.6 m 200 100.2 l S",
        "[0.5 1.5] 0 d 50 100 m 350 100 l S",
        "q 300 0 0 0.8 50 100 cm BI /W 2 /H 1 /BPC 8 /CS /G ID \u{1}\u{1} EI Q",
    ])
    func whateverPaintsAThinStraightMarkIsARule(content: String) throws {
        let page = try #require(try PDF(content).read().pages.first)
        let rule = try #require(page.rules.first { $0.axis == .horizontal })
        #expect(abs(rule.position - 100) < 1)
        #expect(abs(rule.start - 50) < 1.5 && abs(rule.end - 350) < 1.5)
    }

    @Test func theFourBordersOfAFrameAreRules() throws {
        let page = try #require(try PDF("50 50 300 100 re 50.5 50.5 299 99 re f*").read().pages.first)
        #expect(page.rules.count == 4)
        #expect(page.shades.isEmpty)
    }

    @Test func strokesOfLettersAreNoRules() throws {
        let page = try #require(try PDF("2 Tr \(PDF.text("HEFT 12.80", 50, 100, size: 40))").read().pages.first)
        #expect(page.rules.isEmpty)
        #expect(TextLine.lines(of: page.glyphs).map(\.compact) == ["HEFT12.80"])
    }

    /// Borders in the colour of a dark row part its cells, and are seen at its edges.
    @Test func rulesOfADarkRowCount() throws {
        let file = PDF("0.1 0.1 0.5 rg 0.1 0.1 0.5 RG 20 100 360 30 re f 20 100 m 380 100 l S 200 100 m 200 130 l S")
        let page = try #require(try file.read().pages.first)
        #expect(page.rules.map { $0.position.rounded() } == [100, 200])
    }

    @Test func whiteRulesShowOnShadesAlone() throws {
        let file = PDF("1 G 20 150 m 380 150 l S .5 g 10 20 380 60 re f 20 50 m 380 50 l S")
        let page = try #require(try file.read().pages.first)
        #expect(page.rules.map { $0.position.rounded() } == [150])
    }
}
