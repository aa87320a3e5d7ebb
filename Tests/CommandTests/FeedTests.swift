import Foundation
import Glibc
import Subprocess
import Testing

@Suite(.serialized, .timeLimit(.minutes(5)))
struct FeedTests {
    private func lines(_ output: Program.Output) throws -> [[String: Any]] {
        try output.standardOutput.split(separator: UInt8(ascii: "\n")).map { line in
            try #require(try JSONSerialization.jsonObject(with: Data(line)) as? [String: Any])
        }
    }

    private func filled(_ count: Int) async throws -> (Workshop, [Data]) {
        let workshop = try Workshop()
        let documents = (0..<count).map { Workshop.release($0) }
        for (number, document) in documents.enumerated() { try workshop.drop(document, as: "\(number).txt") }
        #expect(try await workshop.once("--jobs", "1").status == .exited(0))
        return (workshop, documents)
    }

    @Test func publicationsAndRejectionsAreEvents() async throws {
        let (workshop, documents) = try await filled(1)
        let page = Data("<html></html>".utf8)
        try workshop.drop(page, as: "sub/page.pdf")
        #expect(try await workshop.once().status == .exited(0))
        try await workshop.expectInvariant(documents + [page])
        let events = try lines(try await workshop.run("feed"))
        try #require(events.count == 2)
        #expect(events[0]["specversion"] as? String == "1.0")
        #expect(events[0]["type"] as? String == "budgetd.release.published")
        #expect(events[1]["type"] as? String == "budgetd.document.rejected")
        let data = try #require(events[1]["data"] as? [String: Any])
        #expect(data["name"] as? String == "sub/page.pdf")
        #expect((data["problem"] as? [String: Any])?["code"] as? String == "foreign")
        let path = try #require(data["path"] as? String)
        #expect(FileManager.default.fileExists(atPath: workshop.archive.appending(path: path + "/problem.json").path))
        #expect(try lines(try await workshop.run("feed", "--after", "1")).count == 1)
        #expect(try await workshop.run("feed", "--after", "2").standardOutput.isEmpty)
    }

    @Test func everyPlaceInALongFeedIsFound() async throws {
        let (workshop, _) = try await filled(12)
        let all = try lines(try await workshop.run("feed")).compactMap { $0["id"] as? String }
        #expect(all.count == 12)
        for after in 0...12 {
            let rest = try lines(try await workshop.run("feed", "--after", "\(after)"))
            #expect(rest.compactMap { $0["id"] as? String } == Array(all.dropFirst(after)))
        }
    }

    @Test func aTornLineIsCutAndWhatIsMissingIsAppended() async throws {
        let (workshop, documents) = try await filled(3)
        let feed = workshop.archive.appending(path: "feed.ndjson")
        let whole = try Data(contentsOf: feed)
        // The last event torn, as a power cut leaves it: the ledger is not known to be whole either.
        try whole.dropLast(40).write(to: feed)
        try FileManager.default.removeItem(at: workshop.archive.appending(path: ".budgetd/ledger.sqlite"))
        #expect(try lines(try await workshop.run("feed")).count == 2, "a torn line is not there yet")
        #expect(try await workshop.once().status == .exited(0))
        try await workshop.expectInvariant(documents)
        #expect(try Data(contentsOf: feed) == whole)
    }

    @Test func newBytesUnderAKnownKeySupersede() async throws {
        let workshop = try Workshop()
        func edition(_ text: String) throws -> Data {
            let release = try Data(contentsOf: URL(filePath: Files.fixture("release.pdf")))
            return release + Data("\n%\(text)\n%%EOF\n".utf8)
        }
        let documents = [try edition("one"), try edition("two")]
        for (number, document) in documents.enumerated() {
            try workshop.drop(document, as: "\(number).pdf")
            #expect(try await workshop.once("--second-look", "0").status == .exited(0))
        }
        try await workshop.expectInvariant(documents)
        let data = try workshop.feed().compactMap { $0["data"] as? [String: Any] }
        let digests = data.compactMap { $0["sha256"] as? String }
        #expect(data.map { $0["supersedes"] as? [String] } == [[], [digests[0]]])
        #expect((data[1]["release"] as? [String: Any])?["issuer"] is String)
    }

