import BudgetRelease
import PageContent
import TestSupport
import Testing

@testable import ReleaseReading

/// Sets texts in columns as producers do, whether or not rules are drawn: headings in the middle, names at the left, amounts
/// at the right, each painted by itself.
struct Typesetting {
    enum Side { case left, middle, right }

    var drawing: Drawing
    private var run: Int32 = 0

    init(page: Int = 1) { drawing = Drawing(page: page) }

    /// Ideographs are 8 points wide, other characters 4.
    mutating func set(_ text: String, _ columns: ClosedRange<Double>, _ y: Double, _ side: Side) {
        let widths = text.unicodeScalars.map { $0.value > 0x2E80 ? 8.0 : 4.0 }
        let width = widths.reduce(0, +)
        var x =
            switch side {
            case .left: columns.lowerBound + 1
            case .middle: (columns.lowerBound + columns.upperBound - width) / 2
            case .right: columns.upperBound - 1 - width
            }
        run += 1
        for (scalar, width) in zip(text.unicodeScalars, widths) {
            drawing.page.glyphs.append(
                Glyph(scalar: scalar, box: Rect(x0: x, y0: y, x1: x + width, y1: y + 8), run: run))
            x += width
        }
    }

    /// A row of names and amounts, `pitch` points below the one before it.
    mutating func row(_ texts: [String], _ edges: [Double], _ y: Double) {
        for (column, text) in texts.enumerated() where !text.isEmpty {
            let isAmount = text.allSatisfy { $0.isNumber || $0 == "." || $0 == "," }
            set(text, edges[column]...edges[column + 1], y, isAmount ? .right : .left)
        }
    }

    mutating func header(_ texts: [String], _ edges: [Double], _ y: Double) {
        for (column, text) in texts.enumerated() where !text.isEmpty {
            set(text, edges[column]...edges[column + 1], y, .middle)
        }
    }

    mutating func title(_ text: String, _ y: Double) {
        set(text, 0...600, y, .middle)
        set("单位：万元", 480...560, y + 18, .right)
    }
}

/// Tables without all their rules.
@Suite struct OpenTableTests {
    private static let edges = [40.0, 150, 250, 420, 560]
    private static let lists = [
        ["一、财政拨款", "1,234.50", "一、教育支出", "1,000.00"], ["二、其他收入", "65.50", "二、卫生支出", "300.00"],
        ["收入合计", "1,300.00", "支出合计", "1,300.00"],
    ]

    private func read(_ pages: Typesetting...) throws -> ReleaseReader.Reading {
        ReleaseReader(catalogue: try FormCatalogue()).read(pages.map(\.drawing.page))
    }

    private func summary(_ page: Int = 1, rows: [[String]] = lists) -> Typesetting {
        var sheet = Typesetting(page: page)
        sheet.title("收支预算总表", 40)
        sheet.set("收入", Self.edges[0]...Self.edges[2], 80, .middle)
        sheet.set("支出", Self.edges[2]...Self.edges[4], 80, .middle)
        sheet.header(["项目", "预算数", "项目", "预算数"], Self.edges, 94)
        for (index, row) in rows.enumerated() { sheet.row(row, Self.edges, 108 + Double(index) * 14) }
        return sheet
    }

    /// An amount stands two points before the name in the next column.
    @Test func amountsThatTouchNamesStandInTheirColumns() throws {
        let reading = try read(summary())
        let table = try #require(reading.tables.first)
        #expect(table.grid == Self.lists)
        #expect(table.columns.map(\.path) == [["收入", "项目"], ["收入", "预算数"], ["支出", "项目"], ["支出", "预算数"]])
        #expect(table.unit == "万元")
    }

    @Test func everyTitleBeginsATable() throws {
        var sheet = summary()
        sheet.title("支出预算总表", 200)
        let edges = [40.0, 120, 280, 380, 470, 560]
        sheet.header(["科目编码", "科目名称", "合计", "基本支出", "项目支出"], edges, 236)
        sheet.row(["205", "教育支出", "10.00", "6.00", "4.00"], edges, 250)
        sheet.row(["210", "卫生健康支出", "3.00", "3.00", ""], edges, 264)
        let reading = try read(sheet)
        #expect(reading.tables.map(\.title) == ["收支预算总表", "支出预算总表"])
        #expect(reading.tables.last?.grid.last == ["210", "卫生健康支出", "3.00", "3.00", ""])
    }

    @Test func rowsGoOnWithoutAHeader() throws {
        let edges = [40.0, 120, 280, 380, 470, 560]
        var first = Typesetting()
        first.title("支出预算总表", 40)
        first.header(["科目编码", "科目名称", "合计", "基本支出", "项目支出"], edges, 80)
        for row in 0..<4 { first.row(["205\(row)1", "教育管理事务", "10.00", "6.00", "4.00"], edges, 94 + Double(row) * 14) }
        var second = Typesetting(page: 2)
        // No row of the page has anything in the last column.
        for row in 0..<3 { second.row(["210\(row)1", "卫生健康管理事务", "3.00", "3.00", ""], edges, 40 + Double(row) * 14) }
        let reading = try read(first, second)
        #expect(reading.tables.map(\.pages) == [[1, 2]])
        #expect(reading.tables.first?.grid.last == ["21021", "卫生健康管理事务", "3.00", "3.00", ""])
    }

