import BudgetRelease
import DocumentReading
import Foundation
import Testing

@testable import ReleaseReading

/// Tables of packed projects in running text.
@Suite struct FlowProjectsTests {
    private static let head = """
        项目支出绩效目标表（含转移支付项目）
        部门名称：云岭市青禾区档案局 单位：万元
        项目名称（资金使用单位） 总计 财政拨款 财政专户拨款 其他资金 绩效目标 绩效指标

        """

    private func read(_ body: String) throws -> ReleaseReader.Reading {
        let document = try readDocument(bytes: Array((Self.head + body).utf8), name: "a.txt")
        return ReleaseReader(catalogue: try FormCatalogue()).read(document.pages)
    }

    private static func indicators(_ annual: String = "1") -> String {
        "1、1-产出指标；11-数量指标；次数；实施周期指标值:1；年度指标值:\(annual)。"
    }

    @Test func namesSplitOverLinesAreJoinedAndRecorded() throws {
        let reading = try read(
            """
            合计 7.00 7.00
            云岭市青禾区档案
            局
            7.00 7.00
            档案数字化加工及库房
            维护经费 7.00 7.00
            完成档案数字化。
            \(Self.indicators())
            """)
        let lines = try #require(reading.tables.first).lines
        #expect(lines.map(\.name) == ["合计", "云岭市青禾区档案局", "档案数字化加工及库房维护经费"])
        #expect(lines.map(\.kind) == [.grandTotal, .spendingUnit, .project])
        #expect(lines.map(\.parent) == [nil, "t1.l0", "t1.l1"])
        #expect(lines[2].repairs.contains(Repair(field: "name", kind: .joinedLines, from: ["档案数字化加工及库房", "维护经费"])))
        #expect(lines[2].places == [.line(8, page: nil)])
        #expect(reading.issuer == "云岭市青禾区档案局")
        #expect(reading.findings.map(\.code) == [.columnInferred])
    }

    @Test func aTitleInTheMiddleOfATextIsDropped() throws {
        let reading = try read(
            """
            档案局 7.00 7.00
            库房维护经费 7.00 7.00
            完成维护。
            1、1-产出指标；11-数量指标；次数；实施周期指
            项目支出绩效目标表（含转移支付项目）
            标值:1；年度指标值:1。
            """)
        #expect(reading.tables.count == 1)
        #expect(reading.tables.first?.lines.last?.indicators.first?.cycleTarget == "1")
    }

    @Test func aProjectOfWhichOnlyTheAmountIsPrintedStaysWithItsUnit() throws {
        let reading = try read(
            """
            合计 9.00 9.00
            档案局 9.00 9.00
            库房维护经费 5.00 5.00
            完成维护。
            \(Self.indicators())
            设备更新经费 3.00 3.00
            宣传经费 1.00 1.00
            开展宣传。
            \(Self.indicators())
            """)
        let lines = try #require(reading.tables.first).lines
        #expect(lines.map(\.kind) == [.grandTotal, .spendingUnit, .project, .project, .project])
    }

    @Test func amountsThatDoNotAddUpAreInDoubt() throws {
        let reading = try read(
            """
            档案局 9.00 8.00
            库房维护经费 9.00 8.00
            完成维护。
            \(Self.indicators())
            """)
        let doubts = reading.findings.filter { $0.code == .columnUncertain }
        #expect(doubts.map(\.rows) == [[0, 1]])
        #expect(doubts.allSatisfy { $0.severity == .warning })
    }

    @Test func aBrokenSumNamesAllItsRows() throws {
        let reading = try read(
            """
            档案局 9.00 9.00
            库房维护经费 5.00 5.00
            完成维护。
            \(Self.indicators())
            宣传经费 1.00 1.00
            开展宣传。
            \(Self.indicators())
            """)
        let broken = reading.findings.filter { $0.code == .identityBroken }
        #expect(broken.map(\.rows) == [[0, 1, 2], [0, 1, 2]])
        #expect(reading.checks.contains { $0.rule == .childrenSum && $0.outcome == .broken && $0.computed == 6 })
    }

    @Test func anEndWithoutFullStopIsInDoubt() throws {
        let reading = try read(
            """
            档案局 2.00 2.00
            库房维护经费 1.00 1.00
            完成维护。
            1、1-产出指标；11-数量指标；次数；实施周期指标值:1；年度指标值:1
            宣传经费
            1.00 1.00
            开展宣传。
            \(Self.indicators())
            """)
        #expect(reading.findings.contains { $0.code == .lineBoundaryUncertain && $0.severity == .warning })
    }

    @Test func textWithoutATableIsNeverClean() throws {
        let document = try readDocument(bytes: Array("本部门主要职责是……".utf8), name: "a.txt")
        let reading = ReleaseReader(catalogue: try FormCatalogue()).read(document.pages)
        #expect(reading.findings.map(\.code) == [.noTable])
    }

