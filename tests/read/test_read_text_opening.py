"""How a delivered file is opened (R1, R5), and that it is never scanned (R8)."""

import ast
import hashlib
import os
import socket
from pathlib import Path

import pytest

from dq.core.errors import Refused
from dq.core.table import Declared, ReadLimits
from dq.feeds import FEEDS
from dq.read import open_once, read_table, source

PRODUCT = Path(source.__file__).parents[1]
CALLS = [
    (path.relative_to(PRODUCT).as_posix(), node)
    for path in sorted(PRODUCT.rglob("*.py"))
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    if isinstance(node, ast.Call)
]


def refusal(path: Path | str, most: int = 2**20) -> str:
    with pytest.raises(Refused) as caught:
        open_once(Path(path), "fil.csv", most)
    assert caught.value.text("sv")
    return caught.value.key


def test_a_file_is_read_once_and_hashed_as_it_is_parsed(tmp_path: Path) -> None:
    path = tmp_path / "[a].csv"  # a pattern, to some readers
    (tmp_path / "a.csv").write_bytes(b"Enhet;n\nX;9\n")
    path.write_bytes(b"Enhet;n\nA;1\n")
    table = read_table(path, "fil.csv", Declared(), (FEEDS["listings"],), ReadLimits())
    assert table.cells("n").to_list() == ["1"]
    assert (table.sha256, table.size) == (hashlib.sha256(path.read_bytes()).hexdigest(), 12)


@pytest.mark.parametrize("address", ["http://127.0.0.1/a.csv", "gs://b/a.csv", "file:///etc/passwd", "a://b"])
def test_addresses_are_no_files(address: str) -> None:
    with pytest.raises(Refused) as caught:
        open_once(_Address(address), "fil.csv", 100)
    assert caught.value.key == "file_not_regular"


class _Address(type(Path())):  # type: ignore[misc]
    """A path that keeps both slashes, as one that came from elsewhere might."""

    def __new__(cls, address: str) -> "_Address":
        made = super().__new__(cls, address)
        made.address = address
        return made  # type: ignore[no-any-return]

    def __str__(self) -> str:
        return str(self.address)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes in the file system here")
def test_a_pipe_does_not_hang(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.csv")
    assert refusal(tmp_path / "a.csv") == "file_not_regular"


def test_links_folders_devices_and_what_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "real.csv").write_bytes(b"a;b\n1;2\n")
    (tmp_path / "link.csv").symlink_to(tmp_path / "real.csv")
    (tmp_path / "loop.csv").symlink_to(tmp_path / "loop.csv")
    assert refusal(tmp_path / "link.csv") == refusal(tmp_path / "loop.csv") == "file_not_regular"
    assert refusal(tmp_path) == "file_not_regular"
    assert refusal(os.devnull) == "file_not_regular"
    assert refusal(tmp_path / "none.csv") == refusal(f"{tmp_path}/a\x00b") == "file_not_opened"


@pytest.mark.parametrize("size", [0, 7, 9, 1000])
def test_a_file_that_changes_while_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"a;b\n1;2\n")
    seen = os.stat_result((*path.stat()[:6], size, *path.stat()[7:]))
    monkeypatch.setattr(source.os, "fstat", lambda _: seen)
    assert refusal(path) == "file_changed"


def test_a_large_file_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"x" * 101)
    assert refusal(path, 100) == "file_large"
    assert open_once(path, "fil.csv", 101).size == 101


def test_delivered_files_are_never_scanned_nor_opened_by_name() -> None:
    """A scan that asks for fewer columns does not look at the others; and a path may be a pattern."""
    scans = {"scan_csv", "scan_parquet", "scan_ndjson", "scan_ipc", "read_csv_batched", "read_lines"}
    for path, call in CALLS:
        name = call.func.attr if isinstance(call.func, ast.Attribute) else ""
        if path.startswith(("read/", "conform/")):
            assert name not in scans, (path, call.lineno)
        if path.startswith("read/") and name == "read_csv":
            said = {word.arg: word.value for word in call.keywords}
            assert {"schema", "glob", "has_header"} <= set(said), (path, call.lineno)


def test_no_socket_is_needed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError

    monkeypatch.setattr(socket, "socket", refuse)
    path = tmp_path / "a.csv"
    path.write_bytes(b"Enhet;n\nA;1\n")
    assert read_table(path, "a.csv", Declared(), (FEEDS["listings"],), ReadLimits()).lines.rows == 1
