extension Sentences {
    /// By the codes of findings.
    static let findings: [Sentence] = [
        Sentence(
            "no_text_layer", "No page has text: the pages are pictures. Read the original or run OCR first.",
            "没有一页带文字：各页都是图片。请改用原件，或先做 OCR。"),
        Sentence(
            "fonts_unreadable", "The pages use fonts, and not one character of them could be read.",
            "页面使用了字体，但没有一个字符能读出来。"),
        Sentence(
            "damaged_document", "The document is damaged ({0}); parts of it may be missing.",
            "文件已损坏（{0}），可能缺少部分内容。"),
        Sentence(
            "damaged_document.structure",
            "The document is damaged (errors in its structure: {1}); parts of it may be missing.",
            "文件已损坏（结构错误 {1} 处），可能缺少部分内容。"),
        Sentence(
            "damaged_document.end", "The document is damaged (its end is missing); parts of it may be missing.",
            "文件已损坏（缺少结尾），可能缺少部分内容。"),
        Sentence(
            "damaged_document.pages", "The document is damaged: pages {1} cannot be read.",
            "文件已损坏：第 {1} 页无法读取。"),
        Sentence(
            "damaged_document.characters",
            "The document is damaged: {1} printed characters on pages {2} could not be read.",
            "文件已损坏：第 {2} 页有 {1} 个印出的字符无法读出。"),
        Sentence(
            "unreadable_characters", "{0} characters have no meaning in Unicode; the fonts of the document hide them.",
            "有 {0} 个字符在 Unicode 中没有含义，被文件的字体隐藏了。"),
        Sentence(
            "hidden_characters", "{1} characters that nobody sees on their page were left out.",
            "略去了页面上看不见的 {1} 个字符。"),
        Sentence(
            "hidden_characters.clipped",
            "{1} characters are clipped away or stand beside their page; they were left out.",
            "有 {1} 个字符被裁掉或位于页面之外，已略去。"),
        Sentence(
            "hidden_characters.covered", "{1} characters are painted over; they were left out.",
            "有 {1} 个字符被色块盖住，已略去。"),
        Sentence(
            "hidden_characters.under_picture", "{1} characters lie under a picture; they were left out.",
            "有 {1} 个字符被图片盖住，已略去。"),
        Sentence(
            "hidden_characters.invisible", "{1} characters are invisible; they were left out.",
            "有 {1} 个字符不可见，已略去。"),
        Sentence(
            "hidden_characters.transparent", "{1} characters are transparent; they were left out.",
            "有 {1} 个字符是透明的，已略去。"),
        Sentence(
            "hidden_characters.same_colour",
            "{1} characters have the colour of what lies beneath them; they were left out.",
            "有 {1} 个字符与底色相同，已略去。"),
        Sentence(
            "hidden_characters.elsewhere", "{1} characters belong to patterns or masks; they were left out.",
            "有 {1} 个字符属于图案或蒙版，已略去。"),
        Sentence(
            "hidden_characters.annotation",
            "{1} characters belong to stamps or remarks on the pages; they were left out.",
            "有 {1} 个字符属于页面上的图章或批注，已略去。"),
        Sentence(
            "hidden_characters.watermark",
            "{1} characters are a watermark or a seal across the text; they were left out.",
            "有 {1} 个字符是横跨正文的水印或印章，已略去。"),
        Sentence(
            "hidden_text_layer",
            "Pages {0} show a picture, and text that nobody sees lies over or under it; that text was not read.",
            "第 {0} 页显示的是图片，其上下另有看不见的文字层；该文字层未读取。"),
        Sentence(
            "read_from_picture",
            "Pages {0} are pictures and were read as such ({1} dots an inch, {2}).",
            "第 {0} 页是图片，内容由识别图片得到（每英寸 {1} 点，{2}）。"),
        Sentence(
            "picture_unread", "Pages {0} are pictures and were not read.", "第 {0} 页是图片，未读取。"),
        Sentence(
            "picture_unread.no_print", "Pages {1} are pictures without print that could be read.",
            "第 {1} 页是图片，其中没有可识别的印刷文字。"),
        Sentence(
            "doubtful_reading", "What the picture shows here is not clear; it was read as: {0}.",
            "图片此处不清晰，读作：{0}。"),
        Sentence(
            "doubtful_reading.mark", "The picture shows marks here that could not be read, beside: {1}.",
            "图片此处有无法识别的笔迹，其旁读作：{1}。"),
        Sentence(
            "seal_covers_table", "A seal lies over this place; it was read as: {0}.",
            "此处被印章覆盖，读作：{0}。"),
        Sentence(
            "annotation_text", "{0} characters stand in form fields or were typed onto the pages.",
            "有 {0} 个字符位于表单域中或是后加在页面上的。"),
        Sentence(
            "cut_text",
            "{0} characters are clipped at the edge of their cell; they were read with what is seen of their text.",
            "有 {0} 个字符在单元格边缘被裁掉，已与其可见部分一起读取。"),
        Sentence(
            "text_under_picture", "On pages {0} a picture lies over words, which were read all the same.",
            "第 {0} 页有图片盖在文字上，被盖的文字仍按原文读取。"),
        Sentence(
            "masked_text", "On pages {0} text is painted through a mask that may hide it; it was read.",
            "第 {0} 页有文字经由蒙版绘制，可能并不可见；已照常读取。"),
        Sentence(
            "sign_read", "{0} dashes that the fonts give no name were read as minus signs.",
            "有 {0} 个字体未注明的横线按负号读取。"),
        Sentence(
            "cut_text.figure", "“{1}” is clipped in part: the page shows less of it.", "“{1}”有一部分被裁掉，页面上显示不全。"),
        Sentence(
            "hidden_figure", "“{0}” stands in this row and is hidden by its colour, by a picture or as a watermark.",
            "这一行中有“{0}”，因颜色、图片遮盖或作为水印而不可见。"),
        Sentence("struck_out", "“{0}” is struck out.", "“{0}”被划掉。"),
        Sentence(
            "struck_out.replaced", "“{1}” is struck out and was left out; what stands beside it was read.",
            "“{1}”被划掉，已略去，读取了旁边的内容。"),
        Sentence(
            "radicals_read", "{0} radicals were read as the characters they stand for.",
            "有 {0} 个部首字符按其所代表的汉字读取。"),
        Sentence("encoding_uncertain", "The encoding of the text was guessed as {0}.", "文本编码是推测的：{0}。"),
        Sentence(
            "overdrawn_page", "Page {0} has more drawn marks than the limit; its lines were not all seen.",
            "第 {0} 页的图形数超过上限，表格线未能全部看到。"),
        Sentence(
            "figure_unaccounted", "{1} figures stand in no cell, heading, note or sentence that was read: {0}.",
            "有 {1} 个数字不在任何已读取的单元格、表头、附注或语句中：{0}。"),
        Sentence(
            "page_not_read", "Page {0} looks like a table, and nothing was read of it: {1} figures.",
            "第 {0} 页看起来是表格，但未读出任何内容：共 {1} 个数字。"),
        Sentence("no_table", "No table was found.", "没有找到表格。"),
        Sentence(
            "expected_table_missing", "The document names the table “{0}”, and no such table was found.",
            "文件中列有《{0}》，但没有找到这张表。"),
        Sentence(
            "rows_not_found", "The table has text, and no row of it could be told.", "表中有文字，但无法分出行。"),
        Sentence("no_money_unit", "No money unit is printed on the table.", "表上没有印金额单位。"),
        Sentence("header_unknown", "The heading “{0}” is not known to the form.", "表式中没有表头“{0}”。"),
        Sentence(
            "column_inferred",
            "Fewer amounts than columns are printed; every row of the table supports reading them as {0}.",
            "印出的金额少于列数；全表各行都支持读作 {0}。"),
        Sentence(
            "column_uncertain", "{0} amounts are printed for {1} columns, and which is empty cannot be told.",
            "{1} 列只印了 {0} 个金额，无法判断哪一列为空。"),
        Sentence(
            "total_missing", "No total or unit stands above “{0}”; the beginning of the table may be missing.",
            "“{0}”之上没有合计或单位，表的开头可能缺失。"),
        Sentence(
            "repeated_page", "Page {0} repeats page {1} word for word; it was read once.",
            "第 {0} 页与第 {1} 页逐字相同，只读一次。"),
        Sentence(
            "cell_uncertain", "A cell of this row stands between columns; which one it belongs to cannot be told.",
            "这一行有单元格位于两列之间，无法判断属于哪一列。"),
        Sentence("amount_missing", "No amount was found for “{0}”.", "没有找到“{0}”的金额。"),
        Sentence(
            "amount_unreadable", "“{0}” stands in an amount column and is no amount.", "金额列中的“{0}”不是金额。"),
        Sentence(
            "row_join_uncertain", "Whether these lines are one row or the lines of several cannot be told.",
            "无法判断这些文字行是同一行还是多行。"),
        Sentence(
            "reading_order_uncertain",
            "The text is not in the order of its cells here; what belongs to this row cannot be told for certain.",
            "此处文字不按单元格顺序排列，无法确定哪些属于这一行。"),
        Sentence(
            "line_boundary_uncertain", "“{0}” may belong to the text before it or after it.",
            "“{0}”可能属于前文，也可能属于后文。"),
        Sentence(
            "line_kind_uncertain", "Whether “{0}” is a spending unit or a project cannot be told.",
            "无法判断“{0}”是用款单位还是项目。"),
        Sentence("name_missing", "No name was found for this row.", "这一行没有找到名称。"),
        Sentence(
            "indicator_misfiled", "Indicator {0} is filed under {1} with class {2}; kept as printed.",
            "指标 {0} 列在{1}之下而类别为{2}，按原文保留。"),
        Sentence(
            "indicator_malformed", "An indicator does not follow the printed pattern: “{0}”.",
            "有一条指标不合印出的格式：“{0}”。"),
        Sentence(
            "name_unofficial", "Names that the official classification does not have for their codes: {0}.",
            "官方分类中没有这样的编码与名称：{0}。"),
        Sentence(
            "name_of_other_code", "“{0}”: in the official classification this is the name of {1}.",
            "“{0}”：在官方分类中，这是 {1} 的名称。"),
        Sentence(
            "code_uncertain", "The code “{0}” does not fit the codes around it.", "编码“{0}”与上下文的编码不符。"),
        Sentence(
            "text_outside_table", "“{0}” stands between the rows of the table and belongs to none of them.",
            "“{0}”位于表的行间，不属于任何一行。"),
        Sentence(
            "sums_not_understood",
            "Most sums under “{0}” do not add up ({1}): its rows or columns were not understood.",
            "“{0}”一栏的多数合计不成立（{1}）：其行或列未能理解。"),
        Sentence(
            "identity_broken", "{0} is printed where the parts add up to {1}.", "印出的是 {0}，各分项之和为 {1}。"),
        Sentence(
            "identity_rounding", "{0} is printed where the parts add up to {1}: within rounding.",
            "印出的是 {0}，各分项之和为 {1}：在四舍五入范围内。"),
        Sentence(
            "statement_differs", "The text gives {1} for “{0}”; by the amounts that are printed it is {2}.",
            "正文称“{0}”为{1}；按所印金额应为{2}。"),
        Sentence(
            "several_releases", "The file holds the releases of several offices: {0}.", "该文件包含多个单位的公开材料：{0}。"),
        Sentence(
            "year_differs", "The cover names the year {0}, the titles of the tables {1}.", "封面年度为 {0}，表格标题年度为 {1}。"),
        Sentence(
            "correction_stale",
            "{0} set “{1}” here from “{2}” to “{3}”; what is read there now is another thing, and the correction was not applied.",
            "{0} 曾把此处的“{1}”由“{2}”改为“{3}”；现在读到的内容已不同，该更正未套用。"),
        Sentence("severity.info", "info", "提示"),
        Sentence("severity.warning", "warning", "警告"),
        Sentence("severity.error", "error", "错误"),
        Sentence(
            "release.books", "{0} of {1} amounts are proven; {2} figures are printed, {3} of them unaccounted for.",
            "{1} 个金额中有 {0} 个得到验证；共印有 {2} 个数字，其中 {3} 个未能入账。"),
        Sentence(
            "release.proof", "{0} of {1} amounts are proven.", "{1} 个金额中有 {0} 个得到验证。"),
        Sentence("release.clean", "clean", "无疑点"),
        Sentence("release.review", "review", "待复核"),
    ]
}
