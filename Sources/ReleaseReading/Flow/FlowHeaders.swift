import BudgetRelease
import PageContent

/// Finds the headings of tables of projects in running text: wrapped, glued to the text around them, or printed in
/// another order than that of the columns.
struct FlowHeaders {
    /// A line of text, or what stood for a header in the place of one.
    enum Item {
        case line(FlowLine)
        case header(Header)
    }

    struct Header {
        var form: Form
        var columns: [Column]
        /// The headings don't stand in the order of their columns.
        var isReordered = false
    }

    private let forms: [Form]
    /// The headings of each form by the character that they begin with, the longest first.
    private let headings: [[Unicode.Scalar: [Heading]]]
    /// The characters of each form's headings.
    private let alphabets: [ScalarSet]
    /// The characters that headings begin with.
    private let firsts: ScalarSet

    /// A heading of a form that has no wildcard in it.
    private struct Heading {
        var column: Form.KnownColumn
        var scalars: [Unicode.Scalar]
    }

    /// Headings of one line of a table are no more than these.
    private static let mostLines = 14
    private static let mostScalars = 150
    /// Columns that a header out of order has at least, and the characters of as many headings of each form.
    private static let leastColumns = 4
    private let leastScalars: [Int]
    private let letters: [Letters]

    init(forms: [Form]) {
        self.forms = forms
        let headings = forms.map { form in
            form.columns.flatMap { column in
                column.headers.filter { !$0.contains("*") }.map {
                    Heading(column: column, scalars: $0.unicodeScalars.map(Self.folded))
                }
            }.filter { !$0.scalars.isEmpty }
        }
        letters = forms.map(Letters.init)
        alphabets = headings.map { ScalarSet($0.flatMap(\.scalars)) }
        firsts = ScalarSet(headings.joined().compactMap(\.scalars.first))
        leastScalars = headings.map { headings in
            headings.map(\.scalars.count).sorted().prefix(Self.leastColumns).reduce(0, +)
        }
        self.headings = headings.map { headings in
            Dictionary(grouping: headings) { $0.scalars[0] }.mapValues { headings in
                headings.enumerated().sorted {
                    ($0.element.scalars.count, -$0.offset) > ($1.element.scalars.count, -$1.offset)
                }.map(\.element)
            }
        }
    }

    /// The lines with every header taken out.
    func items(of lines: [FlowLine]) -> [Item] {
        var items: [Item] = []
        for item in ordered(lines) {
            guard case .line(var line) = item else {
                items.append(item)
                continue
            }
            if case .header = items.last { line.isBehindBreak = true }
            items.append(.line(line))
        }
        return withReorderedHeaders(items)
    }

    private static func folded(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        (0xFF01...0xFF5E).contains(scalar.value) ? Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar : scalar
    }

    // MARK: In order

    /// Takes out headers whose headings follow one another, over however many lines and amid whatever text.
    private func ordered(_ lines: [FlowLine]) -> [Item] {
        var stream: [Unicode.Scalar] = []
        var starts: [Int] = []
        for line in lines {
            starts.append(stream.count)
            for scalar in line.scalars { stream.append(Self.folded(scalar)) }
        }
        starts.append(stream.count)
        var items: [Item] = []
        var line = 0
        // Where the rest of `line` begins.
        var offset = 0
        func take(upTo end: Int) {
            while line < lines.count, starts[line] + offset < end {
                let stop = min(end, starts[line + 1]) - starts[line]
                let length = starts[line + 1] - starts[line]
                if offset == 0, stop == length {
                    items.append(.line(lines[line]))
                } else if let part = lines[line].part(offset..<stop) {
                    items.append(.line(part))
                }
                if stop == length {
                    line += 1
                    offset = 0
                } else {
                    offset = stop
                }
            }
        }
        var position = 0
        while position < stream.count {
            guard firsts.contains(stream[position]),
                let match = match(in: stream, at: position, starts: starts)
            else {
                position += 1
                continue
            }
            take(upTo: position)
            items.append(.header(header(match, of: lines, starts: starts, at: position)))
            position = match.end
            while line < lines.count, starts[line + 1] <= position { line += 1 }
            offset = line < lines.count ? max(0, position - starts[line]) : 0
        }
        take(upTo: stream.count)
        return items
    }

    private struct Match {
        var form: Int
        var columns: [(column: Form.KnownColumn, length: Int)]
        var end: Int
    }

    /// The longest run of different headings of one form. Amid other text only a nearly whole header counts.
    private func match(in stream: [Unicode.Scalar], at position: Int, starts: [Int]) -> Match? {
        var best: Match?
        for form in forms.indices {
            var match = Match(form: form, columns: [], end: position)
            while match.end < stream.count {
                let longest = headings[form][stream[match.end]]?.first { heading in
                    stream[match.end...].starts(with: heading.scalars)
                        && !match.columns.contains { $0.column.key == heading.column.key }
                }
                guard let longest else { break }
                match.columns.append((longest.column, longest.scalars.count))
                match.end += longest.scalars.count
            }
            guard match.columns.count >= 3 else { continue }
            let isAlone =
                starts[Self.line(at: position, starts: starts)] == position
                && starts[Self.line(at: match.end, starts: starts)] == match.end
            let keys = Set(match.columns.map(\.column.key))
            // Without the names it is a piece of a header whose headings are cut and mixed.
            guard keys.contains("name"), isAlone || (match.columns.count >= 4 && keys.contains("goal")) else {
                continue
            }
            if match.columns.count > best?.columns.count ?? 0 { best = match }
        }
        return best
    }

