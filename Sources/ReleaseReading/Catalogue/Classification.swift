import BudgetRelease

/// Names of the official classification of income and expenditure (政府收支分类科目) as releases print them, by code.
///
/// Names change from year to year, codes stay. The shipped names were counted in releases of 2017 to 2026.
struct Classification: Sendable {
    private let names: [String: Set<String>]
    private let codes: [String: [String]]

    static let shipped = Classification(table: PackageResources.classification_tsv)

    /// The file, for the fingerprint of a reading.
    static var shippedBytes: [UInt8] { PackageResources.classification_tsv }

    /// - Parameter table: a code and its name on each line, a tab between them; a code may have several.
    init(table: [UInt8]) {
        var names: [String: Set<String>] = [:]
        var codes: [String: [String]] = [:]
        for line in table.split(separator: UInt8(ascii: "\n")) {
            let fields = line.split(separator: UInt8(ascii: "\t"))
            guard fields.count == 2 else { continue }
            let code = String(decoding: fields[0], as: UTF8.self)
            let name = CompactText.folded(String(decoding: fields[1], as: UTF8.self))
            names[code, default: []].insert(name)
            codes[name, default: []].append(code)
        }
        self.names = names
        self.codes = codes
    }

    enum Fit: Equatable {
        case known
        /// The code is known by another name, or not at all.
        case otherName
        /// The name is that of another code of the same level, and the code has another name.
        case nameOfAnother(code: String)
    }

    func fit(code: String, name: String) -> Fit {
        let folded = CompactText.folded(name)
        guard let known = names[code] else { return .otherName }
        if known.contains(folded) { return .known }
        let others = codes[folded]?.filter { $0.count == code.count } ?? []
        return others.first.map { .nameOfAnother(code: $0) } ?? .otherName
    }

    /// What the codes and names of a table say that the classification does not.
    func findings(on table: Table) -> [Finding] {
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
