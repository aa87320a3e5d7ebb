#!/usr/bin/env python3
"""Boots a real systemd over a copy of this machine's files, installs the package in it and uses the service.

usage: boot.py PACKAGE.deb

The copy is an overlay in memory: nothing of the machine changes. Needs root, systemd-nspawn and leave to mount; where
that is missing it says so and exits with 77, as automake has it for a test that was skipped.
"""
import glob, json, os, shutil, subprocess, sys, tempfile, time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.append(os.path.join(HERE, "../Harness"))
from harness import small_release

FIXTURES = os.path.join(HERE, "../Fixtures")
LIB = "/var/lib/budgetd"
INBOX, ARCHIVE = LIB + "/inbox", LIB + "/archive"
LANDLOCK = "landlock_create_ruleset landlock_add_rule landlock_restrict_self"
failures = []


def skip(reason):
    print(f"SKIPPED: the service was not booted: {reason}", flush=True)
    sys.exit(77)


def check(holds, what, detail=""):
    print(f"{'ok    ' if holds else 'FAILED'}  {what}{'  ' + str(detail) if detail != '' else ''}", flush=True)
    if not holds: failures.append(what)


def eventually(condition, seconds=60):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        value = condition()
        if value: return value
        time.sleep(0.05)
    return condition()


class Machine:
    """A systemd that runs in a container over an overlay of `/`."""

    def __init__(self):
        self.base = tempfile.mkdtemp(prefix="budgetd-boot-")
        self.process = self.leader = None
        self.root = os.path.join(self.base, "merged")
        if subprocess.run(["mount", "-t", "tmpfs", "tmpfs", self.base]).returncode: skip("mounting is forbidden here")
        for name in ("upper", "work", "merged"): os.mkdir(os.path.join(self.base, name))
        options = f"lowerdir=/,upperdir={self.base}/upper,workdir={self.base}/work"
        if subprocess.run(["mount", "-t", "overlay", "overlay", "-o", options, self.root]).returncode:
            self.close()
            skip("overlays cannot be mounted here")
        # Images of containers forbid that a package starts its service.
        forbidding = self.root + "/usr/sbin/policy-rc.d"
        if os.path.exists(forbidding): os.remove(forbidding)

    def boot(self):
        start = time.monotonic()
        self.log = open(os.path.join(self.base, "console"), "w+")
        self.process = subprocess.Popen(
            ["systemd-nspawn", "--quiet", "-D", self.root, "--boot", "--register=no", "--keep-unit", "--console=pipe",
             "--private-network", "-M", "budgetd-boot", "--system-call-filter=" + LANDLOCK],
            stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log)

        def is_up():
            if self.process.poll() is not None: return True
            found = subprocess.run(["pgrep", "-P", str(self.process.pid), "-x", "systemd"], capture_output=True, text=True)
            self.leader = (found.stdout.split() or [None])[0]
            return self.leader and self.run("systemctl", "is-system-running").stdout.strip() in ("running", "degraded")

        if not eventually(is_up, 90) or self.process.poll() is not None:
            self.log.seek(0)
            print(self.log.read()[-2000:])
            self.close()
            skip("systemd does not start in a container here")
        return time.monotonic() - start

    def run(self, *command, **options):
        return subprocess.run(
            ["nsenter", "-t", self.leader, "-m", "-p", "-u", "-i", "-n", "-C", *command], capture_output=True,
            text=True, **options)

    def shell(self, script): return self.run("sh", "-c", script)

    def show(self, name, unit="budgetd"):
        return self.run("systemctl", "show", unit, "-P", name).stdout.strip()

    def files(self, pattern):
        """Paths in the archive, seen from outside."""
        return sorted(glob.glob(self.root + ARCHIVE + "/" + pattern, recursive=True))

    def journal(self, *matches):
        lines = self.run("journalctl", "-u", "budgetd", "-o", "json", "--no-pager", *matches).stdout.splitlines()
        return [json.loads(line) for line in lines]

    def says(self, text): return any(text in str(entry.get("MESSAGE")) for entry in self.journal())

    def close(self):
        if self.process and self.process.poll() is None:
            if self.leader: self.run("systemctl", "poweroff")
            try: self.process.wait(30)
            except subprocess.TimeoutExpired: self.process.kill()
        for mount in (self.root, self.base): subprocess.run(["umount", "-l", mount], stderr=subprocess.DEVNULL)
        os.rmdir(self.base)


