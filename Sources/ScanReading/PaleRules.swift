/// The rules of a picture of which some are pale: what is clearly dark of them, and what hairlines add.
///
/// Letters in a row make pale lines, too: one counts where a part of it is clearly dark, or where both its ends meet rules across
/// it and it is the border at which clear ones end, or one of a page that has hardly any dark rule of its direction.
struct PaleRules {
    private(set) var all: [PictureRule]

    /// - Parameters:
    ///   - pale: as hairlines show them, a little longer than they are.
    ///   - clear: those that are clearly dark, maybe in pieces.
    ///   - isLine: whether a rule is whole, and runs through no letters.
    init(
        _ pale: [PictureRule], beside clear: [PictureRule], resolution: Double, isLine: (PictureRule) -> Bool
    ) {
        all = clear
        var more: [PictureRule] = []
        let slack = resolution * 0.012 + 1
        let blur = Int(resolution * 0.06)
        for rule in pale {
            let pieces = all.filter {
                $0.isVertical == rule.isVertical && abs($0.position - rule.position) <= slack && $0.start < rule.end
                    && rule.start < $0.end
            }
            guard let first = pieces.map(\.start).min(), let last = pieces.map(\.end).max() else {
                if isLine(rule) { more.append(rule) }
                continue
            }
            var whole = pieces.max { $0.length < $1.length } ?? rule
            (whole.start, whole.end) = (first, last)
            // It goes on pale where that part is whole.
            func isPart(from start: Int, to end: Int) -> Bool {
                var part = whole
                (part.start, part.end) = (start, end)
                return end - start > blur && isLine(part)
            }
            if isPart(from: rule.start, to: first) { whole.start = rule.start }
            if isPart(from: last, to: rule.end) { whole.end = rule.end }
            guard pieces.count > 1 || whole.length > (pieces.first?.length ?? 0) else { continue }
            all.removeAll { pieces.contains($0) }
            all.append(whole)
        }
        more.removeAll { rule in
            clear.count { $0.isVertical == rule.isVertical } > 1
                && clear.count { Self.ends($0, at: rule, slack: Double(blur)) } < Self.leastEnds
        }
        // What meets nothing is left out, and then what met only that.
        var count = -1
        while count != more.count {
            count = more.count
            let across = all + more
            more.removeAll { rule in
                !Self.meets(rule, at: rule.start, across, slack: Double(blur))
                    || !Self.meets(rule, at: rule.end, across, slack: Double(blur))
            }
        }
        all += more
    }

    /// The border of a table, where the rules across it end.
    private static let leastEnds = 3

    private static func ends(_ other: PictureRule, at rule: PictureRule, slack: Double) -> Bool {
        other.crosses(rule, slack: slack)
            && (abs(Double(other.start) - rule.position) <= slack || abs(Double(other.end) - rule.position) <= slack)
    }

    private static func meets(_ rule: PictureRule, at end: Int, _ others: [PictureRule], slack: Double) -> Bool {
        others.contains { $0.crosses(rule, slack: slack) && abs($0.position - Double(end)) <= slack }
    }
}
