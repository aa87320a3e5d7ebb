import BudgetRelease
import PageContent
import TableReading

/// Finds the cells of rows with several columns of texts in words that stand one behind the other: of all ways to go through
/// the columns, row by row, the one in which words fit their columns best.
struct OrderedCells {
    /// The words of one row by column.
    struct Row {
        var cells: [[OrderedWord]]
        /// Words that fit where they are put only badly.
        var isDoubtful: Bool
    }

    private(set) var rows: [Row] = []
    private let columns: [Column]
    private let hasSign: Bool
    private let firstClass: Int?
    private let lastClass: Int?
    private let acceptsIntegers: Bool

    /// A row whose words cost more is in doubt.
    private static let mostCost = 1.6
    private static let newRow = 0.2
    /// Lines of less than six ideographs wrap less often than they are cells of their own.
    private static let narrow = 12
    private static let narrowWrap = 0.6
    /// Some programs put the lines of a cell on one, a blank between them.
    private static let lineWrap = 1.3
    /// What a line costs that goes on with the one above it.
    private static let wrap = 0.1

    init(words: [OrderedWord], columns: [Column], acceptsIntegers: Bool) {
        self.columns = columns
        self.acceptsIntegers = acceptsIntegers
        firstClass = columns.firstIndex { $0.key == "level1" || $0.key == "level2" }
        lastClass = columns.lastIndex { $0.key == "level1" || $0.key == "level2" }
        hasSign = columns.contains { $0.key == "sign" }
        let words = Self.joiningClasses(words)
        guard !words.isEmpty else { return }
        // What it costs to leave the columns empty up to one: at the beginning of a row, where cells of the rows above reach into
        // it, and within a row.
        var leading = [0.0]
        var inner = [0.0]
        for column in columns.indices {
            leading.append(leading[column] + (isMerged(column) ? Self.merged : skip(column)))
            inner.append(inner[column] + skip(column))
        }
        let count = columns.count
        /// What it costs to end a row behind a column.
        func end(behind column: Int) -> Double {
            let rest = inner[count] - inner[column + 1]
            let isClass = ["level1", "level2"].contains(columns[column].key)
            return isClass ? min(rest, Self.classAlone) : rest
        }
        // A line that is shorter than the one above it is the last of a cell.
        let endsCell = words.indices.map { index in
            index > 0 && words[index].beginsLine && words[index - 1].beginsLine
                && words[index].text.cellWidth + Self.shorter < words[index - 1].text.cellWidth
        }
        var costs = columns.indices.map { leading[$0] + fit(words[0], in: $0) }
        var paths: [[(from: Int, isNew: Bool)]] = []
        for index in words.indices.dropFirst() {
            let (word, last) = (words[index], words[index - 1])
            var next = [Double](repeating: .infinity, count: count)
            var path = [(from: Int, isNew: Bool)](repeating: (0, true), count: count)
            // The cheapest way to end the row that goes on to here.
            let ends = (0..<count).map { costs[$0] + end(behind: $0) }
            let cheapest = ends.indices.min { ends[$0] < ends[$1] } ?? 0
            for column in 0..<count {
                let own = fit(word, in: column)
                next[column] =
                    ends[cheapest] + leading[column] + Self.newRow + (word.beginsLine ? 0 : Self.newRowInLine) + own
                path[column] = (cheapest, true)
                let same =
                    costs[column] + joining(last, word, in: column) + (own < Self.bad ? 0 : own)
                    + (endsCell[index - 1] ? Self.endOfCell : 0)
                if same < next[column] {
                    next[column] = same
                    path[column] = (column, false)
                }
                for from in 0..<column {
                    let cost = costs[from] + inner[column] - inner[from + 1] + own + crossing(from, column)
                    if cost < next[column] {
                        next[column] = cost
                        path[column] = (from, false)
                    }
                }
            }
            costs = next
            paths.append(path)
        }
        var column = (0..<count).min { costs[$0] + end(behind: $0) < costs[$1] + end(behind: $1) } ?? 0
        var places: [(column: Int, isNew: Bool)] = []
        for path in paths.reversed() {
            places.append((column, path[column].isNew))
            column = path[column].from
        }
        places.append((column, true))
        gather(words, places.reversed())
    }

