"""CON-01: all patients on one doctor."""

import pytest
from build import DAY, failing, listings, outcome, roll, tandem
from dq.rules.concentration.all_on_one_doctor import all_on_one_doctor as rule

TWO = {"dr1": "specialist", "dr2": "st"}


def test_one_doctor_holds_all_though_two_could() -> None:
    assert failing(rule, listings({"dr1": 500, None: 20}), roll(TWO)) == ["A"]
