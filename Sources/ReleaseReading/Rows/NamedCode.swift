import PageContent

/// A code and a name that one cell holds: `[30101]基本工资`, `30101-基本工资`, `30101 基本工资`, `201一般公共服务支出`.
struct NamedCode: Equatable {
    var code: String
    var name: String

    /// Nil for a text without both. What follows digits at once is a name where the digits are a known code.
    init?(_ text: String) {
        var rest = Array(text.unicodeScalars)[...]
        let isEnclosed = rest.first.map { "[［【(（".unicodeScalars.contains($0) } ?? false
        if isEnclosed { rest = rest.dropFirst() }
        let digits = rest.prefix(while: \.isDigit)
        rest = rest[digits.endIndex...]
        guard [3, 5, 7].contains(digits.count) else { return nil }
        if isEnclosed {
            guard let closer = rest.first, "]］】)）".unicodeScalars.contains(closer) else { return nil }
            rest = rest.dropFirst()
        }
        let marks = rest.prefix { "-－—–:：、.． ".unicodeScalars.contains($0) }
        rest = rest[marks.endIndex...]
        let code = String(scalars: digits)
        guard let first = rest.first, first.isIdeograph || first == "“",
            isEnclosed || !marks.isEmpty || Classification.shipped.knows(code: code)
        else { return nil }
        self.code = code
        name = String(scalars: rest)
    }
}
