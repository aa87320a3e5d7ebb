import CPoppler
import CRuleTap
import Glibc
import PageContent

extension PopplerPage {
    /// What is drawn on a page besides its characters.
    struct Drawing {
        var marks: [RuleGathering.Mark] = []
        /// There were more marks than the limit.
        var overflowed = false
        /// Where glyphs were painted as text, whether or not their characters are known.
        var paintedGlyphs: [PaintedGlyph] = []
        /// The characters that poppler gathered on the way may be wrong: a page of its own is to be asked for them.
        var textIsDoubtful = false
    }

    /// Renders the page into the tap.
    ///
    /// Poppler gathers the characters of a page while it renders it (`poppler_page_render` in poppler-page.cc), so that
    /// asking for `glyphs` afterwards does not interpret the page again. With them it gathers those of annotations and of
    /// tiling patterns, and it mistakes the font where a state is restored inside a text object.
    ///
    /// - Parameters:
    ///   - limit: marks that are looked at.
    ///   - glyphLimit: painted glyphs that are looked at.
    func drawing(limit: Int, glyphLimit: Int) -> Drawing {
        // Eight device units to a point: at one, poppler's stroke adjustment moves lines by half a point.
        var empty = rule_sink()
        empty.limit = limit
        empty.glyph_limit = glyphLimit
        empty.scale = 8
        empty.farthest = Page.farthest
        // The tap keeps the pointer over the whole rendering, so the sink needs an address of its own.
        let sink = UnsafeMutablePointer<rule_sink>.allocate(capacity: 1)
        sink.initialize(to: empty)
        defer {
            free(sink.pointee.marks)
            free(sink.pointee.glyphs)
            sink.deinitialize(count: 1)
            sink.deallocate()
        }
        let surface = cairo_recording_surface_create(CAIRO_CONTENT_COLOR_ALPHA, nil)
        defer { cairo_surface_destroy(surface) }
        let context = cairo_create(surface)
        defer { cairo_destroy(context) }
        cairo_scale(context, empty.scale, empty.scale)
        sink.pointee.page = context
        rule_tap_begin(sink)
        poppler_page_render(raw, context)
        rule_tap_end()
        let marks = UnsafeBufferPointer(start: sink.pointee.marks, count: sink.pointee.count)
        let painted = UnsafeBufferPointer(start: sink.pointee.glyphs, count: sink.pointee.glyph_count)
        return Drawing(
            marks: marks.map(RuleGathering.Mark.init), overflowed: sink.pointee.overflowed,
            paintedGlyphs: painted.map {
                PaintedGlyph(
                    x: Double($0.x), y: Double($0.y), direction: (Double($0.dx), Double($0.dy)), isVisible: $0.known)
            }, textIsDoubtful: sink.pointee.text_is_doubtful)
    }
}

extension PopplerPage {
    /// Where annotations stand on the page: stamps, signatures, remarks. They are painted, and their text is not read.
    func annotations() -> [Rect] {
        let list = poppler_page_get_annot_mapping(raw)
        defer { poppler_page_free_annot_mapping(list) }
        let height = size.height
        var boxes: [Rect] = []
        var item = list
        while let node = item {
            if let data = node.pointee.data {
                let area = data.assumingMemoryBound(to: PopplerAnnotMapping.self).pointee.area
                // Counted from the foot of the page.
                boxes.append(
                    Rect(
                        x0: min(area.x1, area.x2), y0: height - max(area.y1, area.y2),
                        x1: max(area.x1, area.x2), y1: height - min(area.y1, area.y2)))
            }
            item = node.pointee.next
        }
        return boxes
    }
}

extension RuleGathering.Mark {
    fileprivate init(_ mark: rule_mark) {
        self.init(
            box: Rect(x0: Double(mark.x0), y0: Double(mark.y0), x1: Double(mark.x1), y1: Double(mark.y1)),
            isFilled: mark.filled, isBlank: mark.blank)
    }
}

/// Whether text that was gathered while painting tells where it may be wrong.
let ruleTapSeesPatterns = rule_tap_sees_patterns()

/// Whether drawn lines can be seen in this process: false means that every table would be read without its rules.
package var ruleTapIsActive: Bool { rule_tap_is_active() }
