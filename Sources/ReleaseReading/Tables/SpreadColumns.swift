import PageContent
import TableReading

/// Puts tables together whose last columns are printed on pages of their own, as of wide sheets: all rows of the first
/// columns, then all of the others, at the same heights.
struct SpreadColumns {
    private(set) var pages: [PageTables]
    private let catalogue: FormCatalogue

    /// Pages that the rows of one such table fill at most.
    private static let mostPages = 8

    init(pages: [PageTables], catalogue: FormCatalogue) {
        self.pages = pages
        self.catalogue = catalogue
        var first = 0
        while first < pages.count {
            // There may be more columns than two pages hold.
            while let count = pagesOfRows(from: first) { join(from: first, count: count) }
            first += 1
        }
    }

    /// How many pages the rows fill that begin on one, where as many behind them hold their last columns.
    private func pagesOfRows(from first: Int) -> Int? {
        guard let block = pages[first].blocks.last, block.isRuled else { return nil }
        let behind = pages.indices.filter { $0 > first && !isEmptied($0) }
        for count in 1...Self.mostPages where behind.count >= 2 * count - 1 {
            let left = [first] + behind.prefix(count - 1)
            let right = behind.dropFirst(count - 1).prefix(count)
            guard isConsecutive(left), fits(left[0], right[right.startIndex], isFirst: true, isAlone: count == 1),
                zip(left, right).dropFirst().allSatisfy({ fits($0, $1, isFirst: false, isAlone: false) })
            else { continue }
            return count
        }
        return nil
    }

    /// A page whose block was joined to another.
    private func isEmptied(_ page: Int) -> Bool { emptied.contains(page) }
    private var emptied: Set<Int> = []

    private func isConsecutive(_ pages: [Int]) -> Bool { zip(pages, pages.dropFirst()).allSatisfy { $1 == $0 + 1 } }

    /// - Parameter isAlone: no other pages stand beside each other, so that it may be chance.
    private func fits(_ left: Int, _ right: Int, isFirst: Bool, isAlone: Bool) -> Bool {
        guard let block = pages[left].blocks.last, let other = pages[right].blocks.first,
            pages[right].blocks.count == 1,
            block.isRuled, other.isRuled, block.isLevel(with: other),
            !hasTitleOfItsOwn(right, beside: left, isAlone: isAlone)
        else { return false }
        guard isFirst else { return true }
        // The rest of a long table repeats its header or has none.
        let header = other.header(isFigure: { TableAssembly.isFigure($0) })
        let own = block.header(isFigure: { TableAssembly.isFigure($0) })
        return header.depth > header.start && own.depth > own.start && !Self.areAlike(header.paths, own.paths)
    }

    /// Whether two headers are one that was printed twice: of as many columns, half of which are called alike. Of pages that are
    /// pictures a heading may have been misread.
    private static func areAlike(_ one: [[String]], _ other: [[String]]) -> Bool {
        one.count == other.count && zip(one, other).count { $0.last == $1.last } * 2 >= one.count
    }

    /// Whether a page has a title that is not that of the page that its columns may belong to: the rest of one that is cut
    /// there, the same once more, or the only one, in the middle of the sheet.
    private func hasTitleOfItsOwn(_ right: Int, beside left: Int, isAlone: Bool) -> Bool {
        let own = pages[left].looseLines.filter { isTitle($0) }
        return pages[right].looseLines.contains { line in
            guard isTitle(line) else { return false }
            let isTheOnlyOne =
                !isAlone && own.isEmpty && !pages[right].looseLines.contains { Headline.issuer(in: $0.compact) != nil }
            return !isTheOnlyOne && !own.contains { $0.compact == line.compact }
                && !pages[left].looseLines.contains {
                    abs($0.box.midY - line.box.midY) < 2 && !isTitle($0)
                        && $0.box.x1 > pages[left].page.width * Self.farRight
                }
        }
    }

    private func isTitle(_ line: TextLine) -> Bool {
        catalogue.knowsTitle(line.scalars) || Headline.looksLikeTitle(line.scalars)
    }

    /// A sheet is cut where its page ends.
    private static let farRight = 0.7

    private mutating func join(from first: Int, count: Int) {
        let behind = pages.indices.filter { $0 > first && !isEmptied($0) }
        let left = [first] + behind.prefix(count - 1)
        let right = behind.dropFirst(count - 1).prefix(count)
        for (left, right) in zip(left, right) {
            guard let block = pages[left].blocks.popLast(), let other = pages[right].blocks.first else { continue }
            let depth = max(
                block.header(isFigure: { TableAssembly.isFigure($0) }).depth,
                other.header(isFigure: { TableAssembly.isFigure($0) }).depth)
            pages[left].blocks.append(block.widened(by: other, depth: depth))
            pages[right].blocks = []
            takeLines(from: right, to: left, shift: block.box.x1 - other.box.x0)
            emptied.insert(right)
        }
    }

    /// Titles and labels run on over the pages too.
    private mutating func takeLines(from right: Int, to left: Int, shift: Double) {
        for line in pages[right].looseLines where !PageFurniture.isPageNumber(line.scalars) {
            let line = line.moved(x: shift)
            if pages[left].looseLines.contains(where: { isTitle($0) && $0.compact == line.compact }) { continue }
            if let beside = pages[left].looseLines.firstIndex(where: { abs($0.box.midY - line.box.midY) < 2 }) {
                let own = pages[left].looseLines[beside]
                pages[left].looseLines[beside] = TextLine(
                    glyphs: own.glyphs + line.glyphs, box: own.box.union(line.box))
            } else {
                let place = pages[left].looseLines.firstIndex { $0.box.midY > line.box.midY }
                pages[left].looseLines.insert(line, at: place ?? pages[left].looseLines.count)
            }
        }
        pages[right].looseLines = pages[right].looseLines.filter { PageFurniture.isPageNumber($0.scalars) }
    }
}
