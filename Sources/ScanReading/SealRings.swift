/// The rings of round seals on a picture without colours, where nothing else tells their ink from print.
struct SealRings {
    /// A circle, in pixels.
    struct Ring: Equatable {
        var x: Double
        var y: Double
        var radius: Double

        func contains(x otherX: Double, y otherY: Double) -> Bool {
            let (dx, dy) = (otherX - x, otherY - y)
            let reach = radius * 1.06
            return dx * dx + dy * dy <= reach * reach
        }
    }

    private(set) var rings: [Ring] = []

    /// Seals of offices are 38 to 45 millimetres across, of others from 30; enlarged copies up to 48.
    private static let radii = 0.55...0.95
    /// Dots of an inch that are enough to tell a ring.
    private static let coarse = 50.0
    private static let mostRings = 6
    /// So much of a ring is inked, and at most so much of circles a little smaller and a little larger.
    private static let leastInk = 0.84
    private static let mostInkInside = 0.55
    private static let mostInkOutside = 0.35

    /// None.
    init() {}

    /// - Parameter ink: without rules.
    init(in ink: Bitmap, resolution: Double) {
        let scale = max(1, Int(resolution / Self.coarse))
        let map = Self.reduced(ink, by: scale)
        let dots = resolution / Double(scale)
        var found: [(ring: Ring, score: Double)] = []
        let (least, most) = (Int(Self.radii.lowerBound * dots), Int(Self.radii.upperBound * dots))
        guard map.width > 2 * least, map.height > 2 * least else { return }
        let circles = (least...most).map { Circle(radius: $0) }
        for y in stride(from: least, to: map.height - least, by: 2) {
            for x in stride(from: least, to: map.width - least, by: 2) {
                for circle in circles where circle.mayLie(at: x, y, on: map) {
                    let score = circle.share(at: x, y, on: map)
                    guard score >= Self.leastInk, circle.inner(at: x, y, on: map) <= Self.mostInkInside,
                        circle.outer(at: x, y, on: map) <= Self.mostInkOutside
                    else { continue }
                    found.append((Ring(x: Double(x), y: Double(y), radius: Double(circle.radius)), score))
                }
            }
        }
        for (ring, _) in found.sorted(by: { $0.score > $1.score }) where rings.count < Self.mostRings {
            guard !rings.contains(where: { abs($0.x - ring.x) + abs($0.y - ring.y) < ring.radius }) else { continue }
            rings.append(ring)
        }
        for index in rings.indices {
            rings[index].x = (rings[index].x + 0.5) * Double(scale)
            rings[index].y = (rings[index].y + 0.5) * Double(scale)
            rings[index].radius *= Double(scale)
        }
    }

    func contains(x: Double, y: Double) -> Bool { rings.contains { $0.contains(x: x, y: y) } }

    /// Whether a rule lies within a ring: it is a part of the seal.
    func holds(_ rule: PictureRule) -> Bool {
        let ends = [rule.start, rule.end].map { end in
            rule.isVertical ? (rule.position, Double(end)) : (Double(end), rule.position)
        }
        return rings.contains { ring in ends.allSatisfy { ring.contains(x: $0.0, y: $0.1) } }
    }

    /// The ink without that of the rings themselves.
    func erased(from ink: Bitmap, resolution: Double) -> Bitmap {
        var ink = ink
        let width = resolution * 0.05
        for ring in rings {
            let reach = Int(ring.radius + width) + 1
            for y in (Int(ring.y) - reach..<Int(ring.y) + reach).clamped(to: 0..<ink.height) {
                for x in (Int(ring.x) - reach..<Int(ring.x) + reach).clamped(to: 0..<ink.width) {
                    let (dx, dy) = (Double(x) - ring.x, Double(y) - ring.y)
                    let distance = (dx * dx + dy * dy).squareRoot()
                    if abs(distance - ring.radius) <= width { ink[x, y] = 0 }
                }
            }
        }
        return ink
    }

    /// A coarser picture: set where a third of what it stands for is, or of a place beside it.
    private static func reduced(_ ink: Bitmap, by scale: Int) -> Bitmap {
        var map = Bitmap(width: ink.width / scale, height: ink.height / scale)
        let least = max(1, scale * scale / 3)
        for y in 0..<map.height {
            for x in 0..<map.width {
                var count = 0
                for row in y * scale..<(y + 1) * scale {
                    for column in x * scale..<(x + 1) * scale { count += Int(ink[column, row]) }
                }
                guard count >= least else { continue }
                for row in max(0, y - 1)...min(map.height - 1, y + 1) {
                    for column in max(0, x - 1)...min(map.width - 1, x + 1) { map[column, row] = 1 }
                }
            }
        }
        return map
    }

    /// Places around a middle.
    private struct Circle {
        let radius: Int
        private let places: [(x: Int, y: Int)]
        private let innerPlaces: [(x: Int, y: Int)]
        private let outerPlaces: [(x: Int, y: Int)]

        init(radius: Int) {
            self.radius = radius
            places = Self.places(radius: Double(radius))
            innerPlaces = Self.places(radius: Double(radius) * 0.84)
            outerPlaces = Self.places(radius: Double(radius) * 1.16)
        }

        /// 64 places, by the half-angle formulas alone: no function of a mathematical library decides anything.
        private static func places(radius: Double) -> [(x: Int, y: Int)] {
            (0..<64).map { index in
                // A quarter circle by its rational form: t from 0 to 1.
                let t = Double(index % 16) / 16
                let (cosine, sine) = ((1 - t * t) / (1 + t * t), 2 * t / (1 + t * t))
                let (x, y) = (Int((cosine * radius).rounded()), Int((sine * radius).rounded()))
                return switch index / 16 {
                case 0: (x, y)
                case 1: (-y, x)
                case 2: (-x, -y)
                default: (y, -x)
                }
            }
        }

        /// Whether six of eight places around are inked.
        func mayLie(at x: Int, _ y: Int, on map: Bitmap) -> Bool {
            var missing = 0
            for index in stride(from: 0, to: 64, by: 8) where !Self.isInked(places[index], x, y, map) {
                missing += 1
                if missing > 2 { return false }
            }
            return true
        }

        func share(at x: Int, _ y: Int, on map: Bitmap) -> Double { Self.share(places, x, y, map) }
        func inner(at x: Int, _ y: Int, on map: Bitmap) -> Double { Self.share(innerPlaces, x, y, map) }
        func outer(at x: Int, _ y: Int, on map: Bitmap) -> Double { Self.share(outerPlaces, x, y, map) }

        private static func share(_ places: [(x: Int, y: Int)], _ x: Int, _ y: Int, _ map: Bitmap) -> Double {
            Double(places.count { isInked($0, x, y, map) }) / Double(places.count)
        }

        private static func isInked(_ place: (x: Int, y: Int), _ x: Int, _ y: Int, _ map: Bitmap) -> Bool {
            let (px, py) = (x + place.x, y + place.y)
            return map.contains(x: px, y: py) && map[px, py] != 0
        }
    }
}
