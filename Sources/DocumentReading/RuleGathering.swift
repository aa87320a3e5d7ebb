import PageContent

/// Turns thin marks into ruling lines: pieces of one line (a border drawn cell by cell, dots, dashes) become one.
enum RuleGathering {
    /// A dot of a dotted line is no larger.
    private static let largestDot = 3.0
    /// Pieces this near, end to end, are one line: dots of Word's dotted borders stand up to 3 points apart.
    private static let largestGap = 3.2
    /// Pieces whose positions differ by less belong to one line.
    private static let sameLine = 0.8
    /// What is shorter after joining is a dash, a leader dot or part of a drawing.
    private static let shortest = 4.0

    /// - Parameter lines: boxes that are thin along one axis.
    static func rules(from lines: [Rect]) -> [Rule] {
        var horizontal: [Rule] = []
        var vertical: [Rule] = []
        for box in lines {
            // A dot is as wide as it is high: it may belong to either axis.
            let isDot =
                max(box.width, box.height) <= largestDot && box.width < 2 * box.height + 0.1
                && box.height < 2 * box.width + 0.1
            if isDot || box.width >= box.height {
                horizontal.append(Rule(axis: .horizontal, position: box.midY, start: box.x0, end: box.x1))
            }
            if isDot || box.height > box.width {
                vertical.append(Rule(axis: .vertical, position: box.midX, start: box.y0, end: box.y1))
            }
        }
        return joined(horizontal) + joined(vertical)
    }

    /// Joins pieces on one line that touch or nearly touch.
    static func joined(_ pieces: [Rule]) -> [Rule] {
        let byPosition = pieces.sorted { ($0.position, $0.start) < ($1.position, $1.start) }
        var result: [Rule] = []
        var index = 0
        while index < byPosition.count {
            // One band of positions, each within `sameLine` of the one before.
            var end = index + 1
            while end < byPosition.count, byPosition[end].position - byPosition[end - 1].position < sameLine,
                byPosition[end].position - byPosition[index].position < 2 * sameLine
            {
                end += 1
            }
            let band = byPosition[index..<end].sorted { ($0.start, $0.position) < ($1.start, $1.position) }
            var current = band[0]
            var weight = max(current.length, 0.01)
            for piece in band.dropFirst() {
                if piece.start - current.end <= largestGap {
                    let added = max(piece.length, 0.01)
                    current.position = (current.position * weight + piece.position * added) / (weight + added)
                    weight += added
                    current.end = max(current.end, piece.end)
                } else {
                    if current.length >= shortest { result.append(current) }
                    current = piece
                    weight = max(piece.length, 0.01)
                }
            }
            if current.length >= shortest { result.append(current) }
            index = end
        }
        return result
    }
}
