import BudgetRelease
import PageContent
import TestSupport
import Testing

@testable import ReleaseReading

/// What page breaks cut, and what a double page or a wide sheet spreads.
@Suite struct PageBreakTests {
    private func read(_ drawings: Drawing...) throws -> ReleaseReader.Reading {
        ReleaseReader(catalogue: try FormCatalogue()).read(drawings.map(\.page))
    }

    private static let goals = ["单位名称", "项目名称", "预算金额", "年度绩效目标", "一级指标", "三级指标", "指标值"]
    private static let xs = [10.0, 90, 190, 260, 360, 430, 520, 590]

    /// A page of goals with a row an indicator; a project's cells run down over `rows` of them.
    private func goals(page: Int, _ rows: [[String]], merged: [Range<Int>]) -> Drawing {
        var drawing = Drawing(page: page)
        let top = page == 1 ? 100.0 : 40
        if page == 1 {
            drawing.text("项目支出绩效目标表", 200, 40)
            drawing.text("单位：万元", 450, 70)
        }
        let all = (page == 1 ? [Self.goals] : []) + rows
        let bottom = top + Double(all.count) * 20
        for x in Self.xs { drawing.vertical(x, top, bottom) }
        let first = page == 1 ? 1 : 0
        for row in 0...all.count {
            let isInside = merged.contains { $0.lowerBound < row - first && row - first < $0.upperBound }
            drawing.horizontal(top + Double(row) * 20, isInside ? Self.xs[4] : Self.xs[0], Self.xs[7])
        }
        for (row, texts) in all.enumerated() {
            for (column, text) in texts.enumerated() {
                drawing.text(text, Self.xs[column] + 3, top + Double(row) * 20 + 5)
            }
        }
        return drawing
    }

    @Test func aProjectsCellsThatThePageBreakCutsAreOne() throws {
        let reading = try read(
            goals(
                page: 1,
                [
                    ["水务局", "河道保洁", "12.00", "水面清洁", "产出指标", "保洁次数", "十二次"],
                    ["水务局", "农村饮水", "8.00", "饮水安全", "产出指标", "受益人口", "三千人"],
                ], merged: [1..<2]),
            goals(
                page: 2,
                [
                    ["", "工程", "", "有保障", "效益指标", "水质", "达标"],
                    ["", "", "", "", "满意度", "群众满意", "九成"],
                    ["水务局", "堤防养护", "3.00", "堤防安全", "产出指标", "巡查", "每周"],
                ], merged: [0..<2]))
        let lines = reading.tables.flatMap(\.lines)
        #expect(lines.map(\.name) == ["河道保洁", "农村饮水工程", "堤防养护"])
        #expect(lines.map(\.goal) == ["水面清洁", "饮水安全有保障", "堤防安全"])
        #expect(lines.map(\.indicators.count) == [1, 3, 1])
    }

    /// The name and the amount are printed in the middle of the cell, behind the break.
    @Test func aProjectMayBeNamedBehindTheBreak() throws {
        let reading = try read(
            goals(page: 1, [["", "", "", "饮水安", "产出指标", "受益人口", "三千人"]], merged: []),
            goals(
                page: 2,
                [["水务局", "农村饮水", "8.00", "全", "效益指标", "水质", "达标"], ["", "", "", "", "满意度", "群众", "九成"]],
                merged: [0..<2]))
        let lines = reading.tables.flatMap(\.lines)
        #expect(lines.map(\.name) == ["农村饮水"])
        #expect(lines.first?.goal == "饮水安全")
        #expect(lines.first?.indicators.count == 3)
    }

    @Test func twoWholeProjectsStayTwo() throws {
        let row = ["水务局", "河道保洁", "12.00", "水面清洁", "产出指标", "保洁次数", "十二次"]
        var other = row
        other[1] = "堤防养护"
        let reading = try read(goals(page: 1, [row], merged: []), goals(page: 2, [other], merged: []))
        #expect(reading.tables.flatMap(\.lines).map(\.name) == ["河道保洁", "堤防养护"])
    }

    /// A heading of the header that is printed again is clipped.
    @Test func aClippedHeaderIsNoRow() throws {
        let xs = [20.0, 120, 300, 400, 480]
        var first = Drawing()
        first.text("收入决算表", 200, 40)
        first.text("单位：万元", 400, 60)
        first.table(
            [["科目编码", "科目名称", "本年收入", "财政拨款"], ["205", "教育支出", "7.00", "7.00"]], xs: xs, top: 80)
        var second = Drawing(page: 2)
        second.table(
            [["科目编码", "科目名称", "本年收入", "财政"], ["210", "卫生健康支出", "3.00", "3.00"]], xs: xs, top: 40)
        let reading = try read(first, second)
        #expect(reading.tables.map(\.grid.count) == [2])
    }

