@testable import ScanReading

/// A picture of white paper that tests draw on, 200 dots an inch unless said otherwise.
struct DrawnPicture {
    let width: Int
    let height: Int
    var resolution = 200.0
    var pixels: [UInt32]

    static let black: UInt32 = 0x202020
    static let red: UInt32 = 0xD01830

    init(width: Int = 1200, height: Int = 900, paper: UInt32 = 0xFFFFFF) {
        self.width = width
        self.height = height
        pixels = [UInt32](repeating: paper, count: width * height)
    }

    mutating func fill(_ xs: Range<Int>, _ ys: Range<Int>, _ colour: UInt32 = black) {
        for y in ys.clamped(to: 0..<height) {
            for x in xs.clamped(to: 0..<width) { pixels[y * width + x] = colour }
        }
    }

    /// The rules of a table, two pixels thick.
    mutating func rule(columns: [Int], rows: [Int], _ colour: UInt32 = black) {
        guard let left = columns.first, let right = columns.last, let top = rows.first, let bottom = rows.last else {
            return
        }
        for x in columns { fill(x..<x + 2, top..<bottom + 2, colour) }
        for y in rows { fill(left..<right + 2, y..<y + 2, colour) }
    }

    /// A ring as thick as that of a seal.
    mutating func ring(x: Int, y: Int, radius: Int, _ colour: UInt32 = black) {
        for row in y - radius - 6..<y + radius + 6 {
            for column in x - radius - 6..<x + radius + 6 {
                let distance = Double((row - y) * (row - y) + (column - x) * (column - x)).squareRoot()
                if abs(distance - Double(radius)) < 4 { fill(column..<column + 1, row..<row + 1, colour) }
            }
        }
    }

    /// The picture askew: so many pixels down for a thousand across.
    func sheared(by pixels: Int) -> DrawnPicture {
        var other = DrawnPicture(width: width, height: height)
        for y in 0..<height {
            for x in 0..<width {
                let from = y - (x - width / 2) * pixels / 1000
                if (0..<height).contains(from) { other.pixels[y * width + x] = self.pixels[from * width + x] }
            }
        }
        return other
    }

    var scanned: ScannedPicture {
        pixels.withUnsafeBufferPointer {
            ScannedPicture(pixels: $0, width: width, height: height, stride: width, resolution: resolution)
        }
    }
}
