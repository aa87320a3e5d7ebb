import CPoppler
import PageContent
import ScanReading

/// The net that reads pictures, for the fingerprint of a reading.
package let lineReaderName = "PP-OCRv6 tiny, 1"

/// Reads pages that are pictures.
struct PictureReading: ~Copyable {
    /// Opened with the first picture.
    private var reader: LineReader?

    init() { reader = nil }

    /// The page with what its picture shows; nil where there is no memory or no time for it.
    ///
    /// - Parameters:
    ///   - view: what the page shows without its pictures: a page number or a stamp stays.
    ///   - mayGoOn: whether there is time left.
    mutating func read(
        _ sheet: SheetOfPicture, of source: borrowing PopplerPage, into view: PageView, mayGoOn: () -> Bool
    ) -> Page? {
        var page = view.page
        page.scan = Scan(resolution: Int(sheet.resolution.rounded()), isBilevel: sheet.isBilevel)
        // A page that is turned upright is turned as a whole.
        let window = page.turn == .upright ? PictureWindow(sheet, on: source.size) : nil
        guard let picture = source.picture(sheet, window) else { return nil }
        let upright = page.turn == .upright ? picture : picture.turned(from: page.turn)
        guard let net = reader.take() ?? LineReader() else { return nil }
        let seen = ScannedPage(upright, reader: net, tablesOnly: sheet.parts != nil, mayGoOn: mayGoOn)
        reader = .some(net)
        guard let scanned = seen, !scanned.lines.isEmpty else {
            guard mayGoOn() else { return nil }
            // A picture beside text is more often a photograph.
            guard sheet.parts == nil else { return view.page }
            page.scan?.isUnread = true
            return page
        }
        if sheet.parts == nil {
            page.turnFurther(from: scanned.direction)
            page.rules = scanned.pageRules
            page.hidden = []
            page.hiddenFigureCount = 0
            page.shades = []
        } else {
            guard scanned.isTable else { return view.page }
            // Print that runs otherwise than the page's own cannot stand on it.
            guard scanned.direction == .upright else {
                page.scan?.isUnread = true
                return page
            }
            page.rules += scanned.pageRules.map { window?.placed($0) ?? $0 }
        }
        page.scan?.leftovers = scanned.unreadMarks.map { window?.placed($0) ?? $0 }
        let own = page.glyphs
        let run = (own.map(\.run).max() ?? 0) + 1
        let read = scanned.glyphs(isBilevel: sheet.isBilevel, firstRun: run).map { glyph in
            var glyph = glyph
            glyph.box = window?.placed(glyph.box) ?? glyph.box
            return glyph
        }
        page.glyphs += read.filter { glyph in
            !own.contains { $0.box.contains(x: glyph.box.midX, y: glyph.box.midY) }
        }
        return page
    }
}

extension PopplerPage {
    /// The page as it is displayed, painted on white.
    ///
    /// - Parameter window: what of it is painted; nil for all.
    fileprivate borrowing func picture(_ sheet: SheetOfPicture, _ window: PictureWindow?) -> ScannedPicture? {
        let scale = sheet.resolution / 72
        let width = window?.width ?? Int((size.width * scale).rounded(.up))
        let height = window?.height ?? Int((size.height * scale).rounded(.up))
        guard
            let surface = PageSurface(
                self, origin: window?.origin ?? (0, 0), width: width, height: height, scale: scale,
                parts: sheet.parts ?? []), let data = cairo_image_surface_get_data(surface.raw)
        else { return nil }
        let stride = Int(cairo_image_surface_get_stride(surface.raw)) / 4
        return UnsafeMutableRawPointer(data).withMemoryRebound(to: UInt32.self, capacity: stride * height) { pixels in
            ScannedPicture(
                pixels: UnsafeBufferPointer(start: pixels, count: stride * height), width: width, height: height,
                stride: stride, resolution: sheet.resolution, isBilevel: sheet.isBilevel)
        }
    }
}
