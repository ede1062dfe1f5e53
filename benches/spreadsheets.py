#!/usr/bin/env python3
"""Opens reports in LibreOffice as five languages do and compares every cell with the JSON of the same report.

    cargo build
    python3 benches/spreadsheets.py [--binary target/debug/insights] [PATH]…

Needs `soffice` and openpyxl. XLSX has to give every value in every language, `excel-eu` in those with a decimal comma,
`excel-en` in English; in the other languages, and from `rfc`, a number may stay a text but must never become another
number; those of `rfc`, which is for machines, that become dates in Polish and Norwegian are counted apart. Without PATH it reads examples/exports and a set of odd names that it writes itself.
"""

import argparse
import collections
import csv
import datetime
import json
import os
import re
import subprocess
import sys
import tempfile
import warnings

import openpyxl

LOCALES = ["en-US", "nl-NL", "pl-PL", "nb-NO", "de-DE"]
AT_ONCE = 40
# Each form: the ending of its files, what stands between cells, the flags that ask for it.
FORMS = {
    "xlsx": (".xlsx", None, []),
    "excel-eu": ("-eu.csv", ";", ["--csv-dialect", "excel-eu"]),
    "excel-en": ("-en.csv", ",", ["--csv-dialect", "excel-en"]),
    "rfc": ("-rfc.csv", ",", ["--csv-dialect", "rfc"]),
}
REPORTS = [
    ["summary", "--compare", "previous"], ["summary", "--compare", "year", "--by", "channel"],
    ["summary", "--every", "week"], ["summary", "--every", "day", "--by", "channel"], ["summary", "--section", "top_tags"],
    ["channels"], ["channels", "--section", "subchannels"],
    ["agents"], ["agents", "--section", "by_channel"], ["agents", "--section", "by_tag"], ["agents", "--section", "by_month"],
    ["tags"], ["tags", "--section", "categories"],
    ["times"], ["times", "--section", "first_response_groups"], ["times", "--section", "response"],
    ["quality"], ["quality", "--section", "inactivity"], ["quality", "--section", "nps"],
    ["quality", "--section", "sentiment"], ["quality", "--section", "engagement"], ["quality", "--by", "agent"],
    ["phone"], ["phone", "--section", "agents"], ["phone", "--section", "queues"], ["phone", "--section", "hours"],
    ["faq"], ["faq", "--section", "articles"], ["faq", "--section", "searches"], ["faq", "--section", "before_contact"],
    ["faq", "--section", "live"], ["faq", "--section", "categories"],
    ["ai"], ["ai", "--section", "by_channel"], ["ai", "--section", "by_status"], ["ai", "--section", "by_tag"],
    ["conversations"],
    *[["facts", "--grain", grain] for grain in (
        "conversation", "case", "message", "exchange", "handling", "contact", "passage", "action", "lapse", "call",
        "rating", "comment", "ai", "order", "faq-view", "faq-search", "faq-case")],
    *[["summary", "--list", figure] for figure in ("first_response", "backlog", "satisfaction", "customers", "messages")],
    ["summary", "--list", "first_response > 4h"], ["phone", "--list", "missed"], ["ai", "--list", "ai_resolved"],
    ["faq", "--list", "views"],
]
# Columns whose ids workbooks give by their words, and the words that were met.
CLASSES = {("inactivity", "kind"), ("by_status", "ai_status")}
WORDS = {}
ODD = [
    "00123", "+31612345678", "+31 6 1234", "1.5", "1,5", "2026-03-01", "10:30", "TRUE", "WAAR", "=1+1", "-5", "1e5",
    "3/4", "jan 5", "#N/A", "'quoted", '"q"', "a;b", "a,b", "a\tb", "line\nbreak", "<b>x</b>", "|pipe|", "`tick`",
    "@SUM(A1)", "\u202egnp", "\x1b[31mred", "👩‍👩‍👧 Żółć", "x" * 10000, "_x0041_", "=cmd|' /C calc'!A0", "50%", "€ 5", " 7 ",
]
SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>{}</value></prop></item>
</oor:items>"""


def odd_export(folder):
    """Conversations whose ids, customers, agents, tags and questions are what spreadsheets trip over."""
    os.makedirs(folder)
    with open(f"{folder}/conversations.csv", "w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow("conversation_id created_at channel customer_id agent team tags subject status".split())
        for number, odd in enumerate(ODD):
            at = f"2026-09-{number % 28 + 1:02}T{number % 24:02}:10:49.{number * 7 % 1000:03}Z"
            short = odd[:60]
            rows.writerow([f"{odd[:200]}" if number % 2 else number, at, short, odd[:200], short, short, short, odd, "open"])


def converted(locale, paths, folder, separator=None):
    """Lets LibreOffice of that language save files as workbooks; the folder that these are in."""
    home = f"{folder}/home-{locale}"
    if not os.path.exists(home):
        os.makedirs(f"{home}/user")
        with open(f"{home}/user/registrymodifications.xcu", "w") as file:
            file.write(SETTINGS.format(locale))
    out = f"{folder}/out-{locale}"
    command = ["soffice", f"-env:UserInstallation=file://{home}", "--headless", "--convert-to", "xlsx", "--outdir", out]
    if separator:
        command.append(f"--infilter=CSV:{ord(separator)},34,76,1,,0,false,true")
    for start in range(0, len(paths), AT_ONCE):
        subprocess.run(command + paths[start:start + AT_ONCE], check=True, capture_output=True, timeout=900)
    return out


def sheets_of(folder, path):
    """The cells of a workbook that was saved there, sheet by sheet."""
    book = openpyxl.load_workbook(f"{folder}/{os.path.splitext(os.path.basename(path))[0]}.xlsx")
    return {sheet.title: [[plain(cell.value) for cell in row] for row in sheet.iter_rows()] for sheet in book}


def plain(value):
    """LibreOffice saves truth values as formulas, and control characters by their numbers, which openpyxl leaves so."""
    if value in ("=TRUE()", "=FALSE()"):
        return value == "=TRUE()"
    if isinstance(value, str):
        return re.sub("_x00([01][0-9a-fA-F])_", lambda found: chr(int(found[1], 16)), value)
    return value


def number(value):
    """A cell as seconds or a plain number; None: it is none."""
    if isinstance(value, bool):
        return None
    if isinstance(value, datetime.timedelta):
        return value.total_seconds() / 86400
    if isinstance(value, datetime.time):
        return (value.hour * 3600 + value.minute * 60 + value.second + value.microsecond / 1e6) / 86400
    if isinstance(value, datetime.datetime):
        return (value - datetime.datetime(1899, 12, 30)).total_seconds() / 86400
    return float(value) if isinstance(value, (int, float)) else None


def near(a, b, absolute):
    return a is not None and abs(a - b) <= max(absolute, abs(b) * 1e-9)


def moment(text):
    try:
        return datetime.datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return None


def right_word(value, cell):
    """A class stands in a workbook by its word: the same one wherever its id is the same."""
    return isinstance(cell, str) and WORDS.setdefault(value, cell) == cell


def right_in_xlsx(value, column, cell):
    unit = column["unit"]
    if value is None:
        return cell is None or cell == "new"
    if isinstance(value, bool):
        return cell is value
    if isinstance(value, (int, float)):
        factor = {"seconds": 1 / 86400, "points": 100}.get(unit, 1)
        return near(number(cell), value * factor, 1.2e-8 if unit == "seconds" else 2e-11)  # openpyxl rounds times to 1 ms
    if (unit == "instant" or column["name"] == "bucket") and moment(value) and len(value) >= 10:
        return isinstance(cell, datetime.datetime) and abs((cell - moment(value)).total_seconds()) < 0.002
    if value in ("(team)", "(total)") or value.startswith("["):
        return isinstance(cell, str)
    return cell == value or (value == "" and cell is None)


def right_in_csv(value, column, cell, own, plain):
    """`own`: the dialect is this language's; `plain`: it is rfc, which keeps texts as they are."""
    if value is None or value == "":
        return cell is None
    if isinstance(value, bool):
        return cell is value or str(cell).lower() == str(value).lower()
    if isinstance(value, (int, float)):
        found = number(cell)
        if found is None:
            return not own and cell is not None
        return near(found, value, 5.1e-7 if column["unit"] == "seconds" else 0)
    if (column["unit"] == "instant" or column["name"] == "bucket") and moment(value) and len(value) >= 10:
        if plain:
            return cell == value or isinstance(cell, datetime.datetime)
        return isinstance(cell, datetime.datetime) and abs((cell - moment(value)).total_seconds()) < 1
    if column["name"] == "bucket" or plain:
        return cell is not None
    return cell in (value, "'" + value)


