import BudgetRelease
import DocumentReading
import Foundation
import Testing

@testable import ReleaseReading

/// Dumps that poppler's pdftotext 22.12 made of the fixtures' PDFs say the same as these.
@Suite struct DumpTests {
    private static let reader = Result { ReleaseReader(catalogue: try FormCatalogue()) }

    private func read(fixture name: String) throws -> ReleaseReader.Reading {
        let url = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../Fixtures/\(name)")
        return try read(Array(Data(contentsOf: url)), name: name)
    }

    private func read(_ text: String) throws -> ReleaseReader.Reading { try read(Array(text.utf8), name: "a.txt") }

    private func read(_ bytes: [UInt8], name: String) throws -> ReleaseReader.Reading {
        try Self.reader.get().read(try readDocument(bytes: bytes, name: name).pages)
    }

    @Test(arguments: ["goals-open-layout.txt", "goals-open-raw.txt"])
    func performanceGoalsAreThoseOfThePDF(dump: String) throws {
        let printed = try #require(try read(fixture: "goals-open.pdf").tables.first)
        let dumped = try read(fixture: dump)
        let table = try #require(dumped.tables.first)
        #expect(table.grid == printed.grid)
        #expect(table.lines.map(\.indicators) == printed.lines.map(\.indicators))
        #expect(dumped.findings.filter { $0.severity != .info } == [])
    }

    /// The number stands as near to the form as its lines do.
    @Test func aPageNumberIsNoIndicatorOfAForm() throws {
        let form = """
                             2024年项目支出绩效目标申报表
            项目名称          河道管护经费          项目类别        特定目标类
            主管部门          区水务局              实施单位        区水务局
            项目资金总额      100.50                财政资金        100.50
            计划开始日期      2024-01-01            计划完成日期    2024-12-31
            年度资金总额      100.50                其他资金        0.00
            年度总体目标      保障河道整洁
            一级指标      二级指标       三级指标          指标值
            产出指标      数量指标       巡查里程          ≥120公里


                                      - 3 -
            """
        let line = try #require(try read(form).tables.first?.lines.first)
        #expect(line.indicators.map(\.level3) == ["巡查里程"])
    }

    @Test func namesThatWrapAroundTheirCodesAreWhole() throws {
        let reading = try read(
            """
                          一般公共预算财政拨款支出决算表
                                                 单位：万元
              科目编码        科目名称       合计      基本支出     项目支出
                        一般公共服务
             201                   264.87   62.63    202.24
                        支出
             20139      社会工作事务     264.87   62.63    202.24
             2013901    行政运行       51.32    51.32    0.00
             2013950    事业运行       11.31    11.31    0.00
                        其他社会工作
             2013999               202.24   0.00     202.24
                        事务支出
            """)
        let table = try #require(reading.tables.first)
        #expect(table.lines.map(\.name) == ["一般公共服务支出", "社会工作事务", "行政运行", "事业运行", "其他社会工作事务支出"])
        #expect(table.columns.map(\.path) == [["科目编码"], ["科目名称"], ["合计"], ["基本支出"], ["项目支出"]])
        #expect(reading.findings.filter { $0.severity != .info } == [])
    }

    /// A second line of headings, a name that is a table's, and levels of codes.
    @Test func namesHeadingsAndCodesAreToldApart() throws {
        let listed = try read(
            """
                          一般公共预算财政拨款支出决算表
            部门：青禾区水务局                        单位：万元
              科目编码        科目名称       合计      基本支出     项目支出
                        （按项级列示）
             201                   264.87   62.63    202.24
             20139      社会工作事务     264.87   62.63    202.24
             2013901    行政运行       51.32    51.32    0.00
            """)
        #expect(try #require(listed.tables.first).lines.map(\.name) == ["", "社会工作事务", "行政运行"])
        #expect(listed.findings.contains { $0.code == .nameMissing && $0.rows == [0] })
        let named = try read(
            """
                               支出预算总表
            部门：青禾区水务局                        单位：万元
            科目编码          科目名称             合计
            204           公共安全支出           7.00
            20401         编制及印刷            3.00
                          财政拨款收支预算总表
            20402         公安               4.00
            """)
        #expect(named.tables.count == 1)
        let levels = try read(
            """
                               支出预算总表
            部门：青禾区水务局                        单位：万元
            类     款     项     目     科目名称         合计
            204   04    01    01    行政运行         7.00
            204   04    01    02    机关服务         7.00
            """)
        #expect(try #require(levels.tables.first).columns.map(\.path.last).prefix(4) == ["类", "款", "项", "目"])
    }

