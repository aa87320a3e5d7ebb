/// An upright rectangle in page points, origin at the top left of the page as displayed, y downwards.
package struct Rect: Hashable, Sendable {
    package var x0: Double
    package var y0: Double
    package var x1: Double
    package var y1: Double

    package init(x0: Double, y0: Double, x1: Double, y1: Double) {
        self.x0 = x0
        self.y0 = y0
        self.x1 = x1
        self.y1 = y1
    }

    package var width: Double { x1 - x0 }
    package var height: Double { y1 - y0 }
    package var midX: Double { (x0 + x1) / 2 }
    package var midY: Double { (y0 + y1) / 2 }

    /// The box so many points to the right and down.
    package func moved(x: Double, y: Double) -> Rect {
        Rect(x0: x0 + x, y0: y0 + y, x1: x1 + x, y1: y1 + y)
    }

    /// The smallest rectangle that holds both.
    package func union(_ other: Rect) -> Rect {
        Rect(x0: min(x0, other.x0), y0: min(y0, other.y0), x1: max(x1, other.x1), y1: max(y1, other.y1))
    }

    package func contains(x: Double, y: Double) -> Bool {
        x >= x0 && x <= x1 && y >= y0 && y <= y1
    }

    package func intersects(_ other: Rect) -> Bool {
        x0 < other.x1 && other.x0 < x1 && y0 < other.y1 && other.y0 < y1
    }

    /// The box where text of a direction is turned upright.
    ///
    /// - Parameters:
    ///   - width: of the page before it is turned; places around the corner of no page need none.
    ///   - height: likewise.
    package func turned(from direction: Direction, width: Double = 0, height: Double = 0) -> Rect {
        switch direction {
        case .upright: self
        case .clockwise: Rect(x0: y0, y0: width - x1, x1: y1, y1: width - x0)
        case .upsideDown: Rect(x0: width - x1, y0: height - y1, x1: width - x0, y1: height - y0)
        case .counterclockwise: Rect(x0: height - y1, y0: x0, x1: height - y0, y1: x1)
        }
    }
}