    private func header(_ match: Match, of lines: [FlowLine], starts: [Int], at position: Int) -> Header {
        var offset = position
        let columns = match.columns.map { column, length in
            defer { offset += length }
            return Column(
                path: [Self.printed(lines, starts: starts, offset..<offset + length)], key: column.key,
                type: column.type)
        }
        return Header(form: forms[match.form], columns: columns)
    }

    /// What the lines print in a part of the stream.
    private static func printed(_ lines: [FlowLine], starts: [Int], _ range: Range<Int>) -> String {
        var line = line(at: range.lowerBound, starts: starts)
        var text: [Unicode.Scalar] = []
        while line < lines.count, starts[line] < range.upperBound {
            let part = range.clamped(to: starts[line]..<starts[line + 1])
            text += lines[line].scalars[part.lowerBound - starts[line]..<part.upperBound - starts[line]]
            line += 1
        }
        return String(scalars: text)
    }

    /// The last line that begins at or in front of a place in the stream; behind all lines where it ends there.
    private static func line(at position: Int, starts: [Int]) -> Int {
        var (line, behind) = (0, starts.count)
        while behind - line > 1 {
            let middle = (line + behind) / 2
            if starts[middle] <= position { line = middle } else { behind = middle }
        }
        return line
    }

    // MARK: Out of order

    /// Takes out headers whose headings are cut and mixed: neighbouring lines that hold the characters of whole
    /// headings and nothing else.
    private func withReorderedHeaders(_ items: [Item]) -> [Item] {
        var result: [Item] = []
        var index = 0
        while index < items.count {
            if let (header, length) = reordered(items[index...]) {
                result.append(.header(header))
                index += length
                if index < items.count, case .line(var line) = items[index] {
                    line.isBehindBreak = true
                    result.append(.line(line))
                    index += 1
                }
            } else {
                result.append(items[index])
                index += 1
            }
        }
        return result
    }

    private func reordered(_ items: ArraySlice<Item>) -> (header: Header, length: Int)? {
        for form in forms.indices {
            var scalars: [Unicode.Scalar] = []
            var ends: [Int] = []
            for item in items.prefix(Self.mostLines) {
                guard case .line(let line) = item, scalars.count + line.scalars.count <= Self.mostScalars,
                    line.scalars.allSatisfy({ alphabets[form].contains(Self.folded($0)) })
                else { break }
                scalars += line.scalars.lazy.map(Self.folded)
                ends.append(scalars.count)
            }
            while let end = ends.last, end >= leastScalars[form] {
                if let columns = columns(of: form, madeOf: scalars[..<end]), columns.count >= Self.leastColumns {
                    return (Header(form: forms[form], columns: columns, isReordered: true), ends.count)
                }
                ends.removeLast()
            }
        }
        return nil
    }

    /// Columns of a form whose headings are made of exactly these characters.
    private func columns(of form: Int, madeOf scalars: ArraySlice<Unicode.Scalar>) -> [Column]? {
        let letters = letters[form]
        var left = [Int](repeating: 0, count: letters.count)
        for scalar in scalars {
            guard let letter = letters.numbers[scalar] else { return nil }
            left[letter] += 1
        }
        var open = scalars.count
        var steps = 0
        func search(_ index: Int) -> [Column]? {
            if open == 0 { return [] }
            steps += 1
            guard index < letters.headings.count, steps <= Self.mostSteps,
                zip(left, letters.capacities[index]).allSatisfy({ $0 <= $1 })
            else { return nil }
            for heading in letters.headings[index] {
                for letter in heading.letters { left[letter] -= 1 }
                open -= heading.letters.count
                if heading.letters.allSatisfy({ left[$0] >= 0 }), let found = search(index + 1) {
                    let column = forms[form].columns[index]
                    return [Column(path: [heading.printed], key: column.key, type: column.type)] + found
                }
                for letter in heading.letters { left[letter] += 1 }
                open += heading.letters.count
            }
            return search(index + 1)
        }
        return search(0)
    }

    /// Letters that could be shared among headings in more ways than this are no header: the ways multiply with each
    /// column, and real headers take some dozens.
    private static let mostSteps = 5_000

    /// The headings of a form as the letters that they are made of, by number.
    private struct Letters {
        private(set) var numbers: [Unicode.Scalar: Int] = [:]
        /// Of each column.
        private(set) var headings: [[(printed: String, letters: [Int])]] = []
        /// How often each letter may stand in the headings of a column and those behind it.
        private(set) var capacities: [[Int]] = []

        var count: Int { numbers.count }

        init(_ form: Form) {
            for column in form.columns {
                headings.append(
                    column.headers.filter { !$0.contains("*") }.map { heading in
                        let letters = heading.unicodeScalars.map { scalar in
                            let scalar = FlowHeaders.folded(scalar)
                            let number = numbers[scalar] ?? numbers.count
                            numbers[scalar] = number
                            return number
                        }
                        return (heading, letters)
                    })
            }
            var capacity = [Int](repeating: 0, count: numbers.count)
            for headings in headings.reversed() {
                var most = [Int](repeating: 0, count: numbers.count)
                for heading in headings {
                    var counts = [Int](repeating: 0, count: numbers.count)
                    for letter in heading.letters { counts[letter] += 1 }
                    for letter in heading.letters { most[letter] = max(most[letter], counts[letter]) }
                }
                for letter in capacity.indices { capacity[letter] += most[letter] }
                capacities.append(capacity)
            }
            capacities.reverse()
        }
    }
}
