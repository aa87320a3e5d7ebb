import BudgetRelease
import Foundation
import Testing

/// A whole release of an invented office, through the real program.
@Suite struct ReleaseTests {
    private func release() async throws -> Release {
        let output = try await Program.run("parse", Files.fixture("release.pdf"))
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(Release.self, from: Data(output.standardOutput))
    }

    @Test func itsFactsComeFromCoverTitlesAndLabels() async throws {
        let release = try await release()
        #expect(release.issuer == "云岭市青禾区档案局")
        #expect(release.level == .department)
        #expect(release.phase == .budget)
        #expect(release.fiscalYear == 2025)
    }

    @Test func everyTableIsFoundWithItsUnit() async throws {
        let release = try await release()
        #expect(
            release.tables.map(\.form) == [
                "income_expenditure_summary", "expenditure_summary", "government_fund_by_function",
                "three_public_expenses", "other",
            ])
        #expect(release.tables.map(\.unit) == ["元", "元", "元", "万元", "元"])
        #expect(release.tables.map(\.pages) == [[4], [5, 6], [7], [8], [9]])
        #expect(release.tables[2].notes == ["注：本部门2025年无政府性基金预算，故本表为空表。"])
    }

    @Test func listsSideBySideAreTwo() async throws {
        let table = try await release().tables[0]
        #expect(table.columns.map(\.list) == [0, 0, 1, 1])
        #expect(table.columns.map(\.side) == [.income, .income, .expenditure, .expenditure])
        #expect(table.lines.filter { $0.rows.lowerBound == 1 }.map(\.name) == ["二、事业收入", "二、住房保障支出"])
        #expect(table.lines.filter { $0.kind == .total }.map(\.name) == ["收入总计", "支出总计"])
    }

    @Test func codesAreRebuiltAndNested() async throws {
        let lines = try await release().tables[1].lines
        #expect(lines.map(\.code) == ["207", "20701", "2070101", "2070199", "221", "22102", "2210201", nil])
        #expect(lines.map(\.parent) == [nil, "t2.l0", "t2.l1", "t2.l1", nil, "t2.l4", "t2.l5", nil])
        #expect(lines.map(\.kind) == [.class, .section, .item, .item, .class, .section, .item, .total])
        #expect(lines[6].repairs.contains { $0.kind == .inheritedCode })
        #expect(lines[4].places == [.box(page: 6, x0: 40, y0: 50, x1: 800, y1: 68)])
    }

    @Test func columnsCarryTheirPathsAndKeys() async throws {
        let columns = try await release().tables[3].columns
        #expect(columns[3].path == ["“三公”经费预算数", "公务用车购置及运行费", "小计"])
        #expect(
            columns.map(\.key) == [
                "total", "overseas", "reception", "vehicles", "vehicles_purchase", "vehicles_running",
                "agency_operating_expenses",
            ])
    }

    @Test func brokenSumsAreFlaggedAndLeftAsPrinted() async throws {
        let release = try await release()
        let broken = release.findings.filter { $0.code == .identityBroken }
        #expect(Set(broken.compactMap(\.line)) == ["t2.l1", "t2.l3"])
        #expect(release.tables[1].grid[3][6] == "290.00")
        #expect(release.checks.contains { $0.rule == .tableEquality && $0.outcome == .exact })
    }

    @Test func aPromisedTableThatIsMissingIsSaid() async throws {
        let missing = try await release().findings.filter { $0.code == .expectedTableMissing }
        #expect(missing.map(\.page) == [2])
        #expect(missing.first?.message.contains("财政拨款收支预算总表") == true)
    }

    @Test func aTableWithoutRulesIsRead() async throws {
        let table = try await release().tables[4]
        #expect(table.columns.map(\.path) == [["服务名称"], ["承接主体类别"], ["金额"]])
        #expect(table.grid == [["档案数字化", "企业", "120.00"], ["档案寄存", "事业单位", "80.50"], ["合计", "", "200.50"]])
    }
}

@Suite struct IndicatorRowsTests {
    @Test func projectsSpanTheRowsOfTheirIndicators() async throws {
        let output = try await Program.run("parse", Files.fixture("indicator-rows.pdf"))
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let release = try decoder.decode(Release.self, from: Data(output.standardOutput))
        let table = try #require(release.tables.first)
        #expect(table.form == "project_performance_goals")
        #expect(table.lines.map(\.name) == ["合计", "库房维护经费", "档案数字化加工经费"])
        #expect(table.lines.map(\.kind) == [.grandTotal, .project, .project])
        #expect(table.lines.map(\.rows) == [0...0, 1...2, 3...5])
        let cut = table.lines[2]
        #expect(cut.indicators.map(\.level1.label) == ["产出指标", "产出指标", "效益指标"])
        #expect(cut.indicators.map(\.annualTarget) == ["30万页", "≥99%", "提升"])
        #expect(cut.repairs.contains { $0.kind == .joinedRows && $0.field == "name" })
        #expect(table.grid[5][1] == "")
        #expect(release.checks.map(\.outcome) == [.exact])
        #expect(release.status == .clean)
    }
}

/// Forms are files: one more of them teaches the program a table that it does not know.
@Suite struct FormFileTests {
    private static let form = """
        { "key": "purchased_services", "layout": "rows", "titles": ["政府购买服务支出表"],
          "columns": [ { "key": "name", "type": "name", "headers": ["服务名称"] },
                       { "key": "contractor", "type": "text", "headers": ["承接主体*"] } ] }
        """

    private func folder(_ json: String) throws -> (TemporaryFolder, String) {
        let folder = try TemporaryFolder()
        let forms = try folder.folder("forms")
        try Data(json.utf8).write(to: forms.appending(path: "services.json"))
        return (folder, forms.path)
    }

