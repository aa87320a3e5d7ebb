import BudgetRelease
import DocumentReading
import Foundation
import Testing

@testable import ReleaseReading

/// Damaged dumps of a known release: what is read is exact or flagged, never silently wrong.
@Suite struct ToleranceTests {
    /// A release of an invented district, the same every time.
    private static let release = InventedRelease()

    private static let cases: [(dump: InventedRelease.Dump, damage: Damage)] =
        InventedRelease.Dump.allCases.flatMap { dump in Damage.allCases.map { (dump, $0) } }

    @Test(arguments: InventedRelease.Dump.allCases)
    func anUndamagedDumpIsExact(dump: InventedRelease.Dump) throws {
        let judged = try Judged(text: Self.release.text(dump), release: Self.release)
        #expect(judged.wrong == [])
        #expect(judged.missing == [])
        #expect(judged.flagged == [])
    }

    @Test(arguments: cases)
    func aDamagedDumpIsExactOrFlagged(dump: InventedRelease.Dump, damage: Damage) throws {
        var exact = 0
        let seeds: ClosedRange<UInt64> = 1...60
        for seed in seeds {
            var random = SplitMix64(seed: seed)
            let text = damage.applied(to: Self.release.text(dump), using: &random)
            let judged = try Judged(text: text, release: Self.release)
            let silent = judged.wrong.filter { !judged.flagged.contains($0) }.map { judged.names[$0] }
            if !silent.isEmpty || (!judged.missing.isEmpty && !judged.hasFindings) {
                Issue.record("seed \(seed): silently wrong \(silent), missing \(judged.missing)")
            }
            if judged.wrong.isEmpty, judged.missing.isEmpty { exact += 1 }
        }
        // Flagging everything would be no tolerance.
        #expect(exact * 100 >= damage.leastExact(of: dump) * seeds.count, "\(exact) of \(seeds.count) exact")
    }
}

/// What an extractor, a mail program or a careless hand does to a text.
enum Damage: CaseIterable {
    case cutLines, joinLines, joinLinesWithBlank, blankLines, spacesBeforePunctuation, spaceInAmount, noIndentation
    case repeatedPage, lostPage, lostHeader, lostTitle, windowsLineEnds

    /// The share of cases in a hundred that must come out exact.
    func leastExact(of dump: InventedRelease.Dump) -> Int {
        // A grid whose lines are moved keeps no columns.
        let movesCells: [Damage] = [
            .cutLines, .joinLines, .joinLinesWithBlank, .spacesBeforePunctuation, .noIndentation,
        ]
        if dump == .layout, movesCells.contains(self) { return 0 }
        return switch self {
        case .blankLines, .spacesBeforePunctuation, .windowsLineEnds, .lostTitle: 100
        case .cutLines, .noIndentation: 50
        case .joinLines, .joinLinesWithBlank, .spaceInAmount: 20
        case .repeatedPage, .lostPage, .lostHeader: 0
        }
    }

    func applied(to text: String, using random: inout SplitMix64) -> String {
        var lines = text.components(separatedBy: "\n")
        func anyLine() -> Int { Int.random(in: 5..<lines.count, using: &random) }
        switch self {
        case .cutLines:
            for _ in 0..<3 {
                let line = anyLine()
                let characters = Array(lines[line])
                guard characters.count > 2 else { continue }
                let cut = Int.random(in: 1..<characters.count, using: &random)
                lines.replaceSubrange(line...line, with: [String(characters[..<cut]), String(characters[cut...])])
            }
        case .joinLines, .joinLinesWithBlank:
            for _ in 0..<2 {
                let line = min(anyLine(), lines.count - 2)
                guard !lines[line + 1].hasPrefix("\u{0C}") else { continue }
                let joined = lines[line] + (self == .joinLines ? "" : " ") + lines[line + 1]
                lines.replaceSubrange(line...line + 1, with: [joined])
            }
        case .blankLines:
            for _ in 0..<12 { lines.insert("", at: anyLine()) }
        case .spacesBeforePunctuation:
            lines = lines.map { line in
                String(line.flatMap { "，；。".contains($0) && Bool.random(using: &random) ? [" ", $0] : [$0] })
            }
        case .spaceInAmount:
            let amounts = lines.indices.filter { lines[$0].contains(".") && lines[$0].contains { $0.isNumber } }
            let line = amounts.randomElement(using: &random) ?? 0
            let characters = Array(lines[line])
            let points = characters.indices.filter { characters[$0] == "." }
            let place = (points.randomElement(using: &random) ?? 0) + Int.random(in: 0...1, using: &random)
            lines[line] = String(characters[..<place]) + " " + String(characters[place...])
        case .noIndentation:
            lines = lines.map { String($0.drop { $0 == " " }) }
        case .repeatedPage, .lostPage:
            var pages = text.components(separatedBy: "\u{0C}")
            let page = Int.random(in: 0..<pages.count, using: &random)
            if self == .repeatedPage { pages.insert(pages[page], at: page) } else { pages.remove(at: page) }
            return pages.joined(separator: "\u{0C}")
        case .lostHeader:
            lines.removeAll { $0.contains("财政专户拨款") }
        case .lostTitle:
            lines.removeAll { $0.contains("项目支出绩效目标表") }
        case .windowsLineEnds:
            return lines.joined(separator: "\r\n")
        }
        return lines.joined(separator: "\n")
    }
}

/// A reading compared with the release that it should be.
private struct Judged {
    var names: [String] = []
    /// Rows that differ from every row of the release that is still left.
    var wrong: [Int] = []
    /// Rows with a finding of severity warning or error.
    var flagged: Set<Int> = []
    /// Names of rows of the release that were not read.
    var missing: [String] = []
    var hasFindings = false

    private static let reader = Result { ReleaseReader(catalogue: try FormCatalogue()) }

    init(text: String, release: InventedRelease) throws {
        let document = try readDocument(bytes: Array(text.utf8), name: "a.txt")
        let reading = try Self.reader.get().read(document.pages)
        hasFindings = reading.findings.contains { $0.severity != .info }
        var left = release.rows
        var row = 0
        for table in reading.tables {
            let serious = reading.findings.filter { $0.table == table.id && $0.severity != .info }
            let rows = Set(serious.flatMap(\.rows))
            for line in table.lines {
                if let match = left.firstIndex(where: { $0.matches(line) }) {
                    left.remove(at: match)
                } else {
                    wrong.append(row)
                }
                if line.rows.contains(where: rows.contains) { flagged.insert(row) }
                names.append(line.name)
                row += 1
            }
        }
        missing = left.map(\.name)
    }
}

/// A small generator with a seed, so that a failing case can be run again.
struct SplitMix64: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
