import PageContent
import Testing

@testable import ReleaseReading

@Suite struct ReleaseEvidenceTests {
    private func isRelease(_ lines: [String]) throws -> Bool {
        let reader = ReleaseReader(catalogue: try FormCatalogue(userFiles: []))
        var page = Page(number: 1, width: 595, height: 842)
        for (row, line) in lines.enumerated() {
            for (column, scalar) in line.unicodeScalars.enumerated() {
                let (x, y) = (60 + Double(column) * 12, 80 + Double(row) * 30)
                page.glyphs.append(Glyph(scalar: scalar, box: Rect(x0: x, y0: y, x1: x + 12, y1: y + 12)))
            }
        }
        return reader.read([page]).nature == .release
    }

    @Test(arguments: [
        ["云山市青禾区档案局", "2026年部门预算"], ["2025年度云山市青禾区档案局", "部门决算公开"],
        ["青禾区档案局2025年部门预算公开说明", "本部门认真贯彻关于过紧日子的意见"], ["一、部门预算收支情况说明", "本部门2026年没有政府性基金预算。"],
    ])
    func aCoverOrAHeadingMakesOne(lines: [String]) throws { #expect(try isRelease(lines)) }

    @Test(arguments: [
        ["云山市档案局文件", "云档发〔2025〕6号", "关于印发档案查阅办法的通知"],
        ["云山市财政局", "云财指〔 ２０２５〕 12号", "关于下达2025年普惠金融专项资金预算的通知"],
        ["2025年云山市物流业运行情况报告", "全市物流业收入1891.31亿元。"], ["Annual budget of the city", "Total 1,000.00"],
    ])
    func papersAreNone(lines: [String]) throws { #expect(try !isRelease(lines)) }
}
