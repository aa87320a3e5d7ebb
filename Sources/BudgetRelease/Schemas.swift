/// The JSON Schemas (2020-12) of what the program writes.
package enum SchemaName: String, Sendable, CaseIterable {
    case release
    case problem

    /// The schema as JSON.
    package var bytes: [UInt8] {
        switch self {
        case .release: PackageResources.release_schema_json
        case .problem: PackageResources.problem_schema_json
        }
    }
}
