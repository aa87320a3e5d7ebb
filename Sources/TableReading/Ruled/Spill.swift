import PageContent

extension TableBlock {
    /// Takes lines back to the cell that they run out of: text too high for its cell pokes over the border and onto
    /// the text of the next one, which no line of a cell's own does.
    ///
    /// - Returns: lines that ran into the block from above or below it, set back to where they came from.
    mutating func takeBackSpilledLines() -> [TextLine] {
        var outside: [TextLine] = []
        takeBackWraps()
        for index in cells.indices {
            let cell = cells[index]
            if cell.lines.count >= 2, Self.overlap(cell.lines[0], cell.lines[1]),
                cell.lines[0].box.y0 < cell.box.y0 - 0.5
            {
                let line = cells[index].lines.removeFirst()
                if let above = cells.lastIndex(where: {
                    $0.rows.upperBound == cell.rows.lowerBound && $0.columns.overlaps(cell.columns)
                }) {
                    cells[above].lines.append(line)
                } else {
                    outside.append(line.moved(by: cell.box.y0 - 0.1 - line.box.y1))
                }
            }
            let lines = cells[index].lines
            if lines.count >= 2, Self.overlap(lines[lines.count - 2], lines[lines.count - 1]),
                lines[lines.count - 1].box.y1 > cell.box.y1 + 0.5
            {
                let line = cells[index].lines.removeLast()
                if let below = cells.firstIndex(where: {
                    $0.rows.lowerBound == cell.rows.upperBound && $0.columns.overlaps(cell.columns)
                }) {
                    cells[below].lines.insert(line, at: 0)
                } else {
                    outside.append(line.moved(by: cell.box.y1 + 0.1 - line.box.y0))
                }
            }
        }
        return outside
    }

    /// Takes the last line of a text that wraps in too low a row back from the row below: it pokes over the border right
    /// below a line that fills its cell, higher than whatever else stands on its row.
    private mutating func takeBackWraps() {
        for index in cells.indices {
            let cell = cells[index]
            guard let line = cell.lines.first, line.box.y0 < cell.box.y0 - 0.1 * line.em,
                let above = cells.lastIndex(where: {
                    $0.rows.upperBound == cell.rows.lowerBound && $0.columns == cell.columns
                }),
                let upper = cells[above].lines.last, line.box.midY - upper.box.midY < 1.35 * upper.em,
                // Where texts of the row above poke over their border as well, all of them are set so.
                cells[above].lines[0].box.y0 > cells[above].box.y0 - 0.1 * upper.em,
                cells[above].box.width - upper.box.width < 1.5 * upper.em
            else { continue }
            let beside = cells.filter { $0.rows == cell.rows && $0.columns != cell.columns }.compactMap(\.lines.first)
            guard !beside.isEmpty, beside.allSatisfy({ $0.box.midY > line.box.midY + 0.3 * line.em }) else { continue }
            cells[above].lines.append(cells[index].lines.removeFirst())
        }
    }

    /// Whether one line is printed over a good part of another's height, where both have ideographs: boxes of other
    /// fonts lie about it.
    private static func overlap(_ upper: TextLine, _ lower: TextLine) -> Bool {
        let em = min(upper.em, lower.em)
        return lower.box.midY - upper.box.midY < em * 0.9 && upper.box.x0 < lower.box.x1 && lower.box.x0 < upper.box.x1
    }
}

extension TextLine {
    fileprivate func moved(by distance: Double) -> TextLine {
        var line = self
        line.box.y0 += distance
        line.box.y1 += distance
        return line
    }
}
