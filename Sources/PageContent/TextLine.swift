/// Glyphs that stand on one line, left to right.
package struct TextLine: Sendable {
    package var glyphs: [Glyph]
    package var box: Rect

    package init(glyphs: [Glyph], box: Rect) {
        self.glyphs = glyphs
        self.box = box
    }

    /// The line as printed: a space where a gap of half a character or more stands between two glyphs.
    package var text: String {
        var scalars: [Unicode.Scalar] = []
        scalars.reserveCapacity(glyphs.count * 2)
        var last: Glyph?
        for glyph in glyphs {
            if let last, glyph.box.x0 - last.box.x1 > max(1, min(last.box.width, glyph.box.width) * 0.5),
                !scalars.isEmpty
            {
                scalars.append(" ")
            }
            scalars.append(glyph.scalar)
            last = glyph
        }
        return String(scalars: scalars)
    }

    /// The line without any white space.
    package var compact: String { String(scalars: glyphs.lazy.map(\.scalar)) }
}

extension TextLine {
    /// Groups glyphs into lines from top to bottom. White space is dropped, and so is a glyph that is printed
    /// twice at the same place (fake bold).
    package static func lines(of glyphs: [Glyph]) -> [TextLine] {
        let visible = glyphs.filter { !$0.scalar.isSpace && $0.scalar.value > 0x20 }
        let ordered = visible.ordered { ($0.box.midY, $0.box.x0) < ($1.box.midY, $1.box.x0) }
        var lines: [TextLine] = []
        var current: [Glyph] = []
        var centre = 0.0
        func flush() {
            guard !current.isEmpty else { return }
            lines.append(TextLine(unordered: current))
            current = []
        }
        for glyph in ordered {
            // Glyphs of one line share their vertical centre within a fraction of their height; Latin and CJK
            // fonts set side by side differ by up to a third of it.
            let tolerance = max(1.5, min(glyph.box.height, 24) * 0.4)
            if !current.isEmpty, glyph.box.midY - centre > tolerance { flush() }
            if current.isEmpty {
                centre = glyph.box.midY
            } else {
                centre += (glyph.box.midY - centre) / Double(current.count + 1)
            }
            current.append(glyph)
        }
        flush()
        return lines
    }

    private init(unordered: [Glyph]) {
        let ordered = unordered.ordered { ($0.box.x0, $0.scalar.value) < ($1.box.x0, $1.scalar.value) }
        var kept: [Glyph] = []
        kept.reserveCapacity(ordered.count)
        for glyph in ordered {
            if let last = kept.last, last.scalar == glyph.scalar,
                abs(last.box.x0 - glyph.box.x0) < glyph.box.width * 0.3
            {
                continue
            }
            kept.append(glyph)
        }
        let box = kept.dropFirst().reduce(kept[0].box) { $0.union($1.box) }
        self.init(glyphs: kept, box: box)
    }
}

extension [Glyph] {
    /// The glyphs in an order that most pages have them in already.
    fileprivate func ordered(by areInOrder: (Glyph, Glyph) -> Bool) -> [Glyph] {
        for index in indices.dropFirst() where areInOrder(self[index], self[index - 1]) {
            return sorted(by: areInOrder)
        }
        return self
    }
}
