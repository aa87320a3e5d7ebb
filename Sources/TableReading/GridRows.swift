import PageContent

/// Groups the lines of a table on a character grid into rows.
///
/// Where blank lines part the rows, lines without one between them are one row, wrapped within its cells. Several
/// figures in such a run are rows whose blank lines the extractor left out: the lines between them are shared so that
/// each figure stands in the middle of its row, as it does in the others, which stays in doubt. Where nothing parts the
/// rows, every line is one.
enum GridRows {
    /// - Parameter doubt: called for the first line of each row that was cut from its neighbours.
    static func groups<Line>(
        of lines: [Line], box: (Line) -> Rect, hasFigure: (Line) -> Bool, doubt: (inout Line) -> Void
    ) -> [[Line]] {
        func isParted(_ index: Int) -> Bool {
            box(lines[index]).midY - box(lines[index - 1]).midY > 1.5 * Page.textLineHeight
        }
        let parted = lines.indices.dropFirst().count(where: isParted)
        guard parted * 3 >= lines.count else { return lines.map { [$0] } }
        var groups: [[Line]] = []
        var run: [Line] = []
        for index in lines.indices {
            if index > 0, isParted(index) {
                groups += cut(run, hasFigure: hasFigure, doubt: doubt)
                run = []
            }
            run.append(lines[index])
        }
        return groups + cut(run, hasFigure: hasFigure, doubt: doubt)
    }

    private static func cut<Line>(
        _ run: [Line], hasFigure: (Line) -> Bool, doubt: (inout Line) -> Void
    ) -> [[Line]] {
        let figures = run.indices.filter { hasFigure(run[$0]) }
        guard figures.count > 1, let first = figures.first else { return run.isEmpty ? [] : [run] }
        var groups: [[Line]] = []
        var start = 0
        // Lines above the figure of the row that begins.
        var above = first
        for (figure, next) in zip(figures, figures.dropFirst()) {
            let below = min(above, next - figure - 1)
            groups.append(Array(run[start...(figure + below)]))
            start = figure + below + 1
            above = next - start
        }
        groups.append(Array(run[start...]))
        if figures.count < run.count {
            for group in groups.indices { doubt(&groups[group][0]) }
        }
        return groups
    }
}
