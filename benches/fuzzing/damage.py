"""Faults for exports, archives, parts and configurations."""
import hashlib
import json
import re
import zlib

from fuzzing.seeds import HERE, unzstd, zstd

NASTY = [
    b"\0", b"\x1b[2J", b"\xff", b"\xe2\x80\xae", b'"', b'""', b"'", b",", b";", b"\t", b"\n", b"\r\n", b"\r", b"{", b"}", b"[", b"]", b":", b"\\",
    b"\\u0000", b"\\ud800", b"null", b"NaN", b"-1", b"0", b"1e400", b"99999999999999999999", b"9223372036854775807", b"9999-12-31T23:59:59Z",
    b"0001-01-01", b"1970-01-01", b"2026-03-29T02:30:00", b"12:99", b"P1Y", b"true", b"customer", b"=1+1", b"\xef\xbb\xbf", b"\xff\xfe", b"#", b"Total",
]
NUMBERS = [0, 1, (1 << 31) - 1, 1 << 31, (1 << 32) - 1, (1 << 63) - 1, 1 << 63, (1 << 64) - 1]
SEPARATORS = re.compile(rb'([,;\t\n"{}\[\]:<>|]+)')
CONFIGURATION = (HERE / "examples" / "insights.toml").read_text().splitlines()
VALUES = [
    "0", "-1", "1.5", "nan", "9223372036854775807", "true", '""', '"0s"', '"99999999999d"', '"1m"', '"latest"', '"Nowhere/City"', '"../.."', '"/dev/null"',
    '"."', "[]", "{}", '["a", "a"]', "1970-01-01", '"\\u0000"', '"\\u202E"', f'"{"x" * 10000}"', '"=1+1"', '"in"', '["in", "in"]', "{ a = 1 }",
]


def damaged(dice, data):
    """Data with one to six faults."""
    data = bytearray(data)
    for _ in range(dice.choice([1, 1, 1, 2, 3, 6])):
        at = dice.randrange(len(data) + 1)
        kind = dice.randrange(10)
        if kind == 0 and data:
            data[min(at, len(data) - 1)] ^= 1 << dice.randrange(8)
        elif kind == 1:
            data[at:at] = dice.choice(NASTY)
        elif kind == 2:
            del data[at:at + dice.choice([1, 2, 10, 100, 5000])]
        elif kind == 3:
            data[at:at + 4] = dice.choice(NASTY)
        elif kind == 4:
            data[at:at] = data[at:at + dice.choice([5, 50, 500])] * dice.choice([1, 2, 40])
        elif kind == 5:
            del data[at:]
        elif kind == 6:
            data[at:at] = dice.randbytes(dice.choice([1, 4, 64]))
        elif kind == 7:
            lines = bytes(data).split(b"\n")
            dice.shuffle(lines)
            data = bytearray(b"\n".join(lines))
        elif kind == 8:
            # A cell, key or value that is another: cells of two places change places, or one turns nasty.
            pieces = SEPARATORS.split(bytes(data))
            one, other = dice.randrange(len(pieces)), dice.randrange(len(pieces))
            pieces[one], pieces[other] = (pieces[other], pieces[one]) if dice.random() < 0.5 else (dice.choice(NASTY), pieces[other])
            data = bytearray(b"".join(pieces))
        else:
            data[at:at] = dice.choice(NASTY) * dice.choice([10, 10, 10, 100, 100, 1000, 40000] if dice.random() < 0.1 else [10, 100])
    return bytes(data)


def damaged_export(dice, export):
    """An export with faults in what it packs, as often as not; and its bytes, which may be damaged instead."""
    if export.pack and dice.random() < 0.7:
        names = list(export.members)
        # The largest is the table.
        member = max(names, key=lambda name: len(export.members[name])) if dice.random() < 0.7 else dice.choice(names)
        export = export.with_member(member, damaged(dice, export.members[member]))
        return export, export.bytes()
    data = damaged(dice, export.bytes())
    return type(export).plain(export.name, data), data


