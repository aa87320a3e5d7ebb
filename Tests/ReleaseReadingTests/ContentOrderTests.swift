import BudgetRelease
import DocumentReading
import FoundationEssentials
import Testing

@testable import ReleaseReading

/// Dumps that give the cells of a page one behind the other.
@Suite struct ContentOrderTests {
    private func read(_ text: String) throws -> ReleaseReader.Reading {
        let document = try readDocument(bytes: Array(text.utf8), name: "a.txt", passwords: [], limits: ReadingLimits())
        return ReleaseReader(catalogue: try FormCatalogue()).read(document.pages)
    }

    private func paths(_ table: Table) -> [String] { table.columns.map { $0.path.joined(separator: "/") } }

    private let summary = """
        青禾区水务局2026年部门预算
        收支总表
        单位：万元
        收 入 支 出
        项 目 预算数 项 目 预算数
        一、一般公共预算拨款收入 900.00 一、教育支出
        二、政府性基金预算拨款收入 二、社会保障和就业支出 120.00
        三、其他收入 100.00 三、农林水支出 880.00
        四、住房保障支出
        本 年 收 入 合 计 1,000.00 本 年 支 出 合 计 1,000.00
        \u{C}
        """

    private let expenditure = """
        支出总表
        单位：万元
        科目编码 科目名称 合计 基本支出 项目支出 事业单位经营
        支出
        上缴上级支出
        合计 1,000.00 620.00 380.00
        208 社会保障和就业支出 120.00 120.00
        20805 行政事业单位养老支出 120.00 120.00
        2080505 机关事业单位基本养老保险缴费支
        出
        120.00 120.00
        213 农林水支出 880.00 500.00 380.00
        21303 水利 880.00 500.00 380.00
        2130301 行政运行 500.00 500.00
        2130302 一般行政管理事务 380.00 380.00
        \u{C}
        情况说明
        2026年支出预算1,000.00万元，其中：基本支出620.00万元，项目支出380.00万元。
        """

    @Test func listsSideBySideAreParted() throws {
        let table = try #require(try read(summary).tables.first)
        #expect(table.form == "income_expenditure_summary" && table.unit == "万元")
        #expect(paths(table) == ["收入/项目", "收入/预算数", "支出/项目", "支出/预算数"])
        #expect(
            table.grid == [
                ["一、一般公共预算拨款收入", "900.00", "一、教育支出", ""],
                ["二、政府性基金预算拨款收入", "", "二、社会保障和就业支出", "120.00"],
                ["三、其他收入", "100.00", "三、农林水支出", "880.00"], ["", "", "四、住房保障支出", ""],
                ["本年收入合计", "1,000.00", "本年支出合计", "1,000.00"],
            ])
    }

    @Test func sumsPlaceFewerAmountsThanColumns() throws {
        let reading = try read(summary + expenditure)
        let table = try #require(reading.tables.first { $0.form == "expenditure_summary" })
        #expect(paths(table) == ["科目编码", "科目名称", "合计", "基本支出", "项目支出", "事业单位经营支出", "上缴上级支出"])
        let lines = Dictionary(uniqueKeysWithValues: table.lines.map { ($0.code ?? $0.name, $0) })
        #expect(lines["2130302"]?.amounts["project"] == 380 && lines["2130302"]?.amounts["basic"] == .some(nil))
        #expect(lines["2130301"]?.amounts["basic"] == 500)
        #expect(lines["2080505"]?.name == "机关事业单位基本养老保险缴费支出")
        #expect(lines["2130302"]?.repairs.contains { $0.kind == .inferredColumn } == true)
        #expect(!reading.findings.contains { $0.code == .columnUncertain && $0.table == table.id })
    }

    @Test func placesThatNothingTellsAreInDoubt() throws {
        // No sentence and no list says which of the four columns the two parts of the total stand in.
        let rows = expenditure.prefix { $0 != "\u{C}" }
        let reading = try read("青禾区水务局2026年部门预算\n" + rows)
        let table = try #require(reading.tables.first)
        let doubt = try #require(reading.findings.first { $0.code == .columnUncertain && $0.severity == .warning })
        #expect(doubt.table == table.id && doubt.rows.contains(0))
    }

    @Test func cellsOnLinesOfTheirOwnReadTheSame() throws {
        let cells = expenditure.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            line.contains("。") ? String(line) : line.split(separator: " ").joined(separator: "\n")
        }.joined(separator: "\n")
        let table = try #require(try read(summary + cells).tables.first { $0.form == "expenditure_summary" })
        let printed = try #require(try read(summary + expenditure).tables.first { $0.form == "expenditure_summary" })
        #expect(table.grid == printed.grid && paths(table) == paths(printed))
    }

    @Test func headersThatPagesPrintAgainAreNoRows() throws {
        let header = "科目编码 科目名称 合计 基本支出 项目支出\n"
        let reading = try read(
            "青禾区水务局2026年部门预算\n一般公共预算支出表\n单位：万元\n" + header
                + "合计 10.00 4.00 6.00\n213 农林水支出 10.00 4.00 6.00\n- 1 -\n\u{C}一般公共预算支出表\n单位：万元\n" + header
                + "21303 水利 10.00 4.00 6.00\n2130306 水利工程运行与维护 10.00 4.00 6.00\n- 2 -\n")
        let table = try #require(reading.tables.first)
        #expect(reading.tables.count == 1 && table.pages == [1, 2])
        #expect(table.grid.map(\.[0]) == ["合计", "213", "21303", "2130306"])
    }

    @Test func indicatorsInColumnsAreReadCellByCell() throws {
        let reading = try read(
            """
            青禾区水务局2026年部门预算
            项目支出绩效目标表
            单位：万元
            项目名称 项目总额 绩效目标 一级指标 二级指标 三级指标 指标性质 指标值 度量单位
            河道清淤疏浚工程
            120.00
            完成城区河道清淤，保障行洪
            安全，改善水环境质量。
            产出指标 数量指标 清淤河道长度 ≥ 12 公里
            产出指标 质量指标 工程验收
            合格率
            ＝ 100 %
            满意度指标
            服务对象满意度
            指标
            沿岸居民满意度 ≥ 90 %
            水质监测服务
            30.00
            按月开展断面水质监测，及时
            发布监测结果。
            产出指标 数量指标 监测断面数量 ＝ 8 个

            """)
        let table = try #require(reading.tables.first { $0.form == "project_performance_goals" })
        let projects = table.lines.filter { $0.kind == .project }
        #expect(projects.map(\.name) == ["河道清淤疏浚工程", "水质监测服务"])
        #expect(projects.first?.goal == "完成城区河道清淤，保障行洪安全，改善水环境质量。")
        #expect(projects.first?.indicators.map(\.level3) == ["清淤河道长度", "工程验收合格率", "沿岸居民满意度"])
        #expect(projects.first?.indicators.last?.level2.label == "服务对象满意度指标")
        #expect(projects.last?.amounts["total"] == 30)
    }
}

