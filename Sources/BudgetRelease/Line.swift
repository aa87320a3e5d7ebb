package import FoundationEssentials

/// What one row, or the rows of one project, means.
package struct Line: Equatable, Sendable, Decodable {
    package enum Kind: String, Sendable, Codable, CaseIterable {
        case grandTotal = "grand_total"
        case spendingUnit = "spending_unit"
        case project
        case `class`, section, item
        case category, article
        case entry, subtotal, total, record
    }

    package var id: String
    /// First and last grid row, 0-based.
    package var rows: ClosedRange<Int>
    package var list: Int
    package var side: Side?
    package var kind: Kind
    /// The id of the line that this one is part of.
    package var parent: String?
    package var name: String
    /// The classification code in full.
    package var code: String?
    /// Amounts by column key in the table's unit; nil where the cell is empty.
    package var amounts: [String: Decimal?]
    /// What else is printed in the row, by column key or, where nobody knows it, by printed heading; nil where empty.
    package var values: [String: String?] = [:]
    /// Code and name in the other one of two classifications, that of the government's budget.
    package var governmentCode: String?
    package var governmentName: String?
    /// Columns whose amount takes part in an identity that holds exactly, or stands again elsewhere, in order; nil in lines
    /// that were read before there was proof.
    package var proven: [String]?
    /// How sure the least sure of its figures is, in hundredths, where it was read from a picture.
    package var confidence: Int?
    package var goal: String?
    package var indicators: [Indicator]
    /// Further fields of a form of one project: `nature`, `department`, `start` and others.
    package var fields: [String: String]
    /// Everything that a form prints beside its labels, in the order of printing.
    package var printed: [PrintedField] = []
    package var places: [Place]
    package var repairs: [Repair]

    /// The fields a form of one project may carry.
    package static let fieldKeys = [
        "nature", "category", "department", "implementing_unit", "start", "end", "total_goal",
    ]

    package init(
        id: String, rows: ClosedRange<Int>, list: Int = 0, side: Side? = nil, kind: Kind, parent: String? = nil,
        name: String, code: String? = nil, amounts: [String: Decimal?] = [:], goal: String? = nil,
        indicators: [Indicator] = [], fields: [String: String] = [:], places: [Place] = [], repairs: [Repair] = []
    ) {
        self.id = id
        self.rows = rows
        self.list = list
        self.side = side
        self.kind = kind
        self.parent = parent
        self.name = name
        self.code = code
        self.amounts = amounts
        self.goal = goal
        self.indicators = indicators
        self.fields = fields
        self.places = places
        self.repairs = repairs
    }

    package var json: JSON {
        var members: JSONObject = [
            "id": .string(id), "row": .int(rows.lowerBound),
            "rows": .array([.int(rows.lowerBound), .int(rows.upperBound)]), "list": .int(list),
            "kind": .string(kind.rawValue), "parent": JSON(parent), "name": .string(name), "code": JSON(code),
            "amounts": .object(JSONObject(amounts.lazy.map { ($0.key, JSON($0.value)) })),
            "goal": JSON(goal),
            "indicators": .array(indicators.map(\.json)), "at": .array(places.map(\.json)),
            "repairs": .array(repairs.map(\.json)),
        ]
        members["side"] = side.map { .string($0.rawValue) }
        if !values.isEmpty { members["values"] = .object(JSONObject(values.lazy.map { ($0.key, JSON($0.value)) })) }
        if let governmentCode { members["government_code"] = .string(governmentCode) }
        if let governmentName { members["government_name"] = .string(governmentName) }
        members["proven"] = proven.map { .array($0.map(JSON.string)) }
        members["confidence"] = confidence.map { .hundredths($0) }
        for (key, value) in fields { members[key] = .string(value) }
        if !printed.isEmpty { members["fields"] = .array(printed.map(\.json)) }
        return .object(members)
    }

    private enum CodingKeys: String, CodingKey {
        case id, rows, list, side, kind, parent, name, code, amounts, values, proven, confidence, goal, indicators, at,
            repairs
        case governmentCode, governmentName
        case printed = "fields"
        case nature, category, department, implementingUnit, start, end, totalGoal
    }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        let span = try values.decode([Int].self, forKey: .rows)
        guard span.count == 2, span[0] <= span[1] else {
            throw DecodingError.dataCorruptedError(
                forKey: .rows, in: values, debugDescription: "rows are the first and the last row")
        }
        var fields: [String: String] = [:]
        let keys: [CodingKeys] = [.nature, .category, .department, .implementingUnit, .start, .end, .totalGoal]
        for (key, name) in zip(keys, Self.fieldKeys) {
            fields[name] = try values.decodeIfPresent(String.self, forKey: key)
        }
        self.init(
            id: try values.decode(String.self, forKey: .id), rows: span[0]...span[1],
            list: try values.decode(Int.self, forKey: .list),
            side: try values.decodeIfPresent(Side.self, forKey: .side),
            kind: try values.decode(Kind.self, forKey: .kind),
            parent: try values.decodeIfPresent(String.self, forKey: .parent),
            name: try values.decode(String.self, forKey: .name),
            code: try values.decodeIfPresent(String.self, forKey: .code),
            amounts: try values.decode([String: Decimal?].self, forKey: .amounts),
            goal: try values.decodeIfPresent(String.self, forKey: .goal),
            indicators: try values.decode([Indicator].self, forKey: .indicators), fields: fields,
            places: try values.decode([Place].self, forKey: .at),
            repairs: try values.decode([Repair].self, forKey: .repairs))
        self.values = try values.decodeIfPresent([String: String?].self, forKey: .values) ?? [:]
        printed = try values.decodeIfPresent([PrintedField].self, forKey: .printed) ?? []
        governmentCode = try values.decodeIfPresent(String.self, forKey: .governmentCode)
        governmentName = try values.decodeIfPresent(String.self, forKey: .governmentName)
        proven = try values.decodeIfPresent([String].self, forKey: .proven)
        confidence = try values.decodeIfPresent(Double.self, forKey: .confidence).map { Int(($0 * 100).rounded()) }
    }
}

