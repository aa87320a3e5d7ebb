import BudgetRelease
import FoundationEssentials

/// Rebuilds the rows of a table of packed projects from lines in content order.
///
/// Most extractors give the cells of a row one after another: between the amounts of two rows stand the goal and the
/// indicators of the first and the name of the second. Some give the amounts of a whole page first, and goals and
/// indicators behind them.
struct FlowProjects {
    private let section: FlowTables.Section
    /// The rows in order, and the text behind each.
    private var records: [FlowRecord] = []
    private var gaps: [[FlowLine]] = []
    private var namesOnLine: [Bool] = []
    private var firstNames: [FlowLine] = []
    /// The page of each row, or its part between headers printed again.
    private var parts: [Int] = []
    /// Rows whose name was not found on the line of their amounts, and the text that begins with it.
    private var unnamed: [(index: Int, text: [FlowLine])] = []

    init(section: FlowTables.Section) { self.section = section }

    func table() -> RawTable {
        var reader = self
        reader.gather()
        if reader.isBlockwise {
            reader.shareBlocks()
        } else {
            reader.shareGaps()
        }
        FlowOrder.doubt(&reader.records, parts: reader.parts, disordered: section.isReordered ? reader.parts : [])
        return section.table(of: reader.records)
    }

    private mutating func gather() {
        var part = 0
        for piece in FlowPiece.pieces(of: section.body, amountColumns: section.amountColumns.count) {
            switch piece {
            case .text(let line):
                if line.isBehindBreak { part += 1 }
                if gaps.isEmpty {
                    firstNames.append(line)
                } else {
                    gaps[gaps.count - 1].append(line)
                }
            case .amounts(let amounts):
                var record = FlowRecord(amounts: amounts.amounts, amountLine: amounts.line)
                if let before = amounts.before { record.name = [before] }
                namesOnLine.append(amounts.before != nil)
                if amounts.line.isBehindBreak { part += 1 }
                parts.append(part)
                records.append(record)
                gaps.append(amounts.after.map { [$0] } ?? [])
            }
        }
        gaps = gaps.map(FlowGap.cutAtLists)
        if !records.isEmpty { records[0].name.insert(contentsOf: firstNames, at: 0) }
    }

    /// Whether goals and indicators of several rows follow the amounts of these rows.
    private var isBlockwise: Bool {
        gaps.contains { FlowGap(lines: $0, isBlockwise: true).blocks.count { $0.isComplete } >= 2 }
    }

    // MARK: Row by row

    private mutating func shareGaps() {
        /// A list that a page break cut before the name of its row was printed.
        var orphan: [FlowLine] = []
        for index in records.indices {
            let isLast = index + 1 == records.count
            var lines = gaps[index]
            if !orphan.isEmpty {
                lines = Self.resume(orphan, with: lines, in: &records[index])
                orphan = []
            } else {
                lines = Self.withoutResumedGoal(lines, of: &records[index])
            }
            orphan = takeOrphan(from: &lines, behind: index)
            var gap = FlowGap(lines: lines, isBlockwise: false)
            if let block = gap.blocks.first {
                records[index].goal += block.text
                records[index].indicators += block.list + gap.blocks.dropFirst().flatMap { $0.text + $0.list }
                if gap.doubtful != nil, isLast || namesOnLine[index + 1] {
                    records[index].indicators += gap.tail
                    gap.tail = []
                }
            } else if records[index].indicators.isEmpty {
                shareWithoutIndicators(&gap, of: index, isLast: isLast)
            } else if isLast {
                records[index].indicators += gap.tail
                gap.tail.first.map { records[index].doubt($0) }
                gap.tail = []
            }
            give(gap, behind: index)
        }
        moveNameTails()
        FlowOrder.doubtShortNames(&records)
    }

    /// Puts what is left of a gap in front of the next row's name.
    private mutating func give(_ gap: FlowGap, behind index: Int) {
        if let line = gap.doubtful { records[index].doubt(line) }
        guard index + 1 < records.count else {
            for line in gap.tail where gap.doubtful != line { records[index].doubt(line) }
            return
        }
        records[index + 1].name.insert(contentsOf: gap.tail, at: 0)
        if let line = gap.doubtful { records[index + 1].doubt(line) }
    }

    /// Without indicators a goal ends with its last full stop, and a unit has none. Lines without one are a name if
    /// the next row has no other; more of them than a name takes may be a goal as well.
    private mutating func shareWithoutIndicators(_ gap: inout FlowGap, of index: Int, isLast: Bool) {
        guard let last = gap.tail.lastIndex(where: { $0.endsSentence }) else {
            if isLast || gap.tail.count > Self.mostNameLines { gap.doubtful = gap.tail.first }
            return
        }
        records[index].goal += gap.tail[...last]
        gap.tail = Array(gap.tail[(last + 1)...])
    }

    /// Names wrap over no more lines than this in the samples.
    private static let mostNameLines = 3

