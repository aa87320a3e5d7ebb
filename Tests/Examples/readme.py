#!/usr/bin/env python3
"""Runs every example of the README's chapter for downstream, in both languages, as it is printed.

usage: readme.py BUDGETD FOLDER

FOLDER keeps the Python packages that the examples use. Real peers are started for the hooks: a receiver of webhooks that
checks signatures, a server that speaks S3, a PostgreSQL. What cannot be had here is skipped with a line that says so.
"""
import base64, contextlib, glob, hashlib, hmac, http.server, json, os, re, shutil, sqlite3, subprocess, sys
import tempfile, threading

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "../Harness"))
from harness import check, end, free_port, python_packages, s3_server, skip

ROOT = os.path.abspath(os.path.join(HERE, "../.."))
PACKAGES = ["frictionless", "pandas", "datasette", "moto[server]", "duckdb"]


def blocks(path, title):
    text = open(path, encoding="utf-8").read()
    chapter = re.search(rf"^## {title}\n(.*?)^## ", text, re.S | re.M).group(1)
    return re.findall(r"^```(\w+)\n(.*?)^```", chapter, re.S | re.M)


class Receiver(http.server.BaseHTTPRequestHandler):
    """Takes webhooks whose signature is right."""
    secret, taken = b"invented secret", []

    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        signed = b".".join([self.headers["webhook-id"].encode(), self.headers["webhook-timestamp"].encode(), body])
        expected = "v1," + base64.b64encode(hmac.new(self.secret, signed, hashlib.sha256).digest()).decode()
        is_right = hmac.compare_digest(expected, self.headers["webhook-signature"])
        if is_right: self.taken.append(json.loads(body))
        self.send_response(204 if is_right else 401)
        self.end_headers()

    def log_message(self, *_): pass


@contextlib.contextmanager
def receiver():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    Receiver.taken.clear()
    yield server.server_port
    server.shutdown()


@contextlib.contextmanager
def s3(bin_folder, folder, environment):
    with s3_server(bin_folder) as port:
        configuration = os.path.join(folder, "rclone.conf")
        open(configuration, "w").write(
            f"[mirror]\ntype = s3\nprovider = Other\nendpoint = http://127.0.0.1:{port}\naccess_key_id = invented\n"
            "secret_access_key = invented\nforce_path_style = true\nregion = us-east-1\n")
        environment["RCLONE_CONFIG"] = configuration
        # Whatever this machine says of another S3 does not concern this one.
        for name in [name for name in environment if name.startswith("AWS_")]: del environment[name]
        subprocess.run(["rclone", "mkdir", "mirror:budget"], env=environment, check=True)
        yield


@contextlib.contextmanager
def postgresql(folder, environment):
    programs = sorted(glob.glob("/usr/lib/postgresql/*/bin"))[-1]
    data = os.path.join(folder, "postgresql")
    os.makedirs(data)
    as_owner = []
    if os.geteuid() == 0:
        shutil.chown(data, "postgres", "postgres")
        as_owner = ["runuser", "-u", "postgres", "--"]
    run = lambda *command: subprocess.run(as_owner + [os.path.join(programs, command[0]), *command[1:]], check=True,
                                          stdout=subprocess.DEVNULL, cwd="/")
    port = free_port()
    run("initdb", "-D", data + "/cluster", "-A", "trust", "-E", "UTF8", "--locale", "C.UTF-8")
    options = f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={data}"
    run("pg_ctl", "-D", data + "/cluster", "-o", options, "-w", "-l", data + "/log", "start")
    environment.update(PGHOST="127.0.0.1", PGPORT=str(port), PGUSER="postgres" if as_owner else os.environ["USER"])
    try:
        subprocess.run([os.path.join(programs, "createdb"), "budget"], env=environment, check=True)
        yield
    finally:
        run("pg_ctl", "-D", data + "/cluster", "-m", "immediate", "stop")


