#!/usr/bin/env python3
"""Kills runs at random moments of every kind of write; afterwards each target is the old one or the new one, whole.

    cargo build
    python3 benches/kills.py [--binary target/debug/insights] [--times 200]

Kinds: a file of each format, a folder of sections, an archive, a part of facts, rejected rows and a configuration. After each kill the
target must be one of the versions that a whole run writes, a folder never holds sections of two runs, and what the killed
run left is gone after the next whole run. The exit code is 1 if anything is torn, lost, mixed or left lying.
"""
import argparse
import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PERIODS = ["2026-01", "2026-02"]
AS_OF = ["--as-of", "2026-03-01", "--tz", "UTC"]


def seen(path):
    """What stands at a path, hidden files aside; None where nothing does."""
    if path.is_file():
        return hashlib.sha256(path.read_bytes()).hexdigest()
    if not path.is_dir():
        return None
    files = sorted(file for file in path.rglob("*") if file.is_file() and not file.name.startswith("."))
    return tuple((str(file.relative_to(path)), hashlib.sha256(file.read_bytes()).hexdigest()) for file in files)


def left(folder):
    return [str(path) for path in folder.rglob(".insights-*.partial")]


def lay_out(binary, at):
    """What the runs read: exports, exports with rows that are rejected, an archive with the plan of its parts."""
    whole(binary, ["demo", "--conversations", "1000", "--out", at / "exports", "--until", "2026-02-28"], at)
    for number, name in enumerate(("faulty-0", "faulty-1")):
        (at / name).mkdir()
        rows = (f"c{n},{'never' if n % 3 == number else '2026-02-03T10:00:00Z'},{'x' * 50}\n" for n in range(20_000))
        (at / name / "conversations.csv").write_text("conversation_id,created_at,subject\n" + "".join(rows))
    whole(binary, ["import", "exports", "--archive", "divided", "--tz", "UTC"], at)
    whole(binary, ["parts", "plan", "divided", *AS_OF, "-o", "plan.json"], at)


def kinds(binary, at):
    """Each kind of write: its name, the target, and two command lines that write other things there, or the same."""
    for form in ("csv", "json", "html", "xlsx", "pdf", "parquet"):
        target = at / f"report.{form}"
        yield form, target, [["summary", "exports", "--period", month, *AS_OF, "--section", "totals", "-o", target] for month in PERIODS]
    yield "folder", at / "folder", [["agents", "exports", "--period", month, *AS_OF, "-o", f"{at}/folder/"] for month in PERIODS]
    bucket = subprocess.run([binary, "parts", "list", "plan.json"], cwd=at, check=True, capture_output=True, text=True).stdout.splitlines()[0]
    part = ["facts", "divided", "--part", "one.part", "--plan", "plan.json", "--bucket", bucket]
    yield "part", at / "one.part", [part, part]
    yield "rejects", at / "rejects.csv", [["summary", exports, "--rejects", "rejects.csv", *AS_OF] for exports in ("faulty-0", "faulty-1")]
    yield "config", at / "rules.toml", [["init", "exports", "--yes", "--force", "-o", at / "rules.toml"]] * 2


def kill(binary, command, at, seconds):
    child = subprocess.Popen([binary, *map(str, command)], cwd=at, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(seconds)
    child.send_signal(signal.SIGKILL)
    return child.wait()


def whole(binary, command, at):
    started = time.monotonic()
    ran = subprocess.run([binary, *map(str, command)], cwd=at, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    assert ran.returncode == 0, (command, ran.stderr[-300:])
    return time.monotonic() - started


def rewrite(binary, at, name, target, commands, times, chance):
    """Kills runs that write over a target; how many were killed and what was wrong."""
    versions, longest = set(), 0.0
    for command in commands:
        longest = max(longest, whole(binary, command, at))
        versions.add(seen(target))
    killed, faults = 0, []
    for n in range(times):
        command = commands[n % len(commands)]
        killed += kill(binary, command, at, longest * (0.2 + 0.9 * chance.random())) != 0
        if seen(target) not in versions:
            faults.append(f"{name}: torn or mixed after kill {n}")
            whole(binary, command, at)
    for command in commands:
        whole(binary, command, at)
    if left(at):
        faults.append(f"{name}: left lying {left(at)[:3]}")
    return killed, faults


def archive(binary, at, times, chance):
    """Kills imports; after each the archive serves what it held before or after, and the next import completes it."""
    reports = []
    folders = [at / "one", at / "two"]
    for seed, folder in enumerate(folders):
        whole(binary, ["demo", "--conversations", "300", "--seed", str(seed + 5), "--out", folder, "--until", "2026-02-28"], at)
    def report():
        ran = subprocess.run([binary, "summary", "kept", "--period", "2026-02", *AS_OF, "--format", "csv"], cwd=at, capture_output=True)
        return ran.returncode, ran.stdout
    def begin():
        shutil.rmtree(at / "kept", ignore_errors=True)
        whole(binary, ["import", "one", "--archive", "kept"], at)
    begin()
    reports.append(report())
    longest = whole(binary, ["import", "two", "--archive", "kept"], at)
    reports.append(report())
    killed, faults = 0, []
    for n in range(times):
        begin()
        killed += kill(binary, ["import", "two", "--archive", "kept"], at, longest * (0.1 + chance.random())) != 0
        if report() not in reports:
            faults.append(f"archive: another report after kill {n}")
        whole(binary, ["import", "two", "--archive", "kept"], at)
        if report() != reports[1]:
            faults.append(f"archive: not completed after kill {n}")
        if left(at / "kept"):
            faults.append(f"archive: left lying {left(at / 'kept')[:3]}")
    return killed, faults


def main():
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--binary", default=Path(__file__).resolve().parent.parent / "target" / "debug" / "insights")
    ask.add_argument("--times", type=int, default=200)
    ask.add_argument("--only", default="", help="kinds whose name holds this")
    given = ask.parse_args()
    binary, chance, all_faults = str(Path(given.binary).resolve()), random.Random(11), []
    at = Path(tempfile.mkdtemp(prefix="kills-"))
    try:
        lay_out(binary, at)
        for name, target, commands in kinds(binary, at):
            if given.only in name:
                killed, faults = rewrite(binary, at, name, target, commands, given.times, chance)
                print(f"{name:8} {killed} of {given.times} killed while they ran, {len(faults)} faults", flush=True)
                all_faults += faults
        if given.only in "archive":
            killed, faults = archive(binary, at, given.times, chance)
            print(f"{'archive':8} {killed} of {given.times} killed while they ran, {len(faults)} faults", flush=True)
            all_faults += faults
    finally:
        shutil.rmtree(at, ignore_errors=True)
    print(*all_faults[:20], sep="\n")
    sys.exit(bool(all_faults))


main()
