import BudgetRelease
import PageContent

/// Text as compared and published: without the white space that typesetting put into it.
enum CompactText {
    /// The text without any white space.
    static func compact(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: \.isSpace) else { return text }
        return String(scalars: text.unicodeScalars.filter { !$0.isSpace })
    }

    /// The text without white space, one space kept between two Latin words.
    static func cleaned(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: \.isSpace) else { return text }
        var scalars: [Unicode.Scalar] = []
        var pendingSpace = false
        for scalar in text.unicodeScalars {
            if scalar.isSpace {
                pendingSpace = true
                continue
            }
            if pendingSpace, let last = scalars.last, last.isLatinLetter, scalar.isLatinLetter { scalars.append(" ") }
            pendingSpace = false
            scalars.append(scalar)
        }
        return String(scalars: scalars)
    }

    /// For comparing headings and titles: no white space, full-width ASCII variants folded, compatibility ideographs
    /// unified, quotes dropped.
    static func folded(_ text: String) -> String { String(scalars: foldedScalars(text)) }

    /// What `folded` gives, as scalars.
    static func foldedScalars(_ text: String) -> [Unicode.Scalar] {
        foldedScalars(text.unicodeScalars, capacity: text.utf8.count)
    }

    static func foldedScalars(_ text: some Sequence<Unicode.Scalar>, capacity: Int? = nil) -> [Unicode.Scalar] {
        var scalars: [Unicode.Scalar] = []
        scalars.reserveCapacity(capacity ?? text.underestimatedCount)
        for scalar in text {
            if let comparable = comparable(scalar) { scalars.append(comparable) }
        }
        return scalars
    }

    /// Whether a text begins as items of a list do: `四、`, `2.`, `（一）`.
    static func beginsItem(_ text: String) -> Bool {
        let text = Array(foldedScalars(text.unicodeScalars.prefix(8)).prefix(5))
        let number = text.drop { $0 == "(" }.prefix(while: \.isItemNumeral)
        guard !number.isEmpty, number.endIndex < text.endIndex else { return false }
        return "、.)".unicodeScalars.contains(text[number.endIndex])
    }

    /// A name without the number that it has in a list: `一、`, `（二）`, `3.`.
    static func withoutNumber(_ name: String) -> String { EntryName.withoutNumber(name) }

    /// A label or name without the colon behind it.
    static func withoutColon(_ text: String) -> String {
        text.hasSuffix("：") || text.hasSuffix(":") ? String(text.dropLast()) : text
    }

    /// One character as it stands in a folded text; nil for one that is dropped.
    static func comparable(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
        switch scalar.value {
        case 0x4E00...0x9FFF: scalar
        case 0xFF01...0xFF5E: Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar
        case 0x201C, 0x201D, 0x2018, 0x2019, 0x22, 0x27, 0x300A, 0x300B, 0x300C, 0x300D: nil
        case 0xF900...0xFAFF, 0x2F800...0x2FA1F: unified[Character(scalar)] ?? scalar
        default: scalar.isSpace ? nil : scalar
        }
    }

    /// The unified ideographs, each under itself: characters are equal to their canonical equivalents, as the
    /// compatibility ideographs are that fonts of some PDFs name (年 as U+F98E).
    private static let unified = Dictionary(
        uniqueKeysWithValues: (UInt32(0x4E00)...0x9FFF).compactMap(Unicode.Scalar.init).map { (Character($0), $0) })
}

extension Unicode.Scalar {
    var isLatinLetter: Bool { (0x41...0x5A).contains(value) || (0x61...0x7A).contains(value) }
    /// Any sign for a number: digits of all widths, 一, ½.
    var isNumeral: Bool { properties.numericType != nil }
    var isIdeograph: Bool { (0x3400...0x9FFF).contains(value) || (0x20000...0x323AF).contains(value) }
}
