#!/usr/bin/env python3
"""Compares the processor time of inputs of n and 4 n: none may take much more than four times as much for it.

    cargo build
    python3 benches/linear.py [--binary target/debug/insights] [--only WORD] [--most 6]

A kind makes an input of some size, that is doubled until a run takes a tenth of a second or is as large as its kind
goes; then it is made four times as large. Processor time, the less of two runs, is compared: a machine that does other things
besides changes nothing.
"""
import argparse
import gzip
import io
import json
import os
import resource
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

WHEN = ["--period", "2026-01", "--as-of", "2026-02-01", "--tz", "UTC"]
AT = "2026-01-05T09:00:00Z"
HEAD = f"conversation_id,created_at,"
KINDS = {}


def kind(name, *command, start=1_000, most=1 << 21, file="a.csv"):
    """Registers what makes the text of an input of some size; the command reads it."""
    def register(make):
        KINDS[name] = (make, command or ("summary",), start, most, file)
        return make
    return register


def rows(size, head, row):
    return head + "\n" + "".join(row(n) + "\n" for n in range(size))


def second(number):
    """A moment of one day."""
    return f"2026-01-05T{number // 3600 % 24:02}:{number // 60 % 60:02}:{number % 60:02}Z"


def packed(**files):
    """Several tables in one file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as members:
        for name, text in files.items():
            members.writestr(f"{name}.csv", text)
    return out.getvalue()


# Cells, names and columns.
kind("letters of one cell", start=100_000, most=1 << 24)(lambda n: f"{HEAD}subject\n1,{AT},{'x' * n}\n")
kind("letters of a quoted cell", start=100_000, most=1 << 24)(lambda n: f'{HEAD}subject\n1,{AT},"{"x" * n}"\n')
kind("quotes of a quoted cell", start=50_000, most=1 << 23)(lambda n: f'{HEAD}subject\n1,{AT},"{chr(34) * 2 * n}"\n')
kind("line ends of a quoted cell", start=50_000, most=1 << 22)(lambda n: f'{HEAD}subject\n1,{AT},"{chr(10) * n}"\n')
kind("a quote that nothing closes", start=2_000)(lambda n: rows(n, HEAD + "subject", lambda i: f'{i},{AT},{chr(34) if i == 5 else ""}x'))
kind("quotes in every row that nothing closes", start=1_000)(lambda n: rows(n, HEAD + "subject", lambda i: f'{i},{AT},"x'))
kind("quotes inside plain cells", start=2_000)(lambda n: rows(n, HEAD + "subject", lambda i: f'{i},{AT},a "b" c'))
kind("commas that nothing quotes", start=2_000)(lambda n: rows(n, HEAD + "subject,team,agent", lambda i: f"{i},{AT},price, please,Sales,Ann"))
kind("commas of one row", start=2_000)(lambda n: f"{HEAD}subject,team,agent\n1,{AT},{'a, ' * n},Sales,Ann\n")
kind("letters of a header", start=20_000, most=1 << 23)(lambda n: "x" * n + "\n1\n")
kind("brackets of a header", start=10_000, most=1 << 22)(lambda n: f"{HEAD}{'[2J.' * n}\n1,{AT},x\n")
kind("dots of a header", start=10_000, most=1 << 22)(lambda n: f"{HEAD}{'a.' * n}\n1,{AT},x\n")
kind("words of a header", start=10_000, most=1 << 22)(lambda n: f"{HEAD}{'date ' * n}\n1,{AT},x\n")
kind("columns", start=1_000, most=1 << 19)(lambda n: HEAD + ",".join(f"c{i}" for i in range(n)) + f"\n1,{AT},\n")
kind("columns of one name", start=1_000, most=1 << 19)(lambda n: HEAD + ",".join(["x"] * n) + f"\n1,{AT},\n")
kind("columns without a name", start=10_000, most=1 << 21)(lambda n: HEAD + "," * n + f"\n1,{AT},\n")
kind("columns, looked at", "inspect", start=500, most=1 << 17)(lambda n: HEAD + ",".join(f"c{i}" for i in range(n)) + f"\n1,{AT},\n")
kind("delimiters alone", start=10_000, most=1 << 22)(lambda n: "," * n)
kind("lines of nothing", start=50_000, most=1 << 22)(lambda n: f"{HEAD}subject\n1,{AT},x" + "\n" * n)
kind("title rows", start=1_000, most=1 << 19)(lambda n: "Report\n" * n + f"{HEAD}subject\n1,{AT},x\n")
kind("tables behind each other", start=500, most=1 << 18)(lambda n: f"{HEAD}subject\n1,{AT},x\n\n" * n)
kind("a line without end", start=100_000, most=1 << 23)(lambda n: "a,b;c\td " * (n // 8))
kind("bytes that are no text", start=50_000, most=1 << 23)(lambda n: f"{HEAD}subject\n1,{AT},".encode() + b"\xff" * n)
kind("rows of bytes that are no text", start=2_000)(lambda n: rows(n, HEAD + "subject", lambda i: f"{i},{AT},caf\xe9").encode("latin-1"))
# Values.
kind("tags of one cell", "tags", start=5_000, most=1 << 20)(lambda n: f"{HEAD}tags\n1,{AT},{';'.join(f't{i}' for i in range(n))}\n")
kind("tags of one cell that are one", "tags", start=5_000, most=1 << 21)(lambda n: f"{HEAD}tags\n1,{AT},{';'.join(['t'] * n)}\n")
kind("tags in all", "tags", start=5_000, most=1 << 18)(lambda n: rows(n, HEAD + "tags", lambda i: f"{i},{AT},t{i}"))
kind("agents", "agents", start=5_000, most=1 << 18)(lambda n: rows(n, HEAD + "agent", lambda i: f"{i},{AT},A{i}"))
kind("customers", start=5_000, most=1 << 18)(lambda n: rows(n, HEAD + "customer", lambda i: f"{i},{AT},c{i}"))
kind("rows of one id", start=5_000, most=1 << 18)(lambda n: rows(n, HEAD + "agent", lambda i: f"1,{AT},A{i}"))
kind("searches that nearly collide", "faq", start=5_000, most=1 << 17)(
    lambda n: b"search_id,searched_at,query\n" + b"".join(b'%d,%s,"abcdefgh\x0c\x67\x57\xc7\x8e\x72\x5d\x710123456789abcdef%07d"\n' % (i, AT.encode(), i) for i in range(n)))
kind("messages of one conversation", start=5_000, most=1 << 18)(lambda n: rows(n, "message_id,conversation_id,sent_at,author_type", lambda i: f"{i},1,{second(i)},{'customer' if i % 2 else 'agent'}"))
kind("messages of one moment", start=5_000, most=1 << 18)(lambda n: rows(n, "message_id,conversation_id,sent_at,author_type", lambda i: f"{i},{i % 7},{AT},customer"))
kind("events of one conversation", start=5_000, most=1 << 18)(lambda n: rows(n, "conversation_id,happened_at,event", lambda i: f"1,{second(i)},{('closed', 'reopened')[i % 2]}"))
kind("digits of a number", start=20_000, most=1 << 22)(lambda n: f"{HEAD}handle_s\n1,{AT},{'9' * n}\n")
kind("letters of an instant", start=20_000, most=1 << 22)(lambda n: f"conversation_id,created_at\n1,2026-01-05 {'0' * n}\n")
kind("views and cases of one reader", "faq", start=2_000, most=1 << 17, file="a.zip")(lambda n: packed(
    conversations=rows(n, HEAD + "customer_id", lambda i: f"{i},{second(i)},c"),
    faq_views=rows(n, "at,article_id,customer_id", lambda i: f"{second(i)},A{i % 7},c")))
kind("orders and touches of one customer", "ai", start=2_000, most=1 << 17, file="a.zip")(lambda n: packed(
    conversations=rows(n, HEAD + "customer_id,ai_status", lambda i: f"{i},{second(i)},c,resolved"),
    events=rows(n, "conversation_id,at,kind,value", lambda i: f"{i},{second(i)},sms_touch,"),
    orders=rows(n, "order_id,at,customer_id,amount", lambda i: f"{i},{'2026-01-07' + second(i)[10:]},c,1")))
for command in ("report", "ai", "agents", "quality"):
    kind(f"messages, events and ratings of one conversation, {command}", command, start=5_000, most=1 << 17, file="a.zip")(lambda n: packed(
        conversations=f"{HEAD}customer_id,agent,ai_status\n1,{AT},c,Ann,handover\n",
        messages=rows(n, "message_id,conversation_id,at,author_type,author", lambda i: f"{i},1,{second(i)},{('customer', 'agent', 'bot', 'ai')[i % 4]},A{i % 5}"),
        events=rows(n, "conversation_id,at,kind,agent,team,value", lambda i: f"1,{second(i)},{('assigned', 'closed', 'reopened', 'sms_touch', 'handover')[i % 5]},A{i % 7},T{i % 3},"),
        ratings=rows(n, "conversation_id,at,kind,score,scale", lambda i: f"1,{second(i)},csat,{i % 5 + 1},5")))
kind("conversations of one customer", "report", start=5_000, most=1 << 18)(lambda n: rows(n, HEAD + "customer_id,agent,first_reply_at,closed_at,ai_status", lambda i: f"{i},{second(i)},c,A{i % 5},2026-01-06T10:00:00Z,2026-01-07T10:00:00Z,{('resolved', 'handover')[i % 2]}"))
kind("legs of one call", "phone", start=5_000, most=1 << 18)(lambda n: rows(n, "call_id,parent_id,started_at,direction,outcome", lambda i: f"{i},{0 if i else ''},{second(i)},incoming,{('abandoned', 'answered')[i % 2]}"))
kind("legs that each lead to the next", "phone", start=5_000, most=1 << 18)(lambda n: rows(n, "call_id,parent_id,started_at,direction,outcome", lambda i: f"{i},{i + 1},{second(i)},incoming,answered"))
kind("legs in a circle", "phone", start=5_000, most=1 << 18)(lambda n: rows(n, "call_id,parent_id,started_at,direction,outcome", lambda i: f"{i},{(i + 1) % n},{second(i)},incoming,answered"))
kind("calls of one number", "phone", start=5_000, most=1 << 18)(lambda n: rows(n, "call_id,started_at,direction,customer_number,outcome", lambda i: f"{i},{second(i)},{('incoming', 'outgoing')[i % 2]},+31612345678,{('abandoned', 'answered')[i % 2]}"))
kind("ratings of one conversation", "quality", start=5_000, most=1 << 18)(lambda n: rows(n, "conversation_id,at,kind,score,scale", lambda i: f"1,{second(i)},csat,{i % 5 + 1},5"))
# JSON.
JSON = {"conversation_id": 1, "created_at": AT}
kind("letters of a text in JSON", start=100_000, most=1 << 24, file="a.jsonl")(lambda n: json.dumps({**JSON, "subject": "x" * n}) + "\n")
kind("escapes of a text in JSON", start=50_000, most=1 << 22, file="a.jsonl")(lambda n: json.dumps({**JSON, "subject": "\u00e9" * n}) + "\n")
kind("escapes of a key in JSON", start=20_000, most=1 << 21, file="a.json")(lambda n: json.dumps([JSON])[:-2] + ',"' + "\\ud800" * n + '":1}]')
kind("keys of a record", start=2_000, most=1 << 18, file="a.jsonl")(lambda n: json.dumps({**JSON, **{f"k{i}": i for i in range(n)}}) + "\n")
kind("keys of a record that are one", start=2_000, most=1 << 18, file="a.json")(lambda n: json.dumps([JSON])[:-2] + ',"k":1' * n + "}]")
kind("elements of a list", start=5_000, most=1 << 19, file="a.json")(lambda n: json.dumps([{**JSON, "messages": [{"sent_at": AT, "body": "x"}] * n}]))
kind("records of other keys each", start=500, most=1 << 15, file="a.jsonl")(lambda n: "".join(json.dumps({**JSON, "conversation_id": i, f"k{i}": 1}) + "\n" for i in range(n)))
kind("records of an array", start=5_000, most=1 << 18, file="a.json")(lambda n: json.dumps([{**JSON, "conversation_id": i} for i in range(n)]))
kind("records that are cut", start=2_000, most=1 << 17, file="a.json")(lambda n: "[" + ",".join(['{"conversation_id":1,"created_at":"' + AT + '"'] * n))
kind("faults of an array", start=2_000, most=1 << 16, file="a.json")(lambda n: "[" + ",".join(json.dumps(JSON) if i % 2 else '{"conversation_id":}' for i in range(n)) + "]")
kind("brackets that open", start=20_000, most=1 << 22, file="a.json")(lambda n: "[" * n)
kind("braces that open", start=20_000, most=1 << 21, file="a.json")(lambda n: '{"a":' * n)
kind("nulls of an array", start=50_000, most=1 << 21, file="a.json")(lambda n: "[" + "null," * n + "1]")
kind("arrays behind each other", start=2_000, most=1 << 18, file="a.json")(lambda n: json.dumps([JSON]) * n)
# Packed, and the configuration.
kind("members of a gzip", start=500, most=1 << 15, file="a.csv.gz")(lambda n: gzip.compress(f"conversation_id,created_at\n".encode()) + b"".join(gzip.compress(f"{i},{AT}\n".encode()) for i in range(n)))


def seconds(command):
    """Processor time of a run, the less of two."""
    took = []
    for _ in range(2):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        ran = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        if ran.returncode not in (0, 2):
            raise AssertionError(f"exit {ran.returncode}: {ran.stderr[-300:]!r}")
        took.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return min(took)


def compare(binary, folder, make, command, size, most, file):
    """Times of n and 4 n, and n."""
    path = folder / file
    words = [binary, *command, path, "--threads", "1", *(WHEN if command[0] != "inspect" else [])]

    def of(size):
        text = make(size)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return seconds(words)
    small = of(1)
    while (took := of(size) - small) < 0.1 and 4 * size < most:
        size *= 2
    return size, max(took, 0.02), of(4 * size) - small


def main():
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--binary", default=Path(__file__).resolve().parent.parent / "target" / "debug" / "insights")
    ask.add_argument("--only", default="")
    ask.add_argument("--most", type=float, default=6)
    given = ask.parse_args()
    binary, faults = str(Path(given.binary).resolve()), 0
    for name, (make, command, start, most, file) in KINDS.items():
        if given.only not in name:
            continue
        with tempfile.TemporaryDirectory() as folder:
            try:
                size, once, fourfold = compare(binary, Path(folder), make, command, start, most, file)
                said = f"{fourfold / once:5.1f}  {once:.2f} s for {size}, {fourfold:.2f} s for {4 * size}"
                fault = fourfold / once > given.most
            except AssertionError as error:
                said, fault = str(error), True
        faults += fault
        print(f"{'FAULT' if fault else 'ok':5} {name}: {said}", flush=True)
    print(f"{faults} of {len(KINDS)} kinds take more than {given.most} times as long for four times as much")
    sys.exit(bool(faults))


main()
