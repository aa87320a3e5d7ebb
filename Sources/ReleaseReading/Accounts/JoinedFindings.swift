import BudgetRelease

/// Says what has one cause once: a heading that is not known, a column of codes that fits no classification.
enum JoinedFindings {
    private static let joinedCodes: Set<FindingCode> = [
        .headerUnknown, .codeUncertain, .nameMissing, .textOutsideTable, .indicatorMalformed, .amountMissing,
        .nameUnofficial, .columnUncertain, .cellUncertain, .readingOrderUncertain, .lineBoundaryUncertain,
        .lineKindUncertain, .doubtfulReading, .sealCoversTable,
    ]
    private static let mostNamed = 8

    private struct Cause: Hashable {
        var code: FindingCode
        var severity: Finding.Severity
        var table: String
    }

    /// Findings of one code on one table as one, in the place of the first.
    static func joined(_ findings: [Finding]) -> [Finding] {
        var groups: [Cause: [Finding]] = [:]
        for finding in findings {
            if let cause = cause(of: finding) { groups[cause, default: []].append(finding) }
        }
        var said: Set<Cause> = []
        return findings.compactMap { finding in
            guard let cause = cause(of: finding), let group = groups[cause], group.count > 1 else { return finding }
            guard said.insert(cause).inserted else { return nil }
            return one(of: group, cause)
        }
    }

    private static func cause(of finding: Finding) -> Cause? {
        guard joinedCodes.contains(finding.code), let table = finding.table else { return nil }
        return Cause(code: finding.code, severity: finding.severity, table: table)
    }

    private static func one(of group: [Finding], _ cause: Cause) -> Finding {
        var named: [String] = []
        for text in group.compactMap({ $0.details?.first }) where !named.contains(text) { named.append(text) }
        let rest = named.count > mostNamed ? "…" : ""
        let text = named.prefix(mostNamed).joined(separator: "、") + rest
        let pages = Set(group.map(\.page))
        let common = group[0].details?.dropFirst() ?? []
        return Finding(
            cause.code, cause.severity, details: named.isEmpty ? [] : [text] + common, table: cause.table,
            rows: Set(group.flatMap(\.rows)).sorted(), page: pages.count == 1 ? group[0].page : nil)
    }
}
