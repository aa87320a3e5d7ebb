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
        spread(within: reach, step: 1, count: width, lines: height, lineStep: width, into: &across)
        var all = across
        across.spread(within: reach, step: width, count: height, lines: width, lineStep: 1, into: &all)
        return all
    }

    /// The greatest value around each place of lines of `count` pixels, `step` apart.
    private func spread(within reach: Int, step: Int, count: Int, lines: Int, lineStep: Int, into other: inout Bitmap) {
        pixels.withUnsafeBufferPointer { from in
            other.pixels.withUnsafeMutableBufferPointer { to in
                for line in 0..<lines {
                    for place in 0..<count where from[line * lineStep + place * step] > 0 {
                        let value = from[line * lineStep + place * step]
                        for near in max(0, place - reach)...min(count - 1, place + reach) {
                            let index = line * lineStep + near * step
                            if to[index] < value { to[index] = value }
                        }
                    }
                }
            }
        }
    }
}
