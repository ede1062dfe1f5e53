#!/usr/bin/env python3
"""Runs a binary through faults of machines, files and people; each check has a name and passes or fails.

    cargo build
    python3 benches/faults.py [--binary target/debug/insights] [--only WORD] [--list] [--slow]

Every check makes its own files in a folder of its own. A check fails if the exit code, the message, the figures or what
lies in the folder afterwards is another than promised, if a signal or panic ended the run, or if it took over 20 s.
`--slow` adds those that take minutes in a debug build. The exit code is 1 if any check fails.
"""
import argparse
import json
import os
import resource
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import traceback
import zipfile
from pathlib import Path

sys.dont_write_bytecode = True
from fuzzing.seeds import zstd

HERE = Path(__file__).resolve().parent.parent
EXPORTS = HERE / "examples" / "exports"
WHEN = ["--period", "2026-01", "--as-of", "2026-02-01", "--tz", "UTC"]
CHECKS = []
BINARY = None
HEAD = "conversation_id,created_at,closed_at,team,agent,channel\n"


class Ran:
    """How a run ended and what it said."""

    def __init__(self, code, out, err, seconds, peak):
        self.code, self.out, self.err, self.seconds, self.peak = code, out, err, seconds, peak

    @property
    def text(self):
        return self.err.decode("utf-8", "replace")

    def ends(self, *codes):
        assert "panicked" not in self.text, self.text[:300]
        assert self.code in codes, f"exit {self.code}, wanted {codes}: {self.text[:300]!r}"
        return self

    def says(self, *words):
        assert any(word in self.text for word in words), f"says none of {words}: {self.text[:400]!r}"
        return self

    def hides(self, *words):
        found = [word for word in words if word in self.text or word in self.out.decode('utf-8', 'replace')]
        assert not found, f"shows {found}: {self.text[:400]!r}"
        return self

    def under(self, mib):
        assert self.peak < mib << 20, f"took {self.peak >> 20} MiB, more than {mib}"
        return self


def check(name, slow=False):
    """Registers a check; it gets a folder of its own."""
    def register(test):
        CHECKS.append((name, slow, test))
        return test
    return register


def run(*arguments, folder=None, stdin=subprocess.DEVNULL, before=None, seconds=20, environment=None, stdout=subprocess.PIPE):
    """One run of the program, its memory watched."""
    started = time.monotonic()
    child = subprocess.Popen([BINARY, *map(os.fspath, arguments)], cwd=folder, stdin=stdin, stdout=stdout,
                             stderr=subprocess.PIPE, preexec_fn=before, env={**os.environ, **(environment or {})})
    peak = 0
    try:
        # The kernel's own mark of the most memory is read while the process lives.
        import threading
        def watch():
            nonlocal peak
            while child.poll() is None:
                try:
                    for line in open(f"/proc/{child.pid}/status"):
                        if line.startswith("VmHWM"):
                            peak = max(peak, int(line.split()[1]) << 10)
                except OSError:
                    return
                time.sleep(0.005)
        watcher = threading.Thread(target=watch)
        watcher.start()
        out, err = child.communicate(timeout=seconds)
        watcher.join()
    except subprocess.TimeoutExpired:
        child.kill()
        child.communicate()
        raise AssertionError(f"no end within {seconds} s") from None
    return Ran(child.returncode, out or b"", err or b"", time.monotonic() - started, peak)


def export(path, rows=20, more=""):
    """A small export of conversations."""
    lines = [f"{n},2026-01-{n % 28 + 1:02}T09:00:00Z,2026-01-{n % 28 + 1:02}T10:00:00Z,Sales,Ann,email\n" for n in range(rows)]
    path.write_text(HEAD + "".join(lines) + more)
    return path


def left(folder):
    """Temporary files that lie about."""
    return [str(path) for path in Path(folder).rglob(".insights-*.partial")]


def unchanged(path, *arguments, **more):
    """A run that must refuse, and leave the file as it is."""
    before = path.read_bytes()
    ran = run(*arguments, **more)
    assert path.read_bytes() == before, f"{path} is overwritten, exit {ran.code}"
    return ran.ends(2)


# Outputs onto inputs.

@check("output is the input")
def _(at):
    a = export(at / "a.csv")
    unchanged(a, "summary", a, "-o", a)


@check("output is the input by a link")
def _(at):
    a = export(at / "a.csv")
    (at / "l.csv").symlink_to(a)
    unchanged(a, "summary", a, "-o", at / "l.csv")


@check("output is the input by a hard link")
def _(at):
    a = export(at / "a.csv")
    os.link(a, at / "h.csv")
    unchanged(at / "h.csv", "summary", a, "-o", at / "h.csv")


@check("output is the input by ..")
def _(at):
    a = export(at / "a.csv")
    (at / "d").mkdir()
    unchanged(a, "summary", a, "-o", at / "d" / ".." / "a.csv")


@check("output is a file inside the input folder")
def _(at):
    (at / "in").mkdir()
    a = export(at / "in" / "a.csv")
    unchanged(a, "summary", at / "in", "-o", a)


@check("output is a file that a pattern matches")
def _(at):
    a = export(at / "a.csv")
    unchanged(a, "summary", at / "*.csv", "-o", a)


@check("output is a hard link to a file inside the input folder")
def _(at):
    (at / "in").mkdir()
    export(at / "in" / "a.csv")
    os.link(at / "in" / "a.csv", at / "b.csv")
    unchanged(at / "b.csv", "summary", at / "in", "-o", at / "b.csv")


@check("output is a file of data in insights.toml")
def _(at):
    (at / "in").mkdir()
    a = export(at / "in" / "a.csv")
    (at / "insights.toml").write_text('data = "in"\n')
    unchanged(a, "summary", "-o", "in/a.csv", folder=at)


@check("output is the configuration")
def _(at):
    export(at / "a.csv")
    toml = at / "insights.toml"
    toml.write_text('week_start = "monday"\n')
    unchanged(toml, "summary", "a.csv", "-o", "insights.toml", "--format", "csv", folder=at)


@check("output is the configuration that --config names, by a link")
def _(at):
    export(at / "a.csv")
    toml = at / "rules.toml"
    toml.write_text('week_start = "monday"\n')
    (at / "l").symlink_to(toml)
    unchanged(toml, "summary", "a.csv", "--config", "rules.toml", "-o", "l", "--format", "csv", folder=at)


@check("output is the profile that is used")
def _(at):
    a = export(at / "a.csv")
    run("inspect", a, "--profile-out", at / "p.toml").ends(0, 2)
    unchanged(at / "p.toml", "summary", a, "--profile", at / "p.toml", "-o", at / "p.toml", "--format", "csv")


@check("output is the export that inspect looks at")
def _(at):
    a = export(at / "a.csv")
    unchanged(a, "inspect", a, "--profile-out", a)


@check("output of inspect --raw is its input")
def _(at):
    a = export(at / "a.csv")
    unchanged(a, "inspect", "--raw", a, "-o", a)


@check("output folder is the input folder")
def _(at):
    (at / "in").mkdir()
    a = export(at / "in" / "summary-totals.csv")
    unchanged(a, "summary", at / "in", *WHEN, "-o", at / "in")


@check("output lies in an archive that is read")
def _(at):
    a = export(at / "a.csv")
    run("import", "--archive", at / "arc", a).ends(0)
    part = next(path for path in (at / "arc").rglob("*") if path.is_file() and path.name.endswith(".json"))
    unchanged(part, "summary", at / "arc", "-o", part)


@check("facts, conversations, check, profiles write onto their input")
def _(at):
    for command in (["facts"], ["conversations"], ["quality"]):
        (at / "in").mkdir(exist_ok=True)
        a = export(at / "in" / "a.csv")
        unchanged(a, *command, at / "in", "-o", a)


