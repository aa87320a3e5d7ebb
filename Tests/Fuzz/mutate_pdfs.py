#!/usr/bin/env python3
"""Damages PDFs and reads each through the worker: mutate_pdfs.py BUDGETD SECONDS CRASHES PDF... [--seed N]

Whatever a document is, `budgetd parse` must end with 0 or 65, with a sentence, within its limits. Documents that end
otherwise, that crash the reader or that take it to a limit are kept in the folder CRASHES. A crash inside poppler is
contained and counted; one in code of ours (a Swift trap: signal 4 or 5) fails the run, as does any other end.
"""
import collections
import concurrent.futures
import hashlib
import json
import os
import pathlib
import random
import re
import subprocess
import sys
import time
import zlib

STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.S)
NUMBER = re.compile(rb"-?\d+(?:\.\d+)?")
ODD = [b"0", b"-1", b"1e30", b"-1e30", b"2147483647", b"-2147483648", b"99999999999999999999", b"0.00000001", b"65536",
       b"null", b"true", b"/Name", b"(text)", b"[", b"]", b"<<", b">>", b"3 0 R", b"NaN"]


def mutate_bytes(data, rng, structured):
    """One to eight changes; numbers and tokens are worth more than bytes where the data is text."""
    data = bytearray(data)
    for _ in range(1 << rng.randrange(4)):
        if not data:
            break
        at = rng.randrange(len(data))
        kind = rng.randrange(8)
        if kind == 0:
            data[at] ^= 1 << rng.randrange(8)
        elif kind == 1:
            data[at] = rng.randrange(256)
        elif kind == 2:
            del data[at:at + rng.randrange(1, 64)]
        elif kind == 3:
            data[at:at] = data[at:at + rng.randrange(1, 256)] * rng.randrange(1, 4)
        elif kind == 4 and rng.random() < 0.1:
            del data[at:]
        elif structured:
            numbers = list(NUMBER.finditer(data, at, at + 4096))
            if numbers:
                number = rng.choice(numbers)
                data[number.start():number.end()] = rng.choice(ODD)
    return bytes(data)


def mutate(pdf, rng):
    """Changes the file itself, or what one of its packed streams says."""
    streams = list(STREAM.finditer(pdf))
    if streams and rng.random() < 0.6:
        stream = rng.choice(streams)
        try:
            content = zlib.decompress(stream[1])
        except zlib.error:
            content = None
        if content is not None:
            packed = zlib.compress(mutate_bytes(content, rng, True), 1)
            # The dictionary's length is wrong now, which poppler repairs by looking for the end.
            return pdf[:stream.start(1)] + packed + pdf[stream.end(1):]
    return mutate_bytes(pdf, rng, rng.random() < 0.7)


def read(budgetd, folder, data):
    file = folder / (hashlib.sha256(data).hexdigest()[:16] + ".pdf")
    file.write_bytes(data)
    start = time.monotonic()
    done = subprocess.run([budgetd, "parse", "--cpu-time", "5", "--timeout", "30", str(file)], capture_output=True)
    seconds = time.monotonic() - start
    message = done.stderr.decode(errors="replace").strip()
    keep, fails = False, False
    if done.returncode == 0:
        release = json.loads(done.stdout)
        outcome = "damaged" if any(f["code"] == "damaged_document" for f in release["findings"]) else release["status"]
    elif done.returncode == 65 and message.count("\n") == 0 and message:
        outcome = "problem"
        signal = re.search(r"\(signal (\d+)\)", message)
        if "stopped" in message:
            outcome, keep = "crash", True
            fails = signal is None or signal[1] in ("4", "5")
        elif "limit" in message:
            outcome, keep = "limit", True
    else:
        outcome, keep, fails = "broken", True, True
    if not keep:
        file.unlink()
    return outcome, fails, seconds, file.name if keep else "", message.split(": ", 2)[-1]


def main():
    arguments = sys.argv[1:]
    seed = int(time.time())
    if "--seed" in arguments:
        at = arguments.index("--seed")
        seed = int(arguments[at + 1])
        del arguments[at:at + 2]
    if len(arguments) < 4:
        sys.exit(__doc__)
    budgetd, limit, folder, files = arguments[0], float(arguments[1]), pathlib.Path(arguments[2]), arguments[3:]
    folder.mkdir(parents=True, exist_ok=True)
    sources = [pathlib.Path(name).read_bytes() for name in files]
    rng = random.Random(seed)
    counts, failures, slowest = collections.Counter(), 0, 0.0
    end, shown = time.monotonic() + limit, 0.0
    print(f"seed {seed}, {len(sources)} documents, {limit:.0f} s", flush=True)
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        running = set()
        while running or time.monotonic() < end:
            while time.monotonic() < end and len(running) < 2 * os.cpu_count():
                data = rng.choice(sources)
                for _ in range(rng.randrange(1, 4)):
                    data = mutate(data, rng)
                running.add(pool.submit(read, budgetd, folder, data))
            done, running = concurrent.futures.wait(running, return_when=concurrent.futures.FIRST_COMPLETED)
            for task in done:
                outcome, fails, seconds, name, message = task.result()
                counts[outcome] += 1
                failures += fails
                slowest = max(slowest, seconds)
                if name:
                    print(f"{'FAILS ' if fails else ''}{outcome}: {name}: {message}", flush=True)
            if sys.stderr.isatty() and time.monotonic() - shown > 1:
                shown = time.monotonic()
                print(f"\r{sum(counts.values())} read", end="", file=sys.stderr, flush=True)
    summary = ", ".join(f"{outcome} {count}" for outcome, count in sorted(counts.items()))
    print(f"{sum(counts.values())} mutations: {summary}; slowest {slowest:.1f} s; {failures} failures")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
