package import PageContent

/// Whether a text standing alone is a figure.
package typealias FigureTest = (GlyphText) -> Bool
/// Whether a line is the title of a table.
package typealias TitleTest = (GlyphText) -> Bool
/// Whether a text, of all the lines of one cell, is a known heading.
package typealias HeadingTest = ([Unicode.Scalar]) -> Bool

/// A run of glyphs on one line without a gap that a column could stand in. `SegmentedLines` has the glyphs.
struct TextSegment {
    /// The line that it stands on, and its glyphs on that.
    fileprivate let line: Int
    fileprivate let range: Range<Int>
    /// How far the segment stands from its place on the line.
    fileprivate private(set) var shift: Double
    private(set) var box: Rect
    /// Its glyphs.
    var count: Int { range.count }
    /// Where its middle stood on a character grid before it was straightened.
    private(set) var printedMiddle: Double?
    /// Whether its text standing alone is a figure.
    let isFigure: Bool
    /// Whether it is a sum of money and no code.
    let isSum: Bool
    /// Neither a figure nor a dash.
    let isWord: Bool
    let hasColon: Bool
    /// A comma or a point as figures have them.
    let hasSeparator: Bool

    /// - Parameter glyphs: those of the range, at least one.
    fileprivate init(
        line: Int, range: Range<Int>, shift: Double, glyphs: ArraySlice<Glyph>, printedMiddle: Double?, isFigure: Bool
    ) {
        self.line = line
        self.range = range
        self.shift = shift
        self.printedMiddle = printedMiddle
        self.isFigure = isFigure
        var hasColon = false
        var hasSeparator = false
        var box = glyphs[range.lowerBound].box
        for glyph in glyphs {
            box = box.union(glyph.box)
            switch glyph.scalar {
            case "：", ":": hasColon = true
            case ",", ".": hasSeparator = true
            default: break
            }
        }
        box.x0 += shift
        box.x1 += shift
        self.box = box
        self.hasColon = hasColon
        self.hasSeparator = hasSeparator
        let only = glyphs.count == 1 ? glyphs.first?.scalar : nil
        isSum = isFigure && (hasSeparator || only == "0")
        isWord = !isFigure && only != "-" && only != "—"
    }

    /// The segment at another place of its line.
    func moved(by distance: Double) -> TextSegment {
        var moved = self
        moved.printedMiddle = box.midX
        moved.shift += distance
        moved.box.x0 += distance
        moved.box.x1 += distance
        return moved
    }
}

/// Lines of a page while they are read as runs.
final class SegmentedLines {
    private var lines: [TextLine] = []
    private let isFigure: FigureTest

    init(isFigure: @escaping FigureTest) { self.isFigure = isFigure }

    // MARK: Segments

    /// Takes up a line and cuts it.
    func segments(of line: TextLine, em: Double) -> [TextSegment] {
        lines.append(line)
        return line.runs(em: em).map { segment(line: lines.count - 1, range: $0) }
    }

    /// One segment of two, the second behind the first, neither moved from its place.
    func joined(_ first: TextSegment, _ second: TextSegment) -> TextSegment {
        if first.line == second.line, first.range.upperBound == second.range.lowerBound, first.shift == second.shift {
            return segment(
                line: first.line, range: first.range.lowerBound..<second.range.upperBound, shift: first.shift)
        }
        let glyphs = lines[first.line].glyphs[first.range] + lines[second.line].glyphs[second.range]
        lines.append(TextLine(glyphs: glyphs, box: first.box.union(second.box)))
        return segment(line: lines.count - 1, range: glyphs.indices)
    }

    /// The two characters of a word that is printed spread, set beside each other in the middle of their places.
    func closed(_ first: TextSegment, _ second: TextSegment) -> TextSegment {
        var glyphs = Array(lines[first.line].glyphs[first.range] + lines[second.line].glyphs[second.range])
        let middle = (first.box.x0 + second.box.x1) / 2
        var x = middle - glyphs.reduce(0) { $0 + $1.box.width } / 2
        for index in glyphs.indices {
            let width = glyphs[index].box.width
            glyphs[index].box.x0 = x
            glyphs[index].box.x1 = x + width
            x += width
        }
        let box = glyphs.dropFirst().reduce(glyphs[0].box) { $0.union($1.box) }
        lines.append(TextLine(glyphs: glyphs[...], box: box))
        return segment(line: lines.count - 1, range: glyphs.indices)
    }

