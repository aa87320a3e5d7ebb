import CPaintTap
import PageContent

/// What one page paints, in the order of painting and in points of the page as displayed.
struct Painting {
    /// What is known of a paint call, as the tap tells it.
    struct Facts: OptionSet {
        let rawValue: UInt32

        /// Painted with its font; without it the text is invisible.
        static let painted = Facts(fact_painted)
        /// Its font cannot be used on this machine: nothing is known but its character and place.
        static let fontMissing = Facts(fact_font_missing)
        /// Painted on another surface than the page: tiles, masks.
        static let elsewhere = Facts(fact_elsewhere)
        static let clipped = Facts(fact_clipped)
        static let underFill = Facts(fact_under_fill)
        static let underPicture = Facts(fact_under_picture)
        static let annotation = Facts(fact_annotation)
        /// Painted through a mask that was not looked at, and may hide it.
        static let masked = Facts(fact_masked)
        /// Only adds to the clip.
        static let clipOnly = Facts(fact_clip_only)
        /// Has no one colour.
        static let pattern = Facts(fact_pattern)
        /// Stands on what has no one colour.
        static let onPicture = Facts(fact_on_picture)
        /// Should leave no ink by its character, and leaves some; flat as a dash.
        static let ink = Facts(fact_ink)
        static let dash = Facts(fact_dash)
        static let inkUnknown = Facts(fact_ink_unknown)
        static let rectangle = Facts(fact_rectangle)
        static let thin = Facts(fact_thin)
        static let actualText = Facts(fact_actual_text)
        static let program = Facts(fact_program)

        init(rawValue: UInt32) { self.rawValue = rawValue }
        private init(_ fact: paint_fact) { rawValue = fact.rawValue }
    }

    struct Point: Equatable {
        var x: Double
        var y: Double
    }

    struct Glyph {
        /// 0 where the font does not tell.
        var scalar: UInt32
        /// Where it stands on its line, and where the next one begins.
        var origin: Point
        var end: Point
        /// A vector as long as the font is high, from the line upwards; nothing where the font is missing.
        var up: Point
        /// How wide its font's em is.
        var em: Double
        var colour: Colour
        /// What lies beneath it.
        var under = Colour.white
        var alpha = 1.0
        /// Glyphs that one operator shows have the same.
        var run: Int32
        /// Tells clips apart.
        var clip: UInt32 = 0
        /// What the document calls it, and in which of its fonts.
        var code = Code(font: 0, code: 0)
        var facts: Facts
    }

    /// A glyph of a font; fonts are numbered as they come.
    struct Code: Hashable {
        var font: UInt32
        var code: UInt32
    }

    struct Mark {
        enum Kind { case fill, stroke, picture }

        var kind: Kind
        var box: Rect
        var colour: Colour
        var under = Colour.white
        var alpha = 1.0
        /// Of a picture, if the tap knows.
        var pixels: Pixels?
        var facts: Facts
    }

    /// How finely a picture is told.
    struct Pixels: Equatable {
        var across: Int
        var down: Int
        /// Of each pixel; 1 is black and white.
        var bits: Int
    }

    var glyphs: [Glyph] = []
    var marks: [Mark] = []
    /// There were more marks than the limit, or it took too long to tell what they hide.
    var isOverdrawn = false
}

extension Painting {
    /// - Parameter events: as the tap gathered them.
    init(events: UnsafeBufferPointer<paint_event>, isOverdrawn: Bool) {
        self.isOverdrawn = isOverdrawn
        glyphs.reserveCapacity(events.count)
        for event in events {
            let facts = Facts(rawValue: event.facts)
            let colour = Colour(red: event.red, green: event.green, blue: event.blue)
            let under = Colour(red: event.under_red, green: event.under_green, blue: event.under_blue)
            if event.kind == UInt8(paint_glyph.rawValue) {
                glyphs.append(
                    Glyph(
                        scalar: event.scalar, origin: Point(x: Double(event.x0), y: Double(event.y0)),
                        end: Point(x: Double(event.x1), y: Double(event.y1)),
                        up: Point(x: Double(event.up_x), y: Double(event.up_y)), em: Double(event.em), colour: colour,
                        under: under,
                        alpha: Double(event.alpha), run: Int32(truncatingIfNeeded: event.run),
                        clip: event.clip,
                        code: Code(font: event.font, code: event.code), facts: facts))
            } else {
                let kind: Mark.Kind =
                    event.kind == UInt8(paint_fill.rawValue)
                    ? .fill : event.kind == UInt8(paint_stroke.rawValue) ? .stroke : .picture
                marks.append(
                    Mark(
                        kind: kind,
                        box: Rect(
                            x0: Double(event.x0), y0: Double(event.y0), x1: Double(event.x1), y1: Double(event.y1)),
                        colour: colour, under: under, alpha: Double(event.alpha),
                        pixels: event.pixels_across == 0
                            ? nil
                            : Pixels(
                                across: Int(event.pixels_across), down: Int(event.pixels_down),
                                bits: Int(event.pixel_bits)),
                        facts: facts))
            }
        }
    }
}
