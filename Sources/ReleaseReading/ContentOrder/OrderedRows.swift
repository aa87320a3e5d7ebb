import BudgetRelease
import FoundationEssentials
import PageContent

/// A row of one list while its words are gathered.
struct OrderedEntry {
    var texts: [OrderedWord] = []
    var amounts: [OrderedWord] = []
    /// What stands behind the amounts.
    var notes: [OrderedWord] = []
    var doubts: [FindingCode] = []

    var isEmpty: Bool { texts.isEmpty && amounts.isEmpty && notes.isEmpty }
    var first: OrderedWord? { texts.first ?? amounts.first ?? notes.first }
    var name: String { String(scalars: texts.flatMap(\.text)) }
}

/// Cuts the words of a table's body into the entries that they are: the texts of one, and the amounts behind them.
struct OrderedRows {
    private(set) var entries: [OrderedEntry] = []
    private let columns: [Column]
    private let amountCount: Int
    private let hasCodes: Bool
    private let codeParts: Int
    /// Classifications that stand beside each other.
    private let codeGroups: Int
    private let hasTextBehind: Bool
    /// Columns of texts in front of the amounts of a single list.
    private let textColumns: Int
    private let hasLists: Bool
    private let acceptsIntegers: Bool
    private var entry = OrderedEntry()
    /// The lines that amounts stand on.
    private var lines: Set<Int> = []
    /// A line of a name in front of amounts that sentences follow is narrower.
    private static let widestName = 28
    private var widest = 0

    init(words: [OrderedWord], columns: [Column], acceptsIntegers: Bool) {
        self.columns = columns
        self.acceptsIntegers = acceptsIntegers
        hasLists = columns.contains { $0.list > 0 }
        amountCount = columns.mostFigures
        let codes = columns.prefix { !$0.isFigure }
        hasCodes = columns.contains(where: \.isCode)
        codeParts = codes.count { ["class_code", "section_code", "item_code"].contains($0.key) }
        codeGroups = columns.indices.count { index in
            columns[index].isCode && (index == 0 || !columns[index - 1].isCode || columns[index].path.last == "类")
        }
        textColumns = hasLists ? 1 : codes.count
        let lastFigure = columns.lastIndex(where: \.isFigure) ?? columns.count
        hasTextBehind = !hasLists && lastFigure + 1 < columns.count
        widest = words.filter { !isAmount($0) && $0.beginsLine }.map { $0.text.cellWidth }.max() ?? 0
        lines = Set(words.filter { isAmount($0) && $0.text.contains(".") }.map(\.line.number))
        for word in words { take(word) }
        endEntry()
    }

    private func isAmount(_ word: OrderedWord) -> Bool {
        guard word.isAmount(acceptsIntegers: acceptsIntegers) else { return false }
        return !(hasCodes && isCode(word))
    }

    /// Digits as codes have them.
    private func isCode(_ word: OrderedWord) -> Bool {
        guard word.isDigits else { return false }
        return [3, 5, 7].contains(word.text.count) || (codeParts > 1 && word.text.count == 2)
            || (columns.contains { $0.key == "unit_code" } && word.text.count >= 3)
    }

    private mutating func endEntry() {
        if !entry.isEmpty { entries.append(entry) }
        entry = OrderedEntry()
    }

    private mutating func take(_ word: OrderedWord) {
        // Digits behind a name on its line are no code where the table prints amounts without decimals.
        let isBehindName =
            acceptsIntegers && codeGroups < 2 && !word.beginsLine
            && (!entry.amounts.isEmpty || entry.texts.last.map { !$0.isDigits } ?? false)
        let isCode = hasCodes && self.isCode(word) && !isBehindName
        if isAmount(word) || isBehindName && word.isDigits {
            if entry.amounts.count == amountCount { endEntry() }
            entry.amounts.append(word)
            return
        }
        if !entry.amounts.isEmpty {
            if hasTextBehind, !isCode, !Self.isTotal(word.text), goesOnNote(with: word) {
                entry.notes.append(word)
                return
            }
            endEntry()
            entry.texts.append(word)
            return
        }
        if entry.texts.isEmpty || goesOn(with: word, isCode: isCode) {
            entry.texts.append(word)
        } else {
            endEntry()
            entry.texts.append(word)
        }
    }

