"""gap.json: plain data, exact shares, null for what is not known."""

import json
from typing import Any

import pytest
from gap_pages import INVENTED, REAL, gap

from dq.emit.gap_json import gap_json


@pytest.fixture
def real() -> dict[str, Any]:
    return json.loads(json.dumps(gap_json(gap(REAL)), allow_nan=False))


def test_the_nation(real: dict[str, Any]) -> None:
    assert (real["schema_version"], real["scenario"], real["synthetic"]) == (0, "national-2024", False)
    assert real["stated_mean"] == {"share": 0.59, "num": 59, "den": 100}
    assert real["gap"] == {"share": 0.3, "num": 3, "den": 10}
    assert (real["regions_reporting"], real["regions_expected"], real["regions_missing"]) == (17, 21, [])
    assert (real["unweighted_mean"], real["weighted_mean"]) == (None, None)
    assert (real["perceived"]["n"], real["perceived"]["low"]) == (None, None)


def test_the_bounds_say_what_they_assume(real: dict[str, Any]) -> None:
    assert [(b["key"], b["assumption"]) for b in real["bounds"]] == [
        ("manski", "if_unweighted"),
        ("manski_supported", "if_unweighted"),
    ]
    assert round(real["bounds"][0]["low"]["share"], 4) == 0.4776


def test_regions_keep_date_denominator_and_source(real: dict[str, Any]) -> None:
    assert len(real["regions"]) == 21
    stockholm = real["regions"][0]
    assert (stockholm["region"], stockholm["as_of"], stockholm["denominator"]) == (
        "Stockholm",
        "2024~",
        "listed",
    )
    assert stockholm["source"].endswith("(S25)")
    assert (stockholm["gap"], stockholm["compared"]) == (None, False)


def test_an_invented_nation_says_so() -> None:
    data = gap_json(gap(INVENTED))
    assert data["synthetic"] is True
    assert sum(region["gap"] is not None for region in data["regions"]) == 17
