#!/usr/bin/env python3
"""The survival scenarios that take minutes, and the bars of the daemon, in full size.

usage: full_size.py BUDGETD [FILES]

- Idle: no CPU in half a minute at rest.
- From rename to JSON: median and worst of 100 at rest.
- Scenarios 10 and 18: a stopped daemon, FILES files (20,000) in a deep and a small folder, more events than the kernel
  keeps, then on: every document archived once, memory flat, the small folder not held up by the deep one.
- Scenario 13: the inbox is a mount that goes and comes back (root only, else said and left out).
- 2,000 names of one document: recorded, each of them.
"""
import ctypes
import json
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), "../Harness"))
from harness import small_release

PROGRAM = sys.argv[1]
FILES = int(sys.argv[2]) if len(sys.argv) > 2 else 20_000
FOLDER = tempfile.mkdtemp(prefix="budgetd-full-")
INBOX, ARCHIVE = os.path.join(FOLDER, "in"), os.path.join(FOLDER, "out")
RELEASES = os.path.join(ARCHIVE, "releases")
failures = []


def drop(content, name):
    staged = os.path.join(INBOX, ".staged.tmp")
    with open(staged, "wb") as file:
        file.write(content)
    os.rename(staged, os.path.join(INBOX, name))


def await_condition(what, condition, seconds, pause=0.05):
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            failures.append(f"{what}: not within {seconds} s")
            return False
        time.sleep(pause)
    return True


def status():
    try:
        with open(os.path.join(ARCHIVE, ".budgetd/status.json")) as file:
            return json.load(file)
    except FileNotFoundError:
        return {}


def ticks(pid):
    with open(f"/proc/{pid}/stat") as file:
        fields = file.read().rsplit(")", 1)[1].split()
    return int(fields[11]) + int(fields[12])


def memory(pid, name="VmRSS"):
    with open(f"/proc/{pid}/status") as file:
        return next(int(line.split()[1]) for line in file if line.startswith(name)) / 1024


def is_frozen(pid):
    for thread in os.listdir(f"/proc/{pid}/task"):
        with open(f"/proc/{pid}/task/{thread}/stat") as file:
            if file.read().rsplit(")", 1)[1].split()[0] != "T":
                return False
    return True


def check(what, holds, value):
    print(f"{'ok  ' if holds else 'FAIL'} {what}: {value}", flush=True)
    if not holds:
        failures.append(what)


def at_rest(pid):
    await_condition("idle", lambda: status().get("state") == "idle", 60)
    time.sleep(12)
    # Ticks are counted to whoever runs when the clock strikes: on a shared machine one window may have a stray one, and
    # a daemon that is busy has them in all.
    windows = []
    while len(windows) < 3 and (not windows or windows[-1] > 1):
        before = ticks(pid)
        time.sleep(30)
        windows.append(ticks(pid) - before)
    check("CPU ticks in 30 s at rest", windows[-1] <= 1, windows)


def latency():
    times = []
    for number in range(100):
        name = f"quick{number}.txt"
        content = small_release(f"quick{number}").encode()
        start = time.monotonic()
        drop(content, name)
        found = lambda: any(entry.startswith(f"quick{number}.") for entry in os.listdir(RELEASES))
        await_condition(name, found, 30, pause=0.002)
        times.append((time.monotonic() - start) * 1000)
        time.sleep(0.02)
    check("rename to JSON, median ms of 100", statistics.median(times) < 1000, round(statistics.median(times)))
    check("rename to JSON, worst ms of 100", max(times) < 1000, round(max(times)))


