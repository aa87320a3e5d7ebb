import BudgetRelease
import FoundationEssentials
import PageContent
import TestSupport
import Testing

@testable import ReleaseReading

/// What releases of other cities print.
@Suite struct NationTests {
    @Test(arguments: [
        ("[30101]基本工资", "30101", "基本工资"), ("30101-基本工资", "30101", "基本工资"), ("301 工资福利支出", "301", "工资福利支出"),
        ("301工资福利支出", "301", "工资福利支出"), ("（2010301）行政运行", "2010301", "行政运行"),
    ])
    func aCodeMayStandBeforeItsName(text: String, code: String, name: String) {
        let named = NamedCode(text)
        #expect(named?.code == code && named?.name == name)
    }

    @Test(arguments: ["2026年预算", "12345热线", "基本工资", "301", "三公经费"])
    func otherDigitsAreNoCode(text: String) { #expect(NamedCode(text) == nil) }

    private func form(_ title: String, _ headings: [String]) throws -> String? {
        try FormCatalogue().form(title: title, paths: headings.map { [$0] })?.key
    }

    @Test(arguments: [
        ("预算01表收支总表", "income_expenditure_summary"), ("预算表12收入总表", "income_summary"),
        ("表3：2026年市级部门支出预算总表", "expenditure_summary"), ("2026年部门综合预算收支总表", "income_expenditure_summary"),
        ("一般公共预算支出情况表（按功能分类科目）", "general_public_budget_by_function"),
        ("一般公共预算支出明细表（按支出经济分类科目）", "general_public_budget_by_economy"),
        ("一般公共预算基本支出情况表（按经济分类科目）", "general_public_budget_basic_by_economy"),
        ("一般公共预算财政拨款支出决算表（与2023年度对比）", "general_public_budget_by_function"),
        ("部门预算基本支出预算表", "basic_expenditure"), ("财政拨款政府购买服务明细表", "purchase_of_services"),
    ])
    func titlesAreKnownThroughNumbersAndWords(title: String, key: String) throws {
        #expect(try form(title, ["科目编码", "科目名称", "合计", "基本支出"]) == key)
    }

    private func year(_ text: String) -> Int? { ReleaseFacts.year(in: text) }

    @Test func yearsAreReadInIdeographs() {
        #expect(year("二〇二四年度部门决算") == 2024 && year("二○二四年度") == 2024 && year("２０２４年度") == 2024)
        #expect(year("二十四年") == nil)
    }

    private func cover(_ lines: [String], page: Int = 1) -> Drawing {
        var drawing = Drawing(page: page)
        for (index, line) in lines.enumerated() { drawing.text(line, 150, 200 + Double(index) * 20) }
        return drawing
    }

    @Test func coversMayNameAPaperBehindTheBudget() throws {
        let reading = ReleaseReader(catalogue: try FormCatalogue()).read([
            cover(["青禾区信访局（汇总）", "2026年部门预算公开说明"]).page
        ])
        #expect(reading.issuer == "青禾区信访局（汇总）" && reading.fiscalYear == 2026)
    }

    @Test func coversMayWrapInsideAWord() throws {
        let reading = ReleaseReader(catalogue: try FormCatalogue()).read([
            cover(["2026年青禾区应急管理局部门预", "算"]).page
        ])
        #expect(reading.issuer == "青禾区应急管理局" && reading.level == .department)
    }

    /// A set of four tables, each of two rows; a bound volume has one behind the other.
    private func set(of office: String?, from page: Int) -> [PageContent.Page] {
        ["收支预算总表", "收入预算总表", "支出预算总表", "财政拨款收支预算总表"].enumerated().map { index, title in
            var drawing = Drawing(page: page + index)
            drawing.text("2026年部门" + title, 150, 80)
            if let office { drawing.text("编制部门：" + office, 50, 110) }
            drawing.text("单位：万元", 450, 110)
            drawing.table(
                [["项目", "预算数", "项目", "预算数"], ["一、财政拨款收入", "\(page)0.00", "一、教育支出", "\(page)0.00"]],
                xs: [50, 230, 330, 480, 560], top: 130)
            return drawing.page
        }
    }

    @Test func aSetOfTablesThatBeginsAgainIsAnotherRelease() throws {
        let reader = ReleaseReader(catalogue: try FormCatalogue())
        let two = reader.read(set(of: "青禾区水务局", from: 1) + set(of: "青禾区教育局", from: 5))
        #expect(two.issuer == nil && two.fiscalYear == 2026)
        let finding = try #require(two.findings.first { $0.code == .severalReleases })
        #expect(finding.details == ["青禾区水务局 2026 (1-4)、青禾区教育局 2026 (5-8)"])
        #expect(Set(two.tables.prefix(4).map(\.issuer)) == ["青禾区水务局"])
        // What only one of them says of itself is not said of the other.
        #expect(reader.read(set(of: "青禾区水务局", from: 1) + set(of: nil, from: 5)).issuer == nil)
        let one = reader.read(set(of: "青禾区水务局", from: 1) + set(of: "青禾区水务局（本级）", from: 5))
        #expect(one.issuer != nil && !one.findings.contains { $0.code == .severalReleases })
        // A city in front of the name is one of its spellings.
        let spelled = reader.read(set(of: "云岭市青禾区水务局", from: 1) + set(of: "青禾区水务局", from: 5))
        #expect(spelled.issuer != nil && !spelled.findings.contains { $0.code == .severalReleases })
    }

    @Test func releasesOfTwoOfficesAreSaid() throws {
        let reading = ReleaseReader(catalogue: try FormCatalogue()).read([
            cover(["青禾区水务局", "2026年部门预算"]).page, cover(["青禾区教育局", "2026年部门预算"], page: 2).page,
        ])
        #expect(reading.issuer == nil)
        #expect(reading.findings.contains { $0.code == .severalReleases })
    }

    // MARK: Amounts

    private func table(_ rows: [[String]], xs: [Double]) throws -> (Table, [Check]) {
        var drawing = Drawing()
        drawing.text("收入总表", 200, 40)
        drawing.text("单位：万元", 450, 60)
        drawing.table(rows, xs: xs, top: 80)
        let reading = ReleaseReader(catalogue: try FormCatalogue()).read([drawing.page])
        return (try #require(reading.tables.first), reading.checks)
    }

    /// Nobody knows the heading: its amounts are kept under it.
    @Test func amountsUnderUnknownHeadingsAreKept() throws {
        let (table, _) = try table(
            [["科目编码", "科目名称", "合计", "碳汇收益"], ["205", "教育支出", "7.00", "3.00"]], xs: [10, 110, 250, 350, 450])
        #expect(table.lines.first?.amounts["碳汇收益"] == 3)
        #expect(table.columns.last?.key == nil)
    }

    @Test func textsAreKeptInLines() throws {
        let (table, _) = try table(
            [["序号", "科目编码", "科目名称", "合计", "备注"], ["1", "205", "教育支出", "7.00", "年初"]],
            xs: [10, 60, 160, 280, 380, 480])
        #expect(table.lines.first?.values == ["ordinal": "1", "remarks": "年初"])
    }

    @Test func headingsTellSums() {
        let columns = [["合计"], ["本年收入", "小计"], ["本年收入", "财政拨款"], ["本年收入", "事业收入"], ["上年结转"], ["其中：专项"]].map {
            Column(path: $0, key: nil, type: .amount)
        }
        let keys = ["a", "b", "c", "d", "e", "f"]
        let sums = HeadingSums(columns: columns, keys: keys, list: 0).sums
        #expect(sums == [Form.RowSum(total: "b", parts: ["c", "d"]), Form.RowSum(total: "a", parts: ["b", "e"])])
    }

    /// A sum that holds in no row of many was not understood, and is no error of the print.
    @Test func sumsThatHoldNowhereAreNotBroken() throws {
        let rows = (1...4).map { ["20\($0)", "教育支出", "\($0)0.00", "\($0).00", "\($0).50"] }
        let (_, checks) = try table(
            [["科目编码", "科目名称", "合计", "财政拨款", "事业收入"]] + rows, xs: [10, 110, 250, 350, 450, 550])
        #expect(!checks.contains { $0.rule == .rowSum })
    }

    // MARK: Headings and rows

    private func keys(_ paths: [[String]]) throws -> [String?] {
        ColumnTyping(catalogue: try FormCatalogue(), form: nil).columns(for: paths).map(\.key)
    }

    @Test func headingsAboveTellKeysApart() throws {
        #expect(
            try keys([["合计"], ["财政拨款", "合计"], ["基本支出"], ["事业收入", "基本支出"]])
                == ["total", "fiscal_appropriation", "basic", "institutional_income_basic"])
    }

    @Test func yearsAndPhasesBesideEachOtherAreTold() throws {
        #expect(try keys([["预算数", "合计"], ["决算数", "合计"]]) == ["total_budget", "total_final"])
        #expect(
            try keys([["上年", "合计"], ["当年", "合计"], ["增减变化情况", "合计"]]) == ["previous_total", "total", "change_total"])
    }

