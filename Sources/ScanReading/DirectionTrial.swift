import PageContent

/// Some lines of a picture, read with it turned in one direction: whether they make sense tells how it lies.
struct DirectionTrial {
    let page: PreparedPage
    let direction: Direction
    /// The lines that were read, by their index on the page.
    private(set) var lines: [Int: (line: ReadLine, crop: PixelBox)] = [:]

    /// The longest lines tell most.
    private static let triedLines = 16
    /// A page of print that is the right way up is read with a confidence of 0.99 on average; one that lies on its side is
    /// sometimes read with 0.96, sign by sign.
    private static let usualConfidence = 0.92
    private static let fewestCharacters = 12
    static let leastGain = 0.05

    init(_ page: PreparedPage, direction: Direction, reader: borrowing LineReader) {
        self.page = page
        self.direction = direction
        let cropping = LineCropping(page)
        let longest = page.lines.indices.sorted { page.lines[$0].width > page.lines[$1].width }
        for index in longest.prefix(Self.triedLines) {
            if let read = cropping.read(page.lines[index], reader: reader) { lines[index] = read }
        }
    }

    /// Whether the picture may lie another way.
    var isOdd: Bool {
        guard page.lines.count > 2 else { return false }
        let count = lines.values.reduce(0) { $0 + $1.line.characters.count }
        return count < Self.fewestCharacters || confidence < Self.usualConfidence || singleShare > 0.5
    }

    /// How sure its lines are, less where most are signs that stand alone, and where few were read at all.
    var score: Double {
        let tried = min(Self.triedLines, page.lines.count)
        let share = tried == 0 ? 0 : Double(lines.count) / Double(tried)
        return confidence * (1 - singleShare / 2) * (0.5 + share / 2)
    }

    private var confidence: Double {
        // The dots between a heading and its page number are read as anything.
        let characters = lines.values.flatMap(\.line.characters).filter { !"….·-一—".unicodeScalars.contains($0.scalar) }
        guard !characters.isEmpty else { return 0 }
        // In one order, for sums of floating point depend on it.
        return characters.map { Double($0.confidence) }.sorted().reduce(0, +) / Double(characters.count)
    }

    /// How many of the lines are a single sign.
    private var singleShare: Double {
        guard !lines.isEmpty else { return 0 }
        return Double(lines.values.count { $0.line.characters.count < 2 }) / Double(lines.count)
    }
}
