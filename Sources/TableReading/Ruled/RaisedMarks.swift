import PageContent

/// Small raised digits right beside a figure of their cell are marks of notes: they are read as the superscripts that they
/// show.
enum RaisedMarks {
    /// A mark is smaller than this part of the figure's size, and stands higher by parts of it within these.
    private static let largest: Float = 0.78
    private static let heights = 0.12...0.75
    /// How far it may stand from its figure, in parts of the figure's size.
    private static let gaps = -0.2...0.35

    private static let superscripts: [Unicode.Scalar: Unicode.Scalar] = [
        "0": "⁰", "1": "¹", "2": "²", "3": "³", "4": "⁴", "5": "⁵", "6": "⁶", "7": "⁷", "8": "⁸", "9": "⁹", "(": "⁽",
        ")": "⁾", "（": "⁽", "）": "⁾",
    ]

    /// - Parameter glyphs: those of one cell, or of what stands in none.
    static func name(_ glyphs: inout [Glyph]) {
        guard let size = glyphs.first?.size, glyphs.contains(where: { $0.size != size }) else { return }
        var bySize: [Int: [Int]] = [:]
        for index in glyphs.indices where glyphs[index].isOfFigure && glyphs[index].direction == .upright {
            bySize[Int((glyphs[index].size * 4).rounded()), default: []].append(index)
        }
        guard bySize.count > 1 else { return }
        var found = Set<Int>()
        for (small, marks) in bySize {
            var beside: [Int] = []
            for (size, figures) in bySize where Float(small) < largest * Float(size) { beside += figures }
            guard !beside.isEmpty else { continue }
            let squares = Dictionary(grouping: beside) { Square(glyphs[$0]) }
            // Marks may have several characters: they are told from their figure outwards.
            var waiting = marks.filter { superscripts[glyphs[$0].scalar] != nil }
            var raised = waiting.filter { mark in
                Square(glyphs[mark]).around.contains { square in
                    squares[square]?.contains { isRaised(glyphs[mark], beside: glyphs[$0], isMark: false) } ?? false
                }
            }
            while !raised.isEmpty {
                found.formUnion(raised)
                waiting.removeAll { found.contains($0) }
                raised = waiting.filter { mark in
                    raised.contains { isRaised(glyphs[mark], beside: glyphs[$0], isMark: true) }
                }
            }
        }
        for index in found { if let raised = superscripts[glyphs[index].scalar] { glyphs[index].scalar = raised } }
    }

    /// A part of the page that glyphs near one another share, or have side by side.
    private struct Square: Hashable {
        var column: Int
        var row: Int

        private static let side = 24.0

        init(_ glyph: Glyph) {
            column = Int(glyph.box.midX / Self.side)
            row = Int(glyph.baseline / Self.side)
        }

        var around: [Square] {
            (column - 1...column + 1).flatMap { column in
                (row - 1...row + 1).map { row in
                    var square = self
                    square.column = column
                    square.row = row
                    return square
                }
            }
        }
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
        switch scalar {
        case "0"..."9", ".", ",", "(", ")", "（", "）": true
        default: false
        }
    }
}