/// What a form prints beside a label.
package struct PrintedField: Equatable, Sendable, Decodable {
    /// The labels that it stands under, the widest first.
    package var path: [String]
    package var text: String

    package init(path: [String], text: String) {
        self.path = path
        self.text = text
    }

    package var json: JSON { ["path": .array(path.map(JSON.string)), "text": .string(text)] }
}

/// One performance indicator of a project.
package struct Indicator: Equatable, Sendable, Decodable {
    /// A class of indicators: `1-产出指标` has code 1.
    package struct Level: Equatable, Sendable, Decodable {
        package var code: String?
        package var label: String

        package init(code: String?, label: String) {
            self.code = code
            self.label = label
        }

        var json: JSON { ["code": JSON(code), "label": .string(label)] }
    }

    package var number: Int
    package var level1: Level
    package var level2: Level
    package var level3: String
    package var cycleTarget: String?
    package var annualTarget: String?
    /// What its row prints beside the classes and the name, by printed heading; empty where it has no row of its own.
    package var values: [String: String] = [:]

    package init(
        number: Int, level1: Level, level2: Level, level3: String, cycleTarget: String?, annualTarget: String?
    ) {
        self.number = number
        self.level1 = level1
        self.level2 = level2
        self.level3 = level3
        self.cycleTarget = cycleTarget
        self.annualTarget = annualTarget
    }

    package var json: JSON {
        var members: JSONObject = [
            "number": .int(number), "level1": level1.json, "level2": level2.json, "level3": .string(level3),
            "cycle_target": JSON(cycleTarget), "annual_target": JSON(annualTarget),
        ]
        if !values.isEmpty { members["values"] = .object(JSONObject(values.lazy.map { ($0.key, .string($0.value)) })) }
        return .object(members)
    }

    private enum CodingKeys: String, CodingKey {
        case number, level1, level2, level3, cycleTarget, annualTarget, values
    }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        number = try values.decode(Int.self, forKey: .number)
        level1 = try values.decode(Level.self, forKey: .level1)
        level2 = try values.decode(Level.self, forKey: .level2)
        level3 = try values.decode(String.self, forKey: .level3)
        cycleTarget = try values.decodeIfPresent(String.self, forKey: .cycleTarget)
        annualTarget = try values.decodeIfPresent(String.self, forKey: .annualTarget)
        self.values = try values.decodeIfPresent([String: String].self, forKey: .values) ?? [:]
    }
}

