/// A table of the flat data: its columns, its key, and where its rows belong.
package struct FlatTable: Sendable {
    package enum Kind: String, Sendable {
        case string
        case integer
        /// An exact decimal.
        case number
        /// RFC 3339.
        case datetime
    }

    package struct Column: Sendable {
        package var name: String
        package var kind: Kind
        package var description: String
        /// The column type of the Fiscal Data Package, where it has one.
        package var fiscalType: String?
    }

    package var name: String
    package var description: String
    package var columns: [Column]
    /// How many of the first columns are the key.
    package var keyLength: Int
    /// The table that the first columns are the key of, and how many they are.
    package var parent: (name: String, length: Int)?

    package var key: [String] { columns.prefix(keyLength).map(\.name) }
}

extension FlatTable.Column {
    static func string(_ name: String, _ description: String, fiscal: String? = nil) -> Self {
        Self(name: name, kind: .string, description: description, fiscalType: fiscal)
    }

    static func integer(_ name: String, _ description: String, fiscal: String? = nil) -> Self {
        Self(name: name, kind: .integer, description: description, fiscalType: fiscal)
    }

    static func number(_ name: String, _ description: String, fiscal: String? = nil) -> Self {
        Self(name: name, kind: .number, description: description, fiscalType: fiscal)
    }
}

extension FlatTable {
    private static let release = Column.string("release", "SHA-256 of the document.")
    private static let table = Column.string("table_id", "The table within the release.")
    private static let line = Column.string("line_id", "The line within the release.")

    package static let releases = FlatTable(
        name: "releases", description: "A release a row.",
        columns: [
            release, .string("name", "The name that the document came under last, below the inbox."),
            .string("path", "The document's folder below the archive."),
            .string(
                "administrative_classification", "The issuer as printed.",
                fiscal: "administrative-classification:generic:level1:label"),
            .string("level", "department or unit."),
            .integer("fiscal_year", "The year of the budget.", fiscal: "date:fiscal-year"),
            .string("phase", "budget or final_accounts.", fiscal: "phase:id"),
            .string("status", "clean, or review where a finding of severity warning or error stands."),
            .integer("pages", "Pages of the document."), .integer("bytes", "Bytes of the document."),
            .string("media_type", "application/pdf or text/plain."),
            .string("parser_version", "The version of budgetd that read it."),
            .string("fingerprint", "What the reading depends on, digested."),
            Column(name: "arrived_at", kind: .datetime, description: "When the document came first.", fiscalType: nil),
            .string(
                "superseded_by",
                "The release that has taken this one's place: same office, level, year and phase, and all of its forms."
            ),
            .string("issuer_key", "The office under any of its spellings."),
            .integer("amounts", "Amounts in its tables."), .integer("proven", "Those that something proves."),
            .integer("figures", "Figures printed on its pages; empty for a text."),
            .integer("unaccounted", "Those that stand nowhere in the data."),
        ], keyLength: 1, parent: nil)

    package static let tables = FlatTable(
        name: "tables", description: "A printed table a row.",
        columns: [
            release, table, .string("form", "The form that it is printed in."), .string("title", "The printed title."),
            .string("issuer", "The office printed on the table."), .string("unit", "The money unit as printed."),
            .integer("yuan_per_unit", "What one of it is in yuan."),
            .integer("first_page", "The first page, from 1."), .integer("last_page", "The last page."),
            .integer("rows", "Rows of the printed grid."), .string("notes", "Notes below the table, a line each."),
            .integer("amounts", "Amounts in it."), .integer("proven", "Those that something proves."),
        ], keyLength: 2, parent: ("releases", 1))

    package static let lines = FlatTable(
        name: "lines", description: "What a row of a table means. Its first total stands here; amounts has all.",
        columns: [
            release, table, line, .integer("list", "Lists printed side by side are 0, 1, …"),
            .string("side", "income or expenditure."),
            .string("kind", "grand_total, spending_unit, project, class, section, item, category, article, …"),
            .string("parent_id", "The line that this one is part of."), .string("name", "As printed, lines joined."),
            .string("code", "The classification code in full."),
            .string(
                "functional_classification", "The code where it is functional (类 款 项).",
                fiscal: "functional-classification:generic:level1:code"),
            .string(
                "economic_classification", "The code where it is economic (类 款).",
                fiscal: "economic-classification:generic:level1:code"),
            .integer("first_row", "The first row of the grid, from 0."), .integer("last_row", "The last row."),
            .integer("page", "The page that it begins on."),
            .number("amount", "The total, in the table's unit."),
            .number("amount_yuan", "The total in yuan.", fiscal: "value"),
            .string("government_code", "The code of a second classification in the row."),
            .string("government_name", "Its name as printed."),
            .integer("confidence", "How sure its figures are, of 100, where its page is a picture."),
        ], keyLength: 3, parent: ("tables", 2))