    /// Two tables on a page, no label between them.
    @Test func aTitleEndsTheTableAboveIt() throws {
        let reading = try read(
            """
                              支出预算总表（单位：万元）
              合计          基本支出        项目支出
              1,300.50     1,000.20      300.30
                              财政拨款支出预算表（单位：万元）
              科目编码        科目名称           金额
              204          公共安全支出         1,000.20
              20404        检察             1,000.20
              2040401      行政运行           1,000.20
            """)
        #expect(reading.tables.map(\.title) == ["支出预算总表", "财政拨款支出预算表"])
        #expect(reading.tables.map(\.grid.count) == [1, 3])
    }

    @Test func theWordOfATotalMayBeSpread() throws {
        let reading = try read(
            """
                            政府性基金预算财政拨款支出预算表
            部门名称：青禾区水务局                            单位：万元
                  功能科目编码             功能科目名称            金   额
                                      合   计
            """)
        let table = try #require(reading.tables.first)
        #expect(table.columns.map(\.path) == [["功能科目编码"], ["功能科目名称"], ["金额"]])
        #expect(table.grid.map { $0.joined() } == ["合计"])
    }

    struct Loose: Sendable {
        var text: String
        var rows: ClosedRange<Int>
    }

    /// Rows that may be parts of others.
    @Test(arguments: [
        Loose(
            text: """
                                        收支预算总表
                部门：青禾区水务局                                     单位：万元
                      项目            金额          项目             金额
                一、财政拨款           169.74     一、公共服务支出         169.74
                1.一般公共预           169.74     二、外交支出
                算
                二、财政专户资金                      三、国防支出
                三、其他资金                        四、公安支出
                收入合计             169.74     支出合计             169.74
                """, rows: 0...3),
        Loose(
            text: """
                                        收入预算总表
                部门：青禾区水务局                                     单位：万元
                          项目名称                            金额
                              收入总计                       849.45
                              小计                         702.25
                一般公共预算资金        公共财政拨款资金                 702.25
                              专项收入                       100.00
                政府性基金           小计                         47.20
                """, rows: 1...2),
        Loose(
            text: """
                                        政府采购支出预算表
                部门：青禾区水务局                                     单位：万元
                专项名称          采购物品名称         采购组织形式         总计
                              台式计算机          分散自行采购         10.00
                              便携式计算机         分散自行采购         14.00
                              其他计算机设备及
                              软件             分散自行采购         24.00
                              其他办公设备         分散自行采购         8.00
                              图书             分散自行采购         4.00
                """, rows: 1...3),
    ])
    func rowsThatMayBePartsOfOthersAreDoubted(loose: Loose) throws {
        let reading = try read(loose.text)
        func rows(_ codes: FindingCode...) -> Set<Int> {
            Set(reading.findings.filter { codes.contains($0.code) }.flatMap(\.rows))
        }
        #expect(rows(.rowJoinUncertain, .cellUncertain).isSuperset(of: loose.rows))
        #expect(!rows(.rowJoinUncertain).contains(loose.rows.upperBound + 2))
    }

    /// Seven headings over six figures, and no other row to tell which of them has none.
    @Test func theOnlyRowOfATableIsDoubtedWhereAHeadingIsFree() throws {
        let reading = try read(
            """
                               “三公”经费预算表
            编制部门：青禾区水务局                                          单位：万元
               合计        因公出国费    公务接待费     小计       购置费      运行费
                    37.91              1.35     36.56    15.00    21.56
            """)
        #expect(reading.findings.contains { $0.code == .cellUncertain && $0.rows == [0] })
    }

