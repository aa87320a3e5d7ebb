import BudgetRelease
import PageContent
import TableReading

/// One line of text in a cell, as printed, with the gaps that stand in it as single spaces.
struct CellLine {
    let text: String
    /// The text without these gaps.
    let compact: String
    /// The characters of a line that was read from a picture; none of others.
    private(set) var signs: [Glyph] = []

    init(text: String) {
        self.text = text
        compact = CompactText.compact(text)
    }

    init(_ line: TextLine) {
        self.init(text: line.text)
        if line.glyphs.contains(where: { $0.certainty < 255 || !$0.doubts.isEmpty }) { signs = Array(line.glyphs) }
    }

    /// A text that takes the place of what was read from a picture: its signs keep what speaks against those that were read.
    ///
    /// - Parameter signs: what was read, at least one.
    init(text: String, correctedFrom signs: [Glyph]) {
        self.init(text: text)
        guard let first = signs.first else { return }
        let scalars = compact.unicodeScalars
        guard scalars.count != signs.count else {
            self.signs = zip(scalars, signs).map { scalar, sign in
                var sign = sign
                if sign.scalar != scalar { sign.correct(to: scalar) }
                return sign
            }
            return
        }
        let box = signs.dropFirst().reduce(first.box) { $0.union($1.box) }
        let certainty = signs.map(\.certainty).min() ?? 255
        let doubts = signs.reduce(into: ReadingDoubts.corrected) { $0.formUnion($1.doubts) }
        self.signs = scalars.map { scalar in
            var sign = first
            (sign.scalar, sign.second, sign.box) = (scalar, "\0", box)
            (sign.certainty, sign.doubts) = (certainty, doubts)
            return sign
        }
    }

    /// Puts all its signs in doubt, or in none for being unclear.
    mutating func setUnclear(_ isUnclear: Bool) {
        for index in signs.indices {
            if isUnclear { signs[index].doubts.insert(.unclear) } else { signs[index].doubts.remove(.unclear) }
        }
    }
}

/// What one column of a row holds.
struct RawCell {
    var lines: [CellLine] = []
    /// Columns that the printed cell spans.
    var columnSpan = 1
    /// What was read from a picture where another text stands in its place.
    var wasRead: String?

    var text: String {
        lines.count == 1 ? lines[0].compact : lines.map(\.compact).joined()
    }
    var isEmpty: Bool { lines.isEmpty }
}

/// One row of a table, put together from every page it stands on.
struct RawRow {
    /// One a column; cells covered by a merged neighbour are empty.
    var cells: [RawCell]
    var places: [Place]
    var page: Int?
    /// What was mended or stayed in doubt while the row was put together.
    var repairs: [Repair] = []
    var doubts: [Doubt] = []

    struct Doubt {
        var code: FindingCode
        var severity: Finding.Severity
        var details: [String] = []
        var page: Int?
    }

    var isEmpty: Bool { cells.allSatisfy(\.isEmpty) }

    /// Whether the row numbers the columns, from 1 on: behind 栏次 or asterisks, or all of them. It belongs to the header.
    var numbersColumns: Bool {
        var next = 1
        var isMarked = false
        for cell in cells where !cell.isEmpty {
            let text = cell.text
            if text == "栏次" || text == "行次" || text.allSatisfy({ "*＊".contains($0) }) {
                isMarked = true
                continue
            }
            guard Int(text) == next else { return false }
            next += 1
        }
        return isMarked ? next > 1 : next > 4 && next == cells.count + 1
    }
}

/// A printed table with its pages joined and its columns known.
struct RawTable {
    var form: Form?
    var title: String
    var issuer: String?
    var unit: MoneyUnit?
    var pages: [Int]
    var columns: [Column]
    var rows: [RawRow]
    var notes: [String] = []
    /// Where rows of the header number its columns.
    var columnNumberPlaces: [Place] = []
    /// Rules enclose its cells.
    var isRuled = true
    /// Read from the character grid of a text.
    var isOnCharacterGrid = false
    /// Rebuilt from running text, where even the lines of one text were not kept together.
    var isFlow = false
    /// What concerns the table as a whole.
    var doubts: [RawRow.Doubt] = []

    /// The column with a key in a list, if printed.
    func column(_ key: String, list: Int = 0) -> Int? {
        columns.firstIndex { $0.key == key && $0.list == list }
    }

    var grid: [[String]] { rows.map { $0.cells.map(\.text) } }
}

extension [RawRow] {
    /// Empties the labels that begin the first row of a page and are those that the page before was under.
    mutating func dropLabels(printedAgainBelow rows: [RawRow], isLabel: (String) -> Bool) {
        guard var first = first else { return }
        let printed = first.cells.indices.filter { !first.cells[$0].isEmpty }
        for column in printed.dropLast() {
            let text = first.cells[column].text
            guard isLabel(text), rows.last(where: { !$0.cells[column].isEmpty })?.cells[column].text == text else {
                break
            }
            first.cells[column] = RawCell(columnSpan: first.cells[column].columnSpan)
        }
        self[0] = first
    }
}
