import BudgetRelease
import FoundationEssentials
import PageContent
import TestSupport
import Testing

@testable import ReleaseReading

/// Forms of one project or office, however a province prints them.
@Suite struct FormReadingTests {
    private func read(_ rows: [[String?]], xs: [Double], title: String, issuer: Bool = false) throws -> Table {
        var drawing = Drawing()
        drawing.text(title, 100, 40)
        drawing.text("（2026年度）", 200, 55)
        drawing.table(rows, xs: xs, top: 80)
        let reading = ReleaseReader(catalogue: try FormCatalogue()).read([drawing.page])
        return try #require(reading.tables.first)
    }

    private let goals: [[String?]] = [
        ["项目名称", nil, nil, "河道巡查", nil, nil],
        ["主管部门", nil, nil, "青禾区水务局", "实施单位", "青禾区河道所"],
        ["项目资金", nil, nil, "年度资金总额：", "12.00", nil],
        ["", nil, nil, "其中：财政拨款", "10.00", nil],
        ["", nil, nil, "上级补助", "2.00", nil],
        ["年度目标", "每周巡查两次", nil, nil, nil, nil],
        ["绩效指标", "一级指标", "二级指标", "三级指标", "指标值", "分值"],
        ["", "产出指标", "数量指标", "巡查次数", "≥96次", "20"],
        ["", "", "质量指标", "巡查合格率", "≥95%", "30"],
        ["", "", "社会效益指标", "安全事故", "0起", "40"],
    ]

    @Test func formsOfOtherProvincesAreReadWhole() throws {
        let table = try read(goals, xs: [10, 110, 200, 300, 400, 490, 590], title: "政策和项目预算绩效目标表")
        #expect(table.form == "project_performance_goal_form")
        let line = try #require(table.lines.first)
        #expect(line.name == "河道巡查" && line.fields["department"] == "青禾区水务局")
        #expect(line.fields["implementing_unit"] == "青禾区河道所" && line.goal == "每周巡查两次")
        #expect(line.amounts["annual_total"] == 12 && line.amounts["annual_fiscal"] == 10)
        #expect(line.printed.contains { $0 == PrintedField(path: ["项目资金", "上级补助"], text: "2.00") })
        #expect(line.indicators.map(\.level3) == ["巡查次数", "巡查合格率", "安全事故"])
        #expect(line.indicators.map(\.level1.label) == ["产出指标", "产出指标", ""])
        #expect(line.indicators.first?.values == ["指标值": "≥96次", "分值": "20"])
    }

    @Test func aSelfEvaluationHasHeadingsOverItsAmounts() throws {
        let rows: [[String?]] = [
            ["项目名称", nil, "河道巡查", nil, nil, nil],
            ["主管部门", nil, "青禾区水务局", nil, "实施单位", "河道所"],
            ["项目资金", "", "全年预算数", "全年执行数", "分值", "得分"],
            ["", "年度资金总额", "12.00", "11.00", "10", "9.2"],
            ["", "其他资金", "2.00", "1.00", "", ""],
            ["年度总体目标", "预期目标", nil, nil, "实际完成情况", nil],
            ["", "每周巡查两次", nil, nil, "全部完成", nil],
            ["绩效指标", "一级指标", "三级指标", "年度指标值", "实际完成值", "得分"],
            ["", "产出指标", "巡查次数", "≥96次", "98次", "20"],
        ]
        let table = try read(rows, xs: [10, 120, 230, 330, 430, 510, 590], title: "项目支出绩效自评表")
        #expect(table.form == "project_performance_self_evaluation")
        let line = try #require(table.lines.first)
        let fields = line.printed.map { $0.path.joined(separator: "/") + "=" + $0.text }
        #expect(fields.contains("项目资金/年度资金总额/全年执行数=11.00"))
        #expect(fields.contains("项目资金/其他资金/全年预算数=2.00"))
        #expect(fields.contains("年度总体目标/实际完成情况=全部完成"))
        #expect(line.goal == "每周巡查两次")
        #expect(line.indicators.first?.values == ["年度指标值": "≥96次", "实际完成值": "98次", "得分": "20"])
    }

    @Test func anOfficeHasItsTasksInAList() throws {
        let rows: [[String?]] = [
            ["部门名称", nil, "青禾区水务局", nil, nil],
            ["年度主要任务", "任务名称", "主要内容", "总额", "财政拨款"],
            ["", "防汛", "巡查河道", "8.00", "8.00"],
            ["", "供水", "维护管网", "4.00", "3.00"],
            ["年度总体目标", "安全度汛", nil, nil, nil],
            ["绩效指标", "一级指标", "二级指标", "三级指标", "指标值"],
            ["", "产出指标", "数量指标", "巡查次数", "≥96次"],
        ]
        let table = try read(rows, xs: [10, 130, 250, 370, 480, 590], title: "部门整体支出绩效目标表")
        #expect(table.form == "overall_performance_goals")
        let line = try #require(table.lines.first)
        #expect(line.name == "青禾区水务局" && line.kind == .spendingUnit && line.goal == "安全度汛")
        #expect(line.printed.contains { $0 == PrintedField(path: ["年度主要任务", "供水", "财政拨款"], text: "3.00") })
        #expect(line.indicators.map(\.level3) == ["巡查次数"])
    }