    private static let newRowInLine = 0.8
    /// Lines of one cell differ by no more cells of a terminal, and one behind such an end costs more.
    private static let shorter = 5
    private static let endOfCell = 0.8
    /// A cell that one of the rows above reaches into.
    private static let merged = 0.05
    /// A row with classes alone.
    private static let classAlone = 1.5
    /// A word does not belong where it costs as much.
    private static let bad = 3.0

    private mutating func gather(_ words: [OrderedWord], _ places: [(column: Int, isNew: Bool)]) {
        var cost = 0.0
        for (word, place) in zip(words, places) {
            if place.isNew || rows.isEmpty {
                rows.append(Row(cells: [[OrderedWord]](repeating: [], count: columns.count), isDoubtful: false))
                cost = 0
            }
            let last = rows.count - 1
            let own = fit(word, in: place.column)
            if let before = rows[last].cells[place.column].last {
                cost += max(0, joining(before, word, in: place.column) - Self.wrap) + (own < Self.bad ? 0 : own)
            } else {
                cost += own
            }
            // A cell of several lines beside an empty one may be two.
            if rows[last].cells[place.column].last != nil, !isMerged(place.column),
                columns.indices.contains(where: {
                    $0 < place.column && !isMerged($0) && !columns[$0].isFigure && rows[last].cells[$0].isEmpty
                })
            {
                rows[last].isDoubtful = true
            }
            rows[last].cells[place.column].append(word)
            if cost > Self.mostCost { rows[last].isDoubtful = true }
        }
    }

    // MARK: Costs

    /// What an empty cell costs.
    private func skip(_ column: Int) -> Double {
        switch columns[column].key {
        case "level1", "level2": return 0.1
        case "level3": return 1.2
        case "sign": return 0.8
        case "target": return 1
        case "measure": return 0.5
        default: break
        }
        if isMerged(column), columns[column].type == .amount { return 0.8 }
        switch columns[column].type {
        case .amount: return 0.4
        case .code: return 0.3
        case .name: return columns[column].key == "unit_name" ? 0.8 : 1.5
        default: return 0.4
        }
    }

    /// What it costs to go from what is told of a project to an indicator without its classes: the first one of a project has
    /// them.
    private func crossing(_ from: Int, _ column: Int) -> Double {
        guard let firstClass, let lastClass, from < firstClass, column > lastClass else { return 0 }
        return 1.5
    }

    /// Whether a column stands in front of the classes: its cells reach over all indicators of a project.
    private func isMerged(_ column: Int) -> Bool {
        guard let firstClass else { return false }
        return column < firstClass || columns[column].key == "level1" || columns[column].key == "level2"
    }

    private func joining(_ last: OrderedWord, _ word: OrderedWord, in column: Int) -> Double {
        switch columns[column].key {
        case "level1", "level2", "sign", "ordinal": return 8
        default: break
        }
        if columns[column].isFigure || columns[column].isCode || PrintedNumber.hasDecimals(word.text) { return 8 }
        guard word.beginsLine else { return Self.lineWrap }
        // A code in front of a name begins a cell.
        if word.text.first?.isDigit == true, word.text.drop(while: \.isDigit).first == "-",
            last.text.contains(where: \.isIdeograph)
        {
            return Self.bad
        }
        let width = last.text.cellWidth
        guard width + 2 >= word.text.cellWidth else { return 1 }
        return width < Self.narrow ? Self.narrowWrap : Self.wrap
    }

