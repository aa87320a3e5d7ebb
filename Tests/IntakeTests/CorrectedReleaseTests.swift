import ArchiveReading
import BudgetRelease
import FoundationEssentials
import Testing

/// What people say of a release, applied to a reading: values, sums, proof, doubts.
@Suite struct CorrectedReleaseTests {
    /// A total of two items, of which one was misread.
    private static func reading() -> Release {
        func line(_ id: String, _ code: String, _ name: String, parent: String?, _ amounts: [String: Decimal?]) -> Line
        {
            var line = Line(
                id: id, rows: 0...0, kind: .item, parent: parent, name: name, code: code, amounts: amounts)
            line.proven = []
            return line
        }
        var table = Table(
            id: "t1", form: "expenditure_summary", title: "支出预算总表", unit: "万元", yuanPerUnit: 10_000,
            columns: [
                Column(path: ["科目编码"], key: "code", type: .code), Column(path: ["科目名称"], key: "name", type: .name),
                Column(path: ["合计"], key: "total", type: .amount), Column(path: ["基本支出"], key: "basic", type: .amount),
            ])
        table.lines = [
            line("t1.l0", "20502", "普通教育", parent: nil, ["total": 430, "basic": 300]),
            line("t1.l1", "2050201", "学前教育", parent: "t1.l0", ["total": 103, "basic": 100]),
            line("t1.l2", "2050202", "小学教育", parent: "t1.l0", ["total": 300, "basic": 200]),
            line("t1.l3", "", "（待续）", parent: "t1.l0", ["total": nil, "basic": nil]),
        ]
        func operand(_ line: Int, _ column: String) -> Check.Operand {
            Check.Operand(table: "t1", line: "t1.l\(line)", column: column)
        }
        let sums = [
            Check(
                rule: .childrenSum, operands: [operand(0, "total"), operand(1, "total"), operand(2, "total")],
                printed: 430, computed: 403, decimals: 2),
            Check(
                rule: .childrenSum, operands: [operand(0, "basic"), operand(1, "basic"), operand(2, "basic")],
                printed: 300, computed: 300, decimals: 2),
        ]
        for index in table.lines.indices.prefix(3) { table.lines[index].proven = ["basic"] }
        return Release(
            source: Release.Source(
                file: "a.pdf", sha256: "ab", bytes: 1, mediaType: "application/pdf", encoding: nil, pages: 1),
            parser: Release.Parser(version: "1", poppler: "1", fingerprint: "f"), issuer: "青禾区教育局", level: .department,
            phase: .budget, fiscalYear: 2026, tables: [table], checks: sums,
            findings: [
                Finding(
                    .identityBroken, .warning, details: ["430", "403"], table: "t1", line: "t1.l0", rows: [0]),
                Finding(.nameMissing, .warning, table: "t1", line: "t1.l3", rows: [3]),
            ])
    }

    private func set(
        _ field: String, _ from: String?, _ to: String?, line: String? = nil, row: String? = nil, table: String? = "t1"
    ) -> Correction {
        Correction(
            id: "c\(field)\(line ?? "")", .set, by: "王", at: "2026-01-01T00:00:00Z", reading: "f", table: table,
            line: line,
            row: row, field: field, from: from, to: to)
    }

    private func corrected(_ corrections: Correction...) -> CorrectedRelease {
        CorrectedRelease(Self.reading(), Corrections(corrections))
    }

    private func line(_ number: Int, of release: Release) throws -> Line {
        try #require(release.tables[0].lines.first { $0.id == "t1.l\(number)" })
    }

