import BudgetRelease
import PageContent

/// One line of a text without geometry.
struct FlowLine: Equatable {
    /// As printed, runs of white space as one space.
    var text: String
    /// 1-based in the decoded file.
    var number: Int
    /// Where form feeds count pages.
    var page: Int?

    var compact: String { CompactText.compact(text) }
    var place: Place { .line(number, page: page) }

    /// Width in cells of a character grid: ideographs and full-width punctuation take two.
    var width: Int {
        compact.unicodeScalars.reduce(0) { $0 + $1.cellWidth }
    }

    /// The lines of all pages.
    static func lines(of pages: [Page]) -> [FlowLine] {
        pages.flatMap { page -> [FlowLine] in
            guard case .text(let firstLine) = page.source else { return [] }
            return TextLine.lines(of: page.glyphs).map { line in
                FlowLine(
                    text: line.text, number: firstLine + Int(line.box.midY / Page.textLineHeight),
                    page: page.number > 0 ? page.number : nil)
            }
        }
    }

    /// Whether the line counts pages beyond doubt: `- 3 -`, `第3页`. A number alone may be a value.
    var isMarkedPageNumber: Bool {
        PageFurniture.isPageNumber(compact) && !compact.unicodeScalars.allSatisfy(\.isDigit)
    }

    /// The amounts at the end of the line, as printed, and what stands before them. Nil where fewer than `least`
    /// stand there: a figure at the end of a sentence is no amount.
    ///
    /// - Parameter acceptsIntegers: the table prints amounts without decimals.
    func trailingAmounts(least: Int, acceptsIntegers: Bool) -> (before: String, amounts: [String])? {
        let words = text.split(separator: " ", omittingEmptySubsequences: true)
        var first = words.endIndex
        while first > words.startIndex, Self.isAmount(words[first - 1], acceptsIntegers: acceptsIntegers) { first -= 1 }
        let amounts = words[first...].map(String.init)
        guard amounts.count >= least, amounts.contains(where: { $0.contains(where: \.isNumber) }) else { return nil }
        return (words[..<first].joined(separator: " "), amounts)
    }

    private static func isAmount(_ word: Substring, acceptsIntegers: Bool) -> Bool {
        switch PrintedAmount(String(word)) {
        case .none: true
        case .value(_, let decimals): acceptsIntegers || decimals > 0 || word.contains(",") || word == "0"
        case .unreadable: false
        }
    }
}
