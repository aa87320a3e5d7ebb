import Foundation
import Subprocess
import SystemPackage
import Testing

@Suite(.serialized) struct WatchCommandTests {
    private let folder: TemporaryFolder
    private let inbox: URL
    private let archive: URL

    init() throws {
        folder = try TemporaryFolder()
        inbox = try folder.folder("in")
        archive = folder.url.appending(path: "out")
    }

    private func copy(_ fixture: String, to name: String) throws {
        let target = inbox.appending(path: name)
        try FileManager.default.createDirectory(
            at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: Files.fixture(fixture), toPath: target.path)
    }

    private var archived: [String] { files(below: archive).filter { !$0.hasPrefix(".budgetd") && $0 != "feed.ndjson" } }

    private func once() async throws -> Program.Output {
        try await Program.run("watch", "--once", "--inbox", inbox.path, "--archive", archive.path)
    }

    @Test func onceEmptiesTheInbox() async throws {
        try copy("goals-open.pdf", to: "云岭市 2024.pdf")
        try copy("goals.txt", to: "2024/b.txt")
        try copy("goals-open.pdf", to: "again.pdf")
        try Data("<html>".utf8).write(to: inbox.appending(path: "page.pdf"))
        let output = try await once()
        #expect(output.exitCode == 0)
        #expect(files(below: inbox).isEmpty)
        let names = archived.map { $0.replacing(/\.[0-9a-f]{12}\//, with: ".#/") }
        #expect(
            names.sorted() == [
                "rejected/page.#/document.json", "rejected/page.#/page.pdf", "rejected/page.#/problem.json",
                "releases/2024/b.#/b.txt", "releases/2024/b.#/document.json", "releases/2024/b.#/release.json",
            ]
                + (names.contains("releases/again.#/again.pdf")
                    ? ["releases/again.#/again.pdf", "releases/again.#/document.json", "releases/again.#/release.json"]
                    : [
                        "releases/云岭市 2024.#/document.json", "releases/云岭市 2024.#/release.json",
                        "releases/云岭市 2024.#/云岭市 2024.pdf",
                    ]))
        let record = try #require(
            archived.first { $0.hasSuffix("document.json") && ($0.contains("again") || $0.contains("云岭市")) })
        let document = try JSONSerialization.jsonObject(with: Data(contentsOf: archive.appending(path: record)))
        let arrivals = try #require((document as? [String: Any])?["arrivals"] as? [[String: Any]])
        #expect(Set(arrivals.compactMap { $0["name"] as? String }) == ["again.pdf", "云岭市 2024.pdf"])
        #expect(files(below: archive.appending(path: ".budgetd/work")).isEmpty)
    }

    @Test func theArchivedReleaseIsTheParsedOne() async throws {
        try copy("goals-open.pdf", to: "goals-open.pdf")
        _ = try await once()
        let file = try #require(archived.first { $0.hasSuffix("release.json") })
        let parsed = try await Program.run("parse", Files.fixture("goals-open.pdf"))
        #expect(try Array(Data(contentsOf: archive.appending(path: file))) == parsed.standardOutput)
    }

    @Test func aRejectedDocumentMayComeAgain() async throws {
        for name in ["x.pdf", "x.pdf"] {
            try Data("<html>".utf8).write(to: inbox.appending(path: name))
            #expect(try await once().exitCode == 0)
        }
        #expect(archived.count == 3)
    }

