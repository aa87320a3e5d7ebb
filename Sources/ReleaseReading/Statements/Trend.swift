import BudgetRelease
import FoundationEssentials
import PageContent

/// A change that a sentence gives beside the amounts that it follows from: `收入预算110万元，比上年预算100万元增加10万元，增长10%`.
struct Trend {
    /// The amount that changed.
    var current: NarrativeFigure
    /// What it was before, where the sentence says it.
    var previous: NarrativeFigure?
    var change: NarrativeFigure
    var isIncrease: Bool
    /// Of the amount before.
    var percent: PrintedNumber?

    private static let comparing = ["比", "较"]
    private static let increasing = ["增加", "增长", "增加了", "增长了"]
    private static let decreasing = ["减少", "下降", "减少了", "下降了", "降低"]

    /// The changes among the figures of a page, which stand in the order of printing.
    static func trends(in figures: [NarrativeFigure]) -> [Trend] {
        figures.indices.dropFirst().compactMap { index in
            let change = figures[index]
            let clause = change.clause
            let isIncrease = increasing.contains(where: clause.hasSuffix)
            guard isIncrease || decreasing.contains(where: clause.hasSuffix), compares(clause) else { return nil }
            // The amount before stands behind 比; the amount that changed in the same clause or in the one before.
            let last = figures[index - 1]
            let isPrevious = last.breaks(before: change) == 0 && compares(last.clause)
            guard let current = isPrevious ? figures[..<(index - 1)].last : last,
                let breaks = current.breaks(before: isPrevious ? last : change), breaks < 2
            else { return nil }
            return Trend(
                current: current, previous: isPrevious ? last : nil, change: change, isIncrease: isIncrease,
                percent: percent(behind: change))
        }
    }

    private static func compares(_ clause: String) -> Bool { comparing.contains { clause.contains(word: $0) } }

    /// The share that stands behind a change as words for a change and a number: `，增长10.5%`.
    private static func percent(behind change: NarrativeFigure) -> PrintedNumber? {
        let words = change.suffix.drop { "，、,（(".unicodeScalars.contains($0) }.prefix { !$0.isDigit }
        let digits = change.suffix[words.endIndex...].prefix { $0.isDigit || $0 == "." }
        guard words.count < 8, ["%", "％"].contains(change.suffix[digits.endIndex...].first),
            (increasing + decreasing + ["增幅", "降幅", "上升"]).contains(where: String(scalars: words).hasSuffix),
            case .number(let number) = PrintedNumber.scan(digits)
        else { return nil }
        return number
    }

    /// What the change would have to be, in the change's unit or in percent, where the print says something else.
    /// - Parameter before: what another place, as the amount's table, gives as the amount before, in hundredths of a yuan.
    func contradiction(before: Int? = nil) -> (printed: String, computed: String)? {
        guard let now = current.hundredths, let change = change.hundredths else { return nil }
        let signed = isIncrease ? change.value : -change.value
        if let before = before.map({ (value: $0, half: 0) }) ?? previous?.hundredths {
            let computed = now.value - before.value
            if abs(computed - signed) > now.half + before.half + change.half {
                return (text(signed), text(computed))
            }
        }
        guard let percent else { return nil }
        let base = Double(now.value - signed)
        guard base > 0, change.value > 0 else { return nil }
        // The halves of the last printed places of all three.
        var place = 1.0
        for _ in 0..<percent.decimals { place /= 10 }
        let computed = Double(change.value) / base * 100
        let doubt = computed * (Double(change.half) / Double(change.value) + Double(now.half + change.half) / base)
        guard let printed = Double(percent.value.plainNotation), abs(printed - computed) > place / 2 + doubt + 1e-6
        else { return nil }
        let hundredths = Decimal(Int((min(computed, 1e9) * 100).rounded())) / 100
        return ("\(percent.value.plainNotation)%", "\(hundredths.plainNotation)%")
    }

    private func text(_ hundredths: Int) -> String {
        let amount = Decimal(hundredths) / 100 / Decimal(change.yuanPerUnit)
        return (hundredths > 0 ? "+" : "") + amount.plainNotation + change.unit
    }
}

extension NarrativeFigure {
    /// Clauses that end between this figure and one behind it; nil where they stand in two sentences.
    fileprivate func breaks(before other: NarrativeFigure) -> Int? {
        guard suffix.startIndex <= other.prefix.endIndex, other.prefix.endIndex <= suffix.endIndex else { return nil }
        return suffix[..<other.prefix.endIndex].count { "，、；：,".unicodeScalars.contains($0) }
    }
}