@check("two runs at once write one file")
def _(at):
    export(at / "a.csv")
    children = [subprocess.Popen([BINARY, "summary", "a.csv", *WHEN, "-o", "o.json"], cwd=at, stderr=subprocess.DEVNULL) for _ in range(4)]
    assert [child.wait() for child in children] == [0] * 4
    json.loads((at / "o.json").read_text())
    assert not left(at), left(at)


@check("a folder of sections appears as one set and old files of it stay")
def _(at):
    export(at / "a.csv")
    (at / "o").mkdir()
    (at / "o" / "mine.txt").write_text("mine")
    run("report", "a.csv", *WHEN, "-o", "o/", "--format", "csv", folder=at).ends(0)
    assert (at / "o" / "mine.txt").read_text() == "mine" and len(list((at / "o").iterdir())) > 2
    assert not left(at), left(at)


# Signals.

def signalled(at, number, arguments, place):
    """Sends a signal at many moments of writing; the codes and what lies about afterwards are looked at."""
    run("demo", "--conversations", "1500", "--out", at / "e").ends(0)
    started = time.monotonic()
    run(*arguments, folder=at, seconds=60).ends(0)
    whole = time.monotonic() - started
    codes = set()
    for n in range(24):
        child = subprocess.Popen([BINARY, *arguments], cwd=at, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        time.sleep(whole * (0.3 + 0.75 * n / 24))
        child.send_signal(number)
        _, err = child.communicate(timeout=20)
        codes.add(child.returncode)
        assert b"panicked" not in err, err[:300]
        assert not left(at / place), (n, left(at / place))
    wanted = {0, 128 + number}
    assert codes <= wanted and 128 + number in codes, f"exit codes {codes}, wanted {wanted}"


for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
    @check(f"{number.name} while a file is written")
    def _(at, number=number):
        signalled(at, number, ["facts", "e", *WHEN[2:], "--grain", "message", "-o", "o.csv"], ".")

    @check(f"{number.name} while a folder is written")
    def _(at, number=number):
        signalled(at, number, ["report", "e", *WHEN[2:], "--format", "csv", "-o", "o/"], ".")


@check("what a killed run left is removed by the next")
def _(at):
    export(at / "a.csv")
    (at / ".insights-x1y2z3.partial").write_text("x")
    os.utime(at / ".insights-x1y2z3.partial", (1, 1))
    run("summary", "a.csv", *WHEN, "-o", "o.csv", folder=at).ends(0)
    assert not left(at), left(at)


@check("nohup's ignored SIGHUP stays ignored")
def _(at):
    run("demo", "--conversations", "1500", "--out", at / "e").ends(0)
    child = subprocess.Popen([BINARY, "facts", "e", "--grain", "message", "-o", "o.csv"], cwd=at, stderr=subprocess.PIPE,
                             preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN))
    time.sleep(0.3)
    child.send_signal(signal.SIGHUP)
    child.communicate(timeout=30)
    assert child.returncode == 0, child.returncode


# Streams.

for form in ("table", "csv", "json", "markdown", "html"):
    @check(f"/dev/full as standard output, {form}")
    def _(at, form=form):
        a = export(at / "a.csv")
        with open("/dev/full", "wb") as full:
            run("summary", a, *WHEN, "--format", form, stdout=full).ends(2).says("standard output")


@check("standard output closed")
def _(at):
    a = export(at / "a.csv")
    run("summary", a, *WHEN, before=lambda: os.close(1)).ends(2).says("standard output")


@check("standard output closed, but the report goes to a file")
def _(at):
    a = export(at / "a.csv")
    run("summary", a, *WHEN, "-o", at / "o.csv", before=lambda: os.close(1)).ends(0)


@check("standard error closed")
def _(at):
    a = export(at / "a.csv")
    run("summary", a, *WHEN, before=lambda: os.close(2)).ends(0)


@check("standard input closed")
def _(at):
    run("summary", "-", *WHEN, before=lambda: os.close(0)).ends(2)


@check("standard input is a folder")
def _(at):
    handle = os.open(at, os.O_RDONLY)
    run("summary", "-", *WHEN, stdin=handle).ends(2).says("standard input")
    os.close(handle)


@check("| head -1 is quiet and fine")
def _(at):
    run("demo", "--conversations", "1500", "--out", at / "e").ends(0)
    ran = subprocess.run(f"set -o pipefail; '{BINARY}' facts e --grain message --format csv 2>err | head -1; echo ${{PIPESTATUS[0]}}",
                         shell=True, executable="/bin/bash", cwd=at, capture_output=True, timeout=30)
    assert ran.stdout.split()[-1] == b"0" and b"error" not in (at / "err").read_bytes(), ran.stdout[-50:]


@check("/dev/full as a file")
def _(at):
    run("summary", export(at / "a.csv"), *WHEN, "-o", "/dev/full", "--format", "csv").ends(2).says("full")


@check("/dev/null as a file")
def _(at):
    run("summary", export(at / "a.csv"), *WHEN, "-o", "/dev/null", "--format", "csv").ends(0)
    assert not os.path.isfile("/dev/null")


# Places.

@check("missing folder of the output")
def _(at):
    run("summary", export(at / "a.csv"), *WHEN, "-o", at / "no" / "o.csv").ends(2).says("does not exist")


@check("output folder without permission")
def _(at):
    (at / "no").mkdir()
    a = export(at / "a.csv")
    (at / "no").chmod(0o555)
    if os.geteuid() != 0:
        run("summary", a, *WHEN, "-o", at / "no" / "o.csv").ends(2).says("not allowed")
    (at / "no").chmod(0o755)


@check("new files have the mode that umask gives, old ones theirs")
def _(at):
    a = export(at / "a.csv")
    for mask, mode in ((0o022, 0o644), (0o077, 0o600), (0o002, 0o664)):
        for name in (f"o{mask}.csv", f"o{mask}.xlsx", f"o{mask}.html"):
            run("summary", a, *WHEN, "-o", at / name, before=lambda: os.umask(mask)).ends(0)
            found = (at / name).stat().st_mode & 0o777
            assert found == mode, f"{name} {found:o}, wanted {mode:o}"
    (at / "old.csv").write_text("x")
    (at / "old.csv").chmod(0o640)
    run("summary", a, *WHEN, "-o", at / "old.csv").ends(0)
    assert (at / "old.csv").stat().st_mode & 0o777 == 0o640


@check("limit of file size (ulimit -f)")
def _(at):
    run("demo", "--conversations", "500", "--out", at / "e").ends(0)
    limit = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (8192, 8192))
    run("facts", "e", "--grain", "message", "-o", "o.csv", folder=at, before=limit).ends(2)
    assert not left(at) and not (at / "o.csv").exists(), left(at)


@check("few open files (ulimit -n 16)")
def _(at):
    (at / "in").mkdir()
    for n in range(60):
        export(at / "in" / f"{n:03}.csv", 3)
    run("summary", at / "in", *WHEN, before=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (16, 16))).ends(0)


@check("TMPDIR, HOME, TZ, LANG missing or nonsense")
def _(at):
    a = export(at / "a.csv")
    for environment in ({"TMPDIR": "/nowhere"}, {"HOME": "/nowhere"}, {"TZ": "No/Where"}, {"LANG": "C"}, {"COLUMNS": "0"}, {"COLUMNS": str(2 ** 64)}):
        run("summary", a, *WHEN, environment=environment).ends(0)


# Files that misbehave.

@check("FIFO inside a folder")
def _(at):
    export(at / "a.csv")
    os.mkfifo(at / "f.csv")
    run("summary", at, *WHEN).ends(0).says("f.csv")


@check("FIFO named by a pattern")
def _(at):
    export(at / "a.csv")
    os.mkfifo(at / "b.csv")
    run("summary", at / "*.csv", *WHEN).ends(0)