    @Test func anAmountMakesItsSumsHoldAndIsProvenByThem() throws {
        let release = corrected(set("amounts.total", "103", "130", line: "t1.l1", row: "学前教育")).release
        #expect(release.checks.allSatisfy { $0.outcome == .exact })
        for number in 0...2 { #expect(try line(number, of: release).proven == ["basic", "total"]) }
        #expect(release.findings.first { $0.code == .identityBroken }?.settled == true)
        #expect(release.status == .review, "another doubt stands")
        let repair = try #require(try line(1, of: release).repairs.last)
        #expect(repair.kind == .corrected && repair.from == ["103"] && repair.by == "王")
    }

    @Test func anAmountThatIsWrongBreaksItsSumsAndIsSaid() throws {
        let release = corrected(set("amounts.basic", "100", "101", line: "t1.l1", row: "学前教育")).release
        #expect(release.checks[1].outcome == .broken)
        for number in 0...2 { #expect(try line(number, of: release).proven == []) }
        #expect(
            release.findings.contains { $0.code == .identityBroken && $0.details == ["300", "301"] && !$0.isSettled })
    }

    @Test func anAmountThatWasMissingIsAPartWhereItMakesTheSumHold() throws {
        let release = corrected(set("amounts.total", nil, "27", line: "t1.l3", row: "（待续）")).release
        #expect(release.checks[0].outcome == .exact && release.checks[0].operands.count == 4)
        #expect(try line(3, of: release).proven == ["total"])
    }

    @Test func aDoubtIsSettled() {
        let doubts = Self.reading().findings.map { finding in
            Correction(
                id: "a\(finding.code.rawValue)", .accept, by: "王", at: "", reading: "f",
                finding: Correction.Doubt(finding))
        }
        let release = CorrectedRelease(Self.reading(), Corrections(doubts)).release
        #expect(release.findings.allSatisfy { $0.isSettled } && release.status == .clean)
    }

    @Test func aRowIsNoneOrBelongsToAnother() throws {
        let dropped = corrected(
            Correction(id: "d", .drop, by: "王", at: "", reading: "f", table: "t1", line: "t1.l3", row: "（待续）")
        ).release
        #expect(dropped.tables[0].lines.count == 3)
        #expect(dropped.findings.first { $0.code == .nameMissing }?.settled == true)
        let joined = corrected(
            Correction(
                id: "j", .join, by: "王", at: "", reading: "f", table: "t1", line: "t1.l3", row: "（待续）", target: "t1.l2")
        ).release
        #expect(try line(2, of: joined).name == "小学教育（待续）" && joined.tables[0].lines.count == 3)
        let both = corrected(
            Correction(
                id: "j", .join, by: "王", at: "", reading: "f", table: "t1", line: "t1.l1", row: "学前教育", target: "t1.l2")
        )
        #expect(both.stale.map(\.refusal) == [.bothHaveAmounts])
    }

    @Test func whatStandsThereOtherwiseIsADoubtAndChangesNothing() throws {
        let stale = corrected(set("amounts.total", "104", "130", line: "t1.l1", row: "学前教育"))
        #expect(stale.stale.map(\.refusal) == [.changed(now: "103")])
        #expect(try line(1, of: stale.release).amounts["total"] == 103)
        let finding = try #require(stale.release.findings.last)
        #expect(finding.code == .correctionStale && finding.details == ["王", "amounts.total", "104", "130"])
    }

    /// A newer reading numbers its lines otherwise.
    @Test func aLineIsKnownByItsNameUnderAnotherNumber() throws {
        var newer = Self.reading()
        newer.parser.fingerprint = "g"
        let correction = set("amounts.total", "103", "130", line: "t1.l9", row: "学前教育")
        let release = CorrectedRelease(newer, Corrections([correction])).release
        #expect(try line(1, of: release).amounts["total"] == 130)
        #expect(corrected(set("name", "大学教育", "x", line: "t1.l1", row: "大学教育")).stale.count == 1)
        // Under the same reading a number is a line's own: another of its name is not meant.
        #expect(corrected(correction).stale.map(\.refusal) == [.noSuchPlace])
    }

    @Test(arguments: ["1e5", "--1", "1.2.3", "一", "1/2", "0x10", ".5", "999999999999999999999999999"])
    func whatIsNoAmountIsRefused(text: String) {
        #expect(
            corrected(set("amounts.total", "103", text, line: "t1.l1")).stale.map(\.refusal) == [.invalidValue(text)])
    }

    @Test func factsOfTableAndReleaseAreSet() throws {
        let release = corrected(
            set("unit", "万元", "元"), set("form", "expenditure_summary", "other"), set("heading.2", "合计", "总计/金额"),
            set("issuer", "青禾区教育局", "青禾区水务局", table: nil), set("fiscal_year", "2026", "2025", table: nil),
            set("phase", "budget", "决算", table: nil)
        ).release
        #expect(release.tables[0].yuanPerUnit == 1 && release.tables[0].form == "other")
        #expect(release.tables[0].columns[2].path == ["总计", "金额"])
        #expect(release.issuer == "青禾区水务局" && release.fiscalYear == 2025 && release.phase == .finalAccounts)
        #expect(corrected(set("fiscal_year", "2026", "二〇二五", table: nil)).stale.count == 1)
        #expect(corrected(set("unit", "万元", "两")).stale.map(\.refusal) == [.invalidValue("unit")])
    }

    @Test(arguments: ["", ".", "..", "amounts", "amounts.", "heading.-1", "heading.99", "heading.x", "nowhere.total"])
    func aFieldThatIsNoneIsRefused(field: String) {
        for line in ["t1.l1", nil] {
            #expect(corrected(set(field, nil, "5", line: line)).stale.map(\.refusal) == [.noSuchPlace])
        }
        #expect(corrected(set(field, nil, "5", table: nil)).stale.count == 1)
    }

    /// Who puts a name right has not looked at the sum.
    @Test func aNameSettlesNoSum() {
        var correction = set("name", "普通教育", "普通教育支出", line: "t1.l0")
        correction.finding = Correction.Doubt(Self.reading().findings[0])
        let release = corrected(correction).release
        #expect(release.findings.first { $0.code == .identityBroken }?.isSettled == false)
        #expect(corrected(set("name", "普通教育", "普通教育", line: "t1.l0")).release == Self.reading())
    }

