import PageContent

extension Collection<Unicode.Scalar> where Index == Int {
    /// Where a text begins to stand in this one; nil for one that does not, or is empty.
    func range(ofScalars wanted: [Unicode.Scalar]) -> Range<Int>? {
        guard let first = wanted.first, count >= wanted.count else { return nil }
        var start = startIndex
        while start + wanted.count <= endIndex {
            if self[start] == first, self[start..<(start + wanted.count)].elementsEqual(wanted) {
                return start..<(start + wanted.count)
            }
            start += 1
        }
        return nil
    }
}

extension BidirectionalCollection<Unicode.Scalar> {
    func ends(with text: some BidirectionalCollection<Unicode.Scalar>) -> Bool {
        reversed().starts(with: text.reversed())
    }
}

extension Sequence<Unicode.Scalar> {
    /// Cells of a terminal that a text takes.
    var cellWidth: Int { reduce(0) { $0 + $1.cellWidth } }
}