@check("socket inside a folder")
def _(at):
    export(at / "a.csv")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(at / "s.csv"))
        run("summary", at, *WHEN).ends(0).says("s.csv")


@check("dangling link in a folder")
def _(at):
    export(at / "a.csv")
    (at / "b.csv").symlink_to(at / "gone.csv")
    run("summary", at, *WHEN).ends(0).says("b.csv")


@check("link to itself in a folder")
def _(at):
    export(at / "a.csv")
    (at / "b.csv").symlink_to("b.csv")
    run("summary", at, *WHEN).ends(0).says("b.csv")


@check("three links of a folder to itself")
def _(at):
    export(at / "a.csv")
    for name in "xyz":
        (at / name).symlink_to(".")
    run("summary", at, *WHEN).ends(0)


@check("a file of a folder without permission")
def _(at):
    export(at / "a.csv")
    export(at / "b.csv").chmod(0)
    demoted = (lambda: os.setuid(65534)) if os.geteuid() == 0 else None
    at.chmod(0o755)
    run("summary", at, *WHEN, before=demoted).ends(0).says("b.csv")
    run("summary", at, *WHEN, "--strict", before=demoted).ends(1, 2).says("b.csv")


@check("a folder of a folder without permission")
def _(at):
    export(at / "a.csv")
    (at / "d").mkdir()
    export(at / "d" / "b.csv")
    (at / "d").chmod(0)
    demoted = (lambda: os.setuid(65534)) if os.geteuid() == 0 else None
    at.chmod(0o755)
    try:
        run("summary", at, *WHEN, before=demoted).ends(0).says("/d")
    finally:
        (at / "d").chmod(0o755)


@check("a named file without permission")
def _(at):
    a = export(at / "a.csv")
    a.chmod(0)
    demoted = (lambda: os.setuid(65534)) if os.geteuid() == 0 else None
    at.chmod(0o755)
    run("summary", a, *WHEN, before=demoted).ends(2).says("a.csv")


@check("a file of a folder that is cut in the middle of a UTF-16, a picture, an error page")
def _(at):
    export(at / "a.csv")
    for name, data in (("b.csv", b"<html>503</html>"), ("c.csv", b"\x89PNG\r\n\x1a\n\0\0\0"), ("d.json", b'{"a": [1, 2'), ("e.csv", b"")):
        (at / name).write_bytes(data)
        run("summary", at, *WHEN).ends(0).says(name)
        run("summary", at, *WHEN, "--strict").ends(1, 2)
        (at / name).unlink()


