"""Random damage to text files: what our reader accepts, Python's strict reader reads alike."""

import time
from collections import Counter
from itertools import count, islice

import pytest
from hypothesis import given, seed, settings
from hypothesis import strategies as st
from mutate import HEADER, PIECES, ROWS, mutants, seeds
from strict_csv import EQUAL, outcome

from dq.core.table import Declared, ReadLimits
from dq.read import text

SECONDS = 30  # for each of the two mutators
SHORT = 150
SMALL = ReadLimits(line_bytes=150)  # blocks of 150 bytes: most files have seams

LINES = st.sampled_from([HEADER, *ROWS])
BITS = st.sampled_from([piece.decode() for piece in PIECES if piece not in (b"\xe5", b"\xff\xfe")])
WORDS = st.lists(st.one_of(LINES, BITS, st.text(alphabet='ab1;,"\n\r åé', max_size=12)), max_size=8)
ENDS = st.sampled_from(["\n", "\r\n", "\r"])


@pytest.fixture(autouse=True)
def _small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text, "CHUNK", 1)


def outcomes(data: bytes, said: Declared) -> str:
    """Read in small blocks and in one: a seam may change which fault is told, never what is accepted."""
    small, whole = outcome(data, said, SMALL), outcome(data, said, ReadLimits())
    assert (small == EQUAL) <= (whole == EQUAL), data
    assert (whole == EQUAL) <= (small in (EQUAL, "refused:line_long")), data
    return whole


def composed(words: list[str], end: str) -> bytes:
    return end.join([HEADER, *ROWS[:2], *words]).encode()


def test_sound_files_are_read() -> None:
    assert {outcomes(data, said) for data, said in seeds()} == {EQUAL}


def test_damaged_files_are_read_alike_or_refused() -> None:
    found = Counter(outcomes(data, said) for data, said in islice(mutants(seed=3), SHORT))
    assert found[EQUAL] >= SHORT // 8
    assert len(found) >= 8


@settings(max_examples=50, deadline=None)
@given(WORDS, ENDS)
def test_composed_files_are_read_alike_or_refused(words: list[str], end: str) -> None:
    outcomes(composed(words, end), Declared())


@pytest.mark.fuzz
def test_half_a_minute_of_damaged_files() -> None:
    found: Counter[str] = Counter()
    stop = time.monotonic() + SECONDS
    for data, said in mutants(seed=2026):
        found[outcomes(data, said)] += 1
        if time.monotonic() > stop:
            break
    assert found[EQUAL] >= 300
    assert found.total() >= 1_000


@pytest.mark.fuzz
def test_half_a_minute_of_composed_files() -> None:
    found: Counter[str] = Counter()
    stop = time.monotonic() + SECONDS

    def one(words: list[str], end: str) -> None:
        found[outcomes(composed(words, end), Declared())] += 1

    for number in count(1):
        law = settings(max_examples=200, deadline=None, database=None)(given(WORDS, ENDS)(one))
        seed(number)(law)()
        if time.monotonic() > stop:
            break
    assert found[EQUAL] >= 200
    assert found.total() >= 1_000
