import Foundation
import Glibc
import Subprocess
import SystemPackage
import Testing

/// Corrections of a real archive: kept, published, applied again, also where the archive is another's or a crash comes between.
@Suite(.serialized, .timeLimit(.minutes(10))) struct CorrectionTests {
    private func filled() async throws -> Workshop {
        let workshop = try Workshop()
        try workshop.drop(fixture: "goals-open.pdf", as: "goals-open.pdf")
        #expect(try await workshop.once().status == .exited(0))
        return workshop
    }

    private func folder(_ workshop: Workshop) throws -> URL {
        let record = try #require(
            workshop.archived.first { $0.contains("goals-open.") && $0.hasSuffix("/document.json") })
        return workshop.archive.appending(path: record).deletingLastPathComponent()
    }

    private func release(_ workshop: Workshop) throws -> String {
        try String(contentsOf: try folder(workshop).appending(path: "release.json"), encoding: .utf8)
    }

    private func rename(_ workshop: Workshop, _ name: String, _ more: String...) async throws -> Program.Output {
        try await Program.run(
            arguments: [
                "correct", "--archive", workshop.archive.path, "goals-open.pdf", "--line", "t1.l5", "--set",
                "name=\(name)", "--by",
                "王审计",
            ] + more)
    }

    @Test func aCorrectionIsKeptPublishedAndAppliedAgain() async throws {
        let workshop = try await filled()
        let before = try release(workshop)
        #expect(try await rename(workshop, "志愿服务站经费").exitCode == 0)
        let after = try release(workshop)
        #expect(after.contains("志愿服务站经费") && after.contains(#""by":"王审计""#) && after.contains(#""kind":"corrected""#))
        let reading = try String(contentsOf: try folder(workshop).appending(path: "reading.json"), encoding: .utf8)
        #expect(reading == before)
        #expect(try workshop.records("releases").first?["revisions"] as? [Any] != nil)
        #expect(try await workshop.run("verify").exitCode == 0)
        let events = try await workshop.run("feed").text.split(separator: "\n")
        #expect(events.count == 2 && events[1].contains("budgetd.release.revised"))
        // Another reader that says the same changes nothing.
        let forms = workshop.outside("forms")
        try FileManager.default.createDirectory(at: forms, withIntermediateDirectories: true)
        try Data(
            #"{"key":"x","layout":"rows","titles":["从未见过的表"],"columns":[{"key":"name","type":"name","headers":["名"]}]}"#
                .utf8
        )
        .write(to: forms.appending(path: "x.json"))
        #expect(try await workshop.run("reparse", "--forms", forms.path).exitCode == 0)
        #expect(try await workshop.run("verify").exitCode == 0)
        // Reading again changes nothing; the same document dropped again neither.
        #expect(try await workshop.run("reparse", "--all").standardError.contains("0 revised, 1 unchanged"))
        try workshop.drop(fixture: "goals-open.pdf", as: "again.pdf")
        #expect(try await workshop.once().status == .exited(0))
        #expect(try release(workshop) == after)
        let corrections = try String(
            contentsOf: try folder(workshop).appending(path: "corrections.json"), encoding: .utf8)
        let id = try #require(corrections.firstMatch(of: /"id": "([0-9a-f]+)"/)).1
        #expect(try await workshop.run("correct", "goals-open.pdf", "--withdraw", String(id)).exitCode == 0)
        #expect(try release(workshop) == before)
    }

    @Test func theSameBytesUnderAnotherFormAreADoubt() async throws {
        let workshop = try await filled()
        #expect(try await rename(workshop, "志愿服务站经费").exitCode == 0)
        let corrections = try folder(workshop).appending(path: "corrections.json")
        let other = try String(contentsOf: corrections, encoding: .utf8).replacingOccurrences(
            of: "志愿服务站运行经费", with: "另一个项目")
        try Data(other.utf8).write(to: corrections)
        #expect(try await workshop.run("reparse", "--all").standardError.contains("1 revised"))
        #expect(try release(workshop).contains("correction_stale"))
    }

    @Test(arguments: ["correction_kept", "revision_kept", "release_replaced", "revision_recorded"])
    func aCrashLosesNoCorrection(step: String) async throws {
        let workshop = try await filled()
        let crashed = try? await Program.run(
            arguments: [
                "correct", "--archive", workshop.archive.path, "goals-open.pdf", "--line", "t1.l5", "--set", "name=新名",
                "--by", "王",
            ], environment: ["BUDGETD_CRASH_AFTER": step])
        #expect(crashed?.exitCode != 0)
        // Somebody corrects another document meanwhile.
        try workshop.drop(Workshop.release(3), as: "other.txt")
        #expect(try await workshop.once().status == .exited(0))
        #expect(try await workshop.run("correct", "other.txt", "--line", "t1.l0", "--set", "name=总计").exitCode == 0)
        #expect(try release(workshop).contains("新名"))
        #expect(try await workshop.run("reparse", "--all").exitCode == 0)
        #expect(try await workshop.once().status == .exited(0))
        #expect(try release(workshop).contains("新名"))
        #expect(try await workshop.run("verify").exitCode == 0)
        let events = try await workshop.run("feed").text.split(separator: "\n")
        #expect(events.count == 4, "\(events)")
    }

    @Test func whoComesSecondIsToldAndALineThatIsNotThereIsSaid() async throws {
        let workshop = try await filled()
        let nowhere = try await workshop.run("correct", "goals-open.pdf", "--line", "t9.l9", "--set", "name=x")
        #expect(nowhere.exitCode == EX_DATAERR)
        let nothing = try await workshop.run(
            "correct", "goals-open.pdf", "--line", "t1.l5", "--set", "amounts.total=abc")
        #expect(nothing.exitCode == EX_DATAERR && nothing.standardError.contains("abc"))
        let column = try await workshop.run(
            "correct", "goals-open.pdf", "--line", "t1.l5", "--set", "amounts.nowhere=1")
        #expect(column.exitCode == EX_DATAERR)
        #expect(try await workshop.run("correct", "goals-open.pdf").exitCode == EX_USAGE)
        let nameless = try await workshop.run("correct", "goals-open.pdf", "--line", "t1.l5", "--set", "=5")
        #expect(nameless.exitCode == EX_DATAERR, "\(nameless.standardError)")
    }

    /// What lies in the spool comes from anybody.
    @Test func theDaemonOutlivesWhateverLiesInItsSpool() async throws {
        let workshop = try await filled()
        let spool = workshop.archive.appending(path: ".budgetd/spool")
        let record = try #require(try workshop.records("releases").first?["sha256"] as? String)
        let hostile = [
            "a.json":
                #"{"document":"\#(record)","correction":{"id":"a","action":"set","by":"x","at":"","reading":"","table":"t1","field":"","from":null,"to":"5"}}"#,
            "b.json": "{", "c.json": String(repeating: "[", count: 70_000),
            "d.json": #"{"document":"../../x","correction":{"id":"d","action":"drop","by":"x","at":"","reading":""}}"#,
        ]
        try await workshop.daemon("--poll", "1") { _ in
            for (name, text) in hostile { try Data(text.utf8).write(to: spool.appending(path: name)) }
            try FileManager.default.createDirectory(
                at: spool.appending(path: "e.json"), withIntermediateDirectories: true)
            #expect(symlink("/etc/shadow", spool.appending(path: "f.json").path) == 0)
            #expect(mkfifo(spool.appending(path: "g.json").path, 0o644) == 0)
            #expect(
                try await eventually {
                    try FileManager.default.contentsOfDirectory(atPath: spool.path).allSatisfy {
                        $0.hasSuffix(".answer")
                    }
                })
            try workshop.drop(Workshop.release(7), as: "7.txt")
            #expect(try await eventually { try workshop.releaseCount() == 2 })
        }
        #expect(try await workshop.run("verify").exitCode == 0)
    }

    /// Who may read the archive and not write in it hands corrections to the daemon.
    @Test(.enabled(if: getuid() == 0, "only root can be another user"))
    func aReadersCorrectionIsAppliedByTheDaemon() async throws {
        let workshop = try await filled()
        let program = "/tmp/budgetd-\(UUID().uuidString)"
        try FileManager.default.copyItem(atPath: Program.budgetd.string, toPath: program)
        defer { try? FileManager.default.removeItem(atPath: program) }
        for path in [workshop.outside(".").path, program] { chmod(path, 0o755) }
        func asNobody(_ name: String) async throws -> (TerminationStatus, String) {
            let result = try await Subprocess.run(
                .name("setpriv"),
                arguments: [
                    "--reuid=65534", "--regid=65534", "--clear-groups", program, "correct", "--archive",
                    workshop.archive.path,
                    "goals-open.pdf", "--line", "t1.l5", "--set", "name=\(name)",
                ], environment: .inherit.updating(["LC_ALL": "C"]), output: .discarded, error: .string(limit: 1 << 16))
            return (result.terminationStatus, result.standardError)
        }
        let (alone, why) = try await asNobody("志愿服务站经费")
        #expect(alone == .exited(EX_DATAERR) && why.contains("no daemon"), "\(why)")
        try await workshop.daemon { _ in
            let (status, said) = try await asNobody("志愿服务站经费")
            #expect(status == .exited(0) && said.contains("published"), "\(said)")
            #expect(try self.release(workshop).contains("志愿服务站经费"))
            #expect(try self.release(workshop).contains(#""by":"nobody""#))
        }
    }
}
