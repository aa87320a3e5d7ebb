import PageContent

/// The part of a page that its pictures stand on, where text stands beside them: the rest of the page need not be looked at.
struct PictureWindow {
    /// Dots from the corner of the page.
    let origin: (x: Int, y: Int)
    let width: Int
    let height: Int
    private let resolution: Double

    /// White around the pictures, in points: a border at their edge has an outside.
    private static let margin = 12.0

    /// Nil where the whole page is a picture.
    init?(_ sheet: SheetOfPicture, on size: (width: Double, height: Double)) {
        guard let parts = sheet.parts, let first = parts.first else { return nil }
        let all = parts.dropFirst().reduce(first) { $0.union($1) }
        let scale = sheet.resolution / 72
        let (x0, y0) = (max(0, all.x0 - Self.margin), max(0, all.y0 - Self.margin))
        let (x1, y1) = (min(size.width, all.x1 + Self.margin), min(size.height, all.y1 + Self.margin))
        // On whole dots, so that the picture is the one that the whole page would show.
        origin = (Int((x0 * scale).rounded(.down)), Int((y0 * scale).rounded(.down)))
        width = Int((x1 * scale).rounded(.up)) - origin.x
        height = Int((y1 * scale).rounded(.up)) - origin.y
        resolution = sheet.resolution
    }

    private var corner: (x: Double, y: Double) {
        (Double(origin.x) * 72 / resolution, Double(origin.y) * 72 / resolution)
    }

    /// A box of the window where it stands on the page, in points.
    func placed(_ box: Rect) -> Rect { box.moved(x: corner.x, y: corner.y) }

    /// A rule likewise.
    func placed(_ rule: Rule) -> Rule {
        let (across, along) = rule.axis == .vertical ? (corner.x, corner.y) : (corner.y, corner.x)
        return Rule(
            axis: rule.axis, position: rule.position + across, start: rule.start + along, end: rule.end + along)
    }
}