    /// A list of projects has the same words in its header.
    @Test func aListOfProjectsIsNoForm() throws {
        let rows: [[String?]] = [
            ["项目名称", "资金总额", "绩效目标", "三级指标", "指标性质", "指标值", "度量单位"],
            ["河道巡查", "12.00", "安全度汛", "巡查次数", "≥", "96", "次"],
            ["", "", "", "合格率", "≥", "95", "%"],
        ]
        let table = try read(rows, xs: [10, 90, 170, 260, 350, 420, 500, 590], title: "项目支出绩效目标表")
        #expect(table.form == "project_performance_goals")
        let line = try #require(table.lines.first)
        #expect(line.amounts["total"] == 12 && line.goal == "安全度汛")
        #expect(line.indicators.map(\.annualTarget) == ["≥96次", "≥95%"])
        #expect(line.indicators.last?.values == ["指标性质": "≥", "指标值": "95", "度量单位": "%"])
    }

    @Test func twoFormsMayStandSideBySide() throws {
        func form(_ name: String) -> [[String?]] {
            [["项目名称", name], ["主管部门", "水务局"], ["资金总额", "3.00"], ["年度目标", "安全度汛"]]
        }
        let rows = zip(form("巡查"), form("维护")).map { $0 + $1 }
        var drawing = Drawing()
        drawing.text("项目支出绩效目标表", 100, 40)
        drawing.table(rows, xs: [10, 150, 290, 430, 590], top: 80)
        let reading = ReleaseReader(catalogue: try FormCatalogue()).read([drawing.page])
        #expect(reading.tables.map { $0.lines.first?.name } == ["巡查", "维护"])
    }

    @Test func formsMayStandBelowEachOther() throws {
        func form(_ name: String) -> [[String?]] {
            [["项目名称", name], ["主管部门", "水务局"], ["资金总额", "3.00"], ["年度目标", "安全度汛"]]
        }
        let table = try read(form("巡查") + form("维护"), xs: [10, 200, 590], title: "项目支出绩效目标表")
        #expect(table.lines.map(\.name) == ["巡查"])
    }

