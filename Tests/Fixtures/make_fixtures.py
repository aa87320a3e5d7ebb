#!/usr/bin/env python3
"""Makes the PDF and text fixtures beside this file. Needs reportlab; the results are committed.

The offices are invented. Fonts are not embedded (STSong-Light with UniGB-UCS2-H), as in many real releases.
"""
import os
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas

HERE = os.path.dirname(os.path.abspath(__file__))
pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
WIDTH, HEIGHT = landscape(A4)
SIZE, LEADING = 9, 12
EDGES = [40, 160, 215, 270, 330, 385, 560, 800]
HEADER = ["项目名称（资金使用单位）", "总计", "财政拨款", "财政专户拨款", "其他资金", "绩效目标", "绩效指标"]
TITLE = "项目支出绩效目标表（含转移支付项目）"
LABELS = "部门名称：云岭市青禾区河畔街道办事处"

INDICATORS_LONG = (
    "1、1-产出指标；11-数量指标；巡查河道里程；实施周期指标值:不少于120公里，每周至少巡查一次并留有记录。；年度指标值:120公里。"
    "2、1-产出指标；13-时效指标；问题处理及时率；实施周期指标值:100%；年度指标值:100%。"
    "3、2-效益指标；12-质量指标；水质达标率；实施周期指标值:≥95%；年度指标值:≥95%。"
)
ROWS = [
    ["合计", "130.50", "130.50", "", "", "", ""],
    ["云岭市青禾区河畔街道办事处", "120.50", "120.50", "", "", "", ""],
    ["河道巡查管护及水环境整治专项工作经费（含委托第三方监测）", "100.50", "100.50", "", "",
     "组织沿河各社区开展日常巡查，及时清理漂浮物，保障水环境整洁。", INDICATORS_LONG],
    ["社区阅览室开放经费", "20.00", "20.00", "", "", "保障阅览室每周开放六天",
     "1、1-产出指标；11-数量指标；开放天数；实施周期指标值:300天；年度指标值:300天。"],
    ["云岭市青禾区河畔街道社区服务中心", "10.00", "10.00", "", "", "", ""],
    ["志愿服务站运行经费", "10.00", "10.00", "", "", "为志愿者提供场地和物资。",
     "1、1-产出指标；11-数量指标；服务场次；实施周期指标值:24场；年度指标值:24场。"
     "2、3-满意度指标；31-服务对象满意度；居民满意度；实施周期指标值:＞90%；年度指标值:＞90%。"],
]


def wrap(text, width):
    lines, line = [], ""
    for character in text:
        if pdfmetrics.stringWidth(line + character, "STSong-Light", SIZE) > width:
            lines.append(line)
            line = ""
        line += character
    return lines + [line] if line else lines


def goals(name, first_page_rows_height, closed):
    """A table whose third row is cut by the page break, with the borders open or closed there."""
    pdf = canvas.Canvas(os.path.join(HERE, name), pagesize=(WIDTH, HEIGHT), invariant=1)
    cells = [[wrap(c, EDGES[i + 1] - EDGES[i] - 6) for i, c in enumerate(r)] for r in [HEADER] + ROWS]

    def draw(top, parts, open_bottom=False, open_top=False):
        """Draws rows from the top; parts are lists of seven lists of lines. Returns the lower end."""
        y = top
        for number, part in enumerate(parts):
            height = max(1, max(map(len, part))) * LEADING + 6
            if not (number == 0 and open_top):
                pdf.line(EDGES[0], y, EDGES[-1], y)
            for column, lines in enumerate(part):
                for index, line in enumerate(lines):
                    pdf.drawString(EDGES[column] + 3, y - 3 - SIZE - index * LEADING, line)
            y -= height
        if not open_bottom:
            pdf.line(EDGES[0], y, EDGES[-1], y)
        for edge in EDGES:
            pdf.line(edge, top, edge, y)
        return y

    pdf.setFont("STSong-Light", 16)
    pdf.drawCentredString(WIDTH / 2, HEIGHT - 50, TITLE)
    pdf.setFont("STSong-Light", SIZE)
    pdf.drawString(40, HEIGHT - 75, LABELS)
    pdf.drawRightString(800, HEIGHT - 75, "单位：万元")
    keep = first_page_rows_height
    head = [c[:keep] for c in cells[3]]
    tail = [c[keep:] for c in cells[3]]
    draw(HEIGHT - 80, [cells[0], cells[1], cells[2], head], open_bottom=not closed)
    pdf.drawCentredString(WIDTH / 2, 30, "第 1 页，共 2 页")
    pdf.showPage()
    pdf.setFont("STSong-Light", SIZE)
    if closed:
        draw(HEIGHT - 40, [tail, cells[4], cells[5], cells[6]])
    else:
        draw(HEIGHT - 40, [cells[0], tail, cells[4], cells[5], cells[6]])
    pdf.drawCentredString(WIDTH / 2, 30, "第 2 页，共 2 页")
    pdf.showPage()
    pdf.save()


