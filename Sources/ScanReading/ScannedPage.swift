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
        guard let page = PreparedPage(picture) else { return nil }
        self.init(page, direction: .upright, reader: reader)
        guard isOdd, let other = Self.better(than: self, picture, reader: reader) else { return }
        self = other
    }

    private init(_ page: PreparedPage, direction: Direction, reader: borrowing LineReader) {
        self.direction = direction
        rules = page.rules
        resolution = page.resolution
        let cropping = LineCropping(page)
        var read: [PixelBox] = []
        for box in page.lines {
            guard let (line, crop) = cropping.read(box, reader: reader) else { continue }
            lines.append(line)
            read.append(crop)
        }
        leftovers = page.leftovers(besides: read)
    }

    // MARK: Direction

    /// A page of print that is the right way up is read with a confidence of 0.99 on average; one that lies on its side is
    /// sometimes read with 0.96, sign by sign.
    private static let usualConfidence = 0.9
    private static let fewestCharacters = 12
    private static let leastGain = 0.05

    private var isOdd: Bool {
        let count = lines.reduce(0) { $0 + $1.characters.count }
        return count >= Self.fewestCharacters
            && (Self.confidence(of: lines) < Self.usualConfidence || lines.count(where: \.isSingle) * 2 > lines.count)
    }

    private static func confidence(of lines: [ReadLine]) -> Double {
        let characters = lines.flatMap(\.characters)
        guard !characters.isEmpty else { return 0 }
        return characters.reduce(0.0) { $0 + Double($1.confidence) } / Double(characters.count)
    }

    /// Of a direction: how sure its lines are, less where most are signs that stand alone.
    private static func score(_ lines: [ReadLine]) -> Double {
        guard !lines.isEmpty else { return 0 }
        let single = Double(lines.count(where: \.isSingle)) / Double(lines.count)
        return confidence(of: lines) * (1 - single / 2)
    }

    private static let triedLines = 24

    /// The page read in the direction in which its longest lines make the most sense; nil where that is upright.
    private static func better(
        than page: ScannedPage, _ picture: ScannedPicture, reader: borrowing LineReader
    ) -> ScannedPage? {
        var best = (score: score(page.lines) + leastGain, page: PreparedPage?.none, direction: Direction.upright)
        for direction in Direction.allCases where direction != .upright {
            guard let turned = PreparedPage(picture.turned(from: direction)) else { continue }
            let cropping = LineCropping(turned)
            var tried: [ReadLine] = []
            for box in turned.lines.sorted(by: { $0.width > $1.width }).prefix(triedLines) {
                if let (line, _) = cropping.read(box, reader: reader) { tried.append(line) }
            }
            let score = score(tried)
            if score > best.score { best = (score, turned, direction) }
        }
        return best.page.map { ScannedPage($0, direction: best.direction, reader: reader) }
    }
}

extension ReadLine {
    fileprivate var isSingle: Bool { characters.count < 2 }
}
