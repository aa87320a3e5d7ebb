import PageContent
import Testing

@testable import ScanReading

@Suite struct ReadLineTests {
    /// Signs in boxes of their own, an ideograph 40 pixels wide and a digit 20.
    private func line(_ text: String, confidence: Float = 0.99, isDisputed: Bool = false, hasHoles: Bool = false)
        -> ReadLine
    {
        var x = 0.0
        let signs = text.unicodeScalars.map { scalar in
            let width: Double = scalar.isIdeographHigh || "（）".unicodeScalars.contains(scalar) ? 40 : 20
            defer { x += width }
            return ReadCharacter(
                scalar: scalar, second: "\0", confidence: confidence, secondConfidence: 0, x0: x, x1: x + width,
                isUnderSeal: false)
        }
        return ReadLine(
            characters: signs, box: PixelBox(x0: 0, y0: 100, x1: Int(x), y1: 138), isDisputed: isDisputed,
            hasHoles: hasHoles)
    }

    private func doubts(_ line: ReadLine, isBilevel: Bool = false, resolution: Double = 200) -> [ReadingDoubts] {
        let doubts = LineDoubts(isBilevel: isBilevel, resolution: resolution)
        return line.characters.map { doubts.doubts(about: $0, in: line) }
    }

    @Test func whatIsSureIsInNoDoubt() {
        #expect(doubts(line("行政运行1,234.50")).allSatisfy { $0.isEmpty })
    }

    @Test func whatIsUnsureIsInDoubt() {
        #expect(doubts(line("行政", confidence: 0.85)).allSatisfy { $0 == .unclear })
        // Figures were all right that were surer than 0.8.
        #expect(doubts(line("12", confidence: 0.85)).allSatisfy { $0.isEmpty })
        #expect(doubts(line("12", confidence: 0.7)).allSatisfy { $0 == .unclear })
        #expect(doubts(line("12", isDisputed: true)).allSatisfy { $0 == .unclear })
        #expect(doubts(line("行政", hasHoles: true)).allSatisfy { $0 == .unclear })
    }

    @Test func coarseBlackAndWhiteLeavesFiguresToSums() {
        #expect(doubts(line("12"), isBilevel: true, resolution: 200).allSatisfy { $0 == .coarse })
        #expect(doubts(line("12"), isBilevel: true, resolution: 300).allSatisfy { $0.isEmpty })
    }

    @Test func oneSignOfTwoWidthsIsOneSign() {
        let sign = ReadCharacter(
            scalar: "(", second: "（", confidence: 0.55, secondConfidence: 0.44, x0: 0, x1: 1, isUnderSeal: false)
        #expect(sign.certainty > 0.98)
    }

    @Test func bracketsAreAsWideAsTheirRoom() {
        let wide = line("因公出国（境）费").characters
        var read = wide
        read[4].scalar = "("
        #expect(
            read.withBracketsByRoom(in: PixelBox(x0: 0, y0: 0, x1: 320, y1: 40), body: 40).map(\.scalar)
                == wide.map(\.scalar))
        let narrow = line("因公出国(境)费").characters
        read = narrow
        read[4].scalar = "（"
        #expect(
            read.withBracketsByRoom(in: PixelBox(x0: 0, y0: 0, x1: 280, y1: 40), body: 40).map(\.scalar)
                == narrow.map(\.scalar))
    }
}
