import BudgetRelease

/// A kind of printed table, as declared in a file of the catalogue.
package struct Form: Equatable, Sendable, Decodable {
    /// How the rows of a form become lines.
    package enum Layout: String, Sendable, Codable, CaseIterable {
        /// Projects below the units that spend for them, all indicators of a project in one cell.
        case packedProjects = "packed_projects"
        /// One line a row.
        case records
    }

    /// A column that the form may have.
    package struct KnownColumn: Equatable, Sendable, Decodable {
        var key: String
        var type: Column.Kind
        /// Headings it is printed under, as `CompactText.folded` writes them; `parent/leaf` where the leaf alone is
        /// not enough.
        var headers: [String]
    }

    /// An amount that must be the sum of others in its row.
    package struct RowSum: Equatable, Sendable, Decodable {
        var total: String
        var parts: [String]
    }

    package var key: String
    package var layout: Layout
    /// Titles it is printed under, without year, 部门 or 单位.
    package var titles: [String]
    package var columns: [KnownColumn]
    package var rowSums: [RowSum]

    private enum CodingKeys: String, CodingKey {
        case key, layout, titles, columns
        case rowSums = "row_sums"
    }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        key = try values.decode(String.self, forKey: .key)
        layout = try values.decode(Layout.self, forKey: .layout)
        titles = try values.decode([String].self, forKey: .titles)
        columns = try values.decode([KnownColumn].self, forKey: .columns)
        rowSums = try values.decodeIfPresent([RowSum].self, forKey: .rowSums) ?? []
    }

    /// The known column that a header path belongs to.
    func column(for path: [String]) -> KnownColumn? {
        let folded = path.map(CompactText.folded)
        guard let leaf = folded.last else { return nil }
        let joined = folded.joined(separator: "/")
        return columns.first { column in
            column.headers.contains { header in
                header.contains("/") ? joined == header || joined.hasSuffix("/" + header) : leaf == header
            }
        }
    }
}