def figures(section):
    """The rows of a list of figures as the JSON has them: id, then value, previous, change, n, mean, p90."""
    row = section["rows"][0]
    columns = {column["name"]: column for column in section["columns"]}
    for name in columns:
        stem = name[: -len("_median_s")] if name.endswith("_median_s") else None
        beside = [name, f"{name}_previous", f"{name}_change"]
        beside += [f"{stem}_n", f"{stem}_mean_s", f"{stem}_p90_s"] if stem else ["", "", ""]
        yield name, [(row.get(part), columns.get(part)) for part in beside]


def check_xlsx(document, sheets, faults):
    """Compares the sheets of a workbook with the sections of the document; the number of cells."""
    cells = 0
    data = [rows for name, rows in sheets.items()]
    tables = iter(rows for rows in data if rows and rows[0] and rows[0][0] is not None)
    for section in document["sections"]:
        rows = next(tables)
        if rows[0][-1] == "id" and len(section["rows"]) == 1:
            known = {row[7]: row for row in rows[1:]}
            for name, parts in figures(section):
                if name not in known:
                    continue
                for cell, (value, column) in zip(known[name][1:7], parts):
                    cells += 1
                    if not right_in_xlsx(value, column or {"unit": "", "name": ""}, cell):
                        faults.append((section["name"], name, value, cell))
            continue
        if len(rows) - 1 != len(section["rows"]):
            faults.append((section["name"], "rows", len(section["rows"]), len(rows) - 1))
        for wanted, found in zip(section["rows"], rows[1:]):
            for column, cell in zip(section["columns"], found):
                cells += 1
                value = wanted[column["name"]]
                is_class = (section["name"], column["name"]) in CLASSES
                if not (right_word(value, cell) if is_class else right_in_xlsx(value, column, cell)):
                    faults.append((section["name"], column["name"], wanted[column["name"]], cell))
    return cells


