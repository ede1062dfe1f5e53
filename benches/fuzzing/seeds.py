"""Sound exports, archives and parts for the rounds of `fuzz_commands.py` to damage."""
import bz2
import csv
import ctypes
import gzip
import json
import lzma
import subprocess
import zipfile
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape

HERE = Path(__file__).resolve().parent.parent.parent
PROFILES = [path.read_bytes() for path in sorted((HERE / "src/profile/builtin").glob("*.toml"))]
READ = {".csv", ".tsv", ".json", ".jsonl", ".ndjson", ".xlsx", ".ods", ".xls", ".zip", ".gz", ".bz2", ".xz", ".zst", ".parquet", ".xml", ".html", ".txt", ".eml", ".log"}
# Rows of a table, bytes of a fixture: a round takes a millisecond or two, most of which is not for its rows.
ROWS, BYTES = 12, 12_000

try:
    ZSTD = ctypes.CDLL("libzstd.so.1")
    ZSTD.ZSTD_compressBound.restype = ZSTD.ZSTD_compress.restype = ZSTD.ZSTD_decompress.restype = ctypes.c_size_t
except OSError:
    ZSTD = None


class Export:
    """A file as members of plain bytes by name, and what packs them: what is damaged may be either."""

    def __init__(self, name, members, pack=None):
        self.name, self.members, self.pack = name, members, pack

    @classmethod
    def plain(cls, name, data):
        return cls(name, {"": data})

    def with_member(self, member, data):
        return Export(self.name, {**self.members, member: data}, self.pack)

    def bytes(self):
        return self.pack(self.members) if self.pack else self.members[""]


def zstd(data):
    """Data packed; as they are where the library is not there."""
    if not ZSTD:
        return data
    out = ctypes.create_string_buffer(ZSTD.ZSTD_compressBound(ctypes.c_size_t(len(data))))
    size = ZSTD.ZSTD_compress(out, ctypes.c_size_t(len(out)), data, ctypes.c_size_t(len(data)), 1)
    return out.raw[:size]


def unzstd(data, size):
    """What data unpack to, that are said to unpack to so many bytes; None where they do not."""
    if not ZSTD:
        return None
    out = ctypes.create_string_buffer(size or 1)
    found = ZSTD.ZSTD_decompress(out, ctypes.c_size_t(size), data, ctypes.c_size_t(len(data)))
    return out.raw[:size] if found == size else None


def one(packing):
    """Packs the only member."""
    return lambda members: packing(*members.values())


def zipped(members):
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file:
        for name, data in members.items():
            file.writestr(name, data)
    return packed.getvalue()


def workbook(rows):
    """The members of an XLSX with one sheet of texts."""
    space = "http://schemas.openxmlformats.org"
    cells = "".join("<row>" + "".join(f'<c t="inlineStr"><is><t>{escape(cell)}</t></is></c>' for cell in row) + "</row>" for row in rows)
    relation = '<Relationships xmlns="{0}/package/2006/relationships"><Relationship Id="r1" Type="{0}/officeDocument/2006/relationships/{1}" Target="{2}"/></Relationships>'
    part = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    texts = {
        "[Content_Types].xml": f'<Types xmlns="{space}/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
                               f'<Override PartName="/xl/workbook.xml" ContentType="{part}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="{part}.worksheet+xml"/></Types>',
        "_rels/.rels": relation.format(space, "officeDocument", "xl/workbook.xml"),
        "xl/workbook.xml": f'<workbook xmlns="{space}/spreadsheetml/2006/main" xmlns:r="{space}/officeDocument/2006/relationships"><sheets><sheet name="Data" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relation.format(space, "worksheet", "worksheets/sheet1.xml"),
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{space}/spreadsheetml/2006/main"><sheetData>{cells}</sheetData></worksheet>',
    }
    return {name: text.encode() for name, text in texts.items()}


