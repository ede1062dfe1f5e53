#!/usr/bin/env python3
"""Runs whole commands over damaged exports, archives and configurations, and looks for runs that end as none may.

    cargo build
    nice python3 benches/fuzz_commands.py [--binary target/debug/insights] [--minutes 10] [--runs N] [--seed N] [--memory 1000] [--keep DIR]
                                          [--test target/debug/deps/program-…]

A round takes one of the forms exports come in (CSV in several dialects, JSON array, lines, envelope, XLSX, ODS, Parquet, gzip,
zip, xz, zst, bz2), an archive, parts of facts with their plan, a profile or a configuration, damages it, and runs one command
over it. What is packed or carries checksums is damaged beneath them half the time: they are made to fit again, so that the damage
is read. A round fails if the run panics, is ended by a signal, takes more than 10 seconds of processor time or a minute of the
clock, takes more memory than it may, ends with another exit code than 0, 1, 2 or 3, fails without a word, lets a control byte
through to the terminal's streams, or gives JSON that is none. Every failed round is kept, with the command line, in a folder that
is named at the end; the seed is printed first, and the same seed makes the same rounds.

A process a round takes most of the time: with `--test`, the binary of the program's tests (`cargo test --test program --no-run`)
runs them all itself, with the arithmetic that it was built to check. If it counts its branches (`fuzzing/coverage.py` says how it
is made to), what goes where none has gone is damaged further; then later rounds follow from earlier ones, and a failed one is
run again from the folder that it is kept in. `TMPDIR=/dev/shm` spares the disk.
"""
import argparse
import json
import os
import random
import re
import shutil
import sys
import tempfile
import time
from pathlib import Path

sys.dont_write_bytecode = True
from fuzzing import seeds
from fuzzing.coverage import Coverage
from fuzzing.rounds import Pools, Round
from fuzzing.running import OneProcess, Processes

CONTROLS = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
COLOURS = re.compile(rb"\x1b\[[0-9;]*m")


def verdict(ended, folder, arguments, megabytes):
    """What is wrong with a round; nothing where it ended as it may."""
    if ended.code is None:
        return ended.fault
    out, err = (folder / ".out").read_bytes(), (folder / ".err").read_bytes()
    if b"panicked" in err or ended.code == 101 or (folder / ".panic").exists():
        return "panic"
    if b"overflowed its stack" in err or b"memory allocation of" in err:
        return "aborts"
    if ended.code < 0:
        return f"signal {-ended.code}"
    if ended.code not in (0, 1, 2, 3):
        return f"exit code {ended.code}"
    if ended.code == 2 and not err and not out:
        return "fails without a word"
    if ended.megabytes > megabytes:
        return f"took {ended.megabytes} MB"
    if ended.seconds > 10:
        return f"took {ended.seconds:.1f} s"
    if CONTROLS.search(COLOURS.sub(b"", err) if "--color" in arguments else err):
        return "control bytes on standard error"
    if "json" in arguments and "-o" not in arguments and "--dialect" not in arguments and ended.code in (0, 1, 3):
        try:
            json.loads(out)
        except ValueError as error:
            return f"JSON that is none: {error}"
    left = [name for _, _, files in os.walk(folder) for name in files if name.startswith(".insights-") and name.endswith(".partial")]
    return f"left behind: {left}" if left else None


def main():
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--binary", default=seeds.HERE / "target" / "debug" / "insights")
    ask.add_argument("--test", help="the test binary that runs all rounds in its one process")
    ask.add_argument("--minutes", type=float, default=10)
    ask.add_argument("--runs", type=int, default=1 << 60)
    ask.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 31))
    ask.add_argument("--memory", type=int, default=1000, help="megabytes a run may take")
    ask.add_argument("--keep", help="folder for rounds that fail")
    ask.add_argument("--round", type=int, help="this round of the seed alone, kept whatever comes of it")
    given = ask.parse_args()
    binary = str(Path(given.binary).resolve())
    runner = OneProcess(given.test, given.memory, Coverage.of(given.test)) if given.test else Processes(binary, given.memory)
    base = Path(tempfile.mkdtemp(prefix="fuzz-commands-"))
    keep = Path(given.keep or tempfile.mkdtemp(prefix="fuzz-failed-", dir="/tmp"))
    keep.mkdir(parents=True, exist_ok=True)
    print(f"seed {given.seed}", flush=True)
    pools = Pools(seeds.exports(binary, base), seeds.archive(binary, base), seeds.parts(binary, base), base / "divided")
    end = time.monotonic() + given.minutes * 60
    number, faults, codes = 0, {}, {}
    while time.monotonic() < end and number < given.runs:
        number = given.round or number + 1
        folder = base / "round"
        this = Round(random.Random(f"{given.seed}/{number}"), folder, pools)
        ended = runner.run(folder, this.arguments)
        fault = verdict(ended, folder, this.arguments, given.memory)
        codes[ended.code] = codes.get(ended.code, 0) + 1
        if fault or given.round:
            faults[fault] = faults.get(fault, 0) + 1
            place = keep / f"{given.seed}-{number}"
            shutil.rmtree(place, ignore_errors=True)
            shutil.move(folder, place)
            said = (place / ".err").read_bytes()[-600:].decode("utf-8", "replace") if (place / ".err").exists() else ""
            print(f"round {number}: {fault}\n  {place}: insights {' '.join(this.arguments)}\n  {said!r}", flush=True)
        else:
            if runner.coverage and runner.coverage.is_new():
                pools.learn(this.taken)
            shutil.rmtree(folder)
        if given.round:
            break
        if number % 1_000 == 0:
            covered = f", {runner.coverage.places()} branches of {runner.coverage.size}, {len(pools.exports)} exports" if runner.coverage else ""
            print(f"{number} rounds, {sum(faults.values())} faults, exit codes {codes}{covered}", flush=True)
    shutil.rmtree(base, ignore_errors=True)
    print(f"{number} runs, {sum(faults.values())} faults {faults or ''}{f' kept in {keep}' if faults else ''}")
    sys.exit(bool(faults))


main()
