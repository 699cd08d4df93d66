"""SCH-08: marks of hand work."""

import pytest
from build import affected, file, judged, noticed

from dq.core.notice import DOUBTFUL, TOLD, Sight
from dq.loop import findings_frame
from dq.rules.schema.marks_of_hand_work import marks_of_hand_work as rule


@pytest.mark.parametrize("sight", list(Sight))
def test_what_is_told_and_what_is_only_shown_in_the_ledger(sight: Sight) -> None:
    found = affected(rule, file("a.csv", rows=9), noticed("a.csv", sight, [2]))
    assert found == ({"a.csv": 1} if sight in TOLD else {})
    assert not set(DOUBTFUL) & set(TOLD)


def test_it_never_leads_further_than_a_word() -> None:
    parts = file("a.csv", rows=9, provider="A"), noticed("a.csv", Sight.FORMULA, [2, 3])
    found = findings_frame(*judged([rule], *parts)).to_dicts()
    assert [each["disposition"] for each in found] == ["inform"]
