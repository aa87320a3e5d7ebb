"""Prints PDFs with tables in Chinese, as many pages as are wanted: fonts are not embedded, as in many real releases."""


def text(x, y, size, words):
    return f"BT /F1 {size} Tf 1 0 0 1 {x} {y} Tm <{words.encode('utf-16-be').hex()}> Tj ET"


def table(top, edges, rows, height=20, size=9):
    """A ruled table; amounts, which begin with a digit, stand at the right of their cells."""
    parts, bottom = [], top - height * len(rows)
    for row in range(len(rows) + 1):
        parts.append(f"{edges[0]} {top - row * height} m {edges[-1]} {top - row * height} l S")
    for edge in edges: parts.append(f"{edge} {top} m {edge} {bottom} l S")
    for number, row in enumerate(rows):
        for left, right, words in zip(edges, edges[1:], row):
            # Digits are half as wide as ideographs in this font.
            width = sum(size / 2 if ord(character) < 128 else size for character in words)
            x = right - width - 3 if words[:1].isdigit() and "." in words else left + 3
            if words: parts.append(text(x, top - number * height - height + 6, size, words))
    return parts


def pdf(pages):
    """pages: lists of what text() and table() give."""
    objects = ["<</Type/Catalog/Pages 2 0 R>>", "",
               "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[4 0 R]>>",
               "<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)"
               "/Supplement 4>>/DW 1000/W[1 95 500 814 939 500]/FontDescriptor 5 0 R>>",
               "<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]/ItalicAngle 0/Ascent 880"
               "/Descent -120/CapHeight 880/StemV 93>>"]
    kids = []
    for parts in pages:
        content = "\n".join(["0.5 w"] + parts)
        objects.append(f"<</Length {len(content)}>>stream\n{content}\nendstream")
        objects.append(f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>/Contents {len(objects)} 0 R>>")
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<</Type/Pages/Count {len(kids)}/Kids[{' '.join(kids)}]>>"
    out, places = bytearray(b"%PDF-1.5\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    for place in places: out += f"{place:010} 00000 n \n".encode()
    return bytes(out + f"trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n".encode())


EDGES = [40, 110, 300, 380, 460, 540]
HEADINGS = ["科目编码", "科目名称", "合计", "基本支出", "项目支出"]
HOSTILE = '<img src=x onerror="document.title=1">'


def doubtful():
    """A release with a sum that does not hold, and a name that would be markup."""
    rows = [HEADINGS, ["", "合计", "430.50", "300.00", "130.50"], ["205", "教育支出", "430.50", "300.00", "130.50"],
            ["20502", "普通教育", "430.50", "300.00", "130.50"], ["2050201", "学前教育", "130.00", "100.00", "30.50"],
            ["2050202", "小学教育", "300.00", "200.00", "100.00"], ["2050299", HOSTILE, "", "", ""]]
    return pdf([[text(150, 780, 16, "青禾区教育局2026年部门预算")],
                [text(190, 780, 14, "2026年部门支出预算总表"), text(40, 755, 9, "编制部门：青禾区教育局"),
                 text(470, 755, 9, "单位：万元"), *table(740, EDGES, rows)]])


def long(pages, rows=24):
    """A release with a table that goes on over many pages."""
    sheets = []
    for page in range(pages):
        body = [[f"20502{(page * rows + row) % 90 + 10:02}", f"第{page * rows + row}项", f"{page + row + 2}.00", f"{row + 1}.00", f"{page + 1}.00"]
                for row in range(rows)]
        sheets.append([text(190, 780, 14, "2026年部门支出预算总表") if page == 0 else "",
                       text(470, 755, 9, "单位：万元") if page == 0 else "", *table(740, EDGES, [HEADINGS] + body)])
    return pdf([[text(150, 780, 16, "青禾区水务局2026年部门预算")]] + sheets)
