import BudgetRelease
import Testing

@testable import ReleaseReading

@Suite struct PackedIndicatorsTests {
    @Test func indicatorsAreToldApart() {
        let read = PackedIndicators(
            "1、1-产出指标；11-数量指标；场次；实施周期指标值:2场；年度指标值:2场。"
                + "2、2-效益指标；22-社会效益；影响；实施周期指标值:良好；年度指标值：良好。")
        #expect(read.malformed.isEmpty)
        #expect(read.misfiled.isEmpty)
        #expect(read.indicators.map(\.level3) == ["场次", "影响"])
        #expect(read.indicators.map(\.annualTarget) == ["2场", "良好"])
        #expect(read.indicators[1].level2 == .init(code: "22", label: "社会效益"))
    }

    @Test func valuesMayHoldTheMarksThatSeparateThem() {
        let read = PackedIndicators(
            "1、1-产出指标；11-数量指标；个案；实施周期指标值:一般至少需要3次以上。；跟进2、3次；年度指标值:100%；按季。。")
        #expect(read.indicators.first?.cycleTarget == "一般至少需要3次以上。；跟进2、3次")
        #expect(read.indicators.first?.annualTarget == "100%；按季。")
        #expect(read.malformed.isEmpty)
    }

    @Test func tenthOrdinalIsNotTheFirst() {
        let text = (1...11).map { "\($0)、1-产出指标；11-数量指标；第；实施周期指标值:1；年度指标值:\($0)。" }.joined()
        #expect(PackedIndicators(text).indicators.map(\.annualTarget) == (1...11).map(String.init))
    }

    @Test func classesThatDoNotBelongTogetherAreReported() {
        let read = PackedIndicators("1、2-效益指标；12-质量指标；合规；实施周期指标值:合规；年度指标值:合规。")
        #expect(read.misfiled.count == 1)
        #expect(read.indicators.first?.level2.code == "12")
    }

    @Test(arguments: [
        "没有编号的文字", "1、1-产出指标；只有一级", "1、1-产出指标；11-数量指标；没有值。",
        "年度指标值:1。1、1-产出指标；11-数量指标；场次；实施周期指标值:2；年度指标值:2。",
    ])
    func whatBreaksThePatternIsReported(text: String) {
        #expect(!PackedIndicators(text).malformed.isEmpty)
    }

    @Test func aNumberInAValueIsNoOrdinal() {
        let read = PackedIndicators("1、1-产出指标；11-数量指标；进度；实施周期指标值:1、调研2、7-12月完成；年度指标值:12月。")
        #expect(read.indicators.map(\.cycleTarget) == ["1、调研2、7-12月完成"])
        #expect(read.malformed.isEmpty)
    }

    @Test func gapsAndDoubledValuesAreReported() {
        let first = "1、1-产出指标；11-数量指标；甲；实施周期指标值:1；年度指标值:1。"
        let third = "3、1-产出指标；11-数量指标；丙；实施周期指标值:3；年度指标值:3。"
        #expect(PackedIndicators(first + third).indicators.map(\.number) == [1, 3])
        #expect(PackedIndicators(first + third).malformed.count == 1)
        let doubled = PackedIndicators("1、1-产出指标；11-数量指标；甲；实施周期指标值:1；年度指标值:1。乙；实施周期指标值:2；年度指标值:2。")
        #expect(doubled.malformed.count == 1)
    }

    @Test func halfWidthMarksSeparateToo() {
        let read = PackedIndicators("1、1-产出指标;11-数量指标;甲;实施周期指标值：1;年度指标值：2。")
        #expect(read.indicators.first?.annualTarget == "2")
        #expect(read.malformed.isEmpty)
    }

    @Test func nothingIsNothing() {
        let read = PackedIndicators("")
        #expect(read.indicators.isEmpty && read.malformed.isEmpty)
    }
}
