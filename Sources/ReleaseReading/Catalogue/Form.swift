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
        package let headers: [String]
        private let patterns: [Pattern]
        /// Headings of the whole path.
        private let pathPatterns: [Pattern]

        private enum CodingKeys: String, CodingKey {
            case key, type, headers
        }

        package init(from decoder: any Decoder) throws {
            let values = try decoder.container(keyedBy: CodingKeys.self)
            key = try values.decode(String.self, forKey: .key)
            type = try values.decode(Column.Kind.self, forKey: .type)
            headers = try values.decode([String].self, forKey: .headers)
            patterns = headers.filter { !$0.utf8.contains(UInt8(ascii: "/")) }.map { Pattern($0) }
            pathPatterns = headers.filter { $0.utf8.contains(UInt8(ascii: "/")) }.map { Pattern("*/" + $0) }
        }

        /// How well a heading fits, 0 where it does not.
        func weight(of path: HeaderPath) -> Int {
            guard !path.joined.isEmpty else { return 0 }
            var best = 0
            for pattern in patterns where pattern.matches(path.leaf) { best = max(best, 1, pattern.weight) }
            for pattern in pathPatterns where pattern.matches(path.joined) { best = max(best, 1, pattern.weight) }
            return best
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
    package let titles: [String]
    private let comparableTitles: [FormTitle]
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
        comparableTitles = titles.map(FormTitle.init)
        classification = try values.decodeIfPresent(Classification.self, forKey: .classification)
        columns = try values.decodeIfPresent([KnownColumn].self, forKey: .columns) ?? []
        rowSums = try values.decodeIfPresent([RowSum].self, forKey: .rowSums) ?? []
        fields = try values.decodeIfPresent([String: [String]].self, forKey: .fields) ?? [:]
    }

    /// How well a title fits the form, 0 where it does not.
    func weight(of title: TitleKey) -> Int {
        comparableTitles.lazy.map { title.weight(of: $0) }.max() ?? 0
    }
}

/// The headings over a column from the top one down, ready to be compared.
struct HeaderPath {
    /// Empty, as is the path, where the column has no heading.
    fileprivate let leaf: [Unicode.Scalar]
    /// Each heading behind a slash.
    fileprivate let joined: [Unicode.Scalar]

    /// - Parameter headings: folded.
    init(_ headings: [String]) {
        leaf = headings.last.map { Array($0.unicodeScalars) } ?? []
        joined = headings.flatMap { Array("/".unicodeScalars) + Array($0.unicodeScalars) }
    }
}

/// Columns that any form may have.
struct Vocabulary: Equatable, Sendable, Decodable {
    var columns: [Form.KnownColumn]
}
