import PageContent

/// A glyph that a page paints as text: its origin, in page points.
struct PaintedGlyph {
    var x: Double
    var y: Double
    /// The direction that it is written in, of length one.
    var direction: (x: Double, y: Double) = (1, 0)
    /// Its character is known to be no space, or it leaves ink.
    var isVisible: Bool
}

/// Compares what a page paints as text with what was read of it.
///
/// Two signs must agree, for each alone has sound exceptions: a glyph is painted where no character begins (in vertical
/// writing and under pictures boxes stand elsewhere), and more glyphs are painted than characters were read (a ligature
/// is several of them).
struct GlyphLoss {
    /// Glyphs whose characters were not read.
    private(set) var count = 0
    /// How many of them are known to be no spaces.
    private(set) var visibleCount = 0
    /// Glyphs that were painted, each counted once however often it was painted over itself; not counted where there are no
    /// more of them than were read.
    private(set) var paintedCount = 0

    /// How far a glyph's origin may stand outside the box of its character, in points.
    private static let slack = 1.5
    private static let cell = 16.0

    /// - Parameter annotations: where text is painted that is not the page's.
    init(
        of painted: [PaintedGlyph], on page: (width: Double, height: Double), besides annotations: [Rect] = [],
        read glyphs: [Glyph]
    ) {
        guard painted.count > glyphs.count else { return }
        var boxes: [Place: [Int]] = [:]
        var large: [Int] = []
        for (index, glyph) in glyphs.enumerated() {
            guard let places = Place.covering(glyph.box, slack: Self.slack, cell: Self.cell) else {
                large.append(index)
                continue
            }
            for place in places { boxes[place, default: []].append(index) }
        }
        var seen: Set<Place> = []
        var (unread, unreadVisible) = (0, 0)
        for glyph in painted where (0...page.width).contains(glyph.x) && (0...page.height).contains(glyph.y) {
            guard !annotations.contains(where: { $0.contains(x: glyph.x, y: glyph.y) }),
                // Bold and shadowed text is painted several times with a shift.
                Place.around(x: glyph.x, y: glyph.y).allSatisfy({ !seen.contains($0) })
            else { continue }
            seen.insert(Place(x: glyph.x, y: glyph.y, cell: 1))
            paintedCount += 1
            let near = boxes[Place(x: glyph.x, y: glyph.y, cell: Self.cell)] ?? []
            if !(near + large).contains(where: { Self.begins(glyphs[$0].box, at: glyph) }) {
                unread += 1
                if glyph.isVisible { unreadVisible += 1 }
            }
        }
        count = max(0, min(unread, paintedCount - glyphs.count))
        visibleCount = max(0, min(unreadVisible, count))
    }

    /// Whether the character in a box begins at a glyph's origin: the next one begins where the box ends.
    private static func begins(_ box: Rect, at glyph: PaintedGlyph) -> Bool {
        guard glyph.x >= box.x0 - slack, glyph.x <= box.x1 + slack, glyph.y >= box.y0 - slack, glyph.y <= box.y1 + slack
        else { return false }
        let (dx, dy) = glyph.direction
        let ends = [(box.x0, box.y0), (box.x1, box.y0), (box.x0, box.y1), (box.x1, box.y1)].map {
            $0.0 * dx + $0.1 * dy
        }
        guard let start = ends.min(), let end = ends.max() else { return false }
        return glyph.x * dx + glyph.y * dy - start <= max(1, (end - start) / 2)
    }

    /// A square of the page.
    private struct Place: Hashable {
        var x: Int
        var y: Int

        init(x: Int, y: Int) {
            self.x = x
            self.y = y
        }

        init(x: Double, y: Double, cell: Double) {
            self.init(x: Int((x / cell).rounded(.down)), y: Int((y / cell).rounded(.down)))
        }

        /// The squares of one point that a shadow's origin may lie in.
        static func around(x: Double, y: Double) -> [Place] {
            let middle = Place(x: x, y: y, cell: 1)
            return (-1...1).flatMap { dx in (-1...1).map { Place(x: middle.x + dx, y: middle.y + $0) } }
        }

        /// The squares that a box touches; nil where it is larger than characters are.
        static func covering(_ box: Rect, slack: Double, cell: Double) -> [Place]? {
            let first = Place(x: box.x0 - slack, y: box.y0 - slack, cell: cell)
            let last = Place(x: box.x1 + slack, y: box.y1 + slack, cell: cell)
            guard (last.x - first.x + 1) * (last.y - first.y + 1) <= 256 else { return nil }
            return (first.x...last.x).flatMap { x in (first.y...last.y).map { Place(x: x, y: $0) } }
        }
    }
}
