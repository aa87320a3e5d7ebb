/// The dust of a picture: specks that stand alone, and what is as small as they are.
///
/// A point of print is hardly larger than a speck, so nothing is dust on a page that shows none: dust falls on empty paper too,
/// where no point stands, and that tells how large it is here.
struct Dust {
    /// How wide and high specks are, in pixels; 0 on clean paper.
    private(set) var size = 0
    private var specks: [PixelBox] = []

    /// Nothing larger than this is dust, 0.45 mm; in inches.
    private static let largest = 0.018
    /// Farther than a point stands from its sign, a dot from its stroke or a leader from its neighbour; in inches.
    private static let loneliness = 0.06
    /// A page with fewer lonely specks is clean.
    private static let leastSpecks = 25

    /// - Parameter ink: the ink of letters; that of rules may be in it.
    init(in ink: Bitmap, resolution: Double) {
        let largest = max(2, Int(resolution * Self.largest))
        guard let areas = InkAreas(of: ink, weights: ink)?.areas else { return }
        let small = areas.map(\.box).filter { $0.width <= largest && $0.height <= largest }
        // Of a halftone each dot would be looked at.
        guard small.count >= Self.leastSpecks, small.count <= LineFinding.mostLines * 4 else { return }
        let lonely = small.filter { Self.isAlone($0, in: ink, within: Int(resolution * Self.loneliness)) }
        guard lonely.count >= Self.leastSpecks else { return }
        let sizes = lonely.map { max($0.width, $0.height) }.sorted()
        let size = sizes[sizes.count * 19 / 20]
        self.size = size
        specks = lonely.filter { max($0.width, $0.height) <= size }
    }

    /// Whether so small a mark may be a speck.
    func isAsLarge(as mark: PixelBox) -> Bool { max(mark.width, mark.height) <= size }

    /// A picture without the specks and their faint edges.
    func wiped(from picture: Bitmap, as paper: UInt8) -> Bitmap {
        guard !specks.isEmpty else { return picture }
        var wiped = picture
        for speck in specks {
            for y in (speck.y0 - 1..<speck.y1 + 1).clamped(to: 0..<picture.height) {
                for x in (speck.x0 - 1..<speck.x1 + 1).clamped(to: 0..<picture.width) { wiped[x, y] = paper }
            }
        }
        return wiped
    }

    private static func isAlone(_ mark: PixelBox, in ink: Bitmap, within reach: Int) -> Bool {
        for y in (mark.y0 - reach..<mark.y1 + reach).clamped(to: 0..<ink.height) {
            for x in (mark.x0 - reach..<mark.x1 + reach).clamped(to: 0..<ink.width)
            where ink[x, y] != 0 && !(mark.x0..<mark.x1 ~= x && mark.y0..<mark.y1 ~= y) { return false }
        }
        return true
    }
}
