import FoundationEssentials
import GRDB
import SystemPackage

/// One SQLite file with all tables, and full-text indexes of names and goals that find any three characters in a row.
final class FlatDatabase: FlatWriter {
    static let fileName = "budget.sqlite"

    private let queue: DatabaseQueue
    /// Rows that are written together.
    private var waiting: [(table: String, row: [FlatValue])] = []
    private static let batch = 20_000

    private let tables: [FlatTable]

    /// - Parameter tables: with their columns named as they are to be.
    init(in folder: FilePath, _ tables: [FlatTable]) throws {
        self.tables = tables
        var configuration = Configuration()
        // The file has its name only when it is whole: no journal has to protect it before.
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF") }
        queue = try DatabaseQueue(path: folder.appending(Self.fileName).string, configuration: configuration)
        try queue.write { database in
            for table in tables { try database.execute(sql: Self.definition(of: table, among: tables)) }
        }
    }

    private static func definition(of table: FlatTable, among tables: [FlatTable]) -> String {
        var parts = table.columns.map { column in
            let isKey = table.key.contains(column.name)
            return "\"\(column.name)\" \(type(of: column))\(isKey ? " NOT NULL" : "")"
        }
        parts.append("PRIMARY KEY (\(table.key.joined(separator: ", ")))")
        if let parent = table.parent, let owner = tables.first(where: { $0.name == parent.name }) {
            let columns = owner.key.joined(separator: ", ")
            parts.append("FOREIGN KEY (\(columns)) REFERENCES \(parent.name) (\(columns))")
        }
        return "CREATE TABLE \(table.name) (\n  \(parts.joined(separator: ",\n  "))\n)"
    }

    private static func type(of column: FlatTable.Column) -> String {
        switch column.kind {
        case .string, .datetime: "TEXT"
        case .integer: "INTEGER"
        case .number: "NUMERIC"
        }
    }

    func write(_ row: [FlatValue], to table: FlatTable) throws {
        waiting.append((table.name, row))
        if waiting.count >= Self.batch { try flush() }
    }

    private func flush() throws {
        try queue.write { database in
            for (table, row) in waiting {
                let places = Array(repeating: "?", count: row.count).joined(separator: ", ")
                let statement = try database.cachedStatement(sql: "INSERT INTO \(table) VALUES (\(places))")
                try statement.execute(arguments: StatementArguments(row.map(\.databaseValue)))
            }
        }
        waiting.removeAll(keepingCapacity: true)
    }

    /// What a column is called here.
    private func column(_ name: String, of table: String) -> String {
        let place = FlatTable.all.first { $0.name == table }?.columns.firstIndex { $0.name == name }
        return place.flatMap { place in tables.first { $0.name == table }?.columns[place].name } ?? name
    }

    /// A view of lines with what stands in their tables and releases, for those who do not want to join.
    private var joinedLines: String {
        func columns(of name: String, as letter: String, _ names: [String]) -> [String] {
            names.map { "\(letter).\"\(column($0, of: name))\"" }
        }
        let all =
            columns(
                of: "releases", as: "r",
                ["administrative_classification", "level", "fiscal_year", "phase", "issuer_key"])
            + columns(of: "tables", as: "t", ["form", "title", "unit"]) + ["l.*"]
        func join(_ letter: String, _ other: String, _ names: [String]) -> String {
            names.map { "\(letter).\"\(column($0, of: "tables"))\" = \(other).\"\(column($0, of: "tables"))\"" }
                .joined(separator: " AND ")
        }
        return """
            CREATE VIEW lines_of_releases AS SELECT \(all.joined(separator: ", "))
            FROM lines l JOIN tables t ON \(join("l", "t", ["release", "table_id"]))
            JOIN releases r ON \(join("l", "r", ["release"]))
            """
    }

    func finish() throws {
        try flush()
        try queue.write { database in
            for (table, names) in [("lines", ["name"]), ("projects", ["name", "goal", "total_goal"])] {
                let columns = names.map { column($0, of: table) }.joined(separator: ", ")
                try database.execute(
                    sql: """
                        CREATE VIRTUAL TABLE \(table)_fts USING fts5(
                            \(columns), content='\(table)', tokenize='trigram');
                        INSERT INTO \(table)_fts(\(table)_fts) VALUES ('rebuild');
                        """)
            }
            try database.execute(
                sql: """
                    CREATE INDEX lines_by_code ON lines (\(column("code", of: "lines")));
                    CREATE INDEX releases_by_key ON releases (
                        \(column("administrative_classification", of: "releases")),
                        \(column("fiscal_year", of: "releases")), \(column("phase", of: "releases"))
                    );
                    ANALYZE;
                    """)
            try database.execute(sql: joinedLines)
        }
        try queue.close()
    }
}

extension FlatValue {
    fileprivate var databaseValue: DatabaseValue {
        switch self {
        case .null: .null
        case .text(let text): text.databaseValue
        case .integer(let number): number.databaseValue
        // Given as text, SQLite keeps a number of up to fifteen digits exactly.
        case .decimal(let number): number.description.databaseValue
        }
    }
}
