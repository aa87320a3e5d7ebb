package import BudgetRelease
package import FoundationEssentials

/// What two releases say differently, line by line: last year and this year, or two readings of one document.
package struct ReleaseDifference: Sendable {
    /// An amount of a line in both releases.
    package struct Amount: Sendable, Equatable {
        package var column: String
        /// In the unit of the table; in yuan where the two tables have different units.
        package var old: Decimal?
        package var new: Decimal?
    }

    package struct LineChange: Sendable {
        package var old: Line?
        package var new: Line?
        /// The amounts that differ; all of a line that only one release has.
        package var amounts: [Amount]
        /// Fields whose text differs: `name`, `goal`, `indicators` and others.
        package var texts: [String] = []
    }

    package struct TableChange: Sendable {
        package var old: Table?
        package var new: Table?
        package var isInYuan: Bool
        package var lines: [LineChange]
        /// Lines that are the same.
        package var same: Int
    }

    /// Tables with changes, in the order of the new release and then of the old one.
    package private(set) var tables: [TableChange] = []
    package private(set) var same = 0

    package var isEmpty: Bool { tables.isEmpty }

    package init(from old: Release, to new: Release) {
        for (before, after) in Self.pairs(old.tables.map(Self.keyed), new.tables.map(Self.keyed)) {
            let change = Self.change(
                from: before, to: after, isSameDocument: old.source.sha256 == new.source.sha256)
            same += change.same
            if !change.lines.isEmpty || before == nil || after == nil { tables.append(change) }
        }
    }

    private typealias Keyed<Element> = (key: String, element: Element)

    /// Tables of one form are the same table; others are where they have the same title.
    private static func keyed(_ table: Table) -> Keyed<Table> {
        switch table.form {
        case "other": ("other " + table.title, table)
        // A form for each project.
        case "project_performance_goal_form": ("\(table.form) \(table.lines.first?.name ?? "")", table)
        default: (table.form, table)
        }
    }

    /// The lines of a table by what they are.
    private static func keyedLines(of table: Table?) -> [Keyed<Line>] {
        let lines = Dictionary((table?.lines ?? []).map { ($0.id, $0) }) { first, _ in first }
        return (table?.lines ?? []).map { line in
            var names: [String] = []
            var next: Line? = line
            // Of the lines above it those with a code say nothing that a line's own does not; an office does.
            while let above = next, names.count < 8 {
                if above.id == line.id || above.code == nil {
                    names.append(above.code ?? Self.withoutNumbering(above.name))
                }
                next = above.parent.flatMap { lines[$0] }
            }
            return ("\(line.list) \(line.kind.rawValue) \(names.joined(separator: "\n"))", line)
        }
    }

    /// Entries are numbered anew when one of them falls away: `三、教育支出`, `1.一般公共预算`, `（二）项目支出`.
    private static func withoutNumbering(_ name: String) -> String {
        let numerals = Set("一二三四五六七八九十0123456789")
        var rest = name[...]
        let isEnclosed = rest.first == "（" || rest.first == "("
        if isEnclosed { rest = rest.dropFirst() }
        let number = rest.prefix { numerals.contains($0) }
        rest = rest.dropFirst(number.count)
        guard !number.isEmpty, let mark = rest.first, (isEnclosed ? "）)" : "、.．").contains(mark), rest.count > 1 else {
            return name
        }
        return String(rest.dropFirst())
    }

    private static func change(from old: Table?, to new: Table?, isSameDocument: Bool) -> TableChange {
        let units = [old, new].compactMap { $0?.yuanPerUnit }
        let isInYuan = units.count == 2 && units[0] != units[1]
        var change = TableChange(old: old, new: new, isInYuan: isInYuan, lines: [], same: 0)
        func amount(_ column: String, of line: Line?, in table: Table?) -> Decimal? {
            guard let line, let amount = line.amounts[column].flatMap(\.self) else { return nil }
            guard isInYuan, let unit = table?.yuanPerUnit(ofColumn: column, list: line.list) else { return amount }
            return amount * Decimal(unit)
        }
        for (before, after) in pairs(keyedLines(of: old), keyedLines(of: new)) {
            var columns = Set(before.map { Array($0.amounts.keys) } ?? [])
            columns.formUnion(after.map { Array($0.amounts.keys) } ?? [])
            let amounts = columns.sorted().map { column in
                Amount(
                    column: column, old: amount(column, of: before, in: old), new: amount(column, of: after, in: new))
            }
            // What is printed empty one year is printed as 0 the next.
            let different = amounts.filter {
                isSameDocument ? $0.old != $0.new : ($0.old ?? 0) != ($0.new ?? 0)
            }
            let texts = before.flatMap { before in after.map { Self.texts(before, $0, isSameDocument) } } ?? []
            if different.isEmpty, texts.isEmpty, before != nil, after != nil {
                change.same += 1
            } else {
                change.lines.append(LineChange(old: before, new: after, amounts: different, texts: texts))
            }
        }
        return change
    }

    /// Fields of two lines whose text differs. Names may be numbered anew from one year to the next.
    private static func texts(_ old: Line, _ new: Line, _ isSameDocument: Bool) -> [String] {
        var texts: [String] = []
        let name = isSameDocument ? { $0 } : withoutNumbering
        if name(old.name) != name(new.name) { texts.append("name") }
        if old.goal != new.goal { texts.append("goal") }
        if old.indicators != new.indicators { texts.append("indicators") }
        for key in Set(old.fields.keys).union(new.fields.keys).sorted() where old.fields[key] != new.fields[key] {
            texts.append(key)
        }
        for key in Set(old.values.keys).union(new.values.keys).sorted()
        where (old.values[key] ?? nil) != (new.values[key] ?? nil) {
            texts.append(key)
        }
        if old.printed != new.printed { texts.append("fields") }
        return texts
    }

    /// Pairs what has the same key, the n-th with the n-th; what has no partner stands alone.
    private static func pairs<Element>(
        _ old: [Keyed<Element>], _ new: [Keyed<Element>]
    ) -> [(old: Element?, new: Element?)] {
        var waiting: [String: ArraySlice<Int>] = [:]
        for (index, one) in old.enumerated() { waiting[one.key, default: []].append(index) }
        var taken: Set<Int> = []
        var pairs: [(old: Element?, new: Element?)] = []
        for one in new {
            let partner = waiting[one.key]?.popFirst()
            if let partner { taken.insert(partner) }
            pairs.append((partner.map { old[$0].element }, one.element))
        }
        for (index, one) in old.enumerated() where !taken.contains(index) { pairs.append((one.element, nil)) }
        return pairs
    }
}
