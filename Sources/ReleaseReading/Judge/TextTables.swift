import BudgetRelease
import PageContent
import TableReading

/// The tables of a text: by its marks, as lists of projects in running text, on its character grid, and cell by cell. What is
/// read in several ways under one title is judged by evidence.
struct TextTables {
    private(set) var pages: [PageTables]
    private(set) var tables: [RawTable]

    /// - Parameter readout: understands a table, to be judged by what it says.
    init(pages: [Page], catalogue: FormCatalogue, readout: (RawTable) -> TableReadout) {
        var lines = pages.map { TextLine.lines(of: $0.glyphs) }
        let marked = zip(pages, lines).map {
            MarkupTables(page: $0, lines: $1)?.tables ?? PageTables(page: $0, lines: $1)
        }
        if marked.contains(where: { !$0.blocks.isEmpty }) {
            self.pages = marked
            tables = TableAssembly.tables(
                on: marked, without: RunningLines(pages: marked, catalogue: catalogue), catalogue: catalogue)
            return
        }
        var flowLines = pages.indices.map { FlowLine.lines(of: lines[$0], on: pages[$0], isFirst: $0 == 0) }
        let flow = FlowTables.tables(in: Array(flowLines.joined()), catalogue: catalogue)
        // Where nothing counts pages the whole text is one.
        let flowPages = Set(flow.flatMap { $0.pages.isEmpty ? [0] : $0.pages })
        let pageTables = pages.indices.map { index in
            if flowPages.contains(pages[index].number) { return PageTables(page: pages[index], lines: lines[index]) }
            // The line that counts the page stands as near to the table as its rows do.
            if let last = lines[index].last, PageFurniture.isPageNumber(last.scalars) {
                lines[index].removeLast()
                flowLines[index].removeLast()
            }
            return PageTables(
                page: pages[index], lines: lines[index], isFigure: TableAssembly.isFigure,
                isHeading: catalogue.isHeading,
                isTitle: { Headline.looksLikeTitle($0) && catalogue.knowsTitle($0) })
        }
        self.pages = pageTables
        let grid = Self.gridTables(in: pageTables, lines: flowLines, catalogue: catalogue)
        let ordered = OrderedTables(lines: Array(flowLines.joined()), catalogue: catalogue)
        tables = Self.judged(grid, flow, against: ordered, readout: readout)
    }

    /// The tables of a dump that keeps the layout of its pages.
    private static func gridTables(
        in pages: [PageTables], lines: [[FlowLine]], catalogue: FormCatalogue
    ) -> [RawTable] {
        var tables: [RawTable] = []
        var assembly = TableAssembly(catalogue: catalogue)
        let running = RunningLines(pages: pages, catalogue: catalogue)
        for (page, lines) in zip(pages, lines) {
            if let form = FlowForm(page: lines, catalogue: catalogue) {
                tables += assembly.finish()
                tables.append(form.table())
            } else {
                assembly.add(running.removed(from: page))
            }
        }
        return tables + assembly.finish()
    }

    /// The tables of the grid and of running text, and for those that are not complete what reading cell by cell gives, where
    /// more speaks for it.
    private static func judged(
        _ grid: [RawTable], _ flow: [RawTable], against ordered: OrderedTables, readout: (RawTable) -> TableReadout
    ) -> [RawTable] {
        let byTitle = Dictionary(grouping: grid.indices.filter { !grid[$0].title.isEmpty }) { TitleKey(grid[$0].title) }
        let packed = Set(flow.map { TitleKey($0.title) })
        var evidence: [TitleKey: ReadingEvidence] = [:]
        var ordered = ordered
        let read = ordered.tables { title in
            let key = TitleKey(title)
            guard !packed.contains(key), let tables = byTitle[key] else { return true }
            // Each of the tables under a title asks, and they are weighed together.
            let found = evidence[key] ?? ReadingEvidence(tables.map { readout(grid[$0]) })
            evidence[key] = found
            return !found.isComplete
        } having: { title, columns in
            // Headings of the parts of an indicator say that they are not packed into one cell.
            !packed.contains(TitleKey(title)) || columns.contains { $0.key == "level3" }
        }
        var dropped: Set<Int> = []
        var kept: [RawTable] = []
        var parted: Set<TitleKey> = []
        let own = Dictionary(grouping: read) { TitleKey($0.title) }.mapValues { ReadingEvidence($0.map(readout)) }
        for var table in read {
            let key = TitleKey(table.title)
            if packed.contains(key) {
                parted.insert(key)
            } else if let own = own[key] {
                if let other = evidence[key], own.weight <= other.weight { continue }
                // Where a dump keeps the layout the places of its cells tell more than their order, unless that adds up.
                if table.isOnCharacterGrid, !own.isComplete {
                    for row in table.rows.indices {
                        table.rows[row].doubts.append(RawRow.Doubt(code: .cellUncertain, severity: .warning))
                    }
                }
            }
            kept.append(table)
            dropped.formUnion(byTitle[key] ?? [])
        }
        // What was read without a title is a piece of these where they hold all of its amounts.
        let amounts = Set(kept.flatMap(\.amounts))
        dropped.formUnion(
            grid.indices.filter { index in
                grid[index].title.isEmpty && !grid[index].amounts.isEmpty && amounts.isSuperset(of: grid[index].amounts)
            })
        return flow.filter { !parted.contains(TitleKey($0.title)) }
            + grid.indices.filter { !dropped.contains($0) }.map { grid[$0] } + kept
    }
}

extension RawTable {
    /// The amounts with decimals that stand in it, as printed.
    fileprivate var amounts: [String] {
        rows.flatMap(\.cells).lazy.map(\.text).filter { PrintedNumber.hasDecimals($0.unicodeScalars) }
    }
}
