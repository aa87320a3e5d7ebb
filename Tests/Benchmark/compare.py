#!/usr/bin/env python3
"""Compares budgetd with other tools on the same PDFs, side by side, each as whole processes.

usage: compare.py BUDGETD FOLDER [--samples FOLDER] [--picture FILE] [--json FILE] [--rounds N]

FOLDER keeps the other tools, in an environment of their own. Of the samples the releases have grids and the synthetic
PDFs have projects that were made by hand; where they are not there, the PDFs of the test suite are measured and nothing
is graded. Ratios are what counts: seconds differ from machine to machine.
"""
import argparse, glob, hashlib, json, os, re, shutil, subprocess, sys, tempfile
from collections import defaultdict

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, "../Harness")]
from chart import bars
from harness import python_packages, skip
from measuring import Run, median, progress
from right_cells import plain, right_cells

PACKAGES = ["PyMuPDF==1.26.5", "pdfplumber==0.11.10", "camelot-py==2.0.0", "tabula-py==2.10.0"]
OURS, MANY, FLOOR = "budgetd parse", "budgetd batch, each", "pdftotext -bbox-layout"
NAMES = {"pymupdf": "PyMuPDF 1.26.5", "pdfplumber": "pdfplumber 0.11.10", "tabula": "tabula-py 2.10.0",
         "camelot": "camelot 2.0.0 lattice"}


def documents(samples):
    releases = sorted(glob.glob(os.path.join(samples, "releases/*.pdf")))
    synthetic = sorted(glob.glob(os.path.join(samples, "synthetic/*.pdf")))
    return releases, synthetic


# MARK: Right cells

def gold_rows(path, samples):
    """The cells that a document has by its gold, row by row, empty ones left out; None without gold."""
    beside = path[:-4] + ".gold.json"
    if os.path.exists(beside):
        rows = []
        for row in json.load(open(beside, encoding="utf-8"))["rows"]:
            # Rows of headings above the projects print less.
            rows.append([row["name"], *(value for value in row["amounts"].values()), row["goal"]])
        return [cells for cells in ([plain(cell) for cell in row if plain(cell)] for row in rows) if cells]
    with open(path, "rb") as file: digest = hashlib.sha256(file.read()).hexdigest()
    gold = os.path.join(samples, "gold", digest[:12] + ".json")
    if not os.path.exists(gold): return None
    rows = [row for table in json.load(open(gold, encoding="utf-8"))["tables"] for row in table.get("rows", [])]
    return [cells for cells in ([plain(cell) for cell in row if plain(cell)] for row in rows) if cells]


def rows_of(tool, output):
    if tool in (MANY, FLOOR): return None
    try: answer = json.loads(output)
    except ValueError: return []
    if tool != OURS: return answer
    return [row for table in answer["tables"] for row in table["grid"]]


# MARK: Running

class OneOfMany:
    """What one document takes of a batch: eleven of it beside three, each in turn. The first two are read as `parse` reads
    them, and the third pays for who makes the processes of the others."""

    FEW, COUNT = 3, 8

    def __init__(self, budgetd, path):
        def batch(count):
            with tempfile.TemporaryFile() as paths:
                paths.write((path + "\0").encode() * count)
                paths.seek(0)
                return Run([budgetd, "batch", "--jobs", "1", "--files0"], paths)
        few, many = batch(self.FEW), batch(self.FEW + self.COUNT)
        self.cpu, self.wall = (many.cpu - few.cpu) / self.COUNT, (many.wall - few.wall) / self.COUNT
        self.memory, self.code, self.output = many.memory, many.code, many.output


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("budgetd")
    parser.add_argument("folder")
    parser.add_argument("--samples", default=os.path.join(HERE, "../../../shared/samples"))
    parser.add_argument("--picture")
    parser.add_argument("--json")
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    releases, synthetic = documents(arguments.samples)
    if not releases:
        skip("the sample releases", f"none in {arguments.samples}; the PDFs of the test suite stand in for them")
        releases, synthetic = sorted(glob.glob(os.path.join(HERE, "../Fixtures/*.pdf"))), []
    programs = python_packages(arguments.folder, PACKAGES)
    tools, often = [MANY, OURS, FLOOR], {MANY, OURS, FLOOR, "pymupdf"}
    if programs is None:
        skip("the other tools", "their packages cannot be had here")
    else:
        tools += ["pymupdf", "pdfplumber"] + (["tabula"] if shutil.which("java") else []) + ["camelot"]
        if "tabula" not in tools: skip("tabula-py", "there is no Java here")

    def command(tool, path):
        if tool == OURS: return [arguments.budgetd, "parse", path]
        if tool == FLOOR: return ["pdftotext", "-bbox-layout", path, "-"]
        return [programs + "/python3", os.path.join(HERE, "rows_of.py"), tool, path]

    def run(tool, path): return OneOfMany(arguments.budgetd, path) if tool == MANY else Run(command(tool, path))

    results = []
    for number, path in enumerate(releases + synthetic, 1):
        gold = gold_rows(path, arguments.samples)
        runs = {tool: [] for tool in tools}
        if number == 1:
            # Nobody pays for the first look at its own program.
            for tool in tools: run(tool, path)
        # Interleaved, so that a slow minute of the machine is everybody's; tools that take seconds run once.
        for turn in range(arguments.rounds):
            for tool in tools:
                if turn and tool not in often: continue
                progress(f"{number}/{len(releases + synthetic)} {os.path.basename(path)}: {tool}")
                runs[tool].append(run(tool, path))
        for tool in tools:
            rows = rows_of(tool, runs[tool][0].output)
            results.append({
                "document": os.path.basename(path), "is_release": path in releases, "tool": tool,
                "cpu": median(run.cpu for run in runs[tool]), "wall": median(run.wall for run in runs[tool]),
                "memory": median(run.memory for run in runs[tool]), "failed": runs[tool][0].code != 0,
                "right": right_cells(gold, rows) if gold and rows is not None else None})
    progress("")
    report(results, tools, arguments)
    slopes(releases, command)


