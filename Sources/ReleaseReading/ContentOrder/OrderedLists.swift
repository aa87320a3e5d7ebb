import BudgetRelease
import PageContent

/// Tells the entries of lists side by side apart: which list each belongs to, and which stand on one row.
struct OrderedLists {
    /// The entries of each row by list.
    private(set) var rows: [[Int: OrderedEntry]] = []

    private let columns: [Column]
    private let lists: [Int]
    private let sides: [Int: Side]
    /// By list, the last number of each way of numbering.
    private var numbers: [Int: [Numbering: Int]] = [:]

    /// Of more lists side by side nothing is known.
    private static let mostLists = 8

    private enum Numbering: Hashable {
        case ideographs, digits, parentheses
    }

    init(entries: [OrderedEntry], columns: [Column]) {
        self.columns = columns
        lists = Set(columns.map(\.list)).sorted()
        var sides: [Int: Side] = [:]
        for column in columns { sides[column.list] = sides[column.list] ?? column.side }
        self.sides = sides
        var group: [OrderedEntry] = []
        for entry in entries {
            // What stands on one line stands on one row.
            if let last = group.last, entry.first?.beginsLine == false, last.lastLine == entry.first?.line.number {
                group.append(entry)
                continue
            }
            place(group)
            group = [entry]
        }
        place(group)
    }

    /// Puts entries of one line into lists from left to right.
    private mutating func place(_ group: [OrderedEntry]) {
        guard !group.isEmpty else { return }
        let scores = group.map { entry in lists.map { score(of: entry, in: $0) } }
        var best: (score: Double, choice: [Int]) = (-.infinity, [])
        var second = -Double.infinity
        func choose(_ choice: [Int], _ score: Double) {
            guard choice.count < group.count else {
                if score > best.score {
                    second = best.score
                    best = (score, choice)
                } else {
                    second = max(second, score)
                }
                return
            }
            let first = choice.last.map { $0 + 1 } ?? 0
            for list in first..<max(first, lists.count) {
                choose(choice + [list], score + scores[choice.count][list])
            }
        }
        if lists.count <= Self.mostLists { choose([], 0) }
        let isOver = best.choice.isEmpty
        let choice = isOver ? group.indices.map { min($0, lists.count - 1) } : best.choice
        for (entry, list) in zip(group, choice) {
            var entry = entry
            if isOver || best.score - second < 1 { entry.doubts.append(.readingOrderUncertain) }
            count(entry, in: lists[list])
            if rows.isEmpty
                || entry.first?.beginsLine != false && rows[rows.count - 1].keys.contains(where: { $0 >= lists[list] })
                || rows[rows.count - 1][lists[list]] != nil
                || entry.first?.beginsLine != false && group.count > 1 && entry.first == group[0].first
            {
                rows.append([:])
            }
            rows[rows.count - 1][lists[list]] = entry
        }
    }

    private mutating func count(_ entry: OrderedEntry, in list: Int) {
        if let (numbering, number) = Self.number(of: entry.name) {
            numbers[list, default: [:]][numbering] = number
            if numbering == .ideographs { numbers[list]?[.digits] = nil }
        }
    }

    private func score(of entry: OrderedEntry, in list: Int) -> Double {
        var score = 0.0
        let name = CompactText.folded(entry.name)
        let saysIncome =
            name.contains(word: "收入") || name.contains(word: "拨款") || name.contains(word: "上年")
            || name.contains(word: "使用非财政")
        let saysExpenditure =
            name.contains(word: "支出") || name.contains(word: "下年") || name.contains(word: "结余分配")
            || name.contains(word: "年终")
        let isOfficial = Classification.shipped.knows(name: CompactText.withoutNumber(name))
        switch sides[list] {
        case .income?:
            if saysIncome, !saysExpenditure { score += 2 }
            if saysExpenditure, !saysIncome { score -= 2 }
            if isOfficial { score -= 2 }
        case .expenditure?:
            if saysExpenditure { score += 2 }
            if saysIncome, !saysExpenditure { score -= 2 }
            if isOfficial { score += 2 }
        case nil: break
        }
        if let (numbering, number) = Self.number(of: name) {
            let last = numbers[list]?[numbering]
            if number == (last ?? 0) + 1 { score += 3 } else { score -= number == 1 ? 0.5 : 2 }
        }
        if entry.amounts.count > columns.count(where: { $0.list == list && $0.isFigure }) { score -= 4 }
        return score
    }

    private static func number(of name: String) -> (Numbering, Int)? {
        let text = Array(CompactText.foldedScalars(name.unicodeScalars.prefix(8)))
        let numerals = text.drop { $0 == "(" }.prefix(while: \.isItemNumeral)
        guard CompactText.beginsItem(name), !numerals.isEmpty else { return nil }
        let value = numerals.allSatisfy(\.isDigit) ? Int(String(scalars: numerals)) : ideographic(numerals)
        guard let value else { return nil }
        if text.first == "(" { return (.parentheses, value) }
        return (numerals.allSatisfy(\.isDigit) ? .digits : .ideographs, value)
    }

    private static func ideographic(_ text: some Collection<Unicode.Scalar>) -> Int? {
        var value = 0
        var tens = 0
        for scalar in text {
            if scalar == "十" {
                tens += max(1, value) * 10
                value = 0
            } else if let digit = "一二三四五六七八九".unicodeScalars.enumerated().first(where: { $0.element == scalar })?.offset
            {
                value = digit + 1
            } else {
                return nil
            }
        }
        return tens + value
    }
}

extension OrderedEntry {
    /// The line that it ends on.
    var lastLine: Int? { (notes.last ?? amounts.last ?? texts.last)?.line.number }
}
