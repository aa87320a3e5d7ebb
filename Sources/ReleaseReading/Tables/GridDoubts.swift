import BudgetRelease
import PageContent
import TableReading

/// What a character grid leaves open: the rows of a text file with the doubts that its lines don't settle.
struct GridDoubts {
    private let rows: [RawRow]
    private let columns: [Column]
    /// The columns that hold names and other texts.
    private let texts: [Int]
    /// Of each text column whether most of its cells are items with a number: `一、`, `2.`.
    private let areItems: [Int: Bool]
    /// Nearly all rows have a figure, or sums stand without any text: texts stand on other lines than their sums.
    private let needFigures: Bool
    /// The longest line of each text column, in bytes.
    private let longest: [Int: Int]

    /// The rows of a block on a character grid, as `placed` and doubted; those of any other block as they are.
    static func settled(_ rows: [RawRow], of block: TableBlock, _ columns: [Column]) -> [RawRow] {
        guard block.isOnCharacterGrid else { return rows }
        var rows = rows.map { placed($0, columns, page: block.page) }
        for row in GridDoubts(rows: rows, columns: columns).loose where rows[row].doubts.isEmpty {
            rows[row].doubts.append(RawRow.Doubt(code: .rowJoinUncertain, severity: .warning, page: block.page))
        }
        return rows
    }

    /// On a character grid nothing tells over which columns the word of a total is printed merged. Tables with codes in
    /// several columns print it over these and the name: it is put in the first of them. Elsewhere it stays where it
    /// stands, in doubt if it could belong farther to the left. Sums without any text are in doubt as well.
    private static func placed(_ row: RawRow, _ columns: [Column], page: Int) -> RawRow {
        var row = row
        let texts = columns.indices.filter { columns[$0].type != .amount && columns[$0].type != .percent }
        if !texts.isEmpty, texts.allSatisfy({ row.cells[$0].isEmpty }) {
            // Sums whose row stands on another line.
            row.doubts.append(RawRow.Doubt(code: .rowJoinUncertain, severity: .warning, page: page))
        }
        for column in row.cells.indices.dropFirst() where row.cells[column - 1].isEmpty {
            let text = row.cells[column].text
            guard ["合计", "总计", "小计"].contains(where: { text.unicodeScalars.ends(with: $0.unicodeScalars) }) else {
                continue
            }
            let front = row.cells[...column].indices.reversed().prefix {
                $0 == column || (columns[$0].list == columns[column].list && row.cells[$0].isEmpty)
            }
            let codes = front.filter { columns[$0].type == .code }
            if codes.count > 1, let first = front.last, codes.contains(first) {
                row.cells.swapAt(first, column)
                row.cells[first].columnSpan = column - first + 1
            } else {
                row.doubts.append(RawRow.Doubt(code: .cellUncertain, severity: .warning, page: page))
            }
        }
        return row
    }

    // MARK: Rows that may be parts of others

    private init(rows: [RawRow], columns: [Column]) {
        self.rows = rows
        self.columns = columns
        texts = columns.indices.filter { columns[$0].type == .name || columns[$0].type == .text }
        var areItems: [Int: Bool] = [:]
        var longest: [Int: Int] = [:]
        for column in texts {
            var (items, numbered, most) = (0, 0, 0)
            for row in rows where !row.cells[column].isEmpty && !row.cells[column].isKnownAside {
                items += 1
                if row.cells[column].itemCount > 0 { numbered += 1 }
                most = max(most, row.cells[column].longestLine)
            }
            areItems[column] = numbered > 0 && numbered * 2 >= items
            longest[column] = most
        }
        self.areItems = areItems
        self.longest = longest
        let figures = rows.count { $0.hasFigures(columns) }
        let texts = texts
        let haveBareSums = rows.contains { row in
            row.hasFigures(columns) && texts.allSatisfy { row.cells[$0].isEmpty }
                && !columns.indices.contains { columns[$0].type == .code && !row.cells[$0].isEmpty }
        }
        needFigures =
            (rows.count >= 5 && figures * 5 >= rows.count * 3
                && columns.contains { $0.type == .code || $0.key == "total" })
            || (haveBareSums && !texts.isEmpty)
    }

