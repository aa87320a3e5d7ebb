import CLineReader

/// Cuts lines out of a picture and has them read.
struct LineCropping {
    private let level: Bitmap
    private let text: Bitmap
    private let walls: Bitmap
    private let red: Bitmap?
    private let usualHeight: Int

    init(_ page: PreparedPage) {
        level = page.level
        text = page.text
        walls = page.walls
        red = page.red
        usualHeight = page.usualHeight
    }

    /// A pixel of even paper is weakly dark below this.
    private static let weaklyDark: UInt8 = 207
    private static let secondLook: UInt32 = 135
    private static let sure: Float = 0.9

    /// A line, and the part of the picture that it was read from; nil where nothing is read.
    func read(_ found: PixelBox, reader: borrowing LineReader) -> (line: ReadLine, crop: PixelBox)? {
        guard let box = trimmed(found), box.width > 1 else { return nil }
        let crop = crop(of: box)
        var read = reader.read(crop, of: level)
        var isDisputed = false
        if Self.isOfFigures(read), Self.mayHideTwins(read) {
            let again = reader.read(crop, of: level, stretch: Self.secondLook)
            let (first, second) = (Self.scalars(of: read), Self.scalars(of: again))
            isDisputed = first != second
            // What merges is two equal digits: the look that sees more, and is sure of it, is right.
            let isSure = again.allSatisfy { $0.scalar == Self.space || $0.confidence > Self.sure }
            if isDisputed, second.count > first.count, isSure { read = again }
        }
        guard !read.isEmpty else { return nil }
        return (ReadLine(characters: characters(read, box: box, crop: crop), box: box, isDisputed: isDisputed), crop)
    }

    private static let space = UInt32(0x20)

    private static func scalars(of characters: [line_character]) -> [UInt32] {
        characters.map(\.scalar).filter { $0 != space }
    }

    /// Whether a line holds a number and hardly anything else.
    private static func isOfFigures(_ characters: [line_character]) -> Bool {
        let digits = characters.count { (0x30...0x39).contains($0.scalar) }
        let others = characters.count { character in
            !(0x30...0x39).contains(character.scalar) && !",. -%".unicodeScalars.contains { $0.value == character.scalar }
        }
        return digits > 1 && others <= 1
    }

    /// Whether a number may have lost one of two equal digits: two stand together, one is less than sure, or there is room
    /// between two for one more.
    private static func mayHideTwins(_ characters: [line_character]) -> Bool {
        let read = characters.filter { $0.scalar != space }
        if read.contains(where: { $0.confidence < nearlySure }) { return true }
        let pairs = zip(read, read.dropFirst())
        if pairs.contains(where: { $0.scalar == $1.scalar }) { return true }
        // Points and commas are half as wide as digits.
        func width(_ character: line_character) -> Float { (0x30...0x39).contains(character.scalar) ? 1 : 0.5 }
        let pitches = pairs.map { ($1.x0 + $1.x1 - $0.x0 - $0.x1) / (width($0) + width($1)) }
        guard let usual = pitches.sorted().dropFirst(pitches.count / 2).first, pitches.count > 1 else { return true }
        return pitches.contains { $0 > usual * Self.widePitch }
    }

    private static let nearlySure: Float = 0.98
    private static let widePitch: Float = 1.35

    /// The box without empty columns at its sides.
    private func trimmed(_ found: PixelBox) -> PixelBox? {
        func hasInk(_ x: Int) -> Bool { (found.y0..<found.y1).contains { text[x, $0] != 0 } }
        guard let first = (found.x0..<found.x1).first(where: hasInk), let last = (found.x0..<found.x1).last(where: hasInk)
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
            if step < 0 { crop.x0 = max(0, min(crop.x0, farthest)) } else { crop.x1 = min(level.width, max(crop.x1, farthest)) }
        }
        return crop
    }

    private func characters(_ read: [line_character], box: PixelBox, crop: PixelBox) -> [ReadCharacter] {
        let length = Double(crop.width)
        let high = Double(usualHeight)
        let tall = Double(box.height) > high * 0.5 ? Double(box.height) : high * 0.8
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
                isUnderSeal: isRed(x0: Int(x0), x1: Int(x1), y0: box.y0, y1: box.y1))
        }
    }

    private func isRed(x0: Int, x1: Int, y0: Int, y1: Int) -> Bool {
        guard let red else { return false }
        return (max(0, x0)..<max(max(0, x0), min(red.width, x1))).contains { x in
            (max(0, y0)..<min(red.height, y1)).contains { red[x, $0] > 30 }
        }
    }
}
