#!/usr/bin/env python3
"""The rows of cells that one tool finds in one PDF, as JSON on standard output.

usage: rows_of.py TOOL FILE

Each tool is called as its own documentation shows it for tables with ruled borders, with nothing tuned.
"""
import json, sys


def camelot(path):
    import camelot
    tables = camelot.read_pdf(path, pages="all", flavor="lattice")
    return [row for table in tables for row in table.df.values.tolist()]


def pdfplumber(path):
    import pdfplumber
    with pdfplumber.open(path) as document:
        return [row for page in document.pages for table in page.extract_tables() for row in table]


def pymupdf(path):
    import contextlib, pymupdf
    # It recommends another of its packages on standard output.
    with contextlib.redirect_stdout(sys.stderr), pymupdf.open(path) as document:
        return [row for page in document for table in page.find_tables().tables for row in table.extract()]


def tabula(path):
    import tabula
    tables = tabula.read_pdf(path, pages="all", lattice=True, multiple_tables=True, output_format="json")
    return [[cell["text"] for cell in row] for table in tables for row in table["data"]]


tools = {"camelot": camelot, "pdfplumber": pdfplumber, "pymupdf": pymupdf, "tabula": tabula}
json.dump(tools[sys.argv[1]](sys.argv[2]), sys.stdout, ensure_ascii=False)
