#!/usr/bin/env python3
"""Runs whole commands over damaged exports, archives and configurations, and looks for runs that end as none may.

    cargo build
    nice python3 benches/fuzz_commands.py [--binary target/debug/insights] [--minutes 10] [--runs N] [--seed N] [--memory 1000] [--keep DIR]
                                          [--test target/debug/deps/program-…]

A round takes one of the forms exports come in (CSV in several dialects, JSON array, lines, envelope, XLSX, Parquet, gzip, zip,
xz, zst, bz2), an archive, parts of facts with their plan, a profile or a configuration, damages it, and runs one command over
it. What carries checksums is damaged beneath them half the time: they are made to fit again, so that the damage is read (for
blocks of parts this needs `zstd`). A round fails if the run panics, is
ended by a signal, takes more than 10 seconds of processor time or a minute of the clock, takes more memory than it may, ends with
another exit code than 0, 1, 2 or 3, fails without a word, lets a control byte through to the terminal's streams, or gives
JSON that is none. Every failed round is kept, with the command line, in a folder that is named at the end; the seed is
printed first, and the same seed makes the same rounds. A process a round takes most of the time: with `--test`, the binary of the
program's tests (`cargo test --test program --no-run`) runs them all itself, with the arithmetic that it was built to check.
"""
import argparse
import bz2
import gzip
import hashlib
import json
import lzma
import os
import random
import re
import resource
import select
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
import zlib
from io import BytesIO
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
COMMANDS = [
    ["summary"], ["agents"], ["channels"], ["tags"], ["times"], ["quality"], ["phone"], ["faq"], ["ai"], ["sales"], ["report"],
    ["inspect"], ["inspect", "--raw"], ["facts"], ["facts", "--grain", "message"], ["conversations"], ["conversations", "--contains", "a"],
    ["check"], ["summary", "--by", "agent", "--every", "day"], ["summary", "--compare", "previous"], ["summary", "--list", "backlog"],
    ["thread", "1"], ["summary", "--rejects", "rejects.csv"], ["summary", "--pseudonymise"], ["report", "-o", "out/"],
    ["report", "-o", "out.html"], ["report", "-o", "out.xlsx"], ["report", "-o", "out.pdf"], ["import", "--archive", "kept"],
]
PROFILES = sorted((HERE / "src/profile/builtin").glob("*.toml"))
# Of those above, the ones that read parts.
FROM_PARTS = ["summary", "agents", "channels", "tags", "times", "quality", "phone", "faq", "ai", "sales", "report", "conversations"]
FORMATS = ["table", "csv", "json", "ndjson", "markdown", "html", "tsv"]
WHEN = [[], ["--as-of", "latest"], ["--as-of", "latest", "--tz", "Europe/Amsterdam"], ["--period", "2026-01", "--as-of", "2026-02-01"]]
NASTY = [
    b"\0", b"\x1b[2J", b"\xff", b"\xe2\x80\xae", b'"', b'""', b"'", b",", b";", b"\t", b"\n", b"\r\n", b"\r", b"{", b"}", b"[", b"]", b":", b"\\",
    b"\\u0000", b"\\ud800", b"null", b"NaN", b"-1", b"0", b"1e400", b"99999999999999999999", b"9223372036854775807", b"9999-12-31T23:59:59Z",
    b"0001-01-01", b"1970-01-01", b"2026-03-29T02:30:00", b"12:99", b"P1Y", b"true", b"customer", b"=1+1", b"\xef\xbb\xbf", b"\xff\xfe", b"#", b"Total",
]


