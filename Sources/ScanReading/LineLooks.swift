import CLineReader

/// Reads a line, and looks again where what was read does not account for all of its ink.
struct LineLooks {
    /// The levelled picture on even paper.
    let picture: Bitmap
    /// What is looked at, and the ink in it.
    let crop: PixelBox
    let box: PixelBox
    /// Ink without rules.
    let ink: Bitmap
    /// Of each column of the box whether it has ink.
    let columns: [Bool]
    /// How high the line's letters are.
    let high: Double

    private static let secondLook: UInt32 = 135
    private static let sure: Float = 0.9
    /// A mark that was looked at by itself, without its line, is never sure.
    private static let leastSure: Float = 0.5

    struct Result {
        var characters: [line_character]
        /// Two looks at it differ.
        var isDisputed = false
        /// Some of its ink is no character that was read.
        var hasHoles = false
    }

    /// - Parameter holeCrop: the part of the picture to look at for the ink of some columns alone.
    func read(reader: borrowing LineReader, holeCrop: (Range<Int>) -> PixelBox) -> Result {
        var read = reader.read(crop, of: picture)
        var isDisputed = false
        var holes = holes(in: read)
        if !holes.isEmpty || (Self.isOfFigures(read) && Self.mayHideTwins(read)) {
            let again = reader.read(crop, of: picture, stretch: Self.secondLook)
            let (first, second) = (Self.scalars(of: read), Self.scalars(of: again))
            isDisputed = first != second
            // What merges is two equal digits: the look that sees more, and is sure of it, is right.
            let isSure = again.allSatisfy { $0.scalar == Self.space || $0.confidence > Self.sure }
            let seesMore = second.count > first.count && isSure
            let others = self.holes(in: again)
            if isDisputed, seesMore || others.count < holes.count { (read, holes) = (again, others) }
        }
        // A line of print has few; where they are many it is none.
        var hasHoles = holes.count > Self.mostHoles
        for hole in holes.prefix(Self.mostHoles) {
            if let stroke = stroke(at: hole) {
                guard !read.contains(where: { stroke.contains(Int(centre(of: $0))) }) else { continue }
                let isIdeograph = Self.hasIdeograph(read) && Double(stroke.count) >= high * 0.6
                fill(stroke, in: &read, with: [Self.character(isIdeograph ? 0x4E00 : 0x2D)], seenAt: crop(of: stroke))
                continue
            }
            var found = reader.read(holeCrop(hole), of: picture)
            if let numeral = numeral(at: hole, beside: read), !found.contains(where: { $0.scalar == numeral }) {
                found = [Self.character(numeral)]
            }
            if found.isEmpty { hasHoles = true }
            fill(hole, in: &read, with: found, seenAt: holeCrop(hole))
        }
        mergeStrokes(in: &read)
        return Result(characters: read, isDisputed: isDisputed, hasHoles: hasHoles)
    }

    private static let space = UInt32(0x20)
    private static let mostHoles = 16

    private static func scalars(of characters: [line_character]) -> [UInt32] {
        characters.map(\.scalar).filter { $0 != space }
    }

    // MARK: Figures

    /// Whether a line holds a number and hardly anything else.
    private static func isOfFigures(_ characters: [line_character]) -> Bool {
        let digits = characters.count { (0x30...0x39).contains($0.scalar) }
        let others = characters.count { character in
            !(0x30...0x39).contains(character.scalar)
                && !",. -%".unicodeScalars.contains { $0.value == character.scalar }
        }
        return digits > 1 && others <= 1
    }

    private static let nearlySure: Float = 0.98
    private static let widePitch: Float = 1.35

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

    // MARK: Holes

    private func centre(of character: line_character) -> Double {
        Double(crop.x0) + Double(character.x0 + character.x1) / 2 * Double(crop.width)
    }

    /// Columns of ink, as wide as a stroke, that lie under no character that was read.
    private func holes(in read: [line_character]) -> [Range<Int>] {
        let gap = max(1, Int(high * 0.1))
        var isCovered = [Bool](repeating: false, count: columns.count)
        var middles: Set<Int> = []
        for character in read where character.scalar != Self.space {
            let isWide = Unicode.Scalar(character.scalar)?.isIdeographHigh == true
            let middle = Int(centre(of: character)) - box.x0
            let half = Int(high * (isWide ? 0.58 : 0.4))
            for x in (middle - half..<middle + half + 1).clamped(to: columns.indices) { isCovered[x] = true }
            middles.insert(middle)
        }
        let areas = Self.runs(of: columns, gap: gap)
        // No point is as wide as this: it is one that stands beside.
        for character in read where Self.points.contains(character.scalar) {
            let middle = Int(centre(of: character)) - box.x0
            let area = areas.first { $0.contains(middle) }
            guard let area, Double(area.count) > high * 0.5, middles.count(where: area.contains) == 1 else { continue }
            for x in area { isCovered[x] = false }
        }
        let least = max(3, Int(high * 0.25))
        let holes = Self.runs(of: columns.indices.map { columns[$0] && !isCovered[$0] }, gap: gap)
        return holes.filter { $0.count >= least }.map { hole in
            // The rest of its ink may lie under a character that is not its own.
            let area = areas.first { $0.contains(hole.lowerBound) } ?? hole
            let x0 =
                middles.filter { $0 < hole.lowerBound && area.contains($0) }.max().map { $0 + 1 } ?? area.lowerBound
            let x1 = middles.filter { $0 >= hole.upperBound && area.contains($0) }.min() ?? area.upperBound
            return box.x0 + x0..<box.x0 + x1
        }
    }

