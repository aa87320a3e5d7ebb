import BudgetRelease
import Foundation
import Testing

/// Small documents in which something of other cities' releases once went wrong, as `repro/expected.json` says what is
/// right.
@Suite(.enabled(if: Files.hasSamples)) struct NationSampleTests {
    private func release(_ name: String, type: String = "pdf") async throws -> Release {
        let output = try await Program.run("parse", Files.sample("repro/\(name).\(type)"))
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(Release.self, from: Data(output.standardOutput))
    }

    private func amounts(_ line: Line?) -> [String: Decimal] { (line?.amounts ?? [:]).compactMapValues { $0 } }

    @Test(arguments: [
        ("01-mitred-borders", "01-control-rectangles"), ("01b-lost-page", "01b-control-rectangles"),
        ("01c-shifted-columns", "01b-control-rectangles"),
    ])
    func bordersOfAnyMakeAreRead(name: String, control: String) async throws {
        let (read, right) = (try await release(name), try await release(control))
        #expect(read.tables.map(\.pages) == right.tables.map(\.pages))
        #expect(read.tables.map { $0.lines.map { amounts($0) } } == right.tables.map { $0.lines.map { amounts($0) } })
        #expect(read.status == .clean)
    }

    @Test func columnNumbersAreNoRow() async throws {
        let table = try #require(try await release("02-column-numbers").tables.first)
        #expect(table.grid.count == 3)
        #expect(table.lines.map { amounts($0)["total"] } == [120, 100, 20])
    }

    @Test func amountsWrapAnywhere() async throws {
        let read = try await release("03-wrapped-amounts")
        #expect(amounts(read.tables.first?.lines.last)["government_fund"] == 143_999)
        #expect(amounts(read.tables.first?.lines.last)["other_income"] == 32_640)
        #expect(read.findings.allSatisfy { $0.severity == .info })
    }

    @Test func twoClassificationsStandInOneRow() async throws {
        let read = try await release("04-two-classifications")
        let lines = try #require(read.tables.first?.lines)
        #expect(lines.compactMap(\.code) == ["301", "30101", "30113", "302", "30201", "30215"])
        #expect(lines.compactMap(\.governmentCode).first == "501")
        let total = amounts(read.tables.last?.lines.first)
        #expect(total["total"] == 160 && total["basic"] == 110 && total["personnel"] == 80 && total["public"] == 30)
        #expect(read.status == .clean)
    }

    @Test func goalFormsOfThreeProvincesAreRead() async throws {
        let lines = try await release("05-goal-forms").tables.compactMap(\.lines.first)
        #expect(amounts(lines[0]) == ["annual_total": 6000, "annual_fiscal": 6000, "annual_other": 0])
        #expect(amounts(lines[1]) == ["total": 80, "total_fiscal": 80, "total_other": 0])
        #expect(amounts(lines[2]) == ["total": 78, "total_fiscal": 70, "total_other": 8])
        #expect(lines[2].indicators.map(\.level3) == ["办公地点", "人员满意度"])
        #expect(lines[2].indicators.map(\.annualTarget) == ["6处", "基本满意"])
    }

    @Test(arguments: ["pdf", "txt"]) func indicatorsHaveAnyMarks(type: String) async throws {
        let lines = try #require(try await release("06-indicator-marks", type: type).tables.first?.lines)
        #expect(lines.first?.kind == .grandTotal && amounts(lines.first)["total"] == 96)
        #expect(lines.suffix(2).map(\.indicators.count) == [3, 2])
        #expect(lines[2].indicators.last?.cycleTarget == "按规定办结得满分，逾期不得分")
    }

    @Test func onlyTheLastCommaIsPrinted() async throws {
        let read = try await release("07-last-comma-only")
        let right: [String: Decimal] = ["total": 125_360_898, "basic": 23_051_310, "project": 102_309_588]
        #expect(read.tables.first?.lines.allSatisfy { amounts($0) == right } == true)
        #expect(read.checks.allSatisfy { $0.outcome == .exact } && !read.checks.isEmpty)
    }

    @Test(arguments: [
        ("08-year-of-a-sentence", "云岭市科学技术局"), ("08-cover-wraps-in-a-word", "云岭市应急管理局"),
        ("08-office-and-department", "云岭市信访办公室"), ("08-cover-of-an-explanation", "云岭市审计局（汇总）"),
    ])
    func coversSayWhoAndWhen(name: String, issuer: String) async throws {
        let read = try await release(name)
        #expect(read.issuer == issuer && read.fiscalYear == 2026)
        #expect(read.level == .department && read.phase == .budget)
    }

    @Test func labelsAboveAndInsideTheFrameAreRead() async throws {
        let repeated = try #require(try await release("09-repeated-title").tables.first)
        #expect(repeated.title == "基本支出预算情况表" && repeated.issuer == "云岭市大数据局")
        let framed = try #require(try await release("10-labels-in-the-frame").tables.first)
        #expect(framed.unit == "万元" && framed.issuer == "云岭市信访局")
        let total = amounts(framed.lines.first)
        #expect(total["subtotal"] == 168 && total["basic"] == 120 && total["project"] == 48)
        #expect(total["previous_basic"] == 0 && total["previous_project"] == 0)
    }

    @Test func yearsAndPhasesHaveKeysOfTheirOwn() async throws {
        let final = amounts(try await release("11-three-public-final").tables.first?.lines.first)
        #expect(final["total_budget"] == 78 && final["total_final"] == 61.5)
        #expect(final["vehicles_running_budget"] == 40 && final["vehicles_running_final"] == 39)
        let read = try await release("15-last-year-has-the-keys")
        let years = amounts(read.tables.first?.lines.first)
        #expect(years["total"] == 320 && years["three_public"] == 101 && years["previous_total"] == 242)
        #expect(years["training"] == 216 && years["change_total"] == 78)
        #expect(read.checks.contains { $0.outcome == .exact && $0.printed == 320 })
    }

    @Test func codesStandInNames() async throws {
        let tables = try await release("12-codes-in-names").tables
        #expect(tables[0].lines.compactMap(\.code) == ["220", "22005", "2200501", "2200509"])
        #expect(tables[1].form == "income_expenditure_summary")
        #expect(tables[2].form != "general_public_budget_by_function")
        #expect(tables[2].lines.first { $0.code == "30101" }?.kind == .article)
    }

    @Test func rowsAreCutAndJoinedWhereTheyEnd() async throws {
        let cut = try #require(try await release("13-cut-row").tables.first)
        #expect(cut.grid.count == 2)
        #expect(cut.grid.first?.last?.hasSuffix("信访工作无缝衔接，全面构建信访工作新格局。") == true)
        let apart = try #require(try await release("14-two-rows-joined").tables.first)
        #expect(apart.lines.suffix(3).map(\.name) == ["交通综合业务经费", "桥梁水毁修复", "信息化运营维护"])
        #expect(apart.lines.count == 6)
    }
}
