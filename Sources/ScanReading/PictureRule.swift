/// A ruling line of a picture, in pixels.
struct PictureRule: Equatable {
    var isVertical: Bool
    /// The middle across it.
    var position: Double
    /// Where it begins and ends along its axis.
    var start: Int
    var end: Int
    var thickness: Double

    var length: Int { end - start }

    /// How far from its middle its ink reaches, in pixels.
    func margin(at resolution: Double) -> Int { Int(thickness / 2 + 1.5 + resolution / 300) }
}

/// Finds the rules of a picture: long runs of ink, apart from strokes of letters.
struct RuleFinding {
    private(set) var rules: [PictureRule]
    private let ink: Bitmap
    private let resolution: Double

    private static let most = 10_000

    init(ink: Bitmap, resolution: Double) {
        self.ink = ink
        self.resolution = resolution
        rules = []
        let horizontal = runs(isVertical: false).filter(isApart)
        let vertical = runs(isVertical: true)
        let ruling = vertical.filter { isRuling($0, between: horizontal, beside: vertical) }
        rules = horizontal.filter { rule in isLong(rule) || ruling.contains { touches(rule, $0) } } + ruling
    }

    // MARK: Runs

    private func runs(isVertical: Bool) -> [PictureRule] {
        let (along, across) = isVertical ? (ink.width, 1) : (1, ink.width)
        let (length, count) = isVertical ? (ink.height, ink.width) : (ink.width, ink.height)
        let gap = Int(resolution * 0.025) + 1
        let least = Int(resolution * (isVertical ? 0.13 : 0.22))
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

    // MARK: Strokes of letters

    private func isLong(_ rule: PictureRule) -> Bool { Double(rule.length) >= resolution * 0.5 }

    /// Whether no ink lies along a horizontal run, as it does in a line of letters.
    private func isApart(_ rule: PictureRule) -> Bool {
        let off = Int(resolution * 0.02) + 1 + Int(rule.thickness / 2 + 1)
        let centre = Int(rule.position)
        var above = 0
        var below = 0
        for x in rule.start..<min(rule.end, ink.width) {
            if centre - off >= 0 { above += Int(ink[x, centre - off]) }
            if centre + off < ink.height { below += Int(ink[x, centre + off]) }
        }
        if Double(rule.length) >= resolution * 3 { return true }
        let share = Double(rule.length) < resolution ? 0.2 : 0.35
        return Double(max(above, below)) <= Double(rule.length) * share
    }

    /// Whether a vertical run is no stroke: it is long, or ends at rules above and below with others in its line and no ink
    /// beside it.
    private func isRuling(
        _ rule: PictureRule, between horizontal: [PictureRule], beside vertical: [PictureRule]
    ) -> Bool {
        if Double(rule.length) > resolution * 0.6 { return true }
        let near = resolution * 0.06
        let end = resolution * 0.012 + 1
        let crossing = horizontal.filter {
            rule.position > Double($0.start) - near && rule.position < Double($0.end) + near
        }
        guard crossing.contains(where: { abs($0.position - Double(rule.start)) < end }),
            crossing.contains(where: { abs($0.position - Double(rule.end)) < end })
        else { return false }
        let inLine = vertical.lazy.filter { abs($0.position - rule.position) < resolution * 0.01 + 1 }
        guard Double(inLine.reduce(0) { $0 + $1.length }) > resolution * 0.45 else { return false }
        let off = Int(rule.thickness / 2 + resolution * 0.012 + 1)
        let x = Int(rule.position)
        let from = rule.start + Int(resolution * 0.02)
        let to = rule.end - Int(resolution * 0.02)
        var left = 0
        var right = 0
        for y in from..<max(from, min(to, ink.height)) {
            if x - off >= 0 { left += Int(ink[x - off, y]) }
            if x + off < ink.width { right += Int(ink[x + off, y]) }
        }
        return Double(max(left, right)) <= Double(rule.length) * 0.12
    }

    private func touches(_ rule: PictureRule, _ vertical: PictureRule) -> Bool {
        let near = resolution * 0.06
        return vertical.position > Double(rule.start) - near && vertical.position < Double(rule.end) + near
            && rule.position > Double(vertical.start) - near && rule.position < Double(vertical.end) + near
    }
}
