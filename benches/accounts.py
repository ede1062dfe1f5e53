#!/usr/bin/env python3
"""Asserts that no record goes missing, on suites that others wrote; nothing of them is kept in the repository.

  accounts.py pollock BINARY CHECKOUT [--sample N]    repository HPI-Information-Systems/Pollock
  accounts.py spectrum BINARY CHECKOUT                repository maxogden/csv-spectrum
  accounts.py json BINARY CHECKOUT                    repository nst/JSONTestSuite

Each CSV file is read twice by the program, with `inspect --raw` and, by a profile written for its first column, with
`check`. What becomes of its records must add up to what a reader of this script counts in it:

  raw      header + lines above + rows written + records told as set aside or rejected
  check    rows = used + duplicates + rejected + set aside + excluded, and repaired are among the used;
           header + rows + records set aside that are no rows

Pollock writes every record on a line of its own, so its records are its lines, whatever quotes stand in them; those of
csv-spectrum are counted by the csv module. Blank lines count nowhere. Each file of JSONTestSuite must be read or named
as left out with its cause. The exit code is 1 if any file does not add up.
"""
import argparse
import csv
import io
import json
import re
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
# Names under which records are counted that are rows of no table.
NO_ROWS = {"title lines", "comment lines", "totals rows", "repeated headers", "footer lines", "second tables"}
TABLE = "people"


def run(binary, *words):
    return subprocess.run([binary, *words], capture_output=True, timeout=60)


def lines(path, dialect):
    """The records of a file that has one on each line."""
    text = path.read_bytes().decode(dialect["encoding"])
    return [line for line in re.split(r"\r\n|\n|\r", text) if line.strip(' ,;"\t')]


def records(path, dialect):
    """The records of a file by the csv module."""
    text = path.read_bytes().decode(dialect["encoding"]).lstrip("\ufeff")
    return [row for row in csv.reader(io.StringIO(text, newline="")) if any(cell.strip() for cell in row)]


def above(path, dialect):
    """Lines above the header that hold anything."""
    text = path.read_bytes().decode(dialect["encoding"])
    return sum(bool(line.strip(' ,;"\t')) for line in re.split(r"\r\n|\n|\r", text)[: dialect["skip"]])


def raw_account(ran, path, dialect):
    """All records that `inspect --raw` tells of, and its header."""
    table = list(csv.reader(io.StringIO(ran.stdout.decode(), newline="")))
    rows = [row for row in table if any(cell.strip() for cell in row)]
    said = ran.stderr.decode()
    told = re.findall(r"(\d+) × (.*); the first in row", said)
    aside = ("line above", "comment line", "totals row", "header once more", "line of text around", "second table",
             "hole of NUL", "cannot be told", "half a row")
    told = sum(int(count) for count, what in told if any(words in what for words in aside))
    header = dialect["header_rows"]
    return len(rows) - min(header, 1) + header + above(path, dialect) + told, table[0] if table else []


def profile(header, at_places):
    """A profile that takes each row of a file as a person, told apart by the first column that has a name."""
    # Of a header of several lines the first word is enough.
    name = json.dumps(next(name for name in header if name.strip()).split()[0] + "*")
    layout = f"[[layout]]\ncolumns = {json.dumps(header)}\ntell = {json.dumps(at_places)}\n".replace('": ', '" = ')
    return (f'name = "suite"\nabout = "a suite"\n{layout if at_places else ""}[[table]]\ninto = "{TABLE}"\n'
            f"recognise = [{name}]\n[table.columns]\nid = {name}\n")


def check_account(binary, path, dialect, text):
    """All records that `check` tells of, and what does not add up among them."""
    with tempfile.NamedTemporaryFile("w", suffix=".toml", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        ran = run(binary, "check", path, "--profile", file.name, "--format", "json", "--tz", "UTC")
    if not ran.stdout:
        return None, ran.stderr.decode().strip()
    told = json.loads(ran.stdout)["input"]
    of = {kind: Counter(told[kind]) for kind in ("rows", "used", "duplicates", "rejected", "set_aside", "repaired")}
    fates = sum(of[kind][TABLE] for kind in ("used", "duplicates", "rejected", "set_aside"))
    wrong = ""
    if of["rows"][TABLE] != fates + sum(told["excluded"].values()):
        wrong = f"{of['rows'][TABLE]} rows, but {told}"
    if of["repaired"][TABLE] > of["used"][TABLE] + of["duplicates"][TABLE]:
        wrong = f"more repaired than used: {told}"
    others = sum(of["set_aside"][name] for name in NO_ROWS)
    return dialect["header_rows"] + of["rows"][TABLE] + others, wrong


def account(binary, path, count, at_places):
    """What does not add up of a CSV file, or None."""
    if not path.read_bytes().strip():
        return None
    ran = run(binary, "inspect", "--dialect", "json", path)
    if ran.returncode != 0 or not ran.stdout:
        return "not read: " + ran.stderr.decode()
    dialect = json.loads(ran.stdout)
    wanted = len(count(path, dialect))
    found, header = raw_account(run(binary, "inspect", "--raw", "-v", path), path, dialect)
    if found != wanted:
        return f"raw tells of {found} records, there are {wanted}"
    text = profile(*at_places) if dialect["header_rows"] == 0 else profile(header, {})
    found, wrong = check_account(binary, path, dialect, text)
    if wrong:
        return f"check: {wrong}"
    return None if found == wanted else f"check tells of {found} records, there are {wanted}"


def json_account(binary, path):
    """What does not add up of a JSON file, or None: it is read, or left out with a cause."""
    ran = run(binary, "check", path, "--format", "json", "--tz", "UTC")
    said = ran.stderr.decode("utf-8", "replace")
    if ran.returncode not in (0, 1, 2):
        return f"exit {ran.returncode}: {said}"
    if ran.returncode == 2:
        return None if path.name in said or "empty" in said else f"refused without its name: {said}"
    told = json.loads(ran.stdout)["input"]
    is_told = told["files"] == 1 or path.name in json.dumps(told)
    return None if is_told else f"neither read nor left out: {told}"


def main():
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("suite", choices=["pollock", "spectrum", "json"])
    ask.add_argument("binary")
    ask.add_argument("checkout", type=Path)
    ask.add_argument("--sample", type=int, default=1, help="every Nth file")
    given = ask.parse_args()
    if given.suite == "json":
        files = sorted((given.checkout / "test_parsing").iterdir())[:: given.sample]
        faults = {path.name: json_account(given.binary, path) for path in files}
    elif given.suite == "pollock":
        folder = given.checkout / "polluted_files"
        files = sorted((folder / "csv").iterdir())[:: given.sample]
        source = list(csv.reader(open(folder / "csv" / "source.csv", newline="")))
        at_places = source[0], {"ProductType": sorted({row[5] for row in source[1:]})}
        faults = {path.name: account(given.binary, path, lines, at_places) for path in files}
    else:
        files = sorted((given.checkout / "csvs").iterdir())
        faults = {path.name: account(given.binary, path, records, ([], {})) for path in files}
    for name, why in faults.items():
        if why:
            print(f"{name}: {why}")
    right = sum(why is None for why in faults.values())
    print(f"{given.suite}: the records of {right} of {len(faults)} files add up")
    return right == len(faults)


if __name__ == "__main__":
    sys.exit(not main())
