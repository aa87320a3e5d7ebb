import Foundation
import Glibc
import Subprocess
import Testing

/// Documents that try to hang, swell or crash their reader, or to be read wrongly without a word.
@Suite struct HostileTests {
    /// A folder of them, made by a script beside this target.
    private static func documents() async throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        let made = try await Program.execute("python3", Files.hostile("make_hostile.py"), folder.url.path)
        try #require(made.exitCode == 0, "\(made.standardError)")
        return folder
    }

    /// One daemon takes them all in; the time of each is short, for most of them take all they get.
    @Test(.disabled(if: isSanitized, "no limit on addresses"), .timeLimit(.minutes(10))) func aDaemonTakesThemAllIn()
        async throws
    {
        let folder = try await Self.documents()
        var names = files(below: folder.url).map { folder.url.appending(path: $0) }
        if Files.hasSamples {
            names += files(below: URL(filePath: Files.sample("hostile"))).map {
                URL(filePath: Files.sample("hostile/" + $0))
            }
        }
        let workshop = try Workshop()
        var documents: [Data] = []
        for file in names {
            let document = try Data(contentsOf: file)
            // A file without a byte is waited for.
            guard !document.isEmpty else { continue }
            documents.append(document)
            try workshop.drop(document, as: file.lastPathComponent)
        }
        let (status, log) = try await workshop.once(["--cpu-time", "4", "--timeout", "60"])
        #expect(status == .exited(0), "\(log)")
        try await workshop.expectInvariant(documents)

        for file in workshop.archived where file.hasSuffix("/release.json") {
            let release = try #require(
                try JSONSerialization.jsonObject(with: Data(contentsOf: workshop.archive.appending(path: file)))
                    as? [String: Any])
            guard let name = (release["source"] as? [String: Any])?["file"] as? String, name.hasPrefix("damaged-")
            else { continue }
            let findings = try #require(release["findings"] as? [[String: Any]])
            #expect(findings.contains { $0["code"] as? String == "damaged_document" }, "\(name)")
        }
        var problems: [String: String] = [:]
        for file in workshop.archived where file.hasSuffix("/problem.json") {
            let problem = try #require(
                try JSONSerialization.jsonObject(with: Data(contentsOf: workshop.archive.appending(path: file)))
                    as? [String: Any])
            #expect((problem["message"] as? String)?.hasSuffix(".") == true)
            problems[try #require(problem["file"] as? String)] = problem["code"] as? String
        }
        // What can be read is no release of a budget, and is told so.
        #expect(problems["ok-sound.pdf"] == "not_a_release")
        #expect(problems["ok-encrypted.pdf"] == "encrypted")
        // A picture that is none of print costs the pages beside it nothing.
        for name in names.map(\.lastPathComponent) where name.hasPrefix("picture-") {
            #expect([nil, "not_a_release"].contains(problems[name]), "\(name)")
        }
    }

    @Test(.disabled(if: isSanitized, "no limit on addresses")) func aPersonGetsASentence() async throws {
        let folder = try await Self.documents()
        for (name, word) in [
            ("graphics-states.pdf", "memory"), ("cmap-itself.pdf", "stopped"), ("pages-many.pdf", "5000 pages"),
            ("damaged-half.pdf", "cannot be opened"), ("not-a.pdf", "web page"),
        ] {
            let output = try await Program.run("parse", folder.url.appending(path: name).path)
            #expect(output.exitCode == EX_DATAERR, "\(name)")
            #expect(output.standardError.split(separator: "\n").count == 1, "\(output.standardError)")
            #expect(output.standardError.contains(word), "\(name): \(output.standardError)")
        }
    }

    @Test func aPasswordOpensADocument() async throws {
        let folder = try await Self.documents()
        let document = folder.url.appending(path: "ok-encrypted.pdf").path
        let passwords = folder.url.appending(path: "passwords.txt")
        #expect(try await Program.run("parse", document).standardError.contains("asks for a password"))

        try Data("wrong\n".utf8).write(to: passwords)
        let refused = try await Program.run("parse", "--password-file", passwords.path, document)
        #expect(refused.exitCode == EX_DATAERR)
        #expect(refused.standardError.contains("none of those given (1)"))

        try Data("wrong\nopen sesame\r\n".utf8).write(to: passwords)
        let opened = try await Program.run("parse", "--password-file", passwords.path, document)
        // It was opened, and is no release.
        #expect(opened.exitCode == EX_DATAERR)
        #expect(opened.standardError.contains("It begins: “Opened"))

        let missing = try await Program.run("parse", "--password-file", passwords.path + ".none", document)
        #expect(missing.exitCode == EX_NOINPUT)
    }
}
