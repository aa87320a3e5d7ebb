import BudgetRelease
import Foundation
import PageContent
import TestSupport
import Testing

@testable import ReleaseReading

/// The books of pages that are drawn for the test.
@Suite struct AccountsTests {
    private func read(_ pages: Page...) throws -> ReleaseReader.Reading {
        ReleaseReader(catalogue: try FormCatalogue()).read(pages)
    }

    /// A page with an expenditure table whose total is of two classes.
    private func table(total: String = "30.50", below: [(String, Double)] = []) -> Page {
        var drawing = Drawing()
        drawing.text("2025年部门支出预算总表", 150, 20)
        drawing.text("单位：万元", 450, 45)
        drawing.table(
            [
                ["科目编码", "科目名称", "合计", "基本支出", "项目支出"],
                ["", "合计", total, "20.00", "10.50"],
                ["201", "一般公共服务支出", "20.00", "20.00", ""],
                ["205", "教育支出", "10.50", "", "10.50"],
            ], xs: [20, 120, 300, 390, 480, 570], top: 60)
        for (text, y) in below { drawing.text(text, 30, y) }
        return drawing.page
    }

    @Test func everyFigureOfATableStandsInIt() throws {
        let reading = try read(table())
        let accounts = try #require(reading.accounts)
        // Seven amounts, two codes.
        #expect(accounts.inTables == 9)
        #expect(accounts.figures == 9)
        #expect(accounts.isBalanced)
    }

    @Test func sumsThatHoldProveTheirAmounts() throws {
        let table = try #require(try read(table()).tables.first)
        #expect(table.proof == Proof(amounts: 7, proven: 7))
        #expect(
            table.lines.map { $0.proven ?? [] } == [
                ["basic", "project", "total"], ["basic", "total"], ["project", "total"],
            ])
    }

    @Test func whatDoesNotAddUpIsNotProven() throws {
        let reading = try read(table(total: "31.50"))
        #expect(reading.tables.first?.lines.first?.proven?.contains("total") == false)
        #expect(reading.findings.contains { $0.code == .identityBroken })
    }

    @Test func figuresBesideTheTableAreNotExcused() throws {
        let reading = try read(table(below: [("1,234.50", 300), ("88.80", 420)]))
        #expect(reading.accounts?.unaccounted == 2)
        let findings = reading.findings.filter { $0.code == .figureUnaccounted }
        // Far from each other they are two findings, with their places.
        #expect(findings.map(\.details?.first) == ["1,234.50", "88.80"])
        #expect(findings.allSatisfy { $0.box?.count == 4 && $0.page == 1 && $0.severity == .warning })
    }

    @Test func sentencesAndNotesHoldTheirFigures() throws {
        let reading = try read(table(below: [("注：以上不含上年结转1.20万元。", 150), ("本年支出30.50万元，比上年增加1.50%。", 300)]))
        let accounts = try #require(reading.accounts)
        #expect(accounts.isBalanced)
        #expect(accounts.inNotes == 1)
        #expect(accounts.inStatements == 2)
    }

    @Test func aPageOfFiguresThatGaveNoTableIsSaid() throws {
        var drawing = Drawing(page: 2)
        // Rows that lean so far that no column can be told.
        for row in 0..<5 {
            for column in 0..<2 {
                drawing.text("\(row)2.\(column)0", 20 + Double(row) * 90 + Double(column) * 61, 100 + Double(row) * 60)
            }
        }
        let reading = try read(table(), drawing.page)
        let isRead = reading.tables.contains { $0.pages.contains(2) }
        #expect(isRead || reading.findings.contains { $0.code == .pageNotRead && $0.page == 2 })
    }

    @Test func aMergedCellHoldsItsFigureInItsFirstRow() throws {
        var drawing = Drawing()
        drawing.text("2025年项目支出绩效目标表", 150, 20)
        for y in [60.0, 80, 120] { drawing.horizontal(y, 20, 420) }
        drawing.horizontal(100, 220, 420)
        for x in [20.0, 120, 220, 420] { drawing.vertical(x, 60, 120) }
        for (text, x, y) in [
            ("项目名称", 25.0, 65.0), ("预算金额", 125, 65), ("三级指标", 225, 65), ("一项", 25, 95), ("12.80", 125, 95),
            ("甲", 225, 85), ("乙", 225, 105),
        ] {
            drawing.text(text, x, y)
        }
        #expect(try read(drawing.page).accounts?.isBalanced == true)
    }

    @Test func figuresOfTwoCellsMayTouch() throws {
        let figures = PrintedFigure.figures(on: table())
        let parts = try #require(figures.first { String(scalars: $0.text) == "20.00" }).parted(at: 2)
        #expect(String(scalars: parts.0.text) == "20")
        #expect(parts.0.box.x1 == parts.1.box.x0)
    }
}

@Suite struct NumberedColumnTests {
    private func row(_ texts: String...) -> RawRow {
        RawRow(
            cells: texts.map { RawCell(lines: $0.isEmpty ? [] : [CellLine(text: $0)]) }, places: [], page: 1)
    }