    package static let amounts = FlatTable(
        name: "amounts", description: "A printed amount a row.",
        columns: [
            release, table, line, .string("column_key", "What the amount is: total, basic, project, …"),
            .number("amount", "In the printed unit."), .number("amount_yuan", "In yuan.", fiscal: "value"),
            .string("heading", "The heading of its column as printed, from parent to leaf with / between."),
            .integer("proven", "1 where something proves it, 0 where nothing does."),
        ], keyLength: 4, parent: ("lines", 3))

    package static let lineValues = FlatTable(
        name: "line_values", description: "A text, a count or a percent of a row.",
        columns: [
            release, table, line, .string("column_key", "What it is, or its heading as printed."),
            .string("text", "As printed."),
        ], keyLength: 4, parent: ("lines", 3))

    package static let lineFields = FlatTable(
        name: "line_fields", description: "What stands beside a label in a form of one project, a row each.",
        columns: [
            release, table, line, .integer("position", "Within the form, from 1."),
            .string("label", "The labels as printed, from outer to inner with / between."),
            .string("text", "As printed."),
        ], keyLength: 4, parent: ("lines", 3))

    package static let projects = FlatTable(
        name: "projects", description: "A project with performance goals a row.",
        columns: [
            release, table, line, .string("spending_unit", "The unit that spends."),
            .string("name", "As printed, lines joined.", fiscal: "activity:generic:project:label"),
            .string("nature", "项目性质."), .string("category", "项目类别."), .string("department", "主管部门."),
            .string("implementing_unit", "实施单位."), .string("start", "As printed."), .string("end", "As printed."),
            .string("goal", "年度绩效目标."), .string("total_goal", "项目总目标."),
            .number("amount", "The total, in the table's unit."),
            .number("amount_yuan", "The total in yuan.", fiscal: "value"),
        ], keyLength: 3, parent: ("lines", 3))

    package static let indicators = FlatTable(
        name: "indicators", description: "A performance indicator a row.",
        columns: [
            release, table, line, .integer("position", "Within the project, from 1."),
            .integer("number", "As printed."), .string("level1_code", "1 产出, 2 效益, 3 满意度, where printed."),
            .string("level1", "一级指标."), .string("level2_code", "11 数量, 12 质量, …, where printed."),
            .string("level2", "二级指标."), .string("level3", "三级指标."),
            .string("cycle_target", "实施周期指标值."), .string("annual_target", "年度指标值."),
        ], keyLength: 4, parent: ("projects", 3))

    package static let indicatorValues = FlatTable(
        name: "indicator_values", description: "What is printed on the row of an indicator, a row each.",
        columns: [
            release, table, line, .integer("position", "Of the indicator within the project, from 1."),
            .string("heading", "As printed."), .string("text", "As printed."),
        ], keyLength: 5, parent: ("indicators", 4))

    package static let statements = FlatTable(
        name: "statements", description: "A figure in the narrative a row.",
        columns: [
            release, .string("statement_id", "Within the release."), .string("text", "The sentence."),
            .number("value", "In the unit of the sentence."), .string("unit", "As printed."),
            .number("value_yuan", "In yuan."), .integer("page", "From 1."),
            .string("outcome", "agrees, differs or unmatched."),
            .string("matches", "The amounts that it names: table/line/column, with blanks between."),
        ], keyLength: 2, parent: ("releases", 1))

    package static let checks = FlatTable(
        name: "checks", description: "A sum that must hold a row.",
        columns: [
            release, .integer("position", "Within the release, from 1."),
            .string("rule", "row_sum, children_sum, table_equality or cross_table_equality."),
            .string("outcome", "exact, rounding or broken."), .number("printed", "In the table's unit."),
            .number("computed", "In the table's unit."), .number("tolerance", "What rounding may explain."),
            .string("table_id", "Of the printed sum."), .string("line_id", "Of the printed sum."),
            .string("column_key", "Of the printed sum."),
            .string("parts", "The other amounts: table/line/column, with blanks between."),
        ], keyLength: 2, parent: ("releases", 1))

    package static let findings = FlatTable(
        name: "findings", description: "What a reader of the data should know, a row each.",
        columns: [
            release, .integer("position", "Within the release, from 1."), .string("code", "Of the closed list."),
            .string("severity", "info, warning or error."), .string("message", "One sentence, in English."),
            .string("table_id", "Where it is about a table."), .string("line_id", "Where it is about a line."),
            .string("rows", "Rows of the grid, from 0, with blanks between."), .integer("page", "From 1."),
        ], keyLength: 2, parent: ("releases", 1))

    /// In an order in which rows never point to what comes later.
    package static let all = [
        releases, tables, lines, amounts, lineValues, lineFields, projects, indicators, indicatorValues, statements,
        checks,
        findings,
    ]
}
