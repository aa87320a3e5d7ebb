import PageContent

/// A page that is a picture of a page: how finely it is to be looked at.
struct SheetOfPicture {
    /// Pixels of an inch of what is to be rendered.
    let resolution: Double
    /// The pictures on it are black and white.
    let isBilevel: Bool

    /// Coarser pictures are drawn larger; finer ones cost time and give nothing.
    private static let coarsest = 150.0
    private static let finest = 300.0
    private static let finestGray = 250.0
    private static let mostPixels = 12_000_000.0

    /// A page with more characters of its own has its text.
    private static let mostCharacters = 100
    /// So much of a page its pictures cover; of one without any character less does.
    private static let leastShare = 0.6
    private static let leastShareOfBarePage = 0.12

    /// Nil where the page is none: it has a text of its own, or no picture that could hold one.
    ///
    /// - Parameter view: what the page shows without its pictures.
    init?(_ painting: Painting, view: PageView) {
        let pictures = painting.marks.filter { mark in
            mark.kind == .picture && mark.alpha >= 0.05 && mark.pixels != nil
                && mark.facts.isDisjoint(with: [.elsewhere, .annotation, .underFill])
        }
        guard !pictures.isEmpty, view.page.glyphs.count <= Self.mostCharacters else { return nil }
        let page = view.page.displayed(Rect(x0: 0, y0: 0, x1: view.page.width, y1: view.page.height))
        let share = Self.share(of: page, coveredBy: pictures.map(\.box))
        guard share >= (view.page.glyphs.isEmpty ? Self.leastShareOfBarePage : Self.leastShare) else { return nil }
        let own = pictures.compactMap(\.resolution).max() ?? Self.finestGray
        isBilevel = pictures.allSatisfy { $0.pixels?.bits == 1 }
        let most = (Self.mostPixels / max(1, page.width * page.height)).squareRoot() * 72
        resolution = min(most, max(Self.coarsest, min(own, isBilevel ? Self.finest : Self.finestGray)).rounded())
    }

    private static let cells = 40

    /// How much of a page lies under boxes, counted at the middles of a grid's cells.
    private static func share(of page: Rect, coveredBy boxes: [Rect]) -> Double {
        var covered = 0
        for row in 0..<cells {
            for column in 0..<cells {
                let x = page.x0 + page.width * (Double(column) + 0.5) / Double(cells)
                let y = page.y0 + page.height * (Double(row) + 0.5) / Double(cells)
                if boxes.contains(where: { $0.contains(x: x, y: y) }) { covered += 1 }
            }
        }
        return Double(covered) / Double(cells * cells)
    }
}

extension Painting.Mark {
    /// Pixels of an inch, as many across as down; nil where it is no picture.
    fileprivate var resolution: Double? {
        guard let pixels, box.width > 1, box.height > 1 else { return nil }
        return (Double(pixels.across) * Double(pixels.down) / (box.width * box.height)).squareRoot() * 72
    }
}