    /// Whether a text is more of what stands behind the amounts: on their line, or below a line that is full and ends no
    /// sentence.
    private func goesOnNote(with word: OrderedWord) -> Bool {
        guard let last = entry.notes.last else {
            return entry.amounts.last?.line.number == word.line.number
                || word.line.scalars.cellWidth >= Self.widestName && !lines.contains(word.line.number)
        }
        if !word.beginsLine || last.line.number == word.line.number { return true }
        return last.text.last != "。" && !lines.contains(word.line.number)
    }

    /// Whether a text is more of the entry that has no amounts yet.
    private func goesOn(with word: OrderedWord, isCode: Bool) -> Bool {
        guard let last = entry.texts.last else { return true }
        let isBehindCode = hasCodes && self.isCode(last)
        if isCode {
            // The parts of a code follow one another.
            if isBehindCode { return codeParts > 1 && word.text.count == 2 }
            // A second classification stands behind the name of the first.
            guard codeGroups > 1, let first = entry.texts.first(where: { self.isCode($0) }),
                entry.texts.count(where: { self.isCode($0) && $0.text.count != 2 }) < codeGroups
            else { return false }
            return word.text.count == 2 ? false : first.text.first != word.text.first
        }
        if isBehindCode { return !Self.isTotal(word.text) }
        if Self.isTotal(word.text) { return false }
        if hasLists {
            guard word.beginsLine else { return false }
            return isWrapped(last, word)
        }
        if entry.texts.contains(where: { self.isCode($0) && hasCodes }) { return true }
        if !word.beginsLine { return true }
        if isWrapped(last, word) { return true }
        // A row has a text in each column of texts.
        return textColumns > 1 && pieces < textColumns
    }

    /// The texts of the entry so far: words, of which lines that go on with another one are part.
    private var pieces: Int {
        var count = 0
        for (index, word) in entry.texts.enumerated() {
            if index > 0, word.beginsLine, isWrapped(entry.texts[index - 1], word) { continue }
            count += 1
        }
        return count
    }

    /// Whether a line goes on with the text of the line before it.
    private func isWrapped(_ last: OrderedWord, _ word: OrderedWord) -> Bool {
        if CompactText.beginsItem(word.compact) || word.text.starts(with: Self.thereof) { return false }
        let name = String(scalars: Self.withoutItem(last.text))
        let rest = String(scalars: Self.withoutItem(word.text))
        if Classification.shipped.knows(name: name), !Classification.shipped.knows(name: name + rest) { return false }
        if Classification.shipped.knows(name: rest) { return false }
        if Self.isTotal(last.text) { return false }
        return last.text.cellWidth + 2 >= word.text.cellWidth && last.text.cellWidth + 6 >= widest
    }

    private static let thereof = Array("其中".unicodeScalars)

    static func withoutItem(_ text: [Unicode.Scalar]) -> [Unicode.Scalar] {
        Array(CompactText.withoutNumber(String(scalars: text)).unicodeScalars)
    }

    static func isTotal(_ text: [Unicode.Scalar]) -> Bool {
        let folded = CompactText.foldedScalars(text)
        return folded.count <= 12 && totals.contains { folded.ends(with: $0) }
    }

    private static let totals = ["合计", "总计"].map { Array($0.unicodeScalars) }
}

extension Column {
    /// Whether it holds amounts, counts or shares.
    var isFigure: Bool { type == .amount || type == .count || type == .percent }

    /// Whether it holds codes, those of offices too.
    var isCode: Bool { type == .code || key == "unit_code" || key == "government_code" }
}

extension [Column] {
    /// How many figures a row of the list with the most of them holds.
    var mostFigures: Int {
        Set(map(\.list)).map { list in count { $0.list == list && $0.isFigure } }.max() ?? 0
    }
}
