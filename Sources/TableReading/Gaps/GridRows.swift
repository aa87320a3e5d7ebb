import PageContent

/// Groups the lines of a table on a character grid into rows.
///
/// Where blank lines part the rows, or codes tell them, lines without a blank one between them are one row, wrapped
/// within its cells. Several figures in such a run are rows whose blank lines the extractor left out: the lines between
/// them are shared so that each figure stands in the middle of its row, as it does in the others. Such rows stay in
/// doubt, unless a code without a name beside it shows that the table's rows are set so. Where nothing parts the rows,
/// every line is one.
enum GridRows {
    /// What a line holds.
    enum Kind {
        /// A code in front.
        ///
        /// - isNamed: words stand between it and the sums.
        /// - endsInCode: the code of a second list is the last thing on it, whose name and sum stand lower.
        case coded(isNamed: Bool, endsInCode: Bool)
        case figures
        case words

        var isCoded: Bool { if case .coded = self { true } else { false } }
        var hasFigure: Bool { if case .words = self { false } else { true } }
    }

    /// - Parameter doubt: called for the first line of each row that was cut from its neighbours.
    static func groups<Line>(
        of lines: [Line], box: (Line) -> Rect, kind: (Line) -> Kind, doubt: (inout Line) -> Void
    ) -> [[Line]] {
        let units = units(of: lines, box: box, kind: kind)
        let parted = units.count(where: \.isParted)
        let figures = units.count { $0.kind.hasFigure }
        let coded = units.count(where: \.kind.isCoded)
        let isCoded = coded >= 3 && coded * 5 >= figures * 4
        guard isCoded || parted * 3 >= lines.count else { return lines.map { [$0] } }
        var runs: [[Unit<Line>]] = []
        for unit in units {
            if unit.isParted || runs.isEmpty { runs.append([]) }
            runs[runs.count - 1].append(unit)
        }
        var rows = runs.map(rows)
        if isCoded, let first = rows.first?.first, first.above > 0, first.below == 0, first.isNamed {
            // The end of a name that the page break cut.
            let rest = Row(
                lines: Array(first.lines[..<first.above]), above: 0, below: first.above, isNamed: true)
            rows[0][0].lines.removeFirst(first.above)
            rows[0][0].above = 0
            rows[0].insert(rest, at: 0)
        }
        // A code beside which no name stands has its name around it.
        let isCentred = isCoded && rows.joined().contains { $0.above > 0 && !$0.isNamed }
        return rows.flatMap { rows in
            let isSure = isCentred ? areSure(rows) : !isCoded && rows.count < 2
            let isCut = rows.contains { $0.above + $0.below > 0 || !$0.isNamed }
            return rows.map { row in
                var lines = row.lines
                if isCut, !isSure { doubt(&lines[0]) }
                return lines
            }
        }
    }

    // MARK: Runs

    /// A line, or the two that the code of a second list and its name stand on.
    private struct Unit<Line> {
        var lines: [Line]
        var kind: Kind
        /// A blank line stands above it.
        var isParted: Bool
    }

    private static func units<Line>(
        of lines: [Line], box: (Line) -> Rect, kind: (Line) -> Kind
    ) -> [Unit<Line>] {
        var units: [Unit<Line>] = []
        for (index, line) in lines.enumerated() {
            let isParted = index > 0 && box(line).midY - box(lines[index - 1]).midY > 1.5 * Page.textLineHeight
            let kind = kind(line)
            if !isParted, case .figures = kind, let last = units.last, last.lines.count == 1,
                case .coded(let isNamed, true) = last.kind, box(line).x0 > box(last.lines[0]).midX
            {
                units[units.count - 1].lines.append(line)
                units[units.count - 1].kind = .coded(isNamed: isNamed, endsInCode: false)
            } else {
                units.append(Unit(lines: [line], kind: kind, isParted: isParted))
            }
        }
        return units
    }

    /// Lines of one row: how many of words alone stand above and below its figures.
    private struct Row<Line> {
        var lines: [Line]
        var above: Int
        var below: Int
        var isNamed: Bool

        var isEven: Bool { above == below && (above > 0 || isNamed) }
    }

    /// Whether the rows of a run can be read in one way alone: a name of three lines beside one of one line may be two
    /// of two lines.
    private static func areSure<Line>(_ rows: [Row<Line>]) -> Bool {
        rows.allSatisfy(\.isEven)
            && zip(rows, rows.dropFirst()).allSatisfy { upper, lower in
                !(upper.isNamed && lower.isNamed) || (upper.above > 0) == (lower.above > 0)
            }
    }

    private static func rows<Line>(of run: [Unit<Line>]) -> [Row<Line>] {
        func isNamed(_ unit: Unit<Line>) -> Bool {
            if case .coded(let isNamed, _) = unit.kind { isNamed } else { true }
        }
        let figures = run.indices.filter { run[$0].kind.hasFigure }
        guard let first = figures.first else {
            return [Row(lines: run.flatMap(\.lines), above: 0, below: 0, isNamed: true)]
        }
        let ends = figures.dropFirst() + [run.count]
        let behindNext = ends.dropFirst() + [run.count]
        var rows: [Row<Line>] = []
        var start = 0
        // Lines above the figure of the row that begins.
        var above = first
        for ((figure, next), end) in zip(zip(figures, ends), behindNext) {
            let words = next - figure - 1
            var below = next == run.count ? words : min(above, words)
            // Words between two names, none behind the second, go on with the first.
            if next < run.count, above == 0, isNamed(run[figure]), isNamed(run[next]) {
                if end - next - 1 < words { below = words }
            }
            let lines = run[start...figure + below].flatMap(\.lines)
            rows.append(Row(lines: lines, above: above, below: below, isNamed: isNamed(run[figure])))
            start = figure + below + 1
            above = next - start
        }
        return rows
    }
}
