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

    /// - Parameter annotations: where text is painted that is not the page's.
    init(
        of painted: [PaintedGlyph], on page: (width: Double, height: Double), besides annotations: [Rect] = [],
        read glyphs: [Glyph]
    ) {
        guard painted.count > glyphs.count else { return }
        let boxes = BoxGrid(glyphs, on: page, slack: Self.slack)
        var origins = OriginMap(on: page)
        var (unread, unreadVisible) = (0, 0)
        for glyph in painted where (0...page.width).contains(glyph.x) && (0...page.height).contains(glyph.y) {
            guard !annotations.contains(where: { $0.contains(x: glyph.x, y: glyph.y) }),
                origins.insert(x: glyph.x, y: glyph.y)
            else { continue }
            paintedCount += 1
            if !boxes.containsBox(at: glyph.x, glyph.y, where: { Self.begins(glyphs[$0].box, at: glyph) }) {
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
        let (left, right) = (box.x0 * dx, box.x1 * dx)
        let (top, bottom) = (box.y0 * dy, box.y1 * dy)
        let start = min(left, right) + min(top, bottom)
        let end = max(left, right) + max(top, bottom)
        return glyph.x * dx + glyph.y * dy - start <= max(1, (end - start) / 2)
    }
}

/// The boxes of a page's characters by the squares of the page that they touch.
private struct BoxGrid {
    /// Side of a square, in points: about a character, and never more than 256 squares along a page.
    private let side: Double
    private let columns: Int
    /// Where the boxes of each square begin in `indices`, and after the last one where they end.
    private var starts: [Int]
    private var indices: [Int]
    /// Boxes that touch more squares than those of characters do.
    private var large: [Int] = []

    private static let mostSquares = 256

    init(_ glyphs: [Glyph], on page: (width: Double, height: Double), slack: Double) {
        side = max(16, max(page.width, page.height) / 256)
        columns = Int(page.width / side) + 1
        let rows = Int(page.height / side) + 1
        starts = Array(repeating: 0, count: columns * rows + 1)
        var spans: [(columns: ClosedRange<Int>, rows: ClosedRange<Int>)?] = []
        spans.reserveCapacity(glyphs.count)
        for (index, glyph) in glyphs.enumerated() {
            let box = glyph.box
            let span = (
                columns: Self.squares(box.x0 - slack, box.x1 + slack, side: side, count: columns),
                rows: Self.squares(box.y0 - slack, box.y1 + slack, side: side, count: rows)
            )
            guard span.columns.count * span.rows.count <= Self.mostSquares else {
                large.append(index)
                spans.append(nil)
                continue
            }
            spans.append(span)
            for row in span.rows { for column in span.columns { starts[row * columns + column + 1] += 1 } }
        }
        for square in 1..<starts.count { starts[square] += starts[square - 1] }
        indices = Array(repeating: 0, count: starts[starts.count - 1])
        var ends = starts
        for (index, span) in spans.enumerated() {
            guard let span else { continue }
            for row in span.rows {
                for column in span.columns {
                    indices[ends[row * columns + column]] = index
                    ends[row * columns + column] += 1
                }
            }
        }
    }

    /// The squares along one side of the page that a length touches; what stands beside the page belongs to its edge.
    private static func squares(_ start: Double, _ end: Double, side: Double, count: Int) -> ClosedRange<Int> {
        let last = Double(count - 1)
        let first = Int(min(max(start / side, 0), last))
        return first...max(first, Int(min(max(end / side, 0), last)))
    }

    /// Whether a condition holds for one of the boxes that may stand at a point of the page.
    func containsBox(at x: Double, _ y: Double, where condition: (Int) -> Bool) -> Bool {
        let square = Int(y / side) * columns + Int(x / side)
        for position in starts[square]..<starts[square + 1] where condition(indices[position]) { return true }
        return large.contains(where: condition)
    }
}

/// Where glyphs begin on a page: bold and shadowed text is painted several times with a shift of up to a point.
private struct OriginMap {
    /// Squares of a point in a row, with one beside the page on both sides.
    private let width: Int
    /// A bit for each square of a page; none for one that has too many.
    private var bits: [UInt64] = []
    private var taken: Set<Int> = []

    /// Two megabytes of bits: a page of four thousand points a side.
    private static let mostBits = 1 << 24

    init(on page: (width: Double, height: Double)) {
        width = Int(page.width) + 3
        let squares = width * (Int(page.height) + 3)
        if squares <= Self.mostBits { bits = Array(repeating: 0, count: squares / 64 + 1) }
    }

    /// False where a glyph begins in the same square or one beside it.
    mutating func insert(x: Double, y: Double) -> Bool {
        let middle = (Int(y) + 1) * width + Int(x) + 1
        for row in [middle - width, middle, middle + width] {
            for square in row - 1...row + 1 where isTaken(square) { return false }
        }
        if bits.isEmpty {
            taken.insert(middle)
        } else {
            bits[middle >> 6] |= 1 << UInt64(middle & 63)
        }
        return true
    }

    private func isTaken(_ square: Int) -> Bool {
        bits.isEmpty ? taken.contains(square) : bits[square >> 6] & (1 << UInt64(square & 63)) != 0
    }
}
