/// Finds out whether glyphs leave ink that should leave none by their character: a dash may be called a space.
///
/// Pages are painted without fonts, which takes half as long and tells everything else. Where a glyph without a visible
/// character may matter, its page is painted once more with the fonts of the file; each glyph of a font is asked once.
struct InkQuestions: ~Copyable {
    private let bytes: [UInt8]
    private let passwords: [String]
    /// The document once more: fonts that were not loaded for a document are never loaded for it.
    private var document: PopplerDocument?
    /// What is known of glyphs, by the numbers that their fonts have without being loaded.
    private var known: [Painting.Code: Painting.Facts] = [:]

    init(bytes: [UInt8], passwords: [String]) {
        self.bytes = bytes
        self.passwords = passwords
    }

    /// Tells the glyphs of a page whether they leave ink, where that may matter.
    ///
    /// - Parameter page: 0-based.
    mutating func answer(on page: Int, in painting: inout Painting) {
        let asked = painting.glyphs.indices.filter { Self.matters($0, in: painting.glyphs) }
        guard !asked.isEmpty else { return }
        if asked.contains(where: { known[painting.glyphs[$0].code] == nil }) { ask(asked, on: page, in: painting) }
        for index in asked {
            guard let facts = known[painting.glyphs[index].code] else { continue }
            painting.glyphs[index].facts.subtract([.ink, .dash, .inkUnknown])
            painting.glyphs[index].facts.formUnion(facts)
        }
    }

    private mutating func ask(_ asked: [Int], on page: Int, in painting: Painting) {
        if document == nil { document = try? PopplerDocument(bytes: bytes, passwords: passwords) }
        let second = try? document?.page(at: page)?.painting(
            ofPage: page + 1, glyphLimit: .max, markLimit: 0, usesFonts: true)
        for index in asked {
            let glyph = painting.glyphs[index]
            // The same page is painted in the same order.
            let answer = second.flatMap { $0.glyphs.indices.contains(index) ? $0.glyphs[index] : nil }
            let facts = answer?.code.code == glyph.code.code ? answer?.facts : nil
            known[glyph.code] = known[glyph.code] ?? facts?.intersection([.ink, .dash, .inkUnknown]) ?? .inkUnknown
        }
    }

    /// Whether a glyph may be a sign or a lost character: it has no character, or one that no text needs, or it is white
    /// space that stands right in front of a figure.
    private static func matters(_ index: Int, in glyphs: [Painting.Glyph]) -> Bool {
        let glyph = glyphs[index]
        guard glyph.facts.contains(.inkUnknown), glyph.isBlank else { return false }
        switch glyph.scalar {
        case 0x20, 0xA0, 0x2000...0x200A, 0x202F, 0x205F, 0x3000:
            guard index + 1 < glyphs.count, glyphs[index + 1].isDigit, glyphs[index + 1].continues(glyph) else {
                return false
            }
            // Behind a word it parts the two; several of them set the figure off from the edge.
            guard index > 0, glyph.continues(glyphs[index - 1]) else { return true }
            return glyphs[index - 1].isBlank && glyphs[index - 1].code != glyph.code
        default:
            return true
        }
    }
}
