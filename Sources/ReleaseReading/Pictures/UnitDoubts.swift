import BudgetRelease
import PageContent

/// Lines of scanned pages that say a table's unit and were not read surely: 元 for 万元 makes every amount another.
struct UnitDoubts {
    private(set) var findings: [Finding] = []

    /// - Parameter pages: with known texts mended.
    init(_ pages: [Page]) {
        for page in pages where page.scan != nil {
            for line in page.glyphs.lines.map({ page.glyphs[$0] }) {
                let text = String(scalars: line.map(\.scalar))
                guard let mark = line.firstIndex(where: { $0.scalar == "：" || $0.scalar == ":" }),
                    String(scalars: line[..<mark].map(\.scalar)).hasSuffix("单位"),
                    line[mark...].contains(where: { $0.scalar == "元" }),
                    line[mark...].contains(where: { !$0.doubts.isDisjoint(with: [.unclear, .underSeal]) })
                else { continue }
                findings.append(Finding(.doubtfulReading, .warning, details: [text], page: page.number))
            }
        }
    }
}
