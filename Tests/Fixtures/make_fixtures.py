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


goals("goals-open.pdf", 3, closed=False)
goals("goals-closed.pdf", 4, closed=True)
picture_only()
dump()