    @Test func aDumpThatKeepsTheLayoutGivesTheTablesOfARelease() throws {
        let printed = try read(fixture: "release.pdf")
        let dumped = try read(fixture: "release-layout.txt")
        #expect(dumped.tables.map(\.title) == printed.tables.map(\.title))
        #expect(dumped.tables.map(\.form) == printed.tables.map(\.form))
        #expect(dumped.issuer == printed.issuer)
        #expect(dumped.fiscalYear == printed.fiscalYear)
        for (table, same) in zip(dumped.tables, printed.tables) {
            let serious = dumped.findings.filter { $0.table == table.id && $0.severity != .info }
            let flagged = Set(serious.flatMap(\.rows))
            for (row, cells) in table.grid.enumerated() where !flagged.contains(row) {
                #expect(same.grid.contains(cells), "\(table.title), row \(row)")
            }
        }
        #expect(dumped.tables.first?.grid == printed.tables.first?.grid)
    }

    @Test func aSumGluedToTheTextBesideItIsCut() throws {
        let reading = try read(
            """
                               2025年部门财务收支预算总表
            编制部门：云岭市青禾区档案局                                   单位：元
                    本年收入                         本年支出
                 项目          预算数            项目           预算数
            一、财政拨款收入       1,100.50 一、教育支出         1,000.50
            二、事业收入             147.20二、住房保障支出        247.20
            收入总计              1,247.70 支出总计           1,247.70
            """)
        let table = try #require(reading.tables.first)
        #expect(table.grid.map { $0[1] } == ["1,100.50", "147.20", "1,247.70"])
        #expect(table.grid.map { $0[2] } == ["一、教育支出", "二、住房保障支出", "支出总计"])
    }

    @Test func aPageThatStandsInATextTwiceIsReadOnce() throws {
        let page = "项目支出绩效目标表\n项目名称 总计 绩效目标 绩效指标\n合计 7.00\n档案局 7.00\n"
        let reading = try read("封面\n\u{0C}\(page)\u{0C}\(page)")
        #expect(reading.tables.map(\.lines.count) == [2])
        #expect(reading.findings.filter { $0.code == .repeatedPage }.map(\.page) == [3])
    }

    @Test func aTableThatBeginsWithAProjectLacksItsTotal() throws {
        let reading = try read(
            """
            项目支出绩效目标表
            项目名称 总计 财政拨款 绩效目标 绩效指标
            宣传经费 1.00 1.00
            开展宣传。
            1、1-产出指标；11-数量指标；次数；实施周期指标值:1；年度指标值:1。
            """)
        #expect(reading.findings.contains { $0.code == .totalMissing && $0.rows == [0] })
    }

    @Test func performanceGoalsLeaveTheOtherTablesOfATextInPlace() throws {
        let goals = "项目支出绩效目标表\n项目名称 总计 绩效目标 绩效指标\n合计 7.00\n档案局 7.00\n"
        let url = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../Fixtures/release-layout.txt")
        let release = try String(contentsOf: url, encoding: .utf8)
        let alone = try read(fixture: "release-layout.txt").tables.map(\.grid)
        #expect(try read(release + "\u{0C}" + goals).tables.dropLast().map(\.grid) == alone)
    }

    /// Amounts of a page first, goals and indicators behind them: LibreOffice Calc's order.
    @Test func goalsBehindTheAmountsOfSeveralRowsFindTheirs() throws {
        let indicators = { (name: String) in "1、1-产出指标；11-数量指标；\(name)；实施周期指标值:1；年度指标值:1。" }
        let reading = try read(
            """
            项目支出绩效目标表
            项目名称 总计 财政拨款 绩效目标 绩效指标
            合计 3.00 3.00
            云岭市青禾区档案局 3.00 3.00
            宣传经费 1.00 1.00
            2.00 2.00
            开展国际档案日宣传活动，提高社会公众的档案意识，扩大档案影响。
            \(indicators("宣传次数"))
            档案数字化加工及库房维护
            经费
            完成馆藏档案数字化加工，改善库房条件，按季度检查工作的进度。
            \(indicators("加工页数"))
            """)
        let lines = try #require(reading.tables.first).lines
        #expect(lines.map(\.name) == ["合计", "云岭市青禾区档案局", "宣传经费", "档案数字化加工及库房维护经费"])
        #expect(lines.map { $0.indicators.map(\.level3) } == [[], [], ["宣传次数"], ["加工页数"]])
        #expect(lines.map { $0.goal?.suffix(5) } == [nil, nil, "档案影响。", "作的进度。"])
    }

