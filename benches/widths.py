#!/usr/bin/env python3
"""Runs every command at many widths of a terminal, in five languages, with colour and without, and looks at each line.

    cargo build
    python3 benches/widths.py [--binary target/debug/insights] [--widths 60,80] [--languages pl,de] [PATH]…

No line may be wider than the terminal, and no id or date may be cut. Without PATH it reads examples/exports. Exit code
1: something was found.
"""

import argparse
import itertools
import os
import re
import subprocess
import sys
import unicodedata

COMMANDS = [
    "summary", "summary --compare previous", "summary --since 12w --every week", "summary --list first_response",
    "agents --compare previous", "channels --by agent", "tags", "times", "quality", "phone", "ai", "faq",
    "faq --list views", "conversations", "facts --grain conversation --limit 20", "report",
]
LANGUAGES = ["en", "nl", "pl", "nb", "de"]
WIDTHS = [60, 80, 100, 120, 200]
COLOUR = re.compile("\x1b\\[[0-9;]*m")
# A date in any of the languages, a bucket or an id of the bundled exports of which the end is missing.
CUT = re.compile(r"(\b\d{4}-[\dW][\d-]*|\b\d{1,2}\.\d{1,2}\.\d{0,4}( \d{0,2}:?\d?)?|\b[CAT]\d{2,})…")


def columns(line):
    """Terminal columns of a line."""
    width = 0
    for character in COLOUR.sub("", line):
        if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf"):
            continue
        width += 2 if unicodedata.east_asian_width(character) in "WF" else 1
    return width


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", default="target/debug/insights")
    parser.add_argument("--widths", default=",".join(map(str, WIDTHS)))
    parser.add_argument("--languages", default=",".join(LANGUAGES))
    parser.add_argument("paths", nargs="*")
    options = parser.parse_args()
    paths, runs, faults = options.paths or ["examples/exports"], 0, 0
    widths = [int(width) for width in options.widths.split(",")]
    for command, language, width in itertools.product(COMMANDS, options.languages.split(","), widths):
        # Colour changes no width: every other run has it.
        colour = "always" if runs % 2 else "never"
        words = [options.binary, *command.split(), *paths, "--as-of", "latest", "--tz", "Europe/Amsterdam",
                 "--lang", language, "--color", colour, "--format", "table"]
        done = subprocess.run(words, capture_output=True, text=True, env={**os.environ, "COLUMNS": str(width)})
        runs += 1
        wrong = [f"exit {done.returncode}: {done.stderr[:200]}"] if done.returncode else []
        for line in done.stdout.splitlines():
            if columns(line) > width:
                wrong.append(f"{columns(line)} columns: {line}")
            if CUT.search(COLOUR.sub("", line)):
                wrong.append(f"cut: {line}")
        faults += len(wrong)
        for line in wrong[:4]:
            print(f"{command} {language} {width}: {line}")
    print(f"{runs} runs, {faults} faults")
    sys.exit(faults > 0)


if __name__ == "__main__":
    main()