    /// 、，。,.;: and their like.
    private static let points: Set<UInt32> = [0x3001, 0x3002, 0xFF0C, 0xFF0E, 0x2C, 0x2E, 0x3A, 0x3B, 0xFF1A, 0xFF1B]

    /// The columns that are set, with those of a small gap between them.
    private static func runs(of columns: [Bool], gap: Int) -> [Range<Int>] {
        var runs: [Range<Int>] = []
        for x in columns.indices where columns[x] {
            if let last = runs.last, x - last.upperBound <= gap {
                runs[runs.count - 1] = last.lowerBound..<x + 1
            } else {
                runs.append(x..<x + 1)
            }
        }
        return runs
    }

    /// The columns of a flat stroke that a hole is or belongs to; nil where its ink is another.
    private func stroke(at hole: Range<Int>) -> Range<Int>? {
        let rows = (box.y0..<box.y1).filter { y in hole.contains { ink[$0, y] != 0 } }
        guard let top = rows.min(), let bottom = rows.max(), Double(bottom - top + 1) <= high * 0.25 else { return nil }
        // A thin stroke is broken in many places, and thicker at its end.
        let slack = Int(high * 0.15)
        func isOfStroke(_ x: Int) -> Bool? {
            let rows = (box.y0..<box.y1).filter { ink[x, $0] != 0 }
            guard let first = rows.first, let last = rows.last else { return nil }
            return first >= top - slack && last <= bottom + slack
        }
        func end(from start: Int, step: Int) -> Int {
            var (end, x) = (start, start + step)
            while x >= box.x0, x < box.x1, abs(x - end) <= Int(high * 0.22), isOfStroke(x) != false {
                if isOfStroke(x) == true { end = x }
                x += step
            }
            return end
        }
        let (x0, x1) = (end(from: hole.lowerBound, step: -1), end(from: hole.upperBound - 1, step: 1) + 1)
        let (width, middle) = (Double(x1 - x0), Double(top + bottom) / 2)
        guard width >= high * 0.4, width <= high * 1.2, abs(middle - Double(box.y0 + box.y1) / 2) < high * 0.25 else {
            return nil
        }
        return x0..<x1
    }

    private func crop(of stroke: Range<Int>) -> PixelBox {
        PixelBox(x0: stroke.lowerBound, y0: box.y0, x1: stroke.upperBound, y1: box.y1)
    }

    private static let dashes: Set<UInt32> = [0x2D, 0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2015, 0x2500, 0xFF0D]

    /// 一, 二, 三.
    private static let numerals: Set<UInt32> = [0x4E00, 0x4E8C, 0x4E09]

    /// One stroke may be read as two signs, each of a part of it: 一 twice, or a dash in front of the ideograph that it is of.
    private func mergeStrokes(in read: inout [line_character]) {
        var index = 1
        while index < read.count {
            let (first, second) = (read[index - 1], read[index])
            let distance = centre(of: second) - centre(of: first)
            let isOneNumeral =
                first.scalar == second.scalar && Self.numerals.contains(first.scalar) && distance < 0.8 * high
            let isDash = (Self.dashes.contains(first.scalar), Self.dashes.contains(second.scalar))
            let isPart =
                (isDash.0 && (isDash.1 || Self.numerals.contains(second.scalar))
                    || isDash.1 && Self.numerals.contains(first.scalar))
                && first.scalar != second.scalar && distance < 1.3 * high
            guard isOneNumeral || isPart else {
                index += 1
                continue
            }
            if isDash.0 { read[index - 1].scalar = second.scalar }
            read[index - 1].confidence = min(first.confidence, second.confidence, Self.leastSure)
            read[index - 1].x1 = second.x1
            read.remove(at: index)
            index = max(1, index - 1)
        }
    }

    private static func hasIdeograph(_ read: [line_character]) -> Bool {
        read.contains { Unicode.Scalar($0.scalar)?.isIdeographHigh == true }
    }

    /// A sign that its strokes tell: the net passes over strokes that are thin.
    private static func character(_ scalar: UInt32) -> line_character {
        var character = line_character()
        character.scalar = scalar
        character.confidence = leastSure
        (character.x0, character.x1) = (0, 1)
        return character
    }

    /// 二 or 三, where a hole among ideographs holds so many flat strokes one below the other.
    private func numeral(at hole: Range<Int>, beside read: [line_character]) -> UInt32? {
        guard Self.hasIdeograph(read), Double(hole.count) >= high * 0.5, Double(hole.count) <= high * 1.2 else {
            return nil
        }
        let rows = (box.y0..<box.y1).map { y in hole.contains { ink[$0, y] != 0 } }
        let strokes = Self.runs(of: rows, gap: max(1, Int(high * 0.05)))
        guard strokes.allSatisfy({ Double($0.count) <= high * 0.2 }) else { return nil }
        return strokes.count == 2 ? 0x4E8C : strokes.count == 3 ? 0x4E09 : nil
    }

    /// Puts what was read of a hole in its place.
    private func fill(
        _ hole: Range<Int>, in read: inout [line_character], with found: [line_character], seenAt part: PixelBox
    ) {
        var index = read.firstIndex { centre(of: $0) > Double(hole.lowerBound + hole.upperBound) / 2 } ?? read.count
        for var character in found where character.scalar != Self.space {
            let x0 = Double(part.x0) + Double(character.x0) * Double(part.width) - Double(crop.x0)
            let x1 = Double(part.x0) + Double(character.x1) * Double(part.width) - Double(crop.x0)
            character.x0 = Float(x0 / Double(crop.width))
            character.x1 = Float(x1 / Double(crop.width))
            character.confidence = min(character.confidence, Self.leastSure)
            read.insert(character, at: index)
            index += 1
        }
    }
}
