"""ABS-06: placeholder instead of a person."""

import pytest
from build import DAY, affected, failing, listings, reason, roll

from dq.rules.absence.placeholder import placeholder as rule

ROLL = roll({"dr1": "specialist"})
STAND_INS = [
    "Vakant",
    "VAKANT",
    " vakant ",
    "Vakans",
    "vikarie",
    "Hyrläkare",
    "jour",
    "Team",
    "Team Syd",
    "-",
]
STAND_INS += [
    "Läkare 3",
    "läkare3",
    "Läkare A",
    "läkare 12",
    "LÄKARE",
    "Ledig",
    "Test",
    "okänd",
    "Okänt",
    "saknas",
]
STAND_INS += [
    "Hyr",
    "hyr 2",
    "Vakant 1",
    "VAKANT\u00a01",
    "Vakant läkare",
    "stafettläkare",
    "Vik",
    "Team 3",
    "Jour-2",
]
STAND_INS += ["ej\u00a0vald", "Ej valt", "\u2013", "\u2014\u2014", "\u2212", "hyrlakare", "Lakare 2", "okand"]
STAND_INS += ["Okänd läkare", "Vikarierande läkare", "Inte vald"]
STAND_INS += ["NN", "N.N.", "N. N.", "?", ".", "xxx", "--", "Ej vald", "ingen", "jourläkare"]
PEOPLE = [
    "Jourdan",
    "Testelius",
    "Vikander",
    "Teamson",
    "Nn Nilsson",
    "Ledigsson",
    "Ingenman",
    "Hyrén",
    "Läkaresson",
    "Vakant Nilsson",
    "Test Testsson",
    "Hyr Hyrén",
    "Testi",
    "Vikström",
    "Jour Joursson",
]
PEOPLE += ["SE2321000990-L001", "Läkare 123", "dr-1", "Okändsdotter", "12345"]


def test_stand_ins_for_a_doctor() -> None:
    lists = listings(dict.fromkeys(STAND_INS, 3) | {"dr1": 70})
    assert affected(rule, lists, ROLL) == {f"A/{value}": 3 for value in STAND_INS}


def test_a_name_that_only_holds_such_a_word_is_a_person() -> None:
    assert failing(rule, listings(dict.fromkeys(PEOPLE, 3)), ROLL) == []


def test_the_name_beside_the_id_counts_too() -> None:
    assert failing(rule, listings({"L-99": 30}, name="Vakant"), ROLL) == ["A/L-99"]
    assert failing(rule, listings({"L-99": 30}, name="Jourdan"), ROLL) == []


def test_nobody_is_no_placeholder() -> None:
    assert failing(rule, listings({None: 30, "dr1": 1}), ROLL) == []


@pytest.mark.parametrize(
    ("role", "expected"),
    [("other", ["A/who"]), ("specialist", []), ("st", []), ("bt", []), ("at", []), ("unlicensed", [])],
)
def test_somebody_who_is_no_doctor(role: str, expected: list[str]) -> None:
    assert failing(rule, listings({"who": 30}), ROLL, roll({"who": role})) == expected


def test_no_doctor_only_if_no_spell_that_day_is_a_doctors() -> None:
    nurse = roll({"who": "other"})
    assert failing(rule, listings({"who": 30}), nurse, roll({"who": "st"}, fte=200)) == []
    assert failing(rule, listings({"who": 30}), nurse, roll({"who": "st"}, until=DAY)) == ["A/who"]
    assert failing(rule, listings({"who": 30}), ROLL, roll({"who": "other"}, until=DAY)) == []
    assert failing(rule, listings({"who": 30}), ROLL, roll({"who": "other"}, provider="B")) == []


def test_a_role_that_was_not_read_accuses_nobody() -> None:
    unread = roll({"who": "st"}, role=None)
    assert reason(rule, listings({"who": 30}), unread) == ("not_judged", "roll_missing", "A")
