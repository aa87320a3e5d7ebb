/// One character as it stands on a page.
package struct Glyph: Hashable, Sendable {
    package var scalar: Unicode.Scalar
    /// What it was nearly read as on a picture; U+0000 for nothing else.
    package var second: Unicode.Scalar = "\0"
    package var box: Rect
    package var colour: Colour
    /// Which way it is written, to the page as it is read.
    package var direction: Direction
    /// Characters that one operation of the page shows have the same; on a text file's page all.
    package var run: Int32
    /// Height of its font in points.
    package var size: Float
    /// A line is drawn through it.
    package var isStruck: Bool
    /// It is clipped away from a text that is in sight, and stands where that is clipped.
    package var isCut: Bool
    /// How sure its character is, from 0 to 255: less than that only where it was read from a picture.
    package var certainty: UInt8 = 255
    /// What speaks against what was read from a picture.
    package var doubts: ReadingDoubts = []

    package init(
        scalar: Unicode.Scalar, box: Rect, colour: Colour = .black, direction: Direction = .upright, run: Int32 = 0,
        size: Float? = nil, isStruck: Bool = false, isCut: Bool = false
    ) {
        self.scalar = scalar
        self.box = box
        self.colour = colour
        self.direction = direction
        self.run = run
        self.size = size ?? Float(box.height)
        self.isStruck = isStruck
        self.isCut = isCut
    }

    /// Parts of the font's height that stand above and below the baseline: those of an ideograph's body.
    package static let ascent = 0.88
    package static let descent = 0.12

    /// The y of the line that it stands on.
    package var baseline: Double { box.y1 - Double(size) * Self.descent }
}

/// Why a character that was read from a picture may be another one.
package struct ReadingDoubts: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// The reader is not sure, or sees something else on a second look.
    package static let unclear = ReadingDoubts(rawValue: 1 << 0)
    /// A seal lies over it.
    package static let underSeal = ReadingDoubts(rawValue: 1 << 1)
    /// The picture is so coarse that thin strokes may be lost: a figure stands for itself only where a sum proves it.
    package static let coarse = ReadingDoubts(rawValue: 1 << 2)
    /// It was read as another one, which is its second, and known texts tell that it is this.
    package static let corrected = ReadingDoubts(rawValue: 1 << 3)
}

/// A colour by its parts of red, green and blue.
package struct Colour: Hashable, Sendable {
    package var red: UInt8
    package var green: UInt8
    package var blue: UInt8

    package init(red: UInt8, green: UInt8, blue: UInt8) {
        self.red = red
        self.green = green
        self.blue = blue
    }

    package static let black = Colour(red: 0, green: 0, blue: 0)
    package static let white = Colour(red: 255, green: 255, blue: 255)

    /// Of the darkest part: 0 is black, or any full colour; 1 is white.
    package var lightness: Double { Double(min(red, green, blue)) / 255 }

    /// Whether nobody could tell the one on the other: no part differs by more than three in a hundred.
    package func isHidden(on other: Colour) -> Bool {
        max(
            abs(Int(red) - Int(other.red)), abs(Int(green) - Int(other.green)), abs(Int(blue) - Int(other.blue))) <= 8
    }
}

/// Which way a text runs, told by how far its letters are turned clockwise.
package enum Direction: UInt8, Hashable, Sendable, CaseIterable {
    case upright
    /// From top to bottom, the letters lie on their right side.
    case clockwise
    case upsideDown
    /// From bottom to top, the letters lie on their left side.
    case counterclockwise

    package var degrees: Int { Int(rawValue) * 90 }

    /// The one that turns back what this one turns.
    package var opposite: Direction { Direction.upright.seen(from: self) }

    /// The direction as it is on a page whose upright text ran in another one.
    package func seen(from other: Direction) -> Direction {
        Direction(rawValue: (rawValue &- other.rawValue) & 3) ?? .upright
    }
}
