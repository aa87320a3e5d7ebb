import BudgetRelease
import DocumentReading
import Foundation
import Testing

@testable import ReleaseReading

/// What fuzzing has found once is read ever after.
@Suite struct CorpusTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../Fuzz/Corpus/text").standardized

    @Test func everyTextOfTheCorpusIsRead() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
        #expect(!names.isEmpty)
        let reader = ReleaseReader(catalogue: try FormCatalogue(userFiles: []))
        for name in names {
            let bytes = Array(try Data(contentsOf: Self.folder.appending(path: name)))
            let reading = reader.read(try readDocument(bytes: bytes, name: name).pages)
            #expect(!reading.findings.isEmpty || !reading.tables.isEmpty)
        }
    }

    /// Of two names the later year's has the key, also where it stands second.
    @Test func nameColumnsOfTwoYears() throws {
        let typing = ColumnTyping(catalogue: try FormCatalogue(userFiles: []), form: nil)
        let columns = typing.columns(for: [["2023年", "科目名称"], ["2024年", "科目名称"]])
        #expect(columns.map(\.key) == [nil, "name"])
    }

    /// One line of a hundred thousand words or characters is read in a time in proportion to it: a second or two, where
    /// it once took hours.
    @Test(.timeLimit(.minutes(5)), arguments: ["1.00 ", "(", "9", "…", "项目名称合计"])
    func longLinesAreReadInLinearTime(piece: String) throws {
        let text = "项目支出绩效目标表\n单位：万元\n项目名称 总计\n合计 " + String(repeating: piece, count: 100_000)
        let reader = ReleaseReader(catalogue: try FormCatalogue(userFiles: []))
        _ = reader.read(try readDocument(bytes: Array(text.utf8), name: "a.txt").pages)
    }

    /// A table that no form feed cuts into pages is read in a time in proportion to its rows.
    @Test(.timeLimit(.minutes(5)))
    func longTablesAreReadInLinearTime() throws {
        let reader = ReleaseReader(catalogue: try FormCatalogue(userFiles: []))
        func seconds(rows count: Int) throws -> Double {
            let rows = (1...count).map { "项目\($0)    \($0).00    \($0).50\n" }
            let text = "部门支出总表\n单位：万元\n名称    总计    基本支出\n" + rows.joined()
            let pages = try readDocument(bytes: Array(text.utf8), name: "a.txt").pages
            var found: ReleaseReader.Reading?
            let taken = (0..<3).map { _ in
                ContinuousClock().measure { found = reader.read(pages) } / .seconds(1)
            }
            #expect(found?.tables.map(\.lines.count) == [count])
            return taken.min() ?? 0
        }
        // Four times the rows would take sixteen times as long if each were sought among all.
        #expect(try seconds(rows: 12_000) < 8 * seconds(rows: 3_000))
    }
}
