import CPoppler
package import PageContent

/// What a person is shown of a page.
package struct PagePicture: Sendable {
    /// A text where it stands on the page as displayed, in points.
    package struct Word: Sendable {
        package var text: String
        package var box: Rect
    }

    /// PNG.
    package var picture: [UInt8]
    package var words: [Word]
    /// Of the page as displayed, in points.
    package var width: Double
    package var height: Double

    /// Dots of a side: a page may say that it is a kilometre wide.
    private static let mostDots = 6_000.0

    /// Paints a page of a PDF.
    ///
    /// - Parameters:
    ///   - number: 1-based.
    ///   - scale: dots of a point, before what is too large is made smaller.
    /// - Throws: `ReadingError` where the PDF cannot be opened; `damaged` where it does not give the page.
    package init(
        bytes: [UInt8], page number: Int, scale: Double, passwords: [String], limits: ReadingLimits
    ) throws(ReadingError) {
        try checkInstallation()
        let document = try PopplerDocument(bytes: bytes, passwords: passwords)
        guard (1...max(1, document.pageCount)).contains(number), let page = document.page(at: number - 1) else {
            throw .damaged("pages")
        }
        let size = page.size
        (width, height) = (max(1, size.width), max(1, size.height))
        let painting = try page.painting(
            ofPage: number, glyphLimit: limits.glyphsPerPage, markLimit: limits.marksPerPage)
        let view = PageView(number: number, painting: painting, size: size, textAnnotations: { page.textAnnotations() })
        words = Self.words(on: view.page)
        // Opened again: poppler keeps with a document the fonts that it has loaded, and the tap loads none.
        let shown = try PopplerDocument(bytes: bytes, passwords: passwords)
        let fitting = min(scale, Self.mostDots / max(width, height))
        guard let page = shown.page(at: number - 1),
            let png = page.png(width: width, height: height, scale: fitting)
        else { throw .damaged("pages") }
        picture = png
    }

    /// Characters that follow each other on a line without room for another between them.
    private static func words(on page: Page) -> [Word] {
        var words: [(text: String.UnicodeScalarView, box: Rect)] = []
        for glyph in page.glyphs where !glyph.scalar.properties.isWhitespace {
            if let last = words.last?.box, glyph.box.y0 < last.midY, glyph.box.y1 > last.midY,
                glyph.box.x0 - last.x1 < glyph.box.height * 0.6, glyph.box.x0 > last.x0 - 1
            {
                words[words.count - 1].text.append(glyph.scalar)
                words[words.count - 1].box = last.union(glyph.box)
            } else {
                words.append((String.UnicodeScalarView([glyph.scalar]), glyph.box))
            }
        }
        return words.map { Word(text: String($0.text), box: page.displayed($0.box)) }
    }
}

extension PopplerPage {
    /// The page painted on white, as PNG; nil where there is no memory for it.
    fileprivate borrowing func png(width: Double, height: Double, scale: Double) -> [UInt8]? {
        guard
            let surface = PageSurface(
                self, width: Int(max(1, width * scale)), height: Int(max(1, height * scale)), scale: scale)
        else { return nil }
        var bytes: [UInt8] = []
        let status = withUnsafeMutablePointer(to: &bytes) { target in
            cairo_surface_write_to_png_stream(
                surface.raw,
                { target, data, length in
                    guard let target, let data else { return CAIRO_STATUS_WRITE_ERROR }
                    target.assumingMemoryBound(to: [UInt8].self).pointee
                        .append(contentsOf: UnsafeBufferPointer(start: data, count: Int(length)))
                    return CAIRO_STATUS_SUCCESS
                }, UnsafeMutableRawPointer(target))
        }
        return status == CAIRO_STATUS_SUCCESS ? bytes : nil
    }
}
