"""Runs programs as whole processes and says what they took."""
import os, statistics, subprocess, sys, tempfile, time


class Run:
    """One run of a program with every process that it started and waited for."""

    def __init__(self, command, stdin=None):
        with tempfile.TemporaryFile() as output, tempfile.NamedTemporaryFile("r") as memory:
            begin = time.monotonic()
            # A process is said to be as large as the one that it was forked from: `time` is small, Python is not.
            process = subprocess.Popen(
                ["/usr/bin/time", "-q", "-o", memory.name, "-f", "%M", *command], stdin=stdin or subprocess.DEVNULL,
                stdout=output, stderr=subprocess.DEVNULL)
            _, status, usage = os.wait4(process.pid, 0)
            self.wall = time.monotonic() - begin
            process.returncode = self.code = os.waitstatus_to_exitcode(status)
            self.cpu = usage.ru_utime + usage.ru_stime
            # Of the largest of the processes, in bytes.
            self.memory = int(memory.read().split()[-1]) * 1024
            output.seek(0)
            self.output = output.read()


def median(values):
    values = list(values)
    return statistics.median(values) if values else None


def progress(text):
    """Says on a terminal how far it is, and nothing in a pipe."""
    if sys.stderr.isatty(): print("\r\033[K" + text, end="", file=sys.stderr, flush=True)