    /// A page break cuts goal and indicators side by side; behind it the goal goes on first.
    @Test func bothTextsOfARowGoOnBehindAPageBreak() throws {
        let reading = try read(
            """
            项目支出绩效目标表
            项目名称 总计 财政拨款 绩效目标 绩效指标
            合计 1.00 1.00
            档案局 1.00 1.00
            宣传经费 1.00 1.00
            开展国际档案日宣传活动，提高
            1、1-产出指标；11-数量指标；宣传次数；实施周期指标值:每
            \u{0C}项目名称 总计 财政拨款 绩效目标 绩效指标
            社会公众的档案意识。
            年两次；年度指标值:两次。
            """)
        let line = try #require(reading.tables.first?.lines.last)
        #expect(line.goal == "开展国际档案日宣传活动，提高社会公众的档案意识。")
        #expect(line.indicators.map(\.cycleTarget) == ["每年两次"])
        #expect(line.repairs.contains { $0.kind == .joinedRows })
    }

    @Test func headingsInAnyOrderAreAHeaderAndLeaveTheirRowsInDoubt() throws {
        let reading = try read(
            """
            项目支出绩效目标表
            项目名称 财政专户 其他资
            总计 财政拨款 绩效目标 绩效指标
            拨款 金
            合计 1.00 1.00
            档案局 1.00 1.00
            """)
        let table = try #require(reading.tables.first)
        #expect(table.columns.compactMap(\.key).contains("fiscal_special_account"))
        #expect(reading.findings.filter { $0.code == .readingOrderUncertain }.flatMap(\.rows) == [0, 1])
    }

    /// A long heading overlaps the one beside it, so that the edges between columns don't ascend.
    @Test func cellsUnderOverlappingHeadingsStayInTheGrid() throws {
        let text = """
            \(String(repeating: "说", count: 150))
                      功能科目代码              功能科目名称   金额
                                             合计         20,702.25
            20805                河道水务设施管护费               2,000.39)
            """
        let printed = try read(text).tables.flatMap { $0.grid.joined() }
        #expect(printed.contains("20,702.25"))
        #expect(printed.contains("2,000.39)"))
    }

    /// Only ideographs tell how high a line is.
    @Test func figuresWithoutIdeographsBesideThemAreOnNoBorder() throws {
        let reading = try read("0.00\n\n1.00\n\n\n\n行政运行                               700.50           700.50")
        #expect(!reading.findings.contains { $0.code == .lineBoundaryUncertain })
    }

    /// 年 as U+F98E is another character, which a header is printed with.
    @Test func headersArePrintedAsEachTableHasThem() throws {
        func table(_ office: String, _ year: String) -> String {
            """
                                收入支出情况表
            编制单位：\(office)                                      单位：万元

            项目              2024\(year)预算数          2023\(year)预算数
            合计                 12.50               11.25
            办公费                2.50                1.25
            印刷费               10.00               10.00

            """
        }
        let reading = try read(table("青禾区水务局", "年") + "\u{0C}" + table("青禾区林业局", "\u{F98E}"))
        let headings = reading.tables.map { $0.columns.compactMap(\.path.last) }
        try #require(headings.count == 2)
        #expect(headings[0][1].unicodeScalars.elementsEqual("2024年预算数".unicodeScalars))
        #expect(headings[1][1].unicodeScalars.elementsEqual("2024\u{F98E}预算数".unicodeScalars))
    }

    /// The letters of a hundred headings could be shared among columns in more ways than there are atoms.
    @Test(.timeLimit(.minutes(5)))
    func mixedLettersOfHeadingsAreSearchedInTime() throws {
        let line = "财政专户拨项目名称（资金使用单位）"
        _ = try read("项目支出绩效目标表\n单位：万元\n" + Array(repeating: line, count: 4_000).joined(separator: "\n"))
    }
}
