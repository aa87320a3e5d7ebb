import Foundation
import Subprocess
import SystemPackage
import Testing

@Suite struct ParseCommandTests {
    @Test(arguments: ["goals-open.pdf", "goals-closed.pdf"])
    func aRowCutByAPageBreakIsOneLine(name: String) async throws {
        let output = try await Program.run("parse", Files.fixture(name))
        #expect(output.exitCode == 0)
        let release = try output.json()
        #expect(release["status"] as? String == "clean")
        let tables = try #require(release["tables"] as? [[String: Any]])
        #expect(tables.count == 1)
        #expect(tables[0]["pages"] as? [Int] == [1, 2])
        #expect(tables[0]["yuan_per_unit"] as? Int == 10_000)
        let lines = try #require(tables[0]["lines"] as? [[String: Any]])
        #expect(
            lines.map { $0["kind"] as? String } == [
                "grand_total", "spending_unit", "project", "project", "spending_unit", "project",
            ])
        let cut = lines[2]
        #expect(cut["name"] as? String == "河道巡查管护及水环境整治专项工作经费（含委托第三方监测）")
        #expect((cut["at"] as? [[String: Any]])?.map { $0["page"] as? Int } == [1, 2])
        let indicators = try #require(cut["indicators"] as? [[String: Any]])
        #expect(indicators.map { $0["annual_target"] as? String } == ["120公里", "100%", "≥95%"])
        let repairs = try #require(cut["repairs"] as? [[String: Any]])
        #expect(repairs.contains { $0["kind"] as? String == "joined_rows" && $0["field"] as? String == "indicators" })
        let findings = try #require(release["findings"] as? [[String: Any]])
        #expect(findings.map { $0["code"] as? String } == ["indicator_misfiled"])
    }

    @Test func theTextDumpSaysTheSameAsThePDF() async throws {
        func lines(_ name: String) async throws -> [[String: Any]] {
            let release = try await Program.run("parse", Files.fixture(name)).json()
            let table = try #require((release["tables"] as? [[String: Any]])?.first)
            return try #require(table["lines"] as? [[String: Any]])
        }
        let pdf = try await lines("goals-open.pdf")
        let text = try await lines("goals.txt")
        #expect(pdf.count == text.count)
        for (a, b) in zip(pdf, text) {
            for key in ["name", "kind", "parent", "goal", "amounts", "indicators"] {
                let (a, b) = ([a[key] ?? 0] as NSArray, [b[key] ?? 0] as NSArray)
                #expect(a == b)
            }
        }
    }

    @Test func amountsArePrintedExactly() async throws {
        let output = try await Program.run("parse", Files.fixture("goals.txt"))
        #expect(output.text.contains(#""total":100.5}"#) || output.text.contains(#""total":100.5,"#))
        #expect(output.text.contains(#""other_funds":null"#))
    }

    @Test func theSameInputGivesTheSameBytes() async throws {
        let first = try await Program.run("parse", Files.fixture("goals-open.pdf"))
        let second = try await Program.run("parse", Files.fixture("goals-open.pdf"))
        #expect(first.standardOutput == second.standardOutput)
        let data = try Data(contentsOf: URL(filePath: Files.fixture("goals-open.pdf")))
        let piped = try await Program.run("parse", "--name", "goals-open.pdf", "-", input: Array(data))
        #expect(piped.standardOutput == first.standardOutput)
    }

    @Test func severalFilesGiveOneLineEach() async throws {
        let output = try await Program.run("parse", Files.fixture("goals.txt"), Files.fixture("goals-open.pdf"))
        #expect(output.text.split(separator: "\n").count == 2)
    }

    @Test func aTableIsAlignedForWideCharacters() async throws {
        let output = try await Program.run("parse", "--format", "table", Files.fixture("goals.txt"))
        #expect(output.text.contains("社区阅览室开放经费                        20.00     20.00"))
    }

    @Test func aScanIsNeverAnEmptySuccess() async throws {
        let release = try await Program.run("parse", Files.fixture("scan.pdf")).json()
        #expect(release["status"] as? String == "review")
        let findings = try #require(release["findings"] as? [[String: Any]])
        #expect(findings.first?["code"] as? String == "no_text_layer")
        #expect(findings.first?["severity"] as? String == "error")
    }

    @Test(arguments: [
        ("", "x.pdf", "empty"), ("PK\u{3}\u{4}  OFD.xml", "x.ofd", "OFD"), ("<html></html>", "x.pdf", "web page"),
        ("{\\rtf1}", "x.doc", "RTF"), ("no pdf", "x.pdf", "cannot be opened"),
    ])
    func whatIsNoReleaseIsNamed(content: String, name: String, word: String) async throws {
        let folder = try TemporaryFolder()
        let file = folder.url.appending(path: name)
        try Data(content.utf8).write(to: file)
        let output = try await Program.run("parse", file.path)
        #expect(output.exitCode == EX_DATAERR)
        #expect(output.standardOutput.isEmpty)
        #expect(output.standardError.contains(word))
        #expect(output.standardError.split(separator: "\n").count == 1)
    }

    @Test func missingFilesFoldersAndPipesAreNoInput() async throws {
        let folder = try TemporaryFolder()
        let pipe = folder.url.appending(path: "pipe.pdf")
        #expect(mkfifo(pipe.path, 0o644) == 0)
        for path in [folder.url.path, folder.url.appending(path: "none.pdf").path, pipe.path] {
            let output = try await Program.run("parse", path)
            #expect(output.exitCode == EX_NOINPUT)
            #expect(output.standardError.split(separator: "\n").count == 1)
        }
    }

    @Test func theWorstOutcomeWins() async throws {
        let output = try await Program.run("parse", Files.fixture("goals.txt"), "/nonexistent/x.pdf")
        #expect(output.exitCode == EX_NOINPUT)
        #expect(output.text.split(separator: "\n").count == 1)
    }
}

