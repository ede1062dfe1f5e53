#!/usr/bin/env python3
"""Measures how CSV files are read on suites that others wrote; nothing of them is kept in the repository.

  suites.py pollock BINARY CHECKOUT [--sample N]    repository HPI-Information-Systems/Pollock
  suites.py spectrum BINARY CHECKOUT                repository maxogden/csv-spectrum
  suites.py encodings BINARY                        texts of this script in eleven languages

`pollock` writes every polluted file again with `inspect --raw`, told nothing, and compares records with the
clean version of the benchmark: loaded files, files whose records are all right, share of right records.
`spectrum` compares all cells. `encodings` writes a table in every language and each encoding that is usual for it, and
counts those that come back letter for letter. The exit code is 1 if a file could not be read at all, a table of
`spectrum` differs, or fewer than 97 of 100 encodings are right.
"""
import argparse
import csv
import json
import subprocess
import sys
import tempfile
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


# What people write in each language, and in what of the encodings that browsers know their programs save it beside UTF-8
# and UTF-16; the pages of DOS are none of them.
LANGUAGES = {
    "dutch": ("Zoë|coördinatie|één café|ideeën|reünie|België|financiële vraag|geïnteresseerd", "cp1252 latin-1 iso8859-15 mac-roman"),
    "german": ("Größe|Straße|Müller|Rückgabe|Schäden|Österreich|Lösung|Übergabe|fünf", "cp1252 iso8859-15 mac-roman"),
    "french": ("réclamation|où est mon colis|garçon|déçu|Noël|à bientôt|créé le|œuvre", "cp1252 iso8859-15 mac-roman"),
    "spanish": ("¿Dónde está mi pedido?|mañana|señor Muñoz|niño|devolución|año|pingüino", "cp1252 latin-1 mac-roman"),
    "norwegian": ("Hvor er pakken på vei|første ønske|å sende|Bjørn Ås|kjøpt i går|ærlig", "cp1252 latin-1 mac-roman"),
    "polish": ("Zażółć gęślą jaźń|Łukasz Żak|przesyłka nie dotarła|zgłoszenie|święta|ćwierć", "cp1250 iso8859-2"),
    "czech": ("Příliš žluťoučký kůň|Jiří Dvořák|zásilka nepřišla|děkuji|účet|ještě", "cp1250 iso8859-2"),
    "russian": ("Где моя посылка|Анна Иванова|спасибо за ответ|возврат денег|ещё один вопрос", "cp1251 koi8-r iso8859-5 cp866"),
    "turkish": ("Siparişim nerede|teşekkür ederim|İstanbul|Ağustos|çağrı|ödeme yapıldı", "cp1254 iso8859-9"),
    "japanese": ("荷物はどこですか|東京都|ありがとうございます|返品したい|問い合わせ", "shift_jis euc_jp"),
    "chinese": ("我的包裹在哪里|北京市|谢谢您的回复|我要退货|订单号", "gbk gb18030"),
}


def encodings(binary):
    right = tried = 0
    for language, (text, own) in LANGUAGES.items():
        words = text.split("|")
        rows = [["id", "name", "text"]] + [[str(100 + at), words[at % len(words)], words[(at * 3 + 1) % len(words)]] for at in range(24)]
        table = "".join(";".join(row) + "\r\n" for row in rows)
        for encoding in ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", *own.split()]:
            with tempfile.NamedTemporaryFile(suffix=".csv") as file:
                file.write(table.encode(encoding, "strict"))
                file.flush()
                found = raw(binary, file.name)
            tried, right = tried + 1, right + (found == rows)
            if found != rows:
                print(f"differs: {language} in {encoding}")
    print(f"encodings: {right} of {tried} exact ({right / tried:.1%})")
    return right >= 0.97 * tried


def main():
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("suite", choices=["pollock", "spectrum", "encodings"])
    ask.add_argument("binary")
    ask.add_argument("checkout", nargs="?")
    ask.add_argument("--sample", type=int, default=1, help="every Nth file")
    given = ask.parse_args()
    if given.suite == "pollock":
        held = pollock(given.binary, given.checkout, given.sample)
    elif given.suite == "spectrum":
        held = spectrum(given.binary, given.checkout)
    else:
        held = encodings(given.binary)
    sys.exit(not held)


main()