    @Test func columnsOnPagesOfTheirOwnBelongToTheirRows() throws {
        var first = Drawing()
        first.text("支出预算总表", 200, 40)
        first.table(
            [["科目编码", "科目名称", "合计"], ["205", "教育支出", "7.00"], ["210", "卫生健康支出", "3.00"]],
            xs: [20, 120, 400, 580], top: 80)
        var second = Drawing(page: 2)
        second.text("单位：万元", 100, 60)
        second.table(
            [["基本支出", "项目支出"], ["5.00", "2.00"], ["3.00", ""]], xs: [20, 150, 280], top: 80)
        let reading = try read(first, second)
        let table = try #require(reading.tables.first)
        #expect(reading.tables.count == 1)
        #expect(table.grid == [["205", "教育支出", "7.00", "5.00", "2.00"], ["210", "卫生健康支出", "3.00", "3.00", ""]])
        #expect(table.pages == [1, 2] && table.unit == "万元")
        #expect(reading.accounts?.isBalanced == true)
    }

    @Test func aHeaderOfWhichASignWasMisreadIsPrintedTwice() throws {
        func page(_ number: Int, _ heading: String, _ row: [String]) -> Drawing {
            var drawing = Drawing(page: number)
            drawing.text("支出预算总表", 200, 40)
            drawing.text("单位：万元", 450, 60)
            drawing.table(
                [["科目编码", heading, "合计", "基本支出"], row, ["2080501", "行政单位离退休", "1.50", "1.50"]],
                xs: [20, 120, 300, 400, 500], top: 80)
            return drawing
        }
        let reading = try read(
            page(1, "科目名称", ["2050803", "培训支出", "2.50", "2.50"]),
            page(2, "科目各称", ["2210201", "住房公积金", "3.50", "3.50"]))
        #expect(reading.tables.map(\.columns.count) == [4])
        #expect(reading.tables.first?.grid.count == 4)
    }

    @Test func anotherTableAtTheSameHeightsIsNone() throws {
        func page(_ number: Int, _ title: String) -> Drawing {
            var drawing = Drawing(page: number)
            drawing.text(title, 200, 40)
            drawing.table(
                [["科目编码", "科目名称", number == 1 ? "合计" : "金额"], ["205", "教育支出", "7.00"], ["210", "卫生支出", "3.00"]],
                xs: [20, 120, 400, 580], top: 80)
            return drawing
        }
        #expect(try read(page(1, "支出预算总表"), page(2, "政府性基金预算支出表")).tables.count == 2)
    }

    @Test func theHalvesOfADoublePageHaveTheirOwnTables() throws {
        var drawing = Drawing()
        drawing.page.width = 1200
        drawing.text("支出预算总表", 200, 40)
        drawing.text("项目支出预算表", 800, 40)
        drawing.table([["科目编码", "科目名称", "合计"], ["205", "教育支出", "7.00"]], xs: [20, 120, 300, 500], top: 80)
        drawing.table([["项目名称", "合计"], ["河道保洁", "12.00"]], xs: [640, 900, 1100], top: 80)
        #expect(try read(drawing).tables.map(\.title) == ["支出预算总表", "项目支出预算表"])
    }

    /// A line from corner to corner parts the first heading.
    @Test func aDiagonalHeadingIsTwo() throws {
        var drawing = Drawing()
        drawing.text("部门项目支出预算表", 200, 40)
        drawing.text("单位：万元", 400, 60)
        drawing.grid(xs: [20, 220, 320, 420], ys: [80, 110, 130])
        for (text, x, y) in [
            ("合计", 250.0, 90.0), ("财政拨款", 340, 90), ("河道保洁", 23, 115), ("12.00", 240, 115), ("12.00", 340, 115),
        ] { drawing.text(text, x, y) }
        drawing.text("资金来源", 170, 82)
        drawing.text("项目名称", 23, 97)
        let table = try #require(try read(drawing).tables.first)
        #expect(table.columns.first?.path == ["资金来源", "项目名称"])
        #expect(table.lines.first?.name == "河道保洁")
    }

    @Test func rowsWithoutABorderBetweenAreTwo() throws {
        var drawing = Drawing()
        drawing.text("政府采购预算表", 200, 40)
        drawing.text("单位：元", 400, 60)
        drawing.grid(xs: [20, 220, 320, 420], ys: [80, 100, 140, 160])
        for (row, texts) in [
            ["采购项目", "采购方式", "金额"], ["流量计", "公开招标", "352000"], ["测船", "询价", "128000"], ["设备", "询价", "96000"],
        ]
        .enumerated() {
            for (column, text) in texts.enumerated() {
                drawing.text(text, [23, 223, 323][column], 85 + Double(row) * 20)
            }
        }
        let table = try #require(try read(drawing).tables.first)
        #expect(table.grid.map(\.first) == ["流量计", "测船", "设备"])
    }

    @Test(arguments: [["143,999.0", "0"], ["14", ",436.50"], ["128", "000"], ["43", "1.1", "1"]])
    func amountsWrapAnywhere(lines: [String]) {
        let cell = RawCell(lines: lines.map { CellLine(text: $0) })
        #expect(cell.amount.decimal != nil && cell.amount == PrintedAmount(lines.joined()))
    }

    @Test func amountsAboveEachOtherAreSeveral() {
        #expect(RawCell(lines: ["12.50", "3.75"].map { CellLine(text: $0) }).amount == .unreadable)
        #expect(RawCell(lines: ["1250", "375"].map { CellLine(text: $0) }).amount == .unreadable)
    }
}
