import PageContent
import Testing

@testable import ReleaseReading

@Suite struct PictureCorrectionTests {
    private func cell(_ text: String, certainty: UInt8 = 200, second: [Int: Unicode.Scalar] = [:]) -> RawCell {
        guard !text.isEmpty else { return RawCell() }
        var x = 0.0
        let glyphs = text.unicodeScalars.enumerated().map { index, scalar in
            defer { x += 10 }
            var glyph = Glyph(scalar: scalar, box: Rect(x0: x, y0: 0, x1: x + 10, y1: 10))
            glyph.certainty = certainty
            glyph.second = second[index] ?? "\0"
            return glyph
        }
        return RawCell(
            lines: TextLine.lines(of: glyphs).map { CellLine($0) })
    }

    @Test(arguments: [
        ("31.364.000.00", "31,364,000.00"), ("1,1.00", nil), ("文1.00", "1.00"), ("1.00", nil),
    ])
    func marksOfAnAmountAreSetRight(read: String, plain: String?) {
        #expect(AmountCandidates(cell(read)).plain == plain)
    }

    @Test func whatWasNearlyReadIsTried() {
        let texts = AmountCandidates(cell("13,619.07", second: [4: "4"])).texts
        #expect(texts.contains("13,649.07"))
        // A comma may have been read as a point.
        #expect(AmountCandidates(cell("27,073.236")).texts.contains("27,073,236"))
        // One of two equal digits may have been lost.
        #expect(AmountCandidates(cell("41.20")).texts.contains("411.20"))
    }

    @Test func whatWasReadSurelyStays() {
        #expect(AmountCandidates(cell("12,000.50", certainty: 255, second: [0: "7"])).texts.isEmpty)
    }

    @Test func aNumberOutOfOrderIsPutRight() {
        let read = ["十七、援助其他地区支出", "八、住房保障支出", "十九、粮油物资储备支出"]
        #expect(OrdinalCorrection(read.map { cell($0) }).cells[1].text == "十八、住房保障支出")
        let first = ["、一般公共服务支出", "二、外交支出"]
        #expect(OrdinalCorrection(first.map { cell($0) }).cells[0].text == "一、一般公共服务支出")
    }

    @Test func whatStandsBesideACorrectionStaysInDoubt() {
        var read = cell("仇、卫生健康支出")
        read.isUnclear = true
        read.correct(to: "九、卫生健康支出")
        #expect(read.doubts == [.unclear, .corrected])
        #expect(read.misread == "仇、卫生健康支出")
        read.correct(to: "十、卫生健康支出")
        #expect(read.misread == "仇、卫生健康支出")
    }

    @Test func ordersTellNumbersThatWereMisread() {
        let read = ["七、附属单位", "八、社会保障和就业支出", "仇、卫生健康支出", "十、节能环保支出", "十一城乡社区支出", "十二、农林水支出"]
        let cells = OrdinalCorrection(read.map { cell($0) }).cells
        #expect(cells[2].text == "九、卫生健康支出")
        #expect(cells[4].text == "十一、城乡社区支出")
        #expect(cells[2].misread == "仇、卫生健康支出")
        #expect(cells[0].text == read[0] && cells[5].text == read[5])
    }

    @Test func nothingIsNumberedWhereNumbersDoNotTell() {
        let read = ["一、收入", "其中：经费", "合计", "五、支出"]
        #expect(OrdinalCorrection(read.map { cell($0) }).cells.map(\.text) == read)
    }

    @Test(arguments: [("十二、", 12), ("二十、", 20), ("十、", 10), ("二十四、", 24), ("九、", 9)])
    func numeralsAreRead(text: String, number: Int) { #expect(OrdinalCorrection.number(of: text) == number) }
}

@Suite struct MisreadTextsTests {
    private let texts: MisreadTexts

    init() throws { texts = MisreadTexts(catalogue: try FormCatalogue(userFiles: [])) }

    private func mended(_ text: String, certainty: [Int: UInt8] = [:], second: [Int: Unicode.Scalar] = [:]) -> String {
        var x = 0.0
        var page = Page(number: 1, width: 600, height: 800)
        page.glyphs = text.unicodeScalars.enumerated().map { index, scalar in
            defer { x += 10 }
            var glyph = Glyph(scalar: scalar, box: Rect(x0: x, y0: 0, x1: x + 10, y1: 10), run: 1)
            glyph.certainty = certainty[index] ?? 253
            glyph.second = second[index] ?? "\0"
            return glyph
        }
        texts.mend(&page)
        return String(String.UnicodeScalarView(page.glyphs.map(\.scalar)))
    }

    @Test func lookAlikesOfKnownTextsAreMended() {
        #expect(mended("项日") == "项目")
        #expect(mended("其他行政事业里位养老支出", certainty: [6: 150]) == "其他行政事业单位养老支出")
        #expect(mended("一、般公共服务支出") == "一、般公共服务支出")
    }

    /// The number was misread, and not the name: no other name may take its place.
    @Test func aTextIsNotMadeAnother() {
        #expect(mended("仇、卫生健康支出", certainty: [0: 100, 1: 200]) == "仇、卫生健康支出")
    }

    @Test func bracketsOfAPairAreOfOneWidth() {
        #expect(mended("医疗（类)", certainty: [4: 150]) == "医疗（类）")
    }
}
