package import BudgetRelease

/// A kind of printed table, as declared in a file of the catalogue.
package struct Form: Equatable, Sendable, Decodable {
    /// How the rows of a form become lines.
    package enum Layout: String, Sendable, Codable, CaseIterable {
        /// One line a row, or one a row and list where lists stand side by side.
        case rows
        /// Projects with goals and indicators, all indicators of a project in one cell or each in a row of its own.
        case projects
        /// One project, its facts in cells beside their labels.
        case projectForm = "project_form"
    }

    /// The classification that the codes of a form belong to.
    package enum Classification: String, Sendable, Codable, CaseIterable {
        /// 类, 款, 项 of 政府收支分类科目: three, five, seven digits.
        case function
        /// 类, 款 of the economic classification: three, five digits.
        case economy
    }

    /// A column that the form may have.
    package struct KnownColumn: Equatable, Sendable, Decodable {
        package var key: String
        package var type: Column.Kind
        /// Headings it is printed under; `parent/leaf` where the leaf alone is not enough, `*` for any text.
        package var headers: [String]

        /// How well a heading fits, 0 where it does not.
        func weight(of path: [String]) -> Int {
            guard let leaf = path.last else { return 0 }
            let joined = "/" + path.joined(separator: "/")
            return headers.map { header in
                let pattern = Pattern(header.contains("/") ? "*/" + header : header)
                return pattern.matches(header.contains("/") ? joined : leaf) ? max(1, pattern.weight) : 0
            }.max() ?? 0
        }
    }

    /// An amount that must be the sum of others in its row.
    package struct RowSum: Equatable, Sendable, Decodable {
        package var total: String
        package var parts: [String]
    }

    package var key: String
    package var layout: Layout
    /// Titles it is printed under, without year, 部门, 单位, 预算 and 决算; `*` for any text.
    package var titles: [String]
    package var classification: Classification?
    package var columns: [KnownColumn]
    package var rowSums: [RowSum]
    /// Labels of the fields of a form of one project, by field.
    package var fields: [String: [String]]

    private enum CodingKeys: String, CodingKey {
        case key, layout, titles, classification, columns, fields
        case rowSums = "row_sums"
    }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        key = try values.decode(String.self, forKey: .key)
        layout = try values.decode(Layout.self, forKey: .layout)
        titles = try values.decode([String].self, forKey: .titles)
        classification = try values.decodeIfPresent(Classification.self, forKey: .classification)
        columns = try values.decodeIfPresent([KnownColumn].self, forKey: .columns) ?? []
        rowSums = try values.decodeIfPresent([RowSum].self, forKey: .rowSums) ?? []
        fields = try values.decodeIfPresent([String: [String]].self, forKey: .fields) ?? [:]
    }

    /// How well a title fits the form, 0 where it does not.
    func weight(of title: TitleKey) -> Int { titles.map { title.weight(of: $0) }.max() ?? 0 }
}

/// Columns that any form may have.
struct Vocabulary: Equatable, Sendable, Decodable {
    var columns: [Form.KnownColumn]
}
