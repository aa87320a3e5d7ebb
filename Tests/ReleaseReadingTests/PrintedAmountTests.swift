import BudgetRelease
import Foundation
import Testing

@testable import ReleaseReading

@Suite struct PrintedAmountTests {
    @Test(arguments: [
        ("4,784.95", "4784.95", 2), ("0.00", "0", 2), ("0", "0", 0), ("1000", "1000", 0), ("3，518.85", "3518.85", 2),
        ("１２.５", "12.5", 1), ("-1.5", "-1.5", 1), ("－1.5", "-1.5", 1), ("(1.50)", "-1.5", 2), ("（3）", "-3", 0),
        ("△12", "-12", 0), ("▲12.0", "-12", 1), ("86,959,408.34", "86959408.34", 2), ("195,719. 70", "195719.7", 2),
    ])
    func amountsAreRead(text: String, value: String, decimals: Int) throws {
        #expect(PrintedAmount(text) == .value(try #require(Decimal(string: value)), decimals: decimals))
    }

    @Test(arguments: ["", " ", "-", "—", "——", "－"])
    func dashesAndBlanksAreNone(text: String) {
        #expect(PrintedAmount(text) == .none)
    }

    @Test(arguments: [
        "万元", "1,23", "1,2345.0", "1.2.3", "1,234,5", "(1", "1)", "--5", "△-5", "5-", "1(2)", "12,", "1.",
        ".5", "5%", "12万", "(", "1234567890123456789012345",
    ])
    func anythingElseIsUnreadable(text: String) {
        #expect(PrintedAmount(text) == .unreadable)
    }
}

@Suite struct FigureTests {
    @Test(arguments: ["1.50", "1,200", "2030101", "0", "１２.５", "-3", "（3）", "12345", "1990.0"])
    func figuresAreNoHeadings(text: String) {
        #expect(TableAssembly.isFigure(text.unicodeScalars))
    }

    @Test(arguments: ["", "-", "2024", "合计", "1月", "5.28万元"])
    func whatMayHeadAColumnIsNone(text: String) {
        #expect(!TableAssembly.isFigure(text.unicodeScalars))
    }
}

@Suite struct MoneyUnitTests {
    @Test(arguments: [
        ("单位：万元", "万元", 10_000), ("金额单位：元", "元", 1), ("部门名称：某局单位:万元", "万元", 10_000),
        ("单位：人民币亿元", "亿元", 100_000_000), ("单位：千元", "千元", 1_000),
    ])
    func unitsAreFound(line: String, name: String, yuan: Int) throws {
        let unit = try #require(MoneyUnit(in: line))
        #expect(unit.name == name)
        #expect(unit.yuan == yuan)
    }

    @Test(arguments: ["单位：某某街道办事处", "预算单位", "万元", "编制单位：云岭市"])
    func officesAreNoUnits(line: String) {
        #expect(MoneyUnit(in: line) == nil)
    }

    @Test func aHeadingMayCarryItsUnit() {
        #expect(MoneyUnit(closing: "项目资金（元）")?.yuan == 1)
        #expect(MoneyUnit(closing: "项目资金") == nil)
    }
}

@Suite struct TitleKeyTests {
    @Test(arguments: [
        ("2023年部门项目支出绩效目标表", true), ("项目支出绩效目标表（含转移支付项目）", true), ("2024年度项目支出绩效目标表", true),
        ("项 目 支 出 绩 效 目 标 表", true), ("2024\u{F98E}\u{FA01}部门项目支出绩效目标表", true), ("项目支出绩效目标表说明", false),
        ("关于项目支出绩效目标表", false),
    ])
    func titlesAreComparedWithoutYearAndOffice(title: String, matches: Bool) {
        #expect((TitleKey(title).weight(of: FormTitle("项目支出绩效目标表")) > 0) == matches)
    }
}

@Suite struct RawCellAmountTests {
    private func amount(_ lines: String...) -> PrintedAmount {
        RawCell(lines: lines.map { CellLine(text: $0) }).amount
    }

    @Test func anAmountMayWrapOrBeSpaced() throws {
        #expect(amount("195,719.", "70").decimal == Decimal(string: "195719.7"))
        #expect(amount("1,234. 50").decimal == Decimal(string: "1234.5"))
    }

    @Test func severalAmountsAreNone() {
        #expect(amount("1200 800") == .unreadable)
        #expect(amount("12.00", "8.00") == .unreadable)
        #expect(amount("-", "1,200.00") == .unreadable)
    }
}
