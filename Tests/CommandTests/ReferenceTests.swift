import Foundation
import Testing

/// Pages that say what the program has are what it has.
@Suite struct ReferenceTests {
    @Test(arguments: [("docs/reference.md", "C"), ("docs/reference.zh-CN.md", "zh_CN.UTF-8")])
    func theReferenceIsWhatTheProgramPrints(page: String, locale: String) async throws {
        let printed = try await Program.run(arguments: ["reference"], environment: ["LC_ALL": locale])
        let kept = try String(contentsOf: Files.package.appending(path: page), encoding: .utf8)
        #expect(printed.text == kept, "budgetd reference > \(page)")
    }

    /// Options and their defaults by the names of the commands.
    private static func declared() async throws -> [String: [String: String?]] {
        let dump = try await Program.run(arguments: ["--experimental-dump-help"])
        let json = try #require(try JSONSerialization.jsonObject(with: Data(dump.standardOutput)) as? [String: Any])
        var all: [String: [String: String?]] = [:]
        func visit(_ command: [String: Any]) {
            let name = command["commandName"] as? String ?? ""
            for argument in command["arguments"] as? [[String: Any]] ?? [] {
                for option in argument["names"] as? [[String: Any]] ?? [] {
                    guard let word = option["name"] as? String else { continue }
                    all[name, default: [:]][word] = .some(argument["defaultValue"] as? String)
                }
            }
            for sub in command["subcommands"] as? [[String: Any]] ?? [] { visit(sub) }
        }
        visit(try #require(json["command"] as? [String: Any]))
        return all
    }

    /// `#name = value` in the file of settings that the package brings.
    @Test func theFileOfSettingsNamesOptionsAndTheirDefaults() async throws {
        let watch = try #require(try await Self.declared()["watch"])
        let file = try String(contentsOf: Files.package.appending(path: "systemd/budgetd.conf"), encoding: .utf8)
        let lines = file.split(separator: "\n").filter { $0.contains(" = ") && !$0.hasPrefix("# ") }
        #expect(lines.count > 12)
        // What is a choice of this package, of each machine, or an example.
        let others = Set(["inbox", "archive", "jobs", "forms", "password-file", "metrics", "require-sandbox"])
        for line in lines {
            let parts = line.drop { $0 == "#" }.split(separator: "=").map { $0.trimmingCharacters(in: .whitespaces) }
            let known = try #require(watch[parts[0]], "\(line)")
            if !others.contains(parts[0]) { #expect(known == parts[1], "\(line)") }
        }
    }

    @Test(arguments: ["README.md", "README.zh-CN.md", "systemd/budgetd.service.8", "docs/architecture.md"])
    func pagesNameOptionsThatThereAre(page: String) async throws {
        let declared = try await Self.declared()
        let options = Set(declared.values.flatMap(\.keys))
        let text = try String(contentsOf: Files.package.appending(path: page), encoding: .utf8)
        // Options of other programs that the pages call.
        let foreign = Set(["get", "now"])
        for match in text.matches(of: /(?:[\s`(]|^)--([a-z][a-z-]+[a-z0-9])/) {
            let name = String(match.1)
            #expect(options.contains(name) || foreign.contains(name), "\(page): --\(name)")
        }
        for match in text.matches(of: /budgetd ([a-z]{3,})/) where declared[String(match.1)] == nil {
            #expect(
                ["parse", "watch"].contains(String(match.1)) || !Self.looksLikeCommand(match, in: text), "\(match.0)")
        }
    }

    /// Between marks of code it is meant as one.
    private static func looksLikeCommand(_ match: Regex<(Substring, Substring)>.Match, in text: String) -> Bool {
        match.range.lowerBound > text.startIndex && text[text.index(before: match.range.lowerBound)] == "`"
    }

    /// The table of limits in both READMEs: `| limit | option | standard |`.
    @Test(arguments: ["README.md", "README.zh-CN.md"])
    func theTableOfLimitsIsTrue(page: String) async throws {
        let watch = try #require(try await Self.declared()["watch"])
        let text = try String(contentsOf: Files.package.appending(path: page), encoding: .utf8)
        let rows = text.matches(of: /\| `[a-z_]+`[^|]*\| `--([a-z-]+)`[^|]*\| ([0-9,]+) \|/)
        #expect(rows.count == 9)
        for row in rows {
            let value = row.2.filter { $0 != "," }
            #expect(watch[String(row.1)] == value, "\(page): --\(row.1) \(row.2)")
        }
    }
}
