extension [ReadCharacter] {
    /// The characters with each bracket as wide as the room that it takes. One that fills the body of an ideograph has its ink on
    /// the side of what it holds, and half a body of nothing on the other; a narrow one stands close to both its neighbours.
    ///
    /// What no room tells is as its other bracket; and wide beside ideographs, as 1,017 of 1,082 printed ones are.
    ///
    /// - Parameters:
    ///   - ink: of each column of the line whether it has ink.
    ///   - start: where the first of them stands.
    ///   - body: the height of the font.
    func withBracketsByRoom(ink: [Bool], from start: Int, body: Double) -> [ReadCharacter] {
        let body = pitch ?? body
        guard body > 0, contains(where: { Self.pair(of: $0.scalar) != nil }) else { return self }
        var isWide: [Int: Bool] = [:]
        for index in indices {
            let outside: Int
            switch self[index].scalar {
            case "(", "（": outside = index - 1
            case ")", "）": outside = index + 1
            default: continue
            }
            guard indices.contains(outside), Self.pair(of: self[outside].scalar) == nil else { continue }
            let (left, right) = (self[Swift.min(index, outside)].middle, self[Swift.max(index, outside)].middle)
            guard let room = Self.longestGap(in: ink, from: left - Double(start), to: right - Double(start)) else {
                continue
            }
            isWide[index] = Double(room) / body > Self.leastRoom
        }
        for opening in indices where self[opening].scalar == "(" || self[opening].scalar == "（" {
            guard let closing = self[opening...].firstIndex(where: { $0.scalar == ")" || $0.scalar == "）" }) else {
                break
            }
            isWide[opening] = isWide[opening] ?? isWide[closing]
            isWide[closing] = isWide[closing] ?? isWide[opening]
        }
        let isAmongIdeographs = contains { $0.scalar.isIdeographHigh }
        var signs = self
        for index in indices {
            guard let pair = Self.pair(of: self[index].scalar),
                let isWide = isWide[index] ?? (isAmongIdeographs ? true : nil)
            else { continue }
            signs[index].scalar = isWide ? pair.wide : pair.narrow
        }
        return signs
    }

    /// As a share of the body. The outer side of wide brackets leaves 0.5 to 0.75 of it empty, of narrow ones 0.05 to 0.25.
    private static let leastRoom = 0.38

    /// How far ideographs that follow each other stand apart.
    private var pitch: Double? {
        let pitches = zip(self, dropFirst()).filter { $0.scalar.isIdeographHigh && $1.scalar.isIdeographHigh }
            .map { $1.middle - $0.middle }.sorted()
        return pitches.count > 2 ? pitches[pitches.count / 2] : nil
    }

    private static func longestGap(in ink: [Bool], from: Double, to: Double) -> Int? {
        guard from.isFinite, to.isFinite else { return nil }
        let range = Int(from)..<Swift.max(Int(from), Int(to))
        guard ink.indices.contains(range.lowerBound), ink.indices.contains(range.upperBound) else { return nil }
        var (longest, length) = (0, 0)
        for x in range {
            length = ink[x] ? 0 : length + 1
            longest = Swift.max(longest, length)
        }
        return longest
    }

    private static func pair(of scalar: Unicode.Scalar) -> (narrow: Unicode.Scalar, wide: Unicode.Scalar)? {
        switch scalar {
        case "(", "（": ("(", "（")
        case ")", "）": (")", "）")
        default: nil
        }
    }
}

extension ReadCharacter {
    fileprivate var middle: Double { (x0 + x1) / 2 }
}
