import Foundation
import Glibc
import Subprocess
import SystemPackage
import Testing

/// `budgetd batch`: a request a line, a record a line, in the order of the requests.
@Suite struct BatchTests {
    private func records(_ output: Program.Output) throws -> [[String: Any]] {
        try output.standardOutput.split(separator: UInt8(ascii: "\n")).map { line in
            try #require(try JSONSerialization.jsonObject(with: Data(line)) as? [String: Any])
        }
    }

    private func request(_ path: String) -> String { #"{"path":"\#(path)"}"# }

    @Test func recordsComeInTheOrderOfTheRequests() async throws {
        let folder = try TemporaryFolder()
        let slow = folder.url.appending(path: "slow.txt")
        try Workshop.slowRelease().write(to: slow)
        let requests = [
            request(slow.path), request(Files.fixture("goals.txt")), "no request", request("/nowhere/x.pdf"), "",
            #"{"path":"\#(Files.fixture("goals-open.pdf"))","name":"另一个.pdf"}"#, request(folder.url.path),
        ]
        let output = try await Program.run(
            "batch", "--jobs", "4", "--timeout", "600", "--cpu-time", "600",
            input: Array(requests.joined(separator: "\n").utf8))
        // The worst of them, as for `parse`.
        #expect(output.exitCode == EX_NOINPUT)
        let found = try records(output).map { record in
            record["code"] as? String ?? (record["source"] as? [String: Any])?["file"] as? String ?? ""
        }
        #expect(found == ["slow.txt", "goals.txt", "request_invalid", "missing", "另一个.pdf", "not_a_file"])
    }

    @Test func aRequestsIdComesBackWithItsRecord() async throws {
        let goals = Files.fixture("goals.txt")
        let requests = [#"{"path":"\#(goals)","id":"a-1"}"#, #"{"path":"/nowhere/x.pdf","id":"b-2"}"#]
        let output = try await Program.run("batch", input: Array(requests.joined(separator: "\n").utf8))
        let asked = try records(output).map { $0["request"] as? [String: String] }
        #expect(asked == [["id": "a-1", "path": goals], ["id": "b-2", "path": "/nowhere/x.pdf"]])
        #expect(try records(output).map { $0["schema"] as? String } == ["budget-release/1", "budget-problem/1"])
    }

    @Test func aReleaseIsThatOfParse() async throws {
        let files = ["goals-open.pdf", "release.pdf", "scan.pdf"].map { Files.fixture($0) }
        let list = files.reduce(into: [UInt8]()) { $0 += Array($1.utf8) + [0] }
        let batch = try await Program.run("batch", "--files0", input: list)
        let parsed = try await Program.run("parse", arguments: files)
        let said = try records(batch).map { ($0["request"] as? [String: Any])?["path"] as? String }
        #expect(said == files)
        let lines = batch.text.split(separator: "\n").map { line in
            "{" + line.drop { $0 != "}" }.dropFirst(2)
        }
        #expect(lines.joined(separator: "\n") + "\n" == parsed.text)
    }

    /// Who feeds it line by line gets each answer without having to close the input.
    @Test func aRecordIsThereBeforeTheNextRequest() async throws {
        let folder = try TemporaryFolder()
        let script = #"""
            mkfifo in out; "$0" batch < in > out & exec 3> in 4< out
            for i in 1 2 3; do echo "{\"path\":\"$1\"}" >&3; read -r line <&4; echo "${#line}"; done
            exec 3>&-; wait
            """#
        let result = try await Subprocess.run(
            .name("bash"), arguments: ["-euc", script, Program.budgetd.string, Files.fixture("goals.txt")],
            workingDirectory: .init(folder.url.path), output: .string(limit: 1 << 16), error: .string(limit: 1 << 16))
        #expect(result.terminationStatus == .exited(0), "\(result.standardError)")
        #expect(result.standardOutput.split(separator: "\n").count == 3)
    }

    @Test func aHostileDocumentIsARecord() async throws {
        let folder = try TemporaryFolder()
        let page = folder.url.appending(path: "page.pdf")
        try Data("<html></html>".utf8).write(to: page)
        let input = (0..<40).map { request($0 % 4 == 0 ? page.path : Files.fixture("goals.txt")) }
        let output = try await Program.run("batch", "--jobs", "3", input: Array(input.joined(separator: "\n").utf8))
        let codes = try records(output).map { $0["code"] as? String }
        #expect(codes == (0..<40).map { $0 % 4 == 0 ? "foreign" : nil })
    }
}
