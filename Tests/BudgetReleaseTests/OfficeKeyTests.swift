import Testing

@testable import BudgetRelease

@Suite struct OfficeKeyTests {
    private func areSame(_ one: String, _ other: String) -> Bool {
        OfficeKey(one).isSame(as: OfficeKey(other), among: [])
    }

    @Test(arguments: [
        ("云山市青禾区档案局", "青禾区档案局"), ("云山市青禾区档案局（本级）", "云山市青禾区档案局(本级)"),
        ("云山市青禾区档案局本级", "云山市 青禾区 档案局"), ("岭南省云山市青禾区档案局", "云山市青禾区档案局"),
        ("云山市青禾区人民政府河畔街道办事处", "青禾区河畔街道办事处"), ("云山市市场监督管理局", "云山市市场监督管理局（机关）"), ("云州市青禾区人民政府河畔街道办事处", "青禾区河畔街道办事处"),
        ("南州省云州市档案局", "云州市档案局"),
    ])
    func spellingsOfOneOffice(one: String, other: String) { #expect(areSame(one, other)) }

    @Test(arguments: [
        ("云山市青禾区档案局", "海口市青禾区档案局"), ("青禾区档案局", "红叶区档案局"), ("云山市档案局", "云山市青禾区档案局"),
        ("云山市财政局", "云山市档案局"), ("青禾区人民政府", "青禾区"),
    ])
    func differentOffices(one: String, other: String) { #expect(!areSame(one, other)) }

    private func edition(_ issuer: String, forms: [String]?) -> ReleaseIdentity {
        ReleaseIdentity(issuer: issuer, level: .department, fiscalYear: 2026, phase: .budget, forms: forms)
    }

    @Test func anEditionTakesThePlaceOfOneThatHasNoMore() {
        let full = edition("青禾区档案局", forms: ["income_summary", "three_public_expenses"])
        let narrative = edition("云山市青禾区档案局", forms: [])
        let corrected = edition("云山市青禾区档案局（本级）", forms: ["income_summary", "state_assets", "three_public_expenses"])
        #expect(!narrative.takesPlace(of: full, among: []))
        #expect(full.takesPlace(of: narrative, among: []))
        #expect(corrected.takesPlace(of: full, among: []))
        #expect(!full.takesPlace(of: corrected, among: []))
        #expect(!full.takesPlace(of: edition("青禾区档案局", forms: nil), among: []))
        #expect(!full.takesPlace(of: narrative, among: ["云山市", "海口市"]))
        var other = full
        other.fiscalYear = 2025
        #expect(!other.takesPlace(of: full, among: []))
    }
}
