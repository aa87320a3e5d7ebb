"use strict";
// What the page says, in English and Chinese.
budgetd.words = {
  en: {
    releases: "Releases", search: "Search offices and names", all: "all", onlyDoubts: "with doubts", office: "Office",
    year: "Year", phase: "Phase", level: "Level", status: "Status", proof: "Proven", doubts: "Doubts", tables: "tables",
    pages: "Pages", budget: "budget", final_accounts: "final accounts", department: "department", unit: "unit",
    clean: "clean", review: "to check", superseded: "superseded", none: "none", page: "Page", of: "of",
    previousPage: "Previous page", nextPage: "Next page", zoomIn: "Larger", zoomOut: "Smaller", fit: "Fit to width",
    doubt: "Doubt", noDoubts: "No doubts are left.", accept: "Accept", correct: "Correct", next: "Next", previous: "Previous",
    help: "Keys", back: "All releases", provenBy: "Proven by", brokenSum: "Does not hold", notProven: "Not proven by any sum",
    provenElse: "Proven by another table or a sentence", read: "put together from", value: "Value", save: "Save",
    cancel: "Cancel", was: "was", empty: "empty", yourName: "Your name", note: "Note", dropRow: "This is no row",
    joinRow: "Part of another row", joinTo: "Join to", history: "Corrections", takeBack: "Take back", takenBack: "taken back",
    saved: "Saved.", loading: "Loading…", failed: "That did not work: ", release: "Release", field: "Field",
    name: "Name", code: "Code", heading: "Heading", form: "Form", title: "Title", money: "Unit", issuer: "Office",
    notes: "Notes", statements: "Sentences", unaccounted: "Not accounted for", source: "Text", table: "Table",
    row: "Row", amount: "Amount", chooseTable: "Go to table", showOnPage: "Show on the page", language: "中文",
    corrected: "corrected", settled: "settled", figures: "figures", accountsFor: "accounted for", readOnly: "read only",
    row_sum: "sum of the row", children_sum: "sum of the rows below", column_sum: "sum of the column",
    table_equality: "the same amount in this table", cross_table_equality: "the same amount in another table",
    keys: "n next doubt · p previous · arrows cells · a accept · e correct · Enter show on page · / search · + − zoom · Esc close · ? this",
    info: "note", warning: "doubt", error: "error", noPicture: "This page cannot be painted.", emptyArchive: "No release.",
    doubtsOf: "doubts", close: "Close", cannotCorrect: "Choose the cell that is to be corrected.", describe: "What stands here",
  },
  zh: {
    releases: "公开文件", search: "搜索单位和名称", all: "全部", onlyDoubts: "有疑点", office: "单位", year: "年度", phase: "阶段",
    level: "层级", status: "状态", proof: "已验证", doubts: "疑点", tables: "张表", pages: "页数", budget: "预算",
    final_accounts: "决算", department: "部门", unit: "单位", clean: "无疑点", review: "待复核", superseded: "已被取代", none: "无",
    page: "第", of: "／", previousPage: "上一页", nextPage: "下一页", zoomIn: "放大", zoomOut: "缩小", fit: "适合宽度",
    doubt: "疑点", noDoubts: "没有剩余的疑点。", accept: "认可", correct: "更正", next: "下一个", previous: "上一个", help: "按键",
    back: "全部公开文件", provenBy: "由此验证", brokenSum: "不成立", notProven: "没有合计可以验证",
    provenElse: "由另一张表或说明文字验证", read: "由以下内容拼成", value: "值", save: "保存", cancel: "取消", was: "原为",
    empty: "空", yourName: "你的姓名", note: "说明", dropRow: "这不是一行", joinRow: "属于另一行", joinTo: "并入",
    history: "更正记录", takeBack: "撤回", takenBack: "已撤回", saved: "已保存。", loading: "正在读取…", failed: "未成功：",
    release: "公开文件", field: "字段", name: "名称", code: "编码", heading: "表头", form: "表式", title: "标题", money: "金额单位",
    issuer: "单位", notes: "附注", statements: "语句", unaccounted: "未入账", source: "文本", table: "表", row: "行",
    amount: "金额", chooseTable: "转到表", showOnPage: "在页面上显示", language: "English", corrected: "已更正", settled: "已认可",
    figures: "个数字", accountsFor: "已入账", readOnly: "只读", row_sum: "行内合计", children_sum: "下级各行合计",
    column_sum: "本栏合计", table_equality: "同表相等", cross_table_equality: "两表相等",
    keys: "n 下一疑点 · p 上一疑点 · 方向键 单元格 · a 认可 · e 更正 · 回车 在页面上显示 · / 搜索 · + − 缩放 · Esc 关闭 · ? 本说明",
    info: "提示", warning: "疑点", error: "错误", noPicture: "此页无法显示。", emptyArchive: "没有公开文件。",
    doubtsOf: "个疑点", close: "关闭", cannotCorrect: "请先选定要更正的单元格。", describe: "此处的内容",
  },
};

budgetd.language = "en";
budgetd.say = (key) => budgetd.words[budgetd.language][key] ?? key;

budgetd.chooseLanguage = function (language) {
  budgetd.language = language in budgetd.words ? language : "en";
  document.documentElement.lang = budgetd.language === "zh" ? "zh-CN" : "en";
};
