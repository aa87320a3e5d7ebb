import BudgetRelease
import Foundation
import Testing

/// The sample text and its three re-typeset PDFs, every row and indicator.
@Suite(.enabled(if: Files.hasSamples)) struct SampleTests {
    private struct Gold: Decodable {
        struct Row: Decodable {
            struct Indicator: Decodable {
                var number: Int
                var level1, level2, name, cycle, annual: String
            }
            var kind: String
            var name: String
            var amounts: [String: String]
            var goal: String
            var indicators: [Indicator]
        }
        var rows: [Row]
    }

    private static let kinds = ["total": Line.Kind.grandTotal, "unit": .spendingUnit, "project": .project]
    private static let amounts = [
        "total": "total", "appropriation": "fiscal_appropriation", "special": "fiscal_special_account",
        "other": "other_funds",
    ]

    @Test(arguments: [
        "text/baihedong-2024.txt", "synthetic/seed-calc.pdf", "synthetic/seed-reportlab.pdf",
        "synthetic/seed-chrome.pdf",
    ])
    func everyRowAndIndicatorIsExact(name: String) async throws {
        let output = try await Program.run("parse", Files.sample(name))
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let release = try decoder.decode(Release.self, from: Data(output.standardOutput))
        let base = Files.sample(name).split(separator: ".").dropLast().joined(separator: ".")
        let gold = try JSONDecoder().decode(
            Gold.self, from: Data(contentsOf: URL(filePath: "/" + base.drop { $0 == "/" } + ".gold.json")))
        let table = try #require(release.tables.first)
        #expect(release.tables.count == 1)
        #expect(release.status == .clean)
        #expect(table.lines.count == gold.rows.count)
        for (line, row) in zip(table.lines, gold.rows) {
            #expect(line.kind == Self.kinds[row.kind])
            #expect(line.name == row.name.filter { !$0.isWhitespace })
            #expect((line.goal ?? "") == row.goal.filter { !$0.isWhitespace })
            for (key, printed) in row.amounts {
                let value = line.amounts[Self.amounts[key] ?? ""] ?? nil
                #expect(value == (printed.isEmpty ? nil : Decimal(string: printed)))
            }
            #expect(line.indicators.map(\.number) == row.indicators.map(\.number))
            #expect(line.indicators.map(\.level3) == row.indicators.map { $0.name.filter { !$0.isWhitespace } })
            #expect(line.indicators.map(\.cycleTarget) == row.indicators.map { $0.cycle.filter { !$0.isWhitespace } })
            #expect(line.indicators.map(\.annualTarget) == row.indicators.map { $0.annual.filter { !$0.isWhitespace } })
        }
        let unit = try #require(table.lines.first { $0.kind == .spendingUnit })
        let sum = try #require(release.checks.first { $0.rule == .childrenSum && $0.operands.first?.line == unit.id })
        #expect(sum.outcome == .rounding)
        #expect(sum.computed == Decimal(string: "3257.88"))
        #expect(release.findings.filter { $0.code == .indicatorMisfiled }.count == 4)
        let joined = try #require(table.lines.first { $0.name == "经济联社监事会社务监督委员会工作经费（绩效）补贴" })
        #expect(joined.repairs.contains { $0.field == "name" && $0.kind == .joinedLines })
    }

    @Test func hostileFilesEndWithASentence() async throws {
        for name in ["encrypted.pdf", "empty.pdf", "notpdf.pdf", "truncated.pdf", "zeros.pdf"] {
            let output = try await Program.run("parse", Files.sample("hostile/\(name)"))
            #expect(output.exitCode == EX_DATAERR)
            #expect(output.standardError.split(separator: "\n").count == 1)
        }
        // Two of them are whole: junk in front of the header, and no cross-reference table.
        for name in ["prefixed.pdf", "noxref.pdf"] {
            let tables = try await Program.run("parse", Files.sample("hostile/\(name)")).json()["tables"]
            let lines = try #require((tables as? [[String: Any]])?.first?["lines"] as? [[String: Any]])
            #expect(lines.count == 53)
            #expect(lines.allSatisfy { ($0["name"] as? String)?.isEmpty == false })
        }
        let damaged = try await Program.run("parse", Files.sample("hostile/bitrot.pdf")).json()
        let findings = try #require(damaged["findings"] as? [[String: Any]])
        #expect(findings.contains { $0["code"] as? String == "damaged_document" })
    }
}
