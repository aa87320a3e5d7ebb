/// The JSON Schemas (2020-12) of what the program writes.
package enum SchemaName: String, Sendable, CaseIterable {
    case release
    case problem
    /// What an archive knows of a document.
    case document
    /// A line of the feed.
    case event
    /// What a daemon says of itself.
    case status

    /// The schema as JSON. Where it has a closed list of the code's, its file has the list's name.
    package var bytes: [UInt8] {
        let file =
            switch self {
            case .release: PackageResources.release_schema_json
            case .problem: PackageResources.problem_schema_json
            case .document: PackageResources.document_schema_json
            case .event: PackageResources.event_schema_json
            case .status: PackageResources.status_schema_json
            }
        var text = String(decoding: file, as: UTF8.self)
        for (name, values) in Self.closedLists {
            text.replace("\"@\(name)\"", with: "[" + values.map { "\"\($0)\"" }.joined(separator: ", ") + "]")
        }
        return Array(text.utf8)
    }

    private static var closedLists: [(name: String, values: [String])] {
        [
            ("finding_codes", FindingCode.allCases.map(\.rawValue)),
            ("problem_codes", ProblemCode.allCases.map(\.rawValue)),
            ("limits", Limit.allCases.map(\.rawValue)), ("repair_kinds", Repair.Kind.allCases.map(\.rawValue)),
            ("check_rules", Check.Rule.allCases.map(\.rawValue)), ("line_kinds", Line.Kind.allCases.map(\.rawValue)),
            ("column_types", Column.Kind.allCases.map(\.rawValue)),
        ]
    }
}