def leaves(value, path=()):
    """Where every value of some JSON stands that holds no other."""
    if isinstance(value, (dict, list)) and value:
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from leaves(inner, (*path, key))
    else:
        yield path


def damaged_json(dice, value):
    """JSON with one to three values that are others, gone, or of another kind."""
    for _ in range(dice.choice([1, 1, 2, 3])):
        *path, last = dice.choice(list(leaves(value))) or (None,)
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
    blocks, directory = data[:-20 - length], data[-20 - length:-20]
    try:
        directory = json.loads(directory)
        if dice.random() < 0.5:
            directory = damaged_json(dice, directory)
        else:
            place = dice.choice(directory["blocks"][dice.choice(sorted(directory["blocks"]))])
            at, size, unpacked = place[:3]
            plain = bytearray(unzstd(blocks[at:at + size], unpacked))
            plain = bytearray(damaged(dice, plain) if dice.random() < 0.5 else plain)
            if plain and dice.random() < 0.7:
                # A number of four or eight bytes that is no longer what it was.
                wide = dice.choice([4, 8])
                at = dice.randrange(len(plain)) // wide * wide
                plain[at:at + wide] = dice.choice(NUMBERS).to_bytes(8, "little")[:wide]
            packed = zstd(bytes(plain))
            place[:] = len(blocks), len(packed), len(plain), zlib.crc32(packed)
            blocks += packed
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError, MemoryError):
        # A part that is damaged already, or no `zstd` here.
        return damaged(dice, data)
    directory = json.dumps(directory).encode()
    return blocks + directory + len(directory).to_bytes(8, "little") + zlib.crc32(directory).to_bytes(4, "little") + b"INSIPART"


def damaged_set(dice, files):
    """The files of an archive, or a plan and its parts, with a fault in one: mostly one that no checksum gives away."""
    hurt = dice.choice(list(files))
    beneath = dice.random() < 0.8
    files = dict(files)
    if beneath and hurt.endswith(".part"):
        files[hurt] = damaged_part(dice, files[hurt])
    elif beneath and hurt.endswith(".json"):
        try:
            files[hurt] = json.dumps(unsealed(damaged_json(dice, json.loads(files[hurt])))).encode()
        except (ValueError, IndexError, KeyError, TypeError):
            files[hurt] = damaged(dice, files[hurt])
    else:
        files[hurt] = damaged(dice, files[hurt])
        if beneath:
            fit(files, hurt)
    return files


def unsealed(manifest):
    """A manifest without its own checksum, which it need not have."""
    if isinstance(manifest, dict):
        manifest.pop("checksum", None)
    return manifest


def fit(files, hurt):
    """Makes the manifest of an archive hold again for a file of it."""
    try:
        manifest = json.loads(files["insights-archive.json"])
        for file in manifest["files"]:
            if file["path"] == hurt:
                file.update(bytes=len(files[hurt]), sha256=hashlib.sha256(files[hurt]).hexdigest())
        files["insights-archive.json"] = json.dumps(unsealed(manifest)).encode()
    except (ValueError, KeyError, TypeError, AttributeError):
        pass  # A manifest that is damaged already.


def configuration(dice):
    """A configuration of keys that are there, some with values of another kind, damaged as often as not."""
    lines, wanted = [], True
    for line in CONFIGURATION:
        line = line.removeprefix("# ")
        if line.startswith("[") and line.endswith("]"):
            wanted = dice.random() < 0.4
            lines += [line] if wanted else []
        elif " = " in line and wanted and dice.random() < 0.6:
            key, value = line.split(" = ", 1)
            lines.append(f"{key} = {dice.choice(VALUES) if dice.random() < 0.1 else value}")
    text = "\n".join(lines).encode() + b"\n"
    return damaged(dice, text) if dice.random() < 0.3 else text