    @Test func aFollowerHearsOfEachEventAtOnce() async throws {
        let workshop = try Workshop()
        try await workshop.daemon { _ in
            let heard = workshop.outside("heard")
            let script = "exec \(Program.budgetd) feed --archive '\(workshop.archive.path)' --follow > '\(heard.path)'"
            _ = try await Subprocess.run(
                .name("sh"), arguments: ["-c", script], input: .none, output: .discarded, error: .discarded
            ) { follower in
                for number in 0..<3 {
                    try workshop.drop(Workshop.release(number), as: "\(number).txt")
                    let isHeard = try await eventually {
                        let text = (try? String(contentsOf: heard, encoding: .utf8)) ?? ""
                        return text.split(separator: "\n").count == number + 1
                    }
                    #expect(isHeard)
                }
                try follower.send(signal: .terminate)
            }
        }
    }

    // MARK: Hook

    private struct Hook: Sendable {
        let archive: String
        let cursor: URL
        /// Where scripts put what they take: their first argument.
        let taken: URL

        init(_ workshop: Workshop) {
            archive = workshop.archive.path
            cursor = workshop.outside("cursor")
            taken = workshop.outside("taken")
        }

        func arguments(_ script: String, _ options: [String]) -> [String] {
            ["hook", "--archive", archive, "--cursor", cursor.path] + options + [
                "sh", "-c", script, "hook", taken.path,
            ]
        }

        func run(_ script: String, _ options: [String] = ["--drain"]) async throws -> Program.Output {
            try await Program.run(arguments: arguments(script, options))
        }

        /// Runs a hook that does not end by itself, until the body has.
        func whileRunning(_ script: String, _ body: @Sendable () async throws -> Void) async throws {
            let result = try await Subprocess.run(
                .path(Program.budgetd), arguments: Arguments(arguments(script, [])), input: .none, output: .discarded,
                error: .discarded
            ) { hook in
                try await body()
                try hook.send(signal: .terminate)
            }
            #expect(result.terminationStatus == .exited(0))
        }

        var events: [String] {
            let text = (try? String(contentsOf: taken, encoding: .utf8)) ?? ""
            return text.split(separator: "\n").map(String.init)
        }
    }