def seeds(binary, folder):
    """Sound exports in every form: name of the file, bytes."""
    subprocess.run([binary, "demo", "--conversations", "60", "--days", "40", "--until", "2026-02-01", "--out", "demo"], cwd=folder, check=True, capture_output=True)
    found = []
    tables = {}
    for path in sorted((folder / "demo").glob("*.csv")) + sorted((HERE / "examples/exports").glob("*.csv")):
        head = b"".join(path.read_bytes().splitlines(keepends=True)[:40])
        tables.setdefault(path.stem, head)
        found += [(path.name, head), (path.name, head.replace(b",", b";")), (path.name, head.decode().encode("utf-16"))]
    for stem, head in tables.items():
        import csv
        rows = list(csv.DictReader(head.decode().splitlines()))
        found += [
            (f"{stem}.json", json.dumps(rows).encode()), (f"{stem}.json", json.dumps(rows, indent=2).encode()),
            (f"{stem}.jsonl", b"".join(json.dumps(row).encode() + b"\n" for row in rows)), (f"{stem}.json", json.dumps({"page": 1, "data": rows}).encode()),
            (f"{stem}.csv.gz", gzip.compress(head)), (f"{stem}.csv.xz", lzma.compress(head)), (f"{stem}.csv.bz2", bz2.compress(head)),
        ]
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for stem, head in tables.items():
            file.writestr(f"{stem}.csv", head)
    found.append(("all.zip", packed.getvalue()))
    for grain in ("conversation", "message"):
        for ending in ("xlsx", "parquet"):
            out = folder / f"facts.{ending}"
            ran = subprocess.run([binary, "facts", "demo", "--grain", grain, "-o", out.name, "--as-of", "latest", "--limit", "30"], cwd=folder, capture_output=True)
            if ran.returncode == 0:
                found.append((f"{grain}s.{ending}", out.read_bytes()))
    for path in sorted((HERE / "fixtures").rglob("*")):
        if path.is_file() and path.stat().st_size < 60_000 and path.suffix in (".csv", ".json", ".jsonl", ".ndjson", ".xlsx", ".zip", ".gz", ".parquet", ".xml", ".html", ".txt"):
            found.append((path.name, path.read_bytes()))
    return found


def archive(binary, folder):
    """The files of a sound archive, by their place in it."""
    subprocess.run([binary, "import", "demo", "--archive", "sound", "--tz", "UTC"], cwd=folder, check=True, capture_output=True)
    return {path.relative_to(folder / "sound"): path.read_bytes() for path in sorted((folder / "sound").rglob("*")) if path.is_file()}


def parts(binary, folder):
    """A sound plan of a small archive and the parts made by it, by their place."""
    def run(*arguments):
        return subprocess.run([binary, *arguments], cwd=folder, check=True, capture_output=True).stdout.decode()
    run("demo", "--conversations", "40", "--days", "50", "--until", "2026-02-01", "--out", "few")
    run("import", "few", "--archive", "divided", "--tz", "UTC")
    run("parts", "plan", "divided", "--as-of", "latest", "--tz", "UTC", "-o", "plan.json")
    made = ["plan.json"]
    for number, name in enumerate(run("parts", "list", "plan.json").splitlines()):
        run("facts", "divided", "--part", f"{number}.part", "--plan", "plan.json", "--bucket", name)
        made.append(f"{number}.part")
    return {Path(name): (folder / name).read_bytes() for name in made}


def zstd(data, *flags):
    """Data through `zstd`; None where it is not there or refuses."""
    try:
        ran = subprocess.run(["zstd", "-q", "-c", *flags], input=data, capture_output=True)
    except OSError:
        return None
    return ran.stdout if ran.returncode == 0 else None


def leaves(value, path=()):
    """Where every value of some JSON stands that holds no other."""
    if isinstance(value, (dict, list)) and value:
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from leaves(inner, (*path, key))
    else:
        yield path


