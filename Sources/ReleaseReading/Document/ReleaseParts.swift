import BudgetRelease
import PageContent
import TableReading

/// The releases that one file holds: a bound volume has those of several offices or years, one behind the other.
///
/// A release begins where another office has a cover, or where the set of tables begins again: of 63 releases of 14 cities none
/// prints four of its forms twice in a row. What is read of one part is never weighed against another's.
struct ReleaseParts {
    /// One release.
    struct Part {
        /// Places in the list of pages.
        var pages: Range<Int>
        /// Places in the list of tables.
        var tables: Range<Int>
        var facts: ReleaseFacts
    }

    private(set) var parts: [Part] = []
    /// Who publishes, for all parts; what they do not agree on is not known.
    private(set) var facts: ReleaseFacts

    /// Forms that a set has at least, and its repetition.
    private static let leastForms = 4
    /// Lines of a cover.
    private static let longestCover = 9

    /// - Parameter tables: in the order of their pages.
    init(pages: [PageTables], tables: [RawTable]) {
        let covers = Self.covers(on: pages)
        let places = Set((covers.map(\.office) + tables.compactMap(\.issuer)).map { OfficeKey($0).places })
        let starts = Self.starts(in: pages, tables, covers: covers, places: places)
        for (start, end) in zip(starts, starts.dropFirst() + [Start(page: pages.count, table: tables.count)]) {
            let (ofPages, ofTables) = (start.page..<end.page, start.table..<end.table)
            parts.append(
                Part(
                    pages: ofPages, tables: ofTables,
                    facts: ReleaseFacts(pages: Array(pages[ofPages]), tables: Array(tables[ofTables]))))
        }
        facts = parts.first?.facts ?? ReleaseFacts(pages: pages, tables: tables)
        facts.findings = parts.flatMap(\.facts.findings)
        let others = parts.dropFirst().map(\.facts)
        let areOfOneOffice = others.allSatisfy { $0.isOfSameOffice(as: facts, among: places) }
        let first = facts
        guard !areOfOneOffice || others.contains(where: { !$0.isOfSameBudget(as: first) }) else { return }
        let all = parts.map { Self.name(of: $0, on: pages) }
        let second = pages[parts[1].pages].first?.page.number ?? 0
        if !areOfOneOffice { facts.issuer = nil }
        if !others.allSatisfy({ $0.level == first.level }) { facts.level = nil }
        if !others.allSatisfy({ $0.phase == first.phase }) { facts.phase = nil }
        if !others.allSatisfy({ $0.fiscalYear == first.fiscalYear }) { facts.fiscalYear = nil }
        facts.findings.insert(
            Finding(.severalReleases, .warning, details: [all.joined(separator: "、")], page: second > 0 ? second : nil),
            at: 0)
    }

    /// The parts whose narrative and contents are about their own tables: neighbours of one office and year share theirs, and those of
    /// a text without pages have one.
    var weighed: [(pages: Range<Int>, tables: Range<Int>)] {
        if parts.dropFirst().contains(where: \.pages.isEmpty), let first = parts.first, let last = parts.last {
            return [(first.pages.lowerBound..<last.pages.upperBound, first.tables.lowerBound..<last.tables.upperBound)]
        }
        var weighed: [(pages: Range<Int>, tables: Range<Int>)] = []
        var before: ReleaseFacts?
        for part in parts {
            if let last = weighed.last, let before, before.isOfSameYear(as: part.facts), facts.issuer != nil {
                weighed[weighed.count - 1] = (
                    last.pages.lowerBound..<part.pages.upperBound, last.tables.lowerBound..<part.tables.upperBound
                )
            } else {
                weighed.append((part.pages, part.tables))
            }
            before = part.facts
        }
        return weighed
    }

    private static func name(of part: Part, on pages: [PageTables]) -> String {
        let numbers = pages[part.pages].map(\.page.number).filter { $0 > 0 }
        let range = numbers.first.map { " (\($0)-\(numbers.last ?? $0))" } ?? ""
        return [part.facts.issuer ?? "？", part.facts.fiscalYear.map(String.init)].compactMap(\.self)
            .joined(separator: " ") + range
    }