    /// How badly a word fits a column.
    private func fit(_ word: OrderedWord, in column: Int) -> Double {
        let text = word.text
        let isSign = Self.signs.contains(word.compact)
        let isClass = text.count <= 10 && Self.isClass(word.compact)
        let isNumber = PrintedNumber.decimals(of: text) != nil
        let isShort = text.count <= 5
        switch columns[column].key {
        case "level1": return isClass ? IndicatorClass.isFirst(word.compact) ? 0 : 1.5 : 8
        case "level2": return isClass ? IndicatorClass.isFirst(word.compact) ? 0.8 : 0 : 8
        case "level3": return isSign ? 5 : isClass ? 3 : isNumber ? 3 : 0.2
        case "sign": return isSign ? 0 : 7
        case "target":
            if isSign { return hasSign ? 2 : 0.3 }
            if isClass { return 5 }
            if isNumber || text.first.map({ Self.signs.contains(String($0)) }) ?? false || text.last == "%" { return 0 }
            if Self.grades.contains(word.compact) { return 0.2 }
            return isShort ? 0.6 : text.count < 12 ? 1.2 : 2.5
        case "measure": return Self.grades.contains(word.compact) ? 1.5 : isSign ? 6 : isNumber ? 4 : isShort ? 0 : 2.5
        case "indicators": return PackedIndicators.begins(text) ? 0 : isNumber ? 4 : 1
        case "ordinal": return word.isDigits && text.count < 4 ? 0 : 6
        case "goal":
            return PackedIndicators.begins(text)
                ? 3 : isSign ? 6 : isClass ? 5 : isNumber ? 4 : text.contains("。") || text.count > 14 ? 0 : 1
        case "unit_code": return word.isDigits && text.count > 2 ? 0 : 9
        case "unit_name": return isNumber ? 6 : TitleKey.endsAsOffice(text) ? 0 : 1
        case "class_code": return word.isDigits ? text.count == 3 ? 0 : 3 : 9
        case "section_code", "item_code": return word.isDigits ? text.count == 2 ? 0 : 3 : 9
        case "weight", "score": return isNumber ? 0 : 4
        default: break
        }
        switch columns[column].type {
        case .amount:
            if PrintedNumber.hasDecimals(text) || (isNumber && text.contains(",")) { return 0 }
            return isNumber ? acceptsIntegers ? 0 : 2 : FlowLine.isAmount(text[...], acceptsIntegers: false) ? 0.5 : 9
        case .count, .percent: return isNumber || text.last == "%" ? 0 : 5
        case .code: return word.isDigits ? 0 : 9
        case .name:
            return isSign
                ? 5 : isClass ? 4 : PrintedNumber.hasDecimals(text) ? 6 : isNumber ? 4 : text.contains("。") ? 3 : 0.2
        case .text: return isSign || isClass ? 4 : PrintedNumber.hasDecimals(text) ? 3.5 : isNumber ? 1.2 : 0.5
        }
    }

    private static let signs: Set<String> = [
        "＝", "=", "≥", "≤", ">", "<", "＞", "＜", "定性", "等于", "大于等于", "小于等于", "大于", "小于", "≧", "≦",
    ]

    /// Values of indicators that are no figures.
    private static let grades: Set<String> = [
        "优", "良", "优良", "优秀", "良好", "好", "高", "合格", "达标", "完成", "是", "提升", "显著", "有效",
    ]

    private static func isClass(_ text: String) -> Bool {
        text.hasSuffix("指标") && (IndicatorClass.isClass(text) || IndicatorClass.isSecond(text))
    }

    /// Puts the lines of classes that wrap together.
    private static func joiningClasses(_ words: [OrderedWord]) -> [OrderedWord] {
        var joined: [OrderedWord] = []
        for word in words {
            if let last = joined.last, word.beginsLine, word.text.count <= 3, last.text.count <= 8,
                !isClass(last.compact), isClass(last.compact + word.compact)
            {
                joined[joined.count - 1].text += word.text
            } else {
                joined.append(word)
            }
        }
        return joined
    }
}