    @Test func unitsAndPurchasesNestByTheirSums() throws {
        let values: [Decimal] = [30, 20, 20, 15, 5, 10, 10]
        let isUnit = [true, true, true, false, false, true, false]
        let groups = try #require(NestedSums.groups(of: values, mayBeWhole: isUnit))
        #expect(groups.map(\.whole) == [0, 1, 2, 5])
        #expect(groups.map(\.parts) == [[1, 5], [2], [3, 4], [6]])
        #expect(NestedSums.groups(of: [30, 20, 11], mayBeWhole: [true, true, true]) == nil)
    }

    /// Codes tell how rows are nested; sums that happen to fit otherwise are no proof.
    @Test func aTotalThatItsClassesDoNotAddUpToIsBroken() throws {
        let (_, checks) = try table(
            [
                ["科目编码", "科目名称", "合计"], ["", "合计", "300.00"], ["201", "一般公共服务支出", "200.00"],
                ["208", "社会保障和就业支出", "50.00"], ["213", "农林水支出", "100.00"],
            ], xs: [10, 110, 450, 550])
        #expect(checks.contains { $0.outcome == .broken && $0.printed == 300 && $0.computed == 350 })
    }

    @Test func nothingIsInheritedFromAnotherClass() {
        var codes = CodeReading(columns: 3)
        #expect(codes.read(["208", "05", "05"]).full == "2080505")
        #expect(codes.read(["", "", "06"]).full == "2080506")
        let torn = codes.read(["213", "", "06"])
        #expect(torn.full == "21306" && torn.isDoubtful && !torn.isInherited)
    }