    // MARK: Rows that a page break cut

    /// Takes lines off the end that begin another list and break off with the page: its row is printed on the next.
    private func takeOrphan(from lines: inout [FlowLine], behind index: Int) -> [FlowLine] {
        guard let start = lines.lastIndex(where: \.beginsList), start > 0,
            lines[..<start].contains(where: \.beginsList)
        else { return [] }
        let end = lines[start...].dropFirst().firstIndex(where: \.isBehindBreak) ?? lines.count
        let orphan = Array(lines[start..<end])
        guard !FlowGap.isComplete(orphan), end < lines.count || beginsPage(index + 1) else { return [] }
        lines.removeSubrange(start..<end)
        return orphan
    }

    /// Whether a page breaks between a row and the one before it.
    private func beginsPage(_ index: Int) -> Bool {
        guard index < records.count else { return false }
        return records[index].amountLine.isBehindBreak || records[index].name.contains { $0.isBehindBreak }
    }

    /// Puts a list together whose beginning stood on the page before its row: the goal of the row stands in between,
    /// up to a full stop behind which the list goes on as indicators do.
    private static func resume(_ orphan: [FlowLine], with lines: [FlowLine], in record: inout FlowRecord) -> [FlowLine]
    {
        let gap = FlowGap(lines: orphan + lines, isBlockwise: false)
        let whole = gap.blocks.first?.list ?? []
        let rest = Array(whole.dropFirst(orphan.count))
        guard let end = goalEnd(of: rest, behind: orphan) else {
            record.doubtOrder()
            return orphan + lines
        }
        record.goal = Array(rest[...end])
        record.repairs.append(
            Repair(field: "indicators", kind: .joinedRows, from: Self.ends(orphan, rest[(end + 1)...])))
        return orphan + rest[(end + 1)...] + gap.tail
    }

    /// Where a goal ends that stands in front of the rest of a list.
    private static func goalEnd(of lines: [FlowLine], behind list: [FlowLine]) -> Int? {
        lines.indices.first { end in
            lines[end].endsSentence && !Self.hasMark(lines[...end])
                && FlowGap.isComplete(list + lines[(end + 1)...])
        }
    }

    /// Takes the rest of a goal out of a list behind a page break that the goal broke off at.
    private static func withoutResumedGoal(_ lines: [FlowLine], of record: inout FlowRecord) -> [FlowLine] {
        guard let start = lines.firstIndex(where: \.beginsList), start > 0,
            !"。！；".unicodeScalars.contains(lines[start - 1].scalars.last ?? "。"),
            let cut = lines[start...].dropFirst().firstIndex(where: \.isBehindBreak)
        else { return lines }
        let list = Array(lines[start..<cut])
        let gap = FlowGap(lines: Array(lines[start...]), isBlockwise: false)
        let rest = Array((gap.blocks.first?.list ?? []).dropFirst(list.count))
        guard let end = goalEnd(of: rest, behind: list) else {
            // A goal without a full stop may go on all the same, unless its last line is short or the list goes on.
            let isFull = lines[start - 1].width * 10 >= (lines[..<start].map(\.width).max() ?? 0) * 7
            if isFull, let next = rest.first, !hasMark([next]) { record.doubt(next) }
            return lines
        }
        record.repairs.append(Repair(field: "goal", kind: .joinedRows, from: Self.ends(lines[..<start], rest[...end])))
        return lines[..<start] + rest[...end] + list + rest[(end + 1)...] + gap.tail
    }

    /// The lines that a break parts.
    private static func ends(_ upper: some Collection<FlowLine>, _ lower: some Collection<FlowLine>) -> [String] {
        [upper.suffix(1).first?.compact, lower.first?.compact].compactMap(\.self)
    }

    private static let marks = ["指标值", "；年度指"].map { Array($0.unicodeScalars) }

    /// Whether lines hold a label or class of an indicator.
    private static func hasMark(_ lines: some Collection<FlowLine>) -> Bool {
        let text = lines.scalars
        return marks.contains { text.range(ofScalars: $0) != nil } || PackedIndicators.hasOrdinal(text)
    }

    // MARK: Block by block

    /// Gives the goals and indicators behind the amounts of several rows to these rows.
    private mutating func shareBlocks() {
        var run: [Int] = []
        var text: [FlowLine] = []
        for index in records.indices {
            run.append(index)
            var gap = FlowGap(lines: gaps[index], isBlockwise: true)
            if gap.blocks.isEmpty {
                let isLast = index + 1 == records.count
                shareWithoutIndicators(&gap, of: index, isLast: isLast)
                give(gap, behind: index)
                continue
            }
            // A text behind amounts on their own line is the goal of their row.
            if let first = gap.blocks[0].text.first, first.number == records[index].amountLine.number {
                let end = gap.blocks[0].text.firstIndex { $0.endsSentence } ?? 0
                records[index].goal += gap.blocks[0].text[...end]
                gap.blocks[0].text.removeSubrange(...end)
            }
            share(gap.blocks, among: run)
            text = gap.tail
            if index + 1 < records.count {
                records[index + 1].name.insert(contentsOf: text, at: 0)
            } else {
                for line in text { records[index].doubt(line) }
            }
            run = []
        }
        splitNames()
    }

