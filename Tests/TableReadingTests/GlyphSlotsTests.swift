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

    @Test func wholeNumbersOfOneOperationThatReadAsOneAreInDoubt() throws {
        #expect(try cells([("12853", 25, 1)]).doubtfulRows == [0])
    }
}

/// What a cell makes of the characters in it.
@Suite struct CellTextTests {
    private func cell(_ texts: [(text: String, x: Double, y: Double, size: Double)]) -> TableCell {
        var cell = TableCell(rows: 0..<1, columns: 0..<1, box: Rect(x0: 0, y0: 0, x1: 100, y1: 20))
        cell.take(
            texts.flatMap { text, x, y, size in
                text.unicodeScalars.enumerated().map { index, scalar in
                    let x0 = x + Double(index) * size / 2
                    return Glyph(
                        scalar: scalar,
                        box: Rect(x0: x0, y0: y - 0.88 * size, x1: x0 + size / 2, y1: y + 0.12 * size),
                        size: Float(size))
                }
            }, isFigure: { !$0.isEmpty })
        return cell
    }

    @Test func raisedSmallDigitsAreMarks() {
        #expect(cell([("12.80", 20, 15, 10), ("12", 45, 11, 6), ("3", 17, 11, 6)]).text == "³12.80¹²")
    }

    /// Small digits on the line, apart from the figure, or alone in their cell are what they are.
    @Test func otherSmallDigitsAreNone() {
        #expect(cell([("12.80", 20, 15, 10), ("1", 45, 15, 6)]).text == "12.801")
        #expect(cell([("12.80", 20, 15, 10), ("1", 55, 11, 6)]).text == "12.801")
        #expect(cell([("53", 20, 11, 6)]).text == "53")
    }

    @Test func aLineThroughAPartOfAFigureStrikesNothingOut() {
        var glyphs = "60.30".unicodeScalars.enumerated().map { index, scalar in
            let x = Double(index) * 5
            return Glyph(scalar: scalar, box: Rect(x0: x, y0: 5, x1: x + 5, y1: 15), size: 10)
        }
        glyphs[0].isStruck = true
        var cell = TableCell(rows: 0..<1, columns: 0..<1, box: Rect(x0: 0, y0: 0, x1: 100, y1: 20))
        cell.take(glyphs, isFigure: { _ in true })
        #expect(cell.text == "60.30")
        #expect(cell.strike == .whole)
    }
}

/// Rows that have no borders of their own in a table that has.
@Suite struct MissingBorderTests {
    private func row(_ texts: [(String, Double)]) throws -> [String] {
        var drawing = Drawing()
        for y in [0.0, 20, 40] { drawing.horizontal(y, 0, 300) }
        for x in [0.0, 300] { drawing.vertical(x, 0, 40) }
        for x in [100.0, 200] { drawing.vertical(x, 0, 20) }
        for (text, x) in [("甲", 5.0), ("1", 150), ("2", 250)] { drawing.text(text, x, 5) }
        for (text, x) in texts { drawing.text(text, x, 25) }
        let isFigure: FigureTest = { $0.allSatisfy { ("0"..."9").contains($0) } && !$0.isEmpty }
        let block = try #require(PageTables(page: drawing.page, isFigure: isFigure).blocks.first)
        return block.cells.filter { $0.rows.lowerBound == 1 }.map(\.text)
    }

    @Test func figuresUnderTheirColumnsArePartedByThem() throws {
        #expect(try row([("合计", 5), ("128", 150), ("75", 250)]) == ["合计", "128", "75"])
    }

    @Test func headingsOfEveryColumnArePartedByThem() throws {
        #expect(try row([("科目", 5), ("合计", 150), ("项目", 250)]) == ["科目", "合计", "项目"])
    }

    /// A heading that is printed spread, and a text that runs over a column, are one.
    @Test func oneTextStaysOne() throws {
        #expect(try row([("收", 80), ("入", 210)]) == ["收入"])
        #expect(try row([("合计合计合计合计合计", 5), ("128", 150), ("75", 250)]) == ["合计合计合计合计合计12875"])
    }
}
