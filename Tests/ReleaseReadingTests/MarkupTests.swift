import BudgetRelease
import DocumentReading
import FoundationEssentials
import Testing

@testable import ReleaseReading

/// Texts that mark their tables up, as converters of documents write them.
@Suite struct MarkupTests {
    private func read(_ text: String) throws -> ReleaseReader.Reading {
        let document = try readDocument(bytes: Array(text.utf8), name: "a.md", passwords: [], limits: ReadingLimits())
        return ReleaseReader(catalogue: try FormCatalogue()).read(document.pages)
    }

    private let head = "# 青禾区水务局2026年部门预算\n\n"

    @Test func pipeTablesAreRead() throws {
        let reading = try read(
            head + """
                ## **部门收支总表**

                单位：万元

                | 收入 | | 支出 | |
                |:---|---:|---|---|
                | 项目 | 预算数 | 项目 | 预算数 |
                | 一、财政拨款收入 | 1,234.50 | 一、农林水支出 | 1,300.00 |
                | 二、其他收入 | 65.50 | | |
                | 收入总计 | 1,300.00 | 支出总计 | 1,300.00 |

                ![](images/a.jpg)
                """)
        let table = try #require(reading.tables.first)
        #expect(table.form == "income_expenditure_summary" && table.title == "部门收支总表" && table.unit == "万元")
        #expect(table.columns.map { $0.path.joined(separator: "/") } == ["收入/项目", "收入/预算数", "支出/项目", "支出/预算数"])
        #expect(table.lines.first?.amounts["amount"] == Decimal(string: "1234.5"))
        #expect(table.lines.first?.places == [.line(10, page: nil)])
        #expect(table.pages.isEmpty && reading.issuer == "青禾区水务局")
        #expect(reading.findings.allSatisfy { $0.severity == .info })
    }

    @Test func tablesOfHTMLHaveMergedCellsAndGoOn() throws {
        let reading = try read(
            head + """
                一般公共预算支出表
                单位：万元
                <html><body><table><tr><td rowspan="2">科目编码</td><td rowspan=2>科目名称</td><td rowspan="2">合计</td>\
                <td colspan="2">其中</td></tr><tr><td>基本支出</td><td>项目支出</td></tr>\
                <tr><td></td><td>合计</td><td>1,000.00</td><td>600.00</td><td>400.00</td></tr>\
                <tr><td>213</td><td>农林水支出</td><td>1,000.00</td><td>600.00</td><td>400.00</td></tr></table></body></html>

                <table>
                <tr><th>21303</th><td>水利<br/>事务&amp;管理</td><td>1,000.00</td>
                <td>600.00</td><td>400.00</td></tr>
                </table>
                """)
        let table = try #require(reading.tables.first)
        #expect(reading.tables.count == 1 && table.form == "general_public_budget_by_function")
        #expect(table.columns.map(\.key) == ["code", "name", "total", "basic", "project"])
        #expect(table.lines.map(\.code) == [nil, "213", "21303"])
        #expect(table.lines.last?.name == "水利事务&管理")
    }

    /// Anything may be written in the place of a span.
    @Test(arguments: ["99999999999999999999", "-3", "0", "x", ""])
    func spansAreBounded(span: String) throws {
        let cells = String(repeating: "<td colspan=\"\(span)\" rowspan=\"\(span)\">1.00</td>", count: 300)
        let reading = try read(head + "<table><tr><td>项目</td>\(cells)</tr><tr>\(cells)</tr></table>")
        #expect(reading.tables.count <= 1)
    }

    /// Brackets that nothing closes, and tables that nothing ends, are looked at once.
    @Test(.timeLimit(.minutes(5)), arguments: ["<", "<1", "<table>\n", "<table <td title=\"</table>\n", "&", "|\n"])
    func marksAreReadInLinearTime(piece: String) throws {
        let text = head + "<table>" + String(repeating: piece, count: 20_000)
        _ = try read(text + ">")
    }

    @Test func tagsAmidTextAreNoTable() throws {
        #expect(try read(head + "见<table>标签，a|b|c\n").tables.isEmpty)
        #expect(try read(head + "<table><tr><td>没有结尾\n").tables.isEmpty)
    }

    // MARK: Signs

    @Test func hyphensInFrontOfFiguresAreMinus() throws {
        func text(_ sign: String) -> String {
            """
            部门支出总表
            单位：万元

            科目名称            合计              基本支出            项目支出

            教育支出            \(sign)12.80            \(sign)12.80

            水利支出             20.00             20.00

            住房支出             30.00             10.00             20.00

            合计                37.20             17.20             20.00
            """
        }
        let reading = try read(text("\u{AD}"))
        #expect(reading.tables.first?.lines.first?.amounts["total"] == Decimal(string: "-12.8"))
        let unknown = try read(text("\u{3}"))
        #expect(unknown.tables.first?.lines.first?.amounts["total"] == .some(nil))
        #expect(unknown.findings.contains { $0.severity == .warning })
    }

    @Test func indicatorsInCommasEndWithASemicolon() throws {
        let reading = try read(
            """
            2026年项目支出绩效目标表
            部门名称：青禾区水务局 单位：万元
            项目名称（资金使用单位） 总计： 财政拨款 财政专户拨款 其他资金 绩效目标 绩效指标
            合计： 30.00 30.00
            青禾区水务局 30.00 30.00
            河道巡查
            20.00 20.00
            保障汛期安全。
            1.1－产出指标，11－数量指标，巡查次数；实施周期指标值：≥6次，年度指标值：
            ≥3次;
            管网维护
            10.00 10.00
            保障供水。
            1.1－产出指标，11－数量指标，维护长度；实施周期指标值：≥6公里，年度指标值：≥3公里;
            """)
        let lines = try #require(reading.tables.first?.lines)
        #expect(lines.map(\.kind) == [.grandTotal, .spendingUnit, .project, .project])
        #expect(lines.suffix(2).map(\.name) == ["河道巡查", "管网维护"])
        #expect(lines.suffix(2).map { $0.indicators.first?.annualTarget } == ["≥3次", "≥3公里"])
    }
}