@check("a file cut while it is read")
def _(at):
    line = "%d,2026-01-05T09:00:00Z,2026-01-05T10:00:00Z,Sales,Ann,email\n"
    a = at / "a.csv"
    with open(a, "w") as file:
        file.write(HEAD)
        file.writelines(line % n for n in range(3_000_000))
    child = subprocess.Popen([BINARY, "summary", a, *WHEN, "--format", "json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    # The moment that a part has been read is when its place in the file has moved.
    for _ in range(4000):
        time.sleep(0.001)
        try:
            if any("pos:\t0" not in open(f"/proc/{child.pid}/fdinfo/{name}").read() and os.readlink(f"/proc/{child.pid}/fd/{name}") == str(a)
                   for name in os.listdir(f"/proc/{child.pid}/fdinfo")):
                break
        except OSError:
            continue
    os.truncate(a, 20_000_000)
    out, err = child.communicate(timeout=60)
    rows = json.loads(out)["input"]["rows"]["conversations"] if out else 0
    assert child.returncode in (0, 2) and (b"a.csv" in err or rows >= 2_900_000), (child.returncode, rows, err[:200])


@check("a link loop as the input")
def _(at):
    (at / "l").symlink_to("l")
    run("summary", at / "l", *WHEN).ends(2)


@check("input is a socket, /dev/null, a folder without files")
def _(at):
    (at / "d").mkdir()
    run("summary", at / "d", *WHEN).ends(2)
    run("summary", "/dev/null", *WHEN).ends(2)


@check("/dev/zero is refused")
def _(at):
    run("summary", "/dev/zero", *WHEN, seconds=60).ends(2)


@check("names of 255 bytes, with a leading -, of newlines")
def _(at):
    for name in ("a" * 251 + ".csv", "-x.csv", "a\nb.csv", "a\x1b[31m.csv", " .csv"):
        export(at / name)
        run("summary", "--", name, *WHEN[:0], folder=at).ends(0)
        run("summary", at / name, *WHEN, "-v").ends(0).hides("\x1b[31m")


@check("names that are not UTF-8, in every command")
def _(at):
    name = os.fsencode(str(at)) + b"/a\xff.csv"
    with open(name, "wb") as file:
        file.write(export(at / "b.csv").read_bytes())
    (at / "b.csv").unlink()
    for command in (["summary"], ["inspect"], ["facts"], ["conversations"], ["report"], ["check"], ["quality"], ["inspect", "--raw"], ["summary", "--format", "json"]):
        run(*command, os.fsdecode(name)).ends(0)
        run(*command, at).ends(0) if "--raw" not in command else None
    for command in (["summary", os.fsdecode(name), "-o"], ["report", os.fsdecode(name), "-o"], ["inspect", os.fsdecode(name), "--profile-out"]):
        run(*command, os.fsdecode(os.fsencode(str(at)) + b"/o\xff.toml"), *(["--format", "csv"] if "-o" in command else [])).ends(0, 2)
    run("import", "--archive", os.fsdecode(os.fsencode(str(at)) + b"/arc\xff"), os.fsdecode(name)).ends(0)
    run("summary", os.fsdecode(os.fsencode(str(at)) + b"/arc\xff")).ends(0)


@check("inspect of what it does not recognise exits 2")
def _(at):
    (at / "x.csv").write_text("alpha,beta\n1,2\n")
    run("inspect", at / "x.csv").ends(2)


# Limits.

@check("gzip of 260 KB that becomes 1 GB is stopped")
def _(at):
    import gzip
    with gzip.open(at / "a.csv.gz", "wb", compresslevel=9) as file:
        file.write(HEAD.encode())
        for _ in range(1000):
            file.write(b"\n" * (1 << 20))
    run("summary", at / "a.csv.gz", *WHEN, seconds=120).ends(2).says("200")


for packing, opened in (("gz", "gzip"), ("bz2", "bz2"), ("xz", "lzma")):
    @check(f"a bomb packed as {packing} is stopped after 64 MiB")
    def _(at, packing=packing, opened=opened):
        module = __import__(opened)
        with module.open(at / f"a.csv.{packing}", "wb") as file:
            file.write(HEAD.encode())
            row = b"1,2026-01-05T09:00:00Z,2026-01-05T10:00:00Z,Sales,Ann,email\n" * 17000
            for _ in range(160):
                file.write(row)
        run("summary", at / f"a.csv.{packing}", *WHEN, seconds=120).ends(2).says("200")


@check("a bomb packed as zst is stopped after 64 MiB")
def _(at):
    rows = b"1,2026-01-05T09:00:00Z,2026-01-05T10:00:00Z,Sales,Ann,email\n" * (160 * 17000)
    (at / "a.csv.zst").write_bytes(zstd(HEAD.encode() + rows))
    run("summary", at / "a.csv.zst", *WHEN, seconds=120).ends(2).says("200")


@check("a bomb in a zip is stopped")
def _(at):
    with zipfile.ZipFile(at / "a.zip", "w", zipfile.ZIP_DEFLATED) as pack:
        with pack.open("a.csv", "w", force_zip64=True) as file:
            file.write(HEAD.encode())
            for _ in range(300):
                file.write(b"\n" * (1 << 20))
    run("summary", at / "a.zip", *WHEN, seconds=120).ends(2).says("200")


@check("a bomb as a workbook is stopped")
def _(at):
    sheet = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    with zipfile.ZipFile(at / "a.xlsx", "w", zipfile.ZIP_DEFLATED) as pack:
        pack.writestr("[Content_Types].xml", '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>')
        pack.writestr("_rels/.rels", '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>')
        pack.writestr("xl/workbook.xml", '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>')
        pack.writestr("xl/_rels/workbook.xml.rels", '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>')
        with pack.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as file:
            file.write(sheet)
            for _ in range(200):
                file.write(b"<row/>" * (1 << 18))
            file.write(b"</sheetData></worksheet>")
    run("summary", at / "a.xlsx", *WHEN, seconds=120).ends(2).says("200").under(700)


@check("a cut gzip is said and its half row not used")
def _(at):
    import gzip
    rows = "".join(f"{n},2026-01-{n % 28 + 1:02}T09:00:{n % 60:02}Z,,Team {n * 7919 % 1000},Agent {n * 104729 % 9973},email\n" for n in range(5000))
    data = gzip.compress((HEAD + rows).encode())
    (at / "a.csv.gz").write_bytes(data[:len(data) // 2])
    ran = run("summary", at / "a.csv.gz", *WHEN, "--format", "json").ends(0).says("cut", "end")
    import zlib
    plain = zlib.decompressobj(31).decompress(data[:len(data) // 2]).decode()
    whole = plain.count("\n") - 1
    used = json.loads(ran.out)["input"]["used"]["conversations"]
    assert used == whole, (used, whole)
    run("summary", at / "a.csv.gz", *WHEN, "--strict").ends(1)


@check("--max-input is held for plain files and pipes")
def _(at):
    a = export(at / "a.csv", 20000)
    run("summary", a, *WHEN, "--max-input", "1MB").ends(2).says("max-input")
    with open(a, "rb") as file:
        run("summary", "-", *WHEN, "--max-input", "1MB", stdin=file).ends(2).says("max-input")


# Memory and threads.

@check("a header of a million commas costs bytes")
def _(at):
    (at / "c.csv").write_bytes(b"," * 1_000_000)
    run("summary", at / "c.csv", *WHEN, seconds=60).ends(2).under(400)


@check("20,000 columns")
def _(at):
    names = ",".join(f"c{n}" for n in range(20000))
    (at / "a.csv").write_text(HEAD.strip() + "," + names + "\n" + "1,2026-01-05T09:00:00Z,,,,email" + "," * 20000 + "\n")
    run("summary", at / "a.csv", *WHEN, seconds=60).ends(0).under(250)


@check("no thread to be had")
def _(at):
    a = export(at / "a.csv", 20000)
    at.chmod(0o755)
    def before():
        if os.geteuid() == 0:
            os.setuid(65533)
        resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    run("summary", a, *WHEN, before=before).ends(0)
    run("summary", a, *WHEN, "--threads", "1", before=before).ends(0)
    export(at / "b.csv", 20)
    run("summary", at, *WHEN, before=before).ends(0)


@check("little address space (ulimit -v) is refused with words")
def _(at):
    line = "%d,2026-01-05T09:00:00Z,2026-01-05T10:00:00Z,Sales,Agent %d,email\n"
    with open(at / "a.csv", "w") as file:
        file.write(HEAD)
        file.writelines(line % (n, n) for n in range(1_500_000))
    for mib in (120, 150, 200, 300, 400):
        limit = lambda: resource.setrlimit(resource.RLIMIT_AS, (mib << 20, mib << 20))
        run("summary", at / "a.csv", *WHEN, before=limit, seconds=90).ends(0, 2)


@check("--memory refuses with the size needed", slow=False)
def _(at):
    line = "%d,2026-01-05T09:00:00Z,2026-01-05T10:00:00Z,Sales,Agent %d,email\n"
    with open(at / "a.csv", "w") as file:
        file.write(HEAD)
        file.writelines(line % (n, n) for n in range(300_000))
    run("summary", at / "a.csv", *WHEN, "--memory", "32MB", seconds=60).ends(2).says("--memory")


@check("200,000 agents by day cost what they show", slow=True)
def _(at):
    with open(at / "a.csv", "w") as file:
        file.write(HEAD)
        file.writelines(f"{n},2026-01-{n % 28 + 1:02}T09:00:00Z,2026-01-05T10:00:00Z,Sales,Agent {n},email\n" for n in range(200_000))
    run("summary", at / "a.csv", *WHEN, "--by", "agent", "--every", "day", "--columns", "conversations,closed", "--format", "csv", seconds=300).ends(0).under(512)


@check("a million tags, and a million agents, within 1 GiB", slow=True)
def _(at):
    with open(at / "a.csv", "w") as file:
        file.write("conversation_id,created_at,agent,tags\n")
        file.writelines(f"{n},2026-01-{n % 28 + 1:02}T09:00:00Z,Agent {n},tag {n}\n" for n in range(1_000_000))
    for command in (["tags"], ["tags", "--limit", "0"], ["summary", "--by", "tag"], ["agents"]):
        for form in ("csv", "json"):
            run(*command, at / "a.csv", *WHEN, "--format", form, "-o", at / "o", seconds=600).ends(0).under(1024)
    run("agents", at / "a.csv", *WHEN, "--section", "agents", "-o", at / "o.txt", "--format", "table", seconds=600).ends(0).under(1024)


# Time.

def grows(make, arguments, n, most=8.0, seconds=60):
    """Four times as much must not take more than about four times as long; tiny times count as nothing."""
    took = []
    for size in (n, 4 * n):
        ran = run(*arguments(make(size)), seconds=seconds)
        assert ran.code in (0, 2), (ran.code, ran.text[:200])
        took.append(max(ran.seconds, 0.25))
    assert took[1] / took[0] < most, f"{took[0]:.2f} s for {n}, {took[1]:.2f} s for {4 * n}"


@check("a JSON record of many MB by pipe takes time by its size")
def _(at):
    def make(size):
        (at / "j").write_text(json.dumps({"conversation_id": 1, "created_at": "2026-01-05T09:00:00Z", "subject": "x" * size}) + "\n")
        return at / "j"
    took = []
    for size in (4_000_000, 16_000_000):
        with open(make(size)) as file:
            child = subprocess.Popen(["cat", at / "j"], stdout=subprocess.PIPE)
            ran = run("summary", "-", *WHEN, stdin=child.stdout, seconds=60).ends(0)
            took.append(max(ran.seconds, 0.25))
    assert took[1] / took[0] < 8, took


@check("ids that collide")
def _(at):
    def make(size):
        mark = bytes([0x0c, 0x67, 0x57, 0xc7, 0x8e, 0x72, 0x5d, 0x71])
        with open(at / "s.csv", "wb") as file:
            file.write(b"search_id,searched_at,query\n")
            for n in range(size):
                file.write(b'%d,2026-01-05T09:00:00Z,"' % n + b"abcdefgh" + mark + b"0123456789abcdef" + b"%07d" % n + b'"\n')
        return at / "s.csv"
    grows(make, lambda path: ["faq", path, *WHEN], 10_000)


@check("a cell of 400,000 tags")
def _(at):
    def make(size):
        tags = ";".join(f"t{n}" for n in range(size))
        (at / "t.csv").write_text(f"conversation_id,created_at,tags\n1,2026-01-05T09:00:00Z,{tags}\n")
        return at / "t.csv"
    grows(make, lambda path: ["tags", path, *WHEN, "--format", "csv", "-o", at / "o.csv"], 100_000)


@check("a pattern of many stars")
def _(at):
    export(at / ("a" * 200))
    run("summary", at / "a*a*a*a*a*a*a*a*b").ends(2)


@check("a header of megabytes: quick, and not printed whole")
def _(at):
    def make(size):
        (at / "h.csv").write_text("x" * size + "\n1\n")
        return at / "h.csv"
    grows(make, lambda path: ["summary", path, *WHEN], 500_000)
    ran = run("summary", make(2_000_000), *WHEN)
    assert len(ran.err) < 20_000, len(ran.err)


@check("50 MB of invalid bytes in one cell")
def _(at):
    with open(at / "a.csv", "wb") as file:
        file.write(HEAD.encode() + b"1,2026-01-05T09:00:00Z,,\"" + b"\xff" * 50_000_000 + b"\",x,email\n")
    run("summary", at / "a.csv", *WHEN, seconds=120).ends(0, 2).under(700)


# Overflow and plausibility.

@check("instants outside of 1970-01-02 to 2100 are missing and said")
def _(at):
    for odd in ("9999-12-31T00:00:00Z", "1900-01-01T00:00:00Z", "0", "-1", "253402300799", "46027", "2026"):
        export(at / "a.csv", more=f"99,{odd},,Sales,Ann,email\n")
        ran = run("summary", at / "a.csv", "--as-of", "latest", "--tz", "UTC", "--format", "json").ends(0)
        report = json.loads(ran.out)
        assert "2026-01" in json.dumps(report), odd
        assert ran.text, f"nothing said about {odd}"


@check("sums of absurd durations do not wrap")
def _(at):
    (at / "calls.csv").write_text("call_id,started_at,answered_at,ended_at,handle_s\n" + "".join(f"{n},2026-01-05T09:00:00Z,2026-01-05T09:00:10Z,2026-01-05T09:05:00Z,9000000000000000\n" for n in (1, 2)))
    ran = run("phone", at / "calls.csv", *WHEN, "--format", "csv").ends(0, 2)
    assert b"-" not in ran.out.split(b"\n", 1)[-1].replace(b"2026-", b"").replace(b"-01", b"").replace(b"-02", b"") or b"-2233" not in ran.out, ran.out[-300:]
    assert b"-22337" not in ran.out and ran.text, ran.out[-300:]


@check("amounts over 10^12 are missing and said")
def _(at):
    (at / "o.csv").write_text("order_id,ordered_at,amount,currency\n1,2026-01-05T09:00:00Z,900000000000000,EUR\n2,2026-01-05T09:00:00Z,900000000000000,EUR\n")
    (at / "c.csv").write_text(HEAD + "1,2026-01-05T08:00:00Z,,Sales,Ann,email\n")
    ran = run("ai", at, *WHEN, "--format", "csv").ends(0, 2)
    assert b"-446" not in ran.out and ran.text, ran.text


# Personal data.

SECRETS = ("Jan Jansen", "jan.jansen@example.com", "+31612345678", "jan@example.com")


@check("a file without header does not show its first row")
def _(at):
    (at / "a.csv").write_text("C1,2026-01-02 09:00:00,Jan Jansen,jan.jansen@example.com,+31612345678\nC2,2026-01-03 09:00:00,Piet,piet@example.com,+31612345679\n")
    run("summary", at / "a.csv", *WHEN).hides(*SECRETS)
    run("summary", at / "a.csv", *WHEN, "-vv").hides(*SECRETS)


@check("did you mean over customers shows none")
def _(at):
    (at / "a.csv").write_text("conversation_id,created_at,customer_id\n" + "".join(f"{n},2026-01-05T09:00:00Z,jan@example.com\n" for n in range(5)))
    run("conversations", at / "a.csv", *WHEN, "--customer", "jan@exampel.com").hides("jan@example.com")
    run("summary", at / "a.csv", *WHEN, "--customer", "jan@exampel.com").hides("jan@example.com")


@check("rejected texts are not shown")
def _(at):
    export(at / "a.csv", more="98,jan.jansen@example.com,,Sales,Ann,email\n99,+31612345678,Jan Jansen,Sales,Ann,email\n")
    for flags in ([], ["-v"], ["-vv"], ["--strict"]):
        run("summary", at / "a.csv", *WHEN, *flags).hides(*SECRETS)


@check("--rejects writes raw rows, mode 600")
def _(at):
    export(at / "a.csv", more="98,jan.jansen@example.com,,Sales,Ann,email\n")
    run("summary", at / "a.csv", *WHEN, "--rejects", at / "r.csv", before=lambda: os.umask(0o022)).ends(0)
    assert b"jan.jansen@example.com" in (at / "r.csv").read_bytes()
    assert (at / "r.csv").stat().st_mode & 0o777 == 0o600


@check("--pseudonymise works for every output")
def _(at):
    (at / "a.csv").write_text("conversation_id,created_at,customer_id,agent,subject,body\n" + "".join(f"{n},2026-01-0{n + 1}T09:00:00Z,jan@example.com,Ann,Hello jan@example.com,+31612345678\n" for n in range(5)))
    for command in (["conversations"], ["facts"], ["report"], ["summary", "--by", "customer"], ["summary", "--list", "backlog"], ["facts", "--grain", "message"]):
        for form in ("csv", "json", "markdown", "html", "table"):
            ran = run(*command, at / "a.csv", *WHEN[2:], "--pseudonymise", "--format", form)
            if ran.code == 0:
                ran.hides("jan@example.com")
            else:
                assert "unexpected argument" not in ran.text, (command, ran.text[:200])
                ran.ends(2)


@check("no socket, no other program, nothing written elsewhere")
def _(at):
    if not shutil.which("strace"):
        return
    run("demo", "--conversations", "50", "--out", at / "e").ends(0)
    for command in (["summary", "e"], ["report", "e", "-o", "o/"], ["agents", "e", "-o", "o.xlsx"], ["inspect", "e"], ["import", "e", "--archive", "kept"]):
        subprocess.run(["strace", "-f", "-qq", "-e", "trace=socket,connect,execve,execveat,fork,vfork", "-o", at / "calls", BINARY, *command], cwd=at, capture_output=True, timeout=60)
        calls = [line for line in (at / "calls").read_text().splitlines() if "+++" not in line and "---" not in line]
        assert len(calls) == 1 and "execve(" in calls[0], calls[:3]


# What people type.

def sane(ran):
    """A run that may succeed or not, but ends as documented, with a word if it fails."""
    assert ran.code in (0, 1, 2, 3), f"exit {ran.code}: {ran.text[:300]!r}"
    assert "panicked" not in ran.text, ran.text[:300]
    assert ran.code != 2 or ran.err or ran.out, "fails without a word"
    return ran


BAD_FLAGS = {
    "a limit above all numbers": ["--limit", "18446744073709551616"], "no thread": ["--threads", "0"], "memory of nothing": ["--memory", "0"],
    "a size above all sizes": ["--max-input", "99999999999TB"], "a period of ages": ["--since", "999999999999y"], "a negative period": ["--since", "-5d"],
    "a week that is none": ["--period", "2026-W54"], "a zone that is none": ["--tz", "Mars/Olympus"], "an empty filter": ["--team", ""],
    "a language that is none": ["--lang", "xx"], "a column that is none": ["--columns", "nope"], "a section that is none": ["--section", "nope"],
    "a KPI that is none": ["--list", "nope > 4h"], "sizes of letters": ["--memory", "much"], "a key without pseudonyms": ["--key", "k"],
}
for title, flags in BAD_FLAGS.items():
    @check(f"what is typed: {title}")
    def _(at, flags=flags):
        a = export(at / "a.csv")
        run("summary", a, *flags, folder=at).ends(2).says("error: ")


@check("what is typed: a hundred thousand threads")
def _(at):
    run("summary", export(at / "a.csv"), *WHEN, "--threads", "100000").ends(0)


@check("what is typed: bytes that are no UTF-8 in every flag")
def _(at):
    a = export(at / "a.csv")
    for flag in ("--team", "--columns", "--tz", "--since", "--lang", "--section", "--list", "--profile", "--config", "--encoding", "--delimiter", "--by", "--sort"):
        ran = sane(run("summary", a, flag, os.fsdecode(b"\xff\xfe"), folder=at))
        assert b"\xff" not in ran.err, flag


@check("what is typed: years to the end of time")
def _(at):
    a = export(at / "a.csv")
    for year in ("-262142", "-9999", "0000", "0001", "9999", "+262142", "99999999999"):
        for flags in (["--as-of", f"{year}-01-01"], ["--period", year], ["--since", f"{year}-01-01"], ["--until", f"{year}-12-31"]):
            for zone in ("UTC", "Pacific/Kiritimati"):
                sane(run("summary", a, *flags, "--tz", zone, "--compare", "previous", "--every", "year"))


@check("what is typed: five thousand paths")
def _(at):
    a = export(at / "a.csv")
    run("summary", *[a] * 5000, *WHEN).ends(0)


@check("COLUMNS from 0 to beyond all numbers")
def _(at):
    a = export(at / "a.csv")
    for columns in ("0", "1", "7", "65536", "18446744073709551616", "-1", "x", ""):
        for command in (["summary", a, *WHEN], ["agents", a, *WHEN], ["--help"], ["explain"]):
            run(*command, environment={"COLUMNS": columns}).ends(0)


@check("a working folder that is removed")
def _(at):
    a = export(at / "a.csv")
    def before():
        gone = at / "gone"
        gone.mkdir()
        os.chdir(gone)
        gone.rmdir()
    for command in (["summary", a, *WHEN], ["summary"], ["summary", "x.csv"], ["summary", a, *WHEN, "-o", "x.csv"], ["init", "--yes", a], ["import", a]):
        sane(run(*command, before=before))


@check("a small stack (ulimit -s 512), 6 open files")
def _(at):
    a = export(at / "a.csv")
    run("summary", a, *WHEN, before=lambda: resource.setrlimit(resource.RLIMIT_STACK, (512 << 10, 512 << 10))).ends(0)
    sane(run("summary", a, *WHEN, before=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (6, 6))))


# More outputs.

for form in ("tsv", "ndjson", "pdf", "xlsx", "parquet"):
    @check(f"/dev/full as standard output, {form}")
    def _(at, form=form):
        a = export(at / "a.csv")
        with open("/dev/full", "wb") as full:
            run("summary", a, *WHEN, "--format", form, stdout=full).ends(2).says("standard output", "-o")


for target, said in {"/proc/x.csv": "no file can be made there", "a.csv/x.csv": "error: ", "loop.csv": "in a circle", "nowhere/x.csv": "folder does not exist", "a.csv/": "error: "}.items():
    @check(f"output is {target}")
    def _(at, target=target, said=said):
        a = export(at / "a.csv")
        (at / "loop.csv").symlink_to("loop.csv")
        before = a.read_bytes()
        run("summary", "a.csv", *WHEN, "-o", target, folder=at).ends(2).says(said)
        assert a.read_bytes() == before and not left(at)


@check("output is a dangling link: what it points to is made")
def _(at):
    export(at / "a.csv")
    (at / "l.csv").symlink_to("new.csv")
    sane(run("summary", "a.csv", *WHEN, "-o", "l.csv", folder=at))
    assert not left(at)


@check("output of 250 bytes of name, of 300")
def _(at):
    export(at / "a.csv")
    run("summary", "a.csv", *WHEN, "-o", "x" * 246 + ".csv", folder=at).ends(0)
    run("summary", "a.csv", *WHEN, "-o", "x" * 300 + ".csv", folder=at).ends(2)
    assert not left(at)


@check("output is a FIFO that is read")
def _(at):
    export(at / "a.csv")
    os.mkfifo(at / "f.csv")
    reader = subprocess.Popen(["cat", at / "f.csv"], stdout=subprocess.PIPE)
    run("summary", "a.csv", *WHEN, "-o", "f.csv", folder=at).ends(0)
    assert reader.communicate(timeout=10)[0].startswith(b"conversations")


@check("a full disk keeps the old file and leaves nothing")
def _(at):
    small = at / "small"
    small.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", small], capture_output=True).returncode:
        return
    try:
        a = at / "a.csv"
        a.write_text(HEAD + "".join(f"{n},2026-01-05T09:00:00Z,,Sales,Agent {n} of a long name,email\n" for n in range(3000)))
        (small / "o.csv").write_text("old")
        for arguments in (["agents", a, *WHEN, "-o", small / "o.csv"], ["report", a, *WHEN, "-o", small / "set/"], ["import", a, "--archive", small / "ar"],
                          ["facts", a, "-o", small / "o.parquet"], ["summary", a, *WHEN, "--rejects", small / "r.csv"]):
            sane(run(*arguments, seconds=60))
            assert (small / "o.csv").read_text() == "old" and not left(small), arguments
    finally:
        subprocess.run(["umount", small], check=True)


@check("a read-only disk is said")
def _(at):
    fixed = at / "fixed"
    fixed.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "ro", "tmpfs", fixed], capture_output=True).returncode:
        return
    try:
        run("summary", export(at / "a.csv"), *WHEN, "-o", fixed / "o.csv").ends(2).says("read only")
        run("summary", at / "a.csv", *WHEN, "--rejects", fixed / "o.csv").ends(2).says("read only")
        run("import", at / "a.csv", "--archive", fixed / "ar").ends(2)
    finally:
        subprocess.run(["umount", fixed], check=True)


@check("--rejects onto what is read or written, without ending, into nowhere")
def _(at):
    a = export(at / "a.csv")
    unchanged(a, "summary", a, "--rejects", a)
    os.link(a, at / "h.csv")
    unchanged(a, "summary", a, "--rejects", at / "h.csv")
    (at / "insights.toml").write_text('tz = "UTC"\n')
    for target in ("o.csv", "x.txt", "no/r.csv", "/dev/full", "/dev/null", ".", "insights.toml"):
        run("summary", a, *WHEN, "-o", "o.csv", "--rejects", target, folder=at).ends(2)
    assert not left(at)


@check("demo over files that are there, init over a configuration")
def _(at):
    run("demo", "--conversations", "20", "--out", "e", folder=at).ends(0)
    before = {path.name: path.read_bytes() for path in (at / "e").iterdir()}
    run("demo", "--conversations", "30", "--out", "e", folder=at).ends(2)
    assert before == {path.name: path.read_bytes() for path in (at / "e").iterdir()}
    (at / "insights.toml").write_text("# mine\n")
    run("init", "--yes", "e", folder=at).ends(2)
    assert (at / "insights.toml").read_text() == "# mine\n"


@check("three runs write one file, twenty times")
def _(at):
    a = export(at / "a.csv")
    whole = run("summary", a, *WHEN, "--format", "csv").ends(0).out
    for _ in range(20):
        children = [subprocess.Popen([BINARY, "summary", a, *WHEN, "-o", at / "o.csv"], stderr=subprocess.PIPE) for _ in range(3)]
        assert [child.wait(30) for child in children] == [0, 0, 0]
        [child.stderr.close() for child in children]
        assert (at / "o.csv").read_bytes() == whole
    assert not left(at)


# Configurations and profiles.

BAD_CONFIGURATIONS = {
    "no TOML": b"tz = [", "not UTF-8": b"tz = \"\xff\"\n", "NUL bytes": b"\0\0\0", "an unknown key": b"zone = \"UTC\"\n", "a wrong type": b"tz = 5\n",
    "a zone that is none": b"tz = \"Mars\"\n", "a target that is none": b"[targets]\nfirst_response = \"soon\"\n", "data that is not there": b"data = \"nowhere\"\n",
    "a key twice": b"tz = \"UTC\"\ntz = \"UTC\"\n", "deep tables": b"a" + b".a" * 5000 + b" = 1\n", "deep lists": b"data = " + b"[" * 100_000 + b"\n",
    "escape sequences": b"tz = \"\\u001b[2J\"\n", "a word list that is not there": b"[sentiment]\nlexicon = \"nowhere.txt\"\n", "sources of one name": b"[[source]]\nname = \"a\"\npaths = [\"a.csv\"]\n[[source]]\nname = \"a\"\npaths = [\"a.csv\"]\n",
}
for title, text in BAD_CONFIGURATIONS.items():
    @check(f"a configuration with {title}")
    def _(at, text=text):
        export(at / "a.csv")
        (at / "insights.toml").write_bytes(text)
        for command in (["summary"], ["report", "--as-of", "latest"], ["import"]):
            ran = sane(run(*command, folder=at))
            assert b"\x1b" not in ran.err
        run("summary", folder=at).ends(2)


@check("a configuration that is a folder, a dangling link, a pipe, not allowed")
def _(at):
    export(at / "a.csv")
    (at / "c.toml").mkdir()
    run("summary", "a.csv", "--config", "c.toml", folder=at).ends(2).says("c.toml")
    (at / "d.toml").symlink_to("nowhere")
    run("summary", "a.csv", "--config", "d.toml", folder=at).ends(2).says("d.toml")
    run("summary", "a.csv", "--config", "/dev/zero", folder=at, before=lambda: resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))).ends(2)


@check("profiles that are none")
def _(at):
    export(at / "a.csv")
    for text in (b"[", b"\xff", b"", b"[[table]]\ninto = \"nothing\"\n", b"\0" * 1000, b"a" * 1_000_000):
        (at / "p.toml").write_bytes(text)
        run("summary", "a.csv", "--profile", "p.toml", folder=at).ends(2)
    run("summary", "a.csv", "--profile", ".", folder=at).ends(2)


# Files as strangers make them.

ODD_FILES = {
    "nothing at all": ("a.csv", b""), "one byte": ("a.csv", b"x"), "a byte-order mark alone": ("a.csv", b"\xef\xbb\xbf"), "line ends alone": ("a.csv", b"\n" * 1000),
    "quotes alone": ("a.csv", b'"' * 100_001), "delimiters alone": ("a.csv", b"," * 100_000), "a quote that nothing closes": ("a.csv", HEAD.encode() + b'"' + b"1,2026-01-05T09:00:00Z,,a,b,c\n" * 20_000),
    "2 MB without a line end": ("a.csv", b"conversation_id,created_at" * 80_000), "CR alone as line ends": ("a.csv", HEAD.replace("\n", "\r").encode() + b"1,2026-01-05T09:00:00Z,,a,b,c\r" * 2000),
    "one name 5,000 times": ("a.csv", b",".join([b"conversation_id"] * 5000) + b"\n" + b",".join([b"1"] * 5000) + b"\n"), "names of nothing": ("a.csv", b",,,,\n1,2,3,4,5\n"),
    "a name of 40,000 brackets": ("a.csv", b"conversation_id," + b"[2J." * 40_000 + b",created_at\n1,x,2026-01-05T09:00:00Z\n"),
    "a key of 40,000 escapes": ("a.json", b'[{"conversation_id":1,"created_at":"2026-01-05T09:00:00Z","' + b"\\ud800" * 40_000 + b'":1}]'),
    "[]": ("a.json", b"[]"), "{}": ("a.json", b"{}"), "null": ("a.json", b"null"), "JSON nested 100,000 deep": ("a.json", b"[" * 100_000), "objects nested 100,000 deep": ("a.json", b'{"a":' * 100_000),
    "a field nested 100,000 deep": ("a.json", b'[{"conversation_id":1,"created_at":"2026-01-05T09:00:00Z","x":' + b"[" * 100_000 + b"]" * 100_000 + b"}]"),
    "a key of 10 MB": ("a.json", b'[{"conversation_id":1,"created_at":"2026-01-05T09:00:00Z","' + b"k" * 10_000_000 + b'":1}]'), "NaN": ("a.json", b'[{"conversation_id":NaN,"created_at":"2026-01-05T09:00:00Z"}]'),
    "a cut array": ("a.json", b'[{"conversation_id":1,"created_at":"2026-01-05T09:00:00Z"},{"conv'), "JSON in UTF-16": ("a.json", '[{"conversation_id":1,"created_at":"2026-01-05T09:00:00Z"}]'.encode("utf-16")),
    "arrays behind each other": ("a.json", b'[{"conversation_id":1,"created_at":"2026-01-05T09:00:00Z"}]' * 3), "a workbook that is none": ("a.xlsx", b"PK\x03\x04" + b"\0" * 500), "a Parquet file that is none": ("a.parquet", b"PAR1" + b"\xff" * 500 + b"PAR1"),
    "a gzip that is none": ("a.csv.gz", b"\x1f\x8b\x08" + b"\xff" * 500), "a zip that is none": ("a.zip", b"PK\x05\x06" + b"\xff" * 18), "a zst that is none": ("a.csv.zst", b"\x28\xb5\x2f\xfd" + b"\xff" * 500), "an xz that is none": ("a.csv.xz", b"\xfd7zXZ\0" + b"\xff" * 500),
}
for title, (name, data) in ODD_FILES.items():
    @check(f"a file of {title}")
    def _(at, name=name, data=data):
        (at / name).write_bytes(data)
        for command in (["summary", name, *WHEN], ["summary", ".", *WHEN], ["inspect", name], ["report", name, *WHEN], ["check", name], ["import", name]):
            sane(run(*command, folder=at)).under(700)


@check("/dev/urandom is refused")
def _(at):
    run("summary", "/dev/urandom", *WHEN).ends(2)


@check("a cell of 64 MB, plain, quoted and in JSON")
def _(at):
    for name, start, end in (("a.csv", HEAD + "1,2026-01-05T09:00:00Z,,Sales,", ",email\n"), ("b.csv", HEAD + '1,2026-01-05T09:00:00Z,,Sales,"', '",email\n'),
                             ("c.json", '[{"conversation_id":"1","created_at":"2026-01-05T09:00:00Z","agent":"', '"}]')):
        with open(at / name, "w") as file:
            file.write(start)
            for _ in range(64):
                file.write("x" * (1 << 20))
            file.write(end)
        run("summary", at / name, *WHEN, "--columns", "conversations", "--format", "csv", seconds=120).ends(0).under(1200)
        (at / name).unlink()


@check("a thousand files at once, with 16 open ones")
def _(at):
    for number in range(1000):
        (at / f"{number}.csv").write_text(HEAD + f"{number},2026-01-05T09:00:00Z,,Sales,Ann,email\n")
    ran = run("summary", at, *WHEN, "--columns", "conversations", "--format", "csv", seconds=120, before=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (16, 16))).ends(0)
    assert b"1000" in ran.out, ran.out


