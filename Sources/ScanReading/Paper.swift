/// How light the paper is around each place of a picture.
struct Paper {
    private let tile: Int
    private let columns: Int
    private let rows: Int
    private var levels: [Float]

    /// The level that even paper is brought to.
    static let even: UInt8 = 240
    /// Of a tile's pixels so many of a hundred are taken to be lighter than its paper.
    private static let lighter = 15

    init(of picture: Bitmap, resolution: Double) {
        tile = max(8, Int(resolution / 6))
        columns = (picture.width + tile - 1) / tile
        rows = (picture.height + tile - 1) / tile
        levels = [Float](repeating: 255, count: columns * rows)
        var all = [Int](repeating: 0, count: 256)
        for index in stride(from: 0, to: picture.pixels.count, by: 5) { all[Int(picture.pixels[index])] += 1 }
        let page = Self.level(all, share: 25)
        picture.pixels.withUnsafeBufferPointer { pixels in
            for row in 0..<rows {
                for column in 0..<columns {
                    var counts = [Int](repeating: 0, count: 256)
                    for y in row * tile..<min((row + 1) * tile, picture.height) {
                        for x in column * tile..<min((column + 1) * tile, picture.width) {
                            counts[Int(pixels[y * picture.width + x])] += 1
                        }
                    }
                    let level = Self.level(counts, share: Self.lighter)
                    // What is dark as a whole is no paper: that of the page is.
                    levels[row * columns + column] = Float(level * 2 < page ? page : level)
                }
            }
        }
        smooth()
    }

    /// The level that so many of a hundred pixels are lighter than.
    private static func level(_ counts: [Int], share: Int) -> Int {
        var left = counts.reduce(0, +) * share / 100
        var level = 255
        while level > 0 {
            left -= counts[level]
            if left < 0 { break }
            level -= 1
        }
        return level
    }

    private mutating func smooth() {
        let sharp = levels
        for row in 0..<rows {
            for column in 0..<columns {
                var sum: Float = 0
                var count: Float = 0
                for y in max(0, row - 1)...min(rows - 1, row + 1) {
                    for x in max(0, column - 1)...min(columns - 1, column + 1) {
                        sum += sharp[y * columns + x]
                        count += 1
                    }
                }
                levels[row * columns + column] = sum / count
            }
        }
    }

    /// Where a column of a picture lies between the tiles: at a part of the way from one to the next.
    private struct Place {
        var left: Int
        var right: Int
        var part: Float
    }

    private func places(ofColumns width: Int) -> [Place] {
        let half = tile / 2
        return (0..<width).map { x in
            let left = max(0, x - half) / tile
            return Place(
                left: min(left, columns - 1), right: min(columns - 1, left + 1),
                part: x < half ? 0 : Float(x - half - left * tile) / Float(tile))
        }
    }

    /// What brings each place of a row to even paper, in between its tiles.
    private func factors(ofRow y: Int, at places: [Place], into factors: inout [Float]) {
        let tile = Float(self.tile)
        let down = max(0, (Float(y) + 0.5) / tile - 0.5)
        let top = min(rows - 1, Int(down))
        let bottom = min(rows - 1, top + 1)
        let below = down - Float(top)
        let level = (0..<columns).map { column in
            let level = levels[top * columns + column] * (1 - below) + levels[bottom * columns + column] * below
            return Float(Self.even) / max(1, level)
        }
        for x in factors.indices {
            let place = places[x]
            factors[x] = level[place.left] * (1 - place.part) + level[place.right] * place.part
        }
    }

    /// The picture on even paper.
    func evened(_ picture: Bitmap) -> Bitmap {
        var even = picture
        let width = picture.width
        let places = places(ofColumns: width)
        var factors = [Float](repeating: 1, count: width)
        even.pixels.withUnsafeMutableBufferPointer { pixels in
            for y in 0..<picture.height {
                self.factors(ofRow: y, at: places, into: &factors)
                factors.withUnsafeBufferPointer { factors in
                    for x in 0..<width {
                        let value = Float(pixels[y * width + x]) * factors[x]
                        pixels[y * width + x] = UInt8(truncatingIfNeeded: Int32(min(255, value)))
                    }
                }
            }
        }
        return even
    }
}
