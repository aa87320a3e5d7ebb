#!/usr/bin/env python3
"""Reads a folder of releases with `budgetd batch` as a pipe of Spark.

usage: spark-submit read_releases.py FOLDER TARGET [--partitions N] [--budgetd PATH]

FOLDER and TARGET must be where every executor can reach them. TARGET, which must not be there yet, gets a folder of
NDJSON: a line for each document, in the order of their names.
"""
import argparse, json, os, shutil

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
         if name.lower().endswith((".pdf", ".txt"))), key=str.encode)
    requests = [json.dumps({"path": os.path.join(folder, name), "name": name}) for name in names]

    spark = SparkSession.builder.appName("budgetd").getOrCreate()
    context = spark.sparkContext
    # About a hundred documents for each start of the pipe.
    partitions = arguments.partitions or max(1, len(requests) // 100)
    records = context.parallelize(requests, partitions).pipe(f"'{arguments.budgetd}' batch --jobs 1", checkCode=True)
    records.saveAsTextFile("file://" + os.path.abspath(arguments.target))
    spark.stop()


if __name__ == "__main__": main()
