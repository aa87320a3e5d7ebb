import PageContent

/// The picture of a page made ready for reading: level, on even paper, with its rules told from its lines of print.
struct PreparedPage {
    /// The picture on even paper, turned level.
    let level: Bitmap
    /// Ink of letters: 1 where it is.
    let text: Bitmap
    /// The middles of rules.
    let walls: Bitmap
    /// Red ink, if there is any.
    let red: Bitmap?
    let rules: [PictureRule]
    /// Seals without colour.
    let seals: SealRings
    let dust: Dust
    let lines: [PixelBox]
    /// How high most lines are, in pixels.
    let usualHeight: Int
    let resolution: Double

    /// What is darker is ink: of rules, 0.75 of the paper; of letters, which may be pale, 0.84.
    private static let clearInk: UInt8 = 180
    private static let paleInk: UInt8 = 201

    /// Nil for a picture that is none of print.
    ///
    /// - Parameter gridsOnly: whether a picture without rules that cross may be none, too.
    init?(_ picture: ScannedPicture, gridsOnly: Bool = false) {
        resolution = picture.resolution
        let even = Paper(of: picture.gray, resolution: resolution).evened(picture.gray)
        let skew = Skew(of: even.darker(than: Self.clearInk))
        let level = skew.levelled(even, paper: Paper.even)
        red = picture.red.map { skew.levelled($0, paper: 0) }
        let all = Self.rules(on: level, red: red, picture: picture)
        // Seals without colour are told from rules further down, where there is no red.
        if gridsOnly, red != nil, !Self.makeGrid(all, resolution: resolution) { return nil }
        let sought = picture.sought(on: even).map { skew.levelled($0, paper: Paper.even) }
        let ink = (sought ?? level).darker(than: Self.paleInk)
        dust = Dust(in: ink, resolution: resolution)
        let pale = dust.wiped(from: ink, as: 0)
        self.level = dust.wiped(from: level, as: Paper.even)
        let marks = Self.marks(all, on: level, letters: pale, hasRed: red != nil, picture: picture)
        (rules, seals) = marks
        (text, walls) = Self.parted(
            marks.seals.erased(from: pale, resolution: resolution), by: marks.rules, resolution: resolution)
        guard let finding = LineFinding(text: text, walls: walls, resolution: resolution) else { return nil }
        self.lines = finding.lines
        usualHeight = finding.usualHeight
    }

    /// The rules of a level picture, under red ink too.
    private static func rules(on level: Bitmap, red: Bitmap?, picture: ScannedPicture) -> [PictureRule] {
        let dark = level.darker(than: clearInk)
        func isRed(_ x: Int, _ y: Int) -> Bool { red.map { $0.contains(x: x, y: y) && $0[x, y] > 0 } ?? false }
        let clear = RuleFinding(ink: dark, resolution: picture.resolution, isCovered: isRed).rules
        return picture.isBilevel
            ? clear : withHairLines(clear, on: level, ink: dark, picture: picture, isCovered: isRed)
    }

    /// The rules of a level picture, and its seals without colour. A ring's sides look like rules, and rules cross rings: each is
    /// looked for without the other.
    ///
    /// - Parameter all: its rules as they are found with the seals.
    private static func marks(
        _ all: [PictureRule], on level: Bitmap, letters: Bitmap, hasRed: Bool, picture: ScannedPicture
    ) -> (rules: [PictureRule], seals: SealRings) {
        // Where there is red ink, seals are red.
        guard !hasRed else { return (all, SealRings()) }
        let resolution = picture.resolution
        let seals = SealRings(in: parted(letters, by: all, resolution: resolution).text, resolution: resolution)
        guard !seals.rings.isEmpty else { return (all, seals) }
        func isUnderSeal(_ x: Int, _ y: Int) -> Bool { seals.contains(x: Double(x), y: Double(y)) }
        let ink = seals.erased(from: level.darker(than: clearInk), resolution: resolution)
        let others = RuleFinding(ink: ink, resolution: resolution, isCovered: isUnderSeal).rules
        let rules =
            picture.isBilevel
            ? others : withHairLines(others, on: level, ink: ink, picture: picture, isCovered: isUnderSeal)
        return (rules.filter { !seals.holds($0) }, seals)
    }

