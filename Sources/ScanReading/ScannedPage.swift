package import PageContent

/// What the picture of a page shows, in pixels of the picture turned level.
package struct ScannedPage {
    /// How its text runs on the picture; it was read turned upright.
    package let direction: Direction
    package private(set) var lines: [ReadLine] = []
    let rules: [PictureRule]
    /// Marks outside the lines that were read.
    private(set) var leftovers: [PixelBox] = []
    let resolution: Double

    /// Whether it shows a table: print that is read surely, between rules that cross.
    package let isTable: Bool

    /// Nil for a picture that is none of print, as noise is, or that there is no time for.
    ///
    /// - Parameters:
    ///   - reader: reads a line of pixels.
    ///   - tablesOnly: whether a picture without rules that cross need not be read.
    ///   - mayGoOn: whether there is time left.
    package init?(
        _ picture: ScannedPicture, reader: borrowing LineReader, tablesOnly: Bool = false,
        mayGoOn: () -> Bool = { true }
    ) {
        guard let upright = PreparedPage(picture, gridsOnly: tablesOnly), mayGoOn() else { return nil }
        guard !tablesOnly || upright.hasGrid else { return nil }
        var best = DirectionTrial(upright, direction: .upright, reader: reader, mayGoOn: mayGoOn)
        if best.isOdd {
            for direction in Direction.allCases where direction != .upright {
                guard let turned = PreparedPage(picture.turned(from: direction)) else { continue }
                guard mayGoOn() else { return nil }
                let trial = DirectionTrial(turned, direction: direction, reader: reader, mayGoOn: mayGoOn)
                if trial.isBetter(than: best) { best = trial }
            }
        }
        guard !best.isNonsense else { return nil }
        self.init(best, reader: reader, mayGoOn: mayGoOn)
    }

    private init?(_ trial: DirectionTrial, reader: borrowing LineReader, mayGoOn: () -> Bool) {
        let page = trial.page
        direction = trial.direction
        rules = page.rules
        resolution = page.resolution
        isTable = trial.makesSense && page.hasGrid
        let cropping = LineCropping(page)
        var read: [PixelBox] = []
        for (index, box) in page.lines.enumerated() {
            guard mayGoOn() else { return nil }
            if let (line, crop) = trial.lines[index] ?? cropping.read(box, reader: reader) {
                lines.append(line)
                read.append(crop)
            } else if page.mayBeLineUnderSeal(box) {
                leftovers.append(box)
            }
        }
        leftovers += page.leftovers(besides: read)
    }
}
