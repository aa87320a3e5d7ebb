import BudgetRelease
import FoundationEssentials
import PageContent
import TableReading

/// Holds what the narrative says against the tables, as those who check releases do by hand.
struct Statements {
    private(set) var statements: [Statement] = []
    private(set) var findings: [Finding] = []
    /// Cells that a sentence names and agrees with.
    private(set) var confirmed: [Check.Operand] = []
    private let earlier: Int

    private struct Cell {
        var table: Int
        var line: Int
        var column: String
        var hundredths: Int
        /// Place in the list of namings.
        var naming: Int
    }

    /// Cells of one amount that are named alike: volumes print the same amount under the same name many times.
    private struct Group {
        var hundredths: Int
        var naming: Int
        /// Places in the list of cells.
        var cells: Range<Int>
    }

    /// What a sentence names a cell by: its line, or of totals its column or table.
    private enum Naming {
        case line(String)
        case total(headings: [String], title: String)

        /// The same for the same bytes: words are looked for by theirs.
        var key: [UInt8] {
            switch self {
            case .line(let name): [1] + name.utf8
            case .total(let headings, let title): [2] + (headings + [title]).flatMap { [0] + $0.utf8 }
            }
        }
    }

    private let tables: [Table]
    /// By their amounts.
    private let cells: [Cell]
    private let groups: [Group]
    private let namings: [Naming]
    /// Groups that were confirmed, by their first cells.
    private var confirmedGroups: Set<Int> = []
    /// Where a name of three characters or more stands among the lines.
    private let linesByName: [String: [(table: Int, line: Int)]]

    /// - Parameter earlier: statements of other parts of the document, which have numbers already.
    init(pages: [PageTables], tables: [Table], behind earlier: Int = 0) {
        self.earlier = earlier
        self.tables = tables
        var cells: [Cell] = []
        var linesByName: [String: [(table: Int, line: Int)]] = [:]
        var namings: [Naming] = []
        var places: [[UInt8]: Int] = [:]
        for (index, table) in tables.enumerated() {
            guard let yuan = table.yuanPerUnit else { continue }
            let headings = Dictionary(table.columns.map { ($0.key, $0.path) }) { first, _ in first }
            for (line, entry) in table.lines.enumerated() {
                let name = CompactText.withoutNumber(entry.name)
                let isNamedByLine = name.unicodeScalars.count > 1 && entry.kind != .total && entry.kind != .grandTotal
                if name.unicodeScalars.count > 2, entry.code != nil {
                    linesByName[name, default: []].append((index, line))
                }
                for (column, amount) in entry.amounts {
                    guard let amount, amount != 0, let value = Hundredths.of(amount, yuanPerUnit: yuan) else {
                        continue
                    }
                    let naming: Naming =
                        isNamedByLine
                        ? .line(name) : .total(headings: headings[column] ?? [], title: table.title)
                    let key = naming.key
                    let place = places[key] ?? namings.count
                    if place == namings.count {
                        namings.append(naming)
                        places[key] = place
                    }
                    cells.append(Cell(table: index, line: line, column: column, hundredths: value, naming: place))
                }
            }
        }
        self.cells = cells.sorted {
            ($0.hundredths, $0.naming, $0.table, $0.line, $0.column)
                < ($1.hundredths, $1.naming, $1.table, $1.line, $1.column)
        }
        groups = Self.groups(of: self.cells)
        self.linesByName = linesByName
        self.namings = namings
        for page in pages where page.page.number > 0 {
            let figures = NarrativeFigure.figures(on: page)
            for figure in figures { read(figure, on: page.page) }
            for trend in Trend.trends(in: figures) { check(trend, on: page.page.number) }
        }
    }

    private mutating func read(_ figure: NarrativeFigure, on page: Page) {
        guard let (value, half) = figure.hundredths else { return }
        let prefix = String(scalars: figure.prefix)
        let equal = groups(from: value - half, to: value + half)
        let named = self.named(equal, in: prefix)
        let chosen = named.isEmpty ? Array(equal) : named
        let id = "s\(earlier + statements.count + 1)"
        var outcome: Statement.Outcome = chosen.isEmpty ? .unmatched : .agrees
        if chosen.isEmpty, let named = namedLine(in: figure) {
            outcome = .differs
            let table = tables[named.table]
            let total = table.lines[named.line].amounts["total"]?.flatMap { $0 }?.plainNotation ?? ""
            findings.append(
                Finding(
                    .statementDiffers, .warning,
                    details: [
                        table.lines[named.line].name, figure.number.value.plainNotation + figure.unit,
                        total + (table.unit ?? ""),
                    ],
                    table: table.id, line: table.lines[named.line].id, rows: Array(table.lines[named.line].rows),
                    page: page.number))
        }
        let operands = firstCells(of: chosen).map(operand)
        if figure.isExactly(of: Self.changes) {
            for group in self.named(named, in: figure.clause)
            where confirmedGroups.insert(group.cells.lowerBound).inserted {
                confirmed += cells[group.cells].map(operand)
            }
        }
        let box = page.displayed(figure.box)
        statements.append(
            Statement(
                id: id, text: String(scalars: figure.sentence), value: figure.number.value, unit: figure.unit,
                yuanPerUnit: figure.yuanPerUnit, page: page.number, bbox: [box.x0, box.y0, box.x1, box.y1],
                matches: operands, outcome: outcome))
    }

