import PageContent

/// Tells strokes of glyphs from ruling lines: text set in fake bold is stroked besides being filled, and its strokes
/// lie inside the boxes of its glyphs.
struct GlyphStrokes {
    /// By their upper edge.
    private let boxes: [Rect]
    private let tallest: Double

    /// Titles are set up to 40 points high.
    private static let longest = 40.0
    private static let slack = 1.0

    init(glyphs: [Glyph]) {
        boxes = glyphs.map(\.box).sorted { $0.y0 < $1.y0 }
        tallest = boxes.lazy.map { $0.height }.max() ?? 0
    }

    func contains(_ mark: RuleGathering.Mark) -> Bool {
        let box = mark.box
        guard !mark.isFilled, max(box.width, box.height) <= Self.longest else { return false }
        var index = firstBox(notAbove: box.y0 - tallest - Self.slack)
        while index < boxes.count, boxes[index].y0 <= box.y0 + Self.slack {
            if boxes[index].contains(box, slack: Self.slack) { return true }
            index += 1
        }
        return false
    }

    private func firstBox(notAbove y: Double) -> Int {
        var (low, high) = (0, boxes.count)
        while low < high {
            let middle = (low + high) / 2
            if boxes[middle].y0 >= y { high = middle } else { low = middle + 1 }
        }
        return low
    }
}

extension Rect {
    fileprivate func contains(_ other: Rect, slack: Double) -> Bool {
        x0 - slack <= other.x0 && other.x1 <= x1 + slack && y0 - slack <= other.y0 && other.y1 <= y1 + slack
    }
}
