package import PageContent

/// Draws pages for tests: rules, and text whose characters are ten points wide and high.
package struct Drawing {
    package var page: Page

    package init(page number: Int = 1) { page = Page(number: number, width: 600, height: 800) }

    package mutating func horizontal(_ y: Double, _ x0: Double, _ x1: Double) {
        page.rules.append(Rule(axis: .horizontal, position: y, start: x0, end: x1))
    }

    package mutating func vertical(_ x: Double, _ y0: Double, _ y1: Double) {
        page.rules.append(Rule(axis: .vertical, position: x, start: y0, end: y1))
    }

    package mutating func text(_ text: String, _ x: Double, _ y: Double) {
        for (index, scalar) in text.unicodeScalars.enumerated() {
            let x0 = x + Double(index) * 10
            page.glyphs.append(Glyph(scalar: scalar, box: Rect(x0: x0, y0: y, x1: x0 + 10, y1: y + 10)))
        }
    }

    /// A grid of full lines.
    package mutating func grid(xs: [Double], ys: [Double]) {
        for y in ys { horizontal(y, xs[0], xs[xs.count - 1]) }
        for x in xs { vertical(x, ys[0], ys[ys.count - 1]) }
    }

    /// A ruled table of rows 20 points high, one text a cell; nil for a cell that the one before it reaches over.
    ///
    /// - Parameter isOpenAbove: no line is drawn above its first row.
    package mutating func table(_ rows: [[String?]], xs: [Double], top: Double, isOpenAbove: Bool = false) {
        let bottom = top + Double(rows.count) * 20
        for row in 0...rows.count where row > 0 || !isOpenAbove {
            horizontal(top + Double(row) * 20, xs[0], xs[xs.count - 1])
        }
        vertical(xs[0], top, bottom)
        vertical(xs[xs.count - 1], top, bottom)
        for (row, cells) in rows.enumerated() {
            let y = top + Double(row) * 20
            for (column, text) in cells.enumerated() {
                guard let text else { continue }
                if column > 0 { vertical(xs[column], y, y + 20) }
                self.text(text, xs[column] + 3, y + 5)
            }
        }
    }
}
