import BudgetRelease
import Testing

@testable import ReleaseReading

@Suite struct CodeReadingTests {
    @Test func splitCodesAreJoinedAndInherited() {
        var codes = CodeReading(columns: 3)
        #expect(codes.read(["204", "", ""]).full == "204")
        #expect(codes.read(["", "06", ""]) == .init(full: "20406", isInherited: true, words: "20406"))
        #expect(codes.read(["", "", "01"]).full == "2040601")
        #expect(codes.read(["204", "99", ""]) == .init(full: "20499", words: "20499"))
        #expect(codes.read(["", "", "01"]).full == "2049901")
    }

    @Test func joinedCodesStayAsTheyAre() {
        var codes = CodeReading(columns: 1)
        #expect(codes.read(["2010301"]).full == "2010301")
        #expect(codes.read(["30101"]).full == "30101")
        #expect(codes.read([""]).full == nil)
    }

    @Test func digitsInTheWrongColumnAreInDoubt() {
        var codes = CodeReading(columns: 2)
        #expect(codes.read(["", "301"]).isDoubtful)
        #expect(!codes.read(["301", "01"]).isDoubtful)
    }

    @Test func punctuatedCodesAreRead() {
        var codes = CodeReading(columns: 1)
        #expect(codes.read(["201-03-01"]).full == "2010301")
        #expect(codes.read(["[205]"]).full == "205")
    }

    @Test func wordsInACodeColumnAreNoCode() {
        var codes = CodeReading(columns: 3)
        #expect(codes.read(["合计", "", ""]) == .init(words: "合计"))
    }

    @Test func digitsOfNoLevelAreInDoubt() {
        var codes = CodeReading(columns: 1)
        #expect(codes.read(["2049"]).isDoubtful)
    }
}

@Suite struct FormMatchingTests {
    @Test(arguments: [
        ("2025年部门财务收支预算总表", "income_expenditure_summary"), ("收入支出决算总表", "income_expenditure_summary"),
        ("一、收支预算总表", "income_expenditure_summary"), ("公开02表收入预算总表", "income_summary"),
        ("云岭市青禾区档案局2024年度支出决算表", "expenditure_summary"), ("云岭市青禾区档案局支出预算总表", "expenditure_summary"),
        ("财政拨款收入支出决算总表", "fiscal_appropriation_summary"),
        ("财政拨款支出预算表（功能科目）", "fiscal_appropriation_by_function"),
        ("一般公共预算支出功能分类预算表", "general_public_budget_by_function"),
        ("2025年部门一般公共预算基本支出部门预算经济分类预算表", "general_public_budget_basic_by_economy"),
        ("财政拨款“三公”经费支出决算表", "three_public_expenses"),
        ("2026年预算单位政府性基金预算支出功能分类预算表", "government_fund_by_function"),
        ("国有资本经营预算财政拨款收入支出决算表", "state_capital_by_function"),
        ("十、一般公共预算机关运行经费支出预算表", "agency_operating_expenses"),
        ("2019年政府采购预算表", "government_procurement"),
    ])
    func titlesFindTheirForm(title: String, form: String) throws {
        #expect(try FormCatalogue().form(titled: title)?.key == form)
    }

    @Test(arguments: ["政府服务支出表", "收入支出决算总体情况说明", "关于收支总表", "支出"])
    func otherTitlesFindNone(title: String) throws {
        #expect(try FormCatalogue().form(titled: title) == nil)
    }

    @Test func starsStandForAnyText() {
        #expect(Pattern("*三公*表").matches(Array("财政拨款三公经费支出表".unicodeScalars)))
        #expect(!Pattern("*三公*表").matches(Array("财政拨款经费支出表".unicodeScalars)))
        #expect(Pattern("收入*").matches(Array("收入".unicodeScalars)))
        #expect(!Pattern("收*收").matches(Array("收".unicodeScalars)))
    }

    @Test func ofSeveralYearsTheLatestHasTheKey() throws {
        let typing = ColumnTyping(catalogue: try FormCatalogue(), form: nil)
        let columns = typing.columns(for: [["项目"], ["2024年预算数"], ["2025年预算数"], ["增减%"]])
        #expect(columns.map(\.key) == ["name", "previous_amount", "amount", "change_percent"])
        #expect(columns.map(\.type) == [.name, .amount, .amount, .percent])
    }

