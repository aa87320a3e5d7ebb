import BudgetRelease
import PageContent

/// A cell, or a piece of one, in a text that gives cells one behind the other.
struct OrderedWord: Equatable {
    var text: [Unicode.Scalar]
    /// The line of the text that it stands on.
    var line: FlowLine
    /// Nothing stands before it on its line.
    var beginsLine: Bool
    /// The cell of its line that it begins in, 0-based.
    var start: Int

    var compact: String { String(scalars: text) }
    var isDigits: Bool { text.allSatisfy(\.isDigit) }

    /// Whether it is an amount of a table.
    ///
    /// - Parameter acceptsIntegers: the table prints amounts without decimals.
    func isAmount(acceptsIntegers: Bool) -> Bool {
        if text.last == "%" || text.last == "％" { return PrintedNumber.decimals(of: text.dropLast()) != nil }
        return FlowLine.isAmount(text[...], acceptsIntegers: acceptsIntegers)
    }

    /// The words of lines: letters that are set apart, `合 计`, are one, and so is a year before 年. An amount that a text is
    /// glued to is parted from it.
    static func words(of line: FlowLine) -> [OrderedWord] {
        var words: [OrderedWord] = []
        for word in line.words {
            for part in parts(of: Array(line.scalars(of: word))) {
                if let last = words.last, belongs(part, behind: last.text) {
                    words[words.count - 1].text += part
                } else {
                    words.append(OrderedWord(text: part, line: line, beginsLine: words.isEmpty, start: word.start))
                }
            }
        }
        return joiningLetters(words)
    }

    /// Words of which those that are set letter by letter are put together, also where each letter is a line.
    static func joiningLetters(_ words: [OrderedWord]) -> [OrderedWord] {
        var joined: [OrderedWord] = []
        var letters: [OrderedWord] = []
        func endLetters() {
            var rest = letters[...]
            letters = []
            while let first = rest.first {
                let text = rest.flatMap(\.text)
                let known = spaced.first { text.starts(with: $0) }?.count ?? rest.count
                joined.append(
                    OrderedWord(
                        text: Array(text[..<known]), line: first.line, beginsLine: first.beginsLine, start: first.start)
                )
                rest = rest.dropFirst(known)
            }
        }
        for word in words {
            if letters.count == mostLetters || letters.last?.text == item && word.text != ["目"] { endLetters() }
            // Behind 款 it is the third part of a code, whatever follows.
            if word.text == item, letters.isEmpty, joined.last?.text == section {
                joined.append(word)
                continue
            }
            if word.text.count == 1, word.text[0].isIdeograph, !partsOfCode.contains(word.text[0]) || word.text == item
            {
                if word.text == item, let last = letters.last, last.line.number == word.line.number, letters.count == 1
                {
                    endLetters()
                }
                letters.append(word)
                continue
            }
            endLetters()
            joined.append(word)
        }
        endLetters()
        return joined
    }

    /// A word that is set letter by letter has no more.
    private static let mostLetters = 24
    /// What is set letter by letter, the longest first.
    private static let spaced = [
        "本年收入合计", "本年支出合计", "收入总计", "支出总计", "收入合计", "支出合计", "本年收入", "本年支出", "收入", "支出", "项目", "合计", "总计",
        "小计", "金额", "预算数",
    ].map { Array($0.unicodeScalars) }
    /// Cells of their own.
    private static let partsOfCode = Array("类款项".unicodeScalars)
    private static let section = Array("款".unicodeScalars)
    /// It begins 项目 too.
    private static let item = Array("项".unicodeScalars)

    private static func belongs(_ text: [Unicode.Scalar], behind last: [Unicode.Scalar]) -> Bool {
        if text.first == "年", last.count >= 4, last.suffix(4).allSatisfy(\.isDigit) { return true }
        return text.first == "："
    }

    /// An amount and the text behind it: all digits in front of a text are the amount's, two decimals in front of a number.
    private static func parts(of text: [Unicode.Scalar]) -> [[Unicode.Scalar]] {
        guard let point = text.firstIndex(of: "."), point > 0,
            let end = text[(point + 1)...].firstIndex(where: { !$0.isDigit })
        else { return [text] }
        let cut = text[end] == "、" ? point + 3 : end
        guard cut > point + 1, cut <= end, PrintedNumber.hasDecimals(text[..<cut]),
            text[cut].isIdeograph || text[cut] == "（" || text[cut] == "(" || text[end] == "、" && cut < end,
            !"万亿元个项次人年月日天小时米".unicodeScalars.contains(text[cut]) || text.count > cut + 2
        else { return [text] }
        return [Array(text[..<cut]), Array(text[cut...])]
    }
}
