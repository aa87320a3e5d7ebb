package import PageContent

extension PageTables {
    /// The halves of a double page, each with its own tables and titles; the page itself where it is none.
    ///
    /// - Parameter isTitle: whether a line may be the title of a table.
    package func sides(isTitle: (TextLine) -> Bool) -> [PageTables] {
        guard blocks.count > 1, let gutter else { return [self] }
        let parts = [true, false].map { isLeft in
            var side = self
            side.blocks = blocks.filter { ($0.box.midX < gutter) == isLeft }
            side.looseLines = looseLines.compactMap { line in
                let glyphs = line.glyphs.filter { ($0.box.midX < gutter) == isLeft }
                guard let first = glyphs.first else { return nil }
                return TextLine(
                    glyphs: glyphs[...], box: glyphs.dropFirst().reduce(first.box) { $0.union($1.box) })
            }
            return side
        }
        let areTitled = parts.allSatisfy { side in
            side.looseLines.contains { line in isTitle(line) && side.blocks.contains { line.box.y1 < $0.box.y0 }
            }
        }
        return areTitled ? parts : [self]
    }

    /// Where on x a page parts into two, each with tables beside those of the other.
    private var gutter: Double? {
        let sorted = blocks.sorted { $0.box.x0 < $1.box.x0 }
        for index in sorted.indices.dropFirst() {
            let (left, right) = (sorted[..<index], sorted[index...])
            let (end, start) = (left.map(\.box.x1).max() ?? 0, right.map(\.box.x0).min() ?? 0)
            let areBeside = left.contains { one in right.contains { $0.box.y0 < one.box.y1 && one.box.y0 < $0.box.y1 } }
            if start > end, areBeside { return (start + end) / 2 }
        }
        return nil
    }
}
