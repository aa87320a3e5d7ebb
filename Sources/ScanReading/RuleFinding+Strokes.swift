extension RuleFinding {
    /// - Parameter inches: strokes of letters are shorter.
    func isLong(_ rule: PictureRule, atLeast inches: Double) -> Bool { Double(rule.length) >= resolution * inches }

    /// Whether no ink lies along a horizontal run, as it does in a line of letters.
    func isApart(_ rule: PictureRule) -> Bool {
        if isLong(rule, atLeast: 3) { return true }
        let off = Int(resolution * 0.02) + 1 + Int(rule.thickness / 2 + 1)
        let centre = Int(rule.position)
        var above = 0
        var below = 0
        for x in rule.start..<min(rule.end, ink.width) {
            if centre - off >= 0 { above += Int(ink[x, centre - off]) }
            if centre + off < ink.height { below += Int(ink[x, centre + off]) }
        }
        let share = isLong(rule, atLeast: 1) ? 0.35 : 0.2
        return Double(max(above, below)) <= Double(rule.length) * share
    }

    /// Whether a vertical run ends at rules above and below and has no ink beside it.
    func standsApart(_ rule: PictureRule, between horizontal: [PictureRule]) -> Bool {
        let near = resolution * 0.06
        let end = resolution * 0.012 + 1
        let crossing = horizontal.filter {
            rule.position > Double($0.start) - near && rule.position < Double($0.end) + near
        }
        guard crossing.contains(where: { abs($0.position - Double(rule.start)) < end }),
            crossing.contains(where: { abs($0.position - Double(rule.end)) < end })
        else { return false }
        return !hasInkBeside(rule)
    }

    /// Whether ink stands close along a rule: it is a stroke of a letter, or runs through letters.
    func hasInkBeside(_ rule: PictureRule) -> Bool {
        let off = Int(rule.thickness / 2 + resolution * 0.012 + 1)
        let middle = Int(rule.position)
        let margin = Int(resolution * 0.02)
        let (start, end) = (rule.start + margin, rule.end - margin)
        guard start < end else { return false }
        var sides = [0, 0]
        for place in start..<end {
            for (side, across) in [middle - off, middle + off].enumerated() {
                let (x, y) = rule.isVertical ? (across, place) : (place, across)
                if ink.contains(x: x, y: y) { sides[side] += Int(ink[x, y]) }
            }
        }
        return Double(max(sides[0], sides[1])) > Double(rule.length) * 0.12
    }

    /// Whether others that stand apart go on in the line of a short one, or its row is all of a table: no more than rules at
    /// its ends stand there, too.
    func hasCompany(_ rule: PictureRule, among apart: [PictureRule], between horizontal: [PictureRule]) -> Bool {
        let inLine = apart.lazy.filter { abs($0.position - rule.position) < resolution * 0.01 + 1 }
        if Double(inLine.reduce(0) { $0 + $1.length }) > resolution * 0.45 { return true }
        let end = resolution * 0.012 + 1
        let inRow = apart.filter {
            abs(Double($0.start - rule.start)) <= end && abs(Double($0.end - rule.end)) <= end
        }
        return horizontal.contains { top in
            abs(top.position - Double(rule.start)) < end
                && inRow.contains { abs($0.position - Double(top.start)) < 2 * end }
                && inRow.contains { abs($0.position - Double(top.end)) < 2 * end }
        }
    }
}
