import PageContent

/// A table of HTML, on one line or on many.
struct HTMLTable {
    private(set) var rows: [MarkupRow] = []
    /// The first line behind the table.
    private(set) var end: Int

    /// Fails where nothing ends the table that the first of the lines begins.
    init?(_ lines: ArraySlice<TextLine>) {
        end = lines.startIndex
        var index = lines.startIndex
        var cell: (text: [Unicode.Scalar], cell: MarkupCell)?
        var isDone = false
        while index < lines.endIndex, !isDone {
            let (text, y) = (Array(lines[index].scalars), lines[index].box.y0)
            let closes = MarkupText.ends(ofTagsIn: text)
            var position = 0
            while position < text.count, !isDone {
                guard text[position] == "<", let close = closes[position],
                    let tag = Tag(text[(position + 1)..<close])
                else {
                    cell?.text.append(text[position])
                    position += 1
                    continue
                }
                position = close + 1
                switch tag.name {
                case "tr", "/tr", "td", "th", "/td", "/th", "/table":
                    finish(&cell, y: y)
                    if tag.name == "tr" { rows.append(MarkupRow(cells: [], y: y)) }
                    if tag.name == "td" || tag.name == "th" {
                        cell = ([], MarkupCell(lines: [], rowSpan: tag.rowSpan, columnSpan: tag.columnSpan))
                    }
                    isDone = tag.name == "/table"
                case "br", "p", "/p": cell?.text += "<br>".unicodeScalars
                default: break
                }
            }
            if cell != nil { cell?.text += "<br>".unicodeScalars }
            index += 1
        }
        guard isDone else { return nil }
        rows.removeAll { $0.cells.isEmpty }
        end = index
        spreadRows()
    }

    private mutating func finish(_ cell: inout (text: [Unicode.Scalar], cell: MarkupCell)?, y: Double) {
        guard var finished = cell?.cell, let text = cell?.text else { return }
        finished.lines = MarkupText.lines(of: text)
        if rows.isEmpty { rows.append(MarkupRow(cells: [], y: y)) }
        rows[rows.count - 1].cells.append(finished)
        cell = nil
    }

    /// Rows of one line of the text stand below each other on its height.
    private mutating func spreadRows() {
        for (y, group) in Dictionary(grouping: rows.indices, by: { rows[$0].y }) where group.count > 1 {
            for (place, row) in group.sorted().enumerated() {
                rows[row].y = y + (Page.textLineHeight - 2) * Double(place) / Double(group.count)
            }
        }
    }

    private static let mark = Array("<table".unicodeScalars)

    /// Whether a line begins with a table, other tags before it left aside.
    static func begins(_ line: TextLine) -> Bool {
        let head = line.scalars.prefix(64)
        // Most lines have no bracket.
        guard head.contains("<") else { return false }
        let text = head.map(\.lowercase)
        guard let found = text.firstIndex(of: mark) else { return false }
        // Other tags may stand in front of it, but no text.
        return MarkupText.withoutTags(Array(text[..<found])).isEmpty
    }

    /// The name and the spans that a tag gives. White space in it is gone.
    private struct Tag {
        var name: String
        var rowSpan: Int
        var columnSpan: Int

        private static let names = ["table", "tr", "td", "th", "br", "p"].map { Array($0.unicodeScalars) }
        private static let attributes = ["colspan", "rowspan", "style", "class", "align", "width"].map {
            Array($0.unicodeScalars)
        }

        init?(_ text: ArraySlice<Unicode.Scalar>) {
            guard let first = text.first, first.isTagStart else { return nil }
            let lower = text.map(\.lowercase)
            let isEnd = lower.first == "/"
            let body = lower.dropFirst(isEnd ? 1 : 0)
            let known = Self.names.first { name in
                guard body.starts(with: name) else { return false }
                let rest = body.dropFirst(name.count)
                return rest.first.map { !$0.isLetter } ?? true || Self.attributes.contains { rest.starts(with: $0) }
            }
            name = (isEnd ? "/" : "") + String(scalars: known ?? [])
            rowSpan = Self.number(behind: "rowspan", in: lower)
            columnSpan = Self.number(behind: "colspan", in: lower)
        }

        private static let mostSpan = 10_000

        private static func number(behind name: String, in text: [Unicode.Scalar]) -> Int {
            let name = Array(name.unicodeScalars)
            guard let found = text.firstIndex(of: name) else { return 1 }
            let digits = text[(found + name.count)...].drop { !$0.isAnyDigit }.prefix { $0.isAnyDigit }.prefix(6)
            return min(Int(String(scalars: digits)) ?? 1, mostSpan)
        }
    }
}

extension Unicode.Scalar {
    fileprivate var isLetter: Bool { (0x61...0x7A).contains(value) }

    /// A letter of ASCII in lower case; any other character as it is.
    fileprivate var lowercase: Unicode.Scalar {
        (0x41...0x5A).contains(value) ? Unicode.Scalar(value + 0x20) ?? self : self
    }
}

extension [Unicode.Scalar] {
    /// Where a word begins.
    fileprivate func firstIndex(of word: [Unicode.Scalar]) -> Int? {
        guard let first = word.first, count >= word.count else { return nil }
        return (0...count - word.count).first { self[$0] == first && self[$0..<$0 + word.count].elementsEqual(word) }
    }
}
