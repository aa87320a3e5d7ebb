import BudgetRelease
import PageContent

/// The header of a table whose cells a text gives one behind the other, and the words of its rows.
struct OrderedHeader {
    /// The form that title and headings belong to.
    let form: Form?
    let columns: [Column]
    /// The words behind the headings, without those that pages print again.
    private(set) var body: [OrderedWord]
    /// The headings can be divided in one way alone, and all of them are known.
    let isCertain: Bool
    /// The text keeps the layout of its pages.
    let isLaidOut: Bool
    /// No amounts follow.
    let isEmpty: Bool
    /// The table prints amounts without decimals.
    let acceptsIntegers: Bool

    /// A header has no more lines.
    private static let mostLines = 80

    init?(section: OrderedTables.Section, catalogue: FormCatalogue) {
        guard section.lines.contains(where: { !$0.words.isEmpty }) else { return nil }
        let all = section.lines.map { OrderedWord.words(of: $0) }
        acceptsIntegers = !all.joined().contains { PrintedNumber.hasDecimals($0.text) || $0.text.contains(",") }
        let found = Self.end(in: all, acceptsIntegers: acceptsIntegers)
        guard let end = found ?? Self.endWithoutAmounts(in: all) else { return nil }
        isEmpty = found == nil
        isLaidOut = Self.isLaidOut(section.lines)
        body = OrderedWord.joiningLetters(Array(all[end.rest...].joined()))
        var words = HeadingTiling.parted(OrderedWord.joiningLetters(Array(all[..<end.line].joined()))) {
            catalogue.headingFit($0)
        }
        var headings = HeadingTiling(words: words) { catalogue.headingFit($0) }.headings
        // What nobody prints over columns is the name of the first row, where its amounts come next.
        if end.columns == nil, body.first?.isAmount(acceptsIntegers: acceptsIntegers) == true {
            while let last = headings.last, !last.isKnown, headings.count > 1 {
                body = words[last.words] + body
                words.removeLast(last.words.count)
                headings.removeLast()
            }
        }
        guard headings.count > 1, !isEmpty || headings.allSatisfy(\.isKnown) else { return nil }
        body = Self.withoutHeader(body, header: words)
        let usual = Self.mostAmounts(in: body, acceptsIntegers: acceptsIntegers)
        guard
            let order = Self.order(
                of: headings, words: words, columns: end.columns, amounts: usual,
                form: catalogue.form(titled: section.title), catalogue: catalogue)
        else { return nil }
        let paths = order.paths
        if isLaidOut {
            // Headings stand over their columns.
            let starts = order.places.map { place in headings[place].words.map { words[$0].start }.min() ?? 0 }
            guard zip(starts, starts.dropFirst()).allSatisfy({ $0 <= $1 }) else { return nil }
        }
        form = catalogue.form(title: section.title, paths: paths)
        guard form?.layout.hasLabels != true else { return nil }
        var typed = ColumnTyping(catalogue: catalogue, form: form).columns(for: paths)
        Self.typeFigures(in: &typed)
        columns = typed
        let figures = columns.mostFigures
        guard figures > 0 else { return nil }
        let isCounted = end.columns == paths.count || figures == usual
        isCertain =
            order.isCertain && !order.isTied && (isCounted || !order.mayDiffer)
            && (end.columns == nil || end.columns == paths.count) && headings.allSatisfy(\.isKnown)
            && figures >= usual
        if columns.last?.isFigure == false {
            // What stands behind the amounts of the last row.
            let end = section.tail.firstIndex(where: \.endsSentence).map { $0 + 1 } ?? 0
            body += section.tail[..<end].flatMap(OrderedWord.words)
        }
    }

    /// The tree of headings, with as many columns as a row numbers, or with at least as many as amounts are printed.
    private static func order(
        of headings: [HeadingTiling.Heading], words: [OrderedWord], columns: Int?, amounts: Int, form: Form?,
        catalogue: FormCatalogue
    ) -> HeadingOrder? {
        let kind = { (heading: String) -> HeadingOrder.Kind in
            let column = catalogue.column(for: HeaderPath(printed: [heading]), form: form)
            if column?.type == .code || column?.key == "unit_code" { return .code }
            return column?.type == .name ? .name : .other
        }
        let texts = headings.count {
            kind($0.text) != .other && !catalogue.groups.heads(CompactText.foldedScalars($0.text))
        }
        func order(leaves: Int?) -> HeadingOrder? {
            HeadingOrder(
                headings: headings.map(\.text), lines: headings.map { words[$0.words.lowerBound].line.number },
                leaves: leaves, leastLeaves: min(headings.count, amounts + texts), groups: catalogue.groups, kind: kind)
        }
        return order(leaves: columns) ?? order(leaves: nil)
    }

