/// Finds the rules of a picture: long runs of ink, apart from strokes of letters.
struct RuleFinding {
    private(set) var rules: [PictureRule]
    let ink: Bitmap
    /// The ink with pale lines along rows, and down columns.
    private let across: Bitmap
    private let down: Bitmap
    let resolution: Double
    /// Whether a seal lies over a place, which may hide a rule.
    private let isCovered: (Int, Int) -> Bool

    private static let most = 10_000
    /// In inches.
    private static let leastVertical = 0.13
    private static let leastLevel = 0.22

    /// - Parameters:
    ///   - ink: what is clearly dark.
    ///   - across: that with pale lines along rows, if they are looked for.
    ///   - down: that with pale lines down columns.
    init(
        ink: Bitmap, across: Bitmap? = nil, down: Bitmap? = nil, resolution: Double,
        isCovered: @escaping (Int, Int) -> Bool
    ) {
        self.ink = ink
        self.across = across ?? ink
        self.down = down ?? ink
        self.resolution = resolution
        self.isCovered = isCovered
        rules = []
        let horizontal = joined(runs(isVertical: false).filter(isApart))
        let pieces = runs(isVertical: true).map { withoutStrokes($0, between: horizontal) }
            .filter { isLong($0, atLeast: Self.leastVertical) }
        // Strokes of letters one below the other are no rule that a seal parts.
        let vertical =
            joined(pieces.filter { isLong($0, atLeast: 0.35) }) + pieces.filter { !isLong($0, atLeast: 0.35) }
        let apart = vertical.filter { isLong($0, atLeast: 0.6) || standsApart($0, between: horizontal) }
        let ruling = apart.filter { isLong($0, atLeast: 0.6) || hasCompany($0, among: apart, between: horizontal) }
        let level = horizontal.filter { rule in isLong(rule, atLeast: 0.5) || ruling.contains { touches(rule, $0) } }
        rules = level.map { extended($0, to: ruling) } + ruling.map { extended($0, to: level) }
    }

    // MARK: Runs

    private func runs(isVertical: Bool) -> [PictureRule] {
        let ink = isVertical ? down : across
        let (along, across) = isVertical ? (ink.width, 1) : (1, ink.width)
        let (length, count) = isVertical ? (ink.height, ink.width) : (ink.width, ink.height)
        let gap = Int(resolution * 0.025) + 1
        let least = Int(resolution * (isVertical ? Self.leastVertical : Self.leastLevel))
        let thickest = Int(resolution * 0.045)
        var found: [PictureRule] = []
        var open: [RunGroup] = []
        func close(_ group: RunGroup) {
            for band in group.bands() where band.thickness <= thickest && found.count < Self.most {
                found.append(
                    PictureRule(
                        isVertical: isVertical, position: Double(band.first + band.last - 1) / 2 + 0.5,
                        start: band.start, end: band.end + 1, thickness: Double(band.thickness)))
            }
        }
        ink.pixels.withUnsafeBufferPointer { pixels in
            for row in 0..<count {
                var start = -1
                var last = -1
                var filled = 0
                func endRun() {
                    guard start >= 0 else { return }
                    if last - start + 1 >= least, filled * 5 >= (last - start + 1) * 4 {
                        let run = RunGroup.Run(row: row, start: start, end: last)
                        var group = RunGroup(run)
                        open.removeAll { other in
                            guard other.reaches(run, gap: gap) else { return false }
                            group.add(other)
                            return true
                        }
                        if open.count < Self.most { open.append(group) }
                    }
                    start = -1
                }
                var index = row * across
                for place in 0..<length {
                    // A rule that is a little askew goes on a row farther.
                    if pixels[index] != 0 || (row > 0 && pixels[index - across] != 0) {
                        if start < 0 {
                            start = place
                            filled = 0
                        }
                        last = place
                        filled += 1
                    } else if start >= 0, place - last > gap {
                        endRun()
                    }
                    index += along
                }
                endRun()
                open.removeAll { group in
                    guard group.last < row - 2 else { return false }
                    close(group)
                    return true
                }
            }
        }
        open.forEach(close)
        return found
    }

    // MARK: Joining

    /// The longest part of a rule that a seal may hide, in inches.
    private static let longestGap = 1.3

