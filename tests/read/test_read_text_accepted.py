"""Every text file of the sample: broken ones are refused, clean ones read exactly or refused for cause."""

import pytest
from accepted import ACCEPTED_EQUAL, DIFFERENT, FORCED, REFUSED, SAMPLE, judged

pytestmark = pytest.mark.skipif(not SAMPLE.is_dir(), reason="the sample of hostile files is not here")


def test_clean_files_are_read_exactly_and_broken_ones_refused() -> None:
    files = judged()
    assert [file for file in files if file[1] == DIFFERENT] == []
    reasons = tuple(FORCED.values())
    forced = {file for file, outcome, why in files if outcome == REFUSED and why.endswith(reasons)}
    assert forced == set(FORCED)
    assert sum(outcome == ACCEPTED_EQUAL for _, outcome, _ in files) == 24
