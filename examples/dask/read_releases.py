#!/usr/bin/env python3
"""Reads a folder or a bucket of releases with `budgetd batch` on as many machines as dask has.

usage: read_releases.py SOURCE TARGET [--scheduler ADDRESS] [--processes N] [--documents-per-task N] [--budgetd PATH]

SOURCE is a folder or an address that fsspec lists (s3://bucket/prefix). Every machine must be able to read it and to
write to TARGET, a folder: each task leaves one file of NDJSON there, a line for each of its documents in the order of
their names. A file is whole or not there, so that a worker may be killed at any moment, and so may this program: started
again, it reads what is left. The files one after the other are what one machine writes for the sorted list; their SHA-256
is printed at the end.

A document that cannot be read is a record, not an error. A task fails where `budgetd batch` itself does, and is tried
three times more.
"""
import argparse, hashlib, json, os, shutil, subprocess, sys, tempfile

import dask
import fsspec
from dask.distributed import Client, LocalCluster, as_completed


def listed(source):
    """The names of all documents below the source, sorted by their bytes, and the file system that has them."""
    files, root = fsspec.core.url_to_fs(source)
    root = root.rstrip("/")
    names = [path[len(root) + 1:] for path in files.find(root)]
    return sorted((name for name in names if name.lower().endswith((".pdf", ".txt"))), key=str.encode)


def part_name(number, names):
    """Says which documents are in it: another list makes other files."""
    return f"part-{number:06}-{hashlib.sha256(chr(0).join(names).encode()).hexdigest()[:12]}.ndjson"


def read_part(source, names, target, budgetd):
    """Reads some documents in one `budgetd batch` and leaves their records in a file. Returns how many are releases and how
    many are not."""
    files, root = fsspec.core.url_to_fs(source)
    is_local = "file" in (files.protocol if isinstance(files.protocol, tuple) else (files.protocol,))
    with tempfile.TemporaryDirectory(prefix="budgetd-dask-") as scratch:
        requests = []
        for number, name in enumerate(names):
            path = os.path.join(root, name)
            if not is_local:
                path = os.path.join(scratch, str(number))
                files.get_file(f"{root.rstrip('/')}/{name}", path)
            requests.append(json.dumps({"path": path, "name": name}, ensure_ascii=False) + "\n")
        records = os.path.join(scratch, "records")
        with open(records, "wb") as output:
            subprocess.run([budgetd, "batch", "--jobs", "1"], input="".join(requests).encode(), stdout=output, check=True)
        releases = count = 0
        with open(records, "rb") as lines:
            for line in lines:
                count += 1
                releases += json.loads(line).get("schema") == "budgetd.release/1"
        if count != len(names): raise RuntimeError(f"{count} records for {len(names)} documents")
        # Next to its place first, so that the file appears whole.
        handle, waiting = tempfile.mkstemp(dir=os.path.dirname(target), prefix=".making-")
        os.close(handle)
        shutil.copyfile(records, waiting)
        os.chmod(waiting, 0o644)
        os.replace(waiting, target)
    return releases, count - releases


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source")
    parser.add_argument("target")
    parser.add_argument("--scheduler", help="of a cluster that runs; without it processes of this machine do the work")
    parser.add_argument("--processes", type=int, default=os.cpu_count())
    parser.add_argument("--documents-per-task", type=int, default=100)
    parser.add_argument("--budgetd", default=shutil.which("budgetd") or "budgetd")
    arguments = parser.parse_args()
    source = arguments.source if "://" in arguments.source else os.path.abspath(arguments.source)
    target = os.path.abspath(arguments.target)
    os.makedirs(target, exist_ok=True)

    names = listed(source)
    size = arguments.documents_per_task
    parts = [names[start:start + size] for start in range(0, len(names), size)]
    targets = [os.path.join(target, part_name(number, part)) for number, part in enumerate(parts)]
    open_parts = [number for number, path in enumerate(targets) if not os.path.exists(path)]
    print(f"{len(names)} documents, {len(open_parts)} of {len(parts)} tasks to do", file=sys.stderr)

    # A task is not to blame for the machines that are lost under it.
    dask.config.set({"distributed.scheduler.allowed-failures": 20})
    cluster = None
    if arguments.scheduler is None:
        cluster = LocalCluster(n_workers=arguments.processes, threads_per_worker=1, dashboard_address=None)
    releases = others = 0
    with Client(arguments.scheduler or cluster) as client:
        tasks = [
            client.submit(read_part, source, parts[number], targets[number], arguments.budgetd, pure=False, retries=3)
            for number in open_parts]
        for task in as_completed(tasks):
            found, failed = task.result()
            releases, others = releases + found, others + failed
            task.release()
    if cluster is not None: cluster.close()

    digest = hashlib.sha256()
    for path in targets:
        with open(path, "rb") as part: digest.update(part.read())
    print(f"{releases} releases and {others} other records read now", file=sys.stderr)
    print(digest.hexdigest())


if __name__ == "__main__": main()
