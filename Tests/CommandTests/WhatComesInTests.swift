import Foundation
import Glibc
import Subprocess
import Testing

/// Scenarios of what lies in an inbox besides documents, and of documents that hold others.
@Suite(.serialized, .timeLimit(.minutes(10))) struct WhatComesInTests {
    /// A PDF of one page with a line of text and more objects.
    static func pdf(_ text: String, catalogue: String, _ objects: [String]) -> Data {
        let content = "BT /F1 12 Tf 72 720 Td (\(text)) Tj ET"
        let all =
            [
                "<</Type/Catalog/Pages 2 0 R\(catalogue)>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
                "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
                "<</Length \(content.utf8.count)>>stream\n\(content)\nendstream",
                "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
            ] + objects
        var body = "%PDF-1.7\n"
        var places: [Int] = []
        for (index, object) in all.enumerated() {
            places.append(body.utf8.count)
            body += "\(index + 1) 0 obj\n\(object)\nendobj\n"
        }
        let table = places.map { String(format: "%010d 00000 n \n", $0) }.joined()
        body += "xref\n0 \(all.count + 1)\n0000000000 65535 f \n\(table)"
        return Data(
            (body + "trailer<</Size \(all.count + 1)/Root 1 0 R>>\nstartxref\n\(places.last ?? 0)\n%%EOF\n").utf8)
    }

    @Test func scenario27DocumentsThatHoldOthersSayWhich() async throws {
        let portfolio = Self.pdf(
            "Open this portfolio in another program",
            catalogue: "/Names<</EmbeddedFiles<</Names[(a)6 0 R]>>>>/Collection<</View/T>>",
            [
                "<</Type/Filespec/F(budget-2025.pdf)/UF(budget-2025.pdf)/EF<</F 7 0 R>>>>",
                "<</Length 1>>stream\nx\nendstream",
            ])
        let form = Self.pdf(
            "Please wait...", catalogue: "/AcroForm<</Fields[]/XFA 6 0 R>>", ["<</Length 1>>stream\nx\nendstream"])
        let release = try Data(contentsOf: URL(filePath: Files.fixture("release.pdf")))
        let stored = Data([0x50, 0x4B, 0x03, 0x04]) + Data(count: 26) + release
        let page = Data("\n<!DOCTYPE html><html><body>项目支出绩效目标表</body></html>".utf8)
        let workshop = try Workshop()
        let documents = [portfolio, form, stored, page]
        for (name, bytes) in zip(["portfolio.pdf", "form.pdf", "stored.pdf", "page.pdf"], documents) {
            try workshop.drop(bytes, as: name)
        }
        #expect(try await workshop.once().status == .exited(0))
        try await workshop.expectInvariant(documents)
        let status = try await workshop.run("status")
        for said in ["budget-2025.pdf", "XFA", "ZIP archive", "web page"] {
            #expect(status.text.contains(said), "\(said): \(status.text)")
        }
        let export = workshop.outside("export")
        #expect(try await workshop.run("export", "--format", "ndjson", export.path).exitCode == 0)
        #expect(try Data(contentsOf: export.appending(path: "releases.ndjson")).isEmpty)
    }

    @Test func scenario26WhatOtherSystemsLeaveIsCountedAndLeftAlone() async throws {
        let workshop = try Workshop()
        let document = Workshop.release(1)
        for name in ["$RECYCLE.BIN/old.pdf", "a.pdf.crdownload", "Thumbs.db", "~$b.docx"] {
            let path = workshop.inbox.appending(path: name)
            try FileManager.default.createDirectory(
                at: path.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Workshop.release(2).write(to: path)
        }
        try await workshop.daemon { _ in
            try workshop.drop(document, as: "a.txt")
            #expect(try await eventually { try workshop.releaseCount() == 1 })
            #expect(try await eventually { try workshop.status()?["left_alone"] as? Int == 4 })
        }
        #expect(try workshop.releaseCount() == 1)
        #expect(workshop.inboxFiles.count == 4)
    }

    @Test func scenario29WhatCannotBeReadIsNamedWithTheReason() async throws {
        let workshop = try Workshop()
        let document = Workshop.release(1)
        let faults = try await Faults(in: workshop.outside("faults"))
        let log = try await workshop.daemon("--poll", "1", environment: faults.environment) { _ in
            try faults.begin(Faults.Rule("open", EACCES, "/in/locked.txt"))
            try workshop.drop(document, as: "locked.txt")
            #expect(
                try await eventually {
                    let stuck = try workshop.status()?["stuck"] as? [[String: Any]]
                    return stuck?.contains { $0["name"] as? String == "locked.txt" } ?? false
                })
            let shown = try await workshop.run("status")
            #expect(shown.text.contains("locked.txt") && shown.text.contains("Permission denied"), "\(shown.text)")
            try faults.end()
            #expect(try await eventually { try workshop.releaseCount() == 1 && workshop.inboxFiles.isEmpty })
        }.log
        #expect(log.contains("budgetd \(try await Program.run(arguments: ["--version"]).text.prefix(3))"))
        #expect(log.contains("ended; 1 archived, 0 rejected"), "\(log)")
        try await workshop.expectInvariant([document])
    }

    @Test func scenario31AnInboxThatIsReplacedIsHeldToo() async throws {
        let workshop = try Workshop()
        let documents = [Workshop.release(1), Workshop.release(2)]
        try await workshop.daemon("--poll", "1") { _ in
            try workshop.drop(documents[0], as: "a.txt")
            #expect(try await eventually { try workshop.releaseCount() == 1 })
            try FileManager.default.moveItem(at: workshop.inbox, to: workshop.outside("old"))
            try FileManager.default.createDirectory(at: workshop.inbox, withIntermediateDirectories: true)
            try workshop.drop(documents[1], as: "b.txt")
            #expect(try await eventually { try workshop.releaseCount() == 2 })
            let second = try await Program.run(
                arguments: [
                    "watch", "--once", "--inbox", workshop.inbox.path, "--archive", workshop.outside("other").path,
                ])
            #expect(second.exitCode == EX_TEMPFAIL, "\(second.standardError)")
        }
        try await workshop.expectInvariant(documents)
    }
}
