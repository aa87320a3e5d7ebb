import PageContent

/// A character that was read from a picture.
package struct ReadCharacter: Equatable, Sendable {
    package var scalar: Unicode.Scalar
    /// What it was nearly read as; U+0000 for nothing else.
    package var second: Unicode.Scalar
    /// How likely the reader takes each to be, 0 to 1.
    package var confidence: Float
    package var secondConfidence: Float
    /// Where it begins and ends, in pixels of the levelled picture.
    package var x0: Double
    package var x1: Double
    /// Red ink lies over it.
    package var isUnderSeal: Bool

    /// How sure it is where the two differ by the width of their form alone: ( and （.
    var certainty: Float {
        let isOneSign = scalar.narrow == second.narrow
        return isOneSign ? min(1, confidence + secondConfidence) : confidence
    }
}

/// A line of characters from left to right.
package struct ReadLine: Equatable, Sendable {
    package var characters: [ReadCharacter]
    /// Where its ink stands.
    package var box: PixelBox
    /// A second look at the line, at another width, saw something else.
    package var isDisputed: Bool
    /// Some of its ink is no character that was read.
    package var hasHoles: Bool
}

extension Unicode.Scalar {
    /// The form of half an ideograph's width, of a sign that has both.
    fileprivate var narrow: Unicode.Scalar {
        (0xFF01...0xFF5E).contains(value) ? Unicode.Scalar(value - 0xFEE0) ?? self : self
    }

    /// Dots that lead to a page number.
    var isLeader: Bool { self == "…" || self == "·" }

    /// A sign that fills the square of an ideograph.
    var isIdeographHigh: Bool { (0x2E80...0x2FDF).contains(value) || (0x3400...0x9FFF).contains(value) }
}