    @Test func shortCodesGoOnWithTheCodeAbove() throws {
        let (table, _) = try table(
            [
                ["科目编码", "科目名称", "合计"], ["208", "社会保障和就业支出", "7.00"], ["05", "行政事业单位养老支出", "7.00"],
                ["2080505", "机关事业单位基本养老保险缴费支出", "7.00"],
            ], xs: [10, 110, 450, 550])
        #expect(table.lines.map(\.code) == ["208", "20805", "2080505"])
        #expect(table.lines.map(\.parent) == [nil, table.lines[0].id, table.lines[1].id])
    }

    @Test func aSecondClassificationMayHaveItsCodesInParts() throws {
        let (table, _) = try table(
            [
                ["类", "款", "科目名称", "类", "款", "政府经济科目名称", "合计"],
                ["301", "", "工资福利支出", "501", "", "机关工资福利支出", "7.00"],
                ["301", "01", "基本工资", "501", "01", "工资奖金津补贴", "7.00"],
            ], xs: [10, 50, 90, 220, 260, 300, 480, 580])
        #expect(table.lines.map(\.code) == ["301", "30101"])
        #expect(table.lines.map(\.governmentCode) == ["501", "50101"])
        #expect(table.lines.last?.governmentName == "工资奖金津补贴")
    }

    /// A list of words under nothing that anybody knows as a heading begins with its first row.
    @Test func aListOfWordsHasNoHeader() throws {
        var drawing = Drawing()
        drawing.table([["办公室", "人事处"], ["规划处", "综合处"], ["防汛处", "供水处"]], xs: [10, 200, 400], top: 80)
        let reading = ReleaseReader(catalogue: try FormCatalogue()).read([drawing.page])
        #expect(reading.tables.first?.grid.count == 3)
    }

    @Test(arguments: ["无", "/", "--", "******", "＊＊"]) func wordsAndMarksStandForNoAmount(text: String) {
        #expect(PrintedAmount(text) == .none)
    }

    @Test func onlyTheLastCommaMayBePrinted() {
        #expect(PrintedAmount("125360,898").decimal == 125_360_898)
        #expect(PrintedAmount("125360,89").decimal == nil)
    }
}