    /// A segment cut in front of some of its glyphs, counted from its first.
    func cut(_ segment: TextSegment, at offsets: [Int]) -> [TextSegment] {
        zip([0] + offsets, offsets + [segment.range.count]).map { start, end in
            let first = segment.range.lowerBound
            return self.segment(
                line: segment.line, range: first + start..<first + end, shift: segment.shift,
                printedMiddle: segment.printedMiddle)
        }
    }

    private func segment(
        line: Int, range: Range<Int>, shift: Double = 0, printedMiddle: Double? = nil
    ) -> TextSegment {
        let glyphs = lines[line].glyphs[range]
        return TextSegment(
            line: line, range: range, shift: shift, glyphs: glyphs, printedMiddle: printedMiddle,
            isFigure: isFigure(GlyphText(glyphs)))
    }

    // MARK: Contents

    /// The characters of a segment, none of them white space.
    func text(of segment: TextSegment) -> GlyphText { GlyphText(lines[segment.line].glyphs[segment.range]) }

    func text(of segments: some Sequence<TextSegment>) -> [Unicode.Scalar] { segments.flatMap { text(of: $0) } }

    func line(of segment: TextSegment) -> TextLine {
        TextLine(glyphs: lines[segment.line].glyphs[segment.range], box: segment.box)
    }

    /// Calls back with the middle of each of a segment's glyphs on x.
    func forEachMiddle(of segment: TextSegment, _ body: (Double) -> Void) {
        for glyph in lines[segment.line].glyphs[segment.range] {
            body(((glyph.box.x0 + segment.shift) + (glyph.box.x1 + segment.shift)) / 2)
        }
    }

    /// Adds how wide the ideographs of a segment are.
    func add(ideographWidthsOf segment: TextSegment, to widths: inout [Double]) {
        for glyph in lines[segment.line].glyphs[segment.range] where glyph.scalar.value > 0x2E80 {
            widths.append(glyph.box.width)
        }
    }

    /// Adds what the glyphs of a segment cover on x, those together that stand nearer than a gap.
    func add(spansOf segment: TextSegment, nearerThan gap: Double, to spans: inout [ClosedRange<Double>]) {
        for glyph in lines[segment.line].glyphs[segment.range] {
            let left = glyph.box.x0 + segment.shift
            spans.append(left...max(left, glyph.box.x1 + segment.shift), unitedNearerThan: gap)
        }
    }
}

extension TextLine {
    /// The line cut at gaps of half an ideograph: cells of neighbouring columns stand farther apart, letters and
    /// figures of one text stand a quarter apart at most.
    func runs(em: Double) -> [Range<Int>] {
        let gap = 0.5 * em
        var runs: [Range<Int>] = []
        runs.reserveCapacity(8)
        var start = glyphs.startIndex
        var right = -Double.infinity
        for index in glyphs.indices {
            if index > start, glyphs[index].box.x0 - right > gap {
                runs.append(start..<index)
                start = index
                right = -.infinity
            }
            right = max(right, glyphs[index].box.x1)
        }
        if start < glyphs.endIndex { runs.append(start..<glyphs.endIndex) }
        return runs
    }

    /// The width of an ideograph on the line, or twice that of its figures.
    var em: Double {
        let wide = glyphs.lazy.filter { $0.scalar.value > 0x2E80 }.map { $0.box.width }
        return wide.middleOne ?? glyphs.lazy.map { $0.box.width }.middleOne.map { $0 * 2 } ?? 0
    }
}

extension [ClosedRange<Double>] {
    /// Adds an interval: to the last one where it begins in that or behind it, nearer than a gap.
    mutating func append(_ span: ClosedRange<Double>, unitedNearerThan gap: Double) {
        if let last, span.lowerBound >= last.lowerBound, span.lowerBound - last.upperBound < gap {
            self[count - 1] = last.lowerBound...Swift.max(last.upperBound, span.upperBound)
        } else {
            append(span)
        }
    }
}

extension Collection<Double> {
    /// The upper of the middle ones in order; nil where there is none.
    var middleOne: Double? {
        guard let first else { return nil }
        // Most lines are set in one size.
        if allSatisfy({ $0 == first }) { return first }
        let sorted = sorted()
        return sorted[sorted.count / 2]
    }
}