def damaged_json(dice, value):
    """JSON with one to three values that are others, gone, or of another kind."""
    value = json.loads(json.dumps(value))
    for _ in range(dice.choice([1, 1, 2, 3])):
        places = list(leaves(value))
        *path, last = dice.choice(places) or (None,)
        if last is None:
            return dice.choice([[], {}, None, 0, "x"])
        holder = value
        for key in path:
            holder = holder[key]
        old = holder[last]
        kind = dice.randrange(6)
        if kind == 0:
            del holder[last]
        elif kind == 1 and isinstance(old, int):
            holder[last] = dice.choice([old + 1, old - 1, -old, old * 2, 0, -1, 1 << 31, 1 << 32, (1 << 63) - 1, (1 << 64) - 1, 10 ** 30])
        elif kind == 2 and isinstance(holder, list):
            holder[last:last] = [old] * dice.choice([1, 3, 1000])
        elif kind == 3:
            holder[last] = dice.choice(NASTY).decode("utf-8", "replace")
        else:
            holder[last] = dice.choice([None, [], {}, "", -1, 1.5, True, [old], {"a": old}, 1 << 40])
    return value


def damaged_part(dice, data):
    """A part with a fault beneath its checksums: in its directory, or in what a block unpacks to."""
    length = int.from_bytes(data[-20:-12], "little")
    blocks, directory = data[:-20 - length], json.loads(data[-20 - length:-20])
    if dice.random() < 0.5:
        directory = damaged_json(dice, directory)
    else:
        place = dice.choice(directory["blocks"][dice.choice(sorted(directory["blocks"]))])
        at, size = place[:2]
        plain = zstd(blocks[at:at + size], "-d")
        if plain is None:
            return damaged(dice, data)
        plain = bytearray(damaged(dice, plain) if dice.random() < 0.5 else plain)
        if plain and dice.random() < 0.7:
            # A number of four or eight bytes that is no longer what it was.
            wide = dice.choice([4, 8])
            at = dice.randrange(len(plain)) // wide * wide
            plain[at:at + wide] = dice.choice([0, 1, (1 << 31) - 1, 1 << 31, (1 << 32) - 1, (1 << 63) - 1, 1 << 63, (1 << 64) - 1]).to_bytes(8, "little")[:wide]
        packed = zstd(bytes(plain), "-1")
        place[:] = len(blocks), len(packed), len(plain), zlib.crc32(packed)
        blocks += packed
    directory = json.dumps(directory).encode()
    return blocks + directory + len(directory).to_bytes(8, "little") + zlib.crc32(directory).to_bytes(4, "little") + b"INSIPART"


def beneath(dice, kept, hurt):
    """The files of an archive or of parts with a fault in one that no checksum gives away."""
    data = dict(kept)
    if hurt.suffix == ".part":
        data[hurt] = damaged_part(dice, data[hurt])
    elif hurt.suffix == ".json":
        data[hurt] = json.dumps(damaged_json(dice, json.loads(data[hurt]))).encode()
    else:
        data[hurt] = damaged(dice, data[hurt])
        manifest = json.loads(data[Path("insights-archive.json")])
        for file in manifest["files"]:
            if file["path"] == str(hurt):
                file.update(bytes=len(data[hurt]), sha256=hashlib.sha256(data[hurt]).hexdigest())
        data[Path("insights-archive.json")] = json.dumps(manifest).encode()
    return data


def damaged(dice, data):
    """Data with one to six faults."""
    data = bytearray(data)
    for _ in range(dice.choice([1, 1, 1, 2, 3, 6])):
        at = dice.randrange(len(data) + 1)
        kind = dice.randrange(9)
        if kind == 0 and data:
            data[min(at, len(data) - 1)] ^= 1 << dice.randrange(8)
        elif kind == 1:
            data[at:at] = dice.choice(NASTY)
        elif kind == 2:
            del data[at:at + dice.choice([1, 2, 10, 100, 5000])]
        elif kind == 3:
            data[at:at + 4] = dice.choice(NASTY)
        elif kind == 4:
            piece = data[at:at + dice.choice([5, 50, 500])]
            data[at:at] = piece * dice.choice([1, 2, 40])
        elif kind == 5:
            del data[at:]
        elif kind == 6:
            data[at:at] = bytes(dice.randrange(256) for _ in range(dice.choice([1, 4, 64])))
        elif kind == 7:
            lines = bytes(data).split(b"\n")
            dice.shuffle(lines)
            data = bytearray(b"\n".join(lines))
        else:
            data[at:at] = dice.choice(NASTY) * dice.choice([10, 1000, 40000])
    return bytes(data)


