"""SCH-07: table may not be whole."""

import pytest
from build import affected, examined, file, judged, noticed, rows

from dq.core.notice import DOUBTFUL, Sight
from dq.loop import findings_frame
from dq.rules.schema.table_doubtful import table_doubtful as rule


@pytest.mark.parametrize("sight", list(Sight))
def test_what_may_have_changed_data_fails_and_nothing_else(sight: Sight) -> None:
    parts = file("a.csv", rows=100), file("b.csv", rows=9), noticed("a.csv", sight, [5, 9])
    assert affected(rule, *parts) == ({"a.csv": 2} if sight in DOUBTFUL else {})
    assert sorted(set(examined(rule, *parts))) == ["a.csv", "b.csv"]


def test_columns_of_one_kind_are_added_up() -> None:
    parts = [noticed("a.csv", Sight.NUMBER_IDENTIFIER, [3, 4], column=name) for name in ("x", "y")]
    (row,) = rows(rule, file("a.csv", rows=100), *parts)
    assert (row["affected"], row["total"], row["detail"]) == (4, 100, "number_identifier")


def test_a_refused_file_is_not_examined() -> None:
    parts = file("a.csv", status="refused", error="no_rows"), noticed("a.csv", Sight.MERGED, [4])
    assert examined(rule, *parts) == []


def test_each_kind_is_a_finding_of_its_own_with_its_rows() -> None:
    seen = noticed("a.csv", Sight.MERGED, [7, 5]), noticed("a.csv", Sight.NUMBER_IDENTIFIER, [3])
    found = findings_frame(*judged([rule], file("a.csv", rows=100, provider="A"), *seen)).to_dicts()
    assert sorted((each["message_sv"], [at["row"] for at in each["source_rows"]]) for each in found) == [
        ("identiteter som ligger som tal: 1 ställe i en fil med 100 rader.", [3]),
        ("sammanfogade celler i tabellen: 2 ställen i en fil med 100 rader.", [5, 7]),
    ]
    assert len({each["finding_id"] for each in found}) == 2
    assert {(each["provider_id"], each["disposition"]) for each in found} == {("A", "hold")}
