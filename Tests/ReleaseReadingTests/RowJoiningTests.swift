import BudgetRelease
import Testing

@testable import ReleaseReading

@Suite struct RowJoiningTests {
    private static let columns = [
        Column(path: ["项目名称"], key: "name", type: .name), Column(path: ["总计"], key: "total", type: .amount),
        Column(path: ["绩效目标"], key: "goal"), Column(path: ["绩效指标"], key: "indicators"),
    ]

    private func row(_ texts: String...) -> RawRow {
        RawRow(
            cells: texts.map { RawCell(lines: $0.isEmpty ? [] : [CellLine(text: $0)]) }, places: [], page: 1)
    }

    private static let whole = "1、1-产出指标；11-数量指标；甲；实施周期指标值:1；年度指标值:1。"

    private func decide(_ last: RawRow, _ next: RawRow, border: RowJoining.Border) -> RowJoining.Decision {
        RowJoining(columns: Self.columns).decide(last: last, next: next, border: border)
    }

    @Test func twoFiguresInOneColumnAreTwoRows() {
        #expect(decide(row("甲", "1.00", "", ""), row("乙", "2.00", "", ""), border: .missingBelow) == .separate)
    }

    @Test func indicatorsThatGoOnJoin() {
        let next = row("", "", "", "2、1-产出指标；12-质量指标；乙；实施周期指标值:1；年度指标值:1。")
        #expect(decide(row("甲", "1.00", "好", Self.whole), next, border: .drawn) == .join)
    }

    @Test func indicatorsThatBeginAnewSeparate() {
        #expect(
            decide(row("甲", "1.00", "好", Self.whole), row("乙", "", "好", Self.whole), border: .missingBelow) == .separate
        )
    }

    @Test func aRowWithoutNameAndFiguresGoesOnWithTheOneBefore() {
        #expect(decide(row("甲", "1.00", "推动", ""), row("", "", "工作。", Self.whole), border: .drawn) == .join)
    }

    @Test func openBordersJoinWhatNothingSeparates() {
        #expect(decide(row("甲", "1.00", "", ""), row("的补贴", "", "", ""), border: .missingBelow) == .join)
    }

    @Test func figuresBehindABreakWithoutEvidenceStayInDoubt() {
        #expect(decide(row("", "", "推动", ""), row("乙", "2.00", "工作。", ""), border: .drawn) == .joinInDoubt)
    }

    @Test func aNameAloneGoesOnWithACodedRow() {
        let columns = [
            Column(path: ["科目编码"], key: "code", type: .code), Column(path: ["科目名称"], key: "name", type: .name),
            Column(path: ["合计"], key: "total", type: .amount),
        ]
        var joining = RowJoining(columns: columns)
        let (last, next) = (row("2010301", "一般行政", "1.00"), row("", "管理事务", ""))
        #expect(joining.decide(last: last, next: next, border: .drawn) == .separate)
        joining.rowsHaveFigures = true
        #expect(joining.decide(last: last, next: next, border: .drawn) == .joinInDoubt)
    }

    /// Word draws nothing above the first row of a page: what is printed tells.
    @Test(arguments: [
        ("信息网络及软件购", "置更新", 0.5, RowJoining.Decision.joinInDoubt), ("信息网络及软件购", "置更新", 2.0, .separate),
        ("机关养老", "（含年金）", 1.5, .joinInDoubt), ("养护资产", "2024年度", 2.5, .joinInDoubt),
        ("事业单位支出", "上缴上级支出", 0.5, .joinInDoubt), ("三、国防事务", "四、公安事务", 0.5, .separate),
        ("行政管理事务", "其中：用房", 0.5, .separate),
    ])
    func namesGoOnWhereTheyFillTheirCell(last: String, next: String, room: Double, decision: RowJoining.Decision) {
        let columns = [
            Column(path: ["项目"], key: "name", type: .name), Column(path: ["合计"], key: "total", type: .amount),
        ]
        let joining = RowJoining(columns: columns, rowsHaveFigures: true)
        #expect(
            joining.decide(last: row(last, "1.00"), next: row(next, ""), border: .missingAbove, room: [0: room])
                == decision)
        #expect(
            joining.decide(last: row(last, ""), next: row(next, "1.00"), border: .missingAbove, room: [0: room])
                == decision)
    }

    @Test func anIndicatorThatFillsItsCellGoesOnInDoubt() {
        let columns = [
            Column(path: ["二级指标"], key: "level2"), Column(path: ["三级指标"], key: "level3"),
            Column(path: ["指标值"], key: "target"),
        ]
        let joining = RowJoining(columns: columns)
        let (last, next) = (row("质量指标", "河道水质达到国家规定的三", ""), row("", "类标准", "是"))
        #expect(joining.decide(last: last, next: next, border: .missingAbove, room: [1: 0]) == .joinInDoubt)
        #expect(joining.decide(last: last, next: next, border: .missingAbove, room: [1: 3]) == .separate)
    }

    @Test func aJoinIsRecorded() {
        let joined = row("甲", "1.00", "推动", "").joined(with: row("", "", "工作。", Self.whole), columns: Self.columns)
        #expect(joined.cells.map(\.text) == ["甲", "1.00", "推动工作。", Self.whole])
        #expect(joined.repairs == [Repair(field: "goal", kind: .joinedRows, from: ["推动", "工作。"])])
    }
}