    /// Editors write byte order marks.
    @Test(arguments: ["", "\u{FEFF}"])
    func aFileTeachesAForm(mark: String) async throws {
        let (folder, forms) = try folder(mark + Self.form)
        let output = try await Program.run("parse", "--forms", forms, Files.fixture("release.pdf"))
        let tables = try #require(try output.json()["tables"] as? [[String: Any]])
        #expect(tables.last?["form"] as? String == "purchased_services")
        let columns = try #require(tables.last?["columns"] as? [[String: Any]])
        #expect(columns.map { $0["key"] as? String } == ["name", "contractor", "amount"])
        let plain = try await Program.run("parse", Files.fixture("release.pdf")).json()
        let parsers = [try output.json(), plain].map { ($0["parser"] as? [String: Any])?["fingerprint"] as? String }
        #expect(parsers[0] != parsers[1])
        withExtendedLifetime(folder) {}
    }

    @Test(arguments: [
        ("{", "services.json: line 1"), (#"{ "key": "a", "layout": "rows" }"#, "titles"),
        (#"{ "key": "a", "layout": "grid", "titles": ["表"] }"#, "layout: must be one of rows, projects, project_form"),
        (#"{ "key": "a", "layout": "rows", "titles": ["表"], "rowsums": [] }"#, "rowsums"),
        (#"{ "key": "a", "layout": "rows", "titles": ["表"], "rowsums": null }"#, "rowsums"),
        (#"{ "key": "a", "layout": "rows", "titles": ["表"], "titles": [] }"#, "titles: the field stands twice"),
        (#"{ "key": "a", "layout": "rows", "titles": ["表"], "fields": { "x": null } }"#, "fields.x"),
        (#"{ "key": "a", "layout": "rows", "titles": ["表", 3] }"#, "titles[1]"),
        (#"{ "key": "a", "layout": "rows", "titles": ["*"] }"#, "titles[0]"),
        (#"{ "key": "a b", "layout": "rows", "titles": ["表"] }"#, "key"),
        (
            #"{ "key": "a", "layout": "rows", "titles": ["表"], "columns": [ { "key": "x", "type": "money", "headers": ["甲"] } ] }"#,
            "columns[0].type"
        ),
    ])
    func aWrongFileIsNamedWithItsField(json: String, place: String) async throws {
        let (folder, forms) = try folder(json)
        let output = try await Program.run("parse", "--forms", forms, Files.fixture("release.pdf"))
        #expect(output.exitCode == EX_CONFIG)
        #expect(output.standardError.contains("services.json"))
        #expect(output.standardError.contains(place))
        withExtendedLifetime(folder) {}
    }

    @Test func formsAreListed() async throws {
        let output = try await Program.run("forms")
        #expect(output.text.split(separator: "\n").count == 27)
        #expect(output.text.contains("three_public_expenses"))
    }

    @Test func headingsThatAFormCannotPlaceAreShown() async throws {
        let output = try await Program.run("forms", "explain", Files.fixture("release.pdf"))
        #expect(output.text.contains("t2 2025年部门支出预算总表, page 5, 6: expenditure_summary"))
        #expect(output.text.contains("    支出预算 / 基本支出: basic"))
    }
}

/// The released samples, table by table, cell by cell.
@Suite(.enabled(if: Files.hasSamples)) struct SampleReleaseTests {
    private struct Gold: Decodable {
        struct Table: Decodable {
            var title: String?
            var form: String
            var unit: String?
            var pages: [Int]
            var columns: [String]?
            var rows: [[String]]?
        }
        var sha256: String
        var file: String
        var issuer: String
        var fiscalYear: Int
        var tables: [Table]
    }

    @Test func everyCellIsExact() async throws {
        let folder = Files.sample("releases")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder).sorted().map { folder + "/" + $0 }
        let output = try await Program.run("parse", arguments: files)
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let releases = try output.text.split(separator: "\n").map {
            try decoder.decode(Release.self, from: Data($0.utf8))
        }
        for name in try FileManager.default.contentsOfDirectory(atPath: Files.sample("gold")).sorted() {
            let gold = try decoder.decode(
                Gold.self, from: Data(contentsOf: URL(filePath: Files.sample("gold/\(name)"))))
            try compare(releases, with: gold)
        }
    }

    private func compare(_ releases: [Release], with gold: Gold) throws {
        let release = try #require(releases.first { $0.source.sha256 == gold.sha256 })
        #expect(release.issuer == gold.issuer)
        #expect(release.fiscalYear == gold.fiscalYear)
        #expect(release.tables.map(\.form) == gold.tables.map(\.form))
        // A page that carries on only the empty grid of a table shows nothing of it.
        for (table, expected) in zip(release.tables, gold.tables) {
            #expect(table.pages.first == expected.pages.first && Set(table.pages).isSubset(of: expected.pages))
        }
        for (table, expected) in zip(release.tables, gold.tables) {
            guard let columns = expected.columns, let rows = expected.rows else { continue }
            #expect(table.title == expected.title?.filter { !$0.isWhitespace })
            #expect(table.unit == expected.unit)
            #expect(table.columns.map { $0.path.joined(separator: "/") } == columns)
            #expect(table.grid.count == rows.count)
            for (row, wanted) in zip(table.grid, rows) { #expect(row == wanted.map { $0.filter { !$0.isWhitespace } }) }
        }
        // One release prints a growth of 129.97 % where its own amounts give 129.29 %: a misprint that is rightly told.
        #expect(
            release.findings.allSatisfy {
                $0.severity == .info || $0.code == .identityBroken
                    || $0.code == .statementDiffers && $0.details?.contains("129.97%") == true
            })
    }
}
