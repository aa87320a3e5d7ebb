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
            let width: Double = scalar.isIdeographHigh || "（）：".unicodeScalars.contains(scalar) ? 40 : 20
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

    /// The ink of signs in bodies of 40 and 20 pixels: wide brackets fill the third of their body that faces what they hold.
    private func ink(of text: String) -> [Bool] {
        text.unicodeScalars.flatMap { scalar -> [Bool] in
            let (empty, filled, rest) =
                switch scalar {
                case "（": (26, 10, 4)
                case "）": (4, 10, 26)
                case "：": (8, 4, 28)
                case "(", ")", ":": (5, 10, 5)
                case "0"..."9": (1, 18, 1)
                default: (2, 36, 2)
                }
            return [false, true, false].enumerated().flatMap { index, isInk in
                Array(repeating: isInk, count: [empty, filled, rest][index])
            }
        }
    }

    @Test(arguments: ["因公出国（境）费", "因公出国(境)费", "（三）", "计算机（台式）", "表2：收入", "单位:万元"])
    func signsAreAsWideAsTheirRoom(text: String) {
        let printed = line(text).characters
        var read = printed
        for index in read.indices {
            switch read[index].scalar {
            case "（": read[index].scalar = "("
            case ")": read[index].scalar = "）"
            case "：": read[index].scalar = ":"
            case ":": read[index].scalar = "："
            default: break
            }
        }
        #expect(
            read.withWidthsByRoom(ink: ink(of: text), from: 0, body: 40).map(\.scalar) == printed.map(\.scalar))
    }
}
