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

    private let forms: [FormHeadings]
    /// The characters that headings begin with.
    private let firsts: ScalarSet

    /// Headings of one line of a table are no more than these.
    private static let mostLines = 14
    private static let mostScalars = 150

    init(forms: [Form]) {
        self.forms = forms.map(FormHeadings.init)
        firsts = ScalarSet(self.forms.flatMap(\.firsts))
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

    // MARK: In order

    /// Takes out headers whose headings follow one another, over however many lines and amid whatever text.
    private func ordered(_ lines: [FlowLine]) -> [Item] {
        var stream: [Unicode.Scalar] = []
        var starts: [Int] = []
        for line in lines {
            starts.append(stream.count)
            stream += line.scalars.lazy.map(FormHeadings.folded)
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
            while let longest = forms[form].longest(
                atStartOf: stream[match.end...],
                isWanted: { column in !match.columns.contains { $0.column.key == column.key } })
            {
                // `总计：`
                let end = match.end + longest.scalars.count
                let length = longest.scalars.count + (end < stream.count && stream[end] == ":" ? 1 : 0)
                match.columns.append((longest.column, length))
                match.end += length
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
        return Header(form: forms[match.form].form, columns: columns)
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
                    forms[form].mayMake(line.scalars.lazy.map(FormHeadings.folded))
                else { break }
                scalars += line.scalars.lazy.map(FormHeadings.folded)
                ends.append(scalars.count)
            }
            while let end = ends.last {
                if let columns = forms[form].columns(madeOf: scalars[..<end]) {
                    return (Header(form: forms[form].form, columns: columns, isReordered: true), ends.count)
                }
                ends.removeLast()
            }
        }
        return nil
    }
}