@check("a sparse file of a terabyte is refused or ended by its limit")
def _(at):
    with open(at / "a.csv", "wb") as file:
        file.write(HEAD.encode() + b"1,2026-01-05T09:00:00Z,,Sales,Ann,email\n" * 300_000)
        file.truncate(1 << 40)
    run("summary", at / "a.csv", *WHEN, "--max-input", "40MB", seconds=120).ends(2).says("--max-input")


@check("several gzip members are read to the end, a wrong check sum is said")
def _(at):
    import gzip
    rows = [f"{n},2026-01-05T09:00:00Z,,Sales,Ann,email\n".encode() for n in range(4)]
    data = gzip.compress(HEAD.encode() + rows[0]) + gzip.compress(rows[1] + rows[2]) + gzip.compress(rows[3])
    (at / "a.csv.gz").write_bytes(data)
    assert run("summary", at / "a.csv.gz", *WHEN, "--columns", "conversations", "--format", "csv").ends(0).out.split() == [b"conversations", b"4"]
    (at / "a.csv.gz").write_bytes(data[:-8] + b"\0\0\0\0" + data[-4:])
    sane(run("summary", at / "a.csv.gz", *WHEN, "--strict"))
    assert run("summary", at / "a.csv.gz", *WHEN).text


@check("zips with paths that lead out, with folders, names twice, a zip inside, a wrong check sum")
def _(at):
    row = (HEAD + "1,2026-01-05T09:00:00Z,,Sales,Ann,email\n").encode()
    with zipfile.ZipFile(at / "a.zip", "w") as file:
        for name in ("../../out.csv", "/abs.csv", "d.csv/", "x.csv", "\x1b[2J.csv"):
            file.writestr(name, b"" if name.endswith("/") else row)
    sane(run("summary", "a.zip", *WHEN, folder=at))
    assert sorted(path.name for path in at.iterdir()) == ["a.zip"]
    with zipfile.ZipFile(at / "b.zip", "w") as file:
        file.write(at / "a.zip", "a.zip")
    sane(run("summary", "b.zip", *WHEN, folder=at))
    data = bytearray((at / "a.zip").read_bytes())
    data[60] ^= 1
    (at / "a.zip").write_bytes(data)
    sane(run("summary", "a.zip", *WHEN, folder=at))


