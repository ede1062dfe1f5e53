"""Whether two outputs of the same report tell the same: cell by cell, for `compare.py`."""
import csv
import json
import math
from itertools import zip_longest

# Rows one by one, told apart by their id alone; too many to hold at once.
LISTS = {"conversations", "facts"}
# What rows of sections are told apart by; all other columns hold figures.
LABELS = {"text", "instant", "date", "hour", "weekday", "group"}
TOLERANCE = 1e-9


def agreement(command, ours, theirs):
    """How many cells the files of two outputs share, and a line for each that differs."""
    if command in LISTS:
        return of_lists(command, rows(ours), rows(theirs))
    theirs, cells, found = json.loads(theirs.read_text()), 0, []
    for section in json.loads(ours.read_text())["sections"]:
        if section["name"] in theirs:
            more, faults = of_sections(section, theirs[section["name"]])
            cells, found = cells + more, found + faults
    return cells, found


def of_sections(section, theirs):
    """As `agreement`; a row that one side alone has differs unless it holds nothing."""
    labels = [column["name"] for column in section["columns"] if column["unit"] in LABELS]
    labels = [label for label in labels if theirs and label in theirs[0]]
    ours, theirs = ({tuple(str(row.get(label)) for label in labels): row for row in rows} for rows in (section["rows"], theirs))
    cells, found = 0, []
    for key in ours.keys() & theirs.keys():
        more, faults = of_rows(f"{section['name']} {' '.join(key)}", ours[key], theirs[key])
        cells, found = cells + more, found + faults
    for key in ours.keys() ^ theirs.keys():
        side, row = ("insights", ours[key]) if key in ours else ("the other", theirs[key])
        if any(value for column, value in row.items() if column not in labels):
            found.append(f"{section['name']} {' '.join(key)}: {side} alone")
    return cells, found


def of_lists(command, ours, theirs):
    """As `agreement`, of rows in about the same order: those wait whose counterpart did not come yet."""
    waiting, cells, found = {}, 0, []
    for pair in zip_longest(ours, theirs):
        for side, row in enumerate(pair):
            if row is None:
                continue
            key = row["conversation_id"]
            if waiting.get(key, (side,))[0] == side:
                waiting[key] = (side, row)
                continue
            other = waiting.pop(key)[1]
            more, faults = of_rows(f"{command} {key}", *((row, other) if side == 0 else (other, row)))
            cells, found = cells + more, found + faults
    return cells, found + [f"{command} {key}: {('insights', 'the other')[side]} alone" for key, (side, _) in waiting.items()]


def of_rows(name, ours, theirs):
    columns = ours.keys() & theirs.keys()
    differ = sorted(column for column in columns if not equal(ours[column], theirs[column]))
    return len(columns), [f"{name} {column}: insights {ours[column]!r}, the other {theirs[column]!r}" for column in differ]


def equal(one, other):
    # What an outer join leaves empty is none.
    one, other = ((0 if value is None else value) for value in (one, other))
    if isinstance(one, (int, float)) and isinstance(other, (int, float)):
        return math.isclose(one, other, rel_tol=TOLERANCE, abs_tol=TOLERANCE)
    return str(one) == str(other)


def rows(path):
    """The rows of a list one by one, from CSV or from JSON with a row a line."""
    with open(path, newline="") as file:
        if file.read(1) in "[{":
            yield from (json.loads(line.strip().rstrip(",")) for line in file if line.lstrip().startswith('{"conversation_id"'))
            return
        file.seek(0)
        for row in csv.DictReader(file):
            yield {name: cell(text) for name, text in row.items()}


def cell(text):
    """A cell of CSV as JSON would have it."""
    try:
        return float(text)
    except ValueError:
        return {"": None, "true": True, "false": False}.get(text, text)
