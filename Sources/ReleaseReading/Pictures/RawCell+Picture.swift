import PageContent

extension RawCell {
    /// Whether it was read from a picture.
    var isOfPicture: Bool { lines.contains { !$0.signs.isEmpty } }

    /// That of its least sure sign.
    var certainty: UInt8 { lines.lazy.flatMap(\.signs).map(\.certainty).min() ?? 255 }

    /// What speaks against any of its signs.
    var doubts: ReadingDoubts {
        lines.reduce(into: []) { doubts, line in
            for sign in line.signs { doubts.formUnion(sign.doubts) }
        }
    }

    /// What was read where signs were corrected since; nil where none was.
    var misread: String? {
        if let wasRead { return wasRead }
        guard doubts.contains(.corrected) else { return nil }
        return lines.map { line in
            line.signs.isEmpty
                ? line.compact
                : String(scalars: line.signs.map { $0.doubts.contains(.corrected) ? $0.second : $0.scalar })
        }.joined()
    }

    /// Whether any of its signs is unclear.
    var isUnclear: Bool {
        get { doubts.contains(.unclear) }
        set {
            for index in lines.indices { lines[index].setUnclear(newValue) }
        }
    }

    /// Whether one sum alone has chosen what it says.
    var isChosen: Bool { doubts.isSuperset(of: [.corrected, .unclear]) }

    /// Puts another text in place of what was read.
    mutating func correct(to text: String) {
        wasRead = misread ?? self.text
        lines = [CellLine(text: text, correctedFrom: lines.flatMap(\.signs))]
    }

    /// Gives signs that were misread the characters of a known text, in its folded form.
    mutating func correct(folded: [Unicode.Scalar], to known: [Unicode.Scalar]) {
        var scalars = Array(text.unicodeScalars)
        guard scalars.count == known.count else { return correct(to: String(scalars: known)) }
        for index in known.indices where folded[index] != known[index] { scalars[index] = known[index] }
        correct(to: String(scalars: scalars))
    }
}