def crowd(pid):
    deep, small = os.path.join(INBOX, "deep"), os.path.join(INBOX, "small")
    os.mkdir(deep)
    os.mkdir(small)
    await_condition("idle", lambda: status().get("state") == "idle", 60)
    time.sleep(2)
    archived = status()["archived"]
    os.kill(pid, signal.SIGSTOP)
    await_condition("stopped", lambda: is_frozen(pid), 30)
    for number in range(FILES - 100):
        drop(small_release(number).encode(), f"deep/{number}.txt")
    for number in range(100):
        drop(small_release(FILES + number).encode(), f"small/{number}.txt")
    os.kill(pid, signal.SIGCONT)
    start = time.monotonic()
    samples, small_done, late = [], None, 0
    while (done := status()["archived"] - archived) < FILES:
        if time.monotonic() - start > 3600:
            failures.append("the crowd: not within an hour")
            break
        if small_done is None and len(os.listdir(os.path.join(RELEASES, "small"))
                                      if os.path.isdir(os.path.join(RELEASES, "small")) else []) == 100:
            small_done = done
        if done >= len(samples) * FILES / 10:
            samples.append(round(memory(pid), 1))
        if sys.stderr.isatty():
            print(f"\r{done} of {FILES}", end="", file=sys.stderr)
        time.sleep(0.5)
    seconds = time.monotonic() - start
    check("files a second", True, f"{FILES / seconds:.0f} ({FILES} in {seconds:.0f} s)")
    check("overflows", status()["overflows"] > 0 or FILES < 17_000, status()["overflows"])
    check("memory of the daemon by tenths, MB", max(samples) < samples[1] * 1.3 + 8, samples)
    check("peak of its memory, MB", memory(pid, "VmHWM") < 120, round(memory(pid, "VmHWM"), 1))
    check("documents done when the 100 of the small folder were", small_done is not None and small_done < FILES / 4,
          small_done)
    left = sum(len(files) for _, _, files in os.walk(INBOX))
    check("files left in the inbox", left == 0, left)


def names():
    one = small_release("often").encode()
    count = 2000
    start = time.monotonic()
    for number in range(count):
        drop(one, f"name{number}.txt")

    def recorded():
        return sum(status()["outcomes"].get(kind, 0) for kind in ("duplicate",)) >= count - 1

    await_condition("names", recorded, 600, 0.5)
    seconds = time.monotonic() - start
    place = next(entry for entry in os.listdir(RELEASES) if entry.startswith("name"))
    with open(os.path.join(RELEASES, place, "document.json")) as file:
        arrivals = len(json.load(file)["arrivals"])
    check(f"{count} names of one document, recorded in {seconds:.0f} s", arrivals == count, arrivals)


def remounted(libc):
    # The daemon sees the mount go and come: it shares this process' namespace.
    if libc.mount(b"none", INBOX.encode(), b"tmpfs", 0, b"size=8m") != 0:
        print("left out: scenario 13 with a mount needs root", flush=True)
        return
    drop(small_release("mounted").encode(), "mounted.txt")
    found = lambda name: any(entry.startswith(name + ".") for entry in os.listdir(RELEASES))
    await_condition("mounted", lambda: found("mounted"), 60)
    libc.umount2(INBOX.encode(), 2)
    drop(small_release("under").encode(), "under.txt")
    await_condition("under", lambda: found("under"), 60)
    check("an inbox that is mounted over and unmounted", found("mounted") and found("under"), "both taken")


def main():
    os.mkdir(INBOX)
    log = open(os.path.join(FOLDER, "log"), "w")
    daemon = subprocess.Popen([PROGRAM, "watch", "--inbox", INBOX, "--archive", ARCHIVE], stderr=log)
    try:
        await_condition("ready", lambda: status().get("state") == "idle", 60)
        pid = daemon.pid
        at_rest(pid)
        latency()
        names()
        remounted(ctypes.CDLL(None, use_errno=True))
        crowd(pid)
        at_rest(pid)
    finally:
        daemon.send_signal(signal.SIGTERM)
        daemon.wait(30)
    verified = subprocess.run([PROGRAM, "verify", "--archive", ARCHIVE], capture_output=True, text=True)
    check("verify", verified.returncode == 0, (verified.stdout or verified.stderr).strip().splitlines()[-1:])
    if failures:
        sys.exit(f"failed: {'; '.join(failures)}\n(the log: {log.name})")
    shutil.rmtree(FOLDER)


main()
