import PageContent
import Testing

@testable import DocumentReading

@Suite struct DocumentKindTests {
    @Test(
        arguments: [
            ([], DocumentKind.empty),
            (Array("%PDF-1.7\n".utf8), .pdf),
            (Array("junk before\n%PDF-1.4".utf8), .pdf),
            ([0x50, 0x4B, 0x03, 0x04] + Array("....OFD.xml".utf8), .foreign(.ofd)),
            ([0x50, 0x4B, 0x03, 0x04] + Array("....word/document.xml".utf8), .foreign(.docx)),
            ([0x50, 0x4B, 0x03, 0x04] + Array("....xl/workbook.xml".utf8), .foreign(.xlsx)),
            ([0x50, 0x4B, 0x03, 0x04] + Array("....notes.txt".utf8), .foreign(.zip)),
            ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], .foreign(.ole)),
            (Array("  <!DOCTYPE HTML><html>".utf8), .foreign(.html)),
            (Array("<html><script></script><table><tr><td>1</td></tr></table>".utf8), .foreign(.html)),
            (Array("<html><body><table><tr><td>1</td></tr></table></body></html>".utf8), .perhapsText),
            (Array("<?xml version=\"1.0\"?><a/>".utf8), .foreign(.xml)),
            (Array("{\\rtf1".utf8), .foreign(.rtf)),
            ([0x89, 0x50, 0x4E, 0x47], .foreign(.image)),
            ([0xFF, 0xD8, 0xFF, 0xE0], .foreign(.image)),
            ([1, 0, 0, 0, 0, 2], .foreign(.binary)),
            (Array("部门预算".utf8), .perhapsText),
        ] as [([UInt8], DocumentKind)])
    func kindIsToldByBytes(bytes: [UInt8], kind: DocumentKind) {
        #expect(DocumentKind(bytes: bytes) == kind)
    }

    @Test func textUnderAPDFNameIsDamaged() {
        #expect(throws: ReadingError.self) { try readDocument(bytes: Array("部门预算".utf8), name: "x.PDF") }
    }
}

@Suite struct DecodedTextTests {
    private static let text = "部门预算：1,234.50"

    @Test(
        arguments: [
            ("UTF-8", Array(text.utf8)),
            ("UTF-8", [0xEF, 0xBB, 0xBF] + Array(text.utf8)),
            ("UTF-16LE", [0xFF, 0xFE] + text.utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }),
            ("UTF-16BE", [0xFE, 0xFF] + text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }),
            ("GB18030", [0xB2, 0xBF, 0xC3, 0xC5, 0xD4, 0xA4, 0xCB, 0xE3, 0xA3, 0xBA] + Array("1,234.50".utf8)),
        ] as [(String, [UInt8])])
    func encodingsDecode(encoding: String, bytes: [UInt8]) throws {
        let decoded = try #require(DecodedText(bytes: bytes))
        #expect(decoded.encoding == encoding)
        #expect(String(String.UnicodeScalarView(decoded.scalars)) == Self.text)
        #expect(!decoded.isUncertain)
    }

    @Test func binaryIsNoText() {
        #expect(DecodedText(bytes: (0..<200).map { UInt8($0 % 8) }) == nil)
    }
}

@Suite struct TextLayoutTests {
    @Test func wideCharactersTakeTwoCells() throws {
        let page = try #require(try readDocument(bytes: Array("甲a\n b".utf8), name: "a.txt").pages.first)
        #expect(page.glyphs.map(\.box.x0) == [0, 12, 6])
        #expect(page.glyphs.map(\.box.y0) == [0, 0, 12])
    }

    /// Of an extractor that pads its lines by characters, wide or not.
    @Test func wideCharactersTakeOneCellWhereThatLinesUpColumns() throws {
        let narrow = "合计      1.00\n云岭市     2.00\n云岭市青禾区  3.00\n"
        let page = try #require(try readDocument(bytes: Array(narrow.utf8), name: "a.txt").pages.first)
        let figures = page.glyphs.filter { "123".unicodeScalars.contains($0.scalar) }
        #expect(Set(figures.map(\.box.x0)) == Set([48.0]))
        let wide = "合计          1.00\n云岭市        2.00\n云岭市青禾区  3.00\n"
        let other = try #require(try readDocument(bytes: Array(wide.utf8), name: "a.txt").pages.first)
        let ends = other.glyphs.filter { "123".unicodeScalars.contains($0.scalar) }
        #expect(Set(ends.map(\.box.x0)) == Set([84.0]))
    }

    @Test func aTextOverTheLimitIsRefused() {
        var limits = ReadingLimits()
        limits.textBytes = 10
        #expect(throws: ReadingError.textBytes(found: 11, allowed: 10)) {
            try readDocument(bytes: Array("12345678901".utf8), name: "a.txt", limits: limits)
        }
    }

    @Test func carriageReturnLineFeedIsOneLineEnd() throws {
        let page = try #require(try readDocument(bytes: Array("a\r\nb\rc".utf8), name: "a.txt").pages.first)
        #expect(page.glyphs.map(\.box.y0) == [0, 12, 24])
    }

    @Test func formFeedsCountPages() throws {
        let document = try readDocument(bytes: Array("甲\n\u{C}乙\n丙".utf8), name: "a.txt")
        #expect(document.pageCount == 2)
        #expect(document.pages.map(\.number) == [1, 2])
        #expect(document.pages.map(\.source) == [.text(firstLine: 1), .text(firstLine: 2)])
    }

    @Test func radicalsAreReadAsIdeographs() throws {
        let document = try readDocument(bytes: Array("项⽬⽀出⻓".utf8), name: "a.txt")
        let scalars = document.pages.flatMap(\.glyphs).map(\.scalar)
        #expect(String(String.UnicodeScalarView(scalars)) == "项目支出长")
        #expect(document.quality.radicals == 3)
    }
}
