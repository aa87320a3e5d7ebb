import ArchiveReading
import BudgetRelease
import DocumentReading
import FileKeeping
import Foundation
import Glibc
import ReadingCell
import Sentences
import Testing

@testable import Intake

@Suite struct SentencesTests {
    @Test func everyFindingAndProblemHasASentence() {
        let codes = FindingCode.allCases.map(\.rawValue) + ProblemCode.allCases.map(\.rawValue)
        #expect(Set(codes).subtracting(Sentences.codes).isEmpty)
        #expect(Sentences.repeatedCodes.isEmpty)
    }

    /// A code that the sources name and the catalogue does not have would be shown as it is.
    @Test func everyCodeThatTheSourcesNameHasASentence() throws {
        let sources = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Sources")
        let files = try #require(FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil))
        let call = #/Sentences\.text\((?:for: )?\s*"([a-z_.A-Z]+)"/#
        let help = #/\.of\("([a-z_.]+)"/#
        var named: Set<String> = []
        for case let file as URL in files where file.pathExtension == "swift" {
            let text = try String(contentsOf: file, encoding: .utf8)
            named.formUnion(text.matches(of: call).map { String($0.1) })
            if file.path.contains("/budgetd/") { named.formUnion(text.matches(of: help).map { "help.\($0.1)" }) }
        }
        #expect(named.count > 100)
        // Names of commands whose help has another code.
        let others: Set<String> = ["help.list", "help.explain"]
        #expect(named.subtracting(Sentences.codes).subtracting(others).isEmpty)
    }

    /// Codes that are put together while the program runs.
    @Test func everyKindHasASentence() {
        var codes = FileError.Action.allCases.map { "file.\($0.rawValue)" }
        codes += Probe.allCases.map { "probe.\($0.rawValue)" }
        codes += DocumentReport.Outcome.allCases.flatMap { ["log.\($0.rawValue)", "outcome.\($0.rawValue)"] }
        codes += ServiceStatus.State.allCases.flatMap { ["state.\($0.rawValue)", "line.\($0.rawValue)"] }
        codes += ["events", "polling"].map { "watch.\($0)" }
        codes += ["info", "warning", "error"].map { "severity.\($0)" }
        codes += ForeignKind.allCases.map { "foreign.\($0.rawValue)" }
        codes += Limit.allCases.map { limit in
            limit == .seconds || limit == .cpuSeconds ? "timed_out.\(limit.rawValue)" : "over_limit.\(limit.rawValue)"
        }
        #expect(Set(codes).subtracting(Sentences.codes).isEmpty)
    }

    @Test func whatTheSystemSaysOfErrorsIsTranslated() {
        let message = Message("file.read", "/x", String(cString: strerror(ENOSPC)))
        #expect(message.text(in: .chinese) == "无法读取 /x：磁盘空间不足。")
        #expect(message.text(in: .english) == "Cannot read /x: No space left on device.")
    }

    @Test func everyLanguageNamesTheSameDetails() {
        let details = (0..<6).map { "<\($0)>" }
        func named(_ code: String, _ language: Language) -> Set<String> {
            let text = Sentences.text(for: code, details: details, in: language)
            return Set(details.filter { text.contains($0) })
        }
        for code in Sentences.codes { #expect(named(code, .english) == named(code, .chinese), "\(code)") }
    }

    @Test func aDetailIsNotSearchedForPlaces() {
        let text = Sentences.text(for: "identity_broken", details: ["{1}", "2"], in: .english)
        #expect(text == "{1} is printed where the parts add up to 2.")
        #expect(Sentences.text(for: "identity_broken", details: [], in: .chinese) == "印出的是 {0}，各分项之和为 {1}。")
    }

    @Test func theFirstDetailMaySayWhichKindIsMeant() {
        #expect(Sentences.text(for: "foreign", details: ["zip"], in: .chinese).hasPrefix("这是 ZIP 压缩包"))
        #expect(Sentences.text(for: "foreign", details: ["tape"], in: .chinese) == "这是 tape，不是 PDF 或文本文件。")
        #expect(Sentences.text(for: "no_such_code", details: [], in: .chinese) == "no_such_code")
    }

    private static let locales: [([String: String], Language)] = [
        ([:], .english), (["LANG": "zh_CN.UTF-8"], .chinese), (["LANG": "zh_CN.UTF-8", "LC_ALL": "C"], .english),
        (["LANG": "en_GB.UTF-8", "LC_MESSAGES": "zh_TW"], .chinese), (["LC_ALL": "", "LANG": "zh"], .chinese),
    ]

    @Test(arguments: locales)
    func theLocaleForMessagesDecides(variables: [String: String], language: Language) {
        #expect(Language { variables[$0] } == language)
    }

    @Test(arguments: [
        ("OVERVIEW: 说明", "概述：说明"), ("  --version               Show the version.", "  --version               显示版本。"),
        ("  --poll <seconds>        间隔。 (default: 15)", "  --poll <seconds>        间隔。 （默认：15）"),
        ("Error: Unknown option '--pol'. Did you mean '--poll'?", "错误：没有选项“--pol”。是否指“--poll”？"),
        ("Error: The value 'x' is invalid for '--poll <seconds>'", "错误：值“x”不能用于“--poll <seconds>”"),
        ("Error: Missing expected argument '<file> ...'", "错误：缺少参数“<file> ...”"),
        ("  See 'budgetd help <subcommand>' for detailed help.", "  详细帮助见“budgetd help <subcommand>”。"),
        ("what nobody knows", "what nobody knows"),
    ])
    func theParserSpeaksChineseToo(english: String, chinese: String) {
        #expect(Sentences.translated(parser: english, to: .chinese) == chinese)
        #expect(Sentences.translated(parser: english, to: .english) == english)
    }
}