def slopes(releases, command):
    """CPU told apart into what a document takes before its first page and what each page takes: a release, and the same
    one four times over."""
    starts, pages, ratios = defaultdict(list), defaultdict(list), []
    with tempfile.TemporaryDirectory() as folder:
        for path in releases:
            info = subprocess.run(["pdfinfo", path], capture_output=True, text=True).stdout
            count = int(re.search(r"^Pages:\s+(\d+)", info, re.M).group(1))
            longer = os.path.join(folder, "longer.pdf")
            if subprocess.run(["pdfunite", *[path] * 4, longer], capture_output=True).returncode: continue
            slope = {}
            cpu = {(tool, document): [] for tool in (OURS, FLOOR) for document in (path, longer)}
            for _ in range(3):
                for tool, document in cpu: cpu[tool, document].append(Run(command(tool, document)).cpu)
            for tool in (OURS, FLOOR):
                one, four = median(cpu[tool, path]), median(cpu[tool, longer])
                slope[tool] = (four - one) / (3 * count)
                starts[tool].append(one - slope[tool] * count)
                pages[tool].append(slope[tool])
            ratios.append(slope[OURS] / slope[FLOOR])
    if not ratios: return
    print()
    for tool in (OURS, FLOOR):
        print(f"{tool:24} start {median(starts[tool]) * 1000:5.1f} ms, each page {median(pages[tool]) * 1000:5.2f} ms")
    print(f"each page, {OURS} to {FLOOR}: {median(ratios):.2f} x (median of {len(ratios)} documents)")


def report(results, tools, arguments):
    graded = [r for r in results if r["is_release"]]
    by = {(r["document"], r["tool"]): r for r in results}
    print(f"{'':24} {'CPU':>8} {'to the floor':>13} {'sum':>7} {'wall':>8} {'largest':>8} {'right cells':>12} {'synthetic':>10}")
    table = []
    for tool in tools:
        mine = [r for r in graded if r["tool"] == tool]
        ratio = median(r["cpu"] / by[r["document"], FLOOR]["cpu"] for r in mine)
        whole = sum(r["cpu"] for r in mine) / sum(by[r["document"], FLOOR]["cpu"] for r in mine)
        def share(records):
            pairs = [r["right"] for r in records if r["right"]]
            total = sum(all_cells for _, all_cells in pairs)
            return sum(right for right, _ in pairs) / total if total else None
        row = {
            "tool": NAMES.get(tool, tool), "cpu": median(r["cpu"] for r in mine), "ratio": ratio, "sum": whole,
            "wall": median(r["wall"] for r in mine), "memory": median(r["memory"] for r in mine),
            "right": share(mine),
            "right_synthetic": share([r for r in results if not r["is_release"] and r["tool"] == tool]),
            "failed": sum(r["failed"] for r in results if r["tool"] == tool)}
        table.append(row)
        percent = lambda value: "-" if value is None else f"{value * 100:.1f} %"
        print(f"{row['tool']:24} {row['cpu'] * 1000:5.0f} ms {ratio:11.2f} x {whole:5.2f} x {row['wall'] * 1000:5.0f} ms "
              f"{row['memory'] / 1e6:5.0f} MB {percent(row['right']):>12} {percent(row['right_synthetic']):>10}"
              + (f"  failed on {row['failed']}" if row["failed"] else ""))
    count = len({r["document"] for r in graded})
    print(f"medians of {count} documents; sum: CPU of all to that of the floor; largest: memory of the largest process (budgetd and tabula have two); right cells: "
          "of all documents together, in order within their row")
    if arguments.json:
        with open(arguments.json, "w") as file: json.dump({"table": table, "results": results}, file, ensure_ascii=False)
    # Only the samples make a picture for others to see.
    if arguments.picture and any(row["right"] for row in table):
        def label(row):
            if row["tool"] == MANY: return f"{row['ratio']:.1f} x, the same cells"
            cells = "no cells" if row["right"] is None else f"{row['right'] * 100:.1f} % of the cells right"
            return f"{row['ratio']:.1f} x, {cells}" + (f", failed on {row['failed']}" if row["failed"] else "")
        rows = [(row["tool"], row["ratio"], label(row), row["tool"] in (OURS, MANY)) for row in sorted(table, key=lambda row: row["ratio"])]
        with open(arguments.picture, "w") as file:
            file.write(bars("CPU time for a release, pdftotext -bbox-layout = 1",
                            f"Median of {count} published releases, whole processes, logarithmic scale", rows))


main()