def configuration(dice):
    """A configuration of keys that are there, some with values of another kind, damaged as often as not."""
    lines, table = [], False
    for line in (HERE / "examples" / "insights.toml").read_text().splitlines():
        line = line.removeprefix("# ")
        if line.startswith("[") and line.endswith("]"):
            table = dice.random() < 0.5
            lines += [line] if table else []
        elif " = " in line and (table or not lines) and dice.random() < 0.6:
            key, value = line.split(" = ", 1)
            if dice.random() < 0.3:
                value = dice.choice([
                    "0", "-1", "1.5", "nan", "9223372036854775807", "true", '""', '"0s"', '"99999999999d"', '"1m"', '"latest"', '"Nowhere/City"', '"../.."', '"/dev/null"',
                    '"."', "[]", "{}", '["a", "a"]', "1970-01-01", '"\\u0000"', '"\\u202E"', f'"{"x" * 10000}"', '"=1+1"', '"in"', '["in", "in"]', "{ a = 1 }",
                ])
            lines.append(f"{key} = {value}")
    text = "\n".join(lines).encode() + b"\n"
    return damaged(dice, text) if dice.random() < 0.4 else text


def lay_out(dice, folder, files):
    """Writes files with a fault in one of them, and says which it is."""
    hurt = dice.choice(sorted(files))
    data = beneath(dice, files, hurt) if dice.random() < 0.5 else {**files, hurt: damaged(dice, files[hurt])}
    for name, bytes_of in data.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(bytes_of)
    return hurt


def on_parts(dice, folder, made):
    """The arguments of a command over parts, one of which, or the plan, is damaged."""
    (folder / "in").mkdir()
    lay_out(dice, folder / "in", made)
    kind = dice.random()
    if kind < 0.1:
        return ["parts", "list", "in/plan.json"]
    if kind < 0.3:
        shutil.copytree(folder.parent / "divided", folder / "divided")
        return ["facts", "divided", "--part", "new.part", "--plan", "in/plan.json", "--bucket", dice.choice(["2026-01/00", "all/alone", "2026-01/alone", "rest"])]
    command = dice.choice([command for command in COMMANDS if command[0] in FROM_PARTS and "-o" not in command and "--rejects" not in command])
    return [*command, "--parts", "in", "--format", dice.choice(FORMATS)]


def make_round(dice, folder, exports, kept, made):
    """Lays out the files of a round; the arguments of its command."""
    if dice.random() < 0.15:
        return on_parts(dice, folder, made)
    (folder / "in").mkdir()
    kind = dice.random()
    if kind < 0.2:
        lay_out(dice, folder / "in", kept)
    else:
        for _ in range(dice.choice([1, 1, 1, 2, 3])):
            name, data = dice.choice(exports)
            (folder / "in" / name).write_bytes(damaged(dice, data) if dice.random() < 0.9 else data)
    if dice.random() < 0.2:
        (folder / "insights.toml").write_bytes(configuration(dice))
    command = list(dice.choice(COMMANDS))
    where = "in"
    if command[:2] == ["inspect", "--raw"] or dice.random() < 0.3:
        where = str(dice.choice([path for path in (folder / "in").rglob("*") if path.is_file()]).relative_to(folder))
    arguments = [*command, where]
    takes_time = command[0] not in ("inspect", "check", "import", "thread")
    if takes_time:
        arguments += dice.choice(WHEN)
        if "-o" not in command and dice.random() < 0.7:
            arguments += ["--format", dice.choice(FORMATS)]
    if dice.random() < 0.1 and command[0] != "thread":
        text = dice.choice(PROFILES).read_bytes()
        (folder / "own.toml").write_bytes(damaged(dice, text) if dice.random() < 0.8 else text)
        arguments += ["--profile", "own.toml"]
    if dice.random() < 0.2:
        arguments += ["--threads", dice.choice(["1", "2", "5"])]
    if dice.random() < 0.1:
        arguments += [dice.choice(["-v", "--quiet"])]
    if dice.random() < 0.1 and takes_time:
        arguments += [dice.choice(["--strict", "--fail-if-empty"])]
    return arguments