    /// Years in a list are not the form's own amounts, and an addition in parentheses does not hide a label.
    @Test func labelsMayHaveAdditions() throws {
        let rows: [[String?]] = [
            ["项目名称", "河道巡查", nil, nil, nil], ["主管部门", "水务局", nil, "实施单位", "河道所"],
            ["资金安排", "年份", "合计", "财政拨款", "其他资金"], ["", "2025年", "9.00", "8.00", "1.00"],
            ["", "2026年", "7.00", "6.00", "1.00"],
            ["绩效目标", "实施期目标（2025—2026年）", nil, "2025年度目标", nil], ["", "三年目标", nil, "一年目标", nil],
        ]
        let line = try #require(
            try read(rows, xs: [10, 130, 260, 370, 480, 590], title: "项目支出绩效目标表").lines.first)
        #expect(line.fields["total_goal"] == "三年目标" && line.amounts.values.compactMap { $0 }.isEmpty)
        let fields = line.printed.map { $0.path.joined(separator: "/") + "=" + $0.text }
        #expect(fields.contains("资金安排/2026年/财政拨款=6.00"))
    }

    @Test func valuesMayBeWordsThatLabelsAre() throws {
        let rows: [[String?]] = [
            ["项目名称", "人员经费", "项目类别", "公用经费"], ["主管部门", "水务局", "实施单位", "河道所"], ["资金总额", "9.00", "其他资金", "1.00"],
            ["年度目标", "安全度汛", nil, nil],
        ]
        let line = try #require(
            try read(rows, xs: [10, 150, 300, 450, 590], title: "项目支出绩效目标表").lines.first)
        #expect(line.name == "人员经费" && line.fields["category"] == "公用经费")
        #expect(line.fields["implementing_unit"] == "河道所")
    }

    @Test func figuresThatNothingHeadsAreDoubted() throws {
        let rows: [[String?]] = [
            ["项目名称", "河道巡查", nil, nil], ["主管部门", "水务局", "实施单位", "河道所"],
            ["资金总额", "9.00", "8.00", "1.00"], ["年度目标", "安全度汛", nil, nil],
        ]
        var drawing = Drawing()
        drawing.text("项目支出绩效目标表", 100, 40)
        drawing.table(rows, xs: [10, 150, 300, 450, 590], top: 80)
        let reading = ReleaseReader(catalogue: try FormCatalogue()).read([drawing.page])
        #expect(reading.findings.contains { $0.code == .headerUnknown && $0.severity == .warning })
    }

    // MARK: Indicators

    private func columns(_ headings: [String]) throws -> [IndicatorColumns] {
        let catalogue = try FormCatalogue()
        return IndicatorColumns.abreast(headings: headings) { heading in
            IndicatorColumns.key(of: heading, catalogue: catalogue, form: nil)
        }
    }

    private func row(_ texts: [String]) -> RawRow {
        RawRow(cells: texts.map { RawCell(lines: $0.isEmpty ? [] : [CellLine(text: $0)]) }, places: [])
    }

    @Test func theYearsValueIsTheTarget() throws {
        var several = try columns(["一级指标", "二级指标", "三级指标", "实施期指标值", "上年指标值", "年度指标值"])
        let indicator = several[0].indicator(number: 1, in: row(["产出指标", "数量指标", "次数", "≥9", "≥2", "≥3"]))
        #expect(indicator?.annualTarget == "≥3" && indicator?.cycleTarget == "≥9")
        var worded = try columns(["一级指标", "三级指标", "指标性质", "指标值", "度量单位"])
        #expect(worded[0].indicator(number: 1, in: row(["产出指标", "次数", "大于等于", "3", "/"]))?.annualTarget == "≥3")
    }

    @Test func listsMayStandSideBySide() throws {
        var lists = try columns(["一级指标", "二级指标", "三级指标", "指标值", "二级指标", "三级指标", "指标值"])
        let cells = row(["产出指标", "数量指标", "三年次数", "≥9", "数量指标", "当年次数", "≥3"])
        let found = lists.indices.map { lists[$0].indicator(number: 1, in: cells) }
        #expect(found.map { $0?.level3 } == ["三年次数", "当年次数"])
        #expect(found.map { $0?.level1.label } == ["产出指标", "产出指标"])
    }

    @Test func packedIndicatorsMayHaveAnyMarks() {
        let packed = PackedIndicators(
            "1.1－产出指标，11－数量指标，巡查次数；实施周期指标值：≥6次，年度指标值：≥3次；"
                + "1、2－效益指标，22－社会效益，投诉办结率；实施周期指标值：逾期不得分。年度指标值》90%;")
        #expect(packed.malformed.isEmpty)
        #expect(packed.indicators.map(\.number) == [1, 1])
        #expect(packed.indicators.map(\.level3) == ["巡查次数", "投诉办结率"])
        #expect(packed.indicators.map(\.annualTarget) == ["≥3次", "》90%"])
        #expect(packed.indicators.last?.cycleTarget == "逾期不得分")
    }

    @Test func classesMayStandInFrontOfTheName() throws {
        let parts = try #require(IndicatorClass.parts(of: "产出指标数量指标线路数量"))
        #expect(parts.first == "产出指标" && parts.second == "数量指标" && parts.name == "线路数量")
        #expect(IndicatorClass.parts(of: "产出指标数量指标") == nil)
        #expect(!IndicatorClass.fits("社会效益指标", below: "产出指标"))
        #expect(IndicatorClass.fits("经济成本指标", below: "成本指标"))
    }

    // MARK: Form files

    /// They are not weighed when a reader starts.
    @Test func theShippedFormsAreAsAUsersMustBe() throws {
        #expect(!FormCatalogue.shippedFiles.isEmpty)
        _ = try FormCatalogue(userFiles: FormCatalogue.shippedFiles)
    }

    @Test(arguments: [
        (
            #"{"key":"a","layout":"rows","titles":["甲表"],"columns":[{"key":"x","type":"text","headers":["事"]},{"key":"y","type":"text","headers":["事"]}]}"#,
            "heading_twice"
        ),
        (
            #"{"key":"a","layout":"rows","titles":["甲表"],"row_sums":[{"total":"total","parts":["nothing"]}]}"#,
            "key_unknown"
        ),
        (#"{"key":"a","layout":"project_form","titles":["甲表"],"fields":{"nmae":["名称"]}}"#, "field_unknown"),
    ])
    func mistakesInFormFilesAreSaid(json: String, reason: String) {
        let file = FormFile(name: "a.json", bytes: Array(json.utf8))
        #expect(throws: FormError.self) { try FormCatalogue(userFiles: [file]) }
        do throws(FormError) { _ = try FormCatalogue(userFiles: [file]) } catch { #expect(error.reason == reason) }
    }
}
