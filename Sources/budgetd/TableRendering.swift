import BudgetRelease
import PageContent
import Sentences

/// A release as aligned text, for a person's eyes.
struct TableRendering {
    private let release: Release

    /// Cells a column may take before its text is cut.
    static let widest = 40

    init(_ release: Release) { self.release = release }

    var text: String {
        var lines = ["\(Escaped(release.source.file))  [\(Sentences.text("release.\(release.status.rawValue)"))]"]
        let known = release.heading
        if !known.isEmpty { lines.append("\(Escaped(known.joined(separator: " · ")))") }
        if let books { lines.append(books) }
        for table in release.tables { lines += [""] + rows(of: table) }
        if !release.findings.isEmpty { lines.append("") }
        lines += FindingsText(release).lines
        return lines.joined(separator: "\n") + "\n"
    }

    /// How many amounts are proven, and figures accounted for; nothing is said of a release without amounts.
    private var books: String? {
        let proof = release.proof
        guard proof.amounts > 0, release.tables.contains(where: { $0.lines.contains { $0.proven != nil } }) else {
            return nil
        }
        guard let accounts = release.accounts else {
            return Sentences.text("release.proof", "\(proof.proven)", "\(proof.amounts)")
        }
        return Sentences.text(
            "release.books", "\(proof.proven)", "\(proof.amounts)", "\(accounts.figures)", "\(accounts.unaccounted)")
    }

    private func rows(of table: Table) -> [String] {
        let unit = table.unit.map { "（\($0)）" } ?? ""
        let pages = table.pages.isEmpty ? "" : "  \(Sentences.text("place.pages", PageRanges(table.pages).text))"
        let head = "\(table.id) \(table.form): \(table.title)\(unit)\(pages)"
        let headings = [""] + table.columns.map { $0.path.last ?? "" }
        let numbered = zip(numbers(of: table), table.grid).map { [$0] + $1 }
        let rows = ([headings] + numbered).map { $0.map { DisplayText("\(Escaped($0))").cut(to: Self.widest) } }
        let widths = headings.indices.map { column in
            rows.map { $0.indices.contains(column) ? $0[column].width : 0 }.max() ?? 0
        }
        let body = rows.map { row in
            zip(row.indices, row).map { column, cell in
                let isNumber = column > 0 && table.columns[column - 1].type == .amount
                return cell.padded(to: widths[column], alignsRight: isNumber)
            }.joined(separator: "  ").withoutTrailingSpaces
        }
        return ["\(Escaped(head))"] + body.prefix(1) + [
            widths.map { String(repeating: "─", count: $0) }.joined(separator: "  ")
        ]
            + body.dropFirst()
    }
}

extension TableRendering {
    /// The number of the line that begins in each row of the grid, as findings and the JSON name it: `l3`; where lists stand side by
    /// side, of each.
    private func numbers(of table: Table) -> [String] {
        var numbers = [String](repeating: "", count: table.grid.count)
        for line in table.lines where numbers.indices.contains(line.rows.lowerBound) {
            let number = line.id.split(separator: ".").last.map(String.init) ?? line.id
            let before = numbers[line.rows.lowerBound]
            numbers[line.rows.lowerBound] = before.isEmpty ? number : "\(before) \(number)"
        }
        return numbers
    }
}

/// Text measured in terminal cells: East Asian wide characters take two.
struct DisplayText {
    var text: String
    var width: Int

    init(_ text: String) {
        self.text = text
        width = text.unicodeScalars.reduce(0) { $0 + $1.cellWidth }
    }

    func cut(to limit: Int) -> DisplayText {
        guard width > limit else { return self }
        var kept = String.UnicodeScalarView()
        var used = 0
        for scalar in text.unicodeScalars {
            let cells = scalar.cellWidth
            if used + cells > limit - 1 { break }
            kept.append(scalar)
            used += cells
        }
        return DisplayText(String(kept) + "…")
    }

    func padded(to target: Int, alignsRight: Bool) -> String {
        let padding = String(repeating: " ", count: max(0, target - width))
        return alignsRight ? padding + text : text + padding
    }
}

extension String {
    fileprivate var withoutTrailingSpaces: String {
        String(self[..<(lastIndex { $0 != " " }.map(index(after:)) ?? startIndex)])
    }
}
