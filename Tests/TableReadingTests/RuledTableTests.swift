import PageContent
import TestSupport
import Testing

@testable import TableReading

@Suite struct RuledTableTests {
    @Test func cellsHoldTheirText() throws {
        var drawing = Drawing()
        drawing.grid(xs: [0, 100, 200], ys: [0, 20, 40])
        drawing.text("甲", 5, 5)
        drawing.text("乙", 105, 5)
        drawing.text("丙", 5, 25)
        drawing.text("外", 300, 100)
        let tables = PageTables(page: drawing.page, isFigure: { _ in false })
        let block = try #require(tables.blocks.first)
        #expect(block.cells.map(\.text) == ["甲", "乙", "丙", ""])
        #expect(tables.looseLines.map(\.compact) == ["外"])
        #expect(!block.isOpenAbove && !block.isOpenBelow)
    }

    @Test func mergedCellsSpan() throws {
        var drawing = Drawing()
        for y in [0.0, 40, 60] { drawing.horizontal(y, 0, 300) }
        drawing.horizontal(20, 100, 300)
        for x in [0.0, 100, 300] { drawing.vertical(x, 0, 60) }
        drawing.vertical(200, 20, 60)
        drawing.text("项目", 5, 15)
        drawing.text("支出", 105, 5)
        drawing.text("基本", 105, 25)
        drawing.text("其他", 205, 25)
        drawing.text("1", 105, 45)
        let block = try #require(PageTables(page: drawing.page, isFigure: { _ in false }).blocks.first)
        let header = block.header(isFigure: { $0.elementsEqual("1".unicodeScalars) })
        #expect(header.depth == 2)
        #expect(header.paths == [["项目"], ["支出", "基本"], ["支出", "其他"]])
    }

    @Test func aHeadingOverTwoColumnsThatNothingDividesIsWholeHeader() throws {
        var drawing = Drawing()
        drawing.horizontal(0, 0, 300)
        drawing.horizontal(20, 0, 300)
        drawing.horizontal(40, 0, 300)
        for x in [0.0, 200, 300] { drawing.vertical(x, 0, 40) }
        drawing.vertical(100, 20, 40)
        drawing.text("项目名称", 5, 5)
        drawing.text("金额", 205, 5)
        drawing.text("合计", 5, 25)
        drawing.text("7", 205, 25)
        let block = try #require(PageTables(page: drawing.page, isFigure: { _ in false }).blocks.first)
        let header = block.header(isFigure: { $0.elementsEqual("7".unicodeScalars) })
        #expect(header.depth == 1)
        #expect(header.paths == [["项目名称"], ["项目名称"], ["金额"]])
    }

    @Test func aRowWithoutBorderTowardsThePageBreakIsOpen() throws {
        var drawing = Drawing()
        drawing.horizontal(0, 0, 200)
        drawing.horizontal(20, 0, 200)
        for x in [0.0, 100, 200] { drawing.vertical(x, 0, 50) }
        drawing.text("甲", 5, 5)
        drawing.text("乙", 5, 30)
        let block = try #require(PageTables(page: drawing.page, isFigure: { _ in false }).blocks.first)
        #expect(block.rowCount == 2)
        #expect(block.isOpenBelow)
        #expect(!block.isOpenAbove)
    }

    @Test func textThatRunsOverItsBorderStaysTogether() throws {
        var drawing = Drawing()
        drawing.grid(xs: [0, 100, 200], ys: [0, 20, 40])
        drawing.text("甲乙丙丁戊己庚辛壬癸子", 7, 5)
        drawing.text("乙", 5, 25)
        let block = try #require(PageTables(page: drawing.page, isFigure: { _ in false }).blocks.first)
        #expect(block.cells[0].text == "甲乙丙丁戊己庚辛壬癸子")
        #expect(block.cells[1].text == "")
    }

    @Test func watermarksStandInNoCell() throws {
        var drawing = Drawing()
        drawing.grid(xs: [0, 200, 400], ys: [0, 20, 40])
        drawing.text("项目名称项目名称项目", 5, 5)
        drawing.text("合计合计合计合计合计", 205, 5)
        drawing.page.glyphs.append(Glyph(scalar: "阅", box: Rect(x0: 230, y0: 10, x1: 260, y1: 38)))
        let block = try #require(PageTables(page: drawing.page, isFigure: { _ in false }).blocks.first)
        #expect(block.cells.map(\.text) == ["项目名称项目名称项目", "合计合计合计合计合计", "", ""])
    }

    /// Zeros are printed grey so that the figures stand out.
    @Test func lightFiguresStay() throws {
        var drawing = Drawing()
        drawing.grid(xs: [0, 200, 400], ys: [0, 20, 40])
        drawing.text("项目名称项目名称项目", 5, 5)
        let grey = Colour(red: 200, green: 200, blue: 200)
        drawing.page.glyphs.append(Glyph(scalar: "0", box: Rect(x0: 210, y0: 5, x1: 215, y1: 15), colour: grey))
        let block = try #require(PageTables(page: drawing.page, isFigure: { _ in false }).blocks.first)
        #expect(block.cells.map(\.text) == ["项目名称项目名称项目", "0", "", ""])
    }

