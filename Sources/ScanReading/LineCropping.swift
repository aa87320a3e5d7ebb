import CLineReader
import PageContent

/// Cuts lines out of a picture and has them read.
struct LineCropping {
    private let page: PreparedPage

    init(_ page: PreparedPage) { self.page = page }

    private var level: Bitmap { page.level }
    private var text: Bitmap { page.text }
    private var walls: Bitmap { page.walls }
    private var red: Bitmap? { page.red }
    private var seals: SealRings { page.seals }
    private var usualHeight: Int { page.usualHeight }

    /// A pixel of even paper is weakly dark below this.
    private static let weaklyDark: UInt8 = 207

    /// A line, and the part of the picture that it was read from; nil where nothing is read.
    func read(_ found: PixelBox, reader: borrowing LineReader) -> (line: ReadLine, crop: PixelBox)? {
        guard let box = trimmed(found), box.width > 1 else { return nil }
        let crop = crop(of: box)
        let ink = LineInk(of: box, in: text)
        let looks = LineLooks(
            picture: level, crop: crop, box: box, ink: text, columns: ink.columns, high: bodyHeight(of: box))
        let read = looks.read(reader: reader) { hole in
            self.crop(of: PixelBox(x0: hole.lowerBound, y0: box.y0, x1: hole.upperBound, y1: box.y1))
        }
        guard !read.characters.isEmpty else { return nil }
        let all = characters(read.characters, box: box, crop: crop)
        let print = withoutSeal(all)
        let found = withoutDust(print, ink: ink)
        let signs = found.withWidthsByRoom(ink: ink.columns, from: box.x0, body: bodyHeight(of: box) / 0.92)
        guard isPrint(signs, in: box) else { return nil }
        let line = ReadLine(
            characters: signs, box: box, isDisputed: read.isDisputed,
            hasHoles: read.hasHoles || print.count < all.count || Self.mayLackPoint(signs, of: print))
        return (line, crop)
    }

    /// Whether what was read is print, and no piece of a seal, of handwriting or of a drawing: that is read with little confidence,
    /// stands alone under a seal without colour, or is far too low for a letter.
    private func isPrint(_ signs: [ReadCharacter], in box: PixelBox) -> Bool {
        // Dots that lead to a page number are read as anything.
        let signs = signs.filter { $0.scalar != " " && !$0.scalar.isLeader }
        guard let first = signs.first,
            signs.reduce(0, { $0 + $1.certainty }) >= Self.leastCertainty * Float(signs.count)
        else { return false }
        if red == nil, signs.count == 1, first.isUnderSeal, !first.scalar.isDigit { return false }
        // Dust stands alone as no point does.
        if signs.allSatisfy({ ".,·、。'`：:".unicodeScalars.contains($0.scalar) }) { return false }
        let isLow = Double(box.height) < Double(usualHeight) * 0.4
        return !isLow || !signs.contains { $0.scalar.isDigit || $0.scalar.isIdeographHigh && $0.scalar != "一" }
    }

    /// Without the points that are as small as the page's dust and stand where no point belongs: behind an ideograph, or in front
    /// of a number and at its end.
    private func withoutDust(_ signs: [ReadCharacter], ink: LineInk) -> [ReadCharacter] {
        guard page.dust.size > 0 else { return signs }
        let solid = signs.filter { $0.scalar != " " }
        return solid.indices.compactMap { index in
            let sign = solid[index]
            guard ".,·'`-".unicodeScalars.contains(sign.scalar) else { return sign }
            let isBehindDigit = index > 0 && solid[index - 1].scalar.isDigit
            guard !isBehindDigit || index + 1 == solid.count else { return sign }
            let mark = ink.mark(at: (sign.x0 + sign.x1) / 2, within: page.dust.size * 2)
            return mark.map { page.dust.isAsLarge(as: $0) } == true ? nil : sign
        }
    }

    /// Whether a number lost what stood in front of it: dust, or the point of `.50`.
    private static func mayLackPoint(_ signs: [ReadCharacter], of all: [ReadCharacter]) -> Bool {
        guard let first = signs.first, let before = all.first(where: { $0.scalar != " " }) else { return false }
        return first.scalar.isDigit && before.scalar == "."
    }

    private static let leastCertainty: Float = 0.5
    private static let leastUnderSeal: Float = 0.7

    /// Without pieces of a seal that has no colour: beside figures what is none, and a text that is less than likely.
    private func withoutSeal(_ signs: [ReadCharacter]) -> [ReadCharacter] {
        guard red == nil, signs.contains(where: \.isUnderSeal) else { return signs }
        func isOfFigure(_ sign: ReadCharacter) -> Bool {
            sign.scalar.isDigit || ".,-%".unicodeScalars.contains(sign.scalar)
        }
        if signs.count(where: isOfFigure) * 2 > signs.count {
            return signs.filter { isOfFigure($0) || !$0.isUnderSeal || $0.certainty > Self.nearlySure }
        }
        let certainty = signs.reduce(0) { $0 + $1.certainty } / Float(signs.count)
        return certainty < Self.leastUnderSeal ? signs.filter { !$0.isUnderSeal } : signs
    }

