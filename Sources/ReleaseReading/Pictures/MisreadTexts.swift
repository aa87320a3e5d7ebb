import BudgetRelease
import PageContent

/// Mends what was misread on pages that are pictures, line by line: a line that is a known text but for signs that were in
/// doubt, or that look alike, is that text; one that is a known text as it was read is in no doubt.
struct MisreadTexts {
    private let known: KnownWordings

    init(catalogue: FormCatalogue) { known = KnownWordings(catalogue: catalogue) }

    /// A sign that is surer, nine in ten, was not misread but for one that looks alike.
    private static let sure: UInt8 = 230

    func mend(_ page: inout Page) {
        pairQuotes(&page.glyphs)
        for line in page.glyphs.lines where page.glyphs[line].contains(where: { $0.certainty < 255 }) {
            mend(&page.glyphs, line)
        }
    }

    private func mend(_ glyphs: inout [Glyph], _ line: Range<Int>) {
        closeBrackets(&glyphs, line)
        let text = Self.withoutNumber(glyphs, line)
        // Folding drops quotes, so that places no longer are those of the line.
        let folded = CompactText.foldedScalars(glyphs[text].map(\.scalar))
        guard folded.count > 1, folded.count == text.count else { return }
        if known.contains(folded) {
            for index in text { glyphs[index].doubts.remove(.unclear) }
            return
        }
        let wording = known.only(like: folded) { index, scalar in
            let glyph = glyphs[text.lowerBound + index]
            return glyph.mayBe(scalar) ? .alike : glyph.certainty < Self.sure ? .open : .closed
        }
        guard let wording else { return }
        for (index, scalar) in zip(text, wording) where folded[index - text.lowerBound] != scalar {
            glyphs[index].correct(to: scalar)
        }
        for index in text { glyphs[index].doubts.remove(.unclear) }
    }

    /// The line without the number that its text has in a list.
    private static func withoutNumber(_ glyphs: [Glyph], _ line: Range<Int>) -> Range<Int> {
        let numeral = line.prefix { glyphs[$0].scalar.isItemNumeral }
        guard let next = numeral.last.map({ $0 + 1 }), line.contains(next),
            "、.．".unicodeScalars.contains(glyphs[next].scalar)
        else { return line }
        return next + 1..<line.upperBound
    }

    /// Brackets are of one width: where the two of a pair differ, the surer tells.
    private func closeBrackets(_ glyphs: inout [Glyph], _ line: Range<Int>) {
        var open: Int?
        for index in line {
            switch glyphs[index].scalar {
            case "(", "（": open = index
            case ")", "）":
                guard let first = open else { continue }
                open = nil
                let isWide = (glyphs[first].scalar == "（", glyphs[index].scalar == "）")
                guard isWide.0 != isWide.1 else { continue }
                let widens = glyphs[first].certainty >= glyphs[index].certainty ? isWide.0 : isWide.1
                glyphs[first].scalar = widens ? "（" : "("
                glyphs[index].scalar = widens ? "）" : ")"
            default: break
            }
        }
    }

    /// Among ideographs quotes open and close in turn, whichever of their forms was read; small as they are, they may have been
    /// read apart from their line.
    private func pairQuotes(_ glyphs: inout [Glyph]) {
        let quotes = glyphs.indices.filter { "\"“”".unicodeScalars.contains(glyphs[$0].scalar) }
            .sorted { glyphs[$0].box.midY < glyphs[$1].box.midY }
        var row: [Int] = []
        func pair() {
            guard row.count % 2 == 0 else { return }
            for (count, index) in row.sorted(by: { glyphs[$0].box.x0 < glyphs[$1].box.x0 }).enumerated() {
                glyphs[index].scalar = count % 2 == 0 ? "“" : "”"
            }
        }
        for index in quotes {
            if let last = row.last, glyphs[index].box.midY - glyphs[last].box.midY > Double(glyphs[index].size) * 0.6 {
                pair()
                row = []
            }
            row.append(index)
        }
        pair()
    }
}

extension [Glyph] {
    /// The places of those that were read as one line each.
    var lines: [Range<Int>] {
        var lines: [Range<Int>] = []
        for index in indices {
            if let last = lines.last, self[last.lowerBound].run == self[index].run {
                lines[lines.count - 1] = last.lowerBound..<index + 1
            } else {
                lines.append(index..<index + 1)
            }
        }
        return lines
    }
}

extension Glyph {
    /// What the reader is less sure of was nearly read as its second.
    private static let nearly: UInt8 = 250

    /// Whether it may have been misread for another character: it was nearly read as that, or looks like it.
    func mayBe(_ other: Unicode.Scalar) -> Bool {
        second == other && certainty < Self.nearly || LookAlikes.areAlike(scalar, other)
    }

    /// Gives it another character than was read; what was read is kept as its second.
    mutating func correct(to other: Unicode.Scalar) {
        second = scalar
        scalar = other
        doubts.insert(.corrected)
    }
}
