import BudgetRelease

/// Which rows of a list are part of which: by their codes, and all of them of the total.
struct OrderedParents {
    private(set) var parents: [Int?]
    /// By row, the one that holds all of it.
    private(set) var wholes: [Int?]

    init(rows: [[RawCell]], columns: [Column], list: Int) {
        let first = columns.indices.first { columns[$0].list == list && columns[$0].type == .code }
        let codes = Array(
            columns.indices.drop { $0 != first }.prefix {
                columns[$0].type == .code && ($0 == first || columns[$0].path.last != "类")
            })
        var reading = CodeReading(columns: codes.count)
        let texts = columns.indices.filter { columns[$0].list == list && !columns[$0].isFigure }
        var names = NamedCodes()
        let read = rows.map { row in
            codes.isEmpty
                ? texts.lazy.map { row[$0].text }.first { !$0.isEmpty }.flatMap { names.code(of: $0) }
                : reading.read(codes.map { row[$0].text }).full
        }
        let total = rows.indices.first { row in
            read[row] == nil && texts.contains { OrderedRows.isTotal(Array(rows[row][$0].text.unicodeScalars)) }
        }
        var places: [String: Int] = [:]
        parents = rows.indices.map { row in
            guard let code = read[row] else { return nil }
            places[code] = row
            let parent = (1..<max(1, code.count)).reversed().lazy.compactMap { places[String(code.prefix($0))] }.first
            return parent ?? total
        }
        // Without codes rows may nest: all of them are part of the total, but need not add up to it.
        let isOneList = columns.allSatisfy { $0.list == 0 }
        wholes = rows.indices.map { row in
            read[row] == nil && isOneList && row != total ? total : nil
        }
    }
}

/// The codes of official names that are printed without them, told by the names above.
struct NamedCodes {
    private var last = ""

    /// The code of a name: below that of the class or section before it where it may be, and nil for a name that is unknown.
    mutating func code(of name: String) -> String? {
        if let named = NamedCode(name) {
            last = named.code
            return last
        }
        let codes = Classification.shipped.codes(named: CompactText.withoutNumber(name))
        let below = [5, 3].filter { $0 <= last.count }.map { String(last.prefix($0)) }
        let nested = below.compactMap { above in
            codes.first { $0.count == above.count + 2 && $0.hasPrefix(above) }
        }.first
        guard let code = nested ?? codes.first(where: { $0.count == 3 }) else { return nil }
        last = code
        return code
    }
}
