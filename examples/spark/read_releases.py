#!/usr/bin/env python3
"""Reads a folder of releases with `budgetd batch` as a pipe of Spark.

usage: spark-submit read_releases.py FOLDER TARGET [--partitions N] [--budgetd PATH]

FOLDER and TARGET must be where every executor can reach them. TARGET, which must not be there yet, gets a folder of
NDJSON: a line for each document, in the order of their names.
"""
import argparse, json, os, shlex, shutil, sys

from pyspark.sql import SparkSession


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder")
    parser.add_argument("target")
    parser.add_argument("--partitions", type=int, default=None)
    parser.add_argument("--budgetd", default=shutil.which("budgetd") or "budgetd")
    arguments = parser.parse_args()
    folder = os.path.abspath(arguments.folder)
    names = sorted(
        (os.path.relpath(os.path.join(place, name), folder) for place, _, names in os.walk(folder) for name in names
         if name.lower().endswith((".pdf", ".txt"))), key=os.fsencode)
    # JSON carries no other names.
    unreadable = [name for name in names if os.fsencode(name).decode("utf-8", "replace") != name]
    for name in unreadable: print(f"left out, its name is not UTF-8: {os.fsencode(name)!r}", file=sys.stderr)
    names = [name for name in names if name not in set(unreadable)]
    requests = [json.dumps({"path": os.path.join(folder, name), "name": name}) for name in names]

    spark = SparkSession.builder.appName("budgetd").getOrCreate()
    context = spark.sparkContext
    # About a hundred documents for each start of the pipe.
    partitions = arguments.partitions or max(1, len(requests) // 100)
    # 65 and 66 say that some are no releases; anything else that it has not done its work.
    command = shlex.join(["sh", "-c", '"$0" batch --jobs 1; code=$?; case $code in 65|66) ;; *) exit $code ;; esac', arguments.budgetd])
    records = context.parallelize(requests, partitions).pipe(command, checkCode=True)
    records.saveAsTextFile("file://" + os.path.abspath(arguments.target))
    spark.stop()
    if unreadable: sys.exit(1)


if __name__ == "__main__": main()
