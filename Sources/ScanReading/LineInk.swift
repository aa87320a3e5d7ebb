/// The ink of a line, column by column.
struct LineInk {
    /// Of each column whether it has ink.
    let columns: [Bool]
    private let box: PixelBox
    private let text: Bitmap

    init(of box: PixelBox, in text: Bitmap) {
        self.box = box
        self.text = text
        columns = (box.x0..<box.x1).map { x in (box.y0..<box.y1).contains { text[x, $0] != 0 } }
    }

    /// The ink around a column up to empty columns on both sides; nil where there is none near.
    ///
    /// - Parameter reach: how far the ink may be from the column.
    func mark(at middle: Double, within reach: Int) -> PixelBox? {
        let column = Int(max(0, min(Double(columns.count), middle - Double(box.x0))))
        let near = (0...max(0, reach)).lazy.flatMap { [column - $0, column + $0] }
        guard let seed = near.first(where: { columns.indices.contains($0) && columns[$0] }) else { return nil }
        let first = columns[..<seed].lastIndex(of: false).map { $0 + 1 } ?? 0
        let last = columns[seed...].firstIndex(of: false) ?? columns.count
        let rows = (box.y0..<box.y1).filter { y in (first..<last).contains { text[box.x0 + $0, y] != 0 } }
        guard let top = rows.first, let bottom = rows.last else { return nil }
        return PixelBox(x0: box.x0 + first, y0: top, x1: box.x0 + last, y1: bottom + 1)
    }
}