    @Test func aHookGetsEachEventOnceAndGoesOnWhereItWas() async throws {
        let (workshop, _) = try await filled(2)
        let hook = Hook(workshop)
        #expect(try await hook.run(#"cat >> "$1""#).exitCode == 0)
        #expect(hook.events.count == 2)
        try workshop.drop(Workshop.release(9), as: "9.txt")
        #expect(try await workshop.once().status == .exited(0))
        #expect(try await hook.run(#"cat >> "$1""#).exitCode == 0)
        let sequences = try hook.events.map { line in
            (try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])?["sequence"] as? String
        }
        #expect(sequences.map { $0.flatMap { Int($0) } } == [1, 2, 3])
    }

    @Test func aProgramThatIsNotThereIsSaidAtOnce() async throws {
        let (workshop, _) = try await filled(1)
        let cursor = workshop.outside("cursor").path
        for program in ["/nowhere/hook", "no-such-hook-anywhere", workshop.archive.path] {
            let output = try await Program.run(
                arguments: ["hook", "--archive", workshop.archive.path, "--cursor", cursor, "--drain", program])
            #expect(output.exitCode == EX_NOINPUT)
            #expect(output.standardError.contains("cannot be run"), "\(output.standardError)")
        }
    }

    @Test func drainingEndsWhenAProgramKeepsFailing() async throws {
        let (workshop, _) = try await filled(1)
        let output = try await Hook(workshop).run("exit 3")
        #expect(output.exitCode == EX_TEMPFAIL)
        #expect(output.standardError.contains("was not taken in 4 tries"), "\(output.standardError)")
    }

    @Test func aHookTriesAgainAndKeepsTheOrder() async throws {
        let (workshop, _) = try await filled(2)
        let hook = Hook(workshop)
        // Fails at the first event the first time, and takes too long the second time.
        let script = #"""
            n=$(cat "$1.count" 2>/dev/null || echo 0); echo $((n + 1)) > "$1.count"
            [ "$n" = 0 ] && exit 3
            [ "$n" = 1 ] && exec sleep 60
            [ -d "$BUDGETD_ARCHIVE/releases" ] && cat >> "$1"
            """#
        let output = try await hook.run(script, ["--drain", "--wait", "2"])
        #expect(output.exitCode == 0)
        #expect(output.standardError.contains("was not taken (exited(3)); again in 2 s"), "\(output.standardError)")
        #expect(output.standardError.contains("was not taken (longer than 2 s); again in 4 s"))
        #expect(hook.events.count == 2)
    }

    /// Whatever it has started is gone before it is tried again.
    @Test func aProgramNeedNotReadAndLeavesNothingBehind() async throws {
        let (workshop, _) = try await filled(3)
        let hook = Hook(workshop)
        #expect(try await hook.run("true").exitCode == 0)
        try FileManager.default.removeItem(at: hook.cursor)
        // A child that outlives its program unless it is ended too.
        let script = #"[ -e "$1.tried" ] && exit 0; : > "$1.tried"; sleep 7777 & echo $! > "$1"; wait"#
        #expect(try await hook.run(script, ["--drain", "--wait", "1"]).exitCode == 0)
        let child = try #require(hook.events.first.flatMap { pid_t($0) })
        let isGone = try await eventually { kill(child, 0) != 0 }
        #expect(isGone)
    }

    @Test func anotherFeedIsNotReadFromAPlaceOfTheFirst() async throws {
        let (workshop, _) = try await filled(2)
        let beyond = try await workshop.run("feed", "--after", "3")
        #expect(beyond.exitCode == EX_DATAERR)
        #expect(beyond.standardError.contains("ends before event 3"))
    }

    /// Neither a line that somebody has damaged nor a feed that could not be opened for a while loses an event.
    @Test func whatTheFeedMissedIsAppended() async throws {
        let workshop = try Workshop()
        let faults = try await Faults(in: workshop.outside("faults"))
        let pages = (0..<2).map { Data("<html>\($0)</html>".utf8) }
        try await workshop.daemon(environment: faults.environment) { _ in
            try faults.begin(Faults.Rule("open", EIO, "/feed.ndjson"))
            try workshop.drop(pages[0], as: "x.pdf")
            #expect(try await eventually { workshop.log.contains("nothing can be taken") })
            try faults.end()
            try workshop.drop(pages[0], as: "y.pdf")
            try workshop.drop(pages[1], as: "z.pdf")
            #expect(try await eventually { workshop.inboxFiles.isEmpty })
        }
        try await workshop.expectInvariant(pages)
        let feed = workshop.archive.appending(path: "feed.ndjson")
        try (Data(contentsOf: feed) + Data("no event\n".utf8)).write(to: feed)
        try workshop.drop(Workshop.release(0), as: "a.txt")
        #expect(try await workshop.once().status == .exited(0))
        let events = try lines(try await Program.execute("grep", "-v", "no event", feed.path))
        #expect(events.count == 3)
        #expect((events.last?["sequence"] as? String).flatMap { Int($0) } == 3)
    }

    @Test func editionsThatComeTogetherSupersedeEachOtherInTurn() async throws {
        let workshop = try Workshop()
        let release = try Data(contentsOf: URL(filePath: Files.fixture("release.pdf")))
        for number in 0..<6 { try workshop.drop(release + Data("\n%\(number)\n%%EOF\n".utf8), as: "\(number).pdf") }
        #expect(try await workshop.once("--jobs", "4", "--second-look", "0").status == .exited(0))
        let data = try workshop.feed().compactMap { $0["data"] as? [String: Any] }
        let counts = data.compactMap { ($0["supersedes"] as? [String])?.count }
        #expect(counts.sorted() == Array(0..<6))
        let latest = try #require(data.first { ($0["supersedes"] as? [String])?.count == 5 }?["sha256"] as? String)
        let shown = try await workshop.run("search", "2070101", "--limit", "1", "--json")
        #expect(try shown.json()["release"] as? String == latest)
    }

    @Test func aHookThatIsStoppedGivesTheEventAgain() async throws {
        let (workshop, _) = try await filled(1)
        let hook = Hook(workshop)
        try await hook.whileRunning(#"cat >> "$1"; exec sleep 60"#) {
            let isTaken = try await eventually { hook.events.count == 1 }
            #expect(isTaken)
        }
        #expect(try await hook.run(#"cat >> "$1""#).exitCode == 0)
        #expect(hook.events.count == 2 && hook.events[0] == hook.events[1])
    }

    @Test func twoHooksDoNotShareACursor() async throws {
        let (workshop, _) = try await filled(1)
        let hook = Hook(workshop)
        try await hook.whileRunning("cat > /dev/null") {
            let isThere = try await eventually { FileManager.default.fileExists(atPath: hook.cursor.path) }
            #expect(isThere)
            let second = try await hook.run("true")
            #expect(second.exitCode == EX_IOERR)
            #expect(second.standardError.contains("Cannot lock"), "\(second.standardError)")
        }
    }
}
