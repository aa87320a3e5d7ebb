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

    /// The schema as JSON.
    package var bytes: [UInt8] {
        switch self {
        case .release: PackageResources.release_schema_json
        case .problem: PackageResources.problem_schema_json
        case .document: PackageResources.document_schema_json
        case .event: PackageResources.event_schema_json
        case .status: PackageResources.status_schema_json
        }
    }
}