    /// Holds a change against the two amounts: that before stands in the sentence, or in the table beside the other.
    private mutating func check(_ trend: Trend, on page: Int) {
        let previous = before(trend.current)
        guard let (printed, computed) = trend.contradiction(before: previous) else { return }
        findings.append(
            Finding(
                .statementDiffers, .warning, details: [String(scalars: trend.change.sentence), printed, computed],
                page: page))
    }

    /// The amount of the year before in the row of the cell that a figure agrees with by name; nil where rows differ.
    private func before(_ figure: NarrativeFigure) -> Int? {
        guard let (value, half) = figure.hundredths else { return nil }
        let prefix = String(scalars: figure.prefix)
        let named = named(groups(from: value - half, to: value + half), in: prefix)
        let amounts = named.flatMap { cells[$0.cells] }.compactMap { cell in
            let table = tables[cell.table]
            let amount = table.lines[cell.line].amounts["previous_" + cell.column] ?? nil
            return amount.flatMap { amount in
                table.yuanPerUnit.flatMap { Hundredths.of(amount, yuanPerUnit: $0) }
            }
        }
        return Set(amounts).count == 1 ? amounts.first : nil
    }

    private static let mostMatches = 8
    /// Words that make a figure one of a change, of another year, or a rough one.
    private static let changes = ["增加", "减少", "增长", "下降", "上年", "去年", "比", "约", "占", "近"]

    private func operand(_ cell: Cell) -> Check.Operand {
        Check.Operand(
            table: tables[cell.table].id, line: tables[cell.table].lines[cell.line].id, column: cell.column)
    }

    private static func groups(of cells: [Cell]) -> [Group] {
        var groups: [Group] = []
        for (place, cell) in cells.enumerated() {
            if let last = groups.last, last.hundredths == cell.hundredths, last.naming == cell.naming {
                groups[groups.count - 1].cells = last.cells.lowerBound..<place + 1
            } else {
                groups.append(Group(hundredths: cell.hundredths, naming: cell.naming, cells: place..<place + 1))
            }
        }
        return groups
    }

    private func groups(from least: Int, to most: Int) -> ArraySlice<Group> {
        var (low, high) = (0, groups.count)
        while low < high {
            let middle = (low + high) / 2
            if groups[middle].hundredths < least { low = middle + 1 } else { high = middle }
        }
        return groups[low...].prefix { $0.hundredths <= most }
    }

    /// As many cells as a statement tells, in the order of their amounts and places.
    private func firstCells(of groups: [Group]) -> ArraySlice<Cell> {
        groups.flatMap { cells[$0.cells].prefix(Self.mostMatches) }.sorted {
            ($0.hundredths, $0.table, $0.line, $0.column) < ($1.hundredths, $1.table, $1.line, $1.column)
        }.prefix(Self.mostMatches)
    }

    // MARK: Names

    /// The cells that what stands in front of a figure names.
    private func named(_ groups: some Sequence<Group>, in prefix: String) -> [Group] {
        groups.filter { Self.isNamed(namings[$0.naming], in: prefix) }
    }

    private static func isNamed(_ naming: Naming, in prefix: String) -> Bool {
        switch naming {
        case .line(let name): prefix.contains(word: name)
        case .total(let headings, let title):
            headings.contains { $0.count > 2 && prefix.contains(word: $0) }
                || ["收入", "支出", "三公"].contains { title.contains(word: $0) && prefix.contains(word: $0) }
        }
    }

    /// The line whose name stands right in front of a figure, quotes and 类款项 between them: it is the thing that the figure
    /// is of. Nil where several tables print several amounts for it, one of which may be meant.
    private func namedLine(in figure: NarrativeFigure) -> (table: Int, line: Int)? {
        let closers = Set("“”\"（）()类款项为：:是".unicodeScalars)
        var rest = figure.prefix
        while let last = rest.last, closers.contains(last) { rest.removeLast() }
        guard rest.count > 3, rest.count < figure.prefix.count else { return nil }
        for length in stride(from: min(30, rest.count), through: 4, by: -1) {
            guard let found = linesByName[String(scalars: rest.suffix(length))] else { continue }
            let totals = found.compactMap { tables[$0.table].lines[$0.line].amounts["total"] ?? nil }
            guard let first = totals.first, totals.count == found.count, totals.allSatisfy({ $0 == first }) else {
                return nil
            }
            return found.first
        }
        return nil
    }
}
