import Foundation
import Glibc
import Subprocess
import Testing

/// Under a Chinese locale everything for people is Chinese, and what programs read stays as it is.
@Suite struct LanguageTests {
    private static let chinese = ["LC_ALL": "zh_CN.UTF-8"]

    private func run(_ arguments: String...) async throws -> Program.Output {
        try await Program.run(arguments: arguments, environment: Self.chinese)
    }

    @Test func helpAndErrorsAreChinese() async throws {
        let help = try await run("help", "watch")
        #expect(help.exitCode == 0)
        #expect(help.text.hasPrefix("概述：收取放入文件夹的文件"))
        #expect(help.text.contains("（默认：15）") && help.text.contains("显示帮助。"), "\(help.text)")
        let wrong = try await run("watch", "--poll", "0")
        #expect(wrong.exitCode == EX_USAGE)
        #expect(wrong.standardError.hasPrefix("错误：--poll 是 0，必须在 1 到 86400 秒之间。"), "\(wrong.standardError)")
        let unknown = try await run("watch", "--pol")
        #expect(unknown.standardError.contains("没有选项“--pol”。"), "\(unknown.standardError)")
    }

    @Test func findingsAndProblemsAreChineseForPeopleAndTheSameForPrograms() async throws {
        let file = Files.fixture("goals-open.pdf")
        let table = try await run("parse", "--format", "table", file)
        #expect(
            table.text.contains("提示: 第 1 页 · t1 · l2 河道巡查管护及水环境整治专项工作经费（…: 指标 3 列在2-效益指标之下而类别为12-质量指标，按原文保留。"),
            "\(table.text)")
        #expect(try await run("parse", file).standardOutput == Program.run("parse", file).standardOutput)
        let folder = try TemporaryFolder()
        let page = folder.url.appending(path: "page.pdf")
        try Data("<html></html>".utf8).write(to: page)
        let problem = try await run("parse", page.path)
        #expect(problem.standardError.hasSuffix("这是网页（HTML），不是 PDF 或文本文件。请下载其中链接的文件，或把它打印成 PDF。\n"))
    }

    @Test func statusAndLogAreChinese() async throws {
        let workshop = try Workshop()
        try workshop.drop(Data("<html></html>".utf8), as: "page.pdf")
        let (status, log) = try await workshop.once(environment: Self.chinese)
        #expect(status == .exited(0))
        #expect(log.contains("已退回 page.pdf：这是网页（HTML）"), "\(log)")
        let report = try await run("status", "--archive", workshop.archive.path)
        #expect(report.text.contains("守护进程  未运行；"), "\(report.text)")
        #expect(report.text.contains("foreign        page.pdf: 这是网页（HTML）"), "\(report.text)")
        let problem = try #require(workshop.archived.first { $0.hasSuffix("problem.json") })
        let json = try String(contentsOf: workshop.archive.appending(path: problem), encoding: .utf8)
        #expect(json.contains("This is a web page (HTML)"))
    }
}
