#!/usr/bin/env python3
"""Compares `insights` with what an analyst would write instead, in one run: time, memory, and every figure.

    cargo build --release
    python3 benches/compare.py [--conversations N] [--commands summary …] [--rounds N]

Beside each command runs the DuckDB script of that name in `baselines`, and beside `summary` also polars and pandas: each reads
each file once and of it the needed columns, uses two threads, and makes only what the command prints. Then `summary` from JSON
Lines, the import beside DuckDB's COPY of the same tables to Parquet, reports on the archive beside DuckDB on the archive's own
Parquet and on the CSV, and `quality --format json` beside its table.

Every cell that both sides print is compared. Left out are the sentiment of texts that no export labels, which DuckDB can not
judge, and in the scripts what these exports have no case of: the same id twice, faulty rows, names in several spellings.

The exports (1 million conversations by default) are made once by `insights demo` and kept in the work folder with all that
is made of them and a Python environment of its own. Exit code 1: a figure differs, 2: something could not be run.
"""
import argparse
import hashlib
import os
import shutil
import statistics
import subprocess
import sys
import time
import venv
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import cells

ROOT = Path(__file__).resolve().parent.parent
BASELINES = ROOT / "benches" / "baselines"
COMMANDS = "summary channels agents tags times quality phone faq ai conversations facts".split()


@dataclass
class Run:
    """One finished process: seconds, seconds of CPU, bytes of memory at most, where its output stands and what tells it."""

    wall: float
    cpu: float
    memory: int
    output: Path
    digest: bytes


@dataclass
class Work:
    """A command of `insights`, the same work by others, and how each of them ran."""

    name: str
    ours: list
    theirs: dict
    compared: bool = True
    # What has to be away before a run of ours.
    clear: Path | None = None
    runs: dict = field(default_factory=dict)


