#!/usr/bin/env python3
"""Installs the package in a root that has nothing but Debian's smallest system, and reads documents there.

usage: clean_root.py PACKAGE.deb FOLDER BUDGETD [SUITE]

SUITE is Debian's name for its release, bookworm if not given: others have another poppler. FOLDER keeps the smallest system for the next time. BUDGETD reads the same documents here: both must say the same. Needs
root, debootstrap and a Debian mirror; where that is missing it says so and exits with 77.
"""
import glob, json, os, shutil, subprocess, sys, tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
failures = []


def skip(reason):
    print(f"SKIPPED: the package was not installed in a clean root: {reason}", flush=True)
    sys.exit(77)


def check(holds, what, detail=""):
    print(f"{'ok    ' if holds else 'FAILED'}  {what}{'  ' + str(detail) if not holds else ''}", flush=True)
    if not holds: failures.append(what)


def mirror():
    """Where this machine has its own release from, not its updates: others are there too."""
    listed = subprocess.run(
        ["apt-get", "indextargets", "--format", "$(CODENAME) $(REPO_URI)", "Created-By: Packages"],
        capture_output=True, text=True).stdout
    found = [line.split()[1] for line in listed.splitlines() if line.startswith("bookworm ")]
    return found[0] if found else skip("this machine knows no mirror of Debian 12")


def reading(output):
    """What was read, apart from who read it."""
    try: return {key: value for key, value in json.loads(output).items() if key != "parser"}
    except ValueError: return output


def smallest_system(kept, suite):
    if os.path.exists(kept): return
    made = kept + ".making"
    shutil.rmtree(made, ignore_errors=True)
    built = subprocess.run(["debootstrap", "--variant=minbase", "--include=ca-certificates", suite, made, mirror()],
                           capture_output=True, text=True)
    if built.returncode: skip(f"debootstrap ended with {built.returncode}: {built.stdout[-300:]}")
    shutil.rmtree(made + "/var/cache/apt/archives", ignore_errors=True)
    os.rename(made, kept)


def documents():
    patterns = ["../Fixtures/*.pdf", "../Fixtures/*.txt", "../../../shared/samples/releases/*.pdf"]
    return [path for pattern in patterns for path in sorted(glob.glob(os.path.join(HERE, pattern)))]


def use(run, root, budgetd):
    if run("apt-get", "update", "-q").returncode: skip("the packages cannot be reached from there")
    command = "DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends /budgetd.deb"
    installed = run("sh", "-c", command)
    check(installed.returncode == 0, "apt install ./budgetd.deb brings all that it needs", installed.stderr[-600:])
    for path in documents():
        name = os.path.basename(path)
        shutil.copy(path, f"{root}/{name}")
        there = run("budgetd", "parse", "/" + name)
        here = subprocess.run([budgetd, "parse", path], capture_output=True, text=True)
        check(there.returncode == 0 and reading(there.stdout) == reading(here.stdout), f"{name} says the same there as here",
              there.stderr or there.stdout[:300])
    check(run("budgetd", "--version").returncode == 0, "budgetd --version")
    filled = run("sh", "-c", "mkdir /in && cp /goals-open.pdf /in && budgetd watch --once --inbox /in --archive /out && "
                 "budgetd correct --archive /out goals-open.pdf --line t1.l5 --set name=corrected && "
                 "budgetd review --archive /out --static /pages && cat /pages/data/list.js && ls /pages/pages/*/1.png")
    check(filled.returncode == 0 and "budgetd.data.arrived" in filled.stdout, "a release is corrected and shown there", filled.stderr[-400:])
    owner = run("stat", "-c", "%U:%G %a", "/var/lib/budgetd/inbox", "/var/lib/budgetd/archive").stdout.split("\n")
    check(owner[:2] == ["budgetd:budgetd-drop 2770", "budgetd:budgetd-collect 2750"], "the folders have their owners", owner)
    open(root + "/var/lib/budgetd/archive/kept", "w").write("a release")
    purged = run("sh", "-c", "DEBIAN_FRONTEND=noninteractive apt-get purge -q -y budgetd")
    check(purged.returncode == 0 and os.path.exists(root + "/var/lib/budgetd/archive/kept")
          and not os.path.exists(root + "/etc/budgetd/budgetd.conf"), "purge leaves the archive alone", purged.stderr)


def main():
    if len(sys.argv) not in (4, 5): sys.exit(__doc__)
    package, kept, budgetd, suite = (sys.argv[1:] + ["bookworm"])[:4]
    if os.geteuid() != 0: skip("only root may")
    if not shutil.which("debootstrap"): skip("debootstrap is not installed")
    os.makedirs(os.path.dirname(os.path.abspath(kept)), exist_ok=True)
    smallest_system(kept, suite)
    with tempfile.TemporaryDirectory(prefix="budgetd-root-") as base:
        root = base + "/root"
        subprocess.run(["cp", "-a", "--reflink=auto", kept, root], check=True)
        run = lambda *command: subprocess.run(["chroot", root, *command], capture_output=True, text=True)
        # How this machine reaches its packages.
        for path in ["/etc/resolv.conf"] + glob.glob("/etc/apt/apt.conf.d/*") + glob.glob("/etc/apt/sources.list.d/*"):
            os.makedirs(root + os.path.dirname(path), exist_ok=True)
            with open(path) as file: text = file.read()
            with open(root + path, "w") as file: file.write(text.replace("bookworm", suite))
        open(root + "/usr/sbin/policy-rc.d", "w").write("#!/bin/sh\nexit 101\n")
        os.chmod(root + "/usr/sbin/policy-rc.d", 0o755)
        shutil.copy(package, root + "/budgetd.deb")
        if subprocess.run(["mount", "-t", "proc", "proc", root + "/proc"]).returncode: skip("mounting is forbidden here")
        try:
            use(run, root, budgetd)
        finally:
            subprocess.run(["umount", root + "/proc"])
    print("all held" if not failures else f"{len(failures)} failed: " + "; ".join(failures))
    sys.exit(1 if failures else 0)


main()
