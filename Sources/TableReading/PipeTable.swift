import PageContent

/// A table of Markdown: lines of cells between bars, the first one parted from the others by a line of dashes.
struct PipeTable {
    private(set) var rows: [MarkupRow] = []
    /// The first line behind the table.
    private(set) var end: Int

    /// Fails where the first of the lines begins none.
    init?(_ lines: ArraySlice<TextLine>) {
        let start = lines.startIndex
        guard start + 1 < lines.endIndex, Self.hasBars(lines[start]), Self.isRuler(lines[start + 1]) else { return nil }
        var index = start
        while index < lines.endIndex, Self.hasBars(lines[index]) {
            if !Self.isRuler(lines[index]) {
                rows.append(MarkupRow(cells: Self.cells(of: lines[index]), y: lines[index].box.y0))
            }
            index += 1
        }
        end = index
        mergeHeadings()
    }

    /// Markdown has no merged cells: a heading over several columns is written again over each, or once with empty cells
    /// behind it, where the row below has headings of its own.
    private mutating func mergeHeadings() {
        guard rows.count > 1 else { return }
        var merged: [MarkupCell] = []
        var column = 0
        for cell in rows[0].cells {
            defer { column += 1 }
            let below = column < rows[1].cells.count ? rows[1].cells[column] : nil
            let isDivided = below?.lines.isEmpty == false && below?.lines != cell.lines
            if let last = merged.last, !last.lines.isEmpty, isDivided, cell.lines.isEmpty || cell.lines == last.lines {
                merged[merged.count - 1].columnSpan += 1
            } else {
                merged.append(cell)
            }
        }
        rows[0].cells = merged
    }

    private static func hasBars(_ line: TextLine) -> Bool {
        line.scalars.first == "|" || line.scalars.count { $0 == "|" } > 1
    }

    /// `|---|:---:|`
    private static func isRuler(_ line: TextLine) -> Bool {
        line.scalars.contains("-") && line.scalars.contains("|")
            && line.scalars.allSatisfy { "|-:".unicodeScalars.contains($0) }
    }

    private static func cells(of line: TextLine) -> [MarkupCell] {
        var cells: [[Unicode.Scalar]] = [[]]
        var isEscaped = false
        for scalar in line.scalars {
            if isEscaped {
                if scalar != "|" { cells[cells.count - 1].append("\\") }
                cells[cells.count - 1].append(scalar)
                isEscaped = false
            } else if scalar == "\\" {
                isEscaped = true
            } else if scalar == "|" {
                cells.append([])
            } else {
                cells[cells.count - 1].append(scalar)
            }
        }
        if line.scalars.first == "|" { cells.removeFirst() }
        if line.scalars.last == "|" { cells.removeLast() }
        return cells.map { text in MarkupCell(lines: MarkupText.lines(of: text.filter { $0 != "*" })) }
    }
}
