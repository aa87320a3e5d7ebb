import CPaintTap
import CPoppler
import Glibc
import PageContent

extension PopplerPage {
    /// Renders the page into the tap.
    ///
    /// - Parameters:
    ///   - number: of the page, 1-based, for the error.
    ///   - glyphLimit: characters that a page may have.
    ///   - markLimit: other marks that are looked at.
    ///   - usesFonts: loads the fonts of the file, which tell whether glyphs leave ink.
    func painting(
        ofPage number: Int, glyphLimit: Int, markLimit: Int, usesFonts: Bool = false
    ) throws(ReadingError) -> Painting {
        // Eight device units to a point: at one, poppler's stroke adjustment moves lines by half a point.
        var empty = paint_sink()
        empty.glyph_limit = glyphLimit
        empty.mark_limit = markLimit
        empty.scale = 8
        empty.farthest = Page.farthest
        empty.uses_fonts = usesFonts
        // The tap keeps the pointer over the whole rendering, so the sink needs an address of its own.
        let sink = UnsafeMutablePointer<paint_sink>.allocate(capacity: 1)
        sink.initialize(to: empty)
        defer {
            free(sink.pointee.events)
            sink.deinitialize(count: 1)
            sink.deallocate()
        }
        let surface = cairo_recording_surface_create(CAIRO_CONTENT_COLOR_ALPHA, nil)
        defer { cairo_surface_destroy(surface) }
        let context = cairo_create(surface)
        defer { cairo_destroy(context) }
        cairo_scale(context, empty.scale, empty.scale)
        sink.pointee.page = context
        paint_tap_begin(sink)
        poppler_page_render(raw, context)
        paint_tap_end()
        guard sink.pointee.glyph_count <= glyphLimit else {
            throw .glyphs(page: number, found: sink.pointee.glyph_count, allowed: glyphLimit)
        }
        return Painting(
            events: UnsafeBufferPointer(start: sink.pointee.events, count: sink.pointee.count),
            isOverdrawn: sink.pointee.overflowed)
    }

    /// Where annotations stand on the page whose text is the page's: fields of forms, and text typed onto it.
    func textAnnotations() -> [Rect] {
        let list = poppler_page_get_annot_mapping(raw)
        defer { poppler_page_free_annot_mapping(list) }
        let height = size.height
        var boxes: [Rect] = []
        var item = list
        while let node = item {
            item = node.pointee.next
            guard let data = node.pointee.data else { continue }
            let mapping = data.assumingMemoryBound(to: PopplerAnnotMapping.self).pointee
            let kind = poppler_annot_get_annot_type(mapping.annot)
            guard kind == POPPLER_ANNOT_WIDGET || kind == POPPLER_ANNOT_FREE_TEXT else { continue }
            // Counted from the foot of the page.
            let area = mapping.area
            boxes.append(
                Rect(
                    x0: min(area.x1, area.x2), y0: height - max(area.y1, area.y2),
                    x1: max(area.x1, area.x2), y1: height - min(area.y1, area.y2)))
        }
        return boxes
    }
}