    @Test func aHeaderThatThePageBreakCutsIsOne() throws {
        var first = Typesetting()
        first.title("收支预算总表", 700)
        first.set("收入", Self.edges[0]...Self.edges[2], 740, .middle)
        first.set("支出", Self.edges[2]...Self.edges[4], 740, .middle)
        var second = Typesetting(page: 2)
        second.header(["项目", "预算数", "项目", "预算数"], Self.edges, 40)
        for (index, row) in Self.lists.enumerated() { second.row(row, Self.edges, 54 + Double(index) * 14) }
        let reading = try read(first, second)
        #expect(reading.tables.map(\.grid) == [Self.lists])
        #expect(reading.tables.first?.title == "收支预算总表")
        #expect(reading.tables.first?.columns.first?.path == ["收入", "项目"])
    }

    /// Names that wrap beside amounts in the middle of their lines.
    @Test func linesOfOneRowAreOne() throws {
        let edges = [40.0, 200, 300, 430, 560]
        var sheet = Typesetting()
        sheet.title("部门项目支出预算表", 40)
        sheet.header(["项目名称", "合计", "财政拨款", "其他资金"], edges, 80)
        for row in 0..<3 {
            let y = 100 + Double(row) * 30
            sheet.row(["农村饮水安全巩固提升", "", "", ""], edges, y)
            sheet.row(["", "12.00", "10.00", "2.00"], edges, y + 5)
            sheet.row(["补助资金（第\(row + 1)批）", "", "", ""], edges, y + 10)
        }
        let table = try #require(try read(sheet).tables.first)
        #expect(table.grid.map { $0[0] } == (1...3).map { "农村饮水安全巩固提升补助资金（第\($0)批）" })
        #expect(table.grid.allSatisfy { $0[1...] == ["12.00", "10.00", "2.00"] })
    }

    /// Between rules the cells of a project run down over its indicators.
    @Test func cellsBetweenRulesRunDown() throws {
        let edges = [40.0, 160, 230, 330, 420, 480, 560]
        var sheet = Typesetting()
        sheet.title("项目支出绩效目标表", 40)
        sheet.header(["项目名称", "预算金额", "年度绩效目标", "一级指标", "三级指标", "指标值"], edges, 82)
        for y in [78.0, 94, 134] { sheet.drawing.horizontal(y, edges[0], edges[6]) }
        sheet.drawing.horizontal(114, edges[3], edges[6])
        sheet.row(["河道保洁项目", "12.00", "水面清洁", "", "", ""], edges, 110)
        sheet.row(["", "", "", "产出指标", "保洁次数", "12次"], edges, 100)
        sheet.row(["", "", "", "效益指标", "满意程度", "95%"], edges, 120)
        sheet.row(["堤防养护项目", "8.00", "堤防安全", "产出指标", "巡查次数", "24次"], edges, 140)
        sheet.drawing.horizontal(154, edges[0], edges[6])
        let table = try #require(try read(sheet).tables.first)
        #expect(table.grid.count == 3)
        #expect(table.lines.map(\.indicators.count) == [2, 1])
        #expect(table.lines.map(\.name) == ["河道保洁项目", "堤防养护项目"])
    }

    @Test func anEmptyTablesTotalIsARow() throws {
        let edges = [40.0, 120, 280, 380, 470, 560]
        var sheet = Typesetting()
        sheet.title("政府性基金预算支出表", 40)
        sheet.header(["科目编码", "科目名称", "合计", "基本支出", "项目支出"], edges, 80)
        sheet.row(["合计", "", "", "", ""], edges, 94)
        sheet.set("注：本部门没有政府性基金预算。", 40...400, 116, .left)
        let table = try #require(try read(sheet).tables.first)
        #expect(table.grid == [["合计", "", "", "", ""]])
        #expect(table.notes.count == 1)
    }

    /// Headings begin where names begin, amounts end where columns end.
    @Test func headingsMayBeSetToTheLeft() throws {
        let edges = [40.0, 120, 280, 380, 470, 560]
        var sheet = Typesetting()
        sheet.title("支出预算总表", 40)
        for (column, text) in ["科目编码", "科目名称", "合计", "基本支出", "项目支出"].enumerated() {
            sheet.set(text, edges[column]...edges[column + 1], 80, .left)
        }
        for (row, texts) in [["教育支出", "10.00", "6.00", "4.00"], ["卫生健康支出", "3.00", "3.00", ""]].enumerated() {
            sheet.set(["205", "210"][row], edges[0]...edges[1], 94 + Double(row) * 14, .left)
            sheet.row([""] + texts, edges, 94 + Double(row) * 14)
        }
        let table = try #require(try read(sheet).tables.first)
        #expect(table.grid == [["205", "教育支出", "10.00", "6.00", "4.00"], ["210", "卫生健康支出", "3.00", "3.00", ""]])
    }

    /// Nobody knows the headings: the rules tell.
    @Test func unknownHeadingsBetweenRulesBeginATable() throws {
        let edges = [40.0, 120, 360, 560]
        var sheet = Typesetting()
        for y in [40.0, 54, 68, 82] { sheet.drawing.horizontal(y, 40, 560) }
        sheet.header(["次序", "所辖机构", "说明事项"], edges, 43)
        sheet.row(["1", "青禾区水文站", "预算并入本级"], edges, 57)
        sheet.row(["2", "青禾区河道管理所", ""], edges, 71)
        let table = try #require(try read(sheet).tables.first)
        #expect(table.columns.map(\.path) == [["次序"], ["所辖机构"], ["说明事项"]])
        #expect(table.grid.count == 2)
    }
}
