import BudgetRelease

/// `datapackage.json`: what stands in a folder of CSV files, by the specifications of Frictionless Data.
enum DataPackage {
    static let fileName = "datapackage.json"

    /// - Parameter tables: with their columns named as they are written.
    static func json(of tables: [FlatTable]) -> JSON {
        [
            "name": "budget-releases", "title": "Budget releases of Chinese government departments",
            "profile": "tabular-data-package", "resources": .array(tables.map { resource($0, among: tables) }),
        ]
    }

    private static func resource(_ table: FlatTable, among tables: [FlatTable]) -> JSON {
        var schema: JSONObject = [
            "fields": .array(table.columns.map(field)), "primaryKey": .array(table.key.map(JSON.string)),
            "missingValues": .array([""]),
        ]
        if let parent = table.parent, let owner = tables.first(where: { $0.name == parent.name }) {
            let columns = JSON.array(owner.key.map(JSON.string))
            schema["foreignKeys"] = .array([
                ["fields": columns, "reference": ["resource": .string(parent.name), "fields": columns]]
            ])
        }
        return [
            "name": .string(table.name), "path": .string("\(table.name).csv"),
            "description": .string(table.description),
            "profile": "tabular-data-resource", "format": "csv", "mediatype": "text/csv", "encoding": "utf-8",
            "schema": .object(schema),
        ]
    }

    private static func field(_ column: FlatTable.Column) -> JSON {
        var members: JSONObject = [
            "name": .string(column.name), "type": .string(column.kind.rawValue),
            "description": .string(column.description),
        ]
        members["columnType"] = column.fiscalType.map(JSON.string)
        return .object(members)
    }
}
