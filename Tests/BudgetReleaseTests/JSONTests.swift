import Foundation
import Testing

@testable import BudgetRelease

@Suite struct JSONTests {
    @Test func keysAreSortedAndNothingIsEscapedThatNeedNotBe() {
        let json: JSON = ["b": .array([.int(1), .null, .bool(true)]), "a": "单位/“万元”\n\u{1}"]
        #expect(String(decoding: json.utf8(), as: UTF8.self) == #"{"a":"单位/“万元”\n\u0001","b":[1,null,true]}"#)
    }

    @Test(arguments: [
        ("5.28", "5.28"), ("1000.00", "1000"), ("0.10", "0.1"), ("-3257.870", "-3257.87"), ("0.00", "0"),
        ("123456789012345678.12", "123456789012345678.12"), ("0.0000001", "0.0000001"),
        ("100000000000", "100000000000"),
    ])
    func decimalsPrintPlainAndExact(text: String, printed: String) throws {
        let value = try #require(Decimal(string: text))
        #expect(String(decoding: JSON.decimal(value).utf8(), as: UTF8.self) == printed)
    }

    @Test(arguments: [
        (56.1, "56.1"), (352.0, "352"), (0.123456, "0.12"), (Double.nan, "0"), (-1.005, "-1"), (1e300, "1000000000"),
    ])
    func pointsAreRoundedToHundredths(points: Double, printed: String) {
        #expect(String(decoding: JSON(points: points).utf8(), as: UTF8.self) == printed)
    }

    @Test func prettyOutputIsTheSameValue() throws {
        let json: JSON = ["a": .array([]), "b": ["c": .array([.int(1)])]]
        let plain = try JSONSerialization.jsonObject(with: Data(json.utf8())) as? NSDictionary
        let pretty = try JSONSerialization.jsonObject(with: Data(json.utf8(pretty: true))) as? NSDictionary
        #expect(plain == pretty)
    }
}

@Suite struct JSONObjectTests {
    @Test func membersAreKeptInOrder() {
        var object: JSONObject = ["b": 2, "名": 3, "a": 1]
        object["c"] = 4
        object["a"] = .null
        object["名"] = nil
        object["none"] = nil
        #expect(object.members.map(\.name) == ["a", "b", "c"])
        #expect(object["a"] == .null)
        #expect(object["名"] == nil)
        #expect(String(decoding: JSON.object(object).utf8(), as: UTF8.self) == #"{"a":null,"b":2,"c":4}"#)
    }
}

@Suite struct JSONReadingTests {
    private func read(_ text: String) throws -> JSON { try JSON(reading: Array(text.utf8)) }

    @Test func everyKindOfValueIsRead() throws {
        let text =
            #" {"a": [1, -2.50, 1e2, true, false, null, [], {}], "b\u0041": "\"\\\/\b\f\n\r\t\u4e07\ud83d\ude00元" } "#
        let half = try #require(Decimal(string: "-2.5"))
        #expect(
            try read(text) == [
                "a": .array([
                    1, .decimal(half), .decimal(100), .bool(true), .bool(false), .null, .array([]), .object([:]),
                ]),
                "bA": "\"\\/\u{8}\u{C}\n\r\t万😀元",
            ])
    }

    @Test func whatIsPrintedIsReadAgain() throws {
        let json: JSON = ["a": .array([.int(.min), .null, "\u{1}“\"\\"]), "b": ["c": .decimal(123_456_789_012)]]
        for isPretty in [false, true] {
            #expect(try JSON(reading: json.utf8(pretty: isPretty)).utf8() == json.utf8())
        }
    }

    @Test(arguments: [
        ("", 1), ("{", 1), ("[1\n2]", 2), ("{\"a\":\n\n01}", 3), ("[1,]", 1), ("{\"a\":1,}", 1), ("{a:1}", 1),
        ("[]\n[]", 2),
        (#"["\ud83d"]"#, 1), (#"["\x"]"#, 1), ("[\"a\nb\"]", 1), ("nul", 1),
    ])
    func theLineThatIsNoJSONIsNamed(text: String, line: Int) {
        #expect(throws: JSONSyntaxError.line(line)) { try read(text) }
    }

    @Test func depthIsLimited() throws {
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        _ = try read(nested(64))
        #expect(throws: JSONSyntaxError.line(1)) { try read(nested(65)) }
        #expect(throws: JSONSyntaxError.line(1)) { try read(nested(100_000)) }
    }

    @Test func aNameThatStandsTwiceIsRefused() {
        #expect(throws: JSONSyntaxError.repeated("a")) { try read(#"[{"a":1,"b":{"a":2},"\u0061":3}]"#) }
    }

    @Test func otherEncodingsAreRefused() {
        #expect(throws: JSONSyntaxError.encoding) { try JSON(reading: [0x22, 0xFF, 0x22]) }
    }
}