    /// Rules that a seal parts as one.
    private func joined(_ pieces: [PictureRule]) -> [PictureRule] {
        var joined: [PictureRule] = []
        for piece in pieces.sorted(by: { ($0.start, $0.position) < ($1.start, $1.position) }) {
            let slack = 2 + resolution / 150
            let before = joined.lastIndex { rule in
                abs(rule.position - piece.position) <= slack && rule.end < piece.start
                    && Double(piece.start - rule.end) <= resolution * Self.longestGap
                    && isCovered(from: rule, to: piece)
            }
            guard let before else {
                joined.append(piece)
                continue
            }
            if piece.length > joined[before].length {
                joined[before].position = piece.position
                joined[before].thickness = piece.thickness
            }
            joined[before].end = piece.end
        }
        return joined
    }

    /// A rule up to the rules across it that it would meet where a seal lies over its end.
    private func extended(_ rule: PictureRule, to across: [PictureRule]) -> PictureRule {
        var rule = rule
        let near = resolution * 0.03
        let meeting = across.filter { rule.position > Double($0.start) - near && rule.position < Double($0.end) + near }
        let reach = Int(resolution * Self.longestGap)
        if let next = meeting.map({ Int($0.position) }).filter({ $0 > rule.end && $0 - rule.end < reach }).min(),
            isCovered(rule, from: rule.end, to: next)
        {
            rule.end = next + 1
        }
        if let next = meeting.map({ Int($0.position) }).filter({ $0 < rule.start && rule.start - $0 < reach }).max(),
            isCovered(rule, from: next, to: rule.start)
        {
            rule.start = next
        }
        return rule
    }

    private func isCovered(from rule: PictureRule, to other: PictureRule) -> Bool {
        isCovered(rule, from: rule.end, to: other.start)
    }

    private func isCovered(_ rule: PictureRule, from start: Int, to end: Int) -> Bool {
        let places = Array(stride(from: start, to: end, by: max(1, (end - start) / 12)))
        let covered = places.count { place in
            rule.isVertical ? isCovered(Int(rule.position), place) : isCovered(place, Int(rule.position))
        }
        return covered * 10 >= places.count * 7
    }

    private func touches(_ rule: PictureRule, _ vertical: PictureRule) -> Bool {
        let near = resolution * 0.06
        return vertical.position > Double(rule.start) - near && vertical.position < Double(rule.end) + near
            && rule.position > Double(vertical.start) - near && rule.position < Double(vertical.end) + near
    }

    // MARK: Ends

    /// A rule's ink is whole; a stroke of a letter that stands in its line fills a part of its row.
    private static let leastSupport = 0.85

    /// A vertical run without the ends that are no more than strokes of letters: between two horizontal rules it is whole, or
    /// not there.
    private func withoutStrokes(_ rule: PictureRule, between horizontal: [PictureRule]) -> PictureRule {
        var rule = rule
        let near = Int(resolution * 0.02) + 1
        let meeting = horizontal.filter {
            rule.position > Double($0.start - near) && rule.position < Double($0.end + near)
        }.map { Int($0.position) }.sorted()
        let crossings = meeting.filter { $0 > rule.start + near && $0 < rule.end - near }
        /// Whether the part between an end and a crossing is a stroke: it has gaps, or is short and reaches no other rule.
        func isStroke(from start: Int, to end: Int, ending tip: Int) -> Bool {
            let beyond = tip == rule.start ? tip - near : tip + near
            let isLoose = !meeting.contains { abs($0 - tip) <= near } && !isCovered(Int(rule.position), beyond)
            return support(of: rule, from: start, to: end) < Self.leastSupport
                || isLoose && Double(end - start) < resolution * 0.35
        }
        for crossing in crossings where isStroke(from: rule.start, to: crossing, ending: rule.start) {
            rule.start = crossing
        }
        for crossing in crossings.reversed()
        where crossing > rule.start && isStroke(from: crossing, to: rule.end, ending: rule.end) {
            rule.end = crossing
        }
        return rule
    }

    /// How much of a vertical run has ink between two rows.
    private func support(of rule: PictureRule, from start: Int, to end: Int) -> Double {
        let rows = start + 2..<max(start + 3, end - 2)
        let x = Int(rule.position)
        let filled = rows.count { y in
            isCovered(x, y)
                || (max(0, x - 1)...min(ink.width - 1, x + 1)).contains {
                    down.contains(x: $0, y: y) && down[$0, y] != 0
                }
        }
        return Double(filled) / Double(rows.count)
    }
}
