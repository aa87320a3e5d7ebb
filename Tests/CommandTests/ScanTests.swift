import Foundation
import Testing

/// The fixture is `release.pdf` as a scanner gives it: askew, with noise and a seal, one page on its side, one upside down.
@Suite struct ScanTests {
    @Test func aScanSaysWhatItsOriginalSays() async throws {
        let original = try await Program.run("parse", Files.fixture("release.pdf")).json()
        let scan = try await Program.run("parse", Files.fixture("scanned.pdf")).json()
        let (tables, read) = (
            try #require(original["tables"] as? [[String: Any]]), try #require(scan["tables"] as? [[String: Any]])
        )
        #expect(read.map { $0["title"] as? String } == tables.map { $0["title"] as? String })
        for (table, read) in zip(tables, read) {
            #expect(read["grid"] as? [[String]] == table["grid"] as? [[String]])
            #expect(read["form"] as? String == table["form"] as? String)
        }
        for key in ["issuer", "phase"] { #expect(scan[key] as? String == original[key] as? String) }
        #expect(scan["fiscal_year"] as? Int == original["fiscal_year"] as? Int)
        let source = try #require(scan["source"] as? [String: Any])
        #expect(source["pages_read_from_pictures"] as? [Int] == Array(1...9))
        let turned = try #require(source["pages_turned"] as? [[String: Int]])
        #expect(turned.map { $0["page"] } == [3, 4])
        let findings = try #require(scan["findings"] as? [[String: Any]])
        #expect(
            findings.contains { $0["code"] as? String == "read_from_picture" && $0["severity"] as? String == "info" })
        let lines = read.flatMap { $0["lines"] as? [[String: Any]] ?? [] }
        #expect(lines.allSatisfy { $0["confidence"] is Double || $0["confidence"] is Int })
    }

    @Test func picturesAreOnlyReportedWhereAskedFor() async throws {
        let release = try await Program.run("parse", "--pictures", "report", Files.fixture("scanned.pdf")).json()
        #expect((release["tables"] as? [Any])?.isEmpty == true)
        let findings = try #require(release["findings"] as? [[String: Any]])
        let codes = findings.compactMap { $0["code"] as? String }
        #expect(codes.contains("no_text_layer") && codes.contains("picture_unread"))
        #expect((release["source"] as? [String: Any])?["pages_read_from_pictures"] == nil)
    }

    @Test func noTimeForPicturesIsSaid() async throws {
        // Each page may take three seconds more than the five that are kept for what comes behind.
        let release = try await Program.run("parse", "--cpu-time", "1", Files.fixture("scanned.pdf")).json()
        let findings = try #require(release["findings"] as? [[String: Any]])
        #expect(findings.contains { $0["code"] as? String == "picture_unread" && $0["severity"] as? String == "error" })
    }

    @Test func aTableThatIsAPictureBelowTextIsRead() async throws {
        let original = try await Program.run("parse", Files.fixture("release.pdf")).json()
        let release = try await Program.run("parse", Files.fixture("picture-beside-text.pdf")).json()
        let tables = try #require(release["tables"] as? [[String: Any]])
        let grids = (original["tables"] as? [[String: Any]] ?? []).map { $0["grid"] as? [[String]] }
        #expect(tables.map { $0["grid"] as? [[String]] } == [grids.first])
        // Its other page has a photograph.
        let source = try #require(release["source"] as? [String: Any])
        #expect(source["pages_read_from_pictures"] as? [Int] == [1])
    }
}