/// Where something stands in the document.
package enum Place: Equatable, Sendable, Decodable {
    /// A box on a page of a PDF: points from the top left of the page as displayed.
    case box(page: Int, x0: Double, y0: Double, x1: Double, y1: Double)
    /// A line of a text file, 1-based; the page only where form feeds count them.
    case line(Int, page: Int?)

    /// 1-based; nil for a line of a text without form feeds.
    package var page: Int? {
        switch self {
        case .box(let page, _, _, _, _): page
        case .line(_, let page): page
        }
    }

    package var json: JSON {
        switch self {
        case .box(let page, let x0, let y0, let x1, let y1):
            ["page": .int(page), "bbox": .array([x0, y0, x1, y1].map { JSON(points: $0) })]
        case .line(let line, let page):
            ["line": .int(line), "page": JSON(page)]
        }
    }

    private enum CodingKeys: String, CodingKey { case page, bbox, line }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        if let line = try values.decodeIfPresent(Int.self, forKey: .line) {
            self = .line(line, page: try values.decodeIfPresent(Int.self, forKey: .page))
            return
        }
        let box = try values.decode([Double].self, forKey: .bbox)
        guard box.count == 4 else {
            throw DecodingError.dataCorruptedError(
                forKey: .bbox, in: values, debugDescription: "bbox has four numbers")
        }
        self = .box(page: try values.decode(Int.self, forKey: .page), x0: box[0], y0: box[1], x1: box[2], y1: box[3])
    }
}

/// Something that was put together differently from how it stands on the page.
package struct Repair: Equatable, Sendable, Decodable {
    package enum Kind: String, Sendable, Codable, CaseIterable {
        /// A text that wraps over several lines.
        case joinedLines = "joined_lines"
        /// A row that a page break cut.
        case joinedRows = "joined_rows"
        /// White space inside a text or a number.
        case removedSpaces = "removed_spaces"
        /// An amount whose column is not printed beside it.
        case inferredColumn = "inferred_column"
        /// A line that could belong to the text before or after it.
        case assignedLine = "assigned_line"
        /// A code taken over from the row above.
        case inheritedCode = "inherited_code"
        /// A name in a cell that is merged over the rows of several projects.
        case inheritedName = "inherited_name"
        /// The mark of a note beside a number.
        case raisedMark = "raised_mark"
        /// A sign that was misread on a picture, corrected by a known text or by a sum.
        case misread
        /// What a person has set right; no reading does that.
        case corrected
    }

    /// The field of the line that was mended.
    package var field: String
    package var kind: Kind
    /// The pieces as printed.
    package var from: [String]
    /// Who corrected it.
    package var by: String?
    /// When (RFC 3339).
    package var atTime: String?

    package init(field: String, kind: Kind, from: [String], by: String? = nil, atTime: String? = nil) {
        self.field = field
        self.kind = kind
        self.from = from
        self.by = by
        self.atTime = atTime
    }

    package var json: JSON {
        var members: JSONObject = [
            "field": .string(field), "kind": .string(kind.rawValue), "from": .array(from.map(JSON.string)),
        ]
        members["by"] = by.map(JSON.string)
        members["at_time"] = atTime.map(JSON.string)
        return .object(members)
    }
}
