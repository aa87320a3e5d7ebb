import PageContent
import Testing

private func glyph(_ character: Unicode.Scalar, x: Double, y: Double, width: Double = 10, height: Double = 10) -> Glyph
{
    Glyph(scalar: character, box: Rect(x0: x, y0: y, x1: x + width, y1: y + height))
}

@Suite struct TextLineTests {
    @Test func glyphsAreOrderedIntoLinesTopToBottom() {
        let lines = TextLine.lines(of: [
            glyph("丁", x: 10, y: 20), glyph("丙", x: 0, y: 20), glyph("乙", x: 10, y: 0), glyph("甲", x: 0, y: 0),
        ])
        #expect(lines.map(\.compact) == ["甲乙", "丙丁"])
    }

    @Test func smallerFontsOnOneLineStayOnIt() {
        let lines = TextLine.lines(of: [glyph("甲", x: 0, y: 0), glyph("1", x: 10, y: 3, width: 5, height: 8)])
        #expect(lines.map(\.compact) == ["甲1"])
    }

    @Test func indicesStandInTheirLine() {
        let letters = [
            glyph("甲", x: 0, y: 0), glyph("乙", x: 20, y: 0), glyph("丙", x: 30, y: 0), glyph("丁", x: 0, y: 12),
        ]
        let index = Glyph(
            scalar: "2", box: Rect(x0: 10.5, y0: 6, x1: 14, y1: 12), colour: .black, direction: .upright, run: 0,
            size: 6)
        #expect(TextLine.lines(of: letters + [index]).map(\.compact) == ["甲2乙丙", "丁"])
    }

    @Test func gapsBecomeSpaces() {
        let lines = TextLine.lines(of: [glyph("甲", x: 0, y: 0), glyph("乙", x: 10, y: 0), glyph("丙", x: 40, y: 0)])
        #expect(lines.first?.text == "甲乙 丙")
    }

    @Test func glyphsPrintedTwiceAtOnePlaceCountOnce() {
        let lines = TextLine.lines(of: [glyph("甲", x: 0, y: 0), glyph("甲", x: 0.4, y: 0), glyph("甲", x: 10, y: 0)])
        #expect(lines.first?.compact == "甲甲")
    }
}

@Suite struct ScalarTests {
    @Test func spacesAreThoseOfUnicode() {
        for value in UInt32(0)...0x10FFFF {
            guard let scalar = Unicode.Scalar(value) else { continue }
            if scalar.isSpace != scalar.properties.isWhitespace { Issue.record("U+\(String(value, radix: 16))") }
        }
    }

    @Test(arguments: ["", "a", "三公经费", "ﾊﾛｰ, 𠮷野家 é"])
    func textsOfScalarsAreTheSame(text: String) {
        #expect(String(scalars: Array(text.unicodeScalars)) == text)
    }
}
