#!/usr/bin/env python3
"""Compares `insights` with a DuckDB script over the same exports: time, memory, and every figure.

    cargo build --release
    python3 benches/compare.py --baseline duckdb_script.py

The script is called as `python duckdb_script.py DIR --since … --until … --tz … --as-of … --json` and must print
{"totals": [row], "channels": [row, …], "agents": [row, …]} with KPI ids as keys. Without --baseline only `insights` is
measured. The exports (1 million conversations by default) are made once by `insights demo` and kept in the work folder,
as is a Python environment with the package duckdb. Exit code 1: a figure differs, 2: something could not be run.
"""
import argparse
import json
import math
import os
import statistics
import subprocess
import sys
import time
import venv
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REPORTS = {"summary": "totals", "channels": "channels", "agents": "agents"}
TOLERANCE = 1e-9


@dataclass
class Run:
    """One finished process: seconds, seconds of CPU, bytes of memory at most, what it printed."""

    wall: float
    cpu: float
    memory: int
    output: bytes


def run(command, scratch):
    """Runs a command with its output in a file, so that no pipe slows it down.

    The memory told of a process is never less than what this script itself used when it started it: some 20 MiB.
    """
    with open(scratch, "w+b") as out, open(str(scratch) + ".errors", "w+b") as errors:
        start = time.perf_counter()
        process = subprocess.Popen([str(part) for part in command], stdout=out, stderr=errors, stdin=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        errors.seek(0)
        if process.returncode != 0:
            sys.stderr.write(errors.read().decode(errors="replace"))
            fail(f"{' '.join(map(str, command))} ended with {process.returncode}")
        unit = 1 if sys.platform == "darwin" else 1024
        return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * unit, out.read())


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


def scope(options):
    return ["--since", options.since, "--until", options.until, "--tz", options.tz, "--as-of", options.as_of]


def measure(options, data, python):
    """Runs both alternately, so that a busy moment of the machine does not hit one side alone."""
    runs = {}
    for _ in range(options.rounds):
        if options.baseline:
            command = [python, options.baseline, data, *scope(options), "--json"]
            runs.setdefault("baseline", []).append(run(command, options.work / "baseline.json"))
        for report in REPORTS:
            command = [options.binary, report, data, *scope(options), "--format", "json"]
            runs.setdefault(report, []).append(run(command, options.work / f"{report}.json"))
    return runs


def together(runs):
    """The reports of each round one after the other: times add up, memory does not."""
    return [
        Run(sum(r.wall for r in each), sum(r.cpu for r in each), max(r.memory for r in each), b"")
        for each in zip(*(runs[report] for report in REPORTS))
    ]


def print_table(lines):
    print(f"{'':44} {'wall s':>8} {'fastest':>8} {'CPU s':>8} {'MiB':>8} {'runs':>5}")
    for name, runs in lines:
        wall = [r.wall for r in runs]
        cpu, memory = statistics.median(r.cpu for r in runs), max(r.memory for r in runs)
        print(
            f"{name:44} {statistics.median(wall):8.3f} {min(wall):8.3f} {cpu:8.3f} {memory / 2**20:8.1f} {len(runs):5}"
        )


def rows_of(report, section):
    """The rows of a section of `insights … --format json`."""
    for found in json.loads(report)["sections"]:
        if found["name"] == section:
            return found["rows"]
    fail(f"the report has no section {section}")


def equal(one, other):
    if isinstance(one, (int, float)) and isinstance(other, (int, float)):
        return math.isclose(one, other, rel_tol=TOLERANCE, abs_tol=1e-12)
    return one == other


def differences(section, ours, theirs):
    """Every cell that differs, and every row and column that one side lacks."""
    key = {"channels": "channel", "agents": "agent"}.get(section)
    ours, theirs = ({row.get(key) if key else "": row for row in rows} for rows in (ours, theirs))
    cells, found = 0, []
    for name in sorted(ours.keys() | theirs.keys(), key=lambda name: (name is None, str(name))):
        if name not in ours or name not in theirs:
            found.append(f"{section} {name}: only in {'the baseline' if name in theirs else 'insights'}")
            continue
        one, other = ours[name], theirs[name]
        for column in sorted(one.keys() | other.keys()):
            cells += 1
            if column not in one or column not in other:
                found.append(f"{section} {name} {column}: only in {'the baseline' if column in other else 'insights'}")
            elif not equal(one[column], other[column]):
                found.append(f"{section} {name} {column}: insights {one[column]!r}, baseline {other[column]!r}")
    return cells, found


def compare(runs):
    """Prints how the figures of the last round agree; true if all of them do."""
    theirs = json.loads(runs["baseline"][-1].output)
    cells, found = 0, []
    for report, section in REPORTS.items():
        more, faults = differences(section, rows_of(runs[report][-1].output, section), theirs[section])
        cells += more
        found += faults
    print(f"\n{cells} cells compared (relative tolerance {TOLERANCE:g}): {len(found)} differ")
    for fault in found:
        print(f"  {fault}")
    return not found


def steady(runs):
    """Whether each report printed the same bytes every time."""
    return all(len({each.output for each in runs[report]}) == 1 for report in REPORTS)


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
    parser.add_argument("--as-of", default="2026-06-01T00:00:00Z")
    parser.add_argument("--rounds", type=int, default=5)
    return parser.parse_args()


def main():
    options = arguments()
    if not options.binary.exists():
        fail(f"{options.binary} is not there; run: cargo build --release")
    options.work.mkdir(parents=True, exist_ok=True)
    data = make_exports(options)
    runs = measure(options, data, make_python(options) if options.baseline else None)
    small = ["summary", ROOT / "examples/exports", "--as-of", "latest"]
    starts = [run([options.binary, "--help"], options.work / "help.txt") for _ in range(20)]
    examples = [run([options.binary, *small], options.work / "small.txt") for _ in range(20)]
    lines = [("baseline: summary, channels, agents", runs["baseline"])] if options.baseline else []
    lines.append(("insights: summary, channels, agents", together(runs)))
    lines += [(f"  insights {report}", runs[report]) for report in REPORTS]
    lines += [("insights --help", starts), ("insights summary examples/exports", examples)]
    print_table(lines)
    if options.baseline:
        theirs, ours = (statistics.median(r.wall for r in each) for each in (runs["baseline"], together(runs)))
        print(f"\ninsights takes {ours / theirs:.2f} of the baseline's time")
    if not steady(runs):
        print("a report printed different bytes from run to run")
    agreed = compare(runs) if options.baseline else True
    sys.exit(0 if agreed and steady(runs) else 1)


if __name__ == "__main__":
    main()
