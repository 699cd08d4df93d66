"""Sections 1 and 2: bytes of a text changed, files cut off or packed badly, forms that are not what they say."""
# ruff: noqa: E501  the table below has one kind per line

import codecs
import gzip
import io
import re
import zipfile
import zlib
from collections.abc import Callable
from random import Random

from form_packed import make_gzip, make_zip, zipped
from form_text import TextPlan, make_text
from made import Chance, Made
from pollutions import EQUAL, REFUSED, TOLD, Build, Pollution, in_parquet, in_text
from truth_tables import make_table

BOM = codecs.BOM_UTF8


def _end(data: bytes) -> bytes:
    return next((end for end in (b"\r\n", b"\n", b"\r") if end in data), b"\n")


def _mixed_ends(rng: Random, data: bytes) -> bytes:
    """Give one line another end than the others."""
    end = _end(data)
    others = [other for other in (b"\r\n", b"\n", b"\r") if other != end]
    at = rng.choice([each.start() for each in re.finditer(re.escape(end), data)])
    return data[:at] + rng.choice(others) + data[at + len(end) :]


def _byte_in(rng: Random, data: bytes, first: int, last: int) -> bytes:
    """Put the å of cp1252 between two characters of a UTF-8 text."""
    places = [at for at in range(first, last) if data[at] < 128 and data[at] not in b'\r\n"']
    at = rng.choice(places)
    return data[:at] + rng.choice((b"\xe5", b"\xc4", b"\xf6", b"\x81")) + data[at:]


def _cell_byte(rng: Random, data: bytes) -> bytes:
    return _byte_in(rng, data, data.rstrip().rindex(_end(data)) + 2, len(data.rstrip()))


def _header_byte(rng: Random, data: bytes) -> bytes:
    start = len(BOM) if data.startswith(BOM) else 0
    return _byte_in(rng, data, start + 1, data.index(_end(data)))


def _one_ended(_: Random, plan: TextPlan) -> bool:
    plan.ended = True
    return not plan.above


def _marked(_: Random, plan: TextPlan) -> bool:
    plan.bom = True
    return True


def _bare_utf16(rng: Random, data: bytes) -> bytes:
    return data.removeprefix(BOM).decode().encode(rng.choice(("utf-16-le", "utf-16-be")))


def _odd_utf16(_: Random, data: bytes) -> bytes:
    return codecs.BOM_UTF16_LE + data.removeprefix(BOM).decode().encode("utf-16-le")[:-1]


def _padded(rng: Random, data: bytes) -> bytes:
    return data + rng.choice((b"\x1a", b"\x00" * 512, b"\x00", b"\r\n\x1a" if b"\r\n" in data else b"\x1a"))


def _empty(rng: Random, _: bytes) -> bytes:
    return rng.choice((b"", BOM, b"\n\n", b"  \r\n", b"\xff\xfe"))


def _other_form(rng: Random, data: bytes) -> bytes:
    heads: tuple[bytes, ...] = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600,
        b"%PDF-1.7\n",
        b"<html><table>",
        b"\x28\xb5\x2f\xfd",
    )
    heads += (
        b"BZh91AY",
        b"7z\xbc\xaf\x27\x1c",
        b"\xff\xfe\x00\x00",
        b"SQLite format 3\x00",
        b"ORC",
        b"ARROW1\x00\x00",
    )
    return rng.choice(heads) + data


def _declared(encoding: str, *marks: bytes) -> Build:
    """Put bytes that a declared encoding does not have into a text that is otherwise of it."""

    def build(by: Chance, spoilt: bool) -> Made | None:
        made = make_text(by.form, make_table(by.table, encoding), encoding)
        at = len(made.data.rstrip()) - 1
        mark = by.spoil.choice(marks)
        return made.with_(data=made.data[:at] + mark + made.data[at:]) if spoilt else made

    return build


def repeated_header(rng: Random, plan: TextPlan) -> bool:
    """Put the header once more between two rows, as exports laid after each other have it."""
    plan.between[rng.randrange(1, len(plan.rows))] = plan.separator.join(plan.header)
    plan.kinds["rows"] = 1
    return True


def _lie(_: Random, plan: TextPlan) -> bool:
    plan.declared["sha256"] = "0" * 64
    return True