def run(command, scratch):
    """Runs a command with its output in a file, so that no pipe slows it down.

    The memory told of a process is never less than what this script used when it started it: outputs are read at the end.
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


def kept(folder, make):
    """A folder, made by `make` if it is not there; one half made is never used."""
    if not folder.exists():
        making = folder.with_name(f"{folder.name}.{os.getpid()}")
        make(making)
        making.rename(folder)
    return folder


def make_exports(options):
    """The folder of exports."""
    if options.data:
        return options.data
    command = [options.binary, "demo", "--conversations", options.conversations, "--seed", options.seed, "--until", options.until]
    folder = options.work / f"exports-{options.conversations}-{options.seed}-{options.until}"
    return kept(folder, lambda making: run([*command, "--out", making], options.work / "demo.txt"))


def make_python(options):
    """A Python with the packages that the baselines need."""
    if options.python:
        return options.python
    wanted = BASELINES / "requirements.txt"
    folder = options.work / f"venv-{hashlib.sha256(wanted.read_bytes()).hexdigest()[:12]}"
    python = folder / "bin" / "python"
    if not (folder / "ready").exists():
        venv.create(folder, with_pip=True, clear=True)
        run([python, "-m", "pip", "install", "--quiet", "--requirement", wanted], options.work / "pip.txt")
        (folder / "ready").touch()
    return python


def scope(options, since=None):
    return ["--since", since or options.since, "--until", options.until, "--tz", options.tz, "--as-of", options.as_of]


def planned(options, data, python):
    """All work to measure, the archive last: it stands once it was imported."""

    def script(name, *arguments):
        return [python, BASELINES / f"{name}.py", *arguments]

    def report(command, folder, form="json", since=None):
        return [options.binary, command, folder, *scope(options, since), "--format", form, "--quiet"]

    for command in options.commands:
        theirs = {"DuckDB": script(command, data, *scope(options))}
        if command == "summary":
            theirs |= {name: script(f"summary_{name}", data, *scope(options)) for name in ("polars", "pandas")}
        yield Work(command, report(command, data, "csv" if command == "facts" else "json"), theirs)
    if "quality" in options.commands:
        yield Work("quality as JSON", report("quality", data), {"its table": report("quality", data, "table")}, compared=False)
    if "summary" not in options.commands:
        return
    written = options.work / "jsonl.txt"
    lines = kept(options.work / f"jsonl-{data.name}", lambda making: run(script("copy_tables", data, making, "jsonl"), written))
    yield Work("summary, JSON Lines", report("summary", lines), {"DuckDB": script("summary", lines, *scope(options), "--form", "jsonl")})
    archive, copy = options.work / "archive", options.work / "parquet"
    importing = [options.binary, "import", data, "--archive", archive, "--tz", options.tz, "--quiet"]
    yield Work("import", importing, {"DuckDB's COPY": script("copy_tables", data, copy, "parquet")}, compared=False, clear=archive)
    last = str(date.fromisoformat(options.until) - timedelta(days=89))
    for name, since in (("90 days", last), ("whole period", options.since)):
        theirs = {
            "DuckDB on its Parquet": script("summary", archive, *scope(options, since), "--form", "archive"),
            "DuckDB on the CSV": script("summary", data, *scope(options, since)),
        }
        yield Work(f"summary, archive, {name}", report("summary", archive, since=since), theirs)


def measure(options, work):
    """Runs all sides alternately, so that a busy moment of the machine does not hit one side alone."""
    if "archive" in work.name:
        run(work.ours, options.work / "asked-before.json")
    for _ in range(options.rounds):
        for place, (side, command) in enumerate({"insights": work.ours, **work.theirs}.items()):
            if side == "insights" and work.clear:
                shutil.rmtree(work.clear, ignore_errors=True)
            work.runs.setdefault(side, []).append(run(command, options.work / f"{work.name.replace(' ', '-')}.{place}"))


def of(runs, what):
    """The median of wall or CPU of some runs, or the most memory."""
    values = [getattr(each, what) for each in runs]
    return max(values) if what == "memory" else statistics.median(values)


def print_work(work):
    """A line for each side, those of others with what ours takes of theirs."""
    for side, runs in work.runs.items():
        wall, cpu, memory = (of(runs, what) for what in ("wall", "cpu", "memory"))
        line = f"{work.name if side == 'insights' else '  beside ' + side:36} {wall:8.3f} {cpu:8.3f} {memory / 2**20:8.1f}"
        if side != "insights":
            ratios = (of(work.runs["insights"], what) / of(runs, what) for what in ("wall", "cpu", "memory"))
            line += "  " + " ".join(f"{ratio:6.3f}" for ratio in ratios)
        print(line, flush=True)


def compare(work):
    """Prints how the figures of the last round agree; true if all of them do."""
    agreed = True
    for side in work.theirs:
        ours, theirs = (work.runs[each][-1].output for each in ("insights", side))
        count, found = cells.agreement(work.name.split(",")[0], ours, theirs)
        print(f"{work.name} beside {side}: {count} cells compared, {len(found)} differ")
        for fault in found[:20]:
            print(f"  {fault}")
        agreed &= not found and count > 0
    return agreed


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", type=Path, default=ROOT / "target/release/insights")
    parser.add_argument("--python", type=Path, help="a Python that has the packages, instead of making an environment")
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
    data, python = make_exports(options), make_python(options)
    print(f"{'':36} {'wall s':>8} {'CPU s':>8} {'MiB':>8}  {'ours of theirs: wall, CPU, memory'}")
    done = list(planned(options, data, python))
    for work in done:
        measure(options, work)
        print_work(work)
    small = {"--help": ["--help"], "summary examples/exports": ["summary", ROOT / "examples/exports", "--as-of", "latest"]}
    for name, command in small.items():
        runs = [run([options.binary, *command], options.work / "small.txt") for _ in range(20)]
        print_work(Work(name, command, {}, runs={"insights": runs}))
    print()
    agreed = all([compare(work) for work in done if work.compared])
    steady = all(len({each.digest for each in work.runs["insights"]}) == 1 for work in done if work.name != "import")
    if not steady:
        print("a report printed different bytes from run to run")
    sys.exit(0 if agreed and steady else 1)


if __name__ == "__main__":
    main()