    private static func withHairLines(
        _ rules: [PictureRule], on level: Bitmap, ink: Bitmap, picture: ScannedPicture,
        isCovered: @escaping (Int, Int) -> Bool
    ) -> [PictureRule] {
        let lines = [false, true].map {
            HairLines.lines(of: level, isVertical: $0, ink: ink, resolution: picture.resolution)
        }
        let pale = RuleFinding(
            ink: ink, across: lines[0], down: lines[1], resolution: picture.resolution, isCovered: isCovered)
        return PaleRules(pale.rules, beside: rules, resolution: picture.resolution) { rule in
            !pale.hasInkBeside(rule) && HairLines.isWhole(rule, on: level)
        }.all
    }

    /// Whether rules of it cross as those of a table do. A chart has a frame and rules of one direction, a photograph neither.
    var hasGrid: Bool { Self.makeGrid(rules, resolution: resolution) }

    private static func makeGrid(_ rules: [PictureRule], resolution: Double) -> Bool {
        let across = rules.filter { !$0.isVertical }
        let walls = rules.count { wall in
            wall.isVertical
                && across.count { wall.crosses($0, slack: resolution * crossingSlack) } >= leastRules
        }
        return walls >= leastRules
    }

    /// The rules of two rows, or of two columns.
    private static let leastRules = 3
    /// In inches.
    private static let crossingSlack = 0.03

    /// Ink without rules, and the middles of these.
    private static func parted(
        _ ink: Bitmap, by rules: [PictureRule], resolution: Double
    ) -> (text: Bitmap, walls: Bitmap) {
        var text = ink
        var walls = Bitmap(width: ink.width, height: ink.height)
        for rule in rules {
            let margin = rule.margin(at: resolution)
            let centre = Int(rule.position)
            for across in centre - margin...centre + margin {
                for along in rule.start..<rule.end {
                    let (x, y) = rule.isVertical ? (across, along) : (along, across)
                    guard text.contains(x: x, y: y) else { continue }
                    text[x, y] = 0
                    if abs(across - centre) <= 1 { walls[x, y] = 1 }
                }
            }
        }
        return (text, walls)
    }

    /// Whether a line that was not read has the form of one, and stands under a seal without colour that may hide it.
    func mayBeLineUnderSeal(_ box: PixelBox) -> Bool {
        let high = Double(usualHeight)
        return seals.contains(x: Double(box.x0 + box.x1) / 2, y: Double(box.y0 + box.y1) / 2)
            && Double(box.height) > high * 0.6 && Double(box.height) < high * 2.2
            && Double(box.width) > high * 2
    }

    /// How light a place may be that is still taken for a mark by whoever looks closely: 0.9 of the paper.
    private static let faintInk: UInt8 = 216

    /// Where marks stand that are no rules and lie outside what was read.
    ///
    /// - Parameter read: the boxes that were read, with their margins.
    func leftovers(besides read: [PixelBox]) -> [PixelBox] {
        var faint = level.darker(than: Self.faintInk)
        func clear(_ box: PixelBox) {
            for y in (box.y0..<box.y1).clamped(to: 0..<level.height) {
                for x in (box.x0..<box.x1).clamped(to: 0..<level.width) { faint[x, y] = 0 }
            }
        }
        for box in read { clear(box) }
        for rule in rules {
            let margin = rule.margin(at: resolution) + Int(resolution / 100) + 1
            let (from, to) = (Int(rule.position) - margin, Int(rule.position) + margin + 1)
            clear(
                rule.isVertical
                    ? PixelBox(x0: from, y0: rule.start - margin, x1: to, y1: rule.end + margin)
                    : PixelBox(x0: rule.start - margin, y0: from, x1: rule.end + margin, y1: to))
        }
        if let red {
            for index in faint.pixels.indices where red.pixels[index] > 0 { faint.pixels[index] = 0 }
        }
        // A stroke of a letter is as long as a third of it, and unbroken; specks are smaller.
        let least = usualHeight / 3
        return (InkAreas(of: faint, weights: faint)?.areas ?? []).filter {
            max($0.box.width, $0.box.height) >= least && $0.weight >= 2 * least
                && max($0.box.width, $0.box.height) <= 4 * usualHeight
                && !seals.contains(x: Double($0.box.x0 + $0.box.x1) / 2, y: Double($0.box.y0 + $0.box.y1) / 2)
        }.map(\.box)
    }
}