def _named_csv(by: Chance, spoilt: bool) -> Made | None:
    made = in_parquet()(by, False)
    return made and (made.with_(name="fil.csv") if spoilt else made)


def _packed(pack: Callable[[Random, Made], Made], data: Callable[[Random, bytes], bytes]) -> Build:
    """Spoil the bytes of a packed CSV."""

    def build(by: Chance, spoilt: bool) -> Made | None:
        made = pack(by.form, make_text(by.form, make_table(by.table)))
        return made.with_(data=data(by.spoil, made.data)) if spoilt else made

    return build


def _flipped(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 0x10]) + data[at + 1 :]


def _cut_short(rng: Random, data: bytes) -> bytes:
    return data[: rng.randrange(20, len(data) - 1)]


def _wrong_sum(rng: Random, data: bytes) -> bytes:
    return _flipped(data, len(data) - rng.randrange(1, 9))


def _rest(rng: Random, data: bytes) -> bytes:
    return data + rng.choice((b"\x00" * 8, b"rest", b"\x1f\x8b"))


def _bomb(_: Random, __: bytes) -> bytes:
    return gzip.compress(b"a;b\n" * 5_000_000, 9, mtime=0)


def _one_bit(rng: Random, data: bytes) -> bytes:
    at = rng.randrange(12, len(data))
    return data[:at] + bytes([data[at] ^ (1 << rng.randrange(8))]) + data[at + 1 :]


def _members(data: bytes) -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [(name, archive.read(name)) for name in archive.namelist()]


def _zip_member_name(rng: Random, data: bytes) -> bytes:
    name = rng.choice(
        ("../fil.csv", "/etc/fil.csv", "a/../../fil.csv", "C:\\fil.csv", "a\\fil.csv", "./fil.csv")
    )
    return zipped([(name, _members(data)[0][1])])


def _zip_twice(rng: Random, data: bytes) -> bytes:
    name, inner = _members(data)[0]
    twice = zipped([(name, inner), ("x" * len(name.encode()), inner[:-1])])
    return twice.replace(b"x" * len(name.encode()), rng.choice((name, name.upper())).encode())


