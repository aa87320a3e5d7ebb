#!/usr/bin/env python3
"""Measures how time and memory grow: with the documents of a batch, with those of an archive, with the pages of one
document, with the kilobytes of one text. Each must be a straight line: nothing may take more per document, per page or
per kilobyte, the more there are.

usage: curves.py BUDGETD [--most DOCUMENTS] [--pages FILE] [--picture FILE]

Without --pages one of the sample releases is repeated for the curve of pages, or a PDF of the test suite.
"""
import argparse, glob, os, re, subprocess, sys, tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from chart import lines
from measuring import Run, median, progress

HERE = os.path.dirname(os.path.abspath(__file__))
FIXTURES = os.path.join(HERE, "../Fixtures")
# What the last point may take more for each than the least of those that are large enough to measure.
STRAIGHT = 1.35
# What many documents may take more memory than a few.
LEVEL = 1.5


def counts(most): return [count for count in (10, 100, 1_000, 10_000) if count <= most]


def batch(budgetd, most, scratch):
    document = os.path.abspath(os.path.join(FIXTURES, "goals-open.pdf"))
    points = []
    for count in counts(most):
        progress(f"batch of {count} documents")
        with open(os.path.join(scratch, "list"), "wb") as file: file.write((document + "\0").encode() * count)
        with open(os.path.join(scratch, "list"), "rb") as file: run = Run([budgetd, "batch", "--files0"], stdin=file)
        if run.code or run.output.count(b"\n") != count: sys.exit(f"a batch of {count} documents gave other records")
        points.append((count, run.wall, run.memory))
    return points


def archive(budgetd, most, scratch):
    text = open(os.path.join(FIXTURES, "goals.txt"), encoding="utf-8").read()
    points = []
    for count in counts(most):
        progress(f"archive of {count} documents")
        folder = os.path.join(scratch, f"archive-{count}")
        os.makedirs(os.path.join(folder, "Inbox"))
        for number in range(count):
            with open(os.path.join(folder, "Inbox", f"{number}.txt"), "w", encoding="utf-8") as file:
                file.write(f"{text}\n第{number}份\n")
        run = Run([budgetd, "watch", "--once", "--second-look", "0", "--inbox", folder + "/Inbox", "--archive", folder + "/Archive"])
        if run.code: sys.exit(f"an archive of {count} documents ended with {run.code}")
        points.append((count, run.wall, run.memory))
    return points


def parsed(budgetd, path, count, unit):
    """The point of one document that counts so many pages or kilobytes: CPU seconds, the middle of three runs."""
    progress(f"document of {count} {unit}")
    runs = [Run([budgetd, "parse", path]) for _ in range(3)]
    if any(run.code for run in runs): sys.exit(f"a document of {count} {unit} ended with {runs[0].code}")
    return count, median(run.cpu for run in runs), max(run.memory for run in runs)


def pages(budgetd, document, scratch):
    info = subprocess.run(["pdfinfo", document], capture_output=True, text=True).stdout
    each = int(re.search(r"^Pages:\s+(\d+)", info, re.M).group(1))
    points, files = [], []
    # A page by itself is no release; more than 3,000 are over the limit.
    for copies in sorted({1, 4, 16, 64, 3_000 // each}):
        path = os.path.join(scratch, f"{copies}.pdf")
        if copies == 1: path = document
        else: subprocess.run(["pdfunite", *[document] * copies, path], check=True, capture_output=True)
        files.append((copies * each, path))
    for count, path in files:
        points.append(parsed(budgetd, path, count, "pages"))
    return points


def texts(budgetd, document, scratch):
    """One text of 100 to 5,000 KB: the layout of a document again and again, its pages numbered, because pages that stand
    twice in a text are left out."""
    layout = subprocess.run(["pdftotext", "-layout", document, "-"], capture_output=True, text=True, check=True).stdout
    printed = layout.rstrip("\f").split("\f")
    points, text, size, number = [], [], 0, 0
    for kilobytes in (100, 300, 1_000, 5_000):
        while size < kilobytes * 1_000:
            text.append(f"{printed[number % len(printed)]}\n{'- %d -' % (number + 1):>60}\n\f")
            size += len(text[-1].encode())
            number += 1
        path = os.path.join(scratch, "layout.txt")
        with open(path, "w", encoding="utf-8") as file: file.write("".join(text))
        points.append(parsed(budgetd, path, size // 1_000, "KB"))
    return points


def report(what, points, least, is_level):
    """Prints a curve, and whether it is straight: `least` is the count from which the start-up no longer counts. Whether its
    memory must be level is said by `is_level`."""
    print(f"\n{what}\n{'':>10}   seconds   each ms   memory MB")
    for count, seconds, memory in points: print(f"{count:10,} {seconds:9.2f} {seconds / count * 1000:9.2f} {memory / 1e6:11.0f}")
    large = [seconds / count for count, seconds, _ in points if count >= least]
    if len(large) < 2:
        print("too few points to tell a line")
        return True
    bend, growth = large[-1] / min(large), points[-1][2] / points[0][2]
    print(f"the last takes {bend:.2f} times the least for each: {'straight' if bend <= STRAIGHT else 'NOT STRAIGHT'}")
    if is_level: print(f"and {growth:.2f} times the memory of the first: {'level' if growth <= LEVEL else 'NOT LEVEL'}")
    return bend <= STRAIGHT and (growth <= LEVEL or not is_level)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("budgetd")
    parser.add_argument("--most", type=int, default=10_000)
    parser.add_argument("--pages")
    parser.add_argument("--picture")
    arguments = parser.parse_args()
    samples = sorted(glob.glob(os.path.join(HERE, "../../../shared/samples/releases/*.pdf")))
    document = arguments.pages or (samples[1] if len(samples) > 1 else os.path.join(FIXTURES, "release.pdf"))
    with tempfile.TemporaryDirectory(prefix="budgetd-curves-") as scratch:
        curves = [("documents", "of a batch", batch(arguments.budgetd, arguments.most, scratch), 100),
                  ("documents", "of an archive", archive(arguments.budgetd, arguments.most, scratch), 100),
                  ("pages", "of one document", pages(arguments.budgetd, document, scratch), 30),
                  ("kilobytes", "of one text", texts(arguments.budgetd, document, scratch), 1_000)]
    progress("")
    straight = [report(f"{unit} {what}", points, least, unit == "documents") for unit, what, points, least in curves]
    if arguments.picture:
        with open(arguments.picture, "w") as file:
            file.write(lines([(f"{unit} {what}", unit, "seconds", [(count, seconds) for count, seconds, _ in points])
                              for unit, what, points, _ in curves]))
    sys.exit(0 if all(straight) else 1)


main()