def install(machine, package):
    shutil.copy(package, machine.root + "/srv/budgetd.deb")
    installed = machine.shell(
        "DEBIAN_FRONTEND=noninteractive apt-get install -q -y /srv/budgetd.deb")
    check(installed.returncode == 0, "apt install ./budgetd.deb", installed.stderr.strip()[-400:] if installed.returncode else "")
    check(machine.show("ActiveState") == "active", "the service runs after the installation")
    began, ready = (int(machine.show(name) or 0) for name in
                    ("ExecMainStartTimestampMonotonic", "ActiveEnterTimestampMonotonic"))
    check(0 < ready - began < 1_000_000, "start to READY under 1 s with an empty inbox", f"{(ready - began) / 1000:.0f} ms")
    watching = eventually(lambda: machine.show("StatusText") if "watching" in machine.show("StatusText") else "", 10)
    check(bool(watching), "STATUS is shown", watching)
    for user, group in (("alice", "budgetd-drop"), ("bob", "budgetd-collect"), ("carol", None)):
        machine.run("useradd", "-m", user)
        if group: machine.run("usermod", "-aG", group, user)


def drop_and_collect(machine):
    shutil.copy(f"{FIXTURES}/goals-open.pdf", machine.root + "/srv/goals.pdf")
    os.chmod(machine.root + "/srv/goals.pdf", 0o644)
    start = time.monotonic()
    copied = machine.run("runuser", "-u", "alice", "--", "cp", "/srv/goals.pdf", INBOX + "/河畔街道.pdf")
    check(copied.returncode == 0, "a member of budgetd-drop drops a PDF", copied.stderr)
    found = eventually(lambda: machine.files("releases/*/release.json"), 60)
    took = time.monotonic() - start
    check(bool(found), "its JSON appears", f"after {took:.1f} s")
    check(took < 20, "CAP_LEASE tells that the copy of another user is whole")
    check(bool(eventually(lambda: not os.listdir(machine.root + INBOX))), "the file leaves the inbox")
    inside = found[0][len(machine.root):] if found else "/"
    read = machine.run("runuser", "-u", "bob", "--", "cat", inside)
    check('"schema":"budget-release/1"' in read.stdout, "a member of budgetd-collect reads it", read.stderr)
    check(machine.run("runuser", "-u", "carol", "--", "cat", inside).returncode != 0, "nobody else does")
    check(machine.run("runuser", "-u", "carol", "--", "ls", INBOX).returncode != 0, "nor sees the inbox")
    status = lambda: machine.run("runuser", "-u", "bob", "--", "budgetd", "status")
    check(bool(eventually(lambda: "archive   1 documents" in status().stdout, 10)), "budgetd status works for them")
    made = machine.run("runuser", "-u", "alice", "--", "sh", "-c",
                       f"umask 077; mkdir {INBOX}/sub && cp /srv/goals.pdf {INBOX}/sub/again.pdf")
    check(made.returncode == 0 and bool(eventually(lambda: machine.says("duplicate sub/again.pdf"), 60)),
          "a folder made under umask 077 is read too", made.stderr)


def journal_fields(machine):
    entries = machine.journal("BUDGETD_OUTCOME=archived")
    entry = entries[0] if entries else {}
    noise = [entry["MESSAGE"] for entry in machine.journal() if entry.get("_COMM") == "budgetd"
             and entry.get("SYSLOG_IDENTIFIER") != "budgetd"]
    check(not noise, "nothing but the daemon's own entries stands in the journal", "; ".join(map(str, noise))[:300])
    check(entry.get("BUDGETD_NAME") == "河畔街道.pdf" and len(entry.get("BUDGETD_SHA256", "")) == 64
          and entry.get("PRIORITY") == "6" and entry.get("SYSLOG_IDENTIFIER") == "budgetd",
          "the journal has fields to search for", entry.get("MESSAGE"))


