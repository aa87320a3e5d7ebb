import PageContent

/// A run of glyphs on one line without a gap that a column could stand in.
struct TextSegment {
    private(set) var glyphs: [Glyph]
    private(set) var box: Rect
    /// Its text without white space.
    let text: String
    /// Whether the text standing alone is a figure.
    let isFigure: Bool
    /// Where its middle stood on a character grid before it was straightened.
    private(set) var printedMiddle: Double?

    /// - Parameter glyphs: at least one.
    init(glyphs: [Glyph], printedMiddle: Double? = nil, isFigure: (String) -> Bool) {
        self.glyphs = glyphs
        self.printedMiddle = printedMiddle
        box = glyphs.dropFirst().reduce(glyphs[0].box) { $0.union($1.box) }
        text = String(scalars: glyphs.lazy.map(\.scalar))
        self.isFigure = isFigure(text)
    }

    var line: TextLine { TextLine(glyphs: glyphs, box: box) }

    /// The segment at another place of its line.
    func moved(by distance: Double) -> TextSegment {
        var moved = self
        moved.printedMiddle = box.midX
        moved.box.x0 += distance
        moved.box.x1 += distance
        for index in moved.glyphs.indices {
            moved.glyphs[index].box.x0 += distance
            moved.glyphs[index].box.x1 += distance
        }
        return moved
    }
}

extension TextLine {
    /// The line cut at gaps of half an ideograph: cells of neighbouring columns stand farther apart, letters and
    /// figures of one text stand a quarter apart at most.
    func segments(isFigure: (String) -> Bool) -> [TextSegment] {
        let gap = 0.5 * em
        var segments: [TextSegment] = []
        var start = 0
        var right = -Double.infinity
        for index in glyphs.indices {
            if index > start, glyphs[index].box.x0 - right > gap {
                segments.append(TextSegment(glyphs: Array(glyphs[start..<index]), isFigure: isFigure))
                start = index
                right = -.infinity
            }
            right = max(right, glyphs[index].box.x1)
        }
        if start < glyphs.count { segments.append(TextSegment(glyphs: Array(glyphs[start...]), isFigure: isFigure)) }
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
