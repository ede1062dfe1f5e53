#!/usr/bin/env python3
"""Compares `insights` with a DuckDB script over the same exports, command by command: time, memory, and every figure.

    cargo build --release
    python3 benches/compare.py --baseline duckdb_script.py

The script is called as `python duckdb_script.py COMMAND DIR --since … --until … --tz … --as-of … --json` and must print
{section: [row, …]} with KPI ids as keys, each file read once and only what the command needs; what it leaves out is not
compared. Without --baseline only `insights` is measured. The exports (1 million conversations by default) are made once by
`insights demo` and kept in the work folder, as are an archive of them and a Python environment with the package duckdb.
Exit code 1: a figure differs, 2: something could not be run.
"""
import argparse
import hashlib
import json
import math
import os
import shutil
import statistics
import subprocess
import sys
import time
import venv
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COMMANDS = "summary channels agents tags times quality phone faq ai conversations facts".split()
# Rows one by one: their time is measured, and no cell compared.
LISTS = {"conversations", "facts"}
# What rows of sections are told apart by; all other columns hold figures.
LABELS = {"text", "instant", "date", "hour", "weekday", "group"}
TOLERANCE = 1e-9


@dataclass
class Run:
    """One finished process: seconds, seconds of CPU, bytes of memory at most, where its output stands and what tells it."""

    wall: float
    cpu: float
    memory: int
    output: Path
    digest: bytes


def run(command, scratch):
    """Runs a command with its output in a file, so that no pipe slows it down.

    The memory told of a process is never less than what this script itself used when it started it: some 20 MiB, so
    that outputs are read once all is measured.
    """
    with open(scratch, "w+b") as out, open(str(scratch) + ".errors", "w+b") as errors:
        start = time.perf_counter()
        process = subprocess.Popen([str(part) for part in command], stdout=out, stderr=errors, stdin=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        digest = hashlib.file_digest(out, "sha256").digest()
        errors.seek(0)
        if process.returncode != 0:
            sys.stderr.write(errors.read().decode(errors="replace"))
            fail(f"{' '.join(map(str, command))} ended with {process.returncode}")
        unit = 1 if sys.platform == "darwin" else 1024
        return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * unit, Path(scratch), digest)


def fail(message):
    print(f"compare: {message}", file=sys.stderr)
    sys.exit(2)


def make_exports(options):
    """The folder of exports, made if it is not there; a folder half made is never used."""
    if options.data:
        return options.data
    name = f"exports-{options.conversations}-{options.seed}-{options.until}"
    folder = options.work / name
    if not folder.exists():
        making = options.work / f"{name}.{os.getpid()}"
        command = [options.binary, "demo", "--out", making, "--conversations", options.conversations]
        made = run(command + ["--seed", options.seed, "--until", options.until], options.work / "demo.txt")
        making.rename(folder)
        print(f"exports made in {made.wall:.1f} s")
    return folder


def make_python(options):
    """A Python with the package duckdb."""
    if options.python:
        return options.python
    folder = options.work / "venv"
    python = folder / "bin" / "python"
    if not (folder / "ready").exists():
        venv.create(folder, with_pip=True, clear=True)
        run([python, "-m", "pip", "install", "--quiet", options.duckdb], options.work / "pip.txt")
        (folder / "ready").touch()
    return python


def scope(options, since=None):
    return ["--since", since or options.since, "--until", options.until, "--tz", options.tz, "--as-of", options.as_of]


def measure(options, data, python):
    """Runs both alternately, so that a busy moment of the machine does not hit one side alone."""
    runs = {}
    for _ in range(options.rounds):
        for command in options.commands:
            form = "csv" if command == "facts" else "json"
            ours = [options.binary, command, data, *scope(options), "--format", form]
            runs.setdefault(command, []).append(run(ours, options.work / f"{command}.{form}"))
            if options.baseline:
                theirs = [python, options.baseline, command, data, *scope(options), "--json"]
                runs.setdefault(f"baseline {command}", []).append(run(theirs, options.work / f"baseline-{command}.json"))
    return runs


def measure_archive(options, data):
    """The import of the exports, and the last 90 days and all of the period on the archive, each asked before."""
    archive = options.work / "archive"
    shutil.rmtree(archive, ignore_errors=True)
    importing = [options.binary, "import", data, "--archive", archive, "--tz", options.tz]
    runs = {"import": [run(importing, options.work / "import.txt")]}
    last = date.fromisoformat(options.until) - timedelta(days=89)
    for name, since in (("archive, 90 days", str(last)), ("archive, whole period", options.since)):
        command = [options.binary, "summary", archive, *scope(options, since), "--format", "json"]
        runs[name] = [run(command, options.work / "archive.json") for _ in range(options.rounds + 1)][1:]
    return runs