def picture_only():
    pdf = canvas.Canvas(os.path.join(HERE, "scan.pdf"), pagesize=A4, invariant=1)
    pdf.setFillGray(0.6)
    pdf.rect(100, 100, 300, 500, fill=1)
    pdf.showPage()
    pdf.save()


def dump():
    """The same table as a text dump in content order: wrapped lines, blank lines, no indentation."""
    out = [TITLE, "", LABELS + " 单位：万元", "", " ".join(HEADER), ""]
    for name, total, appropriation, _, _, goal, indicators in ROWS:
        lines = [name[i:i + 14] for i in range(0, len(name), 14)]
        if len(lines) == 1:
            out += [f"{name} {total} {appropriation}", ""]
        else:
            out += lines + [f"{total} {appropriation}", ""]
        out += [goal[i:i + 25] for i in range(0, len(goal), 25)]
        for i in range(0, len(indicators), 33):
            out += [indicators[i:i + 33], ""]
    with open(os.path.join(HERE, "goals.txt"), "w", encoding="utf-8") as file:
        file.write("\n".join(out) + "\n")


class Sheet:
    """Pages of an invented release: tables are given as header cells (column span, row span, text) by line, then rows."""

    def __init__(self, name):
        self.pdf = canvas.Canvas(os.path.join(HERE, name), pagesize=(WIDTH, HEIGHT), invariant=1)
        self.page = 0
        self.start()

    def start(self):
        if self.page:
            self.pdf.showPage()
        self.page += 1
        self.pdf.setFont("STSong-Light", SIZE)
        self.pdf.drawCentredString(WIDTH / 2, 20, f"- {self.page} -")

    def lines(self, texts, size=12, top=80):
        self.start() if self.page > 1 or top != 80 else None
        self.pdf.setFont("STSong-Light", size)
        for index, text in enumerate(texts):
            self.pdf.drawString(80, HEIGHT - top - index * size * 1.8, text)

    def table(self, title, unit, edges, header, rows, ruled=True, note=None, break_after=None):
        self.start()
        self.pdf.setFont("STSong-Light", 16)
        self.pdf.drawCentredString(WIDTH / 2, HEIGHT - 50, title)
        self.pdf.setFont("STSong-Light", SIZE)
        self.pdf.drawString(edges[0], HEIGHT - 75, "编制部门：" + OFFICE)
        self.pdf.drawRightString(edges[-1], HEIGHT - 75, "单位：" + unit)
        y = self.header(HEIGHT - 82, edges, header, ruled)
        for number, row in enumerate(rows):
            if number == break_after:
                self.start()
                y = HEIGHT - 50
            column = 0
            for text in row:
                left, right = edges[column], edges[column + 1]
                self.text(text, left, right, y, "right" if "," in text or "." in text[1:-1] else "left")
                if ruled:
                    self.pdf.rect(left, y - 18, right - left, 18)
                column += 1
            y -= 18
        if note:
            self.pdf.drawString(edges[0], y - 16, note)

    def header(self, top, edges, header, ruled):
        taken = set()
        for level, cells in enumerate(header):
            column = 0
            for columns, rows, text in cells:
                while (level, column) in taken:
                    column += 1
                left, right = edges[column], edges[column + columns]
                upper, lower = top - level * 18, top - (level + rows) * 18
                self.text(text, left, right, (upper + lower) / 2 + 9, "centre")
                if ruled:
                    self.pdf.rect(left, lower, right - left, upper - lower)
                taken |= {(level + r, column + c) for r in range(rows) for c in range(columns)}
                column += columns
        return top - len(header) * 18

    def text(self, text, left, right, top, side):
        width = pdfmetrics.stringWidth(text, "STSong-Light", SIZE)
        x = {"left": left + 4, "right": right - 4 - width, "centre": (left + right - width) / 2}[side]
        self.pdf.drawString(x, top - 13, text)

    def save(self):
        self.pdf.showPage()
        self.pdf.save()


