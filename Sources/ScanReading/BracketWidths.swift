extension [ReadCharacter] {
    /// The characters with each bracket among ideographs as wide as the room that it takes: one that fills a body of its own
    /// sets its neighbours two bodies apart, a narrow one a body and a half.
    ///
    /// - Parameters:
    ///   - box: the line's.
    ///   - body: the height of its font.
    func withBracketsByRoom(in box: PixelBox, body: Double) -> [ReadCharacter] {
        let pitches = zip(self, dropFirst()).filter { $0.scalar.isIdeographHigh && $1.scalar.isIdeographHigh }
            .map { $1.middle - $0.middle }.sorted()
        let body = pitches.count > 2 ? pitches[pitches.count / 2] : body
        guard count > 1, body > 0 else { return self }
        var signs = self
        var isWide: [Int: Bool] = [:]
        for index in indices.dropFirst().dropLast()
        where Self.pair(of: self[index].scalar) != nil && self[index - 1].scalar.isIdeographHigh
            && self[index + 1].scalar.isIdeographHigh
        {
            let room = (self[index + 1].middle - self[index - 1].middle) / body
            if room > 1.8 || room < 1.6 { isWide[index] = room > 1.8 }
        }
        // At the edge of a line its ink stands as far from its one neighbour as the room is wide.
        if Self.pair(of: self[0].scalar) != nil, self[1].scalar.isIdeographHigh {
            isWide[0] = (self[1].middle - Double(box.x0)) / body > 1.1
        }
        if Self.pair(of: self[count - 1].scalar) != nil, self[count - 2].scalar.isIdeographHigh {
            isWide[count - 1] = (Double(box.x1) - self[count - 2].middle) / body > 1.1
        }
        // Of a pair one tells the other.
        for opening in indices where self[opening].scalar == "(" || self[opening].scalar == "（" {
            guard let closing = self[opening...].firstIndex(where: { $0.scalar == ")" || $0.scalar == "）" }) else {
                break
            }
            isWide[opening] = isWide[opening] ?? isWide[closing]
            isWide[closing] = isWide[closing] ?? isWide[opening]
        }
        for (index, isWide) in isWide {
            guard let pair = Self.pair(of: self[index].scalar) else { continue }
            signs[index].scalar = isWide ? pair.wide : pair.narrow
        }
        return signs
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
