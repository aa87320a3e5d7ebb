#!/usr/bin/env python3
"""Writes the first page scripts of the corpus (see PageScript.swift), and the dictionary of the text fuzzer."""
import pathlib
import re

HERE = pathlib.Path(__file__).parent
WORDS = re.findall(r'"([^"]*)"', re.search(r"words = \[(.*?)\]", (HERE / "Pages/PageScript.swift").read_text(), re.S)[1])


def word(text, x, y, width=8):
    return bytes([WORDS.index(text), x, y, width * 8 - 1])


def horizontal(x, y, length):
    return bytes([128, x, y, length])


def vertical(x, y, length):
    return bytes([176, x, y, length])


NEW_PAGE = bytes([248, 0, 0, 0])
GOALS = [
    ["项目名称", "总计", "财政拨款", "绩效目标", "绩效指标"],
    ["合计", "10.50", "10.50", "", ""],
    ["云岭市青禾区河畔街道办事处", "10.50", "10.50", "", ""],
    ["河道巡查经费", "5.28", "5.28", "—", "1、1-产出指标；11-数量指标；巡查里程；实施周期指标值:1次；年度指标值:1次"],
]
FUNCTIONS = [
    ["类", "款", "项", "功能分类科目名称", "合计", "基本支出", "项目支出"],
    ["201", "", "", "一般公共服务支出", "10.50", "1.00", "0.00"],
    ["201", "03", "", "一般公共服务支出", "10.50", "1.00", "0.00"],
    ["201", "03", "01", "一般公共服务支出", "10.50", "1.00", "0.00"],
    ["", "", "", "合计", "10.50", "1.00", "0.00"],
]


def table(title, rows, xs, *, rules, top=20, step=14):
    script = word(title, 60, 4) + word("单位：万元", 110, 12)
    bottom = top + step * len(rows)
    for index, row in enumerate(rows):
        for x, cell in zip(xs, row):
            if cell:
                script += word(cell, x + 1, top + step * index + 4, 4)
    if rules in ("all", "horizontal"):
        for index in range(len(rows) + 1):
            script += horizontal(xs[0], top + step * index, xs[-1] - xs[0])
    if rules == "all":
        for x in xs:
            script += vertical(x, top, bottom - top)
    return script


seeds = {
    "goals-ruled": table("项目支出绩效目标表", GOALS, [5, 35, 45, 55, 75, 140], rules="all"),
    "goals-open": table("项目支出绩效目标表", GOALS, [5, 35, 45, 55, 75, 140], rules="horizontal"),
    "goals-two-pages": table("项目支出绩效目标表", GOALS, [5, 35, 45, 55, 75, 140], rules="all") + NEW_PAGE
    + table("项目支出绩效目标表", GOALS[2:], [5, 35, 45, 55, 75, 140], rules="all", top=5),
    "functions-ruled": table("一般公共预算支出功能分类预算表", FUNCTIONS, [5, 15, 25, 35, 65, 80, 95, 110], rules="all"),
    "functions-bare": table("一般公共预算支出功能分类预算表", FUNCTIONS, [5, 15, 25, 35, 65, 80, 95, 110], rules=None),
}
for name, script in seeds.items():
    (HERE / "Corpus/pages" / name).write_bytes(script)

# What the forms and the grammar of releases look for.
TERMS = [
    "项目支出绩效目标表",
    "部门收支总表",
    "一般公共预算支出功能分类预算表",
    "“三公”经费预算表",
    "项目名称（资金使用单位）",
    "项目名称",
    "总计",
    "合计",
    "财政拨款",
    "财政专户拨款",
    "其他资金",
    "绩效目标",
    "绩效指标",
    "类",
    "款",
    "项",
    "基本支出",
    "项目支出",
    "单位：万元",
    "单位：元",
    "部门名称：",
    "1、1-产出指标；11-数量指标；",
    "实施周期指标值:",
    "；年度指标值:",
    "数量指标",
    "目录",
    "201",
    "2010301",
    " 1.00 1.00",
    "1,234.56",
    "-3.20",
    "（一）",
    "一、",
    "第1页，共2页",
    "\f", "\r\n", "\u3000", "\ufeff",
]


def escaped(term):
    return "".join(f"\\x{byte:02x}" for byte in term.encode())


(HERE / "words.dict").write_text("".join(f'"{escaped(term)}"\n' for term in TERMS))