    /// Whether most lines with several words have gaps between them that columns leave.
    private static func isLaidOut(_ lines: [FlowLine]) -> Bool {
        let several = lines.filter { $0.words.count > 1 }
        let gapped = several.count { line in zip(line.words, line.words.dropFirst()).contains { $1.start - $0.end > 2 }
        }
        return several.count * 3 > lines.count && gapped * 2 > several.count
    }

    /// Where the header ends, and where the rows begin behind a row that numbers the columns.
    private static func end(
        in lines: [[OrderedWord]], acceptsIntegers: Bool
    ) -> (line: Int, rest: Int, columns: Int?)? {
        var number = 0
        var marks = 0
        var numberStart = 0
        for (index, words) in lines.prefix(mostLines).enumerated() {
            guard let first = words.first else { continue }
            // A row of asterisks and of the numbers from 1 on.
            let isNumbering = words.allSatisfy { word in
                if word.text.allSatisfy({ $0 == "*" || $0 == "＊" }) || word.compact == "栏次" { return number == 0 }
                return Int(word.compact) != nil && word.text.count < 3
            }
            if isNumbering {
                var next = number
                var seen = marks
                var isRun = true
                for word in words {
                    if let value = Int(word.compact) {
                        if value != next + 1 { isRun = false }
                        next = value
                    } else if word.compact != "栏次" {
                        seen += 1
                    }
                }
                if isRun {
                    if number == 0, marks == 0 { numberStart = index }
                    number = next
                    marks = seen
                    continue
                }
            }
            if number > 1 { return (numberStart, index, number + marks) }
            number = 0
            marks = 0
            if index > 0 {
                if first.isDigits, [3, 5, 7].contains(first.text.count), words.count > 1 || index + 1 < lines.count {
                    return (index, index, nil)
                }
                if CompactText.beginsItem(first.compact), !first.isAmount(acceptsIntegers: false) {
                    return (index, index, nil)
                }
                if OrderedRows.isTotal(first.text),
                    words.dropFirst().first?.isAmount(acceptsIntegers: acceptsIntegers) ?? false
                {
                    return (index, index, nil)
                }
            }
            if let amount = words.firstIndex(where: {
                PrintedNumber.hasDecimals($0.text) || $0.text.contains(",") && $0.isAmount(acceptsIntegers: true)
            }) {
                guard index > 0 else { return nil }
                if amount > 0 { return (index, index, nil) }
                // 合计 on a line of its own in front of its amounts.
                if let before = lines[index - 1].last, lines[index - 1].count == 1, OrderedRows.isTotal(before.text),
                    index > 1
                {
                    return (index - 1, index - 1, nil)
                }
                return (index, index, nil)
            }
        }
        return nil
    }

    /// The end of a header that no amounts follow, or the word 合计 alone.
    private static func endWithoutAmounts(in lines: [[OrderedWord]]) -> (line: Int, rest: Int, columns: Int?)? {
        guard lines.count <= mostEmptyLines else { return nil }
        if let last = lines.last, lines.count > 1, last.count == 1, OrderedRows.isTotal(last[0].text) {
            return (lines.count - 1, lines.count - 1, nil)
        }
        return (lines.count, lines.count, nil)
    }

    private static let mostEmptyLines = 40

    /// The body without the headings that pages print again.
    private static func withoutHeader(_ body: [OrderedWord], header: [OrderedWord]) -> [OrderedWord] {
        guard header.count > 1, let start = header[0].text.first else { return body }
        let text = header.flatMap(\.text)
        var kept: [OrderedWord] = []
        var index = 0
        while index < body.count {
            if body[index].text.first == start {
                var end = index
                var length = 0
                while end < body.count, length < text.count, length + body[end].text.count <= text.count,
                    text[length..<(length + body[end].text.count)].elementsEqual(body[end].text)
                {
                    length += body[end].text.count
                    end += 1
                }
                if length == text.count {
                    index = end
                    continue
                }
            }
            kept.append(body[index])
            index += 1
        }
        return kept
    }

    private static func mostAmounts(in body: [OrderedWord], acceptsIntegers: Bool) -> Int {
        var most = 0
        var run = 0
        for word in body {
            run = word.isAmount(acceptsIntegers: acceptsIntegers) ? run + 1 : 0
            most = max(most, run)
        }
        return most
    }

    /// Columns with headings that nobody knows hold figures where they stand behind others that do.
    private static func typeFigures(in columns: inout [Column]) {
        guard let first = columns.firstIndex(where: \.isFigure) else { return }
        for index in columns.indices.dropFirst(first) where columns[index].type == .text && columns[index].key == nil {
            let heading = columns[index].path.last ?? ""
            guard !["备注", "说明", "简介", "目标", "内容", "理由"].contains(where: { heading.contains(word: $0) }) else {
                continue
            }
            columns[index].type = .amount
        }
    }
}
