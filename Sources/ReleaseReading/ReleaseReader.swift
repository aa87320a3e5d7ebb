package import BudgetRelease
package import PageContent
import TableReading

/// Reads the pages of a document as a release.
package struct ReleaseReader: Sendable {
    private let catalogue: FormCatalogue

    package init(catalogue: FormCatalogue) { self.catalogue = catalogue }

    /// What the pages say, apart from where the document came from.
    package struct Reading: Sendable {
        package var issuer: String?
        package var level: Release.Level?
        package var phase: Release.Phase?
        package var fiscalYear: Int?
        package var tables: [Table]
        package var checks: [Check]
        package var findings: [Finding]
        /// Nil for a text.
        package var accounts: Accounts?
        package var statements: [Statement] = []
        /// What the document is, and what it begins with.
        package var nature = DocumentNature.release
        package var firstWords = ""
    }

    package func read(_ pages: [Page]) -> Reading {
        let (unrepeated, repeated) = Self.withoutRepeatedPages(pages)
        let pages = withoutMisreadTexts(unrepeated)
        let isText = pages.contains { $0.source != .pdf }
        let pageTables: [PageTables]
        let found: [RawTable]
        let running: RunningLines?
        if isText {
            let text = TextTables(pages: pages, catalogue: catalogue) { readout(of: $0, id: "") }
            pageTables = text.pages
            found = text.tables
            running = nil
        } else {
            pageTables = SpreadColumns(pages: tables(on: pages), catalogue: catalogue).pages
            let lines = RunningLines(pages: pageTables, catalogue: catalogue)
            found = TableAssembly.tables(on: pageTables, without: lines, catalogue: catalogue)
            running = lines
        }
        let asRead = found.enumerated().sorted {
            ($0.element.pages.first ?? 0, $0.offset) < ($1.element.pages.first ?? 0, $1.offset)
        }.map(\.element)
        let displays = Self.displays(of: pages)
        var raws = asRead.map { Self.displayed($0, on: displays) }
        let scanned = Set(pages.filter { $0.scan != nil }.map(\.number))
        var reading = Reading(tables: [], checks: [], findings: [])
        for (index, raw) in raws.enumerated() {
            var readout = readout(of: raw, id: "t\(index + 1)")
            if raw.pages.contains(where: scanned.contains) {
                let correction = PictureCorrection.corrected(raw, readout) { self.readout(of: $0, id: "t\(index + 1)") }
                (raws[index], readout) = (correction.raw, correction.readout)
            }
            reading.tables.append(readout.table)
            let sums = UnderstoodSums(readout)
            reading.checks += sums.checks
            reading.findings += sums.findings + Classification.shipped.findings(on: readout.table)
        }
        reading.findings += repeated + UnitDoubts(pages).findings
        let parts = ReleaseParts(pages: pageTables, tables: raws)
        let facts = parts.facts
        reading.issuer = facts.issuer
        reading.level = facts.level
        reading.phase = facts.phase
        reading.fiscalYear = facts.fiscalYear
        reading.findings += facts.findings
        let unread = isText ? unreadTitles(on: pageTables, besides: raws) : []
        reading.findings += unread.map(\.finding)
        for part in parts.parts {
            let across = CrossTableChecks(tables: Array(reading.tables[part.tables]))
            reading.checks += across.checks
            reading.findings += across.findings
        }
        for part in parts.weighed {
            reading.findings += ContentsPage(pages: Array(pageTables[part.pages]), catalogue: catalogue).missing(
                from: Array(raws[part.tables]), besides: unread.map(\.title), catalogue: catalogue)
        }
        for page in pageTables where page.isOverdrawn {
            reading.findings.append(
                Finding(.overdrawnPage, .error, details: [String(page.page.number)], page: page.page.number))
        }
        if reading.tables.isEmpty { reading.findings.append(Finding(.noTable, .warning)) }
        if let running {
            let books = FigureAccounts(pages: pageTables, tables: asRead, running: running)
            reading.accounts = books.accounts
            reading.findings += books.findings
        }
        let chosen = ChosenAmounts(tables: reading.tables, raws: raws)
        let proofs = reading.checks.filter { !chosen.takePart(in: $0) }
        var confirmed: [Check.Operand] = []
        for part in parts.weighed {
            let narrative = Statements(
                pages: Array(pageTables[part.pages]), tables: Array(reading.tables[part.tables]),
                behind: reading.statements.count)
            reading.statements += narrative.statements
            reading.findings += narrative.findings
            confirmed += narrative.confirmed
        }
        var partOfTable: [String: Int] = [:]
        for (number, part) in parts.parts.enumerated() {
            for table in reading.tables[part.tables] { partOfTable[table.id] = number }
        }
        // A check across parts proves nothing.
        let proofsOfPart = Dictionary(grouping: proofs) { check in
            let owners = Set(check.operands.map { partOfTable[$0.table] })
            return owners.count == 1 ? owners.first ?? nil : nil
        }
        let confirmedOfPart = Dictionary(grouping: confirmed) { partOfTable[$0.table] }
        for (number, part) in parts.parts.enumerated() {
            reading.tables.replaceSubrange(
                part.tables,
                with: ProvenAmounts(
                    tables: Array(reading.tables[part.tables]), checks: proofsOfPart[number] ?? [],
                    confirmed: confirmedOfPart[number] ?? []
                ).marked)
        }
        for index in reading.tables.indices {
            let doubts = PictureDoubts(of: reading.tables[index], raw: raws[index])
            reading.tables[index] = doubts.table
            reading.findings += doubts.findings
        }
        let evidence = ReleaseEvidence(pages: pageTables, tables: reading.tables)
        (reading.nature, reading.firstWords) = (evidence.kind, evidence.firstWords)
        reading.findings = JoinedFindings.joined(reading.findings)
        return reading
    }

    /// The pages with what was misread on those that are pictures mended by known texts.
    private func withoutMisreadTexts(_ pages: [Page]) -> [Page] {
        guard pages.contains(where: { $0.scan != nil }) else { return pages }
        let texts = MisreadTexts(catalogue: catalogue)
        return pages.map { page in
            guard page.scan != nil else { return page }
            var page = page
            texts.mend(&page)
            return page
        }
    }

    /// The pages that are displayed otherwise than they are read, by number: those that run sideways are read upright, those of
    /// a text have lines.
    private static func displays(of pages: [Page]) -> [Int: Page] {
        Dictionary(pages.filter { $0.turn != .upright || $0.source != .pdf }.map { ($0.number, $0) }) { first, _ in
            first
        }
    }

    /// The table with its places as its pages are displayed.
    private static func displayed(_ table: RawTable, on displays: [Int: Page]) -> RawTable {
        guard table.pages.contains(where: { displays[$0] != nil }) else { return table }
        var table = table
        for row in table.rows.indices {
            table.rows[row].places = table.rows[row].places.map { place in
                guard case .box(let number, let x0, let y0, let x1, let y1) = place, let page = displays[number]
                else { return place }
                if case .text(let firstLine) = page.source {
                    let line = ((y0 - 2) / Page.textLineHeight).rounded(.up)
                    return .line(firstLine + max(0, Int(line)), page: number > 0 ? number : nil)
                }
                let box = page.displayed(Rect(x0: x0, y0: y0, x1: x1, y1: y1))
                return .box(page: number, x0: box.x0, y0: box.y0, x1: box.x1, y1: box.y1)
            }
        }
        return table
    }

    /// The pages of a text file without those that stand in it twice, and a finding for each of these.
    private static func withoutRepeatedPages(_ pages: [Page]) -> (pages: [Page], findings: [Finding]) {
        var seen: [HashedText: Int] = [:]
        var findings: [Finding] = []
        let kept = pages.filter { page in
            guard page.source != .pdf, page.glyphs.contains(where: { $0.scalar.isDigit }) else { return true }
            let text = HashedText(page.glyphs.lazy.map { $0.scalar })
            guard let first = seen[text] else {
                seen[text] = page.number
                return true
            }
            findings.append(
                Finding(
                    .repeatedPage, .warning, details: [String(page.number), String(first)], page: page.number))
            return false
        }
        return (kept, findings)
    }

    /// Titles in a text that no table was read under: its tables stand in an order that was not understood. A title
    /// stands on the contents page first and over its table last; that of a form of one project over each of them.
    private func unreadTitles(
        on pages: [PageTables], besides tables: [RawTable]
    ) -> [(title: String, finding: Finding)] {
        var known = Set(tables.map { TitleKey($0.title) })
        let places = Set(tables.flatMap { table in table.pages.map { Place(title: TitleKey(table.title), page: $0) } })
        var unread: [(title: String, finding: Finding)] = []
        for page in pages.reversed() {
            let number = page.page.number > 0 ? page.page.number : nil
            for line in page.looseLines where Headline.looksLikeTitle(line.scalars) {
                let title = line.compact
                let key = TitleKey(title)
                guard catalogue.knowsTitle(title) else { continue }
                if known.contains(key) {
                    let isForm = catalogue.forms.contains { $0.layout.hasLabels && $0.weight(of: key) > 0 }
                    guard isForm, let number, !places.contains(Place(title: key, page: number)) else { continue }
                }
                known.insert(key)
                unread.append(
                    (title, Finding(.expectedTableMissing, .warning, details: [title], page: number)))
            }
        }
        return unread.reversed()
    }

    private struct Place: Hashable {
        var title: TitleKey
        var page: Int
    }

    /// The tables of each page. One without all its rules may go on with its columns on the next page.
    private func tables(on pages: [Page]) -> [PageTables] {
        var read: [PageTables] = []
        for page in pages {
            let last = read.last?.blocks.last
            let tables =
                PageTables(
                    page: page, isFigure: TableAssembly.isFigure, isHeading: catalogue.isHeading,
                    isTitle: { Headline.looksLikeTitle($0) && catalogue.knowsTitle($0) },
                    isPageNumber: { PageFurniture.isPageNumber($0) },
                    continuing: last.flatMap { $0.isRuled ? nil : $0.columnEdges }, below: read.last?.cutHeader ?? [])
            if tables.takesCutHeader { read[read.count - 1].blocks.removeLast() }
            read.append(tables)
        }
        return read
    }

    private func readout(of raw: RawTable, id: String) -> TableReadout {
        var readout: TableReadout
        switch raw.form {
        case let form? where form.layout.hasLabels:
            readout = LabelledForm.read(raw, as: form, id: id, catalogue: catalogue)
        case let form? where form.layout == .projects:
            readout = IndicatorRows.read(raw, id: id) ?? PackedProjects.read(raw, id: id)
        default: readout = ListedRows.read(raw, id: id)
        }
        addDoubts(about: raw, to: &readout)
        return readout
    }

    /// What every table must have: a money unit for its amounts, a place in the form for each of its columns.
    private func addDoubts(about raw: RawTable, to readout: inout TableReadout) {
        let id = readout.table.id
        let hasAmounts = readout.table.lines.contains { $0.amounts.values.contains { $0 != nil } }
        if hasAmounts, raw.unit == nil { readout.findings.append(Finding(.noMoneyUnit, .warning, table: id)) }
        if raw.form == nil, catalogue.expectsForm(title: raw.title, paths: raw.columns.map(\.path)) {
            // The title is a form's, but the header is not: nothing of the rows was understood.
            let heading = raw.columns.map { $0.path.last ?? "" }.joined(separator: "、")
            readout.findings.append(
                Finding(.headerUnknown, .warning, details: [heading], table: id, rows: Array(raw.rows.indices)))
        }
        if raw.form == nil, raw.title.isEmpty,
            raw.rows.contains(where: { $0.cells.contains { $0.text.unicodeScalars.contains(where: \.isDigit) } }),
            raw.columns.allSatisfy({ $0.path.allSatisfy(\.isEmpty) })
        {
            // Rows without title and header are the rest of a table that was not recognised.
            readout.findings.append(
                Finding(.headerUnknown, .warning, details: [""], table: id, rows: Array(raw.rows.indices)))
        }
        guard raw.form?.layout ?? .rows == .rows else { return }
        for (index, column) in raw.columns.enumerated()
        where !raw.isRuled
            && (column.path.allSatisfy(\.isEmpty)
                || (raw.isOnCharacterGrid && raw.form != nil && column.key == nil && column.type == .text))
        {
            // Where no rules enclose cells a column without a heading that is known may be a piece of another.
            let rows = raw.rows.indices.filter { !raw.rows[$0].cells[index].isEmpty }
            guard !rows.isEmpty else { continue }
            readout.findings.append(
                Finding(.headerUnknown, .warning, details: [column.path.joined(separator: "/")], table: id, rows: rows))
        }
        for (index, column) in raw.columns.enumerated()
        where column.key == nil && column.type == .amount && isDoubtful(column, in: raw) {
            let rows = raw.rows.indices.filter { !raw.rows[$0].cells[index].isEmpty }
            guard !rows.isEmpty else { continue }
            readout.findings.append(
                Finding(.headerUnknown, .warning, details: [column.path.joined(separator: "/")], table: id, rows: rows))
        }
    }

    /// Whether a heading that nobody knows may not be one: it is empty, several columns have it, or it is known headings run
    /// together.
    private func isDoubtful(_ column: Column, in raw: RawTable) -> Bool {
        guard !column.path.allSatisfy(\.isEmpty) else { return true }
        if raw.columns.count(where: { $0.list == column.list && $0.path == column.path }) > 1 { return true }
        return column.path.contains { heading in
            let text = CompactText.foldedScalars(heading)
            return !catalogue.isHeading(text)
                && text.indices.dropFirst(2).contains { cut in
                    text.count - cut > 1 && catalogue.isHeading(Array(text[..<cut]))
                        && catalogue.isHeading(Array(text[cut...]))
                }
        }
    }
}