def print_table(lines):
    print(f"{'':44} {'wall s':>8} {'fastest':>8} {'CPU s':>8} {'MiB':>8} {'runs':>5}")
    for name, runs in lines:
        wall = [r.wall for r in runs]
        cpu, memory = statistics.median(r.cpu for r in runs), max(r.memory for r in runs)
        print(
            f"{name:44} {statistics.median(wall):8.3f} {min(wall):8.3f} {cpu:8.3f} {memory / 2**20:8.1f} {len(runs):5}"
        )


def equal(one, other):
    # What an outer join leaves empty is none.
    one, other = ((0 if value is None else value) for value in (one, other))
    if isinstance(one, (int, float)) and isinstance(other, (int, float)):
        return math.isclose(one, other, rel_tol=TOLERANCE, abs_tol=1e-9)
    return str(one) == str(other)


def differences(section, theirs):
    """How many cells were compared, those that differ, and how many rows only one side has."""
    labels = [column["name"] for column in section["columns"] if column["unit"] in LABELS]
    labels = [name for name in labels if theirs and name in theirs[0]]
    ours, theirs = ({tuple(str(row.get(name)) for name in labels): row for row in rows} for rows in (section["rows"], theirs))
    cells, found = 0, []
    for key in ours.keys() & theirs.keys():
        for column in ours[key].keys() & theirs[key].keys():
            cells += 1
            one, other = ours[key][column], theirs[key][column]
            if not equal(one, other):
                found.append(f"{section['name']} {' '.join(key)} {column}: insights {one!r}, baseline {other!r}")
    return cells, found, len(ours.keys() ^ theirs.keys())


def compare(command, runs):
    """Prints how the figures of the last round agree; true if all of them do."""
    theirs = json.loads(runs[f"baseline {command}"][-1].output.read_text())
    cells, found, alone = 0, [], 0
    for section in json.loads(runs[command][-1].output.read_text())["sections"]:
        if section["name"] in theirs:
            more, faults, rows = differences(section, theirs[section["name"]])
            cells, found, alone = cells + more, found + faults, alone + rows
    print(f"{command}: {cells} cells compared, {len(found)} differ, {alone} rows on one side alone")
    for fault in found[:20]:
        print(f"  {fault}")
    return not found


def cpu(runs):
    return statistics.median(each.cpu for each in runs)


def print_ratios(options, runs):
    """What each command takes of the baseline's CPU time and wall."""
    for command in options.commands:
        theirs = runs[f"baseline {command}"]
        wall = statistics.median(r.wall for r in runs[command]) / statistics.median(r.wall for r in theirs)
        print(f"{command:16} {cpu(runs[command]) / cpu(theirs):5.2f} of the baseline's CPU time, {wall:.2f} of its wall")


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", type=Path, default=ROOT / "target/release/insights")
    parser.add_argument("--baseline", type=Path, help="DuckDB script to compare with")
    parser.add_argument("--python", type=Path, help="a Python that has duckdb, instead of making an environment")
    parser.add_argument("--duckdb", default="duckdb", help="the requirement that pip installs, such as duckdb==1.4.1")
    parser.add_argument("--work", type=Path, default=ROOT / "target/compare", help="where exports and environment are kept")
    parser.add_argument("--data", type=Path, help="exports to read, instead of making them")
    parser.add_argument("--conversations", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--since", default="2025-11-01")
    parser.add_argument("--until", default="2026-03-31")
    parser.add_argument("--tz", default="Europe/Amsterdam")
    parser.add_argument("--as-of", default="2026-03-31T22:00:00Z")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--commands", nargs="+", choices=COMMANDS, default=COMMANDS)
    return parser.parse_args()


def main():
    options = arguments()
    if not options.binary.exists():
        fail(f"{options.binary} is not there; run: cargo build --release")
    options.work.mkdir(parents=True, exist_ok=True)
    data = make_exports(options)
    runs = measure(options, data, make_python(options) if options.baseline else None)
    runs |= measure_archive(options, data)
    small = ["summary", ROOT / "examples/exports", "--as-of", "latest"]
    runs["--help"] = [run([options.binary, "--help"], options.work / "help.txt") for _ in range(20)]
    runs["summary examples/exports"] = [run([options.binary, *small], options.work / "small.txt") for _ in range(20)]
    print_table(runs.items())
    agreed = True
    if options.baseline:
        print()
        print_ratios(options, runs)
        print()
        for command in options.commands:
            agreed &= command in LISTS or compare(command, runs)
    steady = all(len({each.digest for each in runs[command]}) == 1 for command in options.commands)
    if not steady:
        print("a report printed different bytes from run to run")
    sys.exit(0 if agreed and steady else 1)


if __name__ == "__main__":
    main()