@check("a workbook with entities that grow")
def _(at):
    entities = "".join(f'<!ENTITY x{n} "{f"&x{n - 1};" * 10}">' for n in range(1, 12))
    sheet = f'<?xml version="1.0"?><!DOCTYPE s [<!ENTITY x0 "xxxxxxxxxx">{entities}]><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&x11;</t></is></c></row></sheetData></worksheet>'
    with zipfile.ZipFile(at / "a.xlsx", "w") as file:
        file.writestr("[Content_Types].xml", '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>')
        file.writestr("xl/workbook.xml", '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>')
        file.writestr("xl/_rels/workbook.xml.rels", '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>')
        file.writestr("xl/worksheets/sheet1.xml", sheet)
    sane(run("summary", at / "a.xlsx", *WHEN)).under(500)
    far = sheet.split("<!DOCTYPE")[0] + sheet.split("]>")[1].replace("A1", "XFD1048576").replace('r="1"', 'r="1048576"').replace("&x11;", "x")
    shutil.copy(at / "a.xlsx", at / "b.xlsx")
    with zipfile.ZipFile(at / "a.xlsx") as old, zipfile.ZipFile(at / "b.xlsx", "w") as file:
        for name in old.namelist():
            file.writestr(name, far if "sheet1" in name else old.read(name))
    sane(run("summary", at / "b.xlsx", *WHEN)).under(500)