    /// A sum of a single part prints one amount twice, and so does a mistake.
    @Test func whatTheReaderWouldNotProveIsNotProven() throws {
        var reading = Self.reading()
        reading.tables[0].lines.removeSubrange(2...)
        reading.checks = [
            Check(
                rule: .childrenSum,
                operands: [
                    Check.Operand(table: "t1", line: "t1.l0", column: "total"),
                    Check.Operand(table: "t1", line: "t1.l1", column: "total"),
                ], printed: 430, computed: 103, decimals: 2)
        ]
        for index in reading.tables[0].lines.indices { reading.tables[0].lines[index].proven = [] }
        let release = CorrectedRelease(reading, Corrections([set("amounts.total", "103", "430", line: "t1.l1")]))
            .release
        #expect(release.checks[0].outcome == .exact)
        #expect(release.tables[0].lines.allSatisfy { $0.proven == [] })
    }

    /// What nothing proved before is not proven by a change that breaks its sum.
    @Test func aBrokenSumProvesNoneOfItsParts() throws {
        var reading = Self.reading()
        reading.tables[0].lines[2].proven = []
        let release = CorrectedRelease(reading, Corrections([set("amounts.basic", "100", "101", line: "t1.l1")]))
            .release
        #expect(try line(2, of: release).proven == [])
    }

    /// Two tables print the same in different units: with another unit they do not.
    @Test func aUnitTakesAwayWhatStoodAgainElsewhere() throws {
        var reading = Self.reading()
        var twin = reading.tables[0]
        twin.id = "t2"
        twin.lines = [twin.lines[1]]
        twin.lines[0].id = "t2.l0"
        for index in reading.tables[0].lines.indices {
            reading.tables[0].lines[index].proven = index == 1 ? ["basic", "total"] : []
        }
        twin.lines[0].proven = ["basic", "total"]
        reading.tables.append(twin)
        reading.checks = []
        let release = CorrectedRelease(reading, Corrections([set("unit", "万元", "元")])).release
        #expect(release.tables.allSatisfy { $0.lines.allSatisfy { ($0.proven ?? []).isEmpty } })
    }

    @Test func linesThatAreOneAreOnePartOfASum() throws {
        let empty = set("amounts.total", "300", nil, line: "t1.l2", row: "小学教育")
        let release = corrected(
            empty,
            set("amounts.basic", "200", nil, line: "t1.l2", row: "小学教育"),
            Correction(
                id: "j", .join, by: "王", at: "", reading: "f", table: "t1", line: "t1.l1", row: "学前教育", target: "t1.l2")
        ).release
        let sum = try #require(release.checks.first { $0.operands.first?.column == "total" })
        #expect(sum.computed == 103 && sum.operands.map(\.line) == ["t1.l0", "t1.l2"])
        #expect(try line(2, of: release).amounts["total"] == 103)
        let upward = corrected(
            set("amounts.total", "430", nil, line: "t1.l0"), set("amounts.basic", "300", nil, line: "t1.l0"),
            Correction(id: "u", .join, by: "王", at: "", reading: "f", table: "t1", line: "t1.l0", target: "t1.l1")
        ).release
        #expect(try line(1, of: upward).parent == nil)
    }

    /// A doubt about a correction is a doubt like others.
    @Test func aStaleCorrectionIsSettledOnce() throws {
        let stale = set("amounts.total", "104", "130", line: "t1.l1")
        let finding = try #require(corrected(stale).release.findings.last)
        let accepted = Correction(id: "s", .accept, by: "李", at: "", reading: "f", finding: Correction.Doubt(finding))
        let release = corrected(stale, accepted, set("name", "普通教育", "x", line: "t1.l0")).release
        #expect(release.findings.filter { $0.code == .correctionStale }.map(\.isSettled) == [true])
    }

    @Test func anotherReadingsPlaceMustBeTheSame() throws {
        var correction = set("unit", "万元", "元")
        correction.context = CorrectedRelease(Self.reading(), Corrections()).context(of: correction)
        var newer = Self.reading()
        newer.parser.fingerprint = "g"
        #expect(CorrectedRelease(newer, Corrections([correction])).stale.isEmpty)
        newer.tables[0].title = "收入预算总表"
        #expect(CorrectedRelease(newer, Corrections([correction])).stale.map(\.refusal) == [.noSuchPlace])
    }

    @Test func whatIsTakenBackDoesNotHold() throws {
        let first = set("amounts.total", "103", "130", line: "t1.l1")
        let back = Correction(id: "w", .withdraw, by: "王", at: "", reading: "f", target: first.id)
        #expect(CorrectedRelease(Self.reading(), Corrections([first, back])).release == Self.reading())
    }

    @Test func correctionsAreReadAsTheyAreWritten() throws {
        let all = Corrections([
            set("amounts.total", nil, "1", line: "t1.l1", row: "学前教育"),
            Correction(
                id: "a", .accept, by: "李", at: "2026-01-01T00:00:00Z", reading: "f",
                finding: Correction.Doubt(Self.reading().findings[0]), note: "核对过"),
        ])
        #expect(try ContractDecoding.decode(Corrections.self, from: all.fileBytes) == all)
    }
}
