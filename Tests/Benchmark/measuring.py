"""Runs programs as whole processes and says what they took."""
import os, statistics, subprocess, sys, tempfile, time


class Run:
    """One run of a program with every process that it started and waited for."""

    def __init__(self, command, stdin=None):
        self.output = b""
        with tempfile.TemporaryFile() as output:
            begin = time.monotonic()
            process = subprocess.Popen(
                command, stdin=stdin or subprocess.DEVNULL, stdout=output, stderr=subprocess.DEVNULL)
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            self.wall = time.monotonic() - begin
            output.seek(0)
            self.output = output.read()
        self.code = process.returncode
        self.cpu = usage.ru_utime + usage.ru_stime
        # Of the largest of the processes.
        self.memory = usage.ru_maxrss * 1024


def median(values):
    values = list(values)
    return statistics.median(values) if values else None


def progress(text):
    """Says on a terminal how far it is, and nothing in a pipe."""
    if sys.stderr.isatty(): print("\r\033[K" + text, end="", file=sys.stderr, flush=True)
