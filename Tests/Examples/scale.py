#!/usr/bin/env python3
"""Runs examples/dask and examples/spark over a few hundred documents and compares what they write with one machine's.

usage: scale.py BUDGETD FOLDER

FOLDER keeps the Python packages that the examples use. Dask's worker processes are killed while they read: one that its
nanny starts again, one together with its nanny, in whose place another comes; and the program that asked. What cannot be
had here is skipped with a line that says so.
"""
import contextlib, glob, hashlib, json, os, re, shutil, signal, subprocess, sys, tempfile, time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "../Harness"))
from harness import check, end, free_port, python_packages, s3_server, skip

ROOT = os.path.abspath(os.path.join(HERE, "../.."))
PACKAGES = ["dask==2026.8.0", "distributed==2026.8.0", "s3fs==2026.9.0", "moto[server]==5.2.5"]
SPARK = "pyspark==4.1.2"


def wait(for_what, seconds=300, unless=lambda: False):
    end = time.monotonic() + seconds
    while not for_what():
        if time.monotonic() > end or unless(): return False
        time.sleep(0.05)
    return True


def make_documents(folder, count):
    """PDFs and text dumps under Chinese names, in subfolders, and some that are no documents."""
    kinds = sorted(glob.glob(ROOT + "/Tests/Fixtures/*.pdf") + glob.glob(ROOT + "/Tests/Fixtures/*.txt"))
    for number in range(count):
        place = os.path.join(folder, f"{number % 7}区")
        os.makedirs(place, exist_ok=True)
        name = os.path.join(place, f"云岭第{number}局")
        if number % 41 == 40:
            with open(name + ".pdf", "w") as file: file.write("<html>未找到</html>")
        else:
            kind = kinds[number % len(kinds)]
            shutil.copy(kind, name + os.path.splitext(kind)[1])


def one_machine(budgetd, folder):
    names = sorted((os.path.relpath(path, folder) for path in glob.glob(folder + "/**/*.*", recursive=True)), key=str.encode)
    requests = "".join(json.dumps({"path": os.path.join(folder, name), "name": name}) + "\n" for name in names)
    ran = subprocess.run([budgetd, "batch"], input=requests.encode(), stdout=subprocess.PIPE)
    # Pages of the web are among them.
    check(ran.returncode == 65 and ran.stdout.count(b"\n") == len(names), "one machine reads all documents", ran.returncode)
    return ran.stdout


def children(pid):
    found = []
    for entry in os.listdir("/proc"):
        if not entry.isdigit(): continue
        with contextlib.suppress(OSError):
            with open(f"/proc/{entry}/stat") as file: parent = int(file.read().rsplit(")", 1)[1].split()[1])
            with open(f"/proc/{entry}/cmdline", "rb") as file: command = file.read()
            if parent == pid and b"spawn_main" in command: found.append(int(entry))
    return found


class Cluster:
    """A scheduler of dask and worker processes, each under a nanny of its own."""

    def __init__(self, programs, count, scratch):
        self.programs, self.scratch = programs, scratch
        self.address = f"tcp://127.0.0.1:{free_port()}"
        self.scheduler = self.start("scheduler", "--host", self.address, "--no-dashboard")
        self.workers = [self.start_worker() for _ in range(count)]

    def start(self, *arguments):
        return subprocess.Popen(
            [self.programs + "/dask", *arguments], cwd=self.scratch, start_new_session=True,
            stdout=subprocess.DEVNULL, stderr=open(os.path.join(self.scratch, "dask.log"), "ab"))

    def start_worker(self):
        return self.start("worker", self.address, "--nthreads", "1", "--no-dashboard",
                          "--local-directory", self.scratch)

    def kill_process(self, index):
        """Kills a worker's process; its nanny starts another."""
        found = wait(lambda: children(self.workers[index].pid), 60)
        if found: os.kill(children(self.workers[index].pid)[0], signal.SIGKILL)
        return found

    def kill_with_nanny(self, index):
        os.killpg(self.workers[index].pid, signal.SIGKILL)
        self.workers[index].wait()

    def end(self):
        for process in [*self.workers, self.scheduler]:
            with contextlib.suppress(OSError): os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def parts(target): return len(glob.glob(glob.escape(target) + "/part-*"))


def whole(target): return b"".join(open(path, "rb").read() for path in sorted(glob.glob(glob.escape(target) + "/part-*")))