@Suite struct CheckTests {
    @Test(arguments: [
        ("10.00", "10.00", Check.Outcome.exact), ("10.00", "10.02", .rounding), ("10.00", "10.03", .broken),
    ])
    func toleranceIsHalfAUnitInTheLastPlaceForEachOperand(printed: String, computed: String, outcome: Check.Outcome)
        throws
    {
        let operand = Check.Operand(table: "t1", line: "t1.l0", column: "total")
        let check = Check(
            rule: .rowSum, operands: [operand, operand, operand], printed: try #require(Decimal(string: printed)),
            computed: try #require(Decimal(string: computed)), decimals: 2)
        #expect(check.tolerance == Decimal(string: "0.02"))
        #expect(check.outcome == outcome)
    }
}

/// The schemas are written by hand: their closed lists must be those of the program.
@Suite struct SchemaTests {
    private func schema(_ name: SchemaName) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(name.bytes)) as? [String: Any])
    }

    private func list(_ path: String..., in schema: [String: Any]) throws -> Set<String> {
        var value: Any = schema
        for key in path { value = try #require((value as? [String: Any])?[key]) }
        return Set(try #require(value as? [Any]).compactMap { $0 as? String })
    }

    @Test func closedListsAgree() throws {
        let release = try schema(.release)
        #expect(
            try list("$defs", "finding", "properties", "code", "enum", in: release)
                == Set(FindingCode.allCases.map(\.rawValue)))
        #expect(
            try list("$defs", "line", "properties", "kind", "enum", in: release)
                == Set(Line.Kind.allCases.map(\.rawValue)))
        #expect(
            try list("$defs", "check", "properties", "rule", "enum", in: release)
                == Set(Check.Rule.allCases.map(\.rawValue)))
        #expect(
            try list("$defs", "line", "properties", "repairs", "items", "properties", "kind", "enum", in: release)
                == Set(Repair.Kind.allCases.map(\.rawValue)))
        #expect(
            try list("properties", "code", "enum", in: schema(.problem)) == Set(ProblemCode.allCases.map(\.rawValue)))
    }
}

/// Version 1 of each schema as it was first given out: what came later may only add to it.
@Suite struct SchemaCompatibilityTests {
    private static let first = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Fixtures/schemas-1")

    /// What a consumer of the first version relies on and the other does not keep.
    private func broken(_ old: Any, _ new: Any?, at path: String) -> [String] {
        guard let new else { return [path] }
        switch (old, new) {
        case (let old as [String: Any], let new as [String: Any]):
            let constraints: Set<String> = [
                "additionalProperties", "pattern", "const", "enum", "minimum", "maximum", "minLength", "maxLength",
                "minItems", "maxItems", "not", "type",
            ]
            let added = path.hasSuffix("/properties") ? [] : constraints.filter { old[$0] == nil && new[$0] != nil }
            return added.sorted().map { "\(path)/\($0)" }
                + old.keys.sorted().filter { !["description", "title"].contains($0) || old[$0] is [String: Any] }
                .flatMap { broken(old[$0] ?? "", new[$0], at: "\(path)/\($0)") }
        case (let old as [Any], let new as [Any]):
            // Lists of names: further values, and further members that are always there, are additions.
            if path.hasSuffix("/enum") || path.hasSuffix("/required") {
                let names = Set(new.map { "\($0)" })
                return old.map { "\($0)" }.filter { !names.contains($0) }.map { "\(path)/\($0)" }
            }
            guard old.count == new.count else { return [path] }
            return zip(old, new).enumerated().flatMap { broken($1.0, $1.1, at: "\(path)/\($0)") }
        default:
            return "\(old)" == "\(new)" ? [] : [path]
        }
    }

    private func first(_ name: SchemaName) throws -> Any {
        try JSONSerialization.jsonObject(
            with: Data(contentsOf: Self.first.appending(path: "\(name.rawValue).schema.json")))
    }

    @Test(arguments: SchemaName.allCases)
    func aSchemaOnlyEverGetsAdditions(name: SchemaName) throws {
        let current = try JSONSerialization.jsonObject(with: Data(name.bytes))
        #expect(broken(try first(name), current, at: "") == [])
    }

    @Test func whatIsTakenAwayOrChangedIsNoticed() throws {
        var changed = try #require(try first(.problem) as? [String: Any])
        var properties = try #require(changed["properties"] as? [String: Any])
        properties["message"] = nil
        properties["file"] = ["type": "integer"]
        properties["code"] = ["enum": ["empty"]]
        changed["properties"] = properties
        changed["required"] = ["schema"]
        changed["additionalProperties"] = false
        let found = broken(try first(.problem), changed, at: "")
        for path in [
            "/properties/message", "/properties/file/type", "/properties/code/enum/foreign", "/required/bytes",
            "/additionalProperties",
        ] {
            #expect(found.contains(path))
        }
    }
}

@Suite struct ReleaseCodingTests {
    @Test func aReleaseReadsItsOwnJSON() throws {
        let line = Line(
            id: "t1.l0", rows: 0...1, kind: .project, name: "甲", code: "30101",
            amounts: ["total": Decimal(string: "5.28"), "other_funds": nil as Decimal?], goal: "好",
            indicators: [
                Indicator(
                    number: 1, level1: .init(code: "1", label: "产出指标"), level2: .init(code: nil, label: "数量指标"),
                    level3: "次数", cycleTarget: nil, annualTarget: "≥2")
            ],
            fields: ["nature": "经常性项目", "total_goal": "长期"],
            places: [.box(page: 1, x0: 1, y0: 2, x1: 3, y1: 4.25), .line(7, page: nil)],
            repairs: [Repair(field: "name", kind: .joinedLines, from: ["甲", ""])])
        let table = Table(
            id: "t1", form: "other", title: "表", unit: "万元", yuanPerUnit: 10_000, pages: [1],
            columns: [Column(path: ["支出", "合计"], key: "total", type: .amount, side: .expenditure, unit: "元")],
            grid: [["1"]], lines: [line], notes: ["注：无"])
        let release = Release(
            source: .init(
                file: "a.pdf", sha256: String(repeating: "0", count: 64), bytes: 1, mediaType: "application/pdf",
                encoding: nil, pages: 1),
            parser: .init(version: "0", poppler: "0", fingerprint: "0"), issuer: nil, level: .unit,
            phase: .finalAccounts, fiscalYear: 2024, tables: [table],
            findings: [Finding(.nameMissing, .warning, table: "t1", line: "t1.l0", rows: [0], page: 1)])
        #expect(release.status == .review)
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        #expect(try decoder.decode(Release.self, from: Data(release.json.utf8())) == release)
    }
}
