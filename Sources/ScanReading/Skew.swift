/// How far a picture lies askew: the slope at which ink falls into the fewest rows.
///
/// Slopes are whole parts of 65,536, so that no function of a mathematical library decides anything.
struct Skew: Equatable {
    /// Pixels down for 65,536 across; above 0 where lines sink to the right.
    var slope: Int

    static let unit = 65_536

    /// A picture that lies straighter is left alone: 0.02 degrees.
    var isLevel: Bool { abs(slope) < 23 }

    /// - Parameter ink: 1 where it is.
    init(of ink: Bitmap) {
        let edges = Self.upperEdges(of: ink)
        var centre = 0
        // Up to three degrees to either side, then finer.
        for (step, span) in [(229, 15), (46, 6), (9, 6), (2, 6)] {
            var best = (score: -1.0, slope: centre)
            for offset in -span...span {
                let slope = centre + offset * step
                let score = Self.score(edges, slope: slope, of: ink)
                if score > best.score { best = (score, slope) }
            }
            centre = best.slope
        }
        slope = centre
    }

    private static let mostEdges = 400_000

    private static func upperEdges(of ink: Bitmap) -> [(x: Int, y: Int)] {
        var edges: [(x: Int, y: Int)] = []
        for y in 0..<ink.height {
            for x in stride(from: y % 3, to: ink.width, by: 3) where ink[x, y] != 0 && (y == 0 || ink[x, y - 1] == 0) {
                edges.append((x, y))
                if edges.count == mostEdges { return edges }
            }
        }
        return edges
    }

    /// The sum of squares of the edges in each row, levelled by a slope.
    private static func score(_ edges: [(x: Int, y: Int)], slope: Int, of ink: Bitmap) -> Double {
        let reach = ink.width / 16 + 2
        var rows = [Int32](repeating: 0, count: ink.height + 2 * reach)
        let middle = ink.width / 2
        for edge in edges {
            let row = edge.y - (((edge.x - middle) * slope + unit / 2) >> 16) + reach
            if row >= 0, row < rows.count { rows[row] += 1 }
        }
        return rows.reduce(0.0) { $0 + Double($1) * Double($1) }
    }

    /// The picture turned about its middle so that its lines are level; `paper` where nothing of it comes to lie.
    func levelled(_ picture: Bitmap, paper: UInt8) -> Bitmap {
        guard !isLevel else { return picture }
        // In parts of 65,536 of a pixel.
        let tangent = Double(slope) / Double(Self.unit)
        let cosine = Int(Double(Self.unit) / (1 + tangent * tangent).squareRoot())
        let sine = cosine * slope / Self.unit
        let (width, height) = (picture.width, picture.height)
        var level = Bitmap(width: width, height: height, filledWith: paper)
        picture.pixels.withUnsafeBufferPointer { from in
            level.pixels.withUnsafeMutableBufferPointer { to in
                for y in 0..<height {
                    // Twice the distance of the middle of the row's first pixel to the picture's.
                    let (dx, dy) = (1 - width, 2 * y + 1 - height)
                    var fromX = (width * Self.unit + cosine * dx - sine * dy - Self.unit) / 2
                    var fromY = (height * Self.unit + sine * dx + cosine * dy - Self.unit) / 2
                    // The places of the row that come from within the picture are neighbours.
                    let inside = Self.places(from: fromX, by: cosine, under: (width - 1) * Self.unit, of: width)
                        .clamped(
                            to: Self.places(from: fromY, by: sine, under: (height - 1) * Self.unit, of: width))
                    fromX += cosine * inside.lowerBound
                    fromY += sine * inside.lowerBound
                    for x in inside {
                        let (right, below) = (fromX >> 8 & 255, fromY >> 8 & 255)
                        let index = (fromY >> 16) * width + (fromX >> 16)
                        let upper = Int(from[index]) * (256 - right) + Int(from[index + 1]) * right
                        let lower = Int(from[index + width]) * (256 - right) + Int(from[index + width + 1]) * right
                        let value = (upper * (256 - below) + lower * below + 32_768) >> 16
                        to[y * width + x] = UInt8(truncatingIfNeeded: value)
                        fromX += cosine
                        fromY += sine
                    }
                }
            }
        }
        return level
    }

    /// The places of `0..<count` at which `start + place * step` is 0 or more, and under a limit.
    private static func places(from start: Int, by step: Int, under limit: Int, of count: Int) -> Range<Int> {
        func firstPlace(atLeast value: Int) -> Int {
            let distance = value - start
            // Rounded up.
            return distance <= 0 ? 0 : min(count, (distance + step - 1) / step)
        }
        if step == 0 { return 0..<(start >= 0 && start < limit ? count : 0) }
        if step > 0 {
            let first = firstPlace(atLeast: 0)
            return first..<max(first, firstPlace(atLeast: limit))
        }
        // Backwards: the last place that is not under 0, and the first that is under the limit.
        let first = start < limit ? 0 : min(count, (start - limit) / -step + 1)
        let end = start < 0 ? 0 : min(count, start / -step + 1)
        return first..<max(first, end)
    }
}
