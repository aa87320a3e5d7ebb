import FoundationEssentials
import PageContent

/// A number as it is printed, before anything is computed with it.
struct PrintedNumber {
    private(set) var isNegative = false
    /// Printed decimal places.
    private(set) var decimals = 0
    private var digits = 0
    /// The first digits as an integer, and those that it has no room for.
    private var head = 0
    private var tail = 0

    /// Digits beyond which a number is no amount of money: Decimal is exact up to 38.
    private static let mostDigits = 24
    private static let headDigits = 18

    enum Scan {
        /// Nothing, or dashes.
        case none
        case number(PrintedNumber)
        case other
    }

    /// The number without its point and its sign; nil where it has more digits than an integer holds.
    var integer: Int? { digits <= Self.headDigits ? head : nil }

    var value: Decimal {
        var value = Decimal(head)
        if digits > Self.headDigits {
            value = value * Decimal(sign: .plus, exponent: digits - Self.headDigits, significand: 1) + Decimal(tail)
        }
        value = Decimal(sign: .plus, exponent: -decimals, significand: value)
        return isNegative ? -value : value
    }

    /// The decimal places of a text that is a number; nil for any other.
    static func decimals(of text: some Sequence<Unicode.Scalar>) -> Int? {
        if case .number(let number) = scan(text) { number.decimals } else { nil }
    }

    /// Whether a text is a number with a decimal point, which no code and no count has.
    static func hasDecimals(_ text: some Sequence<Unicode.Scalar>) -> Bool { decimals(of: text) ?? 0 > 0 }

    /// Digits, at most one point, and commas that cut the whole part into threes, behind a sign or in parentheses. Some
    /// programs print the last comma alone: `125360,898`. Raised small digits beside them are the marks of notes.
    static func scan(_ text: String) -> Scan { scan(text.unicodeScalars) }

    static func scan(_ text: some Sequence<Unicode.Scalar>) -> Scan {
        var number = PrintedNumber()
        var dashes = 0
        var count = 0
        var isOpen = false
        var isClosed = false
        var hasPoint = false
        var hasComma = false
        var groupDigits = 0
        var isMarked = false
        var isEnded = false
        for scalar in text where !scalar.isSpace {
            // The mark of a note, in front of a number or behind it.
            if scalar.isRaisedMark {
                isMarked = true
                if count > 0 { isEnded = true }
                continue
            }
            if isEnded { return .other }
            count += 1
            if isClosed { return .other }
            switch scalar.value {
            case 0x30...0x39, 0xFF10...0xFF19:
                let digit = Int(scalar.value - (scalar.value < 0xFF10 ? 0x30 : 0xFF10))
                number.append(digit)
                if hasPoint { number.decimals += 1 } else { groupDigits += 1 }
            case 0x2C, 0xFF0C:
                guard !hasPoint, hasComma ? groupDigits == 3 : groupDigits > 0 else { return .other }
                hasComma = true
                groupDigits = 0
            case 0x2E, 0xFF0E:
                guard !hasPoint, hasComma ? groupDigits == 3 : groupDigits > 0 else { return .other }
                hasPoint = true
            case 0x2D, 0xAD, 0xFF0D, 0x2010...0x2015, 0x2212, 0x2500, 0xFE58, 0xFE63:
                guard count == dashes + 1 else { return .other }
                dashes += 1
            case 0x28, 0xFF08:
                guard count == 1 else { return .other }
                isOpen = true
            case 0x29, 0xFF09:
                guard isOpen else { return .other }
                isClosed = true
            case 0x25B3, 0x25B2:
                guard count == 1 else { return .other }
                number.isNegative = true
            default:
                return .other
            }
        }
        if count == dashes { return isMarked ? .other : .none }
        let isWhole = hasPoint ? number.decimals > 0 : hasComma ? groupDigits == 3 : groupDigits > 0
        guard isWhole, dashes <= 1, isOpen == isClosed, number.digits <= mostDigits else { return .other }
        if dashes == 1 || isOpen { number.isNegative = true }
        return .number(number)
    }

    private mutating func append(_ digit: Int) {
        digits += 1
        if digits <= Self.headDigits {
            head = head * 10 + digit
        } else if digits <= Self.mostDigits {
            tail = tail * 10 + digit
        }
    }
}

extension Unicode.Scalar {
    /// A superscript digit, or a parenthesis around them.
    var isRaisedMark: Bool {
        switch value {
        case 0xB2, 0xB3, 0xB9, 0x2070, 0x2074...0x2079, 0x207D, 0x207E: true
        default: false
        }
    }
}
