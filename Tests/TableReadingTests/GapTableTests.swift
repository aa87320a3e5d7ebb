import PageContent
import TestSupport
import Testing

@testable import TableReading

@Suite struct GapTableTests {
    private func firstBlock(_ drawing: Drawing) -> TableBlock? {
        PageTables(page: drawing.page, isFigure: { $0.contains(".") }).blocks.first
    }

    /// Two summaries side by side, a heading over each pair of columns.
    private var summary: Drawing {
        var drawing = Drawing()
        drawing.text("收入", 90, 100)
        drawing.text("支出", 390, 100)
        for (text, x) in [("项目", 30.0), ("金额", 170), ("项目", 330), ("金额", 470)] { drawing.text(text, x, 120) }
        for (row, (left, right)) in [("财政拨款收入", "公共服务支出"), ("事业收入", "住房保障支出"), ("收入总计", "支出总计")].enumerated() {
            let y = 140 + Double(row) * 20
            drawing.text(left, 10, y)
            drawing.text("10.50", 150, y)
            drawing.text(right, 310, y)
            drawing.text("20.50", 450, y)
        }
        return drawing
    }

    @Test func columnsAreToldByGapsAndHeadingsByTheirPlace() throws {
        let block = try #require(firstBlock(summary))
        #expect(block.columnCount == 4)
        let header = block.header(isFigure: { $0.contains(".") })
        #expect(header.paths == [["收入", "项目"], ["收入", "金额"], ["支出", "项目"], ["支出", "金额"]])
        #expect(block.rowCount - header.depth == 3)
        #expect(block.cells.last?.text == "20.50")
    }

    /// Columns set as near to each other as words are, but straight.
    @Test func tightColumnsAreATable() throws {
        var drawing = Drawing()
        for (text, x) in [("项目", 60.0), ("合计", 160), ("基本", 230)] { drawing.text(text, x, 80) }
        for row in 0..<3 {
            let y = 100 + Double(row) * 20
            drawing.text("公共安全支出", 60, y)
            drawing.text("123.40", 130, y)
            drawing.text("123.40", 200, y)
        }
        #expect(try #require(firstBlock(drawing)).columnCount == 3)
    }

    /// Latin digits stand apart from the words around them, as cells do, but not as far.
    @Test(arguments: [6.0, 60.0])
    func sentencesWithFiguresAreNoTable(gap: Double) {
        var drawing = Drawing()
        drawing.text("本年支出预算", 60, 100)
        drawing.text("1877.40", 120 + gap, 100)
        drawing.text("万元与上年相比增加", 190 + 2 * gap, 100)
        drawing.text("96.20", 280 + 3 * gap, 100)
        #expect((firstBlock(drawing) == nil) == (gap < 12))
    }

    @Test func aColumnThatTheBodyLeavesEmptyIsKnownByItsHeading() throws {
        var drawing = Drawing()
        for (text, x) in [("名称", 30.0), ("合计", 160), ("其他收入", 230), ("财政拨款", 350)] { drawing.text(text, x, 100) }
        for row in 0..<3 {
            let y = 120 + Double(row) * 20
            drawing.text("档案管理经费", 10, y)
            drawing.text("10.50", 150, y)
            drawing.text("10.50", 350, y)
        }
        let block = try #require(firstBlock(drawing))
        #expect(block.header(isFigure: { $0.contains(".") }).leaves == ["名称", "合计", "其他收入", "财政拨款"])
    }

    @Test func linesOfOneCellAreOneRow() throws {
        var drawing = Drawing()
        drawing.text("名称", 30, 70)
        drawing.text("金额", 200, 70)
        for row in 0..<3 {
            let y = 100 + Double(row) * 40
            drawing.text("档案数字化", 10, y - 6)
            drawing.text("加工", 10, y + 6)
            drawing.text("10.50", 200, y)
        }
        let block = try #require(firstBlock(drawing))
        #expect(block.rowCount == 4)
        #expect(block.cells.filter { $0.columns.lowerBound == 0 }.last?.text == "档案数字化加工")
    }

    @Test func runningTextIsNoTable() {
        var drawing = Drawing()
        for row in 0..<10 {
            drawing.text("本年收入预算，比上年增加，其中财政拨款占全部收入的大部分，", 10, Double(row) * 20)
            drawing.text("1,300.50", 310, Double(row) * 20)
        }
        #expect(firstBlock(drawing) == nil)
    }

    @Test func columnsSetTightlyArePartedByWhatEveryRowLeavesFree() throws {
        var drawing = Drawing()
        for (text, x) in [("编码", 10.0), ("名称", 70), ("金额", 200)] { drawing.text(text, x, 100) }
        for (row, (code, name)) in [("20101", "档案"), ("20102", "档案管理经费"), ("20103", "档案馆")].enumerated() {
            let y = 120 + Double(row) * 20
            drawing.text(code, 10, y)
            drawing.text(name, 63, y)
            drawing.text("10.50", 200, y)
        }
        let block = try #require(firstBlock(drawing))
        #expect(block.cells.filter { $0.columns == 1..<2 }.map(\.text) == ["名称", "档案", "档案管理经费", "档案馆"])
    }

    @Test func linesOfLabelsPartTables() {
        var drawing = Drawing()
        for (top, name) in [(0.0, "甲"), (200.0, "乙")] {
            drawing.text("单位：元", 500, top + 80)
            drawing.text("名称", 30, top + 100)
            drawing.text("金额", 200, top + 100)
            for row in 0..<3 {
                drawing.text(name + "经费", 10, top + 120 + Double(row) * 20)
                drawing.text("10.50", 200, top + 120 + Double(row) * 20)
            }
        }
        let tables = PageTables(page: drawing.page, isFigure: { $0.contains(".") })
        #expect(tables.blocks.map { $0.cells.last { $0.columns.lowerBound == 0 }?.text } == ["甲经费", "乙经费"])
        #expect(tables.blocks.map(\.rowCount) == [4, 4])
    }

    @Test func aTableWithoutRulesStandsBelowARuledOne() throws {
        var drawing = summary
        drawing.grid(xs: [10, 100, 200], ys: [10, 30, 50])
        drawing.text("甲", 15, 15)
        drawing.text("1.00", 105, 35)
        drawing.text("单位：元", 500, 75)
        let tables = PageTables(page: drawing.page, isFigure: { $0.contains(".") })
        #expect(tables.blocks.map(\.isRuled) == [true, false])
        #expect(tables.looseLines.map(\.compact) == ["单位：元"])
    }

    @Test func anEmptyTableIsATable() throws {
        var drawing = Drawing()
        for (text, x) in [("科目编码", 10.0), ("科目名称", 150), ("金额", 300)] { drawing.text(text, x, 100) }
        drawing.text("合计", 160, 120)
        let block = try #require(firstBlock(drawing))
        #expect(block.header(isFigure: { _ in false }).leaves == ["科目编码", "科目名称", "金额"])
        #expect(block.cells.map(\.text).contains("合计"))
    }
}
