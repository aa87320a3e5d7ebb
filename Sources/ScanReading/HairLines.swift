/// Lines that are darker than what lies to both their sides, however pale: hairlines of a gray picture that no level of ink
/// tells from its paper.
enum HairLines {
    /// How much darker, of 255. Averaged along the line, noise of scanners stays below a third of it.
    private static let leastContrast: UInt8 = 12
    /// Averaged over so much of an inch along the line, and compared at so much to both sides.
    private static let length = 0.08
    private static let distance = 0.02

    /// Where such lines run along the rows of a picture, or down its columns, beside the ink that is known.
    static func lines(of picture: Bitmap, isVertical: Bool, ink: Bitmap, resolution: Double) -> Bitmap {
        let reach = max(3, Int(resolution * length / 2))
        let off = max(3, Int(resolution * distance + 0.5))
        let mean = isVertical ? meanDown(of: picture, reach: reach) : meanAcross(of: picture, reach: reach)
        let (width, height) = (picture.width, picture.height)
        var lines = ink
        let step = isVertical ? off : off * width
        let (xs, ys) =
            isVertical ? (off..<max(off, width - off), 0..<height) : (0..<width, off..<max(off, height - off))
        guard !xs.isEmpty else { return lines }
        mean.withUnsafeBufferPointer { mean in
            lines.pixels.withUnsafeMutableBufferPointer { lines in
                // Without a branch or a check in it the loop takes sixteen places at a time.
                for y in ys {
                    let places = y * width + xs.lowerBound..<y * width + xs.upperBound
                    let line = UnsafeMutableBufferPointer(rebasing: lines[places])
                    let middle = UnsafeBufferPointer(rebasing: mean[places])
                    let before = UnsafeBufferPointer(
                        rebasing: mean[places.lowerBound - step..<places.upperBound - step])
                    let behind = UnsafeBufferPointer(
                        rebasing: mean[places.lowerBound + step..<places.upperBound + step])
                    for index in 0..<places.count {
                        let beside = before[index] < behind[index] ? before[index] : behind[index]
                        let isLighter: UInt8 = beside >= leastContrast ? 1 : 0
                        let isDark: UInt8 = middle[index] <= beside &- leastContrast ? 1 : 0
                        line[index] |= isLighter & isDark
                    }
                }
            }
        }
        return lines
    }

    /// A hairline is as dark all along; letters one behind the other have gaps between them.
    private static let leastWhole = 0.95

    /// Whether a rule is darker than even paper nearly everywhere along it.
    static func isWhole(_ rule: PictureRule, on level: Bitmap) -> Bool {
        let places = rule.start + 2..<max(rule.start + 3, rule.end - 2)
        let middle = Int(rule.position)
        let dark = places.count { place in
            (middle - 1...middle + 1).contains { across in
                var sum = 0
                for near in place - 2...place + 2 {
                    let (x, y) = rule.isVertical ? (across, near) : (near, across)
                    sum += level.contains(x: x, y: y) ? Int(level[x, y]) : Int(Paper.even)
                }
                return sum / 5 <= Int(Paper.even) - Int(leastContrast) + 2
            }
        }
        return Double(dark) >= leastWhole * Double(places.count)
    }

    private static func meanAcross(of picture: Bitmap, reach: Int) -> [UInt8] {
        let (width, height) = (picture.width, picture.height)
        var mean = picture.pixels
        guard width > 2 * reach else { return mean }
        let count = 2 * reach + 1
        let division = Division(by: count)
        picture.pixels.withUnsafeBufferPointer { from in
            mean.withUnsafeMutableBufferPointer { to in
                for y in 0..<height {
                    let row = y * width
                    var sum = 0
                    for x in 0..<count { sum += Int(from[row + x]) }
                    for x in reach..<width - reach {
                        to[row + x] = division.quotient(of: UInt32(truncatingIfNeeded: sum))
                        if x + reach + 1 < width { sum += Int(from[row + x + reach + 1]) - Int(from[row + x - reach]) }
                    }
                }
            }
        }
        return mean
    }

    private static func meanDown(of picture: Bitmap, reach: Int) -> [UInt8] {
        let (width, height) = (picture.width, picture.height)
        var mean = picture.pixels
        guard height > 2 * reach else { return mean }
        let count = 2 * reach + 1
        let division = Division(by: count)
        var sums = [UInt32](repeating: 0, count: width)
        picture.pixels.withUnsafeBufferPointer { from in
            mean.withUnsafeMutableBufferPointer { to in
                sums.withUnsafeMutableBufferPointer { sums in
                    for y in 0..<count {
                        for x in 0..<width { sums[x] &+= UInt32(from[y * width + x]) }
                    }
                    for y in reach..<height - reach {
                        let row = UnsafeMutableBufferPointer(rebasing: to[y * width..<(y + 1) * width])
                        for x in 0..<width { row[x] = division.quotient(of: sums[x]) }
                        guard y + reach + 1 < height else { continue }
                        let (next, last) = ((y + reach + 1) * width, (y - reach) * width)
                        let entering = UnsafeBufferPointer(rebasing: from[next..<next + width])
                        let leaving = UnsafeBufferPointer(rebasing: from[last..<last + width])
                        for x in 0..<width { sums[x] = sums[x] &+ UInt32(entering[x]) &- UInt32(leaving[x]) }
                    }
                }
            }
        }
        return mean
    }
}

/// Division of sums of so many bytes by their number, by a multiplication: exact for up to 181 of them.
private struct Division {
    private let factor: UInt32

    private static let bits: UInt32 = 23

    init(by count: Int) { factor = UInt32(truncatingIfNeeded: (1 << Int(Self.bits)) / count + 1) }

    func quotient(of sum: UInt32) -> UInt8 { UInt8(truncatingIfNeeded: (sum &* factor) >> Self.bits) }
}