    @Test func aNameBehindTheLastAmountOpensNoList() throws {
        let typing = ColumnTyping(catalogue: try FormCatalogue(), form: nil)
        #expect(typing.columns(for: [["项目名称"], ["金额"], ["功能分类"]]).map(\.list) == [0, 0, 0])
    }

    @Test func listsBeginBehindAmounts() throws {
        let catalogue = try FormCatalogue()
        let typing = ColumnTyping(catalogue: catalogue, form: catalogue.form(titled: "收支总表"))
        let columns = typing.columns(for: [
            ["收入", "项目"], ["收入", "预算数"], ["支出", "项目"], ["支出", "金额（万元）"], ["支出", "没见过"],
        ])
        #expect(columns.map(\.list) == [0, 0, 1, 1, 1])
        #expect(columns.map(\.key) == ["name", "amount", "name", "amount", nil])
        #expect(columns[3].unit == "万元")
    }
}

@Suite struct HeadlineTests {
    private func headline(_ lines: String...) throws -> Headline {
        let catalogue = try FormCatalogue()
        return Headline(lines: lines, weight: { catalogue.weight(ofTitle: $0) })
    }

    @Test func titleIssuerAndUnitAreFound() throws {
        let headline = try headline("公开01表", "2025年部门收支预算总表", "编制部门：云岭市青禾区档案局 单位：万元")
        #expect(headline.title == "2025年部门收支预算总表")
        #expect(headline.issuer == "云岭市青禾区档案局")
        #expect(headline.unit?.name == "万元")
    }

    @Test func titlesAndIssuersMayWrap() throws {
        let title = try headline("2025年部门一般公共预算基本支出部门预算经济", "分类预算表", "单位：元")
        #expect(title.title == "2025年部门一般公共预算基本支出部门预算经济分类预算表")
        let issuer = try headline("收入预算总表", "部门：中国共产党云岭省委员会办", "单位：万元", "公厅")
        #expect(issuer.issuer == "中国共产党云岭省委员会办公厅")
        #expect(issuer.title == "收入预算总表")
    }

    @Test func titlesCarryUnitsAndContinuations() throws {
        let unit = try headline("2025年部门支出预算总表（单位：万元）")
        #expect(unit.title == "2025年部门支出预算总表")
        #expect(unit.unit?.name == "万元")
        #expect(try headline("2025年部门支出预算总表（续）", "单位：元").title == "2025年部门支出预算总表")
        #expect(try headline("2025年部门支出预算总表", "编制日期：2025年1月", "单位：元").title == "2025年部门支出预算总表")
    }

    @Test func ofALineAndTheLineAboveTheBetterTitleCounts() throws {
        #expect(try headline("2025年部门一般公共预算", "财政拨款支出表").title == "2025年部门一般公共预算财政拨款支出表")
    }

    @Test func runningTextIsNoTitle() throws {
        #expect(try headline("收入预算总表", "具体情况如下。").title == "")
    }

    @Test(arguments: ["3", "- 3 -", "—12—", "第 3 页", "第1页，共6页", "3/12", "一14一", "二7一", "一 3 —"])
    func pageNumbersAreFurniture(line: String) { #expect(PageFurniture.isPageNumber(line)) }

    @Test(arguments: ["第三方网页监测", "12.50", "第3季度", "2025年", "一、3", "一般公共服务", "一3", "二〇二五"])
    func otherLinesAreNot(line: String) { #expect(!PageFurniture.isPageNumber(line)) }
}

@Suite struct UntitledTableTests {
    /// Of 单位预算 nothing is left to compare: it must not be the title of every table without one.
    @Test func aFormWhoseTitleSaysNothingTakesNoTableWithoutTitle() throws {
        let json = """
            {"key": "office_budget", "layout": "rows", "titles": ["单位预算"],
             "columns": [{"key": "name", "type": "name", "headers": ["事项"]},
                         {"key": "amount", "type": "amount", "headers": ["金额"]}]}
            """
        let catalogue = try FormCatalogue(userFiles: [FormFile(name: "office.json", bytes: Array(json.utf8))])
        #expect(catalogue.form(title: "", paths: [["事项"], ["金额"]]) == nil)
    }
}
