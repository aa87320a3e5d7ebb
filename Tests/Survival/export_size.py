#!/usr/bin/env python3
"""Exports archives of 100 and of 1,000 releases in every format: the memory that it takes must not grow with them.

usage: export_size.py BUDGETD PDF [PDF …]

The releases are the PDFs, each many times with bytes of its own behind its end.
"""
import csv, os, resource, shutil, sqlite3, subprocess, sys, tempfile, time

PROGRAM, PDFS = sys.argv[1], sys.argv[2:]
ALLOWED = 1.5


def peak(command):
    """Runs a command; its largest resident memory in MB and its seconds."""
    start = time.monotonic()
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    assert status == 0, (command, status)
    return usage.ru_maxrss / 1024, time.monotonic() - start


folder = tempfile.mkdtemp(prefix="budgetd-export-")
measured = {}
for count in (100, 1_000):
    inbox, archive = f"{folder}/in{count}", f"{folder}/out{count}"
    os.makedirs(inbox)
    for number in range(count):
        content = open(PDFS[number % len(PDFS)], "rb").read()
        with open(f"{inbox}/{number}.pdf", "wb") as file: file.write(content + b"\n%%%d\n%%%%EOF\n" % number)
    peak([PROGRAM, "watch", "--once", "--second-look", "0", "--inbox", inbox, "--archive", archive])
    for kind in ("csv", "ndjson", "sqlite"):
        target = f"{folder}/{kind}{count}"
        memory, seconds = peak([PROGRAM, "export", "--superseded", "--archive", archive, "--format", kind, target])
        measured[kind, count] = memory
        print(f"{count} releases as {kind}: {memory:.0f} MB, {seconds:.1f} s", flush=True)
    with open(f"{folder}/csv{count}/releases.csv", encoding="utf-8") as file:
        assert len(list(csv.DictReader(file))) == count
    database = sqlite3.connect(f"{folder}/sqlite{count}/budget.sqlite")
    assert database.execute("SELECT count(*) FROM releases").fetchone() == (count,)
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
failed = [kind for kind in ("csv", "ndjson", "sqlite") if measured[kind, 1_000] > measured[kind, 100] * ALLOWED]
shutil.rmtree(folder)
print(f"the memory of {', '.join(failed)} grows" if failed else "memory does not grow with the number of releases")
sys.exit(1 if failed else 0)
