/// One character as it stands on a page.
package struct Glyph: Hashable, Sendable {
    package var scalar: Unicode.Scalar
    package var box: Rect
    /// Of its colour: 0 is black, 1 is white.
    package var lightness: Double

    package init(scalar: Unicode.Scalar, box: Rect, lightness: Double = 0) {
        self.scalar = scalar
        self.box = box
        self.lightness = lightness
    }
}

/// A drawn ruling line along one axis, in page points.
package struct Rule: Hashable, Sendable {
    package enum Axis: Hashable, Sendable { case horizontal, vertical }

    package var axis: Axis
    /// y of a horizontal rule, x of a vertical one.
    package var position: Double
    /// Where the rule begins and ends along its axis.
    package var start: Double
    package var end: Double

    package init(axis: Axis, position: Double, start: Double, end: Double) {
        self.axis = axis
        self.position = position
        self.start = start
        self.end = end
    }

    package var length: Double { end - start }
}

/// What one page shows. For text without geometry a page is a character grid: see `Page.Source`.
package struct Page: Sendable {
    /// Where a page's geometry comes from.
    package enum Source: Hashable, Sendable {
        /// A PDF page: boxes as poppler measured them.
        case pdf
        /// A text file: one line per `Page.textLineHeight` points from `firstLine` (1-based in the decoded file).
        case text(firstLine: Int)
    }

    /// 1-based; 0 for text whose pages nothing counts.
    package var number: Int
    package var width: Double
    package var height: Double
    package var glyphs: [Glyph]
    package var rules: [Rule]
    package var source: Source

    package init(
        number: Int, width: Double, height: Double, glyphs: [Glyph] = [], rules: [Rule] = [],
        source: Source = .pdf
    ) {
        self.number = number
        self.width = width
        self.height = height
        self.glyphs = glyphs
        self.rules = rules
        self.source = source
    }

    /// Nothing on a page lies farther from its corner, in points: the largest page that PDF readers agree on has 14,400
    /// units a side (PDF 32000-1, annex C), and a lie about a place must not become a number without measure.
    package static let farthest = 1_000_000.0
    /// Points that one line of a text file takes on its character grid.
    package static let textLineHeight = 12.0
    /// Points that one cell of the character grid takes; a wide character fills two.
    package static let textCellWidth = 6.0
}
