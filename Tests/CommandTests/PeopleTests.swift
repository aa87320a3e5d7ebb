import Foundation
import Glibc
import Subprocess
import Testing

/// What people type, and what they are told.
@Suite struct PeopleTests {
    private func filled() async throws -> Workshop {
        let workshop = try Workshop()
        for fixture in ["goals-open.pdf", "release.pdf"] { try workshop.drop(fixture: fixture, as: fixture) }
        #expect(try await workshop.once().status == .exited(0))
        return workshop
    }

    @Test(arguments: [("shwo", "show"), ("lst", "list"), ("exprot", "export"), ("stat", "status")])
    func aMistypedCommandIsGuessed(typed: String, meant: String) async throws {
        let output = try await Program.run(arguments: [typed])
        #expect(output.exitCode == EX_USAGE && output.standardError.contains("“\(meant)”"), "\(output.standardError)")
    }

    @Test func aWordThatIsNearNothingIsSaid() async throws {
        let output = try await Program.run(arguments: ["frobnicate"])
        #expect(output.exitCode == EX_USAGE && output.standardError.contains("budgetd --help"))
    }

    @Test(arguments: [["parse", "--help"], ["forms", "explain", "--help"], ["help", "parse"]])
    func helpIsAboutTheWholeProgram(arguments: [String]) async throws {
        let output = try await Program.run(arguments: arguments)
        let command = arguments.filter { !["--help", "help"].contains($0) }.joined(separator: " ")
        #expect(output.exitCode == 0 && output.text.contains("USAGE: budgetd \(command)"), "\(output.text)")
        #expect(output.text.contains("--version"))
    }

    @Test func anArchiveIsListed() async throws {
        let workshop = try await filled()
        let text = try await workshop.run("list").text
        #expect(text.split(separator: "\n").count == 2)
        #expect(text.contains("云岭市青禾区河畔街道办事处") && text.contains("amounts proven"), "\(text)")
        let lines = try await workshop.run("list", "--json").text.split(separator: "\n").map {
            try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
        }
        #expect(lines.allSatisfy { ($0["tables"] as? Int ?? 0) > 0 && $0["path"] is String })
        let one = try await workshop.run("list", "--json", "--issuer", "河畔街道")
        #expect(one.text.split(separator: "\n").count == 1)
    }

    @Test func aReleaseIsShownByItsOffice() async throws {
        let workshop = try await filled()
        let shown = try await workshop.run("show", "河畔街道")
        #expect(shown.exitCode == 0 && shown.text.hasPrefix("goals-open.pdf"), "\(shown.standardError)")
        // Pages of the table, and the number of each line.
        #expect(shown.text.contains("p. 1–2") && shown.text.contains("\nl2 "), "\(shown.text)")
        #expect(shown.text.contains("p. 1 · t1 · l2 "))
    }

    @Test func namesThatFitSeveralAreListedWithWhatTellsThem() async throws {
        let workshop = try Workshop()
        try workshop.drop(Workshop.release(1), as: "a.txt")
        try workshop.drop(Workshop.release(2), as: "b.txt")
        #expect(try await workshop.once().status == .exited(0))
        let output = try await workshop.run("show", "办事处")
        #expect(output.exitCode == EX_USAGE)
        #expect(
            output.standardError.contains("云岭市第1办事处 · ") && output.standardError.contains("releases/b."),
            "\(output.standardError)")
    }

    @Test func anExportGoesOnFromAPlaceOfTheFeed() async throws {
        let workshop = try Workshop()
        try workshop.drop(Workshop.release(1), as: "a.txt")
        #expect(try await workshop.once().status == .exited(0))
        let first = try await workshop.run("export", "--after", "0", "--format", "ndjson", workshop.outside("1").path)
        #expect(first.exitCode == 0 && first.text == "1\n")
        try workshop.drop(Workshop.release(2), as: "b.txt")
        #expect(try await workshop.once().status == .exited(0))
        let next = try await workshop.run("export", "--after", "1", "--format", "ndjson", workshop.outside("2").path)
        #expect(next.text == "2\n")
        let releases = try String(contentsOf: workshop.outside("2").appending(path: "releases.ndjson"), encoding: .utf8)
        #expect(releases.split(separator: "\n").count == 1 && releases.contains("第2办事处"))
        let none = try await workshop.run("export", "--after", "2", "--format", "ndjson", workshop.outside("3").path)
        #expect(none.text == "2\n")
        #expect(try Data(contentsOf: workshop.outside("3").appending(path: "releases.ndjson")).isEmpty)
    }
}
