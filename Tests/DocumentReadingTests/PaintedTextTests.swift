import PageContent
import Testing

@testable import DocumentReading

/// Characters are gathered while a page is painted, which is not always what stands on it.
@Suite struct PaintedTextTests {
    private func glyphs(
        _ content: [UInt8], resources: String = "", catalogue: String = "", others: [String] = []
    ) throws -> [Glyph] {
        var file = SmallPDF("", resources: resources, others: others)
        file.content = content
        file.catalogue = catalogue
        return try #require(try file.read().pages.first).glyphs
    }

    private let row = "BT /F1 12 Tf 20 100 Td (item) Tj 100 0 Td (5.28) Tj ET "

    @Test(arguments: ["0 0 0 0 re f", "10 10 300 20 re f"], [200, 300])
    func textOfAPatternIsNotThePages(area: String, step: Int) throws {
        let tile = "BT /F1 12 Tf 220 100 Td (999.99) Tj ET"
        let pattern =
            "<</Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 400 200]/XStep 400/YStep \(step)"
            + "/Resources<</Font<</F1 5 0 R>>>>/Length \(tile.utf8.count)>>\nstream\n\(tile)\nendstream"
        let glyphs = try glyphs(
            Array("/Pattern cs /P1 scn \(area) 0 g \(row)".utf8), resources: "/Pattern<</P1 6 0 R>>",
            others: [pattern])
        #expect(TextLine.lines(of: glyphs).map(\.text) == ["item 5.28"])
    }

    /// A colour profile (ICC.1:2001-04) with its tags, as a stream of a PDF.
    private func profile(_ space: String, channels: Int, tags: [(name: String, data: [UInt8])]) -> String {
        func text(_ text: String) -> [UInt8] { Array(text.utf8) }
        let start = 132 + 12 * tags.count
        var table = number(tags.count)
        var data: [UInt8] = []
        for tag in tags {
            table += text(tag.name) + number(start + data.count) + number(tag.data.count)
            data += tag.data
        }
        let header =
            number(start + data.count) + number(0) + number(0x0210_0000) + text("mntr\(space)XYZ ")
            + Array(repeating: 0, count: 12) + text("acsp") + Array(repeating: 0, count: 28)
            + number(0xF6D6) + number(0x1_0000) + number(0xD32D) + Array(repeating: 0, count: 48)
        let digits = Array("0123456789ABCDEF".utf8)
        let printed = (header + table + data).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        return "<</N \(channels)/Filter/ASCIIHexDecode/Length \(printed.count + 1)>>\nstream\n"
            + String(decoding: printed, as: UTF8.self) + ">\nendstream"
    }

    private func number(_ value: Int) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) } }
    private func colour(_ x: Int, _ y: Int, _ z: Int) -> [UInt8] {
        Array("XYZ ".utf8) + number(0) + number(x) + number(y) + number(z)
    }
    private func curve(_ points: UInt16...) -> [UInt8] {
        Array("curv".utf8) + number(0) + number(points.count) + points.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }
    }

    @Test(arguments: [false, true])
    func theIntentOfTheOutputHidesNothing(hasIntent: Bool) throws {
        let white = colour(0xF6D6, 0x1_0000, 0xD32D)
        let grey = profile("GRAY", channels: 1, tags: [("wtpt", white), ("kTRC", curve())])
        // A display that shows black where it is told white.
        let inverse = curve(0xFFFF, 0)
        let display = profile(
            "RGB ", channels: 3,
            tags: [
                ("wtpt", white), ("rXYZ", colour(0x6F9E, 0x38F6, 0x38F)), ("gXYZ", colour(0x6296, 0xB787, 0x18DC)),
                ("bXYZ", colour(0x24A2, 0xF84, 0xB6CF)), ("rTRC", inverse), ("gTRC", inverse), ("bTRC", inverse),
            ])
        let intent = "/OutputIntents[<</Type/OutputIntent/S/GTS_PDFA1/DestOutputProfile 7 0 R>>]"
        let plain = "BT /F1 12 Tf 20 150 Td (more of it than of what has a profile) Tj ET "
        let glyphs = try glyphs(
            Array("0 g \(plain) /C1 cs 0 sc \(row)".utf8), resources: "/ColorSpace<</C1[/ICCBased 6 0 R]>>",
            catalogue: hasIntent ? intent : "", others: [grey, display])
        #expect(TextLine.lines(of: glyphs).map(\.text).last == "item 5.28")
        #expect(glyphs.allSatisfy { $0.colour == .black })
    }

    @Test func aFontThatComesBackWithinATextObjectIsKnown() throws {
        let rows = (0..<8).map { row in
            let y = 180 - 20 * row
            return
                "BT /F1 12 Tf 1 0 0 1 20 \(y) Tm q /F1 120 Tf ( ) Tj Q (item\(y)) Tj 1 0 0 1 120 \(y) Tm (\(y).50) Tj ET "
        }
        let glyphs = try glyphs(Array(rows.joined().utf8))
        // Five rows of thirteen characters, three of eleven.
        #expect(glyphs.count == 5 * 13 + 3 * 11)
    }

    @Test func thePictureThatIsTooLargeToPaintIsNoText() throws {
        // 72 million pixels; among its bytes stands what reads like the rest of a page.
        var picture = [UInt8](repeating: 0, count: 9_000 * 8_000 / 8)
        let fake = Array(" EI Q BT /F1 12 Tf 20 50 Td (9999.99) Tj ET ".utf8)
        picture.replaceSubrange(1_000_000..<1_000_000 + fake.count, with: fake)
        let head = Array("q 9 0 0 9 0 0 cm BI /W 9000 /H 8000 /BPC 1 /CS /G ID ".utf8)
        let glyphs = try glyphs(head + picture + Array(" EI Q \(row)".utf8))
        #expect(TextLine.lines(of: glyphs).map(\.text) == ["item 5.28"])
    }
}
