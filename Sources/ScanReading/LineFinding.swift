/// Finds the lines of print of a picture: areas of ink that stand in a row, with rules as walls between them.
struct LineFinding {
    /// From the top down.
    private(set) var lines: [PixelBox] = []
    /// How high most lines are, in pixels.
    private(set) var usualHeight: Int

    private let text: Bitmap
    private let walls: Bitmap
    private let resolution: Double

    /// A page has no more lines.
    static let mostLines = 5000

    /// Nil for a picture that is none of print.
    ///
    /// - Parameters:
    ///   - text: ink without the rules.
    ///   - walls: the rules.
    init?(text: Bitmap, walls: Bitmap, resolution: Double) {
        self.text = text
        self.walls = walls
        self.resolution = resolution
        usualHeight = Int(resolution * 0.11)
        guard let found = InkAreas(of: smeared(), weights: text)?.areas else { return nil }
        let speck = Int(resolution * resolution / 40_000 * 3) + 1
        var pieces = found.filter { $0.weight > speck }
        let heights = pieces.map(\.box.height).filter {
            Double($0) > resolution * 0.06 && Double($0) < resolution * 0.4
        }.sorted()
        if heights.count > 4 { usualHeight = heights[heights.count / 2] }
        guard pieces.count <= 4 * Self.mostLines else { return nil }
        pieces = joined(pieces, if: areOfOneCharacter)
        pieces = joined(pieces, if: standInOneRow)
        lines = pieces.flatMap { parted($0.box) }.filter { Double($0.height) < resolution * 0.9 }
        guard lines.count <= Self.mostLines else { return nil }
        lines.sort { ($0.y0, $0.x0) < ($1.y0, $1.x0) }
    }

    /// The text with what stands within the width of a character in one row run together.
    private func smeared() -> Bitmap {
        var smeared = text
        let reach = Int(resolution * 0.13)
        for y in 0..<text.height {
            var last = -1
            let row = y * text.width
            for x in 0..<text.width {
                if walls.pixels[row + x] != 0 {
                    last = -1
                } else if text.pixels[row + x] != 0 {
                    if last >= 0, x - last <= reach { for between in last..<x { smeared.pixels[row + between] = 1 } }
                    last = x
                }
            }
        }
        return smeared
    }

    // MARK: Joining

    /// Pieces of which those that belong together are one, each looked at with its neighbours alone.
    private func joined(
        _ pieces: [InkAreas.Area], if belong: (PixelBox, PixelBox) -> Bool
    ) -> [InkAreas.Area] {
        var pieces = pieces
        var isGone = [Bool](repeating: false, count: pieces.count)
        let cell = max(16, usualHeight * 2)
        struct Place: Hashable {
            var x: Int
            var y: Int
        }
        func places(of box: PixelBox) -> [Place] {
            let margin = usualHeight * 2
            return ((box.y0 - margin) / cell...(box.y1 + margin) / cell).flatMap { y in
                ((box.x0 - margin) / cell...(box.x1 + margin) / cell).map { Place(x: $0, y: y) }
            }
        }
        var members: [Place: [Int]] = [:]
        for index in pieces.indices {
            for place in places(of: pieces[index].box) { members[place, default: []].append(index) }
        }
        var waiting = Array(pieces.indices)
        while let index = waiting.popLast() {
            guard !isGone[index] else { continue }
            var seen: Set<Int> = []
            var changed = false
            for place in places(of: pieces[index].box) {
                for other in members[place] ?? [] where other != index && !isGone[other] && seen.insert(other).inserted
                {
                    guard belong(pieces[index].box, pieces[other].box) else { continue }
                    pieces[index].box = pieces[index].box.union(pieces[other].box)
                    pieces[index].weight += pieces[other].weight
                    isGone[other] = true
                    changed = true
                }
            }
            if changed {
                for place in places(of: pieces[index].box) { members[place, default: []].append(index) }
                waiting.append(index)
            }
        }
        return pieces.indices.filter { !isGone[$0] }.map { pieces[$0] }
    }

    /// The strokes of 二 and 三, a dot above its stroke, half a line that a thin place parts.
    private func areOfOneCharacter(_ a: PixelBox, _ b: PixelBox) -> Bool {
        let overlap = min(a.x1, b.x1) - max(a.x0, b.x0)
        guard overlap > 0 else { return false }
        let both = a.union(b)
        let high = Double(usualHeight)
        guard Double(overlap) >= Double(min(a.width, b.width)) * 0.6, Double(both.height) <= high * 1.25,
            Double(min(a.height, b.height)) <= high * 0.6,
            Double(max(a.y0, b.y0) - min(a.y1, b.y1)) <= high * 0.45
        else { return false }
        let x = (max(a.x0, b.x0) + min(a.x1, b.x1)) / 2
        return !(both.y0..<both.y1).contains { walls[x, $0] != 0 }
    }

    /// A thin 一 beside its comma, digits set apart.
    private func standInOneRow(_ a: PixelBox, _ b: PixelBox) -> Bool {
        let high = Double(usualHeight)
        let overlap = min(a.y1, b.y1) - max(a.y0, b.y0)
        let both = a.union(b)
        let isThin = Double(min(a.height, b.height)) < high * 0.5
        guard Double(overlap) >= Double(min(a.height, b.height)) * 0.6,
            Double(max(a.x0, b.x0) - min(a.x1, b.x1)) <= high * (isThin ? 1.3 : 1.15),
            Double(both.height) <= high * 1.45,
            !(Double(a.height) > high * 1.6 && Double(b.height) > high * 1.6)
        else { return false }
        let y = (max(a.y0, b.y0) + min(a.y1, b.y1)) / 2
        let (from, to) = (min(a.x1, b.x1) - 1, max(a.x0, b.x0))
        guard from <= to else { return true }
        return !(max(0, from)...min(to, walls.width - 1)).contains { walls[$0, y] != 0 }
    }

    // MARK: Parting

    /// A tall area cut where hardly any ink lies across it; large print stays whole.
    private func parted(_ box: PixelBox) -> [PixelBox] {
        let high = Double(usualHeight)
        guard Double(box.height) > high * 1.6, Double(box.width) >= high else { return [box] }
        let weights = (box.y0..<box.y1).map { y in
            (box.x0..<box.x1).reduce(0) { $0 + Int(text[$1, y]) }
        }
        let half = usualHeight / 2
        var parts: [PixelBox] = []
        var start = 0
        for y in half..<max(half, weights.count) {
            let around = max(0, y - half)...min(weights.count - 1, y + half)
            let isLowest = around.allSatisfy { weights[$0] > weights[y] || (weights[$0] == weights[y] && $0 >= y) }
            let isCut =
                isLowest && weights[y] <= 1 + box.width / 100 && Double(y - start) >= high * 0.5
                && Double(weights.count - y) >= high * 0.4
            guard isCut || y == weights.count - 1 else { continue }
            let end = y == weights.count - 1 ? weights.count : y
            let filled = (start..<end).filter { weights[$0] > 0 }
            if let first = filled.first, let last = filled.last, last - first > 1 {
                parts.append(PixelBox(x0: box.x0, y0: box.y0 + first, x1: box.x1, y1: box.y0 + last + 1))
            }
            start = end
        }
        return parts.isEmpty ? [box] : parts
    }
}
