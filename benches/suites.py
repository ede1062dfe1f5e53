#!/usr/bin/env python3
"""Measures how CSV files are read on suites that others wrote; nothing of them is kept in the repository.

  suites.py pollock BINARY CHECKOUT [--sample N]    repository HPI-Information-Systems/Pollock
  suites.py spectrum BINARY CHECKOUT                repository maxogden/csv-spectrum

`pollock` writes every polluted file again with `inspect --raw`, told nothing, and compares records with the
clean version of the benchmark: loaded files, files whose records are all right, share of right records.
`spectrum` compares all cells. The exit code is 1 if a file could not be read at all.
"""
import argparse
import csv
import json
import subprocess
import sys
from collections import Counter
from pathlib import Path


def raw(binary, path):
    """The table of a file as the program reads it, or None."""
    ran = subprocess.run([binary, "inspect", "--raw", path], capture_output=True, timeout=60)
    if ran.returncode != 0:
        return None
    return list(csv.reader(ran.stdout.decode("utf-8").splitlines(keepends=True)))


def joined(rows):
    """How often each record occurs, whatever its empty cells."""
    return Counter("\x1f".join(cell for cell in row if cell) for row in rows)


def pollock(binary, checkout, sample):
    folder = Path(checkout) / "polluted_files"
    files = sorted((folder / "csv").iterdir())[::sample]
    loaded = perfect = right = wanted = 0
    for path in files:
        found = raw(binary, path)
        if found is None:
            print("not read:", path.name)
            continue
        loaded += 1
        with open(folder / "clean" / path.name, encoding="utf-8-sig", newline="") as file:
            clean = joined(csv.reader(file))
        same = sum((clean & joined(found)).values())
        right, wanted = right + same, wanted + sum(clean.values())
        perfect += clean == joined(found)
    print(f"pollock: {loaded} of {len(files)} read, {perfect} with every record right, {right / max(wanted, 1):.5f} of the records")
    return loaded == len(files)


def spectrum(binary, checkout):
    right = 0
    files = sorted((Path(checkout) / "csvs").iterdir())
    for path in files:
        header, *rows = raw(binary, path) or [[]]
        table = [dict(zip(header, row)) for row in rows]
        wanted = json.loads((Path(checkout) / "json" / f"{path.stem}.json").read_text(encoding="utf-8"))
        right += table == wanted
        if table != wanted:
            print("differs:", path.name)
    print(f"csv-spectrum: {right} of {len(files)} exact")
    return right == len(files)


def main():
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("suite", choices=["pollock", "spectrum"])
    ask.add_argument("binary")
    ask.add_argument("checkout")
    ask.add_argument("--sample", type=int, default=1, help="every Nth file")
    given = ask.parse_args()
    if given.suite == "pollock":
        held = pollock(given.binary, given.checkout, given.sample)
    else:
        held = spectrum(given.binary, given.checkout)
    sys.exit(not held)


main()
