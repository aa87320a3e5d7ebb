import FoundationEssentials
import PageContent

/// What stands in a cell of an amount column.
enum PrintedAmount: Equatable {
    /// Nothing, a dash, or a word or mark that says so.
    case none
    /// A number and its printed decimal places.
    case value(Decimal, decimals: Int)
    /// Something else.
    case unreadable

    /// Reads `1,234.50`, `1234.5`, `，` as a separator, full-width digits, and the negatives `-1`, `－1`, `(1)`,
    /// `△1`, `▲1`.
    init(_ text: String) { self.init(text.unicodeScalars) }

    init(_ text: some Sequence<Unicode.Scalar>) {
        switch PrintedNumber.scan(text) {
        case .none: self = .none
        case .number(let number): self = .value(number.value, decimals: number.decimals)
        case .other: self = Self.saysNone(text) ? .none : .unreadable
        }
    }

    /// `无`, `/`, `******`: words and marks for no amount.
    private static func saysNone(_ text: some Sequence<Unicode.Scalar>) -> Bool {
        var first: Unicode.Scalar?
        for scalar in text where !scalar.isSpace {
            guard first == nil || (scalar == first && (scalar == "*" || scalar == "＊")) else { return false }
            first = scalar
        }
        return first.map { "无/／*＊".unicodeScalars.contains($0) } ?? false
    }

    var decimal: Decimal? {
        if case .value(let value, _) = self { value } else { nil }
    }
}