    @Test func theDaemonTakesWhatIsMovedInAndStopsOnSIGTERM() async throws {
        let result = try await Subprocess.run(
            .path(Program.budgetd),
            arguments: ["watch", "--inbox", inbox.path, "--archive", archive.path], input: .none, output: .discarded,
            error: .string(limit: 1 << 20)
        ) { [folder, inbox, archive] daemon in
            #expect(try await eventually { FileManager.default.fileExists(atPath: archive.path + "/.budgetd/lock") })
            let staged = folder.url.appending(path: "staged.pdf")
            try FileManager.default.copyItem(atPath: Files.fixture("goals-open.pdf"), toPath: staged.path)
            try FileManager.default.moveItem(at: staged, to: inbox.appending(path: "a.pdf"))
            #expect(try await eventually { files(below: archive).contains { $0.hasSuffix("release.json") } })
            #expect(try await eventually { files(below: inbox).isEmpty })
            let sub = try folder.folder("in/later")
            try FileManager.default.copyItem(atPath: Files.fixture("goals.txt"), toPath: sub.path + "/b.txt")
            #expect(try await eventually { files(below: archive).contains { $0.hasPrefix("releases/later/b.") } })
            let second = try await Program.run("watch", "--inbox", inbox.path, "--archive", archive.path)
            #expect(second.exitCode == EX_TEMPFAIL)
            try daemon.send(signal: .terminate)
        }
        #expect(result.terminationStatus == .exited(0))
    }

    @Test func aFileNamedLikeTheArchivesOwnIsKeptUnderAnotherName() async throws {
        try copy("goals.txt", to: "document.json")
        #expect(try await once().exitCode == 0)
        #expect(files(below: inbox).isEmpty)
        #expect(archived.contains { $0.hasSuffix("/source-document.json") })
    }

    @Test func theSameBadBytesAreRejectedOnce() async throws {
        for name in ["x.pdf", "y.pdf"] { try Data("<html>".utf8).write(to: inbox.appending(path: name)) }
        #expect(try await once().exitCode == 0)
        #expect(archived.count == 3)
        let record = try #require(archived.first { $0.hasSuffix("document.json") })
        let text = try String(contentsOf: archive.appending(path: record), encoding: .utf8)
        #expect(text.contains("x.pdf") && text.contains("y.pdf"))
    }

    @Test func aFolderThatOnlySharesADigestPrefixIsAnotherDocument() async throws {
        try copy("goals.txt", to: "a.txt")
        _ = try await once()
        let home = try #require(archived.first { $0.hasSuffix("document.json") }).dropLast("/document.json".count)
        let record = archive.appending(path: home + "/document.json")
        let text = try String(contentsOf: record, encoding: .utf8)
        let sha256 = try #require(text.firstMatch(of: /"sha256": "([0-9a-f]{64})"/)?.1)
        try Data(text.replacing(sha256, with: String(repeating: "0", count: 64)).utf8).write(to: record)
        try copy("goals.txt", to: "a.txt")
        #expect(try await once().exitCode == 0)
        #expect(archived.filter { $0.hasSuffix("release.json") }.count == 2)
    }

    @Test func stoppingWhileADocumentIsReadLeavesItInTheInbox() async throws {
        // Enough text to keep the reader busy while the signal arrives.
        let body = String(repeating: "库房维护经费 1.00 1.00\n完成维护。\n", count: 200_000)
        try Data(("项目支出绩效目标表\n项目名称 总计 财政拨款 绩效目标 绩效指标\n" + body).utf8)
            .write(to: inbox.appending(path: "large.txt"))
        let work = archive.appending(path: ".budgetd/work")
        let result = try await Subprocess.run(
            .path(Program.budgetd),
            arguments: ["watch", "--inbox", inbox.path, "--archive", archive.path], input: .none, output: .discarded,
            error: .string(limit: 1 << 20)
        ) { daemon in
            #expect(try await eventually { files(below: work).contains { $0.hasSuffix("large.txt") } })
            try daemon.send(signal: .terminate)
        }
        #expect(result.terminationStatus == .exited(0))
        #expect(files(below: inbox) == ["large.txt"] || archived.contains { $0.hasSuffix("release.json") })
        #expect(!archived.contains { $0.hasPrefix("rejected/large") })
    }

    @Test func anArchiveInsideTheInboxIsRefused() async throws {
        let output = try await Program.run(
            "watch", "--once", "--inbox", inbox.path, "--archive", inbox.appending(path: "out").path)
        #expect(output.exitCode == EX_USAGE)
        #expect(output.standardError.contains("inside the inbox"))
    }

    @Test func aMissingInboxIsRefused() async throws {
        let output = try await Program.run(
            "watch", "--once", "--inbox", inbox.path + "-none", "--archive", archive.path)
        #expect(output.exitCode == EX_NOINPUT)
    }
}