    private static let nearlySure: Float = 0.95

    /// How high the letters of a line are; a dash is as high as those of the page.
    private func bodyHeight(of box: PixelBox) -> Double {
        let high = Double(usualHeight)
        return Double(box.height) > high * 0.5 ? Double(box.height) : high * 0.8
    }

    /// The box without empty columns at its sides.
    private func trimmed(_ found: PixelBox) -> PixelBox? {
        func hasInk(_ x: Int) -> Bool { (found.y0..<found.y1).contains { text[x, $0] != 0 } }
        guard let first = (found.x0..<found.x1).first(where: hasInk),
            let last = (found.x0..<found.x1).last(where: hasInk)
        else { return nil }
        return PixelBox(x0: first, y0: found.y0, x1: last + 1, y1: found.y1)
    }

    /// A line with a margin around it, up to the rules; and a stroke beside it that is too pale for ink.
    private func crop(of box: PixelBox) -> PixelBox {
        let high = Double(usualHeight)
        let isThin = Double(box.height) < high * 0.55
        let down =
            isThin
            ? Int((high - Double(box.height)) / 2 + high * 0.15) : Int(Double(box.height) * 0.15 + 1.5)
        let across = Int((isThin ? high : Double(box.height)) * 0.3 + 1)
        let (middleX, middleY) = ((box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2)
        func isWall(_ x: Int, _ y: Int) -> Bool { walls.contains(x: x, y: y) && walls[x, y] != 0 }
        var crop = box
        for _ in 0..<across where crop.x0 > 0 && !isWall(crop.x0 - 2, middleY) { crop.x0 -= 1 }
        for _ in 0..<across where crop.x1 < level.width && !isWall(crop.x1 + 1, middleY) { crop.x1 += 1 }
        for _ in 0..<down where crop.y0 > 0 && !isWall(middleX, crop.y0 - 2) { crop.y0 -= 1 }
        for _ in 0..<down where crop.y1 < level.height && !isWall(middleX, crop.y1 + 1) { crop.y1 += 1 }
        for step in [-1, 1] {
            var count = 0
            var farthest = step < 0 ? crop.x0 : crop.x1
            for distance in 1...max(1, Int(Double(box.height) * 1.4)) {
                let x = step < 0 ? box.x0 - distance : box.x1 - 1 + distance
                guard x > 0, x < level.width - 1, !isWall(x, middleY) else { break }
                guard (box.y0..<box.y1).count(where: { text[x, $0] != 0 }) <= 2 else { break }
                if (box.y0..<box.y1).contains(where: { level[x, $0] < Self.weaklyDark }) {
                    count += 1
                    farthest = step < 0 ? x - 2 : x + 3
                }
            }
            guard count > box.height / 4 else { continue }
            if step < 0 {
                crop.x0 = max(0, min(crop.x0, farthest))
            } else {
                crop.x1 = min(level.width, max(crop.x1, farthest))
            }
        }
        return crop
    }

    private func characters(_ read: [line_character], box: PixelBox, crop: PixelBox) -> [ReadCharacter] {
        let length = Double(crop.width)
        let tall = bodyHeight(of: box)
        let centres = read.map { Double(crop.x0) + Double($0.x0 + $0.x1) / 2 * length }
        return read.indices.compactMap { index in
            let character = read[index]
            guard let scalar = Unicode.Scalar(character.scalar) else { return nil }
            let half = character.scalar >= 0x2E80 ? tall * 0.5 : tall * 0.3
            let centre = centres[index]
            var x0 = centre - half
            var x1 = centre + half
            if index > 0 { x0 = max(x0, (centres[index - 1] + centre) / 2) }
            if index + 1 < read.count { x1 = min(x1, (centre + centres[index + 1]) / 2) }
            x0 = max(x0, Double(box.x0) - 1)
            x1 = min(x1, Double(box.x1) + 1)
            if x1 <= x0 { (x0, x1) = (centre - 1, centre + 1) }
            return ReadCharacter(
                scalar: scalar, second: Unicode.Scalar(character.second) ?? "\0", confidence: character.confidence,
                secondConfidence: character.second_confidence, x0: x0, x1: x1,
                isUnderSeal: isRed(x0: Int(x0), x1: Int(x1), y0: box.y0, y1: box.y1)
                    || seals.contains(x: centre, y: Double(box.y0 + box.y1) / 2))
        }
    }

    private func isRed(x0: Int, x1: Int, y0: Int, y1: Int) -> Bool {
        guard let red else { return false }
        return (min(x0, x1)..<max(x0, x1)).clamped(to: 0..<red.width).contains { x in
            (y0..<y1).clamped(to: 0..<red.height).contains { red[x, $0] > 30 }
        }
    }
}
