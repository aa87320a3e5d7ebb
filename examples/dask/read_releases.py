#!/usr/bin/env python3
"""Reads a folder or a bucket of releases with `budgetd batch` on as many machines as dask has.

usage: read_releases.py SOURCE TARGET [--scheduler ADDRESS] [--processes N] [--documents-per-task N] [--budgetd PATH]

SOURCE is a folder or an address that fsspec lists (s3://bucket/prefix). Every machine must be able to read it and to
write to TARGET, a folder: each task leaves one file of NDJSON there, a line for each of its documents in the order of
their names. A file is whole or not there, so that a worker may be killed at any moment, and so may this program: started
again, it reads what is left. The name of a file says which documents, as they are, and which budgetd it comes from: where
one of them has changed since, it is read again. The files one after the other are what one machine writes for the sorted
list; their SHA-256 is printed at the end. TARGET is refused where it holds files of another list.

A document that cannot be read is a record, not an error. A task fails where `budgetd batch` itself does, and is tried
three times more.
"""
import argparse, glob, hashlib, json, os, shutil, subprocess, sys, tempfile

import dask
import fsspec
from dask.distributed import Client, LocalCluster, as_completed, get_worker


def listed(source):
    """The names of all documents below the source, sorted by their bytes, each with what changes when the document does; and
    the names that no request can carry."""
    files, root = fsspec.core.url_to_fs(source)
    root = root.rstrip("/")
    documents, unreadable = [], []
    for path, info in files.find(root, detail=True).items():
        name = path[len(root) + 1:]
        if not name.lower().endswith((".pdf", ".txt")): continue
        try: documents.append((name.encode(), name, f"{info.get('size')} {info.get('ETag') or info.get('mtime')}"))
        except UnicodeEncodeError: unreadable.append(name)
    return [(name, state) for _, name, state in sorted(documents)], unreadable


def part_name(number, documents, reader):
    """Says what is in it: other documents, or another reader, make other files."""
    said = "\0".join([reader, *(f"{name}\0{state}" for name, state in documents)])
    return f"part-{number:06}-{hashlib.sha256(said.encode()).hexdigest()[:12]}.ndjson"


def read_part(source, names, target, budgetd):
    """Reads some documents in one `budgetd batch` and leaves their records in a file. Returns how many are releases and how
    many are not."""
    files, root = fsspec.core.url_to_fs(source)
    is_local = "file" in (files.protocol if isinstance(files.protocol, tuple) else (files.protocol,))
    # What a killed worker leaves in its own folder dask removes.
    with tempfile.TemporaryDirectory(dir=get_worker().local_directory) as scratch:
        requests = []
        for number, name in enumerate(names):
            path = os.path.join(root, name)
            if not is_local:
                path = os.path.join(scratch, str(number))
                files.get_file(f"{root.rstrip('/')}/{name}", path)
            requests.append(json.dumps({"path": path, "name": name}, ensure_ascii=False) + "\n")
        records = os.path.join(scratch, "records")
        with open(records, "wb") as output:
            ran = subprocess.run([budgetd, "batch", "--jobs", "1"], input="".join(requests).encode(), stdout=output)
        # 65 and 66 say that some are no releases; anything else that it has not done its work.
        if ran.returncode not in (0, 65, 66): raise RuntimeError(f"budgetd batch ends with {ran.returncode}")
        releases = count = 0
        with open(records, "rb") as lines:
            for line in lines:
                count += 1
                releases += json.loads(line).get("schema") == "budget-release/1"
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

    reader = subprocess.run([arguments.budgetd, "--version"], capture_output=True, text=True, check=True).stdout.strip()
    documents, unreadable = listed(source)
    size = arguments.documents_per_task
    parts = [documents[start:start + size] for start in range(0, len(documents), size)]
    targets = [os.path.join(target, part_name(number, part, reader)) for number, part in enumerate(parts)]
    foreign = set(glob.glob(os.path.join(glob.escape(target), "part-*"))) - set(targets)
    if foreign: sys.exit(f"{target} holds files of another list, or of documents that have changed: {sorted(foreign)[0]}")
    for left in glob.glob(os.path.join(glob.escape(target), ".making-*")): os.unlink(left)
    open_parts = [number for number, path in enumerate(targets) if not os.path.exists(path)]
    print(f"{len(documents)} documents, {len(open_parts)} of {len(parts)} tasks to do", file=sys.stderr)
    for name in unreadable: print(f"left out, its name is not UTF-8: {os.fsencode(name)!r}", file=sys.stderr)

    # A task is not to blame for the machines that are lost under it.
    dask.config.set({"distributed.scheduler.allowed-failures": 20})
    cluster = None
    if arguments.scheduler is None:
        cluster = LocalCluster(n_workers=arguments.processes, threads_per_worker=1, dashboard_address=None)
    releases = others = 0
    with Client(arguments.scheduler or cluster) as client:
        tasks = [
            client.submit(read_part, source, [name for name, _ in parts[number]], targets[number], arguments.budgetd, pure=False, retries=3)
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
    if unreadable: sys.exit(1)


if __name__ == "__main__": main()
