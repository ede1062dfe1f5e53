#!/usr/bin/env python3
"""Measures the most memory and the processor time of a summary over exports of several sizes, as a Markdown table.

    cargo build --release
    python3 benches/memory.py [--binary target/release/insights] [--gigabytes 0.2 0.5 1 5] [--forms csv json archive] [--folder DIR]

The exports are made by `insights demo` in pieces, each of another seed, whose ids are told apart by the piece: as CSV, the
same rows as JSON Lines, and an archive that took in piece after piece. A piece is written once and copied under new ids, so
that the largest size takes no longer to make than it takes to write. With --folder they stay and are used again.
"""
import argparse
import csv
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
# A piece is that many conversations, and about as many megabytes as stand beside it.
PIECE = 20_000
SEEDS = 8
IDS = ("conversation_id", "message_id", "event_id", "rating_id", "call_id", "order_id", "post_id", "comment_id", "customer_id")
LARGE = ("conversations", "messages")


def timed(binary, arguments, folder):
    """Exit code, most resident bytes and seconds of processor time of one run."""
    with open(os.devnull, "wb") as nothing:
        child = subprocess.Popen([binary, *map(str, arguments)], cwd=folder, stdout=nothing, stderr=subprocess.PIPE)
        said = child.stderr.read()
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = code = os.waitstatus_to_exitcode(status)
    if code not in (0, 1):
        sys.exit(f"insights {' '.join(map(str, arguments))} ends with {code}: {said.decode(errors='replace')[:500]}")
    return used.ru_maxrss << 10, used.ru_utime + used.ru_stime


def pieces(binary, folder, conversations):
    """The pieces that all exports are made of: for each the rows of its large tables."""
    made = []
    for seed in range(1, SEEDS + 1):
        piece = folder / f"piece-{seed}"
        if not piece.exists():
            subprocess.run([binary, "demo", "--conversations", str(conversations), "--seed", str(seed), "--until", "2026-06-30", "--days", "720", "--out", piece],
                           check=True, capture_output=True)
        made.append(piece)
    return made


def rows_of(piece, table, number):
    """The rows of a table of a piece under ids of their own, the header first."""
    with open(piece / f"{table}.csv", newline="") as file:
        rows = csv.reader(file)
        header = next(rows)
        own = [place for place, name in enumerate(header) if name in IDS]
        yield header
        for row in rows:
            for place in own:
                if row[place]:
                    row[place] = f"{number}-{row[place]}"
            yield row


def make(folder, made, size, form):
    """An export of about that many bytes; where it is."""
    place = folder / f"{form}-{size}"
    if (place / "whole").exists():
        return place
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    files = {table: open(place / f"{table}.{'csv' if form == 'csv' else 'jsonl'}", "w", newline="") for table in LARGE}
    number = 0
    while sum(file.tell() for file in files.values()) < size:
        for table, file in files.items():
            rows = rows_of(made[number % len(made)], table, number)
            header = next(rows)
            if form == "csv":
                out = csv.writer(file, lineterminator="\n")
                if number == 0:
                    out.writerow(header)
                out.writerows(rows)
            else:
                file.writelines(json.dumps({name: cell for name, cell in zip(header, row) if cell}, ensure_ascii=False) + "\n" for row in rows)
        number += 1
    for file in files.values():
        file.close()
    (place / "whole").touch()
    return place


def archived(binary, folder, made, size):
    """An archive that took in CSV of about that many bytes, piece after piece."""
    place = folder / f"archive-{size}"
    if (place.parent / f"archive-{size}.whole").exists():
        return place
    shutil.rmtree(place, ignore_errors=True)
    taken, number = 0, 0
    while taken < size:
        piece = folder / "next"
        shutil.rmtree(piece, ignore_errors=True)
        piece.mkdir()
        for table in LARGE:
            with open(piece / f"{table}.csv", "w", newline="") as file:
                csv.writer(file, lineterminator="\n").writerows(rows_of(made[number % len(made)], table, number))
                taken += file.tell()
        subprocess.run([binary, "import", piece, "--archive", place, "--tz", "UTC"], check=True, capture_output=True)
        number += 1
    shutil.rmtree(folder / "next")
    (place.parent / f"archive-{size}.whole").touch()
    return place


def main():
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--binary", default=HERE / "target" / "release" / "insights")
    ask.add_argument("--gigabytes", type=float, nargs="+", default=[0.2, 0.5, 1, 5])
    ask.add_argument("--forms", nargs="+", default=["csv", "json", "archive"], choices=["csv", "json", "archive"])
    ask.add_argument("--conversations", type=int, default=PIECE, help="conversations of a piece")
    ask.add_argument("--folder", type=Path, help="where exports are made and stay")
    given = ask.parse_args()
    binary = str(Path(given.binary).resolve())
    folder = given.folder or Path(tempfile.mkdtemp(prefix="memory-"))
    folder.mkdir(parents=True, exist_ok=True)
    try:
        made = pieces(binary, folder, given.conversations)
        names = {"csv": "CSV", "json": "JSON Lines", "archive": "archive"}
        print("| input | " + " | ".join(f"{size:g} GB" for size in given.gigabytes) + " |")
        print("|---|" + "---:|" * len(given.gigabytes))
        for form in given.forms:
            cells = []
            for gigabytes in given.gigabytes:
                size = int(gigabytes * 1e9)
                place = archived(binary, folder, made, size) if form == "archive" else make(folder, made, size, form)
                peak, seconds = timed(binary, ["summary", place, "--period", "2026", "--as-of", "2026-07-01", "--tz", "UTC", "--format", "csv"], folder)
                cells.append(f"{peak / 1e6:.0f} MB, {seconds:.1f} s")
                if not given.folder:
                    shutil.rmtree(place, ignore_errors=True)
            print(f"| {names[form]} | " + " | ".join(cells) + " |", flush=True)
    finally:
        if not given.folder:
            shutil.rmtree(folder, ignore_errors=True)


main()
