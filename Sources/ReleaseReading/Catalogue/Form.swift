package import BudgetRelease

/// A kind of printed table, as declared in a file of the catalogue.
package struct Form: Equatable, Sendable {
    /// How the rows of a form become lines.
    package enum Layout: String, Sendable, CaseIterable {
        /// One line a row, or one a row and list where lists stand side by side.
        case rows
        /// Projects with goals and indicators, all indicators of a project in one cell or each in a row of its own.
        case projects
        /// One project, its facts in cells beside their labels.
        case projectForm = "project_form"
        /// One office as a whole, printed as a form of one project is.
        case officeForm = "office_form"

        /// Whether its facts stand beside labels instead of under headings.
        var hasLabels: Bool { self == .projectForm || self == .officeForm }
    }

    /// The classification that the codes of a form belong to.
    package enum Classification: String, Sendable, CaseIterable {
        /// 类, 款, 项 of 政府收支分类科目: three, five, seven digits.
        case function
        /// 类, 款 of the economic classification: three, five digits.
        case economy
    }

    /// A column that the form may have.
    package struct KnownColumn: Equatable, Sendable {
        package var key: String
        package var type: Column.Kind
        /// Headings it is printed under; `parent/leaf` where the leaf alone is not enough, `*` for any text.
        package let headers: [String]
        private let patterns: [Pattern]
        /// Headings of the whole path.
        private let pathPatterns: [Pattern]

        private enum Field: String, CaseIterable {
            case key, type, headers
        }

        init(_ value: FormValue) throws(FormError) {
            let object = try value.object(of: Field.self)
            key = try object.required(.key).text()
            type = try object.required(.type).word()
            headers = try object.required(.headers).texts()
            patterns = headers.filter { !$0.utf8.contains(UInt8(ascii: "/")) }.map { Pattern($0) }
            pathPatterns = headers.filter { $0.utf8.contains(UInt8(ascii: "/")) }.map { Pattern("*/" + $0) }
        }

        /// How well a heading fits, 0 where it does not.
        func weight(of path: HeaderPath) -> Int {
            guard !path.joined.isEmpty else { return 0 }
            var best = 0
            for index in patterns.indices where patterns[index].matches(path.leaf) {
                best = max(best, 1, patterns[index].weight)
            }
            for index in pathPatterns.indices where pathPatterns[index].matches(path.joined) {
                best = max(best, 1, pathPatterns[index].weight)
            }
            return best
        }
    }

    /// An amount that must be the sum of others in its row.
    package struct RowSum: Equatable, Sendable {
        package var total: String
        package var parts: [String]

        private enum Field: String, CaseIterable {
            case total, parts
        }

        init(total: String, parts: [String]) {
            self.total = total
            self.parts = parts
        }

        init(_ value: FormValue) throws(FormError) {
            let object = try value.object(of: Field.self)
            total = try object.required(.total).text()
            parts = try object.required(.parts).texts()
        }
    }

    package var key: String
    package var layout: Layout
    /// Titles it is printed under, without year, 部门, 单位, 预算 and 决算; `*` for any text.
    package let titles: [String]
    let comparableTitles: [FormTitle]
    package var classification: Classification?
    package var columns: [KnownColumn]
    package var rowSums: [RowSum]
    /// Columns whose total must be the sum of the rows, by key: others are only tried.
    package var columnSums: [String]
    /// Labels of the fields of a form of one project, by field.
    package var fields: [String: [String]]
    /// Further labels that tell the form.
    package var labels: [String]

    private enum Field: String, CaseIterable {
        case key, layout, titles, classification, columns, fields, labels
        case rowSums = "row_sums"
        case columnSums = "column_sums"
    }

    init(_ value: FormValue) throws(FormError) {
        let object = try value.object(of: Field.self)
        key = try object.required(.key).text()
        columnSums = try object[.columnSums]?.texts() ?? []
        layout = try object.required(.layout).word()
        titles = try object.required(.titles).texts()
        comparableTitles = titles.map(FormTitle.init)
        classification = try object[.classification]?.word()
        columns = try object[.columns]?.list().map { (column) throws(FormError) in try KnownColumn(column) } ?? []
        rowSums = try object[.rowSums]?.list().map { (sum) throws(FormError) in try RowSum(sum) } ?? []
        labels = try object[.labels]?.texts() ?? []
        fields = [:]
        for (field, labels) in try object[.fields]?.members() ?? [] { fields[field] = try labels.texts() }
    }

    /// How well a title fits the form, 0 where it does not.
    func weight(of title: TitleKey) -> Int {
        comparableTitles.indices.lazy.map { title.weight(of: comparableTitles[$0]) }.max() ?? 0
    }
}

/// The headings over a column from the top one down, ready to be compared.
struct HeaderPath {
    /// Empty, as is the path, where the column has no heading.
    fileprivate let leaf: [Unicode.Scalar]
    /// Each heading behind a slash.
    fileprivate let joined: [Unicode.Scalar]

    /// - Parameter headings: folded. A colon that closes one says nothing.
    init(_ headings: [String]) {
        let headings = headings.map(CompactText.withoutColon)
        leaf = headings.last.map { Array($0.unicodeScalars) } ?? []
        joined = headings.flatMap { Array("/".unicodeScalars) + Array($0.unicodeScalars) }
    }

    /// - Parameter printed: the headings as printed; a unit in parentheses behind the last one is no part of it.
    init(printed: [String]) {
        var folded = printed.map(CompactText.folded)
        if let leaf = folded.last, MoneyUnit(closing: leaf) != nil, let open = leaf.lastIndex(of: "(") {
            folded[folded.count - 1] = String(leaf[..<open])
        }
        self.init(folded)
    }

    /// Whether a heading of the path contains a word.
    func names(_ word: String) -> Bool { joined[...].range(ofScalars: Array(word.unicodeScalars)) != nil }
}

/// Columns and labels that any form may have.
struct Vocabulary: Equatable, Sendable {
    var columns: [Form.KnownColumn]
    /// Labels that forms print beside texts and figures, or over them.
    var labels: [String]
    /// Which headings stand over which.
    var groups: HeadingGroups

    private enum Field: String, CaseIterable {
        case columns, labels, groups
    }

    init(_ value: FormValue) throws(FormError) {
        let object = try value.object(of: Field.self)
        columns = try object.required(.columns).list().map { (column) throws(FormError) in
            try Form.KnownColumn(column)
        }
        labels = try object[.labels]?.texts() ?? []
        groups = try HeadingGroups(object.required(.groups).list())
    }
}