/// A validator that is not ours: python3-jsonschema.
@Suite struct SchemaValidationTests {
    private func validate(_ json: [UInt8], against schema: String) async throws -> String {
        let folder = try TemporaryFolder()
        let (schemaFile, jsonFile) = (folder.url.appending(path: "schema.json"), folder.url.appending(path: "x.json"))
        try Data(try await Program.run("schema", schema).standardOutput).write(to: schemaFile)
        try Data(json).write(to: jsonFile)
        let script = """
            import json, sys, jsonschema
            schema, value = (json.load(open(path, encoding="utf-8")) for path in sys.argv[1:])
            def close(part):
                # Consumers let additions pass; here a member that the schema does not know is a mistake.
                if isinstance(part, dict):
                    if "properties" in part: part.setdefault("additionalProperties", False)
                    for value in part.values(): close(value)
                if isinstance(part, list):
                    for value in part: close(value)
            close(schema)
            jsonschema.Draft202012Validator.check_schema(schema)
            jsonschema.Draft202012Validator(schema).validate(value)
            """
        let result = try await Subprocess.run(
            .path("/usr/bin/python3"), arguments: ["-c", script, schemaFile.path, jsonFile.path],
            output: .discarded, error: .string(limit: 1 << 20))
        return result.terminationStatus == .exited(0) ? "" : result.standardError
    }

    @Test(arguments: ["goals-open.pdf", "goals-closed.pdf", "goals.txt", "scan.pdf", "release.pdf"])
    func releasesAreValid(name: String) async throws {
        let output = try await Program.run("parse", Files.fixture(name))
        #expect(try await validate(output.standardOutput, against: "release") == "")
    }

    @Test(
        .enabled(if: Files.hasSamples),
        arguments: [
            "text/baihedong-2024.txt", "synthetic/seed-calc.pdf", "synthetic/seed-reportlab.pdf",
            "synthetic/seed-chrome.pdf", "releases/江苏省人民检察院2017年部门预算.pdf", "releases/万里街道办事处2023年部门预算.pdf",
        ])
    func samplesAreValid(name: String) async throws {
        let output = try await Program.run("parse", Files.sample(name))
        #expect(try await validate(output.standardOutput, against: "release") == "")
    }

    @Test func whatStandsInAnArchiveIsValid() async throws {
        let workshop = try Workshop()
        try workshop.drop(Data("<html>".utf8), as: "x.pdf")
        try workshop.drop(fixture: "release.pdf", as: "a.pdf")
        try workshop.drop(Data("{}".utf8), as: "a.pdf.meta.json")
        #expect(try await workshop.once().status == .exited(0))
        func expectValid(_ bytes: Data, _ schema: String) async throws {
            #expect(try await validate(Array(bytes), against: schema) == "")
        }
        func contents(_ name: String) throws -> Data { try Data(contentsOf: workshop.archive.appending(path: name)) }
        let records = workshop.archived.filter { $0.hasSuffix("/document.json") }
        #expect(records.count == 2)
        for record in records { try await expectValid(try contents(record), "document") }
        let problem = try #require(workshop.archived.first { $0.hasSuffix("/problem.json") })
        try await expectValid(try contents(problem), "problem")
        let events = try contents("feed.ndjson").split(separator: UInt8(ascii: "\n"))
        #expect(events.count == 2)
        for event in events { try await expectValid(Data(event), "event") }
        try await expectValid(try contents(".budgetd/status.json"), "status")
    }
}
