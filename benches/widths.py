#!/usr/bin/env python3
"""Runs every command at many widths of a terminal, in five languages, in colour and without, and looks at each line.

    cargo build
    python3 benches/widths.py [--binary target/debug/insights] [--widths 60,80] [--languages pl,de] [PATH]…

No line may be wider than the terminal, no id or date may be cut, colour changes no sign, and no colour is one that a
light or a dark terminal swallows. Without PATH it reads examples/exports. Exit code
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
    "agents --section by_tag --limit 30", "channels --section subchannels", "tags --section categories",
    "times --section response", "quality --by agent --compare year", "phone --section hours", "ai --section by_tag",
    "faq --section searches", "summary --list backlog --sort age:desc", "channels --columns +late_rate,first_response",
]
# Those that take no period; in English, whatever is asked.
OTHERS = [
    "inspect", "check", "thread C100002", "explain", "explain first_response", "explain channel", "explain targets",
    "profiles", "help", *[f"help {name}" for name in (
        "summary", "report", "facts", "conversations", "thread", "inspect", "check", "import", "archive", "init",
        "explain", "profiles", "demo", "completions", "man")],
]
LANGUAGES = ["en", "nl", "pl", "nb", "de"]
WIDTHS = [60, 80, 100, 120, 200]
COLOUR = re.compile("\x1b\\[[0-9;]*m")
CODES = re.compile("\x1b\\[([0-9;]*)m")
# None, bold, faint, underlined; red, green, yellow, blue, magenta, cyan, which terminals choose for their background.
SEEN_ON_BOTH = {"", "0", "1", "2", "4", "22", "39", "31", "32", "33", "34", "35", "36", "1;31", "1;33"}
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


def looked_at(binary, command, language, width, paths):
    """What is wrong with a command at a width."""
    words = [binary, *command.split()]
    if language:
        words += [*paths, "--as-of", "latest", "--tz", "Europe/Amsterdam", "--lang", language, "--format", "table"]
    elif command.split()[0] in ("inspect", "check", "thread"):
        words += paths
    shown, wrong = {}, []
    for colour in ("never", "always"):
        flags = [] if command.startswith("help") else ["--color", colour]
        done = subprocess.run(words + flags, capture_output=True, text=True, env={**os.environ, "COLUMNS": str(width)})
        if done.returncode > (command == "check"):  # It ends with 1 where rows have problems.
            wrong.append(f"exit {done.returncode}: {done.stderr[:200]}")
        shown[colour] = done.stdout
    wrong += [f"colour {code}" for code in CODES.findall(shown["always"]) if code not in SEEN_ON_BOTH]
    plain = COLOUR.sub("", shown["always"])
    if [line.rstrip() for line in plain.splitlines()] != [line.rstrip() for line in shown["never"].splitlines()]:
        wrong.append("colour changes signs")
    for line in plain.splitlines():
        if columns(line) > width:
            wrong.append(f"{columns(line)} columns: {line}")
        if CUT.search(line):
            wrong.append(f"cut: {line}")
    return wrong


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", default="target/debug/insights")
    parser.add_argument("--widths", default=",".join(map(str, WIDTHS)))
    parser.add_argument("--languages", default=",".join(LANGUAGES))
    parser.add_argument("paths", nargs="*")
    options = parser.parse_args()
    paths, runs, faults = options.paths or ["examples/exports"], 0, 0
    widths = [int(width) for width in options.widths.split(",")]
    languages = options.languages.split(",")
    asked = [(command, language) for command in COMMANDS for language in languages]
    for (command, language), width in itertools.product(asked + [(other, None) for other in OTHERS], widths):
        wrong = looked_at(options.binary, command, language, width, paths)
        runs, faults = runs + 2, faults + len(wrong)
        for line in wrong[:4]:
            print(f"{command} {language} {width}: {line}")
    print(f"{runs} runs, {faults} faults")
    sys.exit(faults > 0)


if __name__ == "__main__":
    main()