    @Test func turnedTextIsReadInItsDirection() throws {
        var drawing = Drawing()
        drawing.grid(xs: [0, 100, 200], ys: [0, 60, 80])
        // From bottom to top, in two lines side by side.
        for (index, scalar) in "基本支出".unicodeScalars.enumerated() {
            let (line, place) = (Double(index / 2), Double(index % 2))
            let y = 50 - place * 10
            drawing.page.glyphs.append(
                Glyph(
                    scalar: scalar, box: Rect(x0: 20 + line * 15, y0: y - 10, x1: 30 + line * 15, y1: y),
                    direction: .counterclockwise))
        }
        let block = try #require(PageTables(page: drawing.page, isFigure: { _ in false }).blocks.first)
        #expect(block.cells[0].lines.map(\.compact) == ["基本", "支出"])
    }

    @Test func whatIsStruckOutGivesWayToWhatStandsBesideIt() throws {
        var drawing = Drawing()
        drawing.grid(xs: [0, 100, 200], ys: [0, 20, 40])
        for (column, text) in ["128153", "64"].enumerated() {
            drawing.text(text, 5 + Double(column) * 100, 5)
        }
        for index in [0, 1, 2, 6, 7] {
            drawing.page.glyphs[index].isStruck = true
            drawing.page.glyphs[index].run = 1
        }
        let block = try #require(PageTables(page: drawing.page, isFigure: { _ in false }).blocks.first)
        #expect(block.cells[0].text == "153")
        #expect(block.cells[0].strike == .replaced("128"))
        #expect(block.cells[1].text == "64")
        #expect(block.cells[1].strike == .whole)
    }

    @Test func textThatRunsDownOverABorderGoesBack() throws {
        var drawing = Drawing()
        drawing.grid(xs: [0, 100, 200], ys: [20, 40, 60])
        drawing.text("溢出", 5, 18)
        drawing.text("项目名称", 5, 25)
        drawing.text("合计", 5, 37)
        drawing.text("档案局", 5, 45)
        let tables = PageTables(page: drawing.page, isFigure: { _ in false })
        let block = try #require(tables.blocks.first)
        #expect(block.cells.map(\.text) == ["项目名称合计", "", "档案局", ""])
        #expect(tables.looseLines.map(\.compact) == ["溢出"])
        #expect(tables.looseLines.allSatisfy { $0.box.midY < block.box.y0 })
    }

    /// A fixed row height cuts a heading that takes two lines.
    @Test func theSecondLineOfATooLowRowGoesBack() throws {
        func lines(besideY y: Double) throws -> [String] {
            var drawing = Drawing()
            drawing.grid(xs: [0, 60, 200], ys: [0, 15, 30])
            drawing.text("采购组织形", 4, 1)
            drawing.text("总计", 70, 3)
            drawing.text("式", 25, 13)
            drawing.text("12", 70, y)
            let block = try #require(PageTables(page: drawing.page, isFigure: { _ in false }).blocks.first)
            return block.cells.map(\.text)
        }
        #expect(try lines(besideY: 18) == ["采购组织形式", "总计", "", "12"])
        // As high as the rest of its row it is the row's own.
        #expect(try lines(besideY: 13) == ["采购组织形", "总计", "式", "12"])
    }

    /// Texts set too high in every row stay in their own.
    @Test func rowsThatAreAllSetHighKeepTheirTexts() throws {
        var drawing = Drawing()
        drawing.grid(xs: [0, 60, 200], ys: [0, 13, 26])
        drawing.text("公共安全支", -2, -3)
        drawing.text("检察", 4, 10)
        drawing.text("12", 70, 2)
        drawing.text("12", 70, 15)
        let block = try #require(PageTables(page: drawing.page, isFigure: { _ in false }).blocks.first)
        #expect(block.cells.map(\.text) == ["公共安全支", "12", "检察", "12"])
    }

    @Test func strokesOfGlyphsAreNoTable() {
        var drawing = Drawing()
        drawing.horizontal(10, 10, 16)
        drawing.vertical(12, 8, 15)
        drawing.horizontal(14, 10, 16)
        drawing.text("甲", 8, 8)
        #expect(PageTables(page: drawing.page, isFigure: { _ in false }).blocks.isEmpty)
    }

    @Test func twoTablesOnAPageAreTwo() {
        var drawing = Drawing()
        drawing.grid(xs: [0, 100, 200], ys: [0, 20])
        drawing.grid(xs: [0, 100, 200], ys: [60, 80])
        drawing.text("甲", 5, 5)
        drawing.text("乙", 5, 65)
        #expect(PageTables(page: drawing.page, isFigure: { _ in false }).blocks.map { $0.cells[0].text } == ["甲", "乙"])
    }
}
