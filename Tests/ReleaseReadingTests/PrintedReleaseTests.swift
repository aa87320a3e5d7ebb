import BudgetRelease
import PageContent
import TestSupport
import Testing

@testable import ReleaseReading

/// What was seen on releases as they are printed, drawn again with invented offices.
@Suite struct PrintedReleaseTests {
    private static let reader = Result { ReleaseReader(catalogue: try FormCatalogue()) }

    private func read(_ drawings: Drawing...) throws -> ReleaseReader.Reading {
        try Self.reader.get().read(drawings.map(\.page))
    }

    private func table(_ drawings: Drawing...) throws -> (Table, [Finding]) {
        let reading = try Self.reader.get().read(drawings.map(\.page))
        #expect(reading.tables.count == 1)
        return (try #require(reading.tables.first), reading.findings.filter { $0.severity != .info })
    }

    /// A page with a title, a unit and a ruled table.
    private func printed(_ title: String, _ unit: String, _ rows: [[String?]], xs: [Double]) -> Drawing {
        var drawing = Drawing()
        drawing.text(title, 150, 40)
        drawing.text(unit, 400, 60)
        drawing.table(rows, xs: xs, top: 80)
        return drawing
    }

    // MARK: Page breaks

    private static let sides = [50.0, 150, 230, 380, 460]

    private func summary(_ rows: [[String?]], isFirst: Bool) -> Drawing {
        var drawing = Drawing(page: isFirst ? 1 : 2)
        if isFirst {
            drawing.text("收支预算总表", 200, 40)
            drawing.text("单位：万元", 400, 60)
            drawing.table([["收入", nil, "支出", nil], ["项目", "预算数", "项目", "预算数"]] + rows, xs: Self.sides, top: 80)
        } else {
            drawing.table(rows, xs: Self.sides, top: 40, isOpenAbove: true)
        }
        return drawing
    }

    /// Word draws the line between two rows with the upper one: the first row of a page has none above it.
    @Test func rowsOfWordAreTwoWhereNothingIsDrawnAboveThePageBreak() throws {
        let (table, findings) = try table(
            summary([["一、拨款", "7.00", "三、国防支出", ""]], isFirst: true),
            summary([["二、专户", "", "四、公安支出", "7.00"], ["收入合计", "7.00", "支出合计", "7.00"]], isFirst: false))
        #expect(
            table.grid == [
                ["一、拨款", "7.00", "三、国防支出", ""], ["二、专户", "", "四、公安支出", "7.00"], ["收入合计", "7.00", "支出合计", "7.00"],
            ])
        #expect(findings == [])
    }

    @Test func aNameThatFillsItsCellGoesOnBehindThePageBreak() throws {
        let (table, findings) = try table(
            summary([["一、财政拨款", "7.00", "九、医疗卫生与计划生育事业", "7.00"]], isFirst: true),
            summary([["", "", "支出", ""], ["收入合计", "7.00", "支出合计", "7.00"]], isFirst: false))
        #expect(table.grid.map { $0[2] } == ["九、医疗卫生与计划生育事业支出", "支出合计"])
        #expect(findings.map(\.code) == [.rowJoinUncertain])
    }

    @Test func aFullNameAndAnItemBehindThePageBreakAreTwo() throws {
        let (table, _) = try table(
            summary([["一、财政拨款", "7.00", "九、医疗卫生与计划生育支出", "7.00"]], isFirst: true),
            summary([["", "", "十、住房支出", ""], ["收入合计", "7.00", "支出合计", "7.00"]], isFirst: false))
        #expect(table.grid.map { $0[2] } == ["九、医疗卫生与计划生育支出", "十、住房支出", "支出合计"])
    }

    @Test func headingsThatThePageBreakCutsAreOneHeader() throws {
        var first = Drawing()
        first.text("财政拨款收支预算总表", 200, 700)
        first.text("单位：万元", 400, 720)
        first.table([["收入", "支出"]], xs: [50, 230, 460], top: 740)
        let (table, findings) = try table(
            first,
            summary([["项目", "金额", "项目", "金额"], ["本年拨款", "7.00", "本年支出", "7.00"]], isFirst: false))
        #expect(table.columns.map(\.path) == [["收入", "项目"], ["收入", "金额"], ["支出", "项目"], ["支出", "金额"]])
        #expect(table.form == "fiscal_appropriation_summary")
        #expect(table.title == "财政拨款收支预算总表")
        #expect(table.unit == "万元")
        #expect(table.pages == [1, 2])
        #expect(table.lines.map(\.name) == ["本年拨款", "本年支出"])
        #expect(findings.map(\.code) == [.rowJoinUncertain])
    }

