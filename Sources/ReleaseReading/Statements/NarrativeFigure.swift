import BudgetRelease
import FoundationEssentials
import PageContent
import TableReading

/// A sum of money in a sentence: `2026年收入预算1,322.01万元`.
struct NarrativeFigure {
    /// The sentence, and what of it stands in front of the figure.
    var sentence: [Unicode.Scalar]
    var prefix: ArraySlice<Unicode.Scalar>
    /// What of it stands behind the figure's unit.
    var suffix: ArraySlice<Unicode.Scalar>
    var number: PrintedNumber
    var unit: String
    var yuanPerUnit: Int
    var box: Rect

    private static let units: [(name: [Unicode.Scalar], yuan: Int)] = [
        (Array("万元".unicodeScalars), 10_000), (Array("亿元".unicodeScalars), 100_000_000),
        (Array("千元".unicodeScalars), 1_000), (Array("元".unicodeScalars), 1),
    ]
    private static let ends = Set("。；！？".unicodeScalars)

    /// The sums in the sentences of a page's running text.
    static func figures(on page: PageTables) -> [NarrativeFigure] {
        var text: [Unicode.Scalar] = []
        var boxes: [Rect] = []
        for line in page.looseLines where line.glyphs.contains(where: { $0.scalar.isDigit || $0.scalar.isIdeograph }) {
            for glyph in line.glyphs {
                text.append(glyph.scalar)
                boxes.append(glyph.box)
            }
        }
        var figures: [NarrativeFigure] = []
        var index = 0
        var start = 0
        while index < text.count {
            guard text[index].isDigit else {
                if ends.contains(text[index]) { start = index + 1 }
                index += 1
                continue
            }
            var end = index + 1
            while end < text.count, text[end].isFigureMark { end += 1 }
            defer { index = end }
            guard let unit = units.first(where: { text[end...].starts(with: $0.name) }),
                case .number(let number) = PrintedNumber.scan(text[index..<end])
            else { continue }
            let stop = text[end...].prefix(longest).firstIndex(where: ends.contains) ?? min(end + longest, text.count)
            let first = max(start, index - longest)
            figures.append(
                NarrativeFigure(
                    sentence: Array(text[first..<stop]), prefix: text[first..<index],
                    suffix: text[min(end + unit.name.count, stop)..<stop], number: number,
                    unit: String(scalars: unit.name), yuanPerUnit: unit.yuan,
                    box: boxes[index..<end].dropFirst().reduce(boxes[index]) { $0.union($1) }))
        }
        return figures
    }

    /// Characters of a sentence that are kept on either side of its figure.
    private static let longest = 120

    /// What of the sentence stands in front of the figure since its last comma.
    var clause: String {
        let start = prefix.lastIndex { "，、；：,".unicodeScalars.contains($0) }.map { $0 + 1 } ?? prefix.startIndex
        return String(scalars: prefix[start...])
    }

    /// Whether the figure says exactly what something is: four digits or more, behind none of some words.
    func isExactly(of words: [String]) -> Bool {
        let digits = String(number.value.plainNotation.filter(\.isNumber)).drop { $0 == "0" }
        let clause = clause
        return digits.count > 3 && !words.contains { clause.contains(word: $0) }
    }

    /// Hundredths of a yuan, and half a unit in the last printed place; nil beyond what counts exactly.
    var hundredths: (value: Int, half: Int)? {
        guard let value = Hundredths.of(number.value, yuanPerUnit: yuanPerUnit) else { return nil }
        var unit = yuanPerUnit * 100
        for _ in 0..<number.decimals { unit /= 10 }
        return (value, unit / 2)
    }
}

/// Amounts as whole hundredths of a yuan.
enum Hundredths {
    private static let most = 9e15

    static func of(_ amount: Decimal, yuanPerUnit: Int) -> Int? {
        guard let value = Double(amount.plainNotation) else { return nil }
        let hundredths = (value * Double(yuanPerUnit) * 100).rounded()
        return abs(hundredths) < most ? Int(hundredths) : nil
    }
}
