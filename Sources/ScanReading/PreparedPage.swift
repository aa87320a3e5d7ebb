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
    let lines: [PixelBox]
    /// How high most lines are, in pixels.
    let usualHeight: Int
    let resolution: Double

    /// What is darker is ink: of rules, 0.75 of the paper; of letters, which may be pale, 0.84.
    private static let clearInk: UInt8 = 180
    private static let paleInk: UInt8 = 201

    /// Nil for a picture that is none of print.
    init?(_ picture: ScannedPicture) {
        resolution = picture.resolution
        let even = Paper(of: picture.gray, resolution: resolution).evened(picture.gray)
        let skew = Skew(of: even.darker(than: Self.clearInk))
        level = skew.levelled(even, paper: Paper.even)
        let sought = picture.sought(on: even).map { skew.levelled($0, paper: Paper.even) }
        red = picture.red.map { skew.levelled($0, paper: 0) }
        var text = (sought ?? level).darker(than: Self.paleInk)
        var walls = Bitmap(width: level.width, height: level.height)
        rules = RuleFinding(ink: level.darker(than: Self.clearInk), resolution: resolution).rules
        for rule in rules { Self.erase(rule, from: &text, walls: &walls, resolution: resolution) }
        guard let finding = LineFinding(text: text, walls: walls, resolution: resolution) else { return nil }
        self.text = text
        self.walls = walls
        lines = finding.lines
        usualHeight = finding.usualHeight
    }

    private static func erase(
        _ rule: PictureRule, from text: inout Bitmap, walls: inout Bitmap, resolution: Double
    ) {
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

    /// How light a place may be that is still taken for a mark by whoever looks closely: 0.9 of the paper.
    private static let faintInk: UInt8 = 216

    /// Where marks stand that are no rules and lie outside what was read.
    ///
    /// - Parameter read: the boxes that were read, with their margins.
    func leftovers(besides read: [PixelBox]) -> [PixelBox] {
        var faint = level.darker(than: Self.faintInk)
        func clear(_ box: PixelBox) {
            for y in max(0, box.y0)..<max(0, min(level.height, box.y1)) {
                for x in max(0, box.x0)..<max(0, min(level.width, box.x1)) { faint[x, y] = 0 }
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
        }.map(\.box)
    }
}
