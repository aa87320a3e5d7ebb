import Foundation
import PageContent
import Testing

@testable import DocumentReading

/// What a person is shown of a page.
@Suite struct PagePictureTests {
    private func picture(_ fixture: String, page: Int, scale: Double = 1) throws -> PagePicture {
        let path = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Fixtures/\(fixture)")
        return try PagePicture(
            bytes: Array(try Data(contentsOf: path)), page: page, scale: scale, passwords: [], limits: ReadingLimits())
    }

    @Test func aPageIsAPictureWithItsWordsInTheirPlaces() throws {
        let shown = try picture("goals-open.pdf", page: 1)
        #expect(shown.picture.starts(with: [0x89, 0x50, 0x4E, 0x47]))
        let amount = try #require(shown.words.first { $0.text == "100.50" })
        // As the release says of its line, in points of the page as displayed.
        #expect(amount.box.x0 > 40 && amount.box.x1 < 800 && amount.box.y0 > 150 && amount.box.y1 < 210)
        #expect(abs(shown.width - 841.9) < 1 && abs(shown.height - 595.3) < 1)
        // Width and height of a PNG stand behind its first chunk's name.
        #expect(shown.picture[16..<20].reduce(0) { $0 << 8 | Int($1) } == Int(shown.width))
    }

    @Test func aPageThatIsNotThereIsSaid() {
        #expect(throws: ReadingError.self) { try picture("goals-open.pdf", page: 99) }
        #expect(throws: ReadingError.self) { try picture("goals-open.pdf", page: 0) }
        #expect(throws: ReadingError.self) { try picture("goals.txt", page: 1) }
    }
}
