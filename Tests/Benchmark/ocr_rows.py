#!/usr/bin/env python3
"""What RapidOCR reads of a PDF's pages, painted at 200 dots an inch: JSON of rows, each a list of texts from left to right.

usage: ocr_rows.py PDF
"""
import json, sys

import numpy, pymupdf
from rapidocr_onnxruntime import RapidOCR

reader, rows = RapidOCR(), []
for page in pymupdf.open(sys.argv[1]):
    picture = page.get_pixmap(dpi=200, colorspace=pymupdf.csRGB)
    found, _ = reader(numpy.frombuffer(picture.samples, numpy.uint8).reshape(picture.height, picture.width, 3)[:, :, ::-1])
    lines = sorted(((sum(y for _, y in box) / 4, box[2][1] - box[0][1], box[0][0], text) for box, text, _ in found or []))
    row, last = [], None
    for middle, height, left, text in lines:
        if last is not None and middle - last > height / 2:
            rows.append([text for _, text in sorted(row)])
            row = []
        row.append((left, text))
        last = middle
    rows.append([text for _, text in sorted(row)])
json.dump(rows, sys.stdout, ensure_ascii=False)