    private mutating func share(_ blocks: [FlowGap.Block], among run: [Int]) {
        let open = run.filter { !Self.totalNames.contains(records[$0].name.map(\.compact).joined()) }
        guard blocks.count <= open.count else {
            for index in run { records[index].doubtOrder() }
            assign(zip(open.reversed(), blocks.reversed()))
            return
        }
        // Rows without goal and indicators are units: their amounts add up from those behind them, or their names
        // are those of offices.
        let ranked = open.sorted { (unitWeight($0), -$0) > (unitWeight($1), -$1) }
        let count = open.count - blocks.count
        let units = Set(ranked.prefix(count))
        if count > 0, count < ranked.count, unitWeight(ranked[count - 1]) <= unitWeight(ranked[count]) {
            for index in run { records[index].doubtOrder() }
        }
        assign(zip(open.filter { !units.contains($0) }, blocks))
    }

    private static let totalNames: Set<String> = ["合计", "总计", "总合计"]

    /// How likely a row is a unit's.
    private func unitWeight(_ index: Int) -> Int {
        let name = records[index].name.map(\.compact).joined()
        if name.isEmpty || !records[index].goal.isEmpty { return -1 }
        let closes = closesUnit(index)
        let isOffice = Self.officeEnds.contains { name.hasSuffix($0) }
        return (closes ? 2 : 0) + (isOffice ? 3 : 0)
    }

    private static let officeEnds = [
        "办事处", "委员会", "人民政府", "中心", "局", "厅", "院", "处", "馆", "站", "所", "校", "队", "会", "办公室", "幼儿园",
    ]

    /// Whether the amounts of two rows or more right behind one add up to it.
    private func closesUnit(_ index: Int) -> Bool {
        guard let whole = records[index].amounts.first.flatMap({ PrintedAmount($0).decimal }) else { return false }
        var sum = Decimal(0)
        for next in records.indices.dropFirst(index + 1) {
            sum += records[next].amounts.first.flatMap { PrintedAmount($0).decimal } ?? 0
            if sum >= whole { return sum == whole && next >= index + 2 }
        }
        return false
    }

    private mutating func assign(_ blocks: some Sequence<(Int, FlowGap.Block)>) {
        for (index, block) in blocks {
            records[index].indicators = block.list
            if records[index].name.isEmpty {
                unnamed.append((index, block.text))
            } else {
                records[index].goal += block.text
            }
        }
    }

    /// Takes names off the goals that they were printed in front of: a goal's lines are longer than a name's.
    private mutating func splitNames() {
        let widths = (records.flatMap(\.goal) + unnamed.flatMap(\.text)).map(\.width).sorted(by: >)
        // Some extractors glue lines; few are longer than their cell.
        let goalWidth = widths.isEmpty ? 0 : widths[widths.count / 10]
        for (index, lines) in unnamed {
            let text = lines.flatMap { line in
                // Some extractors put the lines of several cells on one.
                line.width * 20 > goalWidth * 21
                    ? line.words.indices.compactMap { line.part(words: $0..<$0 + 1) } : [line]
            }
            let start = text.firstIndex { $0.width * 5 >= goalWidth * 4 } ?? max(0, text.count - 1)
            records[index].name = Array(text[..<start])
            records[index].goal += text[start...]
            // A single short line behind a name may be its end.
            if start == text.count - 1, start > 1 || text.last?.endsSentence != true {
                text.first.map { records[index].doubt($0) }
            }
        }
    }

    // MARK: Names

    /// A name that wraps behind its amounts leaves its end as the first line of the goal: shorter than the goal's
    /// lines are, without an end of its own, behind a name that fills its column. A line that is shorter, and not so
    /// clearly a name's, stays in doubt.
    private mutating func moveNameTails() {
        let nameWidth = records.flatMap { $0.name.map(\.width) }.max() ?? 0
        let goalWidth = records.flatMap { $0.goal.map(\.width) }.max() ?? 0
        for index in records.indices {
            let record = records[index]
            guard let first = record.goal.first, let last = record.name.last, last.width * 20 >= nameWidth * 17,
                let end = first.scalars.last
            else { continue }
            if first.width * 5 <= goalWidth * 3, !"。，；、：,;".unicodeScalars.contains(end) {
                records[index].goal.removeFirst()
                records[index].name.append(first)
                records[index].doubt(first)
            } else if record.goal.count > 1, first.width * 5 < goalWidth * 4, end != "。" {
                records[index].doubt(first)
            }
        }
    }
}