    private struct Start {
        var page: Int
        var table: Int
    }

    private typealias Cover = (office: String, page: Int)

    private static func covers(on pages: [PageTables]) -> [Cover] {
        pages.enumerated().compactMap { index, page in
            guard page.blocks.isEmpty, page.page.number > 0, page.looseLines.count < longestCover,
                let office = CoverHeading(on: page)?.issuer, OfficeName.isOffice(office)
            else { return nil }
            return (office, index)
        }
    }

    /// In the order of pages and tables.
    private static func starts(
        in pages: [PageTables], _ tables: [RawTable], covers: [Cover], places: Set<String>
    ) -> [Start] {
        var starts = [Start(page: 0, table: 0)]
        for (one, next) in zip(covers, covers.dropFirst())
        where !OfficeKey(one.office).isSame(as: OfficeKey(next.office), among: places) {
            starts.append(Start(page: next.page, table: table(behind: next.page, pages, tables)))
        }
        for table in setsAgain(tables) {
            // Behind a cover the set begins for the first time.
            let nearest = starts.filter { $0.table <= table }.max { ($0.table, $0.page) < ($1.table, $1.page) }
            if let nearest, nearest.page > 0, Set(forms(of: tables[nearest.table..<table])).count < leastForms {
                continue
            }
            starts.append(Start(page: page(before: table, pages, tables), table: table))
        }
        starts.sort { ($0.table, $0.page) < ($1.table, $1.page) }
        var page = 0
        return starts.map { start in
            page = max(page, start.page)
            return Start(page: page, table: start.table)
        }
    }

    /// The first table on a page or behind it.
    private static func table(behind page: Int, _ pages: [PageTables], _ tables: [RawTable]) -> Int {
        let number = pages[page].page.number
        return tables.firstIndex { ($0.pages.first ?? 0) >= number } ?? tables.count
    }

    /// The page that the release of a table begins on: the nearest cover between it and the table before, else its own.
    private static func page(before table: Int, _ pages: [PageTables], _ tables: [RawTable]) -> Int {
        // A text that does not count its pages is all of the first part.
        guard let number = tables[table].pages.first, let own = pages.firstIndex(where: { $0.page.number == number })
        else { return pages.count }
        let last = table > 0 ? tables[table - 1].pages.last ?? 0 : 0
        let between = pages.indices.filter { $0 < own && pages[$0].page.number > last && pages[$0].blocks.isEmpty }
        return between.last { pages[$0].looseLines.count < longestCover && CoverHeading(on: pages[$0]) != nil } ?? own
    }

    /// The forms of a set: those of single projects, however many, are none of it.
    private static func forms(of tables: ArraySlice<RawTable>) -> [String] {
        tables.compactMap { table in table.form.flatMap { $0.layout == .rows ? $0.key : nil } }
    }

    /// Tables at which the set of forms begins again.
    private static func setsAgain(_ tables: [RawTable]) -> [Int] {
        var begins: [Int] = []
        var first = 0
        for index in tables.indices {
            let before = Set(forms(of: tables[first..<index]))
            guard before.count >= leastForms, let form = forms(of: tables[index...index]).first, before.contains(form)
            else { continue }
            let again = before.intersection(forms(of: tables[index...]))
            guard again.count >= leastForms else { continue }
            begins.append(index)
            first = index
        }
        return begins
    }
}

extension ReleaseFacts {
    /// Whether two parts are printed by one office; not where one does not say.
    ///
    /// - Parameter places: the cities that are printed in front of offices anywhere.
    fileprivate func isOfSameOffice(as other: ReleaseFacts, among places: Set<String>) -> Bool {
        guard let issuer, let others = other.issuer else { return false }
        return OfficeKey(issuer).isSame(as: OfficeKey(others), among: places)
    }

    fileprivate func isOfSameYear(as other: ReleaseFacts) -> Bool {
        phase == other.phase && fiscalYear == other.fiscalYear
    }

    fileprivate func isOfSameBudget(as other: ReleaseFacts) -> Bool {
        isOfSameYear(as: other) && level == other.level
    }
}
