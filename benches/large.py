#!/usr/bin/env python3
"""Measures memory and time on files too big to be held: one of damaged CSV, one JSON array.

  large.py messy BINARY [--megabytes 500]    stray quotes, mixed line ends, ragged rows, mixed encodings
  large.py array BINARY [--megabytes 2000]   one array of conversations with their messages

The file is made in a temporary folder and deleted again. Every row that was written must be counted: used, repaired or
rejected. Damaged CSV is also written out clean with `inspect --raw`, row by row; the rows that a report keeps take the
same memory from a clean file. The exit code is 1 if a row is missing, if `--raw` took more than 512 MiB, or the array,
whose millions of rows are kept, more than 1 GiB.
"""
import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

LIMITS = {"messy": 512 << 20, "array": 1 << 30}
WORDS = "order parcel refund invoice late broken thanks login password address size colour return label".split()


def messy(path, size):
    """Writes damaged CSV; how many rows it holds."""
    chance = random.Random(7)
    rows = 0
    with open(path, "wb") as file:
        file.write(b"conversation_id,created_at,channel,status,closed_at,subject,agent\r\n")
        while file.tell() < size:
            rows += 1
            day = 1 + rows % 28
            subject = " ".join(chance.choice(WORDS) for _ in range(chance.randint(4, 24)))
            cells = [f"c{rows}", f"2026-03-{day:02} 10:00:00", "email", "closed", f"2026-03-{day:02} 11:00:00", subject, "Zoë"]
            kind = chance.random()
            if kind < 0.01:
                cells[5] = '"' + subject  # a quote that is never closed
            elif kind < 0.02:
                cells[5] = f'"say "{WORDS[0]}" twice, {subject}"'  # quotes inside quotes
            elif kind < 0.03:
                cells.pop()  # a cell too few
            elif kind < 0.04:
                cells.append("x")  # a cell too many
            elif kind < 0.05:
                cells[5] = f'"{subject}, {subject}"'
            line = ",".join(cells).encode("windows-1252" if kind > 0.95 else "utf-8")
            file.write(line + (b"\n" if rows % 3 else b"\r\n"))
    return rows


def array(path, size):
    """Writes one JSON array; how many conversations it holds."""
    chance = random.Random(7)
    rows = 0
    with open(path, "w", encoding="utf-8") as file:
        file.write("[")
        while file.tell() < size if rows % 1000 == 0 else True:
            rows += 1
            day = 1 + rows % 28
            text = " ".join(chance.choice(WORDS) for _ in range(40))
            messages = [{"id": f"m{rows}-{place}", "created_at": f"2026-03-{day:02}T10:{place:02}:00Z",
                         "author_type": "agent" if place % 2 else "customer", "body": text} for place in range(4)]
            record = {"conversation_id": f"c{rows}", "created_at": f"2026-03-{day:02}T10:00:00Z", "channel": "email",
                      "status": "closed", "closed_at": f"2026-03-{day:02}T11:00:00Z", "messages": messages}
            file.write(("," if rows > 1 else "") + json.dumps(record))
        file.write("]")
    return rows


def measured(words):
    """What a run printed, its seconds, and the most memory it held."""
    began = time.monotonic()
    with tempfile.TemporaryFile() as out:
        child = subprocess.Popen(words, stdout=out, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(child.pid, 0)
        out.seek(0)
        printed = out.read()
    return printed, os.waitstatus_to_exitcode(status), time.monotonic() - began, usage.ru_maxrss << 10


def main():
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("kind", choices=["messy", "array"])
    ask.add_argument("binary")
    ask.add_argument("--megabytes", type=int)
    ask.add_argument("--work", help="folder for the file")
    given = ask.parse_args()
    size = (given.megabytes or (500 if given.kind == "messy" else 2000)) << 20
    with tempfile.TemporaryDirectory(dir=given.work) as folder:
        path = Path(folder) / ("conversations.csv" if given.kind == "messy" else "conversations.json")
        rows = messy(path, size) if given.kind == "messy" else array(path, size)
        words = [given.binary, "summary", path, "--period", "2026", "--tz", "UTC", "--as-of", "2026-12-31", "--format", "json"]
        printed, code, seconds, memory = measured(words)
        repairing = memory
        if given.kind == "messy":
            _, _, took, repairing = measured([given.binary, "inspect", "--raw", path, "-o", os.devnull])
            print(f"messy: written out clean in {took:.1f} s with {repairing >> 20} MiB")
    if code not in (0, 1, 3) or not printed:
        print(f"{given.kind}: exit code {code}")
        return False
    told = json.loads(printed)["input"]
    counted = told["rows"].get("conversations", 0)
    kinds = {kind: told[kind] for kind in ("used", "repaired", "rejected", "set_aside")}
    print(f"{given.kind}: {rows} rows, {counted} counted in {seconds:.1f} s with {memory >> 20} MiB; {kinds}")
    return counted == rows and repairing <= LIMITS[given.kind]


if __name__ == "__main__":
    sys.exit(not main())
