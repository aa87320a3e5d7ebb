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
    /// sometimes read with 0.96, but sign by sign.
    private static let usualConfidence = 0.92
    private static let usualSigns = 4
    private static let sure: Float = 0.9
    private static let shortest = 3

    /// - Parameter mayGoOn: whether there is time left for another line.
    init(_ page: PreparedPage, direction: Direction, reader: borrowing LineReader, mayGoOn: () -> Bool) {
        self.page = page
        self.direction = direction
        let cropping = LineCropping(page)
        let longest = page.lines.indices.sorted { page.lines[$0].width > page.lines[$1].width }
        for index in longest.prefix(Self.triedLines) where mayGoOn() {
            if let read = cropping.read(page.lines[index], reader: reader) { lines[index] = read }
        }
    }

    /// Whether the picture may lie another way.
    var isOdd: Bool {
        guard page.lines.count > 2 else { return false }
        let tried = min(Self.triedLines, page.lines.count)
        return confidence < Self.usualConfidence || evidence < Self.usualSigns * tried
    }

    /// Whether there is print on it, which is read surely.
    var makesSense: Bool { confidence >= Self.usualConfidence && evidence >= Self.usualSigns }

    /// Whether hardly a sign of it is print.
    var isNonsense: Bool { isOdd && evidence < Self.usualSigns }

    /// Whether half as many signs again make sense as in another direction.
    func isBetter(than other: DirectionTrial) -> Bool { evidence * 2 > other.evidence * 3 }

    /// How many signs are sure, in lines of some.
    private var evidence: Int {
        lines.values.reduce(0) { sum, read in
            let signs = read.line.characters.filter { $0.scalar != " " && !$0.scalar.isLeader }
            return signs.count < Self.shortest ? sum : sum + signs.count { $0.certainty >= Self.sure }
        }
    }

    private var confidence: Double {
        // The dots between a heading and its page number are read as anything.
        let characters = lines.values.flatMap(\.line.characters).filter { !$0.scalar.isLeader }
        guard !characters.isEmpty else { return 0 }
        // In one order, for sums of floating point depend on it.
        return characters.map { Double($0.confidence) }.sorted().reduce(0, +) / Double(characters.count)
    }
}
