"""The sample of hostile files: every file has an outcome, none is different without a word."""

import pytest
from hostile import EQUAL, REFUSED, SAMPLE, SILENT, files, outcomes

pytestmark = pytest.mark.skipif(not SAMPLE.is_dir(), reason="the sample of hostile files is not here")


def test_no_file_is_silently_different() -> None:
    found = list(outcomes())
    assert {name.rpartition("/")[2] for _, name, _, _ in found} == files()
    assert len(found) == len(files()) == 157
    assert [each for each in found if each[2] == SILENT] == []
    counts = [outcome for _, _, outcome, _ in found]
    assert counts.count(EQUAL) >= 35
    assert counts.count(REFUSED) >= 100
