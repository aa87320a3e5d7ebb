import PageContent
import Testing

@testable import TableReading

@Suite struct GridRowsTests {
    private struct Line {
        var name: String
        var kind: GridRows.Kind
        var box: Rect
        var isDoubtful = false
    }

    private static let named = GridRows.Kind.coded(isNamed: true, endsInCode: false)
    private static let unnamed = GridRows.Kind.coded(isNamed: false, endsInCode: false)

    /// The rows of a table as the names of their lines; a blank line where the kind is nil.
    private func rows(_ kinds: GridRows.Kind?...) -> (names: [String], doubtful: [Bool]) {
        var lines: [Line] = []
        for (index, kind) in kinds.enumerated() {
            guard let kind else { continue }
            let y = Double(index) * Page.textLineHeight
            let left = if case .figures = kind { 200.0 } else { 0.0 }
            lines.append(
                Line(name: String(index), kind: kind, box: Rect(x0: left, y0: y, x1: 300, y1: y + Page.textLineHeight)))
        }
        let groups = GridRows.groups(of: lines, box: \.box, kind: \.kind, doubt: { $0.isDoubtful = true })
        return (groups.map { $0.map(\.name).joined() }, groups.map { $0[0].isDoubtful })
    }

    @Test func namesStandAroundTheirCodes() {
        let (names, doubtful) = rows(
            .words, Self.unnamed, .words, Self.named, .words, Self.unnamed, .words, .words, Self.named, .words)
        #expect(names == ["012", "3", "456", "789"])
        #expect(doubtful == [false, false, false, false])
    }

    /// Three lines and one, or two and two.
    @Test func namesThatMayBeReadInTwoWaysAreDoubted() {
        let (_, doubtful) = rows(.words, Self.unnamed, .words, nil, Self.named, .words, Self.named, .words)
        #expect(doubtful == [false, true, true])
    }

    @Test func aNameGoesOnWhereNothingFollowsTheNextOne() {
        let (names, doubtful) = rows(Self.named, .words, Self.named, nil, Self.named)
        #expect(names == ["01", "2", "4"])
        #expect(doubtful == [true, true, false])
    }

    @Test func theEndOfANameThatThePageBreakCutIsARowOfItsOwn() {
        let (names, doubtful) = rows(.words, Self.named, Self.named, Self.named)
        #expect(names == ["0", "1", "2", "3"])
        #expect(doubtful == [true, true, true, true])
    }

    @Test func theNameOfASecondListMayStandLowerThanItsCode() {
        let (names, _) = rows(
            Self.named, .coded(isNamed: true, endsInCode: true), .figures, Self.named)
        #expect(names == ["0", "12", "3"])
    }

    @Test func linesThatNothingPartsAreRows() {
        let (names, doubtful) = rows(.figures, .words, .words, .figures)
        #expect(names == ["0", "1", "2", "3"])
        #expect(doubtful == [false, false, false, false])
    }
}
