import PageContent

/// Tells how many cells of the grid an extractor counted for a wide character.
///
/// Terminals give it two. `pdftotext -layout` and pypdf's layout mode pad their lines by characters, wide or not:
/// measured on poppler 22.12 and pypdf 6, where columns line up only if every character takes one cell.
enum TextAlignment {
    /// 1 or 2: the count under which more words behind a gap begin or end in the same place of their lines.
    static func wideCells(of scalars: [Unicode.Scalar]) -> Int {
        var narrow = Histogram()
        var wide = Histogram()
        var line = Line()
        for scalar in scalars {
            switch scalar.value {
            case 0x0A...0x0D, 0x85, 0x2028, 0x2029:
                line.endWord(narrow: &narrow, wide: &wide)
                line = Line()
            case 0x09, 0x20, 0xA0, 0x2000...0x200A, 0x202F, 0x3000:
                line.endWord(narrow: &narrow, wide: &wide)
                line.gap += 1
                line.characters += 1
                line.cells += scalar.value == 0x3000 ? 2 : 1
            default:
                line.beginWord(narrow: &narrow, wide: &wide)
                line.characters += 1
                line.cells += scalar.cellWidth
            }
        }
        line.endWord(narrow: &narrow, wide: &wide)
        return narrow.concentration > wide.concentration ? 1 : 2
    }

    /// How often words begin or end at each place.
    private struct Histogram {
        private var counts: [Int: Int] = [:]

        mutating func add(_ place: Int) { counts[place, default: 0] += 1 }

        var concentration: Int { counts.values.reduce(0) { $0 + $1 * $1 } }
    }

    /// What was read of a line.
    private struct Line {
        var characters = 0
        var cells = 0
        /// Blanks since the last word.
        var gap = 0
        var isInWord = false
        /// The word stands behind a gap and a wide character: both counts put it in different places.
        private var tells = false

        mutating func beginWord(narrow: inout Histogram, wide: inout Histogram) {
            guard !isInWord else { return }
            isInWord = true
            tells = gap >= 2 && cells > characters
            gap = 0
            guard tells else { return }
            narrow.add(characters)
            wide.add(cells)
        }

        mutating func endWord(narrow: inout Histogram, wide: inout Histogram) {
            guard isInWord else { return }
            isInWord = false
            guard tells else { return }
            // Ends have a range of their own, apart from beginnings.
            narrow.add(-1 - characters)
            wide.add(-1 - cells)
        }
    }
}
