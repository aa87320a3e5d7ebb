import BudgetRelease
import Sentences

/// What the findings of a release say to a person: each with its page, its row by name and the heading that it means. What is said
/// of several rows in the same words is said once.
struct FindingsText {
    private let release: Release

    /// Rows that are named where one sentence is of several.
    private static let named = 3

    init(_ release: Release) { self.release = release }

    /// What findings have in common that are said together.
    private struct Subject: Hashable {
        var severity: Finding.Severity
        var sentence: String
        var table: String?
        var heading: String?
    }

    /// One line for each thing that is said, in the order of the findings.
    var lines: [String] {
        var order: [Subject] = []
        var groups: [Subject: [Finding]] = [:]
        for finding in release.findings {
            let subject = Subject(
                severity: finding.severity, sentence: finding.spoken, table: finding.table,
                heading: heading(of: finding))
            if groups[subject] == nil { order.append(subject) }
            groups[subject, default: []].append(finding)
        }
        return order.map { text($0, groups[$0] ?? []) }
    }

    private func text(_ subject: Subject, _ findings: [Finding]) -> String {
        var place: [String] = []
        let pages = Set(findings.flatMap(pages)).sorted()
        if !pages.isEmpty { place.append(Sentences.text("place.pages", PageRanges(pages).text)) }
        if let table = subject.table { place.append(table) }
        var rows: [String] = []
        for row in findings.compactMap(row) where !rows.contains(row) { rows.append(row) }
        if !rows.isEmpty {
            let others = rows.count - Self.named
            place.append(
                Sentences.list(Array(rows.prefix(Self.named)))
                    + (others > 0 ? Sentences.text("place.others", "\(others)") : ""))
        }
        if let heading = subject.heading { place.append(Sentences.text("place.heading", heading)) }
        let severity = Sentences.text("severity.\(subject.severity.rawValue)")
        let before = place.isEmpty ? "" : place.joined(separator: " · ") + ": "
        return "\(severity): \(Escaped("\(before)\(subject.sentence)"))"
    }

    private func table(_ finding: Finding) -> Table? {
        finding.table.flatMap { id in release.tables.first { $0.id == id } }
    }

    private func line(_ finding: Finding) -> Line? {
        finding.line.flatMap { id in table(finding)?.lines.first { $0.id == id } }
    }

    /// 1-based; those of its row, else that of the finding itself.
    private func pages(_ finding: Finding) -> [Int] {
        if let page = finding.page { return [page] }
        if let line = line(finding), !line.places.isEmpty { return line.places.compactMap(\.page) }
        return table(finding)?.pages ?? []
    }

    /// The row by its number in the table and what it is called.
    private func row(_ finding: Finding) -> String? {
        guard let line = line(finding) else { return finding.line }
        let number = line.id.split(separator: ".").last.map(String.init) ?? line.id
        let name = [line.code, line.name].compactMap(\.self).filter { !$0.isEmpty }.joined(separator: " ")
        return name.isEmpty ? number : "\(number) \(DisplayText(name).cut(to: TableRendering.widest).text)"
    }

    /// The printed heading of the amount that a sum is broken for.
    private func heading(of finding: Finding) -> String? {
        guard [.identityBroken, .identityRounding].contains(finding.code), let line = line(finding),
            let details = finding.details, let table = table(finding)
        else { return nil }
        let columns = release.checks.lazy.filter { check in
            check.operands.first.map { $0.table == finding.table && $0.line == finding.line } ?? false
                && details.starts(with: [check.printed.plainNotation, check.computed.plainNotation])
        }.compactMap(\.operands.first?.column)
        guard let column = columns.first else { return nil }
        return table.columns.first { $0.key == column && $0.list == line.list }?.path.joined(separator: "/")
    }
}

/// Pages in order, as people write them: `3–5, 9`.
struct PageRanges {
    let text: String

    /// - Parameter pages: ascending, each once.
    init(_ pages: [Int]) {
        var ranges: [ClosedRange<Int>] = []
        for page in pages {
            if let last = ranges.last, last.upperBound + 1 == page {
                ranges[ranges.count - 1] = last.lowerBound...page
            } else {
                ranges.append(page...page)
            }
        }
        text = Sentences.list(
            ranges.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)–\($0.upperBound)" })
    }
}
