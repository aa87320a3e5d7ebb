import ScanReading

/// A picture drawn by bytes: its width and height in sixteens, its resolution, and then commands of six bytes: what, x, y, width,
/// height and a colour.
///
/// | byte 0 | draws |
/// | --- | --- |
/// | 0 … 95 | a box |
/// | 96 … 127 | a level rule, two pixels thick |
/// | 128 … 159 | a vertical one |
/// | 160 … 191 | noise in a box |
/// | 192 … 223 | a row of marks as large as letters |
/// | 224 … 255 | a box in red |
struct PictureScript {
    private let width: Int
    private let height: Int
    private let resolution: Double
    private let isBilevel: Bool
    private var pixels: [UInt32]

    /// Nil where there are too few bytes.
    init?(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard bytes.count >= 4 else { return nil }
        width = 1 + Int(bytes[0]) * 4
        height = 1 + Int(bytes[1]) * 4
        resolution = 30 + Double(bytes[2]) * 2
        isBilevel = bytes[3] & 1 == 1
        pixels = [UInt32](repeating: bytes[3] & 2 == 0 ? 0xFFFFFF : 0xE8E0C8, count: width * height)
        var index = 4
        while index + 5 < bytes.count {
            draw(Array(bytes[index..<index + 6]).map(Int.init))
            index += 6
        }
    }

    private mutating func draw(_ command: [Int]) {
        let (x, y) = (command[1] * width / 256, command[2] * height / 256)
        let (across, down) = (command[3] * width / 256, command[4] * height / 256)
        let gray = UInt32(command[5]) * 0x010101
        switch command[0] {
        case ..<96: fill(x, y, across, down) { _, _ in gray }
        case ..<128: fill(x, y, across, 2) { _, _ in gray }
        case ..<160: fill(x, y, 2, down) { _, _ in gray }
        case ..<192:
            var state = UInt32(truncatingIfNeeded: command[5]) &+ 1
            fill(x, y, across, down) { _, _ in
                state = state &* 1_664_525 &+ 1_013_904_223
                return (state >> 24) * 0x010101
            }
        case ..<224:
            let size = max(3, down / 4)
            fill(x, y, across, size) { column, row in
                column % (size + 3) < size && (column * 7 + row * 3) % 5 != 0 ? gray : nil
            }
        default: fill(x, y, across, down) { _, _ in 0xD00000 | gray & 0xFFFF }
        }
    }

    private mutating func fill(_ x: Int, _ y: Int, _ across: Int, _ down: Int, _ colour: (Int, Int) -> UInt32?) {
        for row in y..<min(height, y + max(0, down)) {
            for column in x..<min(width, x + max(0, across)) {
                if let colour = colour(column - x, row - y) { pixels[row * width + column] = colour }
            }
        }
    }

    var scanned: ScannedPicture {
        pixels.withUnsafeBufferPointer {
            ScannedPicture(
                pixels: $0, width: width, height: height, stride: width, resolution: resolution, isBilevel: isBilevel)
        }
    }
}
