import PageContent

/// Small raised digits beside figures are marks of notes: they are read as the superscripts that they show.
enum RaisedMarks {
    /// A mark is smaller than this part of the figure's size, and stands higher by parts of it within these.
    private static let largest: Float = 0.78
    private static let heights = 0.12...0.75
    /// How far it may stand from its figure, in parts of the figure's size.
    private static let gaps = -0.2...0.6
    private static let rowHeight = 12.0

    private static let superscripts: [Unicode.Scalar: Unicode.Scalar] = [
        "0": "⁰", "1": "¹", "2": "²", "3": "³", "4": "⁴", "5": "⁵", "6": "⁶", "7": "⁷", "8": "⁸", "9": "⁹", "(": "⁽",
        ")": "⁾", "（": "⁽", "）": "⁾",
    ]

    static func name(_ glyphs: inout [Glyph]) {
        let largestSize = glyphs.lazy.filter(\.isOfFigure).map(\.size).max() ?? 0
        let small = glyphs.indices.filter {
            superscripts[glyphs[$0].scalar] != nil && glyphs[$0].size < largest * largestSize
                && glyphs[$0].direction == .upright
        }
        guard !small.isEmpty else { return }
        var rows: [Int: [Int]] = [:]
        for index in glyphs.indices where glyphs[index].isOfFigure && glyphs[index].direction == .upright {
            rows[Int(glyphs[index].baseline / rowHeight), default: []].append(index)
        }
        var found = Set<Int>()
        // A mark of several digits is told from its figure outwards.
        var waiting = small
        while true {
            let before = found.count
            waiting.removeAll { index in
                let row = Int(glyphs[index].baseline / rowHeight)
                let near = (row - 1...row + 2).lazy.flatMap { rows[$0] ?? [] }
                guard near.contains(where: { isRaised(glyphs[index], beside: glyphs[$0], isMark: found.contains($0)) })
                else { return false }
                found.insert(index)
                return true
            }
            if found.count == before { break }
        }
        for index in found { if let raised = superscripts[glyphs[index].scalar] { glyphs[index].scalar = raised } }
    }

    /// - Parameter isMark: the other is one itself.
    private static func isRaised(_ glyph: Glyph, beside other: Glyph, isMark: Bool) -> Bool {
        let size = Double(other.size)
        let gap = max(glyph.box.x0 - other.box.x1, other.box.x0 - glyph.box.x1)
        guard gaps.contains(gap / size) else { return false }
        if isMark { return abs(glyph.size - other.size) < 0.1 && abs(glyph.baseline - other.baseline) < 0.1 * size }
        return glyph.size < largest * other.size && heights.contains((other.baseline - glyph.baseline) / size)
    }
}

extension Glyph {
    fileprivate var isOfFigure: Bool {
        (0x30...0x39).contains(scalar.value) || scalar == "." || scalar == "," || scalar == ")" || scalar == "("
    }
}
