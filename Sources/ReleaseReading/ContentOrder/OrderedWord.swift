import BudgetRelease
import PageContent

/// A cell, or a piece of one, in a text that gives cells one behind the other.
struct OrderedWord: Equatable {
    var text: [Unicode.Scalar]
    /// The line of the text that it stands on.
    var line: FlowLine
    /// Nothing stands before it on its line.
    var beginsLine: Bool

    var compact: String { String(scalars: text) }
    var isDigits: Bool { text.allSatisfy(\.isDigit) }

    /// Whether it is an amount of a table.
    ///
    /// - Parameter acceptsIntegers: the table prints amounts without decimals.
    func isAmount(acceptsIntegers: Bool) -> Bool {
        if text.last == "%" || text.last == "％" { return PrintedNumber.decimals(of: text.dropLast()) != nil }
        return FlowLine.isAmount(text[...], acceptsIntegers: acceptsIntegers)
    }

    /// The words of a line: letters that are set apart, `合 计`, are one, and so is a year before 年. An amount that a text
    /// is glued to is parted from it.
    static func words(of line: FlowLine) -> [OrderedWord] {
        var words: [OrderedWord] = []
        var letters: [Unicode.Scalar] = []
        func add(_ text: [Unicode.Scalar]) {
            words.append(OrderedWord(text: text, line: line, beginsLine: words.isEmpty))
        }
        func endLetters() {
            guard !letters.isEmpty else { return }
            let half = letters.count / 2
            if letters.count == 4, sides.contains(Array(letters[..<half])), sides.contains(Array(letters[half...])) {
                add(Array(letters[..<half]))
                letters.removeFirst(half)
            }
            add(letters)
            letters = []
        }
        for word in line.words {
            for part in parts(of: Array(line.scalars(of: word))) {
                if letters == [partsOfCode[2]], part != ["目"] { endLetters() }
                if part.count == 1, part[0].isIdeograph, !partsOfCode.contains(part[0]) {
                    letters += part
                    continue
                }
                if part == [partsOfCode[2]], letters.isEmpty {
                    letters = part
                    continue
                }
                endLetters()
                if let last = words.last, belongs(part, behind: last.text) {
                    words[words.count - 1].text += part
                } else {
                    add(part)
                }
            }
        }
        endLetters()
        return words
    }

    private static let sides = [Array("收入".unicodeScalars), Array("支出".unicodeScalars)]
    /// Cells of their own; 项 may begin 项目 too.
    private static let partsOfCode = Array("类款项".unicodeScalars)

    private static func belongs(_ text: [Unicode.Scalar], behind last: [Unicode.Scalar]) -> Bool {
        if text.first == "年", last.count >= 4, last.suffix(4).allSatisfy(\.isDigit) { return true }
        return last.last == "：" || text.first == "："
    }

    /// An amount with two decimals and the text behind it.
    private static func parts(of text: [Unicode.Scalar]) -> [[Unicode.Scalar]] {
        guard let point = text.firstIndex(of: "."), point > 0, text.count > point + 3,
            PrintedNumber.hasDecimals(text[..<(point + 3)])
        else { return [text] }
        let rest = Array(text[(point + 3)...])
        let item = rest.drop(while: \.isDigit)
        let begins = rest.first.map { $0.isIdeograph || $0 == "（" || $0 == "(" } ?? false
        guard begins || (item.first == "、" && item.count < rest.count) else { return [text] }
        return [Array(text[..<(point + 3)]), rest]
    }
}
