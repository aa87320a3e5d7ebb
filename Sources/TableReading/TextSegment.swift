import PageContent

/// A run of glyphs on one line without a gap that a column could stand in.
struct TextSegment {
    var glyphs: [Glyph]
    var box: Rect
    /// Where its middle stood on a character grid before it was straightened.
    var printedMiddle: Double?

    var text: String { TextLine(glyphs: glyphs, box: box).compact }
    var line: TextLine { TextLine(glyphs: glyphs, box: box) }
}

extension TextLine {
    /// The line cut at gaps of half an ideograph: cells of neighbouring columns stand farther apart, letters and
    /// figures of one text stand a quarter apart at most.
    var segments: [TextSegment] {
        let gap = 0.5 * em
        var segments: [TextSegment] = []
        for glyph in glyphs {
            if let last = segments.indices.last, glyph.box.x0 - segments[last].box.x1 <= gap {
                segments[last].glyphs.append(glyph)
                segments[last].box = segments[last].box.union(glyph.box)
            } else {
                segments.append(TextSegment(glyphs: [glyph], box: glyph.box))
            }
        }
        return segments
    }

    /// The width of an ideograph on the line, or twice that of its figures.
    var em: Double {
        let wide = glyphs.filter { $0.scalar.value > 0x2E80 }.map(\.box.width).sorted()
        if !wide.isEmpty { return wide[wide.count / 2] }
        let narrow = glyphs.map(\.box.width).sorted()
        return narrow.isEmpty ? 0 : narrow[narrow.count / 2] * 2
    }
}
