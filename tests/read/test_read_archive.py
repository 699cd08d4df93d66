"""ZIP of provider files: what is looked at before anything is unpacked, and what comes out."""

import hashlib
import io
import stat
import struct
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dq.core.codes import ExitCode
from dq.core.errors import Refused
from dq.core.table import MIB, Declared, ReadLimits
from dq.read import Source, is_archive, left_behind, open_archive, read_member, read_source

LIMITS = ReadLimits()


def source(data: bytes, name: str = "alla.zip") -> Source:
    return Source(name=name, data=data, sha256=hashlib.sha256(data).hexdigest())


def zipped(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED, **attributes: int) -> bytes:
    """Pack files; `attributes` are set on every entry."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", method) as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name)
            entry.compress_type = method
            for attribute, value in attributes.items():
                setattr(entry, attribute, value)
            archive.writestr(entry, data)
    return kept.getvalue()


def refusal(data: bytes, limits: ReadLimits = LIMITS, member: str = "") -> str:
    """The key of the refusal of an archive or of one of its members."""
    with pytest.raises(Refused) as fault:
        archive = open_archive(source(data), limits)
        read_member(archive, member, f"alla.zip/{member}", limits)
    assert fault.value.code == ExitCode.NOT_JUDGED
    assert fault.value.text("sv") != fault.value.text("en")
    return fault.value.key


def test_members_come_out_as_they_went_in() -> None:
    files = {"b/c.csv": b"1;2\n", "a.csv": b"x" * 5000, "tom.csv": b""}
    archive = open_archive(source(zipped(files)), LIMITS)
    assert list(archive.members) == ["a.csv", "b/c.csv", "tom.csv"]
    for name, data in files.items():
        member = read_member(archive, name, f"alla.zip/{name}", LIMITS)
        assert (member.data, member.sha256) == (data, hashlib.sha256(data).hexdigest())
        assert member.name == f"alla.zip/{name}"


def test_folders_are_left_out() -> None:
    archive = open_archive(source(zipped({"mapp/": b"", "mapp/a.csv": b"1"})), LIMITS)
    assert list(archive.members) == ["mapp/a.csv"]


@pytest.mark.parametrize(
    "name",
    ["../a.csv", "a/../../b.csv", "/etc/a.csv", "C:/a.csv", "c:a.csv", "a//b.csv", "./a.csv", "mapp\\a.csv"],
)
def test_a_name_that_leads_elsewhere(name: str) -> None:
    assert refusal(zipped({name: b"1"})) == "archive_unsafe"


def test_a_name_with_nul() -> None:
    data = zipped({"aXb.csv": b"1"}).replace(b"aXb.csv", b"a\x00b.csv")
    assert refusal(data) == "archive_unsafe"


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR])
def test_a_link_or_device(kind: int) -> None:
    assert refusal(zipped({"a.csv": b"/etc/passwd"}, external_attr=(kind | 0o644) << 16)) == "archive_unsafe"


def test_a_reparse_point_of_windows() -> None:
    assert refusal(zipped({"a.csv": b"1"}, external_attr=0x400, create_system=0)) == "archive_unsafe"


def test_a_password() -> None:
    data = bytearray(zipped({"a.csv": b"1"}))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert refusal(bytes(data)) == "archive_locked"


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_another_way_of_packing(method: int) -> None:
    assert refusal(zipped({"a.csv": b"1"}, method)) == "archive_method"


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("second", ["a.csv", "A.CSV"])
def test_two_files_of_one_name(second: str) -> None:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        archive.writestr("a.csv", "1")
        archive.writestr(second, "2")
    assert refusal(kept.getvalue()) == "archive_twice"


def test_nothing_in_it() -> None:
    assert refusal(zipped({})) == "archive_empty"
    assert refusal(zipped({"mapp/": b""})) == "archive_empty"


@pytest.mark.parametrize(("most", "expected"), [(3, ""), (2, "archive_many")])
def test_the_number_of_entries_on_both_sides(most: int, expected: str) -> None:
    data = zipped({f"{n}.csv": b"1" for n in range(3)})
    limits = ReadLimits(archive_files=most)
    if expected:
        assert refusal(data, limits) == expected
    else:
        assert len(open_archive(source(data), limits).members) == 3


@pytest.mark.parametrize(("cap", "expected"), [(2000, ""), (1999, "archive_expands")])
def test_the_sum_of_sizes_on_both_sides(cap: int, expected: str) -> None:
    data = zipped({"a.csv": b"1" * 1000, "b.csv": b"2" * 1000})
    limits = ReadLimits(expanded_bytes=cap)
    if expected:
        assert refusal(data, limits) == expected
    else:
        assert len(open_archive(source(data), limits).members) == 2


def test_a_bomb() -> None:
    assert refusal(zipped({"a.csv": b"0" * (4 * MIB)})) == "archive_ratio"
    assert (
        refusal(zipped({"a.csv": b"0" * MIB}), member="b") == "archive_changed"
    )  # small enough for any ratio


def test_a_member_larger_than_a_file_may_be() -> None:
    assert refusal(zipped({"a.csv": b"0123"}), ReadLimits(file_bytes=3), "a.csv") == "file_large"


def lying(data: bytes, size: int) -> bytes:
    """Change the size that the central directory and the local header claim for the first entry."""
    for mark, place in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = data.index(mark) + place
        data = data[:at] + struct.pack("<I", size) + data[at + 4 :]
    return data


@pytest.mark.parametrize("size", [3, 5000, 2**31])
def test_a_size_that_is_a_lie(size: int) -> None:
    data = lying(zipped({"a.csv": bytes(range(256)) * 4}), size)
    expected = "archive_ratio" if size == 2**31 else "archive_member_broken"
    assert refusal(data, ReadLimits(), "a.csv") == expected


def test_a_changed_byte() -> None:
    data = zipped({"a.csv": b"hej hej"}, zipfile.ZIP_STORED)
    assert refusal(data.replace(b"hej hej", b"hej haj"), member="a.csv") == "archive_member_broken"


def test_members_that_share_bytes() -> None:
    data = zipped({"a.csv": b"1" * 100, "b.csv": b"1" * 100}, zipfile.ZIP_STORED)
    second = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 1)
    data = data[: second + 42] + struct.pack("<I", 0) + data[second + 46 :]
    assert refusal(data) == "archive_broken"


@pytest.mark.parametrize("cut", [lambda d: d[:-10], lambda d: d[: len(d) // 2], lambda d: b"PK\x03\x04 hej"])
def test_a_broken_archive(cut: Callable[[bytes], bytes]) -> None:
    assert refusal(cut(zipped({"a.csv": b"1" * 100}))) == "archive_broken"


def test_an_archive_in_an_archive() -> None:
    assert refusal(zipped({"b.csv.gz": b"\x1f\x8b\x08" + bytes(20)}), member="b.csv.gz") == "archive_inside"
    inner = open_archive(source(zipped({"b.zip": zipped({"c.csv": b"1"})})), LIMITS)
    member = read_member(inner, "b.zip", "alla.zip/b.zip", LIMITS)
    with pytest.raises(Refused) as fault:
        read_source(member, Declared(), (), LIMITS)
    assert (fault.value.key, fault.value.values["file"]) == ("archive_inside", "alla.zip/b.zip")


@pytest.mark.parametrize(
    ("part", "form"),
    [
        ("word/document.xml", "Word (.docx)"),
        ("mimetype", "OpenDocument"),
        ("xl/workbook.bin", "Excel (.xlsb)"),
    ],
)
def test_a_document_is_no_archive(part: str, form: str) -> None:
    with pytest.raises(Refused) as fault:
        is_archive(source(zipped({part: b"<a/>"})))
    assert (fault.value.key, fault.value.values["form"]) == ("form_refused", form)


def test_a_workbook_is_no_archive() -> None:
    assert not is_archive(source(zipped({"xl/workbook.xml": b"<a/>"})))
    assert is_archive(source(zipped({"a.csv": b"1"})))
    assert not is_archive(source(b"a;b\n1;2\n"))


def test_names_are_safe_to_show() -> None:
    archive = open_archive(source(zipped({"a\u202eb\x1b[2J.csv": b"1"})), LIMITS)
    assert list(archive.members) == ["a\\u202eb\\u001b[2J.csv"]


@pytest.mark.parametrize("encoding", ["utf-8", "cp437"])
def test_names_in_the_code_pages_of_swedish_packers(encoding: str) -> None:
    name = "Åre läkarhus.csv"
    raw = name.encode(encoding)
    placeholder = "x" * len(raw)
    data = zipped({placeholder: b"1"}).replace(placeholder.encode(), raw)
    assert list(open_archive(source(data), LIMITS).members) == [name]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("__MACOSX/._a.csv", True),
        ("__MACOSX/mapp/._a.csv", True),
        ("mapp/.DS_Store", True),
        ("Thumbs.db", True),
        ("__MACOSX/a.csv", False),
        ("mapp/__MACOSX/._a.csv", False),
        (".dold.csv", False),
        ("a.csv", False),
    ],
)
def test_what_a_system_left_behind(name: str, expected: bool) -> None:
    assert left_behind(name) is expected


@settings(deadline=None)
@given(st.data())
def test_a_changed_archive_never_gives_other_bytes(data: st.DataObject) -> None:
    files = {"a.csv": b"Personnr;Enhet\n1;2\n" * 20, "b.csv": bytes(range(200))}
    raw = bytearray(zipped(files))
    for _ in range(data.draw(st.integers(1, 4))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    try:
        archive = open_archive(source(bytes(raw)), LIMITS)
        found = [read_member(archive, name, name, LIMITS).data for name in archive.members]
    except Refused:
        return
    assert set(found) <= set(files.values())