def reload(machine):
    settings = machine.root + "/etc/budgetd/budgetd.conf"
    before = open(settings).read()
    open(settings, "a").write("jobs = 1\n")
    done = machine.run("systemctl", "reload", "budgetd")
    status = lambda: json.loads(machine.run("budgetd", "status", "--json").stdout or "{}").get("service") or {}
    check(done.returncode == 0 and bool(eventually(lambda: status().get("jobs") == 1, 20)), "reload takes new settings")
    config = machine.run("budgetd", "config").stdout
    check("/etc/budgetd/budgetd.conf, line" in config, "budgetd config says where a value stands")
    open(settings, "a").write("poll = soon\n")
    machine.run("systemctl", "reload", "budgetd")
    check(bool(eventually(lambda: machine.says("nothing is reloaded"), 20)), "a wrong value is named and nothing changes")
    check(machine.show("ActiveState") == "active", "the service goes on")
    machine.run("systemctl", "restart", "budgetd")
    stopped = eventually(lambda: machine.show("ActiveState") == "failed", 20)
    said = any("soon" in str(entry.get("MESSAGE")) for entry in machine.journal())
    check(stopped and machine.show("ExecMainStatus") == "78" and said, "a wrong value stops the start, named in the journal")
    open(settings, "w").write(before)
    machine.run("systemctl", "reset-failed", "budgetd")
    check(machine.run("systemctl", "start", "budgetd").returncode == 0, "put right, it starts")


def watchdog(machine):
    drop_in = machine.root + "/etc/systemd/system/budgetd.service.d"
    os.makedirs(drop_in)
    open(drop_in + "/test.conf", "w").write("[Service]\nWatchdogSec=3\nTimeoutAbortSec=2\n")
    machine.run("systemctl", "daemon-reload")
    machine.run("systemctl", "restart", "budgetd")
    time.sleep(5)  # longer than the watchdog waits: what beats is not ended
    before = machine.show("NRestarts")
    check(machine.show("ActiveState") == "active" and before == "0", "a daemon at rest keeps the watchdog content")
    pid = machine.show("MainPID")
    machine.run("kill", "-STOP", pid)
    open(machine.root + INBOX + "/frozen.txt", "w").write(small_release(9_999))
    restarted = eventually(lambda: machine.show("NRestarts") == "1" and machine.show("ActiveState") == "active", 40)
    check(bool(restarted) and machine.show("MainPID") != pid, "a frozen daemon is restarted by the watchdog")
    check(any("watchdog" in str(entry.get("MESSAGE")).lower() for entry in machine.journal()), "the journal says so")
    check(bool(eventually(lambda: machine.files("releases/frozen.*/release.json"))), "what came meanwhile is taken")
    check(not machine.says("the ledger was made anew"), "the ledger is known to be whole after it")
    shutil.rmtree(drop_in)
    machine.run("systemctl", "daemon-reload")


def stop_under_load(machine, count=400):
    staged = machine.root + LIB + "/staged"
    os.makedirs(staged)
    for number in range(count): open(f"{staged}/{number}.txt", "w").write(small_release(number))
    machine.shell(f"chown -R alice:budgetd-drop {LIB}/staged; chmod -R g+w {LIB}/staged; mv {LIB}/staged {INBOX}/load")
    eventually(lambda: len(machine.files("releases/load/*/release.json")) > 20)
    start = time.monotonic()
    machine.run("systemctl", "stop", "budgetd")
    took = time.monotonic() - start
    done = len(machine.files("releases/load/*/release.json"))
    left = sum(len(files) for _, _, files in os.walk(machine.root + INBOX))
    check(took < 10 and machine.show("Result") == "success", "stop under load within 10 s", f"{took:.1f} s, {done} done")
    check(0 < done < count and count <= done + left <= count + 2, "nothing is lost by it", f"{left} left in the inbox")
    machine.run("systemctl", "start", "budgetd")
    archived = eventually(lambda: len(machine.files("releases/load/*/release.json")) == count, 240)
    check(bool(archived), "the rest is done after the next start")
    verified = machine.run("budgetd", "verify")
    check(verified.returncode == 0, "budgetd verify finds nothing", verified.stdout + verified.stderr)


