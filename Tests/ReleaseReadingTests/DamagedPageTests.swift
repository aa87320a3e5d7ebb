import BudgetRelease
import DocumentReading
import Foundation
import PageContent
import Testing

@testable import ReleaseReading

/// What happens to figures when something of a page is taken away: a rule, a heading, the borders of a page, a column that
/// is moved. Each must still be right, or be said: unaccounted, or not proven and with a finding. A thousand cases take
/// some seconds; BUDGETD_DAMAGES asks for more.
@Suite struct DamagedPageTests {
    /// A small generator, so that a seed says everything (Numerical Recipes' constants).
    private struct Dice {
        var state: UInt64

        mutating func roll(_ sides: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(max(1, sides)))
        }
    }

    private enum Damage: CaseIterable { case rule, heading, borders, column, foot }

    private static var cases: Int {
        ProcessInfo.processInfo.environment["BUDGETD_DAMAGES"].flatMap(Int.init) ?? 2_000
    }

    /// What a line says an amount is of.
    private struct Fact: Hashable {
        var subject: String
        var column: String
        var value: Decimal
    }

    @Test func damagedPagesAreRightOrSaid() throws {
        let url = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../Fixtures/release.pdf")
        let pages = try readDocument(bytes: Array(Data(contentsOf: url)), name: "release.pdf").pages
        let reader = ReleaseReader(catalogue: try FormCatalogue())
        let sound = Set(facts(of: reader.read(pages).tables).map(\.fact))
        #expect(!sound.isEmpty)
        for seed in 0..<Self.cases {
            var dice = Dice(state: UInt64(seed))
            let kind = Damage.allCases[dice.roll(Damage.allCases.count)]
            let damaged = damage(pages, by: kind, &dice)
            let reading = reader.read(damaged)
            let accounts = try #require(reading.accounts)
            let spoken = reading.findings.filter { $0.severity != .info }
            for (fact, line, table) in facts(of: reading.tables) where !sound.contains(fact) {
                let isProven = line.proven?.contains(fact.column) ?? false
                let isSaid =
                    spoken.contains { $0.table == table.id || $0.page.map(table.pages.contains) ?? false }
                // A page that prints a column elsewhere says so itself: nothing but the sums can tell.
                #expect(
                    isSaid || (kind == .column && !isProven),
                    "seed \(seed), \(kind): \(fact) in \(table.id) is wrong, and nothing says so: \(table.columns.map(\.path)) \(table.grid)"
                )
            }
            let lost = sound.subtracting(facts(of: reading.tables).map(\.fact))
            if !lost.isEmpty, kind != .foot {
                #expect(
                    accounts.unaccounted > 0 || !spoken.isEmpty, "seed \(seed), \(kind): \(lost) lost without a word")
            }
        }
    }

    private func facts(of tables: [Table]) -> [(fact: Fact, line: Line, table: Table)] {
        tables.flatMap { table in
            table.lines.flatMap { line in
                line.amounts.compactMap { column, value in
                    value.map { (Fact(subject: line.code ?? line.name, column: column, value: $0), line, table) }
                }
            }
        }
    }

    private func damage(_ pages: [Page], by kind: Damage, _ dice: inout Dice) -> [Page] {
        var pages = pages
        let ruled = pages.indices.filter { pages[$0].rules.count > 3 }
        guard !ruled.isEmpty else { return pages }
        let index = ruled[dice.roll(ruled.count)]
        switch kind {
        case .rule: pages[index].rules.remove(at: dice.roll(pages[index].rules.count))
        case .borders: pages[index].rules = []
        case .heading:
            let tops = pages[index].rules.filter { $0.axis == .horizontal }.map(\.position).sorted()
            guard tops.count > 1 else { break }
            pages[index].glyphs.removeAll { $0.box.midY > tops[0] && $0.box.midY < tops[1] }
        case .column:
            let columns = pages[index].rules.filter { $0.axis == .vertical }.map(\.position).sorted()
            guard columns.count > 2 else { break }
            let column = dice.roll(columns.count - 1)
            let width = columns[column + 1] - columns[column]
            for glyph in pages[index].glyphs.indices
            where (columns[column]..<columns[column + 1]).contains(pages[index].glyphs[glyph].box.midX) {
                pages[index].glyphs[glyph].box.x0 += width
                pages[index].glyphs[glyph].box.x1 += width
            }
        case .foot:
            let height = pages[index].height * (0.3 + 0.1 * Double(dice.roll(5)))
            pages[index].glyphs.removeAll { $0.box.midY > height }
            pages[index].rules.removeAll { $0.axis == .horizontal && $0.position > height }
        }
        return pages
    }
}
