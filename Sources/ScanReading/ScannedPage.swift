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

    /// Nil for a picture that is none of print: noise, a photograph.
    ///
    /// - Parameter reader: reads a line of pixels.
    package init?(_ picture: ScannedPicture, reader: borrowing LineReader) {
        guard let upright = PreparedPage(picture) else { return nil }
        var best = DirectionTrial(upright, direction: .upright, reader: reader)
        if best.isOdd {
            for direction in Direction.allCases where direction != .upright {
                guard let turned = PreparedPage(picture.turned(from: direction)) else { continue }
                let trial = DirectionTrial(turned, direction: direction, reader: reader)
                if trial.isBetter(than: best) { best = trial }
            }
        }
        self.init(best, reader: reader)
    }

    private init(_ trial: DirectionTrial, reader: borrowing LineReader) {
        let page = trial.page
        direction = trial.direction
        rules = page.rules
        resolution = page.resolution
        let cropping = LineCropping(page)
        var read: [PixelBox] = []
        for (index, box) in page.lines.enumerated() {
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