def _zip_locked(_: Random, data: bytes) -> bytes:
    made = bytearray(data)
    made[6] |= 1
    made[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(made)


def _zip_inside(rng: Random, data: bytes) -> bytes:
    name, inner = _members(data)[0]
    packed = rng.choice((zipped([(name, inner)]), gzip.compress(inner, mtime=0)))
    return zipped([("inre", packed)])


def _zip_checksum(_: Random, data: bytes) -> bytes:
    head = data.index(b"PK\x01\x02")
    return _flipped(_flipped(data, 14), head + 16)


def _zip_link(_: Random, data: bytes) -> bytes:
    name, inner = _members(data)[0]
    buffer, info = io.BytesIO(), zipfile.ZipInfo(name)
    info.external_attr = 0o120777 << 16
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(info, inner)
    return buffer.getvalue()


def _zip_bomb(_: Random, __: bytes) -> bytes:
    return zipped([("fil.csv", b"a;b\n" * 2_000_000)])


def _zip_size(rng: Random, data: bytes) -> bytes:
    """Claim that the member ends some lines before it does, with the checksum of the shorter one."""
    _, inner = _members(data)[0]
    end = _end(inner)
    ends = [each.end() for each in re.finditer(re.escape(end), inner.rstrip())]
    short = inner[: rng.choice(ends[len(ends) // 2 :])]
    made = bytearray(zipped([("fil.csv", inner)], rng.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))))
    head = made.index(b"PK\x01\x02")
    for at, value in (
        (14, zlib.crc32(short)),
        (22, len(short)),
        (head + 16, zlib.crc32(short)),
        (head + 24, len(short)),
    ):
        made[at : at + 4] = value.to_bytes(4, "little")
    return bytes(made)


BROKEN = ("packed_broken", "archive_broken", "archive_member_broken", "archive_changed")
ENCODINGS = ("encoding_unknown", "encoding_wrong")
HEADS = ("no_header", "file_empty", "no_rows", "separator_unclear")

BYTES = (
    Pollution("line_ends_mixed", "2 CR line ends", in_text(data=_mixed_ends), (REFUSED,), ("line_ends_mixed", "line_fields", "quote_open")),
    Pollution("byte_in_cell", "2 cp1252 bytes in cells", in_text(_one_ended, _cell_byte), (REFUSED,), ENCODINGS),
    Pollution("byte_in_header", "2 cp1252 bytes in the header", in_text(_one_ended, _header_byte), (REFUSED,), ENCODINGS),
    Pollution("mark_twice", "2 BOM", in_text(_marked, lambda _, data: BOM + data), (REFUSED,), ("mark_twice",)),
    Pollution("byte_not_in_1252", "2 cp1252 bytes in cells", _declared("windows-1252", b"\x81", b"\x8d", b"\x9d"), (REFUSED,), ("encoding_wrong", "line_control")),
    Pollution("byte_not_in_latin1", "2 cp1252 bytes in cells", _declared("iso-8859-1", b"\x96", b"\x92", b"\x80"), (REFUSED,), ("encoding_wrong", "line_control")),
    Pollution("utf16_unmarked", "2 UTF-16", in_text(data=_bare_utf16), (REFUSED,), ("line_control", *ENCODINGS)),
    Pollution("utf16_odd", "2 UTF-16", in_text(data=_odd_utf16), (REFUSED,), ENCODINGS),
    Pollution("padding", "2 NUL and controls", in_text(data=_padded), (REFUSED,), ("line_control",)),
    Pollution("file_empty", "2 empty file", in_text(data=_empty), (REFUSED,), HEADS),
    Pollution("form_other", "1 sniff by content", in_text(data=_other_form), (REFUSED,), ("form_refused",)),
    Pollution("sha256_wrong", "5 delivery's SHA-256", in_text(_lie), (REFUSED,), ("sha256_differs",)),
    Pollution("parquet_named_csv", "1 sniff by content", _named_csv, (EQUAL,)),
    Pollution("gzip_cut", "2 gzip truncated", _packed(make_gzip, _cut_short), (REFUSED,), BROKEN),
    Pollution("gzip_checksum", "2 gzip truncated", _packed(make_gzip, _wrong_sum), (REFUSED,), BROKEN),
    Pollution("gzip_rest", "2 gzip truncated", _packed(make_gzip, _rest), (REFUSED,), BROKEN),
    Pollution("gzip_bit", "2 gzip truncated", _packed(make_gzip, _one_bit), (REFUSED, EQUAL)),
    Pollution("gzip_inside", "2 gzip bomb", _packed(make_gzip, lambda _, data: gzip.compress(data, mtime=0)), (REFUSED,), ("form_refused", "packed_twice")),
    Pollution("gzip_bomb", "2 gzip bomb", _packed(make_gzip, _bomb), (REFUSED,), ("packed_expands",)),
    Pollution("zip_name", "4 .. in zip names", _packed(make_zip, _zip_member_name), (REFUSED,), ("archive_unsafe",)),
    Pollution("zip_twice", "4 .. in zip names", _packed(make_zip, _zip_twice), (REFUSED,), ("archive_twice",)),
    Pollution("zip_locked", "4 encrypted", _packed(make_zip, _zip_locked), (REFUSED,), ("archive_locked",)),
    Pollution("zip_inside", "4 zip bomb", _packed(make_zip, _zip_inside), (REFUSED,), ("archive_inside",)),
    Pollution("zip_checksum", "2 gzip truncated", _packed(make_zip, _zip_checksum), (REFUSED,), BROKEN),
    Pollution("zip_link", "4 .. in zip names", _packed(make_zip, _zip_link), (REFUSED,), ("archive_unsafe",)),
    Pollution("zip_bomb", "4 zip bomb", _packed(make_zip, _zip_bomb), (REFUSED,), ("archive_ratio", "archive_expands")),
    Pollution("zip_size", "2 gzip truncated", _packed(make_zip, _zip_size), (REFUSED,), BROKEN),
    Pollution("zip_cut", "2 gzip truncated", _packed(make_zip, _cut_short), (REFUSED,), BROKEN),
    Pollution("zip_bit", "2 gzip truncated", _packed(make_zip, _one_bit), (REFUSED, EQUAL, TOLD)),
)  # fmt: skip
