/// Tells rows whose cells a text does not give as they belong together.
enum FlowOrder {
    /// Doubts all rows of a page on which one has something of another in it.
    ///
    /// - Parameters:
    ///   - parts: the page of each record, or its part between headers printed again.
    ///   - disordered: parts that are known not to be in order.
    static func doubt(_ records: inout [FlowRecord], parts: [Int], disordered: some Sequence<Int> = []) {
        let disordered = Set(disorderedRows(of: records).map { parts[$0] }).union(disordered)
        for index in records.indices where disordered.contains(parts[index]) {
            // The last row of a page may go on on the next.
            for row in max(0, index - 1)...min(index + 1, records.count - 1) { records[row].doubtOrder() }
        }
    }

    /// Rows with something of another in them: a project without the goal that nearly all have, a text with the end
    /// of another inside, a sentence for a name, or two lists of indicators.
    private static func disorderedRows(of records: [FlowRecord]) -> [Int] {
        let projects = records.indices.filter { !records[$0].indicators.isEmpty }
        let withoutGoal = projects.filter { records[$0].goal.isEmpty }
        let goalWidth = usualWidth(records.map(\.goal))
        let listWidth = usualWidth(records.map(\.indicators))
        return records.indices.filter { index in
            let record = records[index]
            return hasInnerEnd(record.goal, width: goalWidth) || hasInnerEnd(record.indicators, width: listWidth)
                || (!record.indicators.isEmpty && record.goal.isEmpty && withoutGoal.count * 5 < projects.count)
                || isSentence(record.name)
                || record.indicators.filter(\.beginsList).count > 1
        }
    }

    private static func isSentence(_ name: [FlowLine]) -> Bool {
        let text = name.map(\.compact).joined()
        return text.contains("。") || (text.contains("，") && name.reduce(0) { $0 + $1.width } > longestName)
    }

    /// A name with a comma in it in cells of a terminal; those of the samples are shorter.
    private static let longestName = 60

    /// The width that lines of a column fill: that of most lines which others follow in their cell.
    private static func usualWidth(_ cells: [[FlowLine]]) -> Int {
        let widths = cells.flatMap { $0.dropLast() }.map(\.width).sorted()
        return widths.isEmpty ? 0 : widths[widths.count / 2]
    }

    /// Whether a line ends a text, short of the column's width, and another follows it.
    private static func hasInnerEnd(_ lines: [FlowLine], width: Int) -> Bool {
        zip(lines, lines.dropFirst()).contains { line, next in
            line.width * 5 < width * 4 && line.compact.hasSuffix("。")
                && !"；。，".contains(next.compact.first ?? "。")
                && !PackedIndicators.hasOrdinal(Array(next.compact.unicodeScalars.prefix(16)))
        }
    }
}