def run_dask(budgetd, programs, documents, expected, scratch):
    digest = hashlib.sha256(expected).hexdigest()

    def reading(target, *options, **settings):
        return subprocess.Popen(
            [programs + "/python3", ROOT + "/examples/dask/read_releases.py", settings.pop("source", documents), target,
             "--budgetd", budgetd, "--documents-per-task", "6", *options],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True, cwd=scratch, **settings)

    cluster = Cluster(programs, 3, scratch)
    try:
        target = os.path.join(scratch, "cluster")
        process = reading(target, "--scheduler", cluster.address)
        ended = lambda: process.poll() is not None
        check(wait(lambda: parts(target) >= 3, unless=ended), "dask: worker processes read")
        check(cluster.kill_process(0) and not ended(), "dask: a worker is killed")
        check(wait(lambda: parts(target) >= 10, unless=ended), "dask: the others go on")
        cluster.kill_with_nanny(1)
        check(not ended(), "dask: a worker is killed with its nanny")
        cluster.workers.append(cluster.start_worker())
        output, errors = process.communicate(timeout=600)
        check(process.returncode == 0 and output.decode().strip() == digest,
              "dask: several workers, two of them killed, write what one machine writes", errors.decode())
        releases = sum(json.loads(line)["schema"] == "budget-release/1" for line in expected.splitlines())
        check(f"{releases} releases and {len(expected.splitlines()) - releases} other records" in errors.decode(),
              "dask: it counts releases and others", errors.decode())
        check(whole(target) == expected, "dask: the files one after the other are the records in order")
    finally:
        cluster.end()

    target = os.path.join(scratch, "local")
    process = reading(target)
    wait(lambda: parts(target) >= 4, unless=lambda: process.poll() is not None)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    done = {path: os.stat(path).st_mtime_ns for path in glob.glob(glob.escape(target) + "/part-*")}
    check(4 <= len(done) < len(expected.splitlines()) // 6, "dask: the program is killed with its workers", len(done))
    process = reading(target)
    output, errors = process.communicate(timeout=600)
    check(process.returncode == 0 and output.decode().strip() == digest and not re.search(r"\b0 of", errors.decode()),
          "dask: started again it reads what is left, and the digest is the same", errors.decode())
    check(all(os.stat(path).st_mtime_ns == then for path, then in done.items()), "dask: what was there is not read again")
    check(not glob.glob(glob.escape(target) + "/.making-*"), "dask: nothing is left behind")
    changed = sorted(glob.glob(documents + "/**/*.txt", recursive=True))[0]
    os.utime(changed, ns=(1, 1))
    process = reading(target)
    _, errors = process.communicate(timeout=600)
    check(process.returncode != 0 and b"another list" in errors, "dask: a changed document is not taken for the old one",
          errors.decode())

    with s3_server(programs) as port:
        # Whatever this machine says of another S3 does not concern this one.
        environment = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
        environment.update(AWS_ACCESS_KEY_ID="invented", AWS_SECRET_ACCESS_KEY="invented", AWS_DEFAULT_REGION="us-east-1",
                           AWS_ENDPOINT_URL=f"http://127.0.0.1:{port}")
        put = "import s3fs, sys; s = s3fs.S3FileSystem(); s.mkdir('budget'); s.put(sys.argv[1] + '/', 'budget/releases/', recursive=True)"
        filled = subprocess.run([programs + "/python3", "-c", put, documents], env=environment, capture_output=True, text=True)
        check(filled.returncode == 0, "dask: a bucket is filled", filled.stderr)
        process = reading(os.path.join(scratch, "bucket"), source="s3://budget/releases", env=environment)
        output, errors = process.communicate(timeout=600)
        check(process.returncode == 0 and output.decode().strip() == digest,
              "dask: a bucket gives the same digest as the folder", errors.decode())


def run_spark(budgetd, programs, documents, expected, scratch):
    target = os.path.join(scratch, "spark")
    ran = subprocess.run(
        [programs + "/spark-submit", "--master", "local[2]", "--conf", "spark.ui.enabled=false",
         ROOT + "/examples/spark/read_releases.py", documents, target, "--partitions", "8", "--budgetd", budgetd],
        capture_output=True, text=True, cwd=scratch,
        env=dict(os.environ, PYSPARK_PYTHON=programs + "/python3", SPARK_LOCAL_IP="127.0.0.1", LC_ALL="C.UTF-8"))
    check(ran.returncode == 0 and whole(target) == expected, "spark: a pipe writes what one machine writes", ran.stderr)


def main():
    if len(sys.argv) != 3: sys.exit(__doc__)
    budgetd, folder = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
    with tempfile.TemporaryDirectory(prefix="budgetd-scale-") as scratch:
        documents = os.path.join(scratch, "documents")
        make_documents(documents, 240)
        expected = one_machine(budgetd, documents)
        programs = python_packages(folder + "/dask", PACKAGES)
        if programs is None: skip("examples/dask", "its packages cannot be had here")
        else: run_dask(budgetd, programs, documents, expected, scratch)
        if not shutil.which("java"): skip("examples/spark", "there is no Java here")
        elif not (programs := python_packages(folder + "/spark", [SPARK])): skip("examples/spark", "pyspark cannot be had here")
        else: run_spark(budgetd, programs, documents, expected, scratch)
    end()


main()
