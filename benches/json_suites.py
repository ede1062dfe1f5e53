#!/usr/bin/env python3
"""Measures how JSON files are read on a suite that others wrote; nothing of it is kept in the repository.

  json_suites.py BINARY CHECKOUT      repository nst/JSONTestSuite

Every `y_` file must be taken as JSON (that it is no export is no fault), every `n_` file refused with its byte, or as
empty or as something else than JSON; no file of either kind or of `i_` may crash the program or keep it for 10 seconds.
The exit code is 1 if any does not hold.
"""
import subprocess
import sys
from collections import Counter
from pathlib import Path

REFUSED = ("not json at byte", "cut short at byte", "the file is empty", "not an export", "no text")


def fault(binary, path):
    """What does not hold of a file, or None."""
    try:
        ran = subprocess.run([binary, "inspect", path], capture_output=True, timeout=10)
    except subprocess.TimeoutExpired:
        return "no end after 10 s"
    said = (ran.stdout + ran.stderr).decode("utf-8", "replace").lower()
    if ran.returncode not in (0, 1, 2):
        return f"exit {ran.returncode}"
    is_refused = any(words in said for words in REFUSED)
    if path.name.startswith("y_") and is_refused:
        return "valid, and refused: " + said
    if path.name.startswith("n_") and not is_refused:
        return "not valid, and not refused: " + said
    return None


def main(binary, checkout):
    files = sorted((Path(checkout) / "test_parsing").iterdir())
    faults = {path.name: why for path in files if (why := fault(binary, path))}
    for name, why in faults.items():
        print(f"{name}: {why}")
    kinds = Counter(path.name[0] for path in files)
    wrong = Counter(name[0] for name in faults)
    print(", ".join(f"{kind}_: {kinds[kind] - wrong[kind]} of {kinds[kind]}" for kind in sorted(kinds)))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