    /// A table that is published empty, and another one without a title behind it.
    @Test func aTableThatIsNothingButHeadingsAndANoteEnds() throws {
        var first = Drawing()
        first.text("国有资本经营预算支出表", 200, 700)
        first.text("单位：万元", 400, 720)
        first.table([["收入", "支出"]], xs: [50, 230, 460], top: 740)
        first.text("注：本部门无此项预算，故本表为空表。", 50, 770)
        let reading = try read(
            first,
            summary([["项目", "金额", "项目", "金额"], ["本年拨款", "7.00", "本年支出", "7.00"]], isFirst: false))
        #expect(reading.tables.map(\.pages) == [[1], [2]])
    }

    // MARK: What stands above a table

    private func expenditure(above lines: [(text: String, x: Double)]) -> Drawing {
        var drawing = Drawing()
        for (index, line) in lines.enumerated() { drawing.text(line.text, line.x, 40 + Double(index) * 18) }
        drawing.table(
            [["科目编码", "科目名称", "合计"], ["204", "公共安全支出", "7.00"]], xs: [50, 150, 300, 400],
            top: 40 + Double(lines.count) * 18)
        return drawing
    }

    @Test(arguments: [
        ["公开03表：支出预算总表"], ["公开09表：一般公共预算“三公”经费、会议费、培训费", "支出预算表"], ["表十二", "2017年“三公”经费支出预算表"],
    ])
    func titlesAreKnownBehindTheirNumbers(title: [String]) throws {
        let (table, _) = try table(expenditure(above: title.map { ($0, 60) } + [("单位：元", 400)]))
        #expect(table.title == title.drop { $0 == "表十二" }.joined())
        #expect(table.form == (title.count == 2 ? "three_public_expenses" : "expenditure_summary"))
    }

    @Test func aUnitThatWrapsIsRead() throws {
        let label = "部门名称：青禾区水务局" + String(repeating: " ", count: 20) + "元"
        let (table, _) = try table(expenditure(above: [("支出预算总表", 200), ("单位：万", 360), (label, 50)]))
        #expect(table.unit == "万元")
        #expect(table.issuer == "青禾区水务局")
    }

    @Test func aNameThatWrapsBesideTheUnitIsRead() throws {
        let (table, _) = try table(
            expenditure(above: [("支出预算总表", 200), ("部门名称：青禾区人民法", 50), ("院  单位：万元", 50)]))
        #expect(table.issuer == "青禾区人民法院")
        #expect(table.unit == "万元")
    }

    @Test(arguments: ["制表单位：万元", "2024年度报表  单位：万元", "填报人：张表  单位：万元"])
    func whatEndsAsATitleBesideTheUnitIsNone(line: String) throws {
        let (table, _) = try table(expenditure(above: [("支出预算总表", 200), (line, 50)]))
        #expect(table.title == "支出预算总表")
    }

    @Test(arguments: ["2024年度  单位：万元", "公开03表  单位：万元", "填表人王某  单位：万元", "第3页  单位：万元"])
    func whatStandsBesideTheUnitIsNoName(line: String) throws {
        let (table, _) = try table(expenditure(above: [("支出预算总表", 200), ("部门名称：青禾区水务局", 50), (line, 50)]))
        #expect(table.issuer == "青禾区水务局")
        #expect(table.unit == "万元")
    }

    @Test(arguments: ["支出预算总表（单位：万元）", "支出预算总表  金额单位：万元"])
    func aTitleMayCarryItsUnit(line: String) throws {
        let (table, _) = try table(expenditure(above: [("部门名称：青禾区水务局", 50), (line, 150)]))
        #expect(table.title == "支出预算总表")
        #expect(table.unit == "万元")
    }

    // MARK: Rows

