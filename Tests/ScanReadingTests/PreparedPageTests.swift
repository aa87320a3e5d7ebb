import PageContent
import Testing

@testable import ScanReading

@Suite struct PreparedPageTests {
    private static let columns = [100, 300, 700, 1000]
    private static let rows = [200, 260, 320, 380]

    /// A table whose cells hold bars as high as letters.
    private static func table(_ colour: UInt32 = DrawnPicture.black) -> DrawnPicture {
        var picture = DrawnPicture()
        picture.rule(columns: columns, rows: rows, colour)
        for row in rows.dropLast() {
            for column in columns.dropLast() {
                for letter in 0..<4 {
                    let x = column + 20 + letter * 30
                    picture.fill(x..<x + 20, row + 18..<row + 22)
                    picture.fill(x + 8..<x + 12, row + 18..<row + 42)
                }
            }
        }
        return picture
    }

    private func positions(_ rules: [PictureRule], isVertical: Bool) -> [Int] {
        rules.filter { $0.isVertical == isVertical }.map { Int($0.position) }.sorted()
    }

    private func areNear(_ found: [Int], _ drawn: [Int]) -> Bool {
        found.count == drawn.count && zip(found, drawn).allSatisfy { abs($0 - $1) <= 3 }
    }

    @Test func rulesAreTold() throws {
        let page = try #require(PreparedPage(Self.table().scanned))
        #expect(areNear(positions(page.rules, isVertical: true), Self.columns))
        #expect(areNear(positions(page.rules, isVertical: false), Self.rows))
        #expect(page.lines.count == 9)
    }

    @Test(arguments: [-25, -12, 7, 20])
    func aPageAskewIsLevelled(by pixels: Int) throws {
        let page = try #require(PreparedPage(Self.table().sheared(by: pixels).scanned))
        #expect(positions(page.rules, isVertical: false).count == Self.rows.count)
        #expect(positions(page.rules, isVertical: true).count == Self.columns.count)
    }

    @Test func paleRulesAreTold() throws {
        var picture = DrawnPicture()
        picture.rule(columns: Self.columns, rows: Self.rows, 0xC8C8C8)
        // One of its rules is clearly dark.
        picture.rule(columns: [100, 1000], rows: [200, 380])
        let page = try #require(PreparedPage(picture.scanned))
        #expect(positions(page.rules, isVertical: true).count >= 2)
        #expect(page.rules.contains { !$0.isVertical && abs($0.position - 201) <= 3 })
    }

    @Test func strokesOfLettersAreNoRules() throws {
        var picture = DrawnPicture()
        picture.rule(columns: [100, 1000], rows: [200, 232, 264])
        for row in [200, 232] {
            for letter in 0..<20 {
                let x = (row == 200 ? 130 : 137) + letter * 34
                picture.fill(x..<x + 3, row + 3..<row + 30)
                picture.fill(x..<x + 24, row + 12..<row + 15)
                picture.fill(x + 21..<x + 24, row + 3..<row + 30)
            }
        }
        let page = try #require(PreparedPage(picture.scanned))
        #expect(areNear(positions(page.rules, isVertical: true), [100, 1000]))
    }

    @Test func theBorderOfATableMayBePale() throws {
        var picture = DrawnPicture()
        picture.rule(columns: Self.columns, rows: Self.rows)
        picture.fill(98..<104, 195..<390, 0xFFFFFF)
        picture.fill(100..<102, 200..<382, 0xC8C8C8)
        let page = try #require(PreparedPage(picture.scanned))
        #expect(positions(page.rules, isVertical: true).contains { abs($0 - 101) <= 3 })
    }

    @Test func dustIsWiped() throws {
        var picture = Self.table()
        let lines = try #require(PreparedPage(picture.scanned)).lines
        for speck in 0..<40 {
            let x = 60 + speck % 8 * 140
            let y = 440 + speck / 8 * 80
            picture.fill(x..<x + 2, y..<y + 2)
        }
        // One lies in a cell, beside its letters.
        picture.fill(270..<272, 230..<232)
        let page = try #require(PreparedPage(picture.scanned))
        // A speck has faint edges.
        #expect((2...4).contains(page.dust.size))
        #expect(page.lines == lines)
    }

    @Test func pointsOfACleanPageAreNoDust() throws {
        var picture = Self.table()
        picture.fill(270..<272, 240..<242)
        #expect(try #require(PreparedPage(picture.scanned)).dust.size == 0)
    }

    @Test func printInRedIsPrint() throws {
        var picture = Self.table()
        let lines = try #require(PreparedPage(picture.scanned)).lines
        for letter in 0..<4 { picture.fill(720 + letter * 30..<740 + letter * 30, 278..<302, DrawnPicture.red) }
        let page = try #require(PreparedPage(picture.scanned))
        #expect(page.red == nil || page.red?.pixels.contains { $0 > 0 } == false)
        #expect(page.lines.count == lines.count)
    }

    @Test func rulesGoOnBelowARedSeal() throws {
        var picture = Self.table()
        picture.fill(640..<760, 180..<400, DrawnPicture.red)
        let page = try #require(PreparedPage(picture.scanned))
        let vertical = page.rules.filter(\.isVertical)
        #expect(vertical.contains { abs($0.position - 301) <= 3 && $0.length > 150 })
        #expect(page.rules.contains { !$0.isVertical && abs($0.position - 201) <= 3 && $0.start < 120 && $0.end > 980 })
    }

    @Test func aBlackSealIsToldByItsRing() throws {
        var picture = Self.table()
        picture.ring(x: 820, y: 330, radius: 150)
        let page = try #require(PreparedPage(picture.scanned))
        let ring = try #require(page.seals.rings.first)
        #expect(abs(ring.x - 820) < 10 && abs(ring.y - 330) < 10 && abs(ring.radius - 150) < 12)
        #expect(areNear(positions(page.rules, isVertical: true), Self.columns))
    }

    @Test func linesOfTextHaveNoRings() throws {
        var picture = DrawnPicture(width: 1600, height: 1600)
        for line in 0..<34 {
            for letter in 0..<40 {
                let (x, y) = (100 + letter * 34, 100 + line * 40)
                picture.fill(x..<x + 26, y..<y + 4)
                picture.fill(x + 10..<x + 14, y..<y + 26)
            }
        }
        let page = try #require(PreparedPage(picture.scanned))
        #expect(page.seals.rings.isEmpty)
        #expect(page.rules.isEmpty)
    }

    @Test func yellowPaperIsNoRedInk() {
        let picture = DrawnPicture(paper: 0xF0EBD8).scanned
        #expect(picture.red == nil)
    }

    @Test func noiseIsNoPrint() {
        var picture = DrawnPicture(width: 1600, height: 1600)
        var state: UInt32 = 7
        for index in picture.pixels.indices {
            state = state &* 1_664_525 &+ 1_013_904_223
            if state >> 30 == 0 { picture.pixels[index] = 0 }
        }
        // Within the time of a test, whatever is found in it.
        _ = PreparedPage(picture.scanned)
        var specks = DrawnPicture(width: 2400, height: 2400)
        for y in stride(from: 0, to: 2400, by: 12) {
            for x in stride(from: y % 24, to: 2400, by: 24) { specks.fill(x..<x + 6, y..<y + 6) }
        }
        #expect(PreparedPage(specks.scanned)?.lines.count ?? 0 <= LineFinding.mostLines)
    }

    @Test func turningIsUndoneByTurning() {
        let bitmap = PreparedPageTests.table().scanned.gray
        for direction in Direction.allCases {
            #expect(bitmap.turned(from: direction).turned(from: direction.opposite) == bitmap)
        }
    }
}