/// Columns of amounts by what must add up.
@Suite struct ColumnSolverTests {
    private typealias Row = ColumnSolver.Row

    private func solved(_ rows: [Row]) -> [[Int]?] {
        ColumnSolver(rows: rows, count: 4, sums: [(total: 0, parts: [1, 2, 3])], named: { _ in [] }).rows.map(\.columns)
    }

    @Test func childrenTakeTheColumnsOfTheirParent() {
        #expect(
            solved([
                Row(amounts: [10, 4, 6, 0], parent: nil, whole: nil), Row(amounts: [4, 4], parent: 0, whole: nil),
                Row(amounts: [6, 6], parent: 0, whole: nil),
            ]) == [[0, 1, 2, 3], [0, 1], [0, 2]])
    }

    @Test func severalSolutionsAreNone() {
        // Either of two equal rows may stand in either column.
        #expect(
            solved([
                Row(amounts: [10, 5, 5, 0], parent: nil, whole: nil), Row(amounts: [5, 5], parent: 0, whole: nil),
                Row(amounts: [5, 5], parent: 0, whole: nil),
            ]) == [[0, 1, 2, 3], nil, nil])
    }

    @Test func sumsInTheRowDecide() {
        // 7 = 3 + 4 leaves three ways without a parent, and one with it.
        #expect(solved([Row(amounts: [7, 3, 4], parent: nil, whole: nil)]) == [nil])
        #expect(
            solved([
                Row(amounts: [7, 3, 0, 4], parent: nil, whole: nil), Row(amounts: [7, 3, 4], parent: 0, whole: nil),
            ]) == [[0, 1, 2, 3], [0, 1, 3]])
    }

    @Test func manyRowsInDoubtEndSoon() {
        let rows =
            [Row(amounts: [4000, 2000, 1000, 1000], parent: nil, whole: nil)]
            + (0..<400).map { Row(amounts: [Decimal(10), 10], parent: $0 < 0 ? nil : 0, whole: nil) }
        #expect(solved(rows).dropFirst().allSatisfy { $0 == nil })
    }
}