OFFICE = "云岭市青禾区档案局"


def release():
    sheet = Sheet("release.pdf")
    sheet.lines([OFFICE, "2025年部门预算"], size=24, top=80)
    sheet.lines(["目 录", "一、主要职能"] + [f"{n}. {t}" + "…" * 20 + str(n + 3) for n, t in enumerate([
        "2025年部门财务收支预算总表", "2025年部门支出预算总表", "2025年部门政府性基金预算支出功能分类预算表",
        "2025年部门“三公”经费和机关运行经费预算表", "2025年部门财政拨款收支预算总表"], 1)], top=81)
    sheet.lines(["一、主要职能", "云岭市青禾区档案局负责本区档案的接收、保管和利用，2025年收入预算1,300.50元，",
                 "比上年增加3.2%，其中财政拨款1,300.50元。"], top=82)
    sheet.table("2025年部门财务收支预算总表", "元", [40, 230, 400, 600, 800],
                [[(2, 1, "本年收入"), (2, 1, "本年支出")],
                 [(1, 1, "项目"), (1, 1, "预算数"), (1, 1, "项目"), (1, 1, "预算数")]],
                [["一、财政拨款收入", "1,300.50", "一、文化旅游体育与传媒支出", "1,000.50"],
                 ["二、事业收入", "", "二、住房保障支出", "300.00"],
                 ["收入总计", "1,300.50", "支出总计", "1,300.50"]])
    functions = [[(3, 1, "功能分类科目编码"), (1, 2, "功能分类科目名称"), (3, 1, "支出预算")],
                 [(1, 1, "类"), (1, 1, "款"), (1, 1, "项"), (1, 1, "合计"), (1, 1, "基本支出"), (1, 1, "项目支出")]]
    edges = [40, 90, 140, 190, 440, 560, 680, 800]
    sheet.table("2025年部门支出预算总表", "元", edges, functions, [
        ["207", "", "", "文化旅游体育与传媒支出", "1,000.50", "700.50", "300.00"],
        ["207", "01", "", "文化和旅游", "1,000.50", "700.50", "300.00"],
        ["207", "01", "01", "行政运行", "700.50", "700.50", ""],
        ["207", "01", "99", "其他文化和旅游支出", "300.00", "", "290.00"],
        ["221", "", "", "住房保障支出", "300.00", "300.00", ""],
        ["221", "02", "", "住房改革支出", "300.00", "300.00", ""],
        ["", "", "01", "住房公积金", "300.00", "300.00", ""],
        ["合计", "", "", "", "1,300.50", "1,000.50", "300.00"]], break_after=4)
    sheet.table("2025年部门政府性基金预算支出功能分类预算表", "元", edges,
                [functions[0][:2] + [(3, 1, "政府性基金预算支出")], functions[1]],
                [["合计", "", "", "", "", "", ""]], note="注：本部门2025年无政府性基金预算，故本表为空表。")
    sheet.table("2025年部门“三公”经费和机关运行经费预算表", "万元", [40, 120, 240, 340, 440, 540, 640, 800],
                [[(6, 1, "“三公”经费预算数"), (1, 3, "机关运行经费预算数")],
                 [(1, 2, "合计"), (1, 2, "因公出国（境）费"), (1, 2, "公务接待费"), (3, 1, "公务用车购置及运行费")],
                 [(1, 1, "小计"), (1, 1, "购置费"), (1, 1, "运行费")]],
                [["3.50", "0.00", "1.00", "2.50", "0.00", "2.50", "20.75"]])
    sheet.table("2025年部门政府购买服务支出表", "元", [40, 300, 560, 800],
                [[(1, 1, "服务名称"), (1, 1, "承接主体类别"), (1, 1, "金额")]],
                [["档案数字化", "企业", "120.00"], ["档案寄存", "事业单位", "80.50"], ["合计", "", "200.50"]], ruled=False)
    sheet.save()


