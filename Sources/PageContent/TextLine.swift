/// Glyphs that stand on one line, left to right.
package struct TextLine: Sendable {
    /// As they stand on the page: a slice of its glyphs where these came in order.
    package var glyphs: ArraySlice<Glyph>
    /// Where the line stands.
    package var box: Rect

    package init(glyphs: ArraySlice<Glyph>, box: Rect) {
        self.glyphs = glyphs
        self.box = box
    }

    /// The line as printed: a space where a gap of half a character or more stands between two glyphs.
    package var text: String {
        guard zip(glyphs, glyphs.dropFirst()).contains(where: Self.isGap) else { return compact }
        var scalars: [Unicode.Scalar] = []
        scalars.reserveCapacity(glyphs.count * 2)
        var last: Glyph?
        for glyph in glyphs {
            if let last, Self.isGap(last, glyph) { scalars.append(" ") }
            scalars.append(glyph.scalar)
            last = glyph
        }
        return String(scalars: scalars)
    }

    private static func isGap(_ glyph: Glyph, _ next: Glyph) -> Bool {
        next.box.x0 - glyph.box.x1 > max(1, min(glyph.box.width, next.box.width) * 0.5)
    }

    /// The line without any white space.
    package var compact: String { String(scalars: scalars) }

    /// The characters of the line, none of them white space.
    package var scalars: GlyphText { GlyphText(glyphs) }

    /// The line and its glyphs at another place, so many points to the right and down.
    package func moved(x: Double = 0, y: Double = 0) -> TextLine {
        let glyphs = glyphs.map { glyph in
            var glyph = glyph
            glyph.box = glyph.box.moved(x: x, y: y)
            return glyph
        }
        return TextLine(glyphs: glyphs[...], box: box.moved(x: x, y: y))
    }
}

extension TextLine {
    /// Groups glyphs into lines from top to bottom, and behind these what is written in other directions, each in its
    /// own. White space is dropped, and so is a glyph that is printed twice at the same place (fake bold).
    package static func lines(of glyphs: [Glyph]) -> [TextLine] {
        guard glyphs.contains(where: { $0.direction != .upright }) else { return uprightLines(of: glyphs) }
        return Direction.allCases.flatMap { direction in
            let written = glyphs.filter { $0.direction == direction }.map { $0.turned(from: direction) }
            return uprightLines(of: written).map { $0.turned(back: direction) }
        }
    }

    private static func uprightLines(of glyphs: [Glyph]) -> [TextLine] {
        let visible = glyphs.allSatisfy { $0.scalar.isVisible } ? glyphs : glyphs.filter { $0.scalar.isVisible }
        let ordered = visible.ordered { ($0.box.midY, $0.box.x0) < ($1.box.midY, $1.box.x0) }
        var lines: [TextLine] = []
        var start = 0
        var centre = 0.0
        for index in ordered.indices {
            let box = ordered[index].box
            // Glyphs of one line share their vertical centre within a fraction of their height; Latin and CJK
            // fonts set side by side differ by up to a third of it.
            if index > start, box.midY - centre > max(1.5, min(box.height, 24) * 0.4) {
                lines.append(TextLine(unordered: ordered[start..<index]))
                start = index
            }
            centre = index == start ? box.midY : centre + (box.midY - centre) / Double(index - start + 1)
        }
        if start < ordered.count { lines.append(TextLine(unordered: ordered[start...])) }
        return lines.count > 1 ? withIndices(lines) : lines
    }

    /// Lines with those of smaller letters, set lower or higher in their gaps, back in them: `PM₂.₅`, `m³`.
    private static func withIndices(_ lines: [TextLine]) -> [TextLine] {
        var lines = lines
        var index = 0
        while index < lines.count {
            let homes = [index - 1, index + 1].filter {
                lines.indices.contains($0) && lines[index].isIndex(in: lines[$0])
            }
            let home = homes.max { lines[$0].overlap(with: lines[index]) < lines[$1].overlap(with: lines[index]) }
            guard let home else {
                index += 1
                continue
            }
            lines[home] = TextLine(unordered: lines[home].glyphs + lines[index].glyphs)
            lines.remove(at: index)
        }
        return lines
    }

    /// Letters of an index are smaller than this part of the line's.
    private static let largestIndex: Float = 0.75
    /// Of its height an index has at least this part in the line.
    private static let leastOverlap = 0.4

    private func overlap(with line: TextLine) -> Double {
        min(box.y1, line.box.y1) - max(box.y0, line.box.y0)
    }

    private func isIndex(in line: TextLine) -> Bool {
        guard let size = line.glyphs.first?.size, glyphs.count < line.glyphs.count,
            glyphs.allSatisfy({ $0.size < Self.largestIndex * size }),
            overlap(with: line) > Self.leastOverlap * box.height
        else { return false }
        // It stands in a gap, right behind a letter.
        return !glyphs.contains { small in
            line.glyphs.contains { min($0.box.x1, small.box.x1) - max($0.box.x0, small.box.x0) > 0.3 * small.box.width }
        }
            && glyphs.first.map { first in
                line.glyphs.contains { abs(first.box.x0 - $0.box.x1) < 0.3 * Double(size) }
            } == true
    }

    /// - Parameter unordered: at least one glyph.
    private init(unordered: ArraySlice<Glyph>) {
        var glyphs = unordered.ordered { ($0.box.x0, $0.scalar.value) < ($1.box.x0, $1.scalar.value) }
        if zip(glyphs, glyphs.dropFirst()).contains(where: Self.isPrintedAgain) {
            var kept: [Glyph] = []
            for glyph in glyphs where !(kept.last.map { Self.isPrintedAgain($0, glyph) } ?? false) {
                kept.append(glyph)
            }
            glyphs = kept[...]
        }
        self.init(glyphs: glyphs, box: glyphs.reduce(glyphs[glyphs.startIndex].box) { $0.union($1.box) })
    }

    private static func isPrintedAgain(_ glyph: Glyph, _ next: Glyph) -> Bool {
        // Offsets up to a third of the glyph were seen; the same letter stands nowhere nearer.
        glyph.scalar == next.scalar && !glyph.isCut && !next.isCut
            && abs(glyph.box.x0 - next.box.x0) < next.box.width * 0.35
    }
}

extension Glyph {
    fileprivate func turned(from direction: Direction) -> Glyph {
        var glyph = self
        glyph.box = box.turned(from: direction)
        return glyph
    }
}

extension TextLine {
    fileprivate func turned(back direction: Direction) -> TextLine {
        guard direction != .upright else { return self }
        let glyphs = glyphs.map { glyph in
            var glyph = glyph
            glyph.box = glyph.box.turned(from: direction.opposite)
            return glyph
        }
        return TextLine(glyphs: glyphs[...], box: box.turned(from: direction.opposite))
    }
}

extension Unicode.Scalar {
    fileprivate var isVisible: Bool { value > 0x20 && !isSpace }
}

extension RandomAccessCollection<Glyph> where Self: RangeReplaceableCollection, Index == Int {
    /// The glyphs in an order that most pages have them in already.
    fileprivate func ordered(by areInOrder: (Glyph, Glyph) -> Bool) -> Self {
        for index in indices.dropFirst() where areInOrder(self[index], self[index - 1]) {
            return Self(sorted(by: areInOrder))
        }
        return self
    }
}
