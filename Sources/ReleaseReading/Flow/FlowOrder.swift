import PageContent

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

    /// A line of a name that wraps fills its column; a short one followed by more may end something else.
    static func doubtShortNames(_ records: inout [FlowRecord]) {
        let nameWidth = records.flatMap { $0.name.map(\.width) }.max() ?? 0
        for index in records.indices where records[index].repairs.isEmpty {
            guard let short = records[index].name.dropLast().first(where: { $0.width * 3 < nameWidth * 2 }) else {
                continue
            }
            records[index].doubt(short)
            if index > 0 { records[index - 1].doubt(short) }
        }
    }

    /// Rows with something of another in them: a project without the goal that nearly all have, a text with the end
    /// of another inside, a sentence for a name, or two lists of indicators.
    private static func disorderedRows(of records: [FlowRecord]) -> [Int] {
        let projects = records.indices.filter { !records[$0].indicators.isEmpty }
        let withoutGoal = projects.filter { records[$0].goal.isEmpty }
        let goalWidth = usualWidth(records.map(\.goal))
        let listWidth = usualWidth(records.map(\.indicators))
        let widestGoal = widest(records.flatMap(\.goal))
        let widestList = widest(records.flatMap(\.indicators))
        return records.indices.filter { index in
            let record = records[index]
            return hasInnerEnd(record.goal, width: goalWidth) || hasInnerEnd(record.indicators, width: listWidth)
                || (!record.indicators.isEmpty && record.goal.isEmpty && withoutGoal.count * 5 < projects.count)
                || isSentence(record.name) || record.name.contains { holdsAmount($0.scalars) }
                || record.goal.contains { $0.width > widestGoal }
                || record.indicators.contains { $0.width > widestList }
                || record.indicators.filter(\.beginsList).count > 1
        }
    }

    /// Whether a name is a sentence, or nothing but digits.
    private static func isSentence(_ name: [FlowLine]) -> Bool {
        let text = name.scalars
        if !text.isEmpty, text.allSatisfy(\.isDigit) { return true }
        return text.contains("。") || (text.contains("，") && name.reduce(0) { $0 + $1.width } > longestName)
    }

    /// Beyond this lines of a column are glued to something else: what nine of ten lines measure, and a little.
    private static func widest(_ lines: [FlowLine]) -> Int {
        let widths = lines.map(\.width).sorted()
        return widths.isEmpty ? 0 : widths[widths.count * 9 / 10] + 8
    }

    /// Whether a figure with two decimals and a comma for thousands, or in front of everything, stands in a text.
    private static func holdsAmount(_ text: [Unicode.Scalar]) -> Bool {
        let digits = text.prefix { $0.isNumeral || $0 == "," || $0 == "." }
        return digits.count < text.count && PrintedNumber.decimals(of: digits) == 2
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
            line.width * 5 < width * 4 && line.endsSentence
                && !"；。，".unicodeScalars.contains(next.scalars.first ?? "。")
                && !PackedIndicators.hasOrdinal(Array(next.scalars.prefix(16)))
        }
    }
}