def limits(megabytes, seconds):
    """Limits of a process: processor time, if any, and address space, as memory is watched from outside."""
    def set_limits():
        if seconds:
            resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 2))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_AS, (4 * megabytes << 20, 4 * megabytes << 20))
    return set_limits


class Ended:
    """How a round ended: its exit code, or what ended it instead, and what it took."""

    def __init__(self, code=None, fault=None, megabytes=0, seconds=0.0):
        self.code, self.fault, self.megabytes, self.seconds = code, fault, megabytes, seconds


class Processes:
    """Runs each round as a process of its own."""

    def __init__(self, binary, megabytes):
        self.binary, self.megabytes = binary, megabytes

    def run(self, folder, arguments):
        try:
            # The peak of memory is that of this one child: it is waited for by its own.
            with open(folder / ".out", "wb") as out, open(folder / ".err", "wb") as err:
                child = subprocess.Popen([self.binary, *arguments], cwd=folder, stdin=subprocess.DEVNULL, stdout=out, stderr=err,
                                         preexec_fn=limits(self.megabytes, 10), env={"PATH": os.environ["PATH"], "HOME": str(folder)})
                end = time.monotonic() + 60
                while True:
                    pid, status, used = os.wait4(child.pid, os.WNOHANG)
                    if pid:
                        break
                    if time.monotonic() > end:
                        child.kill()
                        os.waitpid(child.pid, 0)
                        child.returncode = -9
                        return Ended(fault="no end within 60 s")
                    time.sleep(0.002)
                child.returncode = code = os.waitstatus_to_exitcode(status)
        except OSError as error:
            return Ended(code=2 if "Argument list" in str(error) else None, fault=f"not started: {error}")
        return Ended(code, None, used.ru_maxrss >> 10, used.ru_utime + used.ru_stime)


