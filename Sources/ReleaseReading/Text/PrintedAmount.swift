import FoundationEssentials
import PageContent

/// What stands in a cell of an amount column.
enum PrintedAmount: Equatable {
    /// Nothing, or a dash.
    case none
    /// A number and its printed decimal places.
    case value(Decimal, decimals: Int)
    /// Something else.
    case unreadable

    /// Digits beyond which a number is no amount of money: Decimal is exact up to 38.
    private static let mostDigits = 24

    /// Reads `1,234.50`, `1234.5`, `，` as a separator, full-width digits, and the negatives `-1`, `－1`, `(1)`,
    /// `△1`, `▲1`.
    init(_ text: String) {
        var scalars = text.unicodeScalars.compactMap { scalar -> Unicode.Scalar? in
            switch scalar.value {
            case 0xFF10...0xFF19: Unicode.Scalar(scalar.value - 0xFEE0)
            case 0xFF0C: ","
            case 0xFF0E: "."
            case 0xFF08: "("
            case 0xFF09: ")"
            case 0xFF0D, 0x2212, 0x2013, 0x2014, 0x2015, 0x2500: "-"
            default: scalar.isSpace ? nil : scalar
            }
        }
        if scalars.allSatisfy({ $0 == "-" }) {
            self = .none
            return
        }
        var isNegative = false
        if scalars.first == "(", scalars.last == ")", scalars.count > 2 {
            isNegative = true
            scalars = Array(scalars.dropFirst().dropLast())
        } else if let first = scalars.first, first == "-" || first.value == 0x25B3 || first.value == 0x25B2 {
            isNegative = true
            scalars.removeFirst()
        }
        guard let number = Self.unsigned(scalars) else {
            self = .unreadable
            return
        }
        self = .value(isNegative ? -number.value : number.value, decimals: number.decimals)
    }

    /// Digits, at most one point, and commas that cut the whole part into threes.
    private static func unsigned(_ scalars: [Unicode.Scalar]) -> (value: Decimal, decimals: Int)? {
        let parts = scalars.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= 2, let whole = parts.first, !whole.isEmpty else { return nil }
        let groups = whole.split(separator: ",", omittingEmptySubsequences: false)
        guard groups.dropFirst().allSatisfy({ $0.count == 3 }), let head = groups.first, !head.isEmpty,
            groups.count == 1 || head.count <= 3
        else { return nil }
        let decimals = parts.count == 2 ? parts[1] : []
        guard parts.count == 1 || !decimals.isEmpty else { return nil }
        let digits = Array(groups.joined()) + decimals
        guard digits.allSatisfy(\.isDigit), digits.count <= mostDigits else { return nil }
        var value = Decimal(0)
        var start = digits.startIndex
        // Arithmetic on Decimal is slow: as many digits at once as an integer holds.
        while start < digits.endIndex {
            let end = min(start + 18, digits.endIndex)
            var part = 0
            for digit in digits[start..<end] { part = part * 10 + Int(digit.value) - 0x30 }
            value =
                start == 0
                ? Decimal(part) : value * Decimal(sign: .plus, exponent: end - start, significand: 1) + Decimal(part)
            start = end
        }
        return (Decimal(sign: .plus, exponent: -decimals.count, significand: value), decimals.count)
    }

    /// A number with a decimal point, which no code and no count has.
    var hasDecimals: Bool {
        if case .value(_, let decimals) = self { decimals > 0 } else { false }
    }

    var decimal: Decimal? {
        if case .value(let value, _) = self { value } else { nil }
    }
}