def run_chapter(language, chapter, budgetd, bin_folder):
    with tempfile.TemporaryDirectory(prefix="budgetd-examples-") as folder:
        if os.geteuid() == 0: os.chmod(folder, 0o755)
        inbox = os.path.join(folder, "Inbox")
        os.makedirs(inbox)
        for name in ("goals-open.pdf", "goals-closed.pdf", "release.pdf", "indicator-rows.pdf"):
            shutil.copy(f"{ROOT}/Tests/Fixtures/{name}", inbox)
        open(inbox + "/page.pdf", "w").write("<html></html>")
        os.symlink(ROOT + "/examples", folder + "/examples")
        environment = dict(os.environ, LC_ALL="C.UTF-8", BUDGETD_CONFIG="",
                           PATH=f"{os.path.dirname(budgetd)}:{bin_folder or ''}:{os.environ['PATH']}")
        filled = subprocess.run([budgetd, "watch", "--once", "--second-look", "0"], cwd=folder, env=environment,
                                capture_output=True, text=True)
        check(filled.returncode == 0, f"{language}: an archive is filled", filled.stderr)

        def shell(script):
            return subprocess.run(["bash", "-euo", "pipefail", "-c", script], cwd=folder, env=environment,
                                  capture_output=True, text=True)

        for kind, text in chapter:
            what = f"{language}: " + " / ".join(line for line in text.strip().split("\n") if not line.startswith("--"))[:100]
            if bin_folder is None and (kind == "python" or re.match("frictionless|datasette", text)):
                skip(what, "PyPI's packages cannot be had here")
            elif kind == "python":
                ran = subprocess.run(["python3", "-c", text], cwd=folder, env=environment, capture_output=True, text=True)
                check(ran.returncode == 0 and "2070101" in ran.stdout, what, ran.stderr + ran.stdout)
            elif kind == "sql":
                rows = sqlite3.connect(folder + "/out/sqlite/budget.sqlite").execute(text).fetchall()
                check(bool(rows), what, rows)
            elif "webhook.sh" in text:
                with receiver() as port:
                    ran = shell(text.replace(":8080", f":{port}"))
                check(ran.returncode == 0 and len(Receiver.taken) == 5, what, ran.stderr)
            elif "s3.sh" in text:
                if bin_folder is None or not shutil.which("rclone"):
                    skip(what, "rclone or a server that speaks S3 is missing")
                    continue
                with s3(bin_folder, folder, environment):
                    ran = shell(text)
                    there = subprocess.run(["rclone", "lsf", "-R", "--files-only", "mirror:budget"], env=environment,
                                           capture_output=True, text=True).stdout
                check(ran.returncode == 0 and there.count("release.json") == 4 and "problem.json" in there, what,
                      ran.stderr + there)
            elif "postgresql.sh" in text:
                if not glob.glob("/usr/lib/postgresql/*/bin/initdb"):
                    skip(what, "PostgreSQL is not installed")
                    continue
                with postgresql(folder, environment):
                    ran = shell(text)
                    again = shell(text.replace("postgresql.cursor", "again.cursor"))
                    count = shell("psql -AtX -d budget -c 'SELECT count(*), count(release) FROM budget_events LEFT JOIN "
                                  "budget_releases ON sha256 = data->>$$sha256$$'").stdout
                check(ran.returncode == 0 and again.returncode == 0 and count == "5|4\n", what, ran.stderr + count)
            else:
                ran = shell(text)
                says = ran.stdout + ran.stderr
                check(ran.returncode == 0 and bool(says), what, says)


def main():
    if len(sys.argv) != 3: sys.exit(__doc__)
    budgetd, bin_folder = os.path.abspath(sys.argv[1]), python_packages(os.path.abspath(sys.argv[2]), PACKAGES)
    english, chinese = blocks(ROOT + "/README.md", "Downstream"), blocks(ROOT + "/README.zh-CN.md", "下游")
    strip = lambda chapter: [(kind, re.sub(r"(--|#) .*", "", text)) for kind, text in chapter]
    check(re.sub(" +", " ", str(strip(english))) == re.sub(" +", " ", str(strip(chinese))), "both READMEs have the same examples")
    run_chapter("README.md", english, budgetd, bin_folder)
    run_chapter("README.zh-CN.md", chinese, budgetd, bin_folder)
    end()


main()