def check_csv(section, rows, own, plain, faults):
    cells = 0
    heads = [column["name"] for column in section["columns"]]
    # A last row without any value is none to a spreadsheet.
    known = len(section["rows"])
    while known > len(rows) - 1 and all(value is None for value in section["rows"][known - 1].values()):
        known -= 1
    if len(rows) - 1 != known:
        faults.append((section["name"], "rows", known, len(rows) - 1))
    if [str(head).removeprefix("'") for head in rows[0]] != heads:
        faults.append((section["name"], "heads", heads, rows[0]))
    for wanted, found in zip(section["rows"], rows[1:]):
        for column, cell in zip(section["columns"], found):
            cells += 1
            if not right_in_csv(wanted[column["name"]], column, cell, own, plain):
                faults.append((section["name"], column["name"], wanted[column["name"]], cell))
    return cells


def main():
    warnings.simplefilter("ignore")
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--binary", default="target/debug/insights")
    parser.add_argument("--locales", default=",".join(LOCALES))
    parser.add_argument("--reports", help="only those whose words hold this")
    parser.add_argument("paths", nargs="*")
    options = parser.parse_args()
    total = collections.Counter()
    with tempfile.TemporaryDirectory() as folder:
        sources = [options.paths] if options.paths else [["examples/exports"], [f"{folder}/odd"]]
        if not options.paths:
            odd_export(f"{folder}/odd")
        written = []
        for source in sources:
            for place, report in enumerate(REPORTS):
                if options.reports and options.reports not in " ".join(report):
                    continue
                stem = f"{folder}/{os.path.basename(source[0])}-{place}"
                written += [one for one in [write_all(options, source, report, stem)] if one] or []
                total["reports"] += 1
        for locale in options.locales.split(","):
            compare(locale, written, folder, total)
    total["reports not run"] = total["reports"] - len(written)
    print(", ".join(f"{count} {what}" for what, count in sorted(total.items())))
    sys.exit(total["wrong"] + total["reports not run"] > 0)


def write_all(options, source, report, stem):
    """A report in every form: its words, its JSON and the path of each form; None if it cannot be made."""
    def write(ending, *more):
        command = [options.binary, *report, *source, "--as-of", "latest", "--since", "2026-08-01",
                   "--tz", "Europe/Amsterdam", "--quiet", "-o", stem + ending, *more]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            print(" ".join(report), source, done.stderr.strip()[:300])
        return done.returncode == 0
    paths = {form: stem + ending for form, (ending, _, _) in FORMS.items()}
    if not write(".json") or not all(write(ending, *flags) for ending, _, flags in FORMS.values()):
        return None
    with open(stem + ".json") as file:
        return " ".join(report), json.load(file), paths


def compare(locale, written, folder, total):
    """Compares every report in every form, as LibreOffice of that language reads it, with its JSON."""
    counts = collections.Counter()
    for separator in [None, ";", ","]:
        forms = [form for form, (_, own, _) in FORMS.items() if own == separator]
        out = converted(locale, [paths[form] for _, _, paths in written for form in forms], folder, separator)
        for form in forms:
            own = (form == "excel-eu") == (locale != "en-US") and form != "rfc"
            for report, document, paths in written:
                sheets, faults = sheets_of(out, paths[form]), []
                if form == "xlsx":
                    cells = check_xlsx(document, sheets, faults)
                else:
                    rows = next(iter(sheets.values()))
                    cells = check_csv(document["sections"][0], rows, own, form == "rfc", faults)
                counts[form] += cells
                if form == "rfc" and locale != "en-US":
                    # It is for machines, and has no digits that a number does not have.
                    taken = [fault for fault in faults if isinstance(fault[3], datetime.datetime)]
                    total["numbers of rfc taken for dates where these are written 4.5."] += len(taken)
                    faults = [fault for fault in faults if fault not in taken]
                report_faults(form, report, locale, faults, total, cells)
    print(locale, ", ".join(f"{form} {cells} cells" for form, cells in counts.items()), flush=True)


def report_faults(form, report, locale, faults, total, cells):
    total["cells"] += cells
    total["wrong"] += len(faults)
    for section, column, value, cell in faults[:5]:
        print(f"  WRONG {form} {locale} {report} {section}.{column}: {value!r:.80} became {cell!r:.80}")
    if len(faults) > 5:
        print(f"  … {len(faults)} in all")


if __name__ == "__main__":
    main()
