import CPoppler
import PageContent

/// A page painted on white, as it is displayed.
struct PageSurface: ~Copyable {
    let raw: OpaquePointer

    /// The most dots of a side that cairo paints.
    private static let mostDots = 32_767

    /// Nil where there is no memory for it, or no such picture.
    ///
    /// - Parameters:
    ///   - origin: the dot of the page that is the first of the surface.
    ///   - width: dots, and those of the height.
    ///   - scale: dots of a point.
    ///   - parts: the only places that are painted, in points; all where there are none.
    init?(
        _ page: borrowing PopplerPage, origin: (x: Int, y: Int) = (0, 0), width: Int, height: Int, scale: Double,
        parts: [Rect] = []
    ) {
        guard width > 0, height > 0, width <= Self.mostDots, height <= Self.mostDots,
            let surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, Int32(width), Int32(height))
        else { return nil }
        guard cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS, let context = cairo_create(surface) else {
            cairo_surface_destroy(surface)
            return nil
        }
        defer { cairo_destroy(context) }
        cairo_set_source_rgb(context, 1, 1, 1)
        cairo_paint(context)
        cairo_translate(context, -Double(origin.x), -Double(origin.y))
        cairo_scale(context, scale, scale)
        for part in parts { cairo_rectangle(context, part.x0, part.y0, part.width, part.height) }
        if !parts.isEmpty { cairo_clip(context) }
        poppler_page_render(page.raw, context)
        cairo_surface_flush(surface)
        raw = surface
    }

    deinit { cairo_surface_destroy(raw) }
}
