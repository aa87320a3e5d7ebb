/// Where red ink is print and no seal.
struct RedPrint {
    /// Around the marks of print.
    private(set) var boxes: [PixelBox] = []

    /// Ink that is clearly red; the edges of black letters are a little red on coloured scans.
    private static let clearlyRed: UInt8 = 70
    /// What belongs to one seal, or to one line of print, stands closer; in inches.
    private static let gap = 0.02
    /// Seals are larger: those of offices measure 1.5 inches and more, lines of print are not so high.
    private static let leastSeal = 0.6

    /// Black print below a stamp, which takes some of its place.
    private static let black: UInt8 = 100
    private static let mostBlack = 0.02

    /// - Parameters:
    ///   - reds: how red each place is.
    ///   - gray: how light, where red counts as light.
    init(in reds: Bitmap, on gray: Bitmap, resolution: Double) {
        var clear = reds
        for index in clear.pixels.indices { clear.pixels[index] = reds.pixels[index] > Self.clearlyRed ? 1 : 0 }
        guard clear.pixels.contains(1) else { return }
        let marks = clear.strongest(within: max(1, Int(resolution * Self.gap)))
        guard let areas = InkAreas(of: marks, weights: clear)?.areas.map(\.box) else { return }
        let least = Int(resolution * Self.leastSeal)
        let seals = areas.filter { area in
            let isAtEdge =
                area.x0 == 0 || area.y0 == 0 || area.x1 == reds.width || area.y1 == reds.height
            return min(area.width, area.height) >= least || isAtEdge && max(area.width, area.height) >= least
        }
        boxes = areas.filter { area in
            let (x, y) = ((area.x0 + area.x1) / 2, (area.y0 + area.y1) / 2)
            guard !seals.contains(where: { $0.x0 <= x && x < $0.x1 && $0.y0 <= y && y < $0.y1 }) else { return false }
            var black = 0
            for y in area.y0..<area.y1 {
                for x in area.x0..<area.x1 where gray[x, y] < Self.black { black += 1 }
            }
            return Double(black) <= Self.mostBlack * Double(area.width * area.height)
        }
    }
}
