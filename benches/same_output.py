#!/usr/bin/env python3
"""Runs two builds of `insights` over the same exports and prints where what they say is not the same, byte by byte.

    python3 benches/same_output.py BEFORE AFTER [--every N] [--work DIR]

Every report with every format, each section, the rows behind each figure, fact tables, conversations, a thread, all help
pages and explanations, and a score of periods, filters, buckets, comparisons and zones – on the bundled exports and on
made-up ones with faulty rows. What there is to ask for is taken from BEFORE itself. `--every N` runs each Nth only.
A number that differs in its last digits alone is told apart. Exit code 1: something differs, 2: could not be run.
"""
import argparse
import collections
import concurrent.futures
import difflib
import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FORMATS = ["table", "csv", "tsv", "json", "ndjson", "markdown"]
SCOPES = [
    "",
    "--since 90d",
    "--since 2025-07-01 --until 2026-06-30",
    "--period 2026-03",
    "--period 2026-Q1 --compare previous",
    "--since 90d --every week",
    "--since 60d --every day --compare previous",
    "--since 7d --every hour",
    "--since 90d --channel whatsapp",
    "--since 90d --channel !email --tag vip",
    "--since 90d --direction incoming --status open",
    "--since 90d --anchor created",
    "--since 90d --anchor closed --every month",
    "--since 90d --anchor answered --compare year",
    "--since 90d --by channel",
    "--since 90d --by agent,tag",
    "--since 90d --by team --every month --limit 3",
    "--since 90d --week-start sunday --every week",
    "--since 90d --tz America/New_York",
    "--since 30d --as-of latest",
]
LOOKS = ["--csv-dialect excel-eu --format csv", "--format table --color always", "--format table -v"]
MISTAKES = ["--columns nope", "--sort nope", "--list nope", "--section nope", "--since soon", "--channel ''", "--tz Nowhere"]
NUMBER = re.compile(rb"-?\d+(?:\.\d+)?(?:e-?\d+)?")


@dataclass
class Exports:
    """A folder of exports and the instant at which it is looked at."""

    folder: Path
    as_of: str


def fail(message):
    print(f"same_output: {message}", file=sys.stderr)
    sys.exit(2)


def run(program, arguments, work):
    environment = {"PATH": "/usr/bin:/bin", "COLUMNS": "120", "TZ": "UTC", "HOME": str(work)}
    done = subprocess.run([str(program), *arguments], capture_output=True, cwd=work, env=environment)
    return done.returncode, done.stdout, done.stderr


def made(program, work):
    """The exports: the bundled ones, and made-up ones with faulty rows."""
    bundled, demo = work / "bundled", work / "demo"
    if not bundled.exists():
        shutil.copytree(ROOT / "examples" / "exports", bundled)
    if not demo.exists():
        arguments = "--conversations 3000 --seed 7 --until 2026-03-31 --bad-rows --quiet".split()
        if run(program, ["demo", "--out", str(demo), *arguments], work)[0] != 0:
            fail("the made-up exports could not be written")
    return [Exports(bundled, "2026-09-20T00:00:00Z"), Exports(demo, "2026-04-01T00:00:00Z")]


