import PageContent

/// A glyph that a page paints as text: its origin, in page points.
struct PaintedGlyph {
    var x: Double
    var y: Double
    /// Poppler knows its character, which is no space.
    var isKnown: Bool
}

/// Compares what a page paints as text with what was read of it.
struct GlyphLoss {
    /// Glyphs that were painted where no character was read.
    private(set) var count = 0
    /// Those of them that stand for a known character.
    private(set) var knownCount = 0

    /// How far a glyph's origin may stand outside the box of its character: in Type 3 fonts boxes are inexact.
    private static let slack = 3.0
    private static let cell = 16.0

    init(of painted: [PaintedGlyph], on page: (width: Double, height: Double), read glyphs: [Glyph]) {
        var boxes: [Place: [Int]] = [:]
        for (index, glyph) in glyphs.enumerated() {
            for place in Place.covering(glyph.box, slack: Self.slack, cell: Self.cell) {
                boxes[place, default: []].append(index)
            }
        }
        for glyph in painted where (0...page.width).contains(glyph.x) && (0...page.height).contains(glyph.y) {
            let near = boxes[Place(x: Int(glyph.x / Self.cell), y: Int(glyph.y / Self.cell))] ?? []
            let isRead = near.contains { index in
                let box = glyphs[index].box
                return glyph.x >= box.x0 - Self.slack && glyph.x <= box.x1 + Self.slack
                    && glyph.y >= box.y0 - Self.slack && glyph.y <= box.y1 + Self.slack
            }
            if !isRead {
                count += 1
                if glyph.isKnown { knownCount += 1 }
            }
        }
    }

    /// A square of the page.
    private struct Place: Hashable {
        var x: Int
        var y: Int

        /// The squares that a box touches, or those of its middle alone where it is as large as no character is.
        static func covering(_ box: Rect, slack: Double, cell: Double) -> [Place] {
            let columns = Int((box.x0 - slack) / cell)...Int((box.x1 + slack) / cell)
            let rows = Int((box.y0 - slack) / cell)...Int((box.y1 + slack) / cell)
            guard columns.count * rows.count <= 256 else {
                return [Place(x: Int(box.midX / cell), y: Int(box.midY / cell))]
            }
            return columns.flatMap { x in rows.map { y in Place(x: x, y: y) } }
        }
    }
}
