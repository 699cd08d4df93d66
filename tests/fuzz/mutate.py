"""Damage to text files, as transfers, editors and spreadsheets do it, and worse. Same seed, same bytes."""

import random
from collections.abc import Iterator

from dq.core.table import Declared

HEADER = "Enhet;Anteckning;Mer"
ROWS = (
    'A1;"två\nrader";x',
    "B2;åäö;",
    'C3;"a ""b"" c";"d;e"',
    'D4;"ett\n\ntre; fyra";"\n"',
    ";;",
    "",
    "Summa;12;",
    " E5 ; 0012 ;1,5",
    'F6;;"slut"',
)
PIECES = (b'"', b'""', b";", b",", b"\t", b"|", b"\n", b"\r", b"\r\n", b" ", b"\\", b"\x00", b"\x1a", b"\x02")
PIECES += (b'"\n"', b'";"', b'\n"', b'"\n', b";\n", b"\xe5", "å".encode(), b"\xef\xbb\xbf", b"\xff\xfe", b"a")
PIECES += ("\u2028".encode(), "\u0085".encode(), "\u200b".encode(), b"\xc2\xa0", b"'", b"=1+1", b"sep=;\n")


def seeds() -> list[tuple[bytes, Declared]]:
    """Sound files in every form that is read."""
    said = Declared(encoding="windows-1252")
    made = []
    for rows in (ROWS, ROWS[:3], ROWS[1:2] + ROWS[7:]):
        text = "\n".join((HEADER, *rows)) + "\n"
        plain = text.encode()
        made += [(plain, Declared()), (b"\xef\xbb\xbf" + plain.replace(b"\n", b"\r\n"), Declared())]
        made += [(b"\r\n".join(line.encode() for line in (HEADER, *rows, "")), Declared())]
        made += [(plain.replace(b"\n", b"\r"), Declared()), (text.encode("cp1252"), said)]
        made += [(text.replace(";", "\t").encode("utf-16"), Declared())]
        made += [(plain.replace(b",", b".").replace(b";", b","), Declared())]
        made += [(plain.replace(b";", b"|"), Declared(separator="|"))]
        made += [(b"sep=;\n" + plain, Declared()), (b"Uttag 2026\n\n" + plain, Declared())]
    return made


def mutants(seed: int) -> Iterator[tuple[bytes, Declared]]:
    """Damaged files without end."""
    chance = random.Random(seed)
    sound = seeds()
    while True:
        data, said = chance.choice(sound)
        for _ in range(chance.choice((0, 1, 1, 1, 2, 2, 3, 6))):
            data = _damaged(chance, data)
        yield data, said


def _damaged(chance: random.Random, data: bytes) -> bytes:
    at = chance.randrange(len(data) + 1)
    far = min(len(data), at + chance.choice((1, 1, 2, 5, 40)))
    piece = chance.choice(PIECES)
    kind = chance.randrange(7)
    if kind == 0:
        return data[:at] + data[far:]
    if kind == 1:
        return data[:at] + data[at:far] + data[at:]
    if kind == 2:
        return data[:at] + piece + data[far:]
    if kind == 3:
        return data[:at] if chance.random() < 0.2 else data + piece
    if kind == 4:
        return data.replace(piece, chance.choice(PIECES), 1)
    if kind == 5:
        lines = data.split(b"\n")
        chance.shuffle(lines)
        return b"\n".join(lines)
    return data[:at] + piece + data[at:]
