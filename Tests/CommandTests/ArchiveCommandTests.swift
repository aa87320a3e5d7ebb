import Foundation
import Glibc
import Subprocess
import SystemPackage
import Testing

/// What people do with an archive: look, put back, read again, check.
@Suite(.serialized, .timeLimit(.minutes(10))) struct ArchiveCommandTests {
    private static let form = """
        { "key": "purchased_services", "layout": "rows", "titles": ["政府购买服务支出表"],
          "columns": [ { "key": "name", "type": "name", "headers": ["服务名称"] },
                       { "key": "contractor", "type": "text", "headers": ["承接主体*"] } ] }
        """

    /// An archive with a release that reads otherwise with a form, and one that reads alike.
    private func prepared() async throws -> (workshop: Workshop, documents: [Data], forms: String) {
        let workshop = try Workshop()
        let documents = [
            try Data(contentsOf: URL(filePath: Files.fixture("release.pdf"))), Workshop.release(24),
        ]
        try workshop.drop(documents[0], as: "release.pdf")
        try workshop.drop(documents[1], as: "b.txt")
        #expect(try await workshop.once().status == .exited(0))
        let forms = workshop.outside("forms")
        try FileManager.default.createDirectory(at: forms, withIntermediateDirectories: true)
        try Data(Self.form.utf8).write(to: forms.appending(path: "services.json"))
        return (workshop, documents, forms.path)
    }

    private func revisions(_ workshop: Workshop) throws -> [Int] {
        try workshop.records("releases").map { ($0["revisions"] as? [Any])?.count ?? 0 }.sorted()
    }

    @Test func scenario24NewerFingerprintPublishesARevisionWhereTheReleaseDiffers() async throws {
        let (workshop, documents, forms) = try await prepared()
        let before = try workshop.records("releases")
        let first = try await workshop.run("reparse", "--forms", forms)
        #expect(first.exitCode == 0)
        #expect(first.standardError.contains("1 revised, 1 unchanged"), "\(first.standardError)")
        #expect(try revisions(workshop) == [0, 1])
        let after = try workshop.records("releases")
        let checks = [before, after].map {
            $0.compactMap { ($0["last_check"] as? [String: Any])?["fingerprint"] as? String }
        }
        #expect(Set(checks[0]).isDisjoint(with: checks[1]))
        try await workshop.expectInvariant(documents)
        let again = try await workshop.run("reparse", "--forms", forms)
        #expect(again.standardError.contains("0 revised, 0 unchanged, 2 up to date"), "\(again.standardError)")
        // The same bytes again, under the older reader: back to the first release, the second is kept too.
        try workshop.drop(documents[0], as: "again.pdf")
        let (status, log) = try await workshop.once()
        #expect(status == .exited(0))
        #expect(log.contains("revised again.pdf"))
        #expect(try revisions(workshop) == [0, 2])
        try await workshop.expectInvariant(documents)
    }

    @Test(arguments: ["revision_kept", "release_replaced", "revision_recorded", "arrival_recorded"])
    func scenario8CrashAfterEveryStepOfARevision(step: String) async throws {
        let (workshop, documents, forms) = try await prepared()
        try workshop.drop(documents[0], as: "again.pdf")
        let crashed = try await workshop.once("--forms", forms, environment: ["BUDGETD_CRASH_AFTER": step])
        #expect(crashed.status == .signaled(SIGKILL))
        let verified = try await workshop.run("verify")
        #expect(verified.exitCode == (step == "release_replaced" ? EX_DATAERR : 0))
        if verified.exitCode != 0 { #expect(verified.text.hasPrefix("revision_unfinished\t")) }
        #expect(try await workshop.once("--forms", forms).status == .exited(0))
        try await workshop.expectInvariant(documents)
        #expect(try revisions(workshop) == [0, 1])
    }

    @Test func verifyFindsWhatIsWrong() async throws {
        let (workshop, _, _) = try await prepared()
        #expect(try await workshop.run("verify").exitCode == 0)
        let source = try #require(workshop.archived.first { $0.hasSuffix("/b.txt") })
        let result = try #require(workshop.archived.first { $0.contains("/release.") && $0.hasSuffix("/release.json") })
        let file = try FileHandle(forWritingTo: workshop.archive.appending(path: source))
        try file.write(contentsOf: Data("X".utf8))
        try file.close()
        let json = workshop.archive.appending(path: result)
        try Data(contentsOf: json).dropLast(5).write(to: json)
        try Data().write(to: workshop.archive.appending(path: "releases/stray.txt"))
        let verified = try await workshop.run("verify")
        #expect(verified.exitCode == EX_DATAERR)
        let kinds = verified.text.split(separator: "\n").compactMap { $0.split(separator: "\t").first }
        #expect(Set(kinds) == ["source_changed", "result_invalid", "stray"], "\(verified.text)")
    }

    @Test func statusSaysWhatIsGoingOn() async throws {
        let workshop = try Workshop()
        try workshop.drop(Data("<html></html>".utf8), as: "page\n.pdf")
        try workshop.drop(try Data(contentsOf: URL(filePath: Files.fixture("goals.txt"))), as: "goals.txt")
        try await workshop.daemon { daemon in
            let isDone = try await eventually { try workshop.rejectedCount() == 1 && workshop.inboxFiles.isEmpty }
            #expect(isDone)
            let settled = try await eventually {
                try workshop.statusNumber("rejected") == 1 && workshop.statusNumber("archived") == 1
            }
            #expect(settled)
            let report = try await workshop.run("status")
            #expect(report.exitCode == 0)
            #expect(report.text.contains("idle") && report.text.contains("watch     events"), "\(report.text)")
            #expect(report.text.contains(#"foreign        page\u{a}.pdf: This is a web page"#), "\(report.text)")
            #expect(report.text.contains(/goals\.txt  [0-9]+ of [0-9]+ amounts proven/), "\(report.text)")
            let json = try await workshop.run("status", "--json").json()
            #expect(json["running"] as? Bool == true)
            #expect((json["rejected"] as? [[String: Any]])?.first?["code"] as? String == "foreign")
        }
        let ended = try await workshop.run("status")
        #expect(ended.exitCode == EX_UNAVAILABLE)
        #expect(ended.text.contains("not running"))
    }

    @Test func retryPutsBackWhatIsMeant() async throws {
        let workshop = try Workshop()
        let pages = ["a", "b"].map { Data("<html>\($0)</html>".utf8) }
        try workshop.drop(pages[0], as: "sub/a.pdf")
        try workshop.drop(pages[1], as: "b.pdf")
        #expect(try await workshop.once().status == .exited(0))
        #expect(try await workshop.run("retry", "--inbox", workshop.inbox.path, "sub/a.pdf").exitCode == 0)
        #expect(workshop.inboxFiles == ["sub/a.pdf"])
        #expect(try await workshop.once().status == .exited(0))
        let unknown = try await workshop.run("retry", "--inbox", workshop.inbox.path, "c.pdf")
        #expect(unknown.exitCode == EX_NOINPUT)
        #expect(unknown.standardError.contains("no rejected document is called c.pdf"))
        try await workshop.expectInvariant(pages)
    }

    @Test func metricsAreInPrometheusFormat() async throws {
        let workshop = try Workshop()
        let metrics = workshop.outside("budgetd.prom")
        try workshop.drop(Workshop.release(0), as: "a.txt")
        try workshop.drop(Data("<html></html>".utf8), as: "b.pdf")
        #expect(try await workshop.once("--metrics", metrics.path).status == .exited(0))
        let text = try String(contentsOf: metrics, encoding: .utf8)
        for line in [
            #"budgetd_documents_total{outcome="archived"} 1"#, #"budgetd_documents_total{outcome="rejected"} 1"#,
            #"budgetd_document_duration_seconds_count 2"#, "budgetd_inbox_waiting_documents 0",
            #"budgetd_worker_kills_total{reason="wall_clock"} 0"#, "budgetd_broken_checks_total 0",
        ] {
            #expect(text.split(separator: "\n").contains { $0 == line }, "\(line)")
        }
    }

    @Test(.enabled(if: Files.promtool != nil, "scripts/setup.sh --for-tests takes promtool out of its package"))
    func promtoolFindsNothingWrongWithTheMetrics() async throws {
        let workshop = try Workshop()
        let metrics = workshop.outside("budgetd.prom")
        try workshop.drop(Workshop.release(0), as: "a.txt")
        #expect(try await workshop.once("--metrics", metrics.path).status == .exited(0))
        let promtool = try #require(Files.promtool)
        let result = try await Subprocess.run(
            .path(FilePath(promtool)), arguments: ["check", "metrics"], input: .array(Array(Data(contentsOf: metrics))),
            output: .string(limit: 1 << 16), error: .string(limit: 1 << 16))
        #expect(result.terminationStatus == .exited(0), "\(result.standardOutput)\(result.standardError)")
    }

    @Test func underSystemdLogLinesCarryPriorities() async throws {
        let workshop = try Workshop()
        try workshop.drop(Data("<html></html>".utf8), as: "b.pdf")
        let script = """
            exec 2>"$0"; JOURNAL_STREAM=$(stat -c %d:%i "$0") exec "$@"
            """
        let journal = workshop.outside("journal")
        try Data().write(to: journal)
        let status = try await workshop.once(through: ["sh", "-c", script, journal.path]).status
        #expect(status == .exited(0))
        #expect(try String(contentsOf: journal, encoding: .utf8).contains("\n<4>rejected b.pdf: This is a web page"))
    }
}
