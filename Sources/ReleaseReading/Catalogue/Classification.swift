import BudgetRelease

/// Names of the official classification of income and expenditure (政府收支分类科目) as releases print them, by code.
///
/// Names change from year to year, codes stay. The shipped names were counted in releases of 2017 to 2026.
struct Classification: Sendable {
    private typealias Entry = (code: ArraySlice<UInt8>, name: ArraySlice<UInt8>)

    private let entries: [Entry]

    static let shipped = Classification(table: shippedBytes)

    /// The file, for the fingerprint of a reading.
    static var shippedBytes: [UInt8] { PackageResources.classification_tsv }

    /// - Parameter table: a code and its folded name on each line, a tab between them, in the order of the codes; a code
    ///   may have several names.
    init(table: [UInt8]) {
        entries = table.split(separator: UInt8(ascii: "\n")).compactMap { line in
            guard let tab = line.firstIndex(of: UInt8(ascii: "\t")) else { return nil }
            return (line[..<tab], line[(tab + 1)...])
        }
    }

    /// The entries of a code.
    private func entries(of code: [UInt8]) -> ArraySlice<Entry> {
        var (low, high) = (0, entries.count)
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].code.lexicographicallyPrecedes(code) { low = middle + 1 } else { high = middle }
        }
        return entries[low...].prefix { $0.code.elementsEqual(code) }
    }

    /// All names, folded.
    var names: [[Unicode.Scalar]] { entries.map(Self.scalars) }

    /// The names of a code, folded.
    func names(of code: String) -> [[Unicode.Scalar]] {
        entries(of: Array(code.utf8)).map(Self.scalars)
    }

    private static func scalars(of entry: Entry) -> [Unicode.Scalar] {
        Array(String(decoding: entry.name, as: UTF8.self).unicodeScalars)
    }

    /// Whether a code is one of the classification.
    func knows(code: String) -> Bool { !entries(of: Array(code.utf8)).isEmpty }

    /// Whether a name is one of the classification, of whatever code.
    func knows(name: String) -> Bool {
        let name = Array(CompactText.folded(name).utf8)
        return entries.contains { $0.name.elementsEqual(name) }
    }

    /// The codes that a name is known of.
    func codes(named name: String) -> [String] {
        let name = Array(CompactText.folded(name).utf8)
        return entries.lazy.filter { $0.name.elementsEqual(name) }.map { String(decoding: $0.code, as: UTF8.self) }
    }

    enum Fit: Equatable {
        case known
        /// The code is known by another name, or not at all.
        case otherName
        /// The name is that of another code of the same level, and the code has another name.
        case nameOfAnother(code: String)
    }

    func fit(code: String, name: String) -> Fit {
        let name = Array(CompactText.folded(name).utf8)
        let known = entries(of: Array(code.utf8))
        guard !known.isEmpty else { return .otherName }
        if known.contains(where: { $0.name.elementsEqual(name) }) { return .known }
        let other = entries.first { $0.code.count == code.utf8.count && $0.name.elementsEqual(name) }
        return other.map { .nameOfAnother(code: String(decoding: $0.code, as: UTF8.self)) } ?? .otherName
    }

    /// What the codes and names of a table say that the classification does not.
    func findings(on table: Table) -> [Finding] {
        // Units have codes of their own.
        guard
            !table.columns.contains(where: { $0.key == "unit_code" })
                || table.columns.contains(where: { $0.type == .code })
        else { return [] }
        var findings: [Finding] = []
        for line in table.lines {
            guard let code = line.code, !line.name.isEmpty, [3, 5, 7].contains(code.count) else { continue }
            switch fit(code: code, name: line.name) {
            case .known: break
            case .otherName:
                findings.append(
                    Finding(
                        .nameUnofficial, .info, details: ["\(code) \(line.name)"], table: table.id, line: line.id,
                        rows: Array(line.rows)))
            case .nameOfAnother(let other):
                findings.append(
                    Finding(
                        .nameOfOtherCode, .warning, details: ["\(code) \(line.name)", other], table: table.id,
                        line: line.id, rows: Array(line.rows)))
            }
        }
        return findings
    }
}

extension Line {
    /// Whether its code and its name belong together in the official classification.
    var isOfficial: Bool { code.map { Classification.shipped.fit(code: $0, name: name) == .known } ?? false }
}