    /// Breaking lines anywhere, with blank lines between, changes nothing that is read.
    @Test(arguments: 5...40)
    func anyLineLengthReadsTheSame(length: Int) throws {
        let rows = [
            ("云岭市青禾区档案局", "3.00", "", ""),
            (
                "档案数字化加工及库房维护经费", "2.00", "完成馆藏档案数字化加工，改善库房条件。按季度检查进度，确保全年目标",
                "1、1-产出指标；11-数量指标；加工页数；实施周期指标值:不少于10万页。；年度指标值:3万页。2、2-效益指标；"
                    + "22-社会效益；查档便利度；实施周期指标值:提升；年度指标值:提升。"
            ),
            ("宣传经费", "1.00", "开展国际档案日宣传活动。", Self.indicators("6月底前完成")),
        ]
        var body: [String] = []
        func wrap(_ text: String) {
            var rest = text[...]
            while !rest.isEmpty {
                body.append(String(rest.prefix(length)))
                rest = rest.dropFirst(length)
            }
        }
        for (name, amount, goal, indicators) in rows {
            wrap(name)
            body.append("\(amount) \(amount)")
            wrap(goal)
            wrap(indicators)
        }
        let reading = try read(body.joined(separator: "\n\n"))
        let table = try #require(reading.tables.first)
        #expect(table.grid.map { $0[0] } == rows.map(\.0))
        #expect(table.grid.map { $0[1] } == rows.map(\.1))
        #expect(table.grid.map { $0[5] } == rows.map(\.2))
        #expect(table.grid.map { $0[6] } == rows.map(\.3))
        #expect(reading.findings.filter { $0.severity != .info }.isEmpty)
    }

    @Test func aShortLineInFrontOfANameIsInDoubtOnBothRows() throws {
        let reading = try read(
            """
            云岭市青禾区人民政府河畔街
            7.00 7.00
            道办事处
            档案数字化加工及库房维护
            经费
            7.00 7.00
            完成档案数字化。
            \(Self.indicators())
            """)
        let doubts = reading.findings.filter { $0.code == .lineBoundaryUncertain }
        #expect(Set(doubts.flatMap(\.rows)) == [0, 1])
    }

    @Test func amountsWithoutDecimalsAreReadWhereTheTotalHasNone() throws {
        let reading = try read(
            """
            合计 7 7
            档案局 7 7
            库房维护经费 7 7
            维护 12 次
            \(Self.indicators())
            """)
        #expect(reading.tables.first?.grid.map { $0[1] } == ["7", "7", "7"])
    }

    @Test func aTableWithoutRowsIsAnError() throws {
        let reading = try read("完成维护。")
        #expect(reading.findings.contains { $0.code == .rowsNotFound && $0.severity == .error })
    }

    @Test func figuresAndLabelsInsideTextsStay() throws {
        let reading = try read(
            """
            档案局 7.00 7.00
            库房维护经费 7.00 7.00
            部门：档案局负责，
            第三方网页监测。
            1、1-产出指标；11-数量指标；次数；实施周期指标值:
            120
            ；年度指标值:单位：元
            35。
            """)
        let project = try #require(reading.tables.first?.lines.last)
        #expect(project.goal == "部门：档案局负责，第三方网页监测。")
        #expect(project.indicators.map(\.cycleTarget) == ["120"])
        #expect(project.indicators.map(\.annualTarget) == ["单位：元35"])
    }

    @Test func whatFollowsTheTableIsNoPartOfIt() throws {
        let reading = try read(
            """
            档案局 7.00 7.00
            库房维护经费 7.00 7.00
            完成维护。
            \(Self.indicators())
            第四部分 名词解释
            一、财政拨款收入：指财政部门拨付的资金。
            """)
        #expect(reading.tables.first?.lines.last?.indicators.map(\.annualTarget) == ["1"])
        #expect(reading.findings.allSatisfy { $0.severity == .info })
    }

    @Test func titlesAndHeadersMayWrap() throws {
        let text = """
            项目支出绩效目标表（含转移支
            付项目）
            部门名称：云岭市青禾区档案局 单位：万元
            项目名称（资金使用单位） 总计 财政拨款
            财政专户拨款 其他资金 绩效目标 绩效指标
            档案局 7.00 7.00
            库房维护经费 7.00 7.00
            完成维护。
            \(Self.indicators())
            """
        let document = try readDocument(bytes: Array(text.utf8), name: "a.txt")
        let reading = ReleaseReader(catalogue: try FormCatalogue()).read(document.pages)
        #expect(reading.tables.map(\.title) == ["项目支出绩效目标表（含转移支付项目）"])
        #expect(reading.tables.first?.lines.map(\.goal) == [nil, "完成维护。"])
    }

    @Test func aUnitBelowAUnitIsNoProject() throws {
        let reading = try read(
            """
            青禾区局 100.00 100.00
            测绘院 50.00 50.00
            制图经费 50.00 50.00
            完成制图。
            \(Self.indicators())
            测绘站 50.00 50.00
            观测经费 50.00 50.00
            完成观测。
            \(Self.indicators())
            """)
        let lines = try #require(reading.tables.first).lines
        #expect(lines.map(\.kind) == [.spendingUnit, .spendingUnit, .project, .spendingUnit, .project])
        #expect(reading.findings.contains { $0.code == .lineKindUncertain && $0.rows == [0] })
    }

    @Test func aNameGluedToTheLastIndicatorIsCutOffInDoubt() throws {
        let reading = try read(
            """
            档案局 2.00 2.00
            库房维护经费 1.00 1.00
            完成维护。
            \(Self.indicators())宣传经费
            1.00 1.00
            开展宣传。
            \(Self.indicators())
            """)
        let table = try #require(reading.tables.first)
        #expect(table.lines.map(\.name) == ["档案局", "库房维护经费", "宣传经费"])
        #expect(reading.findings.contains { $0.code == .lineBoundaryUncertain && $0.rows.contains(1) })
    }
}
