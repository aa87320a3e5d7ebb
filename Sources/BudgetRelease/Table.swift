/// One printed table.
package struct Table: Equatable, Sendable, Decodable {
    package var id: String
    /// A form key, or `other`.
    package var form: String
    /// As printed without white space; empty where none is printed.
    package var title: String
    /// 部门名称 or 编制单位 as printed on the table.
    package var issuer: String?
    /// The money unit as printed, and what one of it is in yuan; both nil where none is printed.
    package var unit: String?
    package var yuanPerUnit: Int?
    /// 1-based; empty for text without form feeds.
    package var pages: [Int]
    package var columns: [Column]
    /// Body rows as printed, one string a column.
    package var grid: [[String]]
    package var lines: [Line]
    package var notes: [String]

    package init(
        id: String, form: String, title: String, issuer: String? = nil, unit: String? = nil, yuanPerUnit: Int? = nil,
        pages: [Int] = [], columns: [Column] = [], grid: [[String]] = [], lines: [Line] = [], notes: [String] = []
    ) {
        self.id = id
        self.form = form
        self.title = title
        self.issuer = issuer
        self.unit = unit
        self.yuanPerUnit = yuanPerUnit
        self.pages = pages
        self.columns = columns
        self.grid = grid
        self.lines = lines
        self.notes = notes
    }

    /// Amounts that take part in an identity that holds exactly, of all.
    package var proof: Proof {
        Proof(
            amounts: lines.reduce(0) { $0 + $1.amounts.values.count { $0 != nil } },
            proven: lines.reduce(0) { $0 + ($1.proven ?? []).count })
    }

    package var json: JSON {
        [
            "proof": proof.json,
            "id": .string(id), "form": .string(form), "title": .string(title), "issuer": JSON(issuer),
            "unit": JSON(unit), "yuan_per_unit": JSON(yuanPerUnit), "pages": .array(pages.map(JSON.int)),
            "columns": .array(columns.map(\.json)),
            "grid": .array(grid.map { .array($0.map(JSON.string)) }), "lines": .array(lines.map(\.json)),
            "notes": .array(notes.map(JSON.string)),
        ]
    }
}

/// Which half of a summary a column or line belongs to.
package enum Side: String, Sendable, Codable {
    case income
    case expenditure
}

/// One leaf column of a table.
package struct Column: Equatable, Sendable, Decodable {
    package enum Kind: String, Sendable, Codable, CaseIterable {
        case code, name, amount, count, percent, text
    }

    /// Header cells from parent to leaf.
    package var path: [String]
    /// A key of the form's closed list, unique within its list; nil for a column that the form doesn't know.
    package var key: String?
    package var type: Kind
    /// Lists printed side by side are 0, 1, …
    package var list: Int
    package var side: Side?
    /// A money unit that the column prints for itself.
    package var unit: String?

    package init(
        path: [String], key: String? = nil, type: Kind = .text, list: Int = 0, side: Side? = nil, unit: String? = nil
    ) {
        self.path = path
        self.key = key
        self.type = type
        self.list = list
        self.side = side
        self.unit = unit
    }

    package var json: JSON {
        var members: JSONObject = [
            "path": .array(path.map(JSON.string)), "key": JSON(key), "type": .string(type.rawValue),
            "list": .int(list),
        ]
        members["side"] = side.map { .string($0.rawValue) }
        members["unit"] = unit.map(JSON.string)
        return .object(members)
    }
}
