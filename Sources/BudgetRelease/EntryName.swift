/// Names of entries, which lists number.
package enum EntryName {
    /// A name without the number that it has in a list: `一、`, `（二）`, `3.`.
    package static func withoutNumber(_ name: String) -> String {
        let scalars = name.unicodeScalars
        guard let first = scalars.first, first.isItemNumeral || first == "（" || first == "(" else { return name }
        return String(scalars.drop { $0.isItemNumeral || "（）()、.．：: ".unicodeScalars.contains($0) })
    }
}

extension Unicode.Scalar {
    /// A digit or numeral as items of lists are numbered with.
    package var isItemNumeral: Bool {
        switch self {
        case "0"..."9", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十": true
        default: false
        }
    }
}