    @Test func aRowThatNumbersTheColumnsIsTold() {
        #expect(row("栏次", "", "1", "2", "3").numbersColumns)
        #expect(row("**", "**", "1", "2", "3", "4").numbersColumns)
        #expect(row("1", "2", "3", "4").numbersColumns)
        #expect(!row("1", "2").numbersColumns)
        #expect(!row("1", "", "2", "", "3").numbersColumns)
        #expect(!row("-", "1", "2", "3", "-").numbersColumns)
        #expect(!row("", "合计", "1", "2", "4").numbersColumns)
        #expect(!row("1", "2", "3", "12.80").numbersColumns)
    }
}

@Suite struct ClassificationTests {
    private let names = Classification(table: Array("201\t一般公共服务支出\n2010101\t行政运行\n205\t教育支出\n2050101\t行政运行\n".utf8))

    @Test func namesAreHeldAgainstTheirCodes() {
        #expect(names.fit(code: "205", name: "教育 支出") == .known)
        #expect(names.fit(code: "205", name: "教育类支出") == .otherName)
        #expect(names.fit(code: "206", name: "科学技术支出") == .otherName)
        #expect(names.fit(code: "205", name: "一般公共服务支出") == .nameOfAnother(code: "201"))
        #expect(names.fit(code: "2050101", name: "行政运行") == .known)
    }

    /// They are searched for as they stand.
    @Test func theShippedNamesAreFoldedAndInOrder() {
        let lines = String(decoding: Classification.shippedBytes, as: UTF8.self).split(separator: "\n").map {
            $0.split(separator: "\t").map(String.init)
        }
        #expect(lines.allSatisfy { $0.count == 2 && CompactText.folded($0[1]) == $0[1] })
        #expect(zip(lines, lines.dropFirst()).allSatisfy { $0[0] <= $1[0] })
    }

    @Test func theShippedNamesAreThere() {
        #expect(Classification.shipped.fit(code: "205", name: "教育支出") == .known)
        #expect(Classification.shipped.fit(code: "30101", name: "基本工资") == .known)
        #expect(Classification.shipped.fit(code: "30212", name: "因公出国（境）费用") == .known)
    }
}

@Suite struct StatementTests {
    private func statements(_ sentence: String) throws -> (statements: [Statement], findings: [Finding]) {
        var drawing = Drawing()
        drawing.text("2025年部门支出预算总表", 150, 20)
        drawing.text("单位：万元", 450, 45)
        drawing.table(
            [
                ["科目编码", "科目名称", "合计", "基本支出", "项目支出"],
                ["", "合计", "30.50", "20.00", "10.50"],
                ["201", "一般公共服务支出", "20.00", "20.00", ""],
                ["205", "教育支出", "10.50", "", "10.50"],
            ], xs: [20, 120, 300, 390, 480, 570], top: 60)
        drawing.text(sentence, 20, 300)
        let reading = ReleaseReader(catalogue: try FormCatalogue()).read([drawing.page])
        return (reading.statements, reading.findings)
    }

    @Test func aSentenceAgreesWithItsCells() throws {
        let found = try statements("其中教育支出10.5万元。").statements
        #expect(found.map(\.outcome) == [.agrees])
        #expect(found.first?.matches.contains { $0.line == "t1.l2" && $0.column == "total" } == true)
        #expect(found.first?.yuanPerUnit == 10_000)
    }

    /// Units are other ones, and the sentence rounds.
    @Test func unitsAndRoundingAreAllowedFor() throws {
        #expect(try statements("其中教育支出105000元。").statements.map(\.outcome) == [.agrees])
        #expect(try statements("其中教育支出11万元。").statements.map(\.outcome) == [.agrees])
    }

    @Test func aSentenceThatNamesALineAndAnotherFigureIsSaid() throws {
        let found = try statements("“一般公共服务支出（类）”21.00万元。")
        #expect(found.statements.map(\.outcome) == [.differs])
        #expect(found.findings.contains { $0.code == .statementDiffers && $0.line == "t1.l1" })
    }

    private func trends(_ sentence: String) throws -> [[String]] {
        try statements(sentence).findings.filter { $0.code == .statementDiffers }.map {
            Array(($0.details ?? []).dropFirst())
        }
    }

    @Test func changesThatTheirAmountsMakeAreNotSaid() throws {
        #expect(try trends("支出预算110.00万元，比上年增加10.00万元，增长10%。").isEmpty)
        #expect(try trends("支出预算110.00万元，比上年预算100.00万元增加10.00万元，增长10.0%。").isEmpty)
        #expect(try trends("支出预算90.00万元，较上年减少10.00万元，下降10%。").isEmpty)
        // Nothing says of what the second amount is a change.
        #expect(try trends("支出预算110.00万元，其中人员经费比上年增加20.00万元。").isEmpty)
    }

    @Test func changesThatTheirAmountsDoNotMakeAreSaid() throws {
        #expect(try trends("支出预算110.00万元，比上年增加10.00万元，增长11%。") == [["11%", "10%"]])
        #expect(try trends("支出预算110.00万元，比上年预算100.00万元增加12.00万元。") == [["+12万元", "+10万元"]])
        #expect(try trends("支出预算90.00万元，较上年预算80.00万元减少10.00万元。") == [["-10万元", "+10万元"]])
    }

    @Test func otherFiguresAreUnmatched() throws {
        let found = try statements("上年执行数为99.00万元。")
        #expect(found.statements.map(\.outcome) == [.unmatched])
        #expect(!found.findings.contains { $0.code == .statementDiffers })
    }
}