def sandbox(machine):
    status = json.loads(machine.run("budgetd", "status", "--json").stdout)
    walls = (status["service"] or {}).get("walls")
    check(walls == {"privileges_given_up": True, "landlock_version": walls["landlock_version"],
                    "system_call_filter": True} and walls["landlock_version"] > 0,
          "the readers' sandbox is in force under the unit", walls)
    unit = open(machine.root + "/lib/systemd/system/budgetd.service").read()
    lines = [line for line in unit.splitlines() if not line.startswith(("Restart", "Watchdog", "NotifyAccess"))]
    doctor = "\n".join(lines).replace("Type=notify", "Type=oneshot").replace("/usr/bin/budgetd watch", "/usr/bin/budgetd doctor")
    open(machine.root + "/etc/systemd/system/budgetd-doctor.service", "w").write(doctor)
    machine.run("systemctl", "daemon-reload")
    ran = machine.run("systemctl", "start", "budgetd-doctor")
    said = machine.run("journalctl", "-u", "budgetd-doctor", "-o", "cat", "--no-pager").stdout
    check(ran.returncode == 0 and "NOT HELD" not in said and "sandbox     complete" in said,
          "budgetd doctor breaks out of nothing in there", said if ran.returncode else "")


def hook(machine):
    program = machine.root + "/etc/budgetd/hook"
    open(program, "w").write("#!/bin/sh\nset -e\n[ -r \"$BUDGETD_ARCHIVE/releases\" ]\ncat >> /var/lib/budgetd-hook/taken\n")
    check(machine.show("ActiveState", "budgetd-hook") == "inactive", "no events are given away before somebody wants them")
    os.chmod(program, 0o755)
    machine.run("systemctl", "enable", "--now", "budgetd-hook")
    taken = machine.root + "/var/lib/budgetd-hook/taken"
    feed = open(machine.root + ARCHIVE + "/feed.ndjson").read()
    complete = eventually(lambda: os.path.exists(taken) and open(taken).read() == feed, 60)
    check(bool(complete), "the hook's program gets every event in order, as a user that may only read",
          f"{feed.count(chr(10))} events" if complete else machine.run("systemctl", "status", "budgetd-hook").stdout)


def remove(machine):
    count = len(machine.files("releases/**/release.json"))
    again = machine.shell("DEBIAN_FRONTEND=noninteractive apt-get install --reinstall -q -y /srv/budgetd.deb")
    check(again.returncode == 0 and machine.show("ActiveState") == "active", "installed again, the service runs")
    purged = machine.shell("DEBIAN_FRONTEND=noninteractive apt-get purge -q -y budgetd")
    check(purged.returncode == 0 and not os.path.exists(machine.root + "/etc/budgetd/budgetd.conf"), "purged", purged.stderr[-300:] if purged.returncode else "")
    check(count > 0 and len(machine.files("releases/**/release.json")) == count, "purge leaves the archive alone",
          f"{count} releases")


def main():
    if len(sys.argv) != 2: sys.exit(__doc__)
    if os.geteuid() != 0: skip("only root may")
    if not shutil.which("systemd-nspawn"): skip("systemd-nspawn is not installed")
    machine = Machine()
    try:
        print(f"booted in {machine.boot():.1f} s", flush=True)
        install(machine, sys.argv[1])
        for part in () if failures else (drop_and_collect, journal_fields, sandbox, reload, watchdog, stop_under_load, hook, remove):
            part(machine)
        if failures: print(machine.run("journalctl", "-u", "budgetd", "-n", "40", "--no-pager").stdout)
    finally:
        machine.close()
    print(f"{'all held' if not failures else f'{len(failures)} failed: ' + '; '.join(failures)}")
    sys.exit(1 if failures else 0)


main()
