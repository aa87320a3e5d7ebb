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
        let starts = Self.starts(in: pages, tables)
        for (start, end) in zip(starts, starts.dropFirst() + [Start(page: pages.count, table: tables.count)]) {
            let (ofPages, ofTables) = (start.page..<end.page, start.table..<end.table)
            parts.append(
                Part(
                    pages: ofPages, tables: ofTables,
                    facts: ReleaseFacts(pages: Array(pages[ofPages]), tables: Array(tables[ofTables]))))
        }
        facts = parts.first?.facts ?? ReleaseFacts(pages: pages, tables: tables)
        let others = parts.dropFirst().map(\.facts)
        guard others.contains(where: { !$0.isOfSameRelease(as: facts) }) else { return }
        let all = parts.map { part in
            let numbers = pages[part.pages].map(\.page.number)
            let range = numbers.first.map { "\($0)-\(numbers.last ?? $0)" } ?? ""
            let whose = [part.facts.issuer ?? "？", part.facts.fiscalYear.map(String.init)].compactMap(\.self)
            return "\(whose.joined(separator: " ")) (\(range))"
        }
        let findings = parts.flatMap(\.facts.findings)
        if !others.allSatisfy({ $0.isOfSameOffice(as: facts) }) { facts.issuer = nil }
        if !others.allSatisfy({ $0.level == facts.level }) { facts.level = nil }
        if !others.allSatisfy({ $0.phase == facts.phase }) { facts.phase = nil }
        if !others.allSatisfy({ $0.fiscalYear == facts.fiscalYear }) { facts.fiscalYear = nil }
        let second = pages[parts[1].pages].first?.page.number ?? 0
        facts.findings =
            [
                Finding(
                    .severalReleases, .warning, details: [all.joined(separator: "、")], page: second > 0 ? second : nil)
            ] + findings
    }

    private struct Start {
        var page: Int
        var table: Int
    }

    private static func starts(in pages: [PageTables], _ tables: [RawTable]) -> [Start] {
        var covers: [(office: String, page: Int)] = []
        for (index, page) in pages.enumerated()
        where page.blocks.isEmpty && page.page.number > 0 && page.looseLines.count < longestCover {
            guard let office = CoverHeading(on: page)?.issuer, OfficeName.isOffice(office) else { continue }
            covers.append((office, index))
        }
        var starts = [Start(page: 0, table: 0)]
        for (one, next) in zip(covers, covers.dropFirst()) where OfficeKey(one.office) != OfficeKey(next.office) {
            starts.append(Start(page: next.page, table: table(behind: next.page, pages, tables)))
        }
        for table in setsAgain(tables) {
            // Behind a cover the set begins for the first time.
            let cover = starts.last { $0.table <= table }
            if let cover, cover.page > 0, Set(forms(of: tables[cover.table..<table])).count < leastForms { continue }
            starts.append(Start(page: page(before: table, pages, tables), table: table))
        }
        starts.sort { ($0.page, $0.table) < ($1.page, $1.table) }
        return starts.reduce(into: []) { kept, start in
            if let last = kept.last, last.page == start.page || last.table > start.table, !kept.isEmpty {
                return
            }
            kept.append(start)
        }
    }

    /// The first table on a page or behind it.
    private static func table(behind page: Int, _ pages: [PageTables], _ tables: [RawTable]) -> Int {
        let number = pages[page].page.number
        return tables.firstIndex { ($0.pages.first ?? 0) >= number } ?? tables.count
    }

    /// The page that the release of a table begins on: the nearest cover between it and the table before, else its own.
    private static func page(before table: Int, _ pages: [PageTables], _ tables: [RawTable]) -> Int {
        guard let number = tables[table].pages.first, let own = pages.firstIndex(where: { $0.page.number == number })
        else { return 0 }
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
    fileprivate func isOfSameOffice(as other: ReleaseFacts) -> Bool {
        guard let issuer, let others = other.issuer else { return false }
        return OfficeKey(issuer) == OfficeKey(others)
    }

    fileprivate func isOfSameRelease(as other: ReleaseFacts) -> Bool {
        isOfSameOffice(as: other) && level == other.level && phase == other.phase && fiscalYear == other.fiscalYear
    }
}
