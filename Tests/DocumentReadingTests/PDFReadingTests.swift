import Foundation
import PageContent
import Testing

@testable import DocumentReading

/// Real PDFs through the real poppler.
@Suite struct PDFReadingTests {
    private func fixture(_ name: String) throws -> ReadDocument {
        let url = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../Fixtures/\(name)")
        return try readDocument(bytes: Array(Data(contentsOf: url)), name: name)
    }

    @Test func glyphsAndRulesHavePlaces() throws {
        let document = try fixture("goals-open.pdf")
        #expect(document.pageCount == 2)
        let page = try #require(document.pages.first)
        let title = try #require(page.glyphs.first { $0.scalar == "项" })
        #expect(title.box.y0 < 60 && title.box.x0 > 200)
        let verticals = page.rules.filter { $0.axis == .vertical }
        #expect(verticals.map { $0.position.rounded() }.sorted() == [40, 160, 215, 270, 330, 385, 560, 800])
        let horizontals = page.rules.filter { $0.axis == .horizontal }
        // Four rows, the last of them open below.
        #expect(horizontals.count == 4)
        #expect(horizontals.allSatisfy { abs($0.start - 40) < 0.5 && abs($0.end - 800) < 0.5 })
    }

    @Test func aPictureHidesNoText() throws {
        let document = try fixture("scan.pdf")
        #expect(document.pages.flatMap(\.glyphs).isEmpty)
        #expect(document.quality.lostGlyphs == 0)
    }

    @Test func truncationIsAnError() throws {
        let url = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../Fixtures/goals-open.pdf")
        let bytes = Array(try Data(contentsOf: url).prefix(900))
        #expect(throws: ReadingError.self) { try readDocument(bytes: bytes, name: "x.pdf") }
    }
}

@Suite struct RuleGatheringTests {
    private func line(_ x0: Double, _ y0: Double, _ x1: Double, _ y1: Double) -> Rect {
        Rect(x0: x0, y0: y0, x1: x1, y1: y1)
    }

    @Test func piecesOfOneLineAreJoined() {
        let rules = RuleGathering.rules(from: [
            line(0, 10, 50, 10), line(50.4, 10.2, 90, 10.2), line(92, 9.9, 120, 9.9), line(200, 10, 250, 10),
        ])
        #expect(rules.map { $0.end.rounded() } == [120, 250])
    }

    @Test func aLineRunsAlongItsLongerSide() {
        let rules = RuleGathering.rules(from: [line(0, 0, 100, 0.5), line(0, 0, 0.5, 100)])
        #expect(rules.map(\.axis) == [.horizontal, .vertical])
    }

    @Test func dotsMakeALine() {
        let dots = (0..<40).map { line(Double($0) * 2, 10, Double($0) * 2 + 0.5, 10.5) }
        let rules = RuleGathering.rules(from: dots)
        #expect(rules.count == 1)
        #expect(rules.first?.axis == .horizontal)
    }
}
