import BudgetRelease
import FoundationEssentials

/// Rebuilds the rows of a table of packed projects from a dump that keeps the layout of its pages: columns are told by
/// the cells that their lines begin in, rows by where the indicators of each begin and end.
struct FlowGrid {
    private let section: FlowTables.Section
    private let pages: [FlowGridPage]

    /// Fails where the lines of the section don't stand in columns.
    init?(section: FlowTables.Section) {
        let wide = section.body.count { line in
            (line.words.first?.start ?? 0) >= Self.leastIndent
                || zip(line.words, line.words.dropFirst()).contains { $1.start - $0.end >= 3 }
        }
        guard section.body.count >= 3, wide * 5 >= section.body.count * 2 else { return nil }
        self.section = section
        var pages: [FlowGridPage] = []
        var lines: [FlowLine] = []
        for line in FlowPiece.mended(section.body) {
            if line.isBehindBreak, !lines.isEmpty {
                pages.append(FlowGridPage(lines: lines, above: pages.last))
                lines = []
            }
            lines.append(line)
        }
        if !lines.isEmpty { pages.append(FlowGridPage(lines: lines, above: pages.last)) }
        self.pages = pages
    }

    /// Lines of a text without columns are not indented as far as this.
    private static let leastIndent = 15

    func table() -> RawTable {
        var rows = Rows(pages: pages)
        rows.assignLists()
        rows.assignGoals()
        rows.assignNames()
        var records = rows.records
        let glued = pages.reduce(into: Set<Int>()) { $0.formUnion($1.gluedLines) }
        for index in records.indices {
            if let line = records[index].goal.first(where: { glued.contains($0.number) }) { records[index].doubt(line) }
        }
        for page in pages {
            for stray in page.strayLines {
                let nearest = records.indices.min {
                    abs(records[$0].amountLine.number - stray.number)
                        < abs(records[$1].amountLine.number - stray.number)
                }
                if let nearest { records[nearest].doubt(stray) }
                for index in records.indices where records[index].goal.contains(where: { $0.number == stray.number }) {
                    records[index].doubt(stray)
                }
            }
        }
        FlowOrder.doubtShortNames(&records)
        FlowOrder.doubt(&records, parts: rows.parts, disordered: pages.indices.filter { pages[$0].isRagged })
        return section.table(of: records)
    }
}

/// The rows of a grid while lines are shared among them.
private struct Rows {
    var records: [FlowRecord] = []
    /// The page of each row.
    var parts: [Int] = []
    private var names: [FlowLine] = []
    private var goals: [FlowLine] = []
    private var lists: [[FlowLine]] = []
    /// The lines of the file that a row's indicators cover, or its amounts alone.
    private var extents: [ClosedRange<Int>] = []

    init(pages: [FlowGridPage]) {
        var indicators: [FlowLine] = []
        for (part, page) in pages.enumerated() {
            for row in page.amounts {
                var record = FlowRecord(amounts: row.amounts, amountLine: row.line)
                record.doubts += row.doubts
                records.append(record)
                parts.append(part)
                extents.append(row.line.number...row.line.number)
            }
            names += page.names
            goals += page.goals
            indicators += page.indicators
        }
        for line in FlowGap.cutAtLists(indicators) {
            if line.beginsList || lists.isEmpty {
                lists.append([line])
            } else {
                lists[lists.count - 1].append(line)
            }
        }
    }

    // MARK: Indicators

    /// Gives each list to the row whose amounts stand beside it.
    mutating func assignLists() {
        for list in lists {
            guard let first = list.first, let last = list.last else { continue }
            let beside = records.indices.filter { (first.number...last.number).contains(records[$0].amountLine.number) }
            let row =
                beside.first { records[$0].indicators.isEmpty }
                ?? nearest(to: first.number...last.number).flatMap { records[$0].indicators.isEmpty ? $0 : nil }
            guard let row else {
                // Its row is missing.
                if let near = nearest(to: first.number...last.number) {
                    records[near].indicators += list
                    records[near].doubtOrder()
                }
                continue
            }
            if beside.count != 1 { for row in beside + [row] { records[row].doubtOrder() } }
            records[row].indicators = list
            let anchor = records[row].amountLine.number
            extents[row] = min(first.number, anchor)...max(last.number, anchor)
        }
    }

    private func nearest(to lines: ClosedRange<Int>) -> Int? {
        records.indices.min { distance(from: lines, to: $0) < distance(from: lines, to: $1) }
    }

    private func distance(from lines: ClosedRange<Int>, to row: Int) -> Int {
        let anchor = records[row].amountLine.number
        return max(lines.lowerBound - anchor, anchor - lines.upperBound, 0)
    }

    // MARK: Goals