@check("standard input that ends in the middle of a row, and one that never came")
def _(at):
    for data in (HEAD.encode() + b'1,2026-01-05T09:00:00Z,,Sales,"An', b"", b"\x1f\x8b"):
        (at / "in").write_bytes(data)
        with open(at / "in", "rb") as file:
            sane(run("summary", "-", *WHEN, stdin=file))
    sane(run("summary", "-", *WHEN, before=lambda: os.close(0), stdin=None))


@check("a file that grows and one that is replaced while it is read")
def _(at):
    a = export(at / "a.csv", 200_000)
    child = subprocess.Popen([BINARY, "summary", a, *WHEN, "--format", "csv"], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    time.sleep(0.02)
    with open(a, "a") as file:
        file.write("x,2026-01-05T09:00:00Z,,Sales,Ann,email\n" * 1000)
    export(at / "b.csv").replace(a)
    out, err = child.communicate(timeout=60)
    assert child.returncode in (0, 2) and b"panicked" not in err, err[:300]


# Archives.

@check("parts of an archive that are damaged, gone, cut or swapped are said")
def _(at):
    run("demo", "--conversations", "200", "--out", at / "e").ends(0)
    run("import", at / "e", "--archive", at / "sound", "--tz", "UTC").ends(0)
    whole = run("summary", at / "sound", "--as-of", "latest", "--tz", "UTC", "--format", "csv").ends(0).out
    parts = sorted(path.relative_to(at / "sound") for path in (at / "sound").rglob("*") if path.is_file())
    step = max(1, len(parts) // 12)
    for part in [part for part in parts if len(part.parts) == 1] + parts[::step]:
        for hurt in ("flip", "cut", "gone", "other"):
            shutil.rmtree(at / "hurt", ignore_errors=True)
            shutil.copytree(at / "sound", at / "hurt")
            file = at / "hurt" / part
            data = bytearray(file.read_bytes())
            if hurt == "gone":
                file.unlink()
            elif hurt == "cut":
                file.write_bytes(data[:len(data) // 2])
            elif hurt == "other":
                file.write_bytes((at / "sound" / parts[(parts.index(part) + 1) % len(parts)]).read_bytes())
            elif data:
                data[len(data) // 2] ^= 255
                file.write_bytes(data)
            ran = sane(run("summary", at / "hurt", "--as-of", "latest", "--tz", "UTC", "--format", "csv"))
            assert ran.out == whole or ran.code in (1, 2), f"{part} {hurt}: other figures with exit {ran.code}"


@check("an archive that is a file, a folder of others, without permission")
def _(at):
    a = export(at / "a.csv")
    unchanged(a, "import", a, "--archive", a)
    (at / "other").mkdir()
    (at / "other" / "x.txt").write_text("mine")
    sane(run("import", a, "--archive", at / "other"))
    assert (at / "other" / "x.txt").read_text() == "mine"


@check("an archive takes a file once, and two imports at once do not mix")
def _(at):
    export(at / "a.csv", 3000)
    (at / "b.csv").write_text(HEAD + "".join(f"b{n},2026-01-05T09:00:00Z,,Sales,Ann,email\n" for n in range(3000)))
    children = [subprocess.Popen([BINARY, "import", name, "--archive", "ar"], cwd=at, stderr=subprocess.PIPE) for name in ("a.csv", "b.csv", "a.csv")]
    assert all(child.wait(60) == 0 for child in children), [child.stderr.read()[:200] for child in children]
    [child.stderr.close() for child in children]
    out = run("summary", "ar", *WHEN, "--columns", "conversations", "--format", "csv", folder=at).ends(0).out
    assert out.split() == [b"conversations", b"6000"], out



def main():
    global BINARY
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--binary", default=HERE / "target" / "debug" / "insights")
    ask.add_argument("--only", default="", help="checks whose name holds this")
    ask.add_argument("--list", action="store_true")
    ask.add_argument("--slow", action="store_true")
    given = ask.parse_args()
    BINARY = str(Path(given.binary).resolve())
    # What a shell's background job ignores, the runs under test would ignore too.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    chosen = [(name, test) for name, slow, test in CHECKS if given.only in name and (given.slow or not slow)]
    if given.list:
        print(*(name for name, _ in chosen), sep="\n")
        return
    failed = 0
    for name, test in chosen:
        folder = Path(tempfile.mkdtemp(prefix="faults-"))
        started = time.monotonic()
        try:
            test(folder)
            print(f"pass  {time.monotonic() - started:5.1f} s  {name}", flush=True)
        except Exception as fault:  # A check that cannot be made is a failed one.
            failed += 1
            text = str(fault) or traceback.format_exc(limit=2)
            print(f"FAIL  {time.monotonic() - started:5.1f} s  {name}\n      {text[:500]}", flush=True)
        finally:
            subprocess.run(["chmod", "-R", "u+rwX", folder], check=False)
            shutil.rmtree(folder, ignore_errors=True)
    print(f"{len(chosen) - failed} of {len(chosen)} checks pass")
    sys.exit(failed > 0)


main()