    /// What stands in parentheses may be what tells one column from another.
    @Test func aHeadingIsKnownWithoutItsParenthesesWhereNoOtherIs() throws {
        let drawing = printed(
            "支出预算总表", "单位：万元",
            [["科目编码（按项）", "科目名称（旧）", "科目名称", "合计"], ["204", "安全", "公共安全", "7.00"], ["20404", "检查", "检察", "7.00"]],
            xs: [50, 150, 260, 340, 420])
        let (table, _) = try table(drawing)
        #expect(table.lines.map(\.name) == ["公共安全", "检察"])
        #expect(table.lines.map(\.code) == ["204", "20404"])
    }

    /// Remarks beside names are no names.
    @Test func wordsBesideCodedNamesStayWords() throws {
        let drawing = printed(
            "支出预算总表", "单位：万元",
            [["科目编码", "科目名称", "", "合计"], ["204", "公共安全支出", "省级", "7.00"], ["20404", "检察", "市级", "7.00"]],
            xs: [50, 150, 260, 340, 420])
        let (table, _) = try table(drawing)
        #expect(table.lines.map(\.name) == ["公共安全支出", "检察"])
    }

    @Test func anIndicatorWithoutATargetIsDoubted() throws {
        let drawing = printed(
            "项目支出绩效目标表", "单位：万元",
            [
                ["项目名称", "预算金额", "一级指标", "二级指标", "三级指标", "指标值"],
                ["河道巡查", "12.00", "产出指标", "数量指标", "巡查里程", "100"], ["", "", "", "质量指标", "达标", ""],
            ], xs: [50, 150, 230, 310, 390, 490, 560])
        let (_, findings) = try table(drawing)
        #expect(findings.map(\.code) == [.indicatorMalformed])
        #expect(findings.map(\.rows) == [[1]])
    }

    @Test func aHeadingForCodesMayStandOverTheNamesToo() throws {
        let drawing = printed(
            "财政拨款支出预算表（功能科目）", "单位：万元",
            [
                ["功能科目代码", nil, "功能科目名称", "金额"], ["合计", "", "", "7.00"], ["204", "公共安全支出", "", "7.00"],
                ["20404", "检察", "", "7.00"],
            ], xs: [50, 130, 250, 350, 450])
        let (table, findings) = try table(drawing)
        #expect(table.lines.map(\.code) == [nil, "204", "20404"])
        #expect(table.lines.map(\.name) == ["合计", "公共安全支出", "检察"])
        #expect(findings == [])
    }

    @Test func aNoteInACellIsNoLine() throws {
        let note = "注:本部门2025年无政府性基金预算，故本表为空表。"
        let drawing = printed(
            "政府性基金预算支出功能分类预算表", "单位：元",
            [["科目编码", "科目名称", "合计"], ["合计", "", ""], [note, nil, nil]], xs: [50, 150, 330, 450])
        let (table, findings) = try table(drawing)
        #expect(table.grid == [["合计", "", ""], [note, "", ""]])
        #expect(table.lines.map(\.name) == ["合计"])
        #expect(table.notes == [note])
        #expect(findings == [])
    }

    /// Two columns of names under one heading, drawn over the first alone.
    @Test func namesWithoutAHeadingOfTheirOwnAreNames() throws {
        let drawing = printed(
            "收入预算总表", "单位：万元",
            [["项目名称", "", "金额"], ["一般公共预算资金", "小计", "7.00"], ["", "专项收入", "7.00"], ["收入总计", "", "7.00"]],
            xs: [50, 150, 300, 400])
        let (table, _) = try table(drawing)
        #expect(table.columns.map(\.key) == ["name", "detail", "amount"])
        #expect(table.lines.map(\.name) == ["一般公共预算资金", "专项收入", "收入总计"])
        #expect(table.lines.map(\.kind) == [.subtotal, .entry, .total])
    }

    // MARK: Covers

    struct Cover: Sendable {
        var lines: [String]
        var issuer: String?
        var year: Int?
        var level: Release.Level?
    }