def asked(program, work, exports):
    """Everything there is to ask for, as lists of arguments."""
    commands = run(program, ["--help"], work)[1].decode().split("Commands:")[1].split("\n\n")[0]
    names = re.findall(r"^  ([a-z]+) ", commands, re.M)
    reports = [name for name in names if "\nSections: " in run(program, [name, "--help"], work)[1].decode()]
    words = re.findall(r"^\s{0,4}([a-z][a-z0-9_]+)\s", run(program, ["explain"], work)[1].decode(), re.M)
    registry = json.loads(run(program, ["explain", "--format", "json"], work)[1])
    kinds = [kind["grain"] for kind in registry["facts"]]
    yield from (["--help"], ["--version"], ["explain"], ["explain", "targets"], ["profiles"], ["summary", "/nowhere"])
    yield from ([name, "--help"] for name in names)
    yield from (["explain", word] for word in words)
    for where in exports:
        folder, here = str(where.folder), ["--as-of", where.as_of, "--tz", "Europe/Amsterdam"]
        quarter = here + ["--since", "90d"]
        for report in reports:
            for scope in SCOPES:
                own = scope.split()
                base = [word for at, word in enumerate(here) if not {here[at - at % 2]} & set(own)]
                yield from ([report, folder, *base, *own, "--format", form] for form in FORMATS[:2] + ["json"])
            yield from ([report, folder, *quarter, "--format", form] for form in FORMATS)
            yield from ([report, folder, *quarter, *look.split()] for look in LOOKS)
            yield from ([report, folder, *here, *mistake.split()] for mistake in MISTAKES)
            sections = json.loads(run(program, [report, folder, *quarter, "--format", "json"], work)[1])["sections"]
            for section in sections:
                named = [report, folder, *quarter, "--section", section["name"]]
                yield from ([*named, "--format", form] for form in FORMATS)
                yield [*named, "--compare", "previous", "--every", "month", "--format", "csv"]
        for word in words:
            yield from ([report, folder, *quarter, "--list", word, "--format", "csv"] for report in reports)
        for kind in kinds:
            yield from (["facts", folder, *quarter, "--grain", kind, "--format", form] for form in FORMATS[:2] + ["json"])
            yield ["facts", folder, *quarter, "--channel", "whatsapp", "--grain", kind, "--format", "csv"]
        for more in ["", "--search order", "--limit 5", "--sort created_at:desc", "--channel email"]:
            yield from (["conversations", folder, *quarter, *more.split(), "--format", form] for form in FORMATS)
        first = (where.folder / "conversations.csv").read_text().split("\n")[1].split(",")[0]
        yield from (["thread", folder, first, *here, "--format", form] for form in FORMATS)
        yield from (["inspect", str(file)] for file in sorted(where.folder.iterdir()))


def same_but_for_digits(one, other):
    """Whether two outputs differ in nothing but the last digits of numbers."""
    if NUMBER.sub(b"#", one) != NUMBER.sub(b"#", other):
        return False
    pairs = zip(map(float, NUMBER.findall(one)), map(float, NUMBER.findall(other)))
    return all(abs(a - b) <= 1e-12 * max(abs(a), abs(b), 1) for a, b in pairs)


def differences(before, after):
    kinds = []
    if before[0] != after[0]:
        kinds.append(f"exit code {before[0]} → {after[0]}")
    if before[1] != after[1]:
        kinds.append("last digits" if same_but_for_digits(before[1], after[1]) else "output")
    if before[2] != after[2]:
        kinds.append("messages")
    return kinds


def told(arguments, kinds, before, after):
    print(f"{' '.join(arguments)}: {', '.join(kinds)}")
    lines = [(code_out_err[1] + code_out_err[2]).decode(errors="replace").split("\n") for code_out_err in (before, after)]
    for line in list(difflib.unified_diff(*lines, lineterm="", n=0))[2:8]:
        print(f"    {line[:200]}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("before", type=Path)
    parser.add_argument("after", type=Path)
    parser.add_argument("--every", type=int, default=1, help="run each Nth question only")
    parser.add_argument("--work", type=Path, default=ROOT / "target" / "same_output")
    choice = parser.parse_args()
    before, after, work = choice.before.resolve(), choice.after.resolve(), choice.work.resolve()
    work.mkdir(parents=True, exist_ok=True)
    exports = made(before, work)
    questions = [list(question) for question in dict.fromkeys(map(tuple, asked(before, work, exports)))][:: choice.every]
    counts = collections.Counter()
    shown = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        answers = pool.map(lambda question: (run(before, question, work), run(after, question, work)), questions)
        for question, (one, other) in zip(questions, answers):
            kinds = differences(one, other)
            counts.update(kinds)
            if kinds and kinds != ["last digits"] and shown < 40:
                shown += 1
                told(question, kinds, one, other)
    print(f"{len(questions)} runs of each: " + (", ".join(f"{n} × {kind}" for kind, n in counts.items()) or "all the same"))
    sys.exit(1 if counts else 0)


if __name__ == "__main__":
    main()