class OneProcess:
    """Runs rounds one after the other in the process of a test that takes them from its standard input."""

    def __init__(self, test, megabytes):
        self.test, self.megabytes, self.child = test, megabytes, None

    def start(self):
        self.child = subprocess.Popen([self.test, "rounds_of_standard_input", "--ignored", "--nocapture"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                      stderr=subprocess.STDOUT, preexec_fn=limits(self.megabytes, 0), env={"PATH": os.environ["PATH"], "HOME": "/nowhere"})
        self.seconds, self.unread = 0.0, b""

    def of_process(self, file):
        return (Path("/proc") / str(self.child.pid) / file).read_text()

    def taken(self):
        """Seconds of processor time that the process has taken."""
        return sum(map(int, self.of_process("stat").rsplit(")", 1)[1].split()[11:13])) / os.sysconf("SC_CLK_TCK")

    def answer(self):
        """The exit code that the process answers with; what ended it where it does not."""
        end = time.monotonic() + 600
        while not (found := re.search(rb"^ended (\d+)\n", self.unread, re.MULTILINE)):
            if not select.select([self.child.stdout], [], [], 5)[0]:
                if self.taken() - self.seconds < 60 and time.monotonic() < end:
                    continue
                self.child.kill()
                self.child.wait()
                return "no end within 60 s"
            piece = os.read(self.child.stdout.fileno(), 1 << 16)
            if not piece:
                return f"ends the process with {self.child.wait()}: {self.unread[-300:]!r}"
            self.unread += piece
        self.unread = b""
        return int(found[1])

    def run(self, folder, arguments):
        if not self.child or self.child.poll() is not None:
            self.start()
        # From here on the kernel's mark of the most memory is this round's.
        (Path("/proc") / str(self.child.pid) / "clear_refs").write_text("5")
        self.child.stdin.write("\t".join([str(folder), *arguments]).encode() + b"\n")
        self.child.stdin.flush()
        answer = self.answer()
        if isinstance(answer, str):
            return Ended(fault=answer)
        peak = int(re.search(r"VmHWM:\s*(\d+)", self.of_process("status"))[1]) >> 10
        before, self.seconds = self.seconds, self.taken()
        return Ended(answer, None, peak, self.seconds - before)


def verdict(ended, folder, arguments, megabytes):
    """What is wrong with a round; nothing where it ended as it may."""
    if ended.code is None:
        return ended.fault
    out, err = (folder / ".out").read_bytes(), (folder / ".err").read_bytes()
    if b"panicked" in err or ended.code == 101 or (folder / ".panic").exists():
        return "panic"
    if b"overflowed its stack" in err or b"memory allocation of" in err:
        return "aborts"
    if ended.code < 0:
        return f"signal {-ended.code}"
    if ended.code not in (0, 1, 2, 3):
        return f"exit code {ended.code}"
    if ended.code == 2 and not err and not out:
        return "fails without a word"
    if ended.megabytes > megabytes:
        return f"took {ended.megabytes} MB"
    if ended.seconds > 10:
        return f"took {ended.seconds:.1f} s"
    if any(byte < 32 and byte not in (9, 10, 13) or byte == 127 for byte in err):
        return "control bytes on standard error"
    if "json" in arguments and "-o" not in arguments and ended.code in (0, 1, 3):
        try:
            json.loads(out)
        except ValueError as error:
            return f"JSON that is none: {error}"
    left = [path.name for path in folder.rglob(".insights-*.partial")]
    return f"left behind: {left}" if left else None


def main():
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--binary", default=HERE / "target" / "debug" / "insights")
    ask.add_argument("--test", help="the test binary that runs all rounds in its one process")
    ask.add_argument("--minutes", type=float, default=10)
    ask.add_argument("--runs", type=int, default=1 << 60)
    ask.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 31))
    ask.add_argument("--memory", type=int, default=1000, help="megabytes a run may take")
    ask.add_argument("--keep", help="folder for rounds that fail")
    ask.add_argument("--round", type=int, help="this round of the seed alone, kept whatever comes of it")
    given = ask.parse_args()
    binary = str(Path(given.binary).resolve())
    runner = OneProcess(given.test, given.memory) if given.test else Processes(binary, given.memory)
    base = Path(tempfile.mkdtemp(prefix="fuzz-commands-"))
    keep = Path(given.keep or tempfile.mkdtemp(prefix="fuzz-failed-"))
    keep.mkdir(parents=True, exist_ok=True)
    print(f"seed {given.seed}", flush=True)
    exports, kept, made = seeds(binary, base), archive(binary, base), parts(binary, base)
    end = time.monotonic() + given.minutes * 60
    number, faults = 0, {}
    while time.monotonic() < end and number < given.runs:
        number += 1
        if given.round:
            number = given.round
        dice = random.Random(f"{given.seed}/{number}")
        folder = base / "round"
        folder.mkdir()
        arguments = make_round(dice, folder, exports, kept, made)
        fault = verdict(runner.run(folder, arguments), folder, arguments, given.memory)
        if fault or given.round:
            faults[fault] = faults.get(fault, 0) + 1
            place = keep / f"{number}"
            shutil.rmtree(place, ignore_errors=True)
            shutil.move(folder, place)
            said = (place / ".err").read_bytes()[-600:].decode("utf-8", "replace") if (place / ".err").exists() else ""
            print(f"round {number}: {fault}\n  {place}: insights {' '.join(arguments)}\n  {said!r}", flush=True)
        else:
            shutil.rmtree(folder)
        if given.round:
            break
        if number % 1_000 == 0:
            print(f"{number} rounds", flush=True)
    shutil.rmtree(base, ignore_errors=True)
    print(f"{number} runs, {sum(faults.values())} faults {faults or ''}{f' kept in {keep}' if faults else ''}")
    sys.exit(bool(faults))


main()