    @Test(arguments: [
        Cover(lines: ["青禾区人民政府河畔", "街道办事处2024年度", "部门决算"], issuer: "青禾区人民政府河畔街道办事处", year: 2024, level: .department),
        Cover(lines: ["青禾区规划和自然", "资源局", "2024年度部门决算"], issuer: "青禾区规划和自然资源局", year: 2024, level: .department),
        Cover(lines: ["2018年度青禾区", "人民法院预算公开", "2018年2月24日"], issuer: "青禾区人民法院", year: 2018),
        Cover(lines: ["中共青禾区委", "社会工作部2024年度", "部门决算"], issuer: "中共青禾区委社会工作部", year: 2024, level: .department),
        Cover(lines: ["云岭市人民政府", "青禾区水务局", "2024年度部门预算"], issuer: "青禾区水务局", year: 2024, level: .department),
        Cover(lines: ["云岭市青禾区", "青禾区水务局", "2024年度部门预算"], issuer: "青禾区水务局", year: 2024, level: .department),
        Cover(lines: ["政府信息公开", "青禾区水务局", "2024年度部门预算"], issuer: "青禾区水务局", year: 2024, level: .department),
        Cover(lines: ["机密★启用前", "青禾区水务局2024年度部门预算"], issuer: "青禾区水务局", year: 2024, level: .department),
        Cover(lines: ["附1", "青禾区水务局", "2024年度部门预算"], issuer: "青禾区水务局", year: 2024, level: .department),
        Cover(lines: ["2023年2月1日", "青禾区水务局", "2024年度部门预算"], issuer: "青禾区水务局", year: 2024, level: .department),
        Cover(
            lines: ["云岭市青禾区财政局关于批复", "青禾区水务局2024年部门预算"], issuer: "青禾区水务局", year: 2024, level: .department),
        Cover(lines: ["云岭市青禾区2024年部门预算", "青禾区水务局"], issuer: "青禾区水务局", year: 2024, level: .department),
        Cover(lines: ["青禾区水务局（本级）2024年度单位预算"], issuer: "青禾区水务局（本级）", year: 2024, level: .unit),
        Cover(lines: ["青禾区图书馆（少年儿童馆）2024年度单位预算公开"], issuer: "青禾区图书馆（少年儿童馆）", year: 2024, level: .unit),
        Cover(lines: ["青禾区史志办、档案馆", "2024年度单位预算"], issuer: "青禾区史志办、档案馆", year: 2024, level: .unit),
        Cover(lines: ["青禾区人民政府文件", "青禾区水务局", "2024年度部门预算"], issuer: "青禾区水务局", year: 2024, level: .department),
        Cover(
            lines: ["中共青禾区委", "青禾区人民政府办公室", "2024年度部门预算"], issuer: "青禾区人民政府办公室", year: 2024,
            level: .department),
        Cover(lines: ["青禾区2024年度部门预算", "公开说明"], issuer: nil, year: 2024, level: .department),
        Cover(lines: ["青禾区财政局", "青禾区2024年度区级部门预算"], issuer: "青禾区财政局", year: 2024, level: .department),
        Cover(lines: ["青禾经济技术开发区2024年度部门预算"], issuer: "青禾经济技术开发区", year: 2024, level: .department),
        Cover(lines: ["2024年青禾区本级部门预算"], issuer: nil, year: 2024, level: .unit),
        Cover(lines: ["第一部分主要职责及机构设置概况", "第二部分2024年度部门预算"], issuer: nil, year: 2024, level: .department),
        Cover(lines: ["第一部分部门基本概况", "一、主要职能", "第二部分2024年度部门预算"], issuer: nil, year: 2024, level: .department),
        Cover(lines: ["云岭市2026年区级单位预算", "预算单位：青禾区司法局"], issuer: "青禾区司法局", year: 2026, level: .unit),
        Cover(lines: ["云岭市2026年区级单位预算"], issuer: nil, year: 2026, level: .unit),
        Cover(lines: ["-1-", "第一部分青禾区文化馆概况", "第二部分2019年度单位预算表"], issuer: "青禾区文化馆", year: 2019, level: .unit),
        Cover(lines: ["第一部分部门概况", "第二部分2019年度部门预算表"], issuer: nil, year: 2019, level: .department),
    ])
    func coversTellIssuerYearAndLevel(cover: Cover) throws {
        var drawing = Drawing()
        for (index, line) in cover.lines.enumerated() { drawing.text(line, 100, 200 + Double(index) * 25) }
        let reading = try read(drawing)
        #expect(reading.issuer == cover.issuer)
        #expect(reading.fiscalYear == cover.year)
        #expect(reading.level == cover.level)
    }
}
