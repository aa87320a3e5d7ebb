extension [ReadCharacter] {
    /// The characters with each bracket among ideographs as wide as the room that it takes: one that fills a body of its own
    /// sets its neighbours two bodies apart, a narrow one a body and a half.
    func withBracketsByRoom() -> [ReadCharacter] {
        let pitches = zip(self, dropFirst()).filter { $0.scalar.isIdeographHigh && $1.scalar.isIdeographHigh }
            .map { $1.middle - $0.middle }.sorted()
        guard pitches.count > 2 else { return self }
        let body = pitches[pitches.count / 2]
        var signs = self
        for index in indices.dropFirst().dropLast() {
            guard let pair = Self.widths.first(where: { $0.narrow == self[index].scalar || $0.wide == self[index].scalar }),
                self[index - 1].scalar.isIdeographHigh, self[index + 1].scalar.isIdeographHigh
            else { continue }
            let room = (self[index + 1].middle - self[index - 1].middle) / body
            if room > 1.8 { signs[index].scalar = pair.wide }
            if room < 1.6 { signs[index].scalar = pair.narrow }
        }
        return signs
    }

    private static var widths: [(narrow: Unicode.Scalar, wide: Unicode.Scalar)] { [("(", "（"), (")", "）")] }
}

extension ReadCharacter {
    fileprivate var middle: Double { (x0 + x1) / 2 }
}
