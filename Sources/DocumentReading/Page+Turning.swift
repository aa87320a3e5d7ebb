import PageContent

extension Page {
    /// How most of its characters are written.
    var mainDirection: Direction {
        var counts = [Int](repeating: 0, count: 4)
        for glyph in glyphs { counts[Int(glyph.direction.rawValue)] += 1 }
        let most = counts.max() ?? 0
        return Direction.allCases.first { counts[Int($0.rawValue)] == most } ?? .upright
    }

    /// Turns the page so that text of a direction stands upright.
    mutating func turnFurther(from direction: Direction) {
        guard direction != .upright else { return }
        let (width, height) = (width, height)
        func turned(_ box: Rect) -> Rect { box.turned(from: direction, width: width, height: height) }
        for index in glyphs.indices {
            glyphs[index].box = turned(glyphs[index].box)
            glyphs[index].direction = glyphs[index].direction.seen(from: direction)
        }
        rules = rules.map { rule in
            let isLevel = rule.axis == .horizontal
            let box = turned(
                isLevel
                    ? Rect(x0: rule.start, y0: rule.position, x1: rule.end, y1: rule.position)
                    : Rect(x0: rule.position, y0: rule.start, x1: rule.position, y1: rule.end))
            let staysLevel = isLevel == (direction == .upsideDown)
            return staysLevel
                ? Rule(axis: .horizontal, position: box.y0, start: box.x0, end: box.x1)
                : Rule(axis: .vertical, position: box.x0, start: box.y0, end: box.y1)
        }
        for index in shades.indices { shades[index].box = turned(shades[index].box) }
        pictures = pictures.map(turned)
        for index in hidden.indices { hidden[index].box = turned(hidden[index].box) }
        if direction != .upsideDown { (self.width, self.height) = (height, width) }
        turn = Direction(rawValue: (turn.rawValue &+ direction.rawValue) & 3) ?? .upright
    }
}
