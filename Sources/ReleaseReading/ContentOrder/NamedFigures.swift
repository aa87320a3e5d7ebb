import BudgetRelease
import FoundationEssentials
import PageContent

/// Amounts that a document names outside the table that is read: in its sentences, `其中：基本支出1063.27万元`, and in the
/// lists of other tables.
struct NamedFigures {
    /// By amount, what stands in front of it in sentences.
    private var sentences: [Decimal: [String]] = [:]
    /// By amount, the keys of the columns that names in lists are headings of.
    private var listed: [Decimal: Set<String>] = [:]

    /// An amount is named no oftener.
    private static let mostSentences = 8
    /// So much in front of a figure may name it.
    private static let reach = 28

    init(lines: [FlowLine]) {
        var before: [Unicode.Scalar] = []
        for line in lines {
            let scalars = line.scalars
            var index = 0
            while index < scalars.count {
                guard scalars[index].isDigit else {
                    before.append(scalars[index])
                    index += 1
                    continue
                }
                let end = scalars[index...].firstIndex { !$0.isDigit && $0 != "." && $0 != "," } ?? scalars.count
                let figure = scalars[index..<end]
                if end < scalars.count, scalars[end] == "万" || scalars[end] == "元",
                    case .number(let number) = PrintedNumber.scan(figure), number.decimals > 0
                {
                    if sentences[number.value]?.count ?? 0 < Self.mostSentences {
                        sentences[number.value, default: []].append(
                            Self.comparable(String(scalars: before.suffix(Self.reach))))
                    }
                }
                before += figure
                index = end
            }
            if before.count > 4 * Self.reach { before.removeFirst(before.count - Self.reach) }
        }
    }

    /// Sentences say 运行费 for 运行维护费, and 费用 or 经费 for 费.
    private static func comparable(_ text: String) -> String {
        var scalars = CompactText.foldedScalars(text)
        for word in [maintenance] { while let range = scalars.range(ofScalars: word) { scalars.removeSubrange(range) } }
        while scalars.last == "用" { scalars.removeLast() }
        return String(scalars: scalars)
    }

    /// Sentences with these words are of another year, or of a difference.
    private static let changes = ["上年", "去年", "增加", "减少", "增长", "下降", "比"]
    private static let maintenance = Array("维护".unicodeScalars)

    /// Takes up what a list names: a line whose name is the heading of a column.
    mutating func add(_ amount: Decimal, key: String) { listed[amount, default: []].insert(key) }

    /// Of columns, those that an amount is named as.
    func columns(of amount: Decimal, among columns: [Column]) -> Set<Int> {
        var found: Set<Int> = []
        for sentence in sentences[amount] ?? [] where !Self.changes.contains(where: { sentence.contains(word: $0) }) {
            // The nearest name in front of it.
            var best: (end: String.Index, column: Int)?
            for (index, column) in columns.enumerated() {
                let heading = Self.comparable(column.path.last ?? "")
                guard heading.unicodeScalars.count > 3, let place = sentence.lastRange(ofWord: heading) else {
                    continue
                }
                if best.map({ place.upperBound > $0.end }) ?? true { best = (place.upperBound, index) }
            }
            if let best { found.insert(best.column) }
        }
        if let keys = listed[amount] {
            found.formUnion(columns.indices.filter { columns[$0].key.map(keys.contains) ?? false })
        }
        return found
    }
}

extension String {
    /// Where a word stands last in this text.
    fileprivate func lastRange(ofWord word: String) -> Range<String.Index>? {
        var found: Range<String.Index>?
        var start = startIndex
        while let next = self[start...].firstRange(ofWord: word) {
            found = next
            start = next.upperBound
        }
        return found
    }
}
