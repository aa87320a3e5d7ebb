#!/usr/bin/env python3
"""Compares budgetd with RapidOCR on scans: right cells, and time for a page.

usage: scans.py BUDGETD FOLDER [--samples FOLDER]

FOLDER keeps RapidOCR (its wheel brings its nets) in an environment of its own. It knows no tables: its texts are put into rows by
their height on the page, which is what a person would do with them first. Without the sample scans, or without RapidOCR, a line says
what is left out.
"""
import argparse, glob, json, os, sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, "../Harness")]
from harness import python_packages, skip
from measuring import Run, progress
from right_cells import plain, right_cells

PACKAGES = ["rapidocr-onnxruntime==1.4.4", "PyMuPDF==1.26.5"]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("budgetd")
    parser.add_argument("folder")
    parser.add_argument("--samples", default=os.path.join(HERE, "../../../shared/samples/scans"))
    arguments = parser.parse_args()
    documents = sorted(glob.glob(arguments.samples + "/*.pdf"))
    if not documents: return skip("scans", f"none in {arguments.samples}")
    programs = python_packages(arguments.folder, PACKAGES)
    tools = {"budgetd parse": [arguments.budgetd, "parse", "--timeout", "600", "--cpu-time", "600"]}
    if programs: tools["RapidOCR 1.4.4"] = [programs + "/python3", os.path.join(HERE, "ocr_rows.py")]
    else: skip("RapidOCR", "its packages cannot be had here")
    sums = {tool: [0, 0, 0.0, 0, 0] for tool in tools}
    for path in documents:
        gold = json.load(open(os.path.join(arguments.samples, "gold", os.path.basename(path)[:-4] + ".json"), encoding="utf-8"))
        rows = [[plain(cell) for cell in row if plain(cell)] for table in gold["tables"] for row in table.get("rows", [])]
        for tool, command in tools.items():
            progress(f"{os.path.basename(path)}: {tool}")
            run = Run([*command, path])
            answer = json.loads(run.output) if run.output else []
            found = answer if tool.startswith("RapidOCR") else [row for table in answer["tables"] for row in table["grid"]]
            right, cells = right_cells(rows, found)
            pages = len({page for table in gold["tables"] for page in table["pages"]})
            for index, value in enumerate([right, cells, run.cpu, pages, run.memory]):
                sums[tool][index] = max(sums[tool][index], value) if index == 4 else sums[tool][index] + value
    progress("")
    print(f"{'':20} {'right cells':>12} {'CPU a page':>12} {'largest':>9}")
    for tool, (right, cells, cpu, pages, memory) in sums.items():
        print(f"{tool:20} {right / cells * 100:10.1f} % {cpu / pages:10.2f} s {memory / 1e6:6.0f} MB")
    print(f"{len(documents)} scans of published releases; pages with tables; right cells: in order within their row")


main()
