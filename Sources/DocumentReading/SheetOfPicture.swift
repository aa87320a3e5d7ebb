import PageContent

/// What of a page is a picture of print: how finely it is to be looked at.
struct SheetOfPicture {
    /// Pixels of an inch of what is to be rendered.
    let resolution: Double
    /// The pictures on it are black and white.
    let isBilevel: Bool
    /// The pictures that stand beside the page's own text, as the page is displayed; nil where the whole page is a picture.
    let parts: [Rect]?

    /// Coarser pictures are drawn larger; finer ones cost time and give nothing.
    private static let coarsest = 150.0
    private static let finest = 300.0
    private static let finestGray = 250.0
    private static let mostPixels = 12_000_000.0

    /// A page with more characters of its own has its text.
    private static let mostCharacters = 100
    /// So much of a page its pictures cover; of one without any character, and of one that has pictures beside its text, less
    /// does.
    private static let leastShare = 0.6
    private static let leastShareOfPart = 0.12
    /// A picture with more of the page's own characters on it is their background.
    private static let mostCharactersOnPart = 20
    /// What is no more of all the pictures is none that holds the page: a stamp, a logo.
    private static let leastShareOfPictures = 0.3

    /// Nil where the page has no picture that could hold print.
    ///
    /// - Parameter view: what the page shows without its pictures.
    init?(_ painting: Painting, view: PageView) {
        var pictures = painting.marks.filter { mark in
            mark.kind == .picture && mark.alpha >= 0.05 && mark.pixels != nil
                && mark.facts.isDisjoint(with: [.elsewhere, .annotation, .underFill])
        }
        guard !pictures.isEmpty else { return nil }
        let page = view.page.displayed(Rect(x0: 0, y0: 0, x1: view.page.width, y1: view.page.height))
        let own = view.page.glyphs.map { view.page.displayed($0.box) }
        let share = Self.share(of: page, coveredBy: pictures.map(\.box))
        if own.isEmpty ? share >= Self.leastShareOfPart : own.count <= Self.mostCharacters && share >= Self.leastShare {
            parts = nil
        } else {
            pictures = pictures.filter { picture in
                own.count { picture.box.contains(x: $0.midX, y: $0.midY) } <= Self.mostCharactersOnPart
            }
            guard Self.share(of: page, coveredBy: pictures.map(\.box)) >= Self.leastShareOfPart else { return nil }
            parts = pictures.map(\.box)
        }
        let kinds = Self.kinds(of: pictures)
        isBilevel = kinds.allSatisfy(\.isBilevel)
        let finest = kinds.map(\.resolution).max() ?? Self.finestGray
        let most = (Self.mostPixels / max(1, page.width * page.height)).squareRoot() * 72
        resolution = min(
            most, max(Self.coarsest, min(finest, isBilevel ? Self.finest : Self.finestGray)).rounded())
    }

    private struct Kind: Hashable {
        var isBilevel: Bool
        /// Pixels of an inch.
        var resolution: Double
    }

    /// What the pictures are that make up most of the page, which strips of one kind do together.
    private static func kinds(of pictures: [Painting.Mark]) -> [Kind] {
        var areas: [Kind: Double] = [:]
        for picture in pictures {
            guard let resolution = picture.resolution else { continue }
            let kind = Kind(isBilevel: picture.pixels?.bits == 1, resolution: resolution.rounded())
            areas[kind, default: 0] += picture.box.width * picture.box.height
        }
        let least = areas.values.sorted().reduce(0, +) * leastShareOfPictures
        let large = areas.filter { $0.value >= least }.keys
        return large.isEmpty ? Array(areas.keys) : Array(large)
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
