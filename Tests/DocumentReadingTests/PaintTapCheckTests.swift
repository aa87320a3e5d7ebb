import Testing

@testable import DocumentReading

/// The check at start says so when one of the things that a reading relies on is not told.
@Suite struct PaintTapCheckTests {
    @Test func thePaintTapIsInForce() throws {
        #expect(CheckDocument.isSeenRight(try #require(CheckDocument.painting)))
    }

    @Test(arguments: [
        Painting.Facts.painted, .clipped, .underFill, .elsewhere, .annotation, .masked,
    ])
    func aFactThatIsNotToldIsNoticed(fact: Painting.Facts) throws {
        var painting = try #require(CheckDocument.painting)
        for index in painting.glyphs.indices { painting.glyphs[index].facts.remove(fact) }
        #expect(!CheckDocument.isSeenRight(painting))
    }

    @Test func charactersRunsAndMarksThatAreNotToldAreNoticed() throws {
        let painting = try #require(CheckDocument.painting)
        var changed = painting
        changed.glyphs = []
        #expect(!CheckDocument.isSeenRight(changed))
        changed = painting
        for index in changed.glyphs.indices { changed.glyphs[index].run = 1 }
        #expect(!CheckDocument.isSeenRight(changed))
        changed = painting
        changed.marks = []
        #expect(!CheckDocument.isSeenRight(changed))
        changed = painting
        for index in changed.glyphs.indices { changed.glyphs[index].origin.x += 5 }
        #expect(!CheckDocument.isSeenRight(changed))
    }

    /// What stands among the bytes of a picture is no text.
    @Test func pictureBytesAreNoText() throws {
        var painting = try #require(CheckDocument.painting)
        var garbled = painting.glyphs[0]
        garbled.scalar = 0x4B
        painting.glyphs.append(garbled)
        #expect(!CheckDocument.isSeenRight(painting))
    }
}
