#!/usr/bin/env python3
"""Kills a daemon again and again at random moments, and checks after each time that no document is lost.

usage: kill_rounds.py BUDGETD ROUNDS [SEED]

Between two kills some documents are dropped: new ones, web pages that are rejected, bytes that were dropped before,
and documents with a sidecar. After every tenth the inbox is emptied, and each document must have exactly one place.
"""
import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), "../Harness"))
from harness import small_release

PROGRAM, ROUNDS = sys.argv[1], int(sys.argv[2])
random.seed(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
FOLDER = tempfile.mkdtemp(prefix="budgetd-kill-")
INBOX, ARCHIVE = os.path.join(FOLDER, "in"), os.path.join(FOLDER, "out")
dropped = set()
number = 0


def drop(content, name):
    path = os.path.join(INBOX, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    staged = os.path.join(FOLDER, "staged")
    with open(staged, "wb") as file:
        file.write(content)
    os.rename(staged, path)
    if not name.endswith(".meta.json"):
        dropped.add(hashlib.sha256(content).hexdigest())


def drop_some():
    global number
    for _ in range(random.randint(1, 6)):
        number += 1
        kind = random.random()
        if kind < 0.6:
            drop(small_release(number).encode(), f"{number % 3}/{number}.txt")
        elif kind < 0.75:
            drop(b"<html>%d" % number, f"{number}.pdf")
        elif kind < 0.9 and number > 5:
            drop(small_release(random.randint(1, number - 1)).encode(), f"again{number}.txt")
        else:
            drop(small_release(number).encode(), f"told{number}.txt")
            drop(b'{"number": %d}' % number, f"told{number}.txt.meta.json")


def digest(path):
    with open(path, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def check_feed(recorded):
    with open(os.path.join(ARCHIVE, "feed.ndjson")) as file:
        events = [json.loads(line) for line in file]
    assert [int(event["sequence"]) for event in events] == list(range(1, len(events) + 1))
    assert sorted(event["id"] for event in events) == sorted(recorded), "each event once"


def check(is_settled):
    places, waiting, recorded = {}, set(), []
    for shelf, result in (("releases", "release.json"), ("rejected", "problem.json")):
        for folder, _, names in os.walk(os.path.join(ARCHIVE, shelf)):
            if "document.json" not in names:
                continue
            with open(os.path.join(folder, "document.json")) as file:
                record = json.load(file)
            with open(os.path.join(folder, result)) as file:
                json.load(file)
            assert digest(os.path.join(folder, record["source"])) == record["sha256"], folder
            places.setdefault(record["sha256"], []).append(shelf)
            for number, event in enumerate(record["events"], 1):
                recorded.append(f'{record["sha256"]}/{event["kind"]}/{number}')
    for folder, _, names in os.walk(INBOX):
        waiting |= {digest(os.path.join(folder, name)) for name in names}
    for document in dropped:
        found = places.get(document, [])
        assert found.count("releases") <= 1 and found.count("rejected") <= 1, (document, found)
        assert found or document in waiting, ("lost", document)
        assert not is_settled or len(found) == 1, (document, found)
    if is_settled:
        assert not waiting, waiting
        check_feed(recorded)
        assert not os.listdir(os.path.join(ARCHIVE, ".budgetd", "work"))


def daemon(*options):
    log = open(os.path.join(FOLDER, "log"), "a")
    return subprocess.Popen([PROGRAM, "watch", "--inbox", INBOX, "--archive", ARCHIVE, *options], stderr=log)


def settle():
    assert daemon("--once").wait() == 0
    check(is_settled=True)


os.makedirs(INBOX)
start = time.time()
for round_number in range(1, ROUNDS + 1):
    drop_some()
    process = daemon()
    time.sleep(random.uniform(0.02, 0.6))
    process.send_signal(signal.SIGKILL)
    process.wait()
    check(is_settled=False)
    if round_number % 10 == 0:
        settle()
settle()
verified = subprocess.run([PROGRAM, "verify", "--archive", ARCHIVE], capture_output=True, text=True)
assert verified.returncode == 0, verified.stdout
print(f"{ROUNDS} rounds, {len(dropped)} documents, each in one place; {time.time() - start:.0f} s")
shutil.rmtree(FOLDER)