    /// Gives the lines of goals to the rows that they stand beside. Where a goal is longer than its indicators, a line
    /// above or below them belongs to the one that has not ended yet.
    mutating func assignGoals() {
        let projects = records.indices.filter { !records[$0].indicators.isEmpty }
        guard !projects.isEmpty else {
            for line in goals {
                guard let row = nearest(to: line.number...line.number) else { continue }
                records[row].goal.append(line)
                records[row].doubtOrder()
            }
            return
        }
        defer {
            for row in projects {
                for line in records[row].goal {
                    extents[row] = min(extents[row].lowerBound, line.number)...max(extents[row].upperBound, line.number)
                }
            }
        }
        for (position, line) in goals.enumerated() {
            if let row = projects.first(where: { extents[$0].contains(line.number) }) {
                records[row].goal.append(line)
                continue
            }
            let above = projects.last { extents[$0].upperBound < line.number }
            let below = projects.first { extents[$0].lowerBound > line.number }
            guard let above, let below else {
                (above ?? below).map { records[$0].goal.append(line) }
                continue
            }
            // The goal above has ended where its last line has a full stop; without one, the next line with one ends
            // it, if that stands above the next row too.
            let isOpen = records[above].goal.last.map { !$0.endsSentence } ?? false
            let ends = goals[position...].prefix { $0.number < extents[below].lowerBound }.contains {
                $0.endsSentence
            }
            let row = isOpen && ends && records[below].goal.isEmpty ? above : below
            records[row].goal.append(line)
        }
    }

    // MARK: Names

    private enum Alignment: CaseIterable { case top, middle, bottom }

    /// Gives the lines of names to the rows that they stand beside. Those above and below amounts are shared so that
    /// amounts stand at the same height of their names in all rows.
    mutating func assignNames() {
        var before = [[FlowLine]](repeating: [], count: records.count)
        var after = before
        /// Between each row and the next.
        var between = [[FlowLine]](repeating: [], count: records.count + 1)
        for line in names {
            if let row = records.firstIndex(where: { $0.amountLine.number == line.number }) {
                records[row].name.append(line)
            } else if let row = extents.firstIndex(where: { $0.contains(line.number) }) {
                if line.number < records[row].amountLine.number {
                    before[row].append(line)
                } else {
                    after[row].append(line)
                }
            } else {
                between[records.firstIndex { $0.amountLine.number > line.number } ?? records.count].append(line)
            }
        }
        guard !records.isEmpty else { return }
        let shares = Alignment.allCases.map { alignment in
            share(between, before: before.map(\.count), after: after.map(\.count), alignment: alignment)
        }
        guard let best = shares.min(by: { $0.cost < $1.cost }) else { return }
        for row in records.indices {
            let above = between[row].dropFirst(best.cuts[row])
            let below = between[row + 1].prefix(best.cuts[row + 1])
            records[row].name = Array(
                [Array(above), before[row], records[row].name, after[row], Array(below)].joined())
            if let doubtful = best.ties.contains(row) ? above.first ?? below.first : nil {
                records[row].doubt(doubtful)
            }
        }
    }

    /// How many of the lines in front of each row belong to the one before it, with the least cost in all.
    private func share(
        _ between: [[FlowLine]], before: [Int], after: [Int], alignment: Alignment
    ) -> (cost: Double, cuts: [Int], ties: Set<Int>) {
        // The cheapest way to cut up to each row, by the cut in front of it.
        var best: [[(cost: Double, previous: Int, isTie: Bool)]] = [
            (0...between[0].count).map { (Double($0) * 100, 0, false) }
        ]
        for row in records.indices {
            let lines = between[row + 1]
            var next: [(cost: Double, previous: Int, isTie: Bool)] = []
            for cut in 0...lines.count {
                let options = best[row].indices.map { previous in
                    best[row][previous].cost
                        + cost(
                            above: between[row].count - previous + before[row], below: cut + after[row],
                            alignment: alignment)
                        + strayCost(row, lines: between[row].count - previous + cut)
                        + gapCost(lines, cut: cut)
                }
                let least = options.min() ?? 0
                let previous = options.firstIndex(of: least) ?? 0
                next.append((least, previous, options.filter { $0 < least + 0.05 }.count > 1))
            }
            best.append(next)
        }
        // Behind the last row nothing else can take lines.
        var cut = between[records.count].count
        let total = best[records.count][cut].cost
        var cuts = [Int](repeating: 0, count: records.count + 1)
        var ties: Set<Int> = []
        for row in records.indices.reversed() {
            cuts[row + 1] = cut
            if best[row + 1][cut].isTie { ties.insert(row) }
            cut = best[row + 1][cut].previous
        }
        return (total, cuts, ties)
    }

    private func cost(above: Int, below: Int, alignment: Alignment) -> Double {
        switch alignment {
        case .top: Double(above)
        case .bottom: Double(below)
        case .middle: Double(max(0, abs(above - below) - 1)) + 0.2 * Double(abs(above - below))
        }
    }

    /// Beside indicators a name rarely goes beyond them.
    private func strayCost(_ row: Int, lines: Int) -> Double {
        records[row].indicators.isEmpty ? 0 : 0.6 * Double(lines)
    }

    /// A cut between neighbouring lines is less likely than one where a line is left blank.
    private func gapCost(_ lines: [FlowLine], cut: Int) -> Double {
        guard cut > 0, cut < lines.count else { return 0 }
        return lines[cut].number - lines[cut - 1].number > 1 ? 0 : 0.5
    }
}
