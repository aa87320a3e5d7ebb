extension Sentences {
    /// What the reference says: the rules of checks, the kinds of repairs, and its headings.
    static let reference: [Sentence] = [
        Sentence(
            "reference.head",
            "# Reference\n\nMade by `budgetd reference`; a test keeps it as the program has it.",
            "# 参考\n\n由 `budgetd reference` 生成；测试保证它与程序一致。"),
        Sentence(
            "reference.forms", "## Forms\n\n| `form` | layout | printed titles |", "## 表式\n\n| `form` | 版式 | 印出的标题 |"),
        Sentence(
            "reference.columns",
            "## Keys of columns\n\nAs they stand in `columns`, `amounts` and `values`.\n\n| key | type | printed headings |",
            "## 列的键\n\n用于 `columns`、`amounts` 和 `values`。\n\n| 键 | 类型 | 印出的表头 |"),
        Sentence(
            "reference.findings",
            "## Findings\n\n`{0}` and so on are the places of `details`. Codes with a point say more of the same code, whose first detail is what stands behind the point.\n\n| `code` | sentence |",
            "## 提示\n\n`{0}` 等是 `details` 的位置。带点的编码是同一编码的细分，其第一个 detail 即点后的部分。\n\n| `code` | 语句 |"),
        Sentence("reference.problems", "## Problems\n\n| `code` | sentence |", "## 退回原因\n\n| `code` | 语句 |"),
        Sentence("reference.rules", "## Rules of checks\n\n| `rule` | holds |", "## 勾稽规则\n\n| `rule` | 含义 |"),
        Sentence(
            "reference.repairs", "## Kinds of repairs\n\n| `kind` | what was done |", "## 修补种类\n\n| `kind` | 含义 |"),
        Sentence("reference.limits", "## Limits\n\n| `limit` | standard |", "## 上限\n\n| `limit` | 默认值 |"),
        Sentence(
            "rule.row_sum", "An amount of a row is the sum of others of the same row.", "行内某一金额等于同行其他金额之和。"),
        Sentence(
            "rule.children_sum", "An amount is the sum of the same column over the lines below it.",
            "金额等于其下级各行同栏之和。"),
        Sentence(
            "rule.column_sum", "An amount of a total is the sum of the same column over other rows.",
            "合计行的金额等于其他行同栏之和。"),
        Sentence("rule.table_equality", "Two amounts of one table are the same.", "同一张表的两个金额相等。"),
        Sentence("rule.cross_table_equality", "Two amounts of two tables are the same.", "两张表的两个金额相等。"),
        Sentence("repair.joined_lines", "A text that wraps over several lines was put together.", "把折成几行的文字接起来。"),
        Sentence("repair.joined_rows", "A row that a page break cut was put together.", "把被分页切开的行接起来。"),
        Sentence("repair.removed_spaces", "White space inside a text or number was left out.", "去掉文字或数字中的空白。"),
        Sentence(
            "repair.inferred_column", "An amount's column is not printed beside it and was found by sums or order.",
            "金额旁没有印出所属栏，由合计或顺序推出。"),
        Sentence(
            "repair.assigned_line",
            "A line of text could belong to what stands before or after it; the likelier was taken.",
            "某行文字可归前也可归后，取较可能者。"),
        Sentence("repair.inherited_code", "A code was taken over from the row above.", "编码沿用上一行。"),
        Sentence("repair.inherited_name", "A name stands in a cell merged over several rows.", "名称来自合并多行的单元格。"),
        Sentence("repair.raised_mark", "The mark of a note beside a number was left out.", "去掉数字旁的注释标记。"),
        Sentence("repair.corrected", "A person has set it right: `by`, `at_time`.", "由人更正：`by`、`at_time`。"),
        Sentence(
            "repair.misread", "A sign misread on a picture was put right by a known text or a sum.",
            "图片中读错的字由已知文字或合计改正。"),
    ]

    /// The codes of a topic that are a code or one of its kinds, in order.
    package static func kinds(of code: String) -> [String] {
        codes.filter { $0 == code || $0.hasPrefix(code + ".") }.sorted()
    }

    /// The sentence of exactly this code, with its places as they stand.
    package static func template(_ code: String) -> String { text(for: code, details: [], in: .ofProcess) }
}
