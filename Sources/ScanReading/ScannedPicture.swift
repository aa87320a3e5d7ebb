package import PageContent

/// The picture of a page: how light each place is, with the red of a seal taken out of it.
package struct ScannedPicture {
    /// The red ink of seals is lifted, so that print below it stays; print in red is as dark as it looks.
    var gray: Bitmap
    /// How much red ink of seals lies around each place; nil where there is none on the picture.
    var red: Bitmap?
    /// Pixels of an inch.
    package var resolution: Double
    /// It was black and white before it was drawn.
    let isBilevel: Bool

    /// - Parameters:
    ///   - pixels: rows of `stride` words of 32 bits: a byte each of nothing, red, green and blue.
    ///   - resolution: pixels of an inch.
    ///   - isBilevel: whether it was black and white before it was drawn.
    package init(
        pixels: UnsafeBufferPointer<UInt32>, width: Int, height: Int, stride: Int, resolution: Double,
        isBilevel: Bool = false
    ) {
        self.resolution = resolution
        self.isBilevel = isBilevel
        gray = Bitmap(width: width, height: height)
        var reds = gray
        var hasRed = false
        let cast = Self.cast(of: pixels, width: width, height: height, stride: stride)
        gray.pixels.withUnsafeMutableBufferPointer { gray in
            reds.pixels.withUnsafeMutableBufferPointer { reds in
                for y in 0..<height {
                    for x in 0..<width {
                        let (r, red) = Self.red(of: pixels[y * stride + x])
                        gray[y * width + x] = UInt8(truncatingIfNeeded: r)
                        guard red > cast + Self.leastRed else { continue }
                        reds[y * width + x] = UInt8(truncatingIfNeeded: red - cast)
                        hasRed = true
                    }
                }
            }
        }
        guard hasRed else { return }
        let print = RedPrint(in: reds, on: gray, resolution: resolution)
        for box in print.boxes {
            for y in box.y0..<box.y1 {
                for x in box.x0..<box.x1 where reds[x, y] > 0 {
                    reds[x, y] = 0
                    gray[x, y] = Self.lightness(of: pixels[y * stride + x])
                }
            }
        }
        // Colours are kept at half the resolution: the strongest red within two pixels counts.
        let strongest = reds.strongest(within: 2)
        for index in gray.pixels.indices where strongest.pixels[index] > 0 {
            gray.pixels[index] = UInt8(min(255, Int(gray.pixels[index]) + Int(strongest.pixels[index]) * 45 / 100))
        }
        red = strongest
    }

    private static let leastRed = 12

    /// As ITU-R BT.601 weighs the colours.
    private static func lightness(of pixel: UInt32) -> UInt8 {
        UInt8((299 * (pixel >> 16 & 255) + 587 * (pixel >> 8 & 255) + 114 * (pixel & 255)) / 1000)
    }

    /// How much more red a pixel has than of its other colours.
    private static func red(of pixel: UInt32) -> (part: Int, red: Int) {
        let part = Int(pixel >> 16 & 255)
        return (part, max(0, part - Int(min(pixel >> 8 & 255, pixel & 255))))
    }

    /// The red of paper that is yellow or was scanned so: that which half of the page has.
    private static func cast(of pixels: UnsafeBufferPointer<UInt32>, width: Int, height: Int, stride: Int) -> Int {
        var counts = [Int](repeating: 0, count: 256)
        var total = 0
        for y in Swift.stride(from: 0, to: height, by: 7) {
            for x in Swift.stride(from: 0, to: width, by: 3) {
                counts[red(of: pixels[y * stride + x]).red] += 1
                total += 1
            }
        }
        var left = total / 2
        for (red, count) in counts.enumerated() {
            left -= count
            if left < 0 { return red }
        }
        return 0
    }

    /// The picture turned so that what was written in a direction is upright.
    package func turned(from direction: Direction) -> ScannedPicture {
        var turned = self
        turned.gray = gray.turned(from: direction)
        turned.red = red?.turned(from: direction)
        return turned
    }

    private static let clearlyBlack: UInt8 = 160
    private static let clearlyRed: UInt8 = 10

    /// Where print is looked for: beside red ink all that is not clearly black is paper.
    ///
    /// - Parameter even: the picture on even paper.
    func sought(on even: Bitmap) -> Bitmap? {
        guard let red else { return nil }
        var sought = even
        for index in sought.pixels.indices
        where red.pixels[index] > Self.clearlyRed && gray.pixels[index] > Self.clearlyBlack {
            sought.pixels[index] = 255
        }
        return sought
    }
}

extension Bitmap {
    /// The greatest value around each place.
    func strongest(within reach: Int) -> Bitmap {
        var across = self
        for y in 0..<height {
            for distance in 1..<max(1, min(reach + 1, width)) {
                let (row, count) = (y * width, width - distance)
                across.raise(row..<row + count, to: self, from: row + distance)
                across.raise(row + distance..<row + width, to: self, from: row)
            }
        }
        var all = across
        for y in 0..<height {
            for near in max(0, y - reach)..<min(height, y + reach + 1) where near != y {
                all.raise(y * width..<(y + 1) * width, to: across, from: near * width)
            }
        }
        return all
    }

    /// Takes for each of some places the value of another picture's place where that is greater.
    private mutating func raise(_ places: Range<Int>, to other: Bitmap, from start: Int) {
        other.pixels.withUnsafeBufferPointer { from in
            pixels.withUnsafeMutableBufferPointer { to in
                let source = UnsafeBufferPointer(rebasing: from[start..<start + places.count])
                let target = UnsafeMutableBufferPointer(rebasing: to[places])
                for index in 0..<places.count {
                    let value = source[index]
                    target[index] = target[index] > value ? target[index] : value
                }
            }
        }
    }
}
