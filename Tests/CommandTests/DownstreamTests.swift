import Foundation
import Glibc
import Subprocess
import Testing

/// Export, search, show and diff, on an archive of real documents.
@Suite struct DownstreamTests {
    private let workshop: Workshop

    /// An archive with goals, a whole release, and a later edition of that with the same words.
    init() async throws {
        workshop = try Workshop()
        try workshop.drop(fixture: "goals-open.pdf", as: "goals.pdf")
        try workshop.drop(fixture: "release.pdf", as: "first.pdf")
        #expect(try await workshop.once().status == .exited(0))
        let release = try Data(contentsOf: URL(filePath: Files.fixture("release.pdf")))
        try workshop.drop(release + Data("\n%second\n%%EOF\n".utf8), as: "second.pdf")
        // To the second, so that the order of arrivals is told.
        let first = try #require(try workshop.records("releases").first?["arrivals"] as? [[String: Any]])
        let at = try #require(first.first?["at"] as? String)
        let isLater = try await eventually { Date.now.formatted(.iso8601) > at }
        #expect(isLater)
        #expect(try await workshop.once("--second-look", "0").status == .exited(0))
    }

    private func export(_ format: String, _ options: [String] = []) async throws -> URL {
        let folder = workshop.outside(format + options.joined())
        let output = try await Program.run(
            arguments: ["export", "--archive", workshop.archive.path, "--format", format, folder.path] + options)
        #expect(output.exitCode == 0, "\(output.standardError)")
        return folder
    }

    private func rows(_ file: String, in folder: URL) throws -> [[String: Any]] {
        try Data(contentsOf: folder.appending(path: "\(file).ndjson")).split(separator: UInt8(ascii: "\n")).map {
            line in
            try #require(try JSONSerialization.jsonObject(with: Data(line)) as? [String: Any])
        }
    }

