import Testing

@testable import BudgetRelease

@Suite struct JSONOutlineTests {
    private func members(_ text: String) -> [String: String]? {
        let bytes = Array(text.utf8)
        return JSONOutline(bytes)?.members.mapValues { String(decoding: bytes[$0], as: UTF8.self) }
    }

    @Test func membersAreTheirText() {
        #expect(
            members(#" {"a": {"b": [1, -2.5e+3, "}]\""]}, "c":null , "d":"\u00e9","e":[],"f":{}} "#) == [
                "a": #"{"b": [1, -2.5e+3, "}]\""]}"#, "c": "null", "d": #""\u00e9""#, "e": "[]", "f": "{}",
            ])
        #expect(members("{}") == [:])
    }

    @Test(arguments: [
        "", "[]", "1", "{", #"{"a"}"#, #"{"a":}"#, #"{"a":1,}"#, #"{"a":1 "b":2}"#, #"{"a":[1,]}"#, #"{"a":[1}"#,
        #"{"a":1}}"#, #"{"a":01}"#, #"{"a":1.}"#, #"{"a":+1}"#, #"{"a":1e}"#, #"{"a":"\x"}"#, #"{"a":"\u12g4"}"#,
        "{\"a\":\"\n\"}", #"{"a":"b}"#, #"{"a":nul}"#, #"{a:1}"#, #"{"a":1} x"#, #"{,"a":1}"#, #"{"a":[,1]}"#,
    ])
    func whatIsNoObjectHasNone(text: String) {
        #expect(members(text) == nil)
    }

    @Test func invalidUTF8AndBottomlessNestingAreRefused() {
        #expect(JSONOutline(Array(#"{"a":""#.utf8) + [0xFF] + Array(#""}"#.utf8)) == nil)
        let deep = String(repeating: "[", count: 100_000)
        #expect(members("{\"a\":\(deep)") == nil)
    }
}

@Suite struct ReleaseSamenessTests {
    private func release(file: String, fingerprint: String, issuer: String) -> [UInt8] {
        Release(
            source: Release.Source(
                file: file, sha256: String(repeating: "0", count: 64), bytes: 1, mediaType: "text/plain",
                encoding: "UTF-8", pages: 1),
            parser: Release.Parser(version: "1", poppler: "2", fingerprint: fingerprint), issuer: issuer
        ).json.utf8()
    }

    @Test func parserAndDisplayNameDoNotMatter() {
        let one = release(file: "a.txt", fingerprint: "1", issuer: "云岭市财政局")
        #expect(!ReleaseSameness.differ(one, release(file: "乙.txt", fingerprint: "2", issuer: "云岭市财政局")))
        #expect(ReleaseSameness.differ(one, release(file: "a.txt", fingerprint: "1", issuer: "云岭市审计局")))
    }

    @Test func theSummarySaysWhatTheReleaseSays() throws {
        let json = release(file: "a.txt", fingerprint: "f", issuer: "云岭市财政局")
        let summary = try #require(ReleaseSummary(json: json))
        #expect(summary.parser.fingerprint == "f")
        #expect(summary.source.file == "a.txt")
        #expect(ReleaseSummary(json: Array(json.dropLast())) == nil)
    }

    @Test func factsOfAnotherKindAreNoRelease() throws {
        let json = release(file: "a.txt", fingerprint: "f", issuer: "云岭市财政局")
        let text = String(decoding: json, as: UTF8.self)
        for (fact, other) in [
            (#""encoding":"UTF-8""#, #""encoding":5"#), (#""file":"a.txt""#, #""file":["a.txt"]"#),
            (#""file":"a.txt""#, #""file":"\#(String(repeating: "a", count: 70_000))""#),
            (#""fingerprint":"f""#, #""fingerprint":null"#), (#""pages":1"#, #""pages":"1""#),
        ] {
            try #require(text.contains(fact))
            #expect(ReleaseSummary(json: Array(text.replacing(fact, with: other).utf8)) == nil)
        }
    }
}