    /// Rows that may be parts of others, and those that they may be parts of.
    private var loose: [Int] {
        var loose: Set<Int> = []
        // The rest of a cell may stand up to two lines away, the row's figures between.
        for row in rows.indices where isLoose(row) || (row > 0 && goesOn(rows[row - 1], with: rows[row])) {
            loose.formUnion(max(0, row - 2)...min(rows.count - 1, row + 1))
        }
        var subtotal: Int?
        for row in rows.indices {
            // 小计 belongs to what stands in front of it: where nothing does, its name stands on a row below.
            if let start = subtotal, !rows[row].cells[texts[0]].isEmpty {
                loose.formUnion(start...row)
                subtotal = nil
            }
            if isUnnamedSubtotal(rows[row]) { subtotal = subtotal ?? row }
        }
        return loose.sorted()
    }

    private func isUnnamedSubtotal(_ row: RawRow) -> Bool {
        guard let first = texts.first, row.cells[first].isEmpty else { return false }
        return texts.contains { row.cells[$0].text == "小计" }
    }

    /// Texts without a figure where nearly all rows have one, the end of an item's text, several items in one cell, a
    /// single letter, or a sum among names.
    private func isLoose(_ index: Int) -> Bool {
        let row = rows[index]
        let printed = texts.filter { !row.cells[$0].isEmpty }
        let isMixed = printed.contains { column in
            let cell = row.cells[column]
            return cell.isMixed || (cell.lines.count > 1 && cell.text.hasPrefix("小计")) || cell.isStray
                || (columns[column].type == .name && PrintedNumber.hasDecimals(cell.text.unicodeScalars))
        }
        if isMixed || printed.contains(where: { isEnd(index, in: $0) }) { return true }
        return needFigures && !printed.isEmpty && !row.hasFigures(columns)
    }

    /// Whether a cell may be the end of the text above it: no item where most are, and one of the two without an amount.
    private func isEnd(_ row: Int, in column: Int) -> Bool {
        let cell = rows[row].cells[column]
        guard areItems[column] ?? false, cell.itemCount == 0, !cell.isKnownAside else { return false }
        return !hasAmount(row, beside: column) || (row > 0 && !hasAmount(row - 1, beside: column))
    }

    /// Whether the list that a text stands in has an amount on its row.
    private func hasAmount(_ row: Int, beside column: Int) -> Bool {
        columns.indices.contains {
            columns[$0].type == .amount && columns[$0].list == columns[column].list && !rows[row].cells[$0].isEmpty
        }
    }

    /// Six ideographs.
    private static let shortestWrapped = 18

    /// Whether a text without a figure may be the rest of the one above it, as long as any of its column.
    private func goesOn(_ row: RawRow, with next: RawRow) -> Bool {
        !next.hasFigures(columns)
            && texts.contains { column in
                let (upper, lower) = (row.cells[column], next.cells[column])
                return upper.longestLine >= max(Self.shortestWrapped, longest[column] ?? 0) && !lower.isEmpty
                    && lower.itemCount == 0
            }
    }
}

extension RawCell {
    /// In bytes, of which ideographs have three.
    fileprivate var longestLine: Int {
        lines.count == 1 ? lines[0].compact.utf8.count : lines.lazy.map(\.compact.utf8.count).max() ?? 0
    }

    /// Whether an item of a list begins within the cell.
    fileprivate var isMixed: Bool {
        let count = itemCount
        guard count > 0 else { return false }
        let first = lines.first?.compact.unicodeScalars.first { $0 != "（" && $0 != "(" }
        return count > 1 || !(first?.isItemNumeral ?? false)
    }

    /// How many items of a list the cell holds, told by their numbers: `三、国防支出四、公共安全支出` two.
    fileprivate var itemCount: Int {
        var count = 0
        var isNumber = false
        var isMarked = false
        for scalar in lines.lazy.flatMap(\.compact.unicodeScalars) {
            // A digit behind the point makes it a figure.
            if isMarked, !scalar.isDigit { count += 1 }
            isMarked = isNumber && (scalar == "、" || scalar == "." || scalar == "．")
            isNumber = scalar.isItemNumeral
        }
        return isMarked ? count + 1 : count
    }

    /// A single letter is a piece of another cell.
    fileprivate var isStray: Bool {
        guard lines.count == 1, let only = lines[0].compact.unicodeScalars.first else { return false }
        return lines[0].compact.unicodeScalars.count == 1 && (only.isLatinLetter || only.isIdeograph)
    }

    /// Words that lists of items end with, not numbered themselves.
    fileprivate var isKnownAside: Bool {
        guard let first = lines.first?.compact.unicodeScalars.first else { return false }
        if lines.last?.compact.unicodeScalars.last == "计" { return true }
        return "上年历结使动其用".unicodeScalars.contains(first)
            && ["上年", "年初", "年末", "年终", "历年", "结转", "结余", "使用", "动用", "其中", "用"].contains(where: text.hasPrefix)
    }
}