def indicator_rows():
    """One indicator a row; the second project goes on behind a page break, its name and amount printed again."""
    pdf = canvas.Canvas(os.path.join(HERE, "indicator-rows.pdf"), pagesize=(WIDTH, HEIGHT), invariant=1)
    edges = [40, 180, 320, 390, 520, 580, 650, 740, 800]

    def cell(column, columns, top, height, text):
        left, right = edges[column], edges[column + columns]
        pdf.rect(left, top - height, right - left, height)
        lines = wrap(text, right - left - 6)
        y = top - height / 2 + len(lines) * LEADING / 2 - 9
        for line in lines:
            pdf.drawString(left + 3, y, line)
            y -= LEADING

    def heading(top):
        for column, text in enumerate(["单位名称", "项目名称", "预算金额", "年度绩效目标", "一级指标", "二级指标", "三级指标", "指标值"]):
            cell(column, 1, top, 20, text)
        return top - 20

    def project(top, facts, indicators):
        height = 32 * len(indicators)
        for column, text in enumerate(facts):
            cell(column, 1, top, height, text)
        for number, values in enumerate(indicators):
            for column, text in enumerate(values, 4):
                cell(column, 1, top - 32 * number, 32, text)
        return top - height

    pdf.setFont("STSong-Light", 16)
    pdf.drawCentredString(WIDTH / 2, HEIGHT - 50, "2025年项目支出绩效目标表")
    pdf.setFont("STSong-Light", SIZE)
    pdf.drawString(40, HEIGHT - 75, "部门名称：" + OFFICE)
    pdf.drawRightString(800, HEIGHT - 75, "单位：万元")
    y = heading(HEIGHT - 82)
    cell(0, 2, y, 20, "合计")
    for column, text in enumerate(["30.00", "", "", "", "", ""], 2):
        cell(column, 1, y, 20, text)
    y = project(y - 20, [OFFICE, "库房维护经费", "10.00", "保障库房安全。"], [
        ["产出指标", "数量指标", "检修次数", "≥4次"], ["满意度指标", "服务对象满意度指标", "查档群众满意度", "≥95%"]])
    cut = [OFFICE, "档案数字化加工经费", "20.00", "完成馆藏档案数字化。"]
    project(y, cut, [["产出指标", "数量指标", "加工页数", "30万页"], ["产出指标", "质量指标", "合格率", "≥99%"]])
    pdf.showPage()
    pdf.setFont("STSong-Light", SIZE)
    y = heading(HEIGHT - 40)
    project(y, cut, [["效益指标", "社会效益指标", "查档便利度", "提升"]])
    pdf.showPage()
    pdf.save()


release()
indicator_rows()
goals("goals-open.pdf", 3, closed=False)
goals("goals-closed.pdf", 4, closed=True)
picture_only()
dump()