def open_document(rows):
    """The members of an ODS with one sheet of texts."""
    space = "urn:oasis:names:tc:opendocument:xmlns"
    cells = "".join("<table:table-row>" + "".join(
        f'<table:table-cell office:value-type="string"><text:p>{escape(cell)}</text:p></table:table-cell>' for cell in row) + "</table:table-row>" for row in rows)
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    return {
        "mimetype": kind.encode(),
        "META-INF/manifest.xml": f'<manifest:manifest xmlns:manifest="{space}:manifest:1.0"><manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>'.encode(),
        "content.xml": (f'<office:document-content xmlns:office="{space}:office:1.0" xmlns:table="{space}:table:1.0" xmlns:text="{space}:text:1.0"><office:body><office:spreadsheet>'
                        f'<table:table table:name="Data">{cells}</table:table></office:spreadsheet></office:body></office:document-content>').encode(),
    }


def forms(stem, head):
    """One table in every form it may come in."""
    rows = list(csv.DictReader(head.decode().splitlines()))
    grid = list(csv.reader(head.decode().splitlines()))
    lines = b"".join(json.dumps(row).encode() + b"\n" for row in rows)
    for data in (head, head.replace(b",", b";"), head.replace(b",", b"\t"), head.decode().encode("utf-16"), head.replace(b"\n", b"\r\n")):
        yield Export.plain(f"{stem}.csv", data)
    for data in (json.dumps(rows), json.dumps(rows, indent=2), json.dumps({"page": 1, "data": rows}), json.dumps(grid)):
        yield Export.plain(f"{stem}.json", data.encode())
    yield Export.plain(f"{stem}.jsonl", lines)
    for ending, packing in ((".gz", gzip.compress), (".xz", lzma.compress), (".bz2", bz2.compress), (".zst", zstd)):
        yield Export(f"{stem}.csv{ending}", {"": head}, one(packing))
    yield Export(f"{stem}.jsonl.gz", {"": lines}, one(gzip.compress))
    yield Export(f"{stem}.zip", {f"{stem}.csv": head, f"more/{stem}.jsonl": lines}, zipped)
    yield Export(f"{stem}.xlsx", workbook(grid), zipped)
    yield Export(f"{stem}.ods", open_document(grid), zipped)


def exports(binary, folder):
    """Sound exports in every form."""
    subprocess.run([binary, "demo", "--conversations", "12", "--days", "20", "--until", "2026-02-01", "--out", "demo"], cwd=folder, check=True, capture_output=True)
    found, tables = [], {}
    for path in sorted((folder / "demo").glob("*.csv")) + sorted((HERE / "examples/exports").glob("*.csv")):
        head = b"".join(path.read_bytes().splitlines(keepends=True)[:ROWS])
        tables[f"{path.stem}.csv"] = head
        found += forms(path.stem, head)
    found.append(Export("all.zip", tables, zipped))
    for grain in ("conversation", "message"):
        for ending in ("xlsx", "parquet"):
            out = folder / f"facts.{ending}"
            ran = subprocess.run([binary, "facts", "demo", "--grain", grain, "-o", out.name, "--as-of", "latest", "--limit", "8"], cwd=folder, capture_output=True)
            if ran.returncode == 0:
                found.append(Export.plain(f"{grain}s.{ending}", out.read_bytes()))
    for path in sorted((HERE / "fixtures").rglob("*")):
        if path.is_file() and path.stat().st_size < BYTES and path.suffix in READ:
            found.append(Export.plain(path.name, path.read_bytes()))
    return found


def archive(binary, folder):
    """The files of a sound archive, by their place in it."""
    subprocess.run([binary, "import", "demo", "--archive", "sound", "--tz", "UTC"], cwd=folder, check=True, capture_output=True)
    return {str(path.relative_to(folder / "sound")): path.read_bytes() for path in sorted((folder / "sound").rglob("*")) if path.is_file()}


def parts(binary, folder):
    """A sound plan of a small archive and the parts made by it, by their place."""
    def run(*arguments):
        return subprocess.run([binary, *arguments], cwd=folder, check=True, capture_output=True).stdout.decode()
    run("demo", "--conversations", "8", "--days", "40", "--until", "2026-02-01", "--out", "few")
    run("import", "few", "--archive", "divided", "--tz", "UTC")
    run("parts", "plan", "divided", "--as-of", "latest", "--tz", "UTC", "-o", "plan.json")
    made = ["plan.json"]
    for number, name in enumerate(run("parts", "list", "plan.json").splitlines()):
        run("facts", "divided", "--part", f"{number}.part", "--plan", "plan.json", "--bucket", name)
        made.append(f"{number}.part")
    return {name: (folder / name).read_bytes() for name in made}
