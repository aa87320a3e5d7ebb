package import BudgetRelease

/// What a person says of a release, an entry of `corrections.json`. Entries are only ever added, so that it stays known who said
/// what, and when.
package struct Correction: Sendable, Equatable, Decodable {
    package enum Action: String, Sendable, Codable, CaseIterable {
        /// The finding is no doubt any more: what was read is right.
        case accept
        /// A field is something else.
        case set
        /// The line is a part of another.
        case join
        /// The line is none.
        case drop
        /// An earlier correction is taken back.
        case withdraw
    }

    /// The finding that it settles.
    package struct Doubt: Sendable, Equatable, Decodable {
        package var code: FindingCode
        package var table: String?
        package var line: String?
        package var details: [String]?

        package init(_ finding: Finding) {
            (code, table, line, details) = (finding.code, finding.table, finding.line, finding.details)
        }

        package func isMet(by finding: Finding) -> Bool {
            code == finding.code && table == finding.table && line == finding.line && details == finding.details
        }

        var json: JSON {
            [
                "code": .string(code.rawValue), "table": JSON(table), "line": JSON(line),
                "details": details.map { .array($0.map(JSON.string)) } ?? .null,
            ]
        }
    }

    package var id: String
    package var action: Action
    package var by: String
    /// RFC 3339.
    package var at: String
    /// The fingerprint of the reading that the person saw.
    package var reading: String
    package var table: String?
    package var line: String?
    /// What the line was called when it was corrected: a newer reading may number its lines otherwise.
    package var row: String?
    /// `amounts.KEY`, `values.KEY`, `name`, `code`, `goal` of a line; `form`, `title`, `unit`, `heading.N` of a table; `issuer`,
    /// `level`, `phase`, `fiscal_year` of the release.
    package var field: String?
    /// What stood there, and what is to; amounts as plain decimals, nil for nothing.
    package var from: String?
    package var to: String?
    /// The line that this one is joined to, or the correction that is taken back.
    package var target: String?
    package var finding: Doubt?
    package var note: String?
    /// The form and title of its table, the name of the target's line, and the line's amounts: where a newer reading numbers tables and
    /// lines otherwise, these must be what they were.
    package var context: Context?

    package struct Context: Sendable, Equatable, Decodable {
        package var table: String?
        package var target: String?
        package var amounts: String?

        var json: JSON { ["table": JSON(table), "target": JSON(target), "amounts": JSON(amounts)] }
    }

    package init(
        id: String, _ action: Action, by: String, at: String, reading: String, table: String? = nil,
        line: String? = nil,
        row: String? = nil, field: String? = nil, from: String? = nil, to: String? = nil, target: String? = nil,
        finding: Doubt? = nil, note: String? = nil
    ) {
        (self.id, self.action, self.by, self.at, self.reading) = (id, action, by, at, reading)
        (self.table, self.line, self.row, self.field) = (table, line, row, field)
        (self.from, self.to, self.target, self.finding, self.note) = (from, to, target, finding, note)
    }

    package var json: JSON {
        var members: JSONObject = [
            "id": .string(id), "action": .string(action.rawValue), "by": .string(by), "at": .string(at),
            "reading": .string(reading),
        ]
        for (name, value) in [("table", table), ("line", line), ("row", row), ("field", field), ("target", target)] {
            members[name] = value.map(JSON.string)
        }
        members["note"] = note.map(JSON.string)
        if action == .set {
            members["from"] = JSON(from)
            members["to"] = JSON(to)
        }
        members["finding"] = finding?.json
        members["context"] = context?.json
        return .object(members)
    }
}

/// All that people have said of a release.
package struct Corrections: Sendable, Equatable, Decodable {
    package static let schemaName = "budget-corrections/1"

    package var corrections: [Correction]

    package init(_ corrections: [Correction] = []) { self.corrections = corrections }

    /// Those that hold: what was taken back does not.
    package var inForce: [Correction] {
        let withdrawn = Set(corrections.filter { $0.action == .withdraw }.compactMap(\.target))
        return corrections.filter { $0.action != .withdraw && !withdrawn.contains($0.id) }
    }

    /// As it stands in the archive.
    package var fileBytes: [UInt8] {
        let json: JSON = [
            "schema": .string(Self.schemaName), "corrections": .array(corrections.map(\.json)),
        ]
        return json.utf8(pretty: true) + [0x0A]
    }
}

/// Why a correction cannot be applied.
package enum CorrectionRefusal: Error, Equatable, Sendable {
    /// There is no such table, line, column, finding or correction.
    case noSuchPlace
    /// Somebody has changed it since, or a newer reading has: what stands there now.
    case changed(now: String?)
    /// The value is none for this field.
    case invalidValue(String)
    /// Both lines have an amount in one column.
    case bothHaveAmounts
    /// It is as the correction would have it.
    case nothingChanges
}