    @Test func flatRowsSayWhatTheReleasesSay() async throws {
        let folder = try await export("ndjson")
        let projects = try rows("projects", in: folder)
        let project = try #require(projects.first { ($0["name"] as? String)?.hasPrefix("河道巡查") ?? false })
        #expect(project["amount"] as? Double == 100.5)
        #expect(project["amount_yuan"] as? Int == 1_005_000)
        #expect(project["spending_unit"] as? String == "云岭市青禾区河畔街道办事处")
        let indicators = try rows("indicators", in: folder).filter {
            $0["line_id"] as? String == project["line_id"] as? String
        }
        #expect(indicators.first?["level3"] as? String == "巡查河道里程")
        #expect(indicators.first?["level1_code"] as? String == "1")
        let lines = try rows("lines", in: folder)
        #expect(lines.contains { $0["functional_classification"] as? String == "2070101" })
        let amounts = try rows("amounts", in: folder)
        let keys = amounts.map {
            "\($0["release"] ?? "")\($0["table_id"] ?? "")\($0["line_id"] ?? "")\($0["column_key"] ?? "")"
        }
        #expect(Set(keys).count == keys.count)
        #expect(try rows("checks", in: folder).count > 10)
        #expect(amounts.contains { $0["proven"] as? Int == 1 && ($0["heading"] as? String)?.isEmpty == false })
        let releases = try rows("releases", in: folder)
        #expect(
            releases.contains {
                $0["issuer_key"] as? String == "云岭市青禾区河畔街道办事处" || $0["issuer_key"] as? String == "青禾区河畔街道办事处"
            })
        #expect(releases.allSatisfy { ($0["amounts"] as? Int ?? 0) >= ($0["proven"] as? Int ?? 1) })
    }

    @Test func theLaterEditionCounts() async throws {
        let alone = try rows("releases", in: try await export("ndjson"))
        #expect(alone.compactMap { $0["name"] as? String }.sorted() == ["goals.pdf", "second.pdf"])
        #expect(alone.allSatisfy { $0["superseded_by"] is NSNull })
        let all = try rows("releases", in: try await export("ndjson", ["--superseded"]))
        let second = try #require(all.first { $0["name"] as? String == "second.pdf" }?["release"] as? String)
        #expect(all.first { $0["name"] as? String == "first.pdf" }?["superseded_by"] as? String == second)
        let chosen = try rows("releases", in: try await export("ndjson", ["--year", "2025", "--phase", "budget"]))
        #expect(chosen.compactMap { $0["name"] as? String } == ["second.pdf"])
    }

    @Test func csvAndItsDescriptionAgree() async throws {
        let folder = try await export("csv")
        let package =
            try JSONSerialization.jsonObject(
                with: Data(contentsOf: folder.appending(path: "datapackage.json"))) as? [String: Any]
        for resource in try #require(package?["resources"] as? [[String: Any]]) {
            let path = try #require(resource["path"] as? String)
            let fields = try #require((resource["schema"] as? [String: Any])?["fields"] as? [[String: Any]])
            let text = try String(contentsOf: folder.appending(path: path), encoding: .utf8)
            let header = text.prefix { $0 != "\n" }
            #expect(header == fields.compactMap { $0["name"] as? String }.joined(separator: ","))
        }
    }

    @Test func csvForASpreadsheetBeginsWithItsMark() async throws {
        let folder = try await export("csv", ["--bom"])
        let bytes = try Data(contentsOf: folder.appending(path: "releases.csv"))
        #expect(bytes.starts(with: [0xEF, 0xBB, 0xBF]))
        let plain = try Data(contentsOf: try await export("csv", ["--plain"]).appending(path: "releases.csv"))
        #expect(!plain.starts(with: [0xEF]))
    }

    @Test func phasesMayBeNamedAsTheyArePrinted() async throws {
        let all = try rows("releases", in: try await export("ndjson", ["--phase", "预算", "--level", "部门"]))
        let same = try rows("releases", in: try await export("ndjson", ["--phase", "budget", "--level", "department"]))
        #expect(all.count == same.count)
        let wrong = try await Program.run(arguments: ["export", "--phase", "预计", workshop.outside("x").path])
        #expect(wrong.exitCode == EX_USAGE && wrong.standardError.contains("决算"), "\(wrong.standardError)")
    }

    /// What a cell of the workbook is: `inlineStr` for a text, `n` for a number.
    private static let readsWorkbook = """
        import re, sys, zipfile
        book = zipfile.ZipFile(sys.argv[1])
        names = re.findall(r'<sheet name="([^"]+)"', book.read('xl/workbook.xml').decode())
        sheet = book.read(f'xl/worksheets/sheet{names.index(sys.argv[2]) + 1}.xml').decode()
        for kind, text in re.findall(r'<c r="[A-Z]+[0-9]+"(?: s="[0-9]+")?(?: t="([a-zA-Z]+)")?><(?:is><t|v)>([^<]*)', sheet):
            print(kind or 'n', text)
        print('frozen' if 'state="frozen"' in sheet else '', 'filters' if '<autoFilter' in sheet else '')
        """

    @Test func aWorkbookHoldsCodesAsTextsAndAmountsAsNumbers() async throws {
        let folder = try await export("xlsx", ["--language", "zh"])
        let workbook = folder.appending(path: "budget.xlsx").path
        let read = try await Program.execute("python3", "-c", Self.readsWorkbook, workbook, "行")
        let cells = read.standardOutput.split(separator: UInt8(ascii: "\n")).map { String(decoding: $0, as: UTF8.self) }
        #expect(cells.contains("inlineStr 编码") && cells.contains("inlineStr 2070101"), "\(read.standardError)")
        #expect(cells.contains("n 100.5"))
        #expect(cells.last == "frozen filters")
    }

    @Test(.enabled(if: ["/usr/bin/soffice", "/usr/bin/libreoffice"].contains(where: FileManager.default.fileExists)))
    func libreOfficeReadsTheWorkbook() async throws {
        let folder = try await export("xlsx")
        let scratch = workshop.outside("office")
        let made = try await Program.execute(
            "soffice", "-env:UserInstallation=file://\(scratch.path)/profile", "--headless", "--convert-to",
            "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,3", "--outdir", scratch.path,
            folder.appending(path: "budget.xlsx").path)
        #expect(made.exitCode == 0, "\(made.standardError)")
        let texts = try files(below: scratch).filter { $0.hasSuffix(".csv") }.map {
            try String(contentsOf: scratch.appending(path: $0), encoding: .utf8)
        }
        #expect(texts.contains { $0.contains("2070101") })
    }

    @Test func columnsAreNamedInChineseInEveryFormat() async throws {
        let csv = try String(
            contentsOf: try await export("csv", ["--language", "zh"]).appending(path: "lines.csv"), encoding: .utf8)
        #expect(csv.hasPrefix("文件摘要,表编号,行编号"))
        let lines = try rows("lines", in: try await export("ndjson", ["--language", "zh"]))
        #expect(lines.contains { $0["编码"] as? String == "2070101" })
        let database = try await export("sqlite", ["--language", "zh"])
        let query =
            "import sqlite3, sys; print(sqlite3.connect(sys.argv[1]).execute('SELECT count(*) FROM lines_fts WHERE 名称 MATCH ?', ('河道巡查',)).fetchone()[0])"
        let counted = try await Program.execute("python3", "-c", query, database.appending(path: "budget.sqlite").path)
        #expect(String(decoding: counted.standardOutput, as: UTF8.self).hasPrefix("1"), "\(counted.standardError)")
    }

    @Test func aFolderThatIsThereIsLeftAlone() async throws {
        let folder = try await export("csv")
        let again = try await Program.run(arguments: ["export", "--archive", workshop.archive.path, folder.path])
        #expect(again.exitCode == EX_CANTCREAT)
        #expect(files(below: folder).count == 13)
    }

    @Test func searchFindsLinesWithAllWords() async throws {
        let hits = try await workshop.run("search", "巡查", "河道", "--json")
        let hit = try hits.json()
        #expect((hit["line"] as? [String: Any])?["kind"] as? String == "project")
        #expect(hit["issuer"] as? String == "云岭市青禾区河畔街道办事处")
        #expect(try await workshop.run("search", "巡查", "没有的词").text.isEmpty)
        let codes = try await workshop.run("search", "2070101")
        #expect(codes.text.contains("second.pdf") || codes.text.contains("releases/second."), "\(codes.text)")
        #expect(!codes.text.contains("releases/first."))
        #expect(try await workshop.run("search", "2070101", "--superseded").text.contains("releases/first."))
        #expect(try await workshop.run("search", "2070101", "--limit", "1").text.split(separator: "\n").count == 2)
    }

    @Test func showFindsAReleaseByItsNames() async throws {
        let digest = try #require(
            try workshop.records("releases").first { ($0["source"] as? String) == "goals.pdf" }?["sha256"] as? String)
        for name in ["goals.pdf", String(digest.prefix(8)), "releases/goals.\(digest.prefix(12))"] {
            #expect(try await workshop.run("show", name).text.contains("t1 project_performance_goals"), "\(name)")
        }
        let json = try await workshop.run("show", "goals.pdf", "--json")
        let file = workshop.archive.appending(path: "releases/goals.\(digest.prefix(12))/release.json")
        #expect(try Data(json.standardOutput) == Data(contentsOf: file))
        let unknown = try await workshop.run("show", "nothing.pdf")
        #expect(unknown.exitCode == EX_NOINPUT)
        let table = try await workshop.run("show", "second.pdf", "--table", "t2")
        #expect(table.text.contains("t2 ") && !table.text.contains("t3 "))
    }

    @Test func diffNamesLinesThatChange() async throws {
        let same = try await workshop.run("diff", "first.pdf", "second.pdf", "--exit-code")
        #expect(same.exitCode == 0)
        #expect(same.text.contains("0 lines changed, 0 added, 0 removed"))
        // The same document read by another hand: an amount and a name differ.
        let json = try await workshop.run("show", "goals.pdf", "--json").text
        let changed = workshop.outside("changed.json")
        try Data(
            json.replacingOccurrences(of: #""total":100.5"#, with: #""total":110.55"#)
                .replacingOccurrences(of: "志愿服务站运行经费", with: "志愿服务站装修经费").utf8
        ).write(to: changed)
        let diff = try await workshop.run("diff", "goals.pdf", changed.path, "--exit-code")
        #expect(diff.exitCode == 1)
        #expect(diff.text.contains("~ 河道巡查管护及水环境整治专项工作经费（含委托第三方监测）  total 100.5 → 110.55 (+10.05, +10.0 %)"))
        #expect(diff.text.contains("- 志愿服务站运行经费") && diff.text.contains("+ 志愿服务站装修经费"), "\(diff.text)")
        // A goal alone.
        let reworded = workshop.outside("reworded.json")
        try Data(json.replacingOccurrences(of: "保障阅览室每周开放六天", with: "保障阅览室每周开放七天").utf8).write(to: reworded)
        let goals = try await workshop.run("diff", "goals.pdf", reworded.path)
        #expect(goals.text.contains("~ 社区阅览室开放经费  goal reads differently"), "\(goals.text)")
        #expect(diff.text.contains("1 lines changed, 1 added, 1 removed"))
    }
}
