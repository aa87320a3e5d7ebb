import PageContent
import TestSupport
import Testing

@testable import TableReading

/// Which cell a text belongs to that runs over a border, or touches its neighbour's.
@Suite struct GlyphSlotsTests {
    /// Digits are five points wide, in cells of 40 points that begin at 0, 40 and 80.
    private func cells(_ texts: [(text: String, x: Double, run: Int32)]) throws -> TableBlock {
        var drawing = Drawing()
        drawing.grid(xs: [0, 40, 80, 120], ys: [0, 20, 40])
        for (text, x, run) in texts {
            for (index, scalar) in text.unicodeScalars.enumerated() {
                let x0 = x + Double(index) * 5
                drawing.page.glyphs.append(
                    Glyph(scalar: scalar, box: Rect(x0: x0, y0: 5, x1: x0 + 5, y1: 15), run: run, size: 10))
            }
        }
        return try #require(PageTables(page: drawing.page, isFigure: Self.isFigure).blocks.first)
    }

    private static func isFigure(_ text: GlyphText) -> Bool {
        String(scalars: text).wholeMatch(of: /\d{1,3}(,\d{3})*(\.\d+)?|\d+(\.\d+)?/) != nil
    }

    @Test func aFigureOverItsBorderIsWhole() throws {
        // It ends where figures of the second cell end, and begins in the first.
        let block = try cells([("1,086,000.00", 18, 1)])
        #expect(block.cells.prefix(3).map(\.text) == ["", "1,086,000.00", ""])
    }

    @Test func figuresOfTwoOperationsThatTouchArePartedAtTheirOperations() throws {
        // The first is wider than its cell, so that its last digit stands beyond the border.
        let block = try cells([("20500205", 3, 1), ("4325043", 43, 2)])
        #expect(block.cells.prefix(3).map(\.text) == ["20500205", "4325043", ""])
        #expect(block.doubtfulRows.isEmpty)
    }

    @Test func oneOperationThatWritesTwoFiguresIsPartedAtTheBorder() throws {
        let parted = try cells([("112.80", 10, 1), ("35.20", 40, 1)])
        #expect(parted.cells.prefix(3).map(\.text) == ["112.80", "35.20", ""])
    }

    /// Some programs write each character by an operation of its own.
    @Test func operationsOfSingleCharactersTellNothing() throws {
        let spelled = "1,086,000.00".unicodeScalars.enumerated().map { index, scalar in
            (text: String(scalar), x: 18 + Double(index) * 5, run: Int32(index))
        }
        let block = try cells(spelled)
        #expect(block.cells.prefix(3).map(\.text) == ["", "1,086,000.00", ""])
    }

    @Test func figuresThatReadAsOneAreInDoubt() throws {
        let spelled = "2050020500".unicodeScalars.enumerated().map { index, scalar in
            (text: String(scalar), x: 15 + Double(index) * 5, run: Int32(index))
        }
        #expect(try cells(spelled).doubtfulRows == [0])
    }
}
