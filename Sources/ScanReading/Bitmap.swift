import PageContent

/// A picture of one byte a pixel: how light it is, or whether it is set.
package struct Bitmap: Equatable, Sendable {
    package private(set) var width: Int
    package private(set) var height: Int
    /// Row by row.
    package var pixels: [UInt8]

    package init(width: Int, height: Int, filledWith value: UInt8 = 0) {
        self.width = width
        self.height = height
        pixels = [UInt8](repeating: value, count: width * height)
    }

    subscript(x: Int, y: Int) -> UInt8 {
        get { pixels[y * width + x] }
        set { pixels[y * width + x] = newValue }
    }

    func contains(x: Int, y: Int) -> Bool { x >= 0 && y >= 0 && x < width && y < height }

    /// 1 where a pixel is darker than a level.
    func darker(than level: UInt8) -> Bitmap {
        var dark = self
        dark.pixels.withUnsafeMutableBufferPointer { pixels in
            for index in pixels.indices { pixels[index] = pixels[index] < level ? 1 : 0 }
        }
        return dark
    }

    /// The picture turned so that what was written in a direction is upright.
    func turned(from direction: Direction) -> Bitmap {
        let isSideways = direction == .clockwise || direction == .counterclockwise
        var turned = Bitmap(width: isSideways ? height : width, height: isSideways ? width : height)
        for y in 0..<height {
            for x in 0..<width {
                switch direction {
                case .upright: turned[x, y] = self[x, y]
                case .upsideDown: turned[width - 1 - x, height - 1 - y] = self[x, y]
                case .clockwise: turned[y, width - 1 - x] = self[x, y]
                case .counterclockwise: turned[height - 1 - y, x] = self[x, y]
                }
            }
        }
        return turned
    }
}

/// Pixels from one up to another one, in a row and column each.
package struct PixelBox: Equatable, Hashable, Sendable {
    package var x0: Int
    package var y0: Int
    /// Behind the last column and row.
    package var x1: Int
    package var y1: Int

    var width: Int { x1 - x0 }
    var height: Int { y1 - y0 }

    func union(_ other: PixelBox) -> PixelBox {
        PixelBox(x0: min(x0, other.x0), y0: min(y0, other.y0), x1: max(x1, other.x1), y1: max(y1, other.y1))
    }
}
