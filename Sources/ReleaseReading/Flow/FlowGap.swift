/// The text between the amounts of two rows, told apart into goals and lists of indicators.
struct FlowGap {
    /// A goal, which a name may come before, and the indicators behind it.
    struct Block {
        var text: [FlowLine] = []
        var list: [FlowLine] = []
        /// The list is whole: all its indicators have their values, and it ends with a full stop.
        var isComplete: Bool { FlowGap.isComplete(list) }
    }

    var blocks: [Block] = []
    /// What stands behind the last list, or everything where there is none.
    var tail: [FlowLine] = []
    /// A line that the last list or the tail could hold.
    var doubtful: FlowLine?

    /// - Parameters:
    ///   - lines: as `cutAtLists` gives them.
    ///   - isBlockwise: goals of other rows stand behind a list, not the name of the next row alone.
    init(lines: [FlowLine], isBlockwise: Bool) {
        let starts = lines.indices.filter { lines[$0].beginsList }
        guard let first = starts.first else {
            tail = lines
            return
        }
        var text = Array(lines[..<first])
        for (position, start) in starts.enumerated() {
            let limit = position + 1 < starts.count ? starts[position + 1] : lines.count
            let isLast = position + 1 == starts.count
            let end = Self.endOfList(Array(lines[start..<limit]), takesFirst: isBlockwise || !isLast)
            blocks.append(Block(text: text, list: end.list))
            text = end.rest
            doubtful = end.doubtful
        }
        tail = text
    }

    /// Marks the lines that a list of indicators begins with, and cuts those in the middle of which one does.
    static func cutAtLists(_ lines: [FlowLine]) -> [FlowLine] {
        let starts = PackedIndicators.starts(in: lines.scalars)
        guard !starts.isEmpty else { return lines }
        var result: [FlowLine] = []
        var offset = 0
        var rest = starts[...]
        for line in lines {
            let count = line.scalars.count
            let inside = rest.prefix { $0 < offset + count }.map { $0 - offset }
            rest = rest.dropFirst(inside.count)
            let cuts = inside.filter { $0 > 0 }
            for (from, to) in zip([0] + cuts, cuts + [count]) {
                guard var part = line.part(from..<to) else { continue }
                part.beginsList = inside.contains(from)
                result.append(part)
            }
            offset += count
        }
        return result
    }

    /// Whether the lines are whole indicators.
    static func isComplete(_ lines: [FlowLine]) -> Bool {
        guard let last = lines.last, last.endsSentence || endsValue(last, of: lines) else { return false }
        return PackedIndicators(lines.scalars).malformed.isEmpty
    }

    /// Cuts lines that begin with a list where it ends: behind its last value, at a line that ends with a full stop.
    private static func endOfList(
        _ lines: [FlowLine], takesFirst: Bool
    ) -> (list: [FlowLine], rest: [FlowLine], doubtful: FlowLine?) {
        let marked = lastMark(in: lines)
        var candidates = lines.indices.filter { $0 >= marked && lines[$0].endsSentence }
        if candidates.isEmpty {
            candidates = lines.indices.filter { $0 >= marked && endsValue(lines[$0], of: lines[...$0]) }
        }
        if let end = takesFirst ? candidates.first : candidates.last {
            return (Array(lines[...end]), Array(lines[(end + 1)...]), nil)
        }
        // The last indicator has no full stop at the end of a line: what follows it may be its own.
        if let (head, tail) = cutBehindValue(lines[marked]) {
            return (Array(lines[..<marked]) + [head], [tail] + Array(lines[(marked + 1)...]), tail)
        }
        let rest = Array(lines[(marked + 1)...])
        return (Array(lines[...marked]), rest, rest.first)
    }

    /// Whether a line ends with the semicolon that ends an indicator where commas part its pieces.
    private static func endsValue(_ line: FlowLine, of list: some Collection<FlowLine>) -> Bool {
        guard let last = line.scalars.last, last == ";" || last == "；" else { return false }
        return list.scalars.range(ofScalars: commaStyle) != nil
    }

    private static let commaStyle = Array("，年度指标值".unicodeScalars)

    /// The line in which the last label of a value ends.
    private static func lastMark(in lines: [FlowLine]) -> Int {
        let wanted = Array("指标值".unicodeScalars)
        var matched = 0
        var last = 0
        for (index, line) in lines.enumerated() {
            for scalar in line.scalars {
                if matched == wanted.count, scalar == ":" || scalar == "：" { last = index }
                if matched < wanted.count, scalar == wanted[matched] {
                    matched += 1
                } else {
                    matched = scalar == wanted[0] ? 1 : 0
                }
            }
        }
        return last
    }

    /// Cuts a line behind the full stop of an indicator's value, if text is glued to it.
    private static func cutBehindValue(_ line: FlowLine) -> (head: FlowLine, tail: FlowLine)? {
        let scalars = line.scalars
        guard let stop = scalars.lastIndex(of: "。"), !scalars[stop...].contains("；"),
            let head = line.part(0..<stop + 1), let tail = line.part(stop + 1..<scalars.count)
        else { return nil }
        return (head, tail)
    }
}
