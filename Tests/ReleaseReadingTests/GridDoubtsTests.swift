import BudgetRelease
import PageContent
import TableReading
import Testing

@testable import ReleaseReading

@Suite struct GridDoubtsTests {
    private static let columns = [
        Column(path: ["项目"], key: "name", type: .name), Column(path: ["说明"], key: nil, type: .text),
        Column(path: ["金额"], key: "amount", type: .amount),
    ]

    /// The rows that are doubted.
    private func doubted(_ rows: [[String]], isOnCharacterGrid: Bool = true) -> [Int] {
        var block = TableBlock(
            page: 1, box: Rect(x0: 0, y0: 0, x1: 1, y1: 1), columnEdges: [0, 1, 2, 3], rowEdges: [0, 1], cells: [],
            isRuled: false)
        block.isOnCharacterGrid = isOnCharacterGrid
        let raws = rows.map { texts in
            RawRow(cells: texts.map { RawCell(lines: $0.isEmpty ? [] : [CellLine(text: $0)]) }, places: [], page: 1)
        }
        let settled = GridDoubts.settled(raws, of: block, Self.columns)
        return settled.indices.filter { !settled[$0].doubts.isEmpty }
    }

    private static let plain = [
        ["一、国防支出", "", "1.00"], ["二、公共安全支出", "", "2.00"], ["三、教育支出", "", ""], ["合计", "", "3.00"],
    ]

    @Test func itemsWithOrWithoutAmountsStandForThemselves() {
        #expect(doubted(Self.plain) == [])
    }

    @Test(arguments: [
        ["三、国防支出四、公共安全支出", "", "7.00"], ["三、货物", "A", "7.00"], ["7.00", "", ""], ["款", "", ""],
    ])
    func piecesOfOtherCellsAreDoubted(row: [String]) {
        #expect(doubted(Self.plain + Self.plain + [row]) == [6, 7, 8])
        #expect(doubted(Self.plain + Self.plain + [row], isOnCharacterGrid: false) == [])
    }

    @Test func textsBesideSumsWithoutATextAreDoubted() {
        #expect(doubted([["国防", "", ""], ["", "", "1.00"], ["公共安全", "", "2.00"], ["教育", "", "2.00"]]) == [0, 1])
    }

    @Test func aTextBelowALongOneIsDoubted() {
        let rows = [
            ["机关事业单位养老保险", "", "1.00"], ["缴费", "", ""], ["国防", "", "1.00"], ["公安", "", "1.00"], ["教育", "", "1.00"],
        ]
        #expect(doubted(rows) == [0, 1, 2])
    }

    @Test(arguments: ["款收入", "预算二、财政专户资金"])
    func theEndOfAnItemBesideItsSumIsDoubted(text: String) {
        #expect(doubted(Self.plain + [["四、教育", "", ""], [text, "", "7.00"]]).suffix(2) == [4, 5])
    }

    @Test func asidesOfListsStandForThemselves() {
        #expect(doubted(Self.plain + [["年终结转结余", "", ""], ["动用上年结余", "", "1.00"]]) == [])
    }

    /// Digits behind a point are no number of an item.
    @Test func figuresInNamesAreNoItems() {
        #expect(doubted(Self.plain + [["四、占2.5%、1.5%的支出", "", "1.00"]]) == [])
    }
}
