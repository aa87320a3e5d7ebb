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

/// A filled area.
package struct Shade: Hashable, Sendable {
    package var box: Rect
    package var colour: Colour

    package init(box: Rect, colour: Colour) {
        self.box = box
        self.colour = colour
    }
}

/// A text that a page holds and does not show, by how it is painted.
package struct HiddenText: Hashable, Sendable {
    package var text: String
    package var box: Rect

    package init(text: String, box: Rect) {
        self.text = text
        self.box = box
    }
}

/// The picture that a page was read from.
package struct Scan: Hashable, Sendable {
    /// Pixels of an inch.
    package var resolution: Int
    /// Its pixels are black or white.
    package var isBilevel: Bool
    /// A part of it that holds print could not be read, or there was no time for it.
    package var isUnread = false
    /// Where ink stands in rows that nobody read.
    package var leftovers: [Rect] = []

    package init(resolution: Int, isBilevel: Bool) {
        self.resolution = resolution
        self.isBilevel = isBilevel
    }
}

/// What one page shows. For text without geometry a page is a character grid: see `Page.Source`.
package struct Page: Sendable {
    /// Where a page's geometry comes from.
    package enum Source: Hashable, Sendable {
        /// A PDF page: what poppler paints.
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
    package var shades: [Shade]
    /// Where pictures stand.
    package var pictures: [Rect]
    /// What stands on the page and is taken to be hidden by its colour, by a picture over it or as a watermark: should a
    /// cell be empty for it, this is in doubt.
    package var hidden: [HiddenText] = []
    /// Figures with a point or a comma that the page paints and does not show.
    package var hiddenFigureCount = 0
    package var source: Source
    /// The picture that its characters and rules were read from; nil where the page paints them itself.
    package var scan: Scan?
    /// How its text runs on the page as displayed. The page is turned so that it runs upright here, and everything on the page
    /// with it; `displayed` turns a place back.
    package var turn: Direction

    package init(
        number: Int, width: Double, height: Double, glyphs: [Glyph] = [], rules: [Rule] = [], shades: [Shade] = [],
        pictures: [Rect] = [], source: Source = .pdf, turn: Direction = .upright
    ) {
        self.number = number
        self.width = width
        self.height = height
        self.glyphs = glyphs
        self.rules = rules
        self.shades = shades
        self.pictures = pictures
        self.source = source
        self.turn = turn
    }

    /// Where a box of the page stands on the page as displayed.
    package func displayed(_ box: Rect) -> Rect { box.turned(from: turn.opposite, width: width, height: height) }

    /// Nothing on a page lies farther from its corner, in points: the largest page that PDF readers agree on has 14,400
    /// units a side (PDF 32000-1, annex C), and a lie about a place must not become a number without measure.
    package static let farthest = 1_000_000.0
    /// Points that one line of a text file takes on its character grid.
    package static let textLineHeight = 12.0
    /// Points that one cell of the character grid takes; a wide character fills two.
    package static let textCellWidth = 6.0
}
