import PageContent

/// Items of a list are numbered in order: where the number of one was misread, those of its neighbours tell it.
struct OrdinalCorrection {
    /// The column with the numbers that were misread put right.
    private(set) var cells: [RawCell]

    /// - Parameter cells: of one column, from the top down.
    init(_ cells: [RawCell]) {
        self.cells = cells
        let items = cells.indices.filter { !cells[$0].isEmpty }
        var numbers = items.map { Self.number(of: cells[$0].text) }
        // One that stands between two whose numbers leave room for one is that.
        for index in numbers.indices.dropFirst().dropLast() {
            if let before = numbers[index - 1], let behind = numbers[index + 1], behind - before == 2 {
                if numbers[index] != before + 1 { numbers[index] = nil }
            }
        }
        // The first of a list lost its number where its mark is left.
        var last: (index: Int, number: Int)?
        if let first = items.first, cells[first].text.hasPrefix("、") { last = (-1, 0) }
        for (index, number) in numbers.enumerated() {
            guard let number else { continue }
            defer { last = (index, number) }
            // As many items stand between two that are numbered as numbers are missing.
            guard let (before, first) = last, index - before > 1, number - first == index - before else { continue }
            let between = before + 1..<index
            let texts = between.map { Self.text(cells[items[$0]], numbered: first + $0 - before) }
            guard between.allSatisfy({ cells[items[$0]].isOfPicture }), !texts.contains(nil) else { continue }
            for (item, text) in zip(between, texts.compactMap(\.self)) { self.cells[items[item]].correct(to: text) }
        }
    }

    private static let digits = Array("〇一二三四五六七八九".unicodeScalars)

    /// The number of an item: `十二、` is 12.
    static func number(of text: String) -> Int? {
        let numeral = text.unicodeScalars.prefix { digits.contains($0) || $0 == "十" }
        guard !numeral.isEmpty, text.unicodeScalars.dropFirst(numeral.count).first == "、" else { return nil }
        let parts = numeral.split(separator: "十", omittingEmptySubsequences: false)
        guard parts.count < 3, parts.allSatisfy({ $0.count < 2 }) else { return nil }
        func value(_ part: Substring.UnicodeScalarView) -> Int? { part.first.flatMap { digits.firstIndex(of: $0) } }
        if parts.count == 1 { return value(parts[0]) }
        return (value(parts[0]) ?? 1) * 10 + (value(parts[1]) ?? 0)
    }

    private static func numeral(_ number: Int) -> String? {
        guard (1...99).contains(number) else { return nil }
        let (tens, ones) = (number / 10, number % 10)
        let digits = Self.digits.map(String.init(_:))
        return (tens > 1 ? digits[tens] : "") + (tens > 0 ? "十" : "") + (ones > 0 ? digits[ones] : "")
    }

    /// A cell's text behind another number: what stands in front of a mark, or as many signs as the number has where the name
    /// behind them is an official one.
    private static func text(_ cell: RawCell, numbered number: Int) -> String? {
        guard let numeral = numeral(number) else { return nil }
        let scalars = Array(cell.text.unicodeScalars)
        if let mark = scalars.prefix(numeral.unicodeScalars.count + 2).firstIndex(of: "、") {
            return numeral + "、" + String(scalars: scalars[(mark + 1)...])
        }
        for count in 1...min(4, max(1, scalars.count - 2)) {
            let rest = String(scalars: scalars.dropFirst(count))
            if Classification.shipped.knows(name: rest) { return numeral + "、" + rest }
        }
        return nil
    }
}
