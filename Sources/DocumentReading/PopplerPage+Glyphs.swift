import CPoppler
import PageContent

extension PopplerPage {
    /// The characters of the page with their boxes, at most `limit` of them, and whether poppler gave more
    /// characters than boxes.
    ///
    /// - Parameter number: of the page, 1-based, for the error.
    func glyphs(ofPage number: Int, limit: Int) throws(ReadingError) -> (glyphs: [Glyph], mismatched: Bool) {
        guard let text = poppler_page_get_text(raw) else { return ([], false) }
        defer { g_free(text) }
        var length: glong = 0
        guard let scalars = g_utf8_to_ucs4_fast(text, -1, &length) else { return ([], false) }
        defer { g_free(scalars) }
        var boxes: UnsafeMutablePointer<PopplerRectangle>?
        var boxCount: guint = 0
        guard poppler_page_get_text_layout(raw, &boxes, &boxCount) != 0, let boxes else { return ([], length > 0) }
        defer { g_free(boxes) }
        let count = min(Int(length), Int(boxCount))
        guard count <= limit else {
            throw .glyphs(page: number, found: count, allowed: limit)
        }
        let lightness = lightness(count: count)
        var glyphs: [Glyph] = []
        glyphs.reserveCapacity(count)
        for index in 0..<count {
            guard let scalar = Unicode.Scalar(scalars[index]), scalar.value > 0x20 else { continue }
            let box = boxes[index]
            // Written so that numbers that are none fail it.
            guard abs(box.x1) <= Page.farthest, abs(box.x2) <= Page.farthest, abs(box.y1) <= Page.farthest,
                abs(box.y2) <= Page.farthest
            else { continue }
            glyphs.append(
                Glyph(
                    scalar: scalar,
                    box: Rect(
                        x0: min(box.x1, box.x2), y0: min(box.y1, box.y2),
                        x1: max(box.x1, box.x2), y1: max(box.y1, box.y2)),
                    lightness: lightness[index]))
        }
        return (glyphs, Int(length) != Int(boxCount))
    }

    /// The lightness of each character's colour.
    private func lightness(count: Int) -> [Double] {
        var lightness = [Double](repeating: 0, count: count)
        let list = poppler_page_get_text_attributes(raw)
        defer { poppler_page_free_text_attributes(list) }
        var item = list
        while let node = item {
            if let data = node.pointee.data {
                let attributes = data.assumingMemoryBound(to: PopplerTextAttributes.self).pointee
                let first = max(0, Int(attributes.start_index))
                let last = min(count - 1, Int(attributes.end_index))
                let darkest = min(attributes.color.red, attributes.color.green, attributes.color.blue)
                if first <= last {
                    for index in first...last { lightness[index] = Double(darkest) / 65_535 }
                }
            }
            item = node.pointee.next
        }
        return lightness
    }
}
