"""Who is listed and named on the day, and which rows repeat another."""

from datetime import date, timedelta
from typing import Any

import pytest
from build import DAY, Made, listings, made, sources, tandem

NEXT, OLD = DAY + timedelta(days=1), date(2020, 1, 1)


def counts(*parts: Made) -> dict[str, Any]:
    (row,) = sources(*parts).table("provider_rows").to_dicts()
    return row


@pytest.mark.parametrize(
    ("start", "until", "where"),
    [
        (OLD, None, "active"),
        (DAY, None, "active"),
        (DAY, NEXT, "active"),
        (OLD, NEXT, "active"),
        (OLD, DAY, "ended"),
        (None, DAY, "ended"),
        (NEXT, DAY, "ended"),
        (NEXT, None, "not_started"),
        (NEXT, NEXT, "not_started"),
        (None, None, "undated"),
        (None, NEXT, "undated"),
    ],
)
def test_every_row_is_in_one_place(start: date | None, until: date | None, where: str) -> None:
    row = counts(listings({"dr1": 2, None: 1}, start=start, until=until))
    places = ("active", "ended", "not_started", "undated")
    assert {name: row[name] for name in places} == {name: 3 * (name == where) for name in places}
    here = where == "active"
    assert (row["rows"], row["listed"], row["named"], row["unnamed"]) == (3, 3 * here, 2 * here, 1 * here)


@pytest.mark.parametrize(
    ("kind", "contact", "listed", "named"),
    [
        (None, None, 1, 1),
        ("both", None, 1, 1),
        ("both", "2", 1, 1),
        ("both", "1", 1, 0),
        (None, "3", 1, 0),
        ("centre", None, 1, 0),
        ("centre", "2", 1, 0),
        ("named_doctor", None, 0, 1),
        ("named_doctor", "2", 0, 1),
        ("named_doctor", "1", 0, 0),
        ("named_doctor", "3", 0, 0),
        ("named_doctor", "4", 0, 0),
    ],
)
def test_what_a_row_counts_as(kind: str | None, contact: str | None, listed: int, named: int) -> None:
    file = listings({"dr1": 1}, kind=kind, contact=contact)
    row = counts(file)
    assert (row["listed"], row["named"], row["unnamed"]) == (listed, named, listed - listed * named)
    (active,) = sources(file).table("active").to_dicts()
    assert (active["is_listed"], active["is_named"]) == (bool(listed), bool(named))


@pytest.mark.parametrize("kind", [None, "both", "centre", "named_doctor"])
def test_without_a_doctor_a_row_names_nobody(kind: str | None) -> None:
    row = counts(listings({None: 1}, kind=kind))
    assert (row["named"], row["listed"]) == (0, int(kind != "named_doctor"))


def test_both_forms_of_a_file_give_the_same_counts() -> None:
    wide = counts(listings({"dr1": 70, None: 30}))
    long = counts(listings({None: 100}, kind="centre"), listings({"dr1": 70}, kind="named_doctor"))
    assert (wide["listed"], wide["named"]) == (long["listed"], long["named"]) == (100, 70)


def test_rows_without_a_provider_are_no_providers() -> None:
    given = sources(listings({"dr1": 3}), listings({"dr1": 2}, provider=None))
    assert given.table("provider_rows")["provider_id"].to_list() == ["A"]
    assert given.table("list_rows").select("provider_id", "named").rows() == [("A", 3)]


def test_lists_are_counted_by_provider_and_doctor() -> None:
    given = sources(listings({"dr1": 3, "dr2": 2, None: 9}), listings({"dr1": 1}, provider="B"))
    rows = (
        given.table("list_rows")
        .select("provider_id", "physician_id", "list_id", "named")
        .sort("provider_id", "named")
    )
    assert rows.rows() == [("A", "dr2", "dr2", 2), ("A", "dr1", "dr1", 3), ("B", "dr1", "dr1", 1)]


def test_a_shared_list_keeps_its_doctors_apart_under_one_list() -> None:
    given = sources(listings({"dr1": 3, "dr2": 2, "dr3": 1}), tandem("L1", "dr1", "dr2"))
    rows = given.table("list_rows").select("physician_id", "list_id", "named").sort("physician_id")
    assert rows.rows() == [("dr1", "L1", 3), ("dr2", "L1", 2), ("dr3", "dr3", 1)]


def test_a_doctor_on_two_shared_lists_does_not_double_the_rows() -> None:
    twice = made(
        "ref_tandem", [{"list_id": "L1", "physician_id": "dr1"}, {"list_id": "L2", "physician_id": "dr1"}]
    )
    assert sources(listings({"dr1": 3}), twice).table("active").height == 3


def test_a_group_of_three_keeps_one() -> None:
    same = listings({"dr1": 1}, people="p")
    rows = sources(same, same, listings({"dr1": 1}, people="p", start=date(2021, 1, 1))).table("surplus_rows")
    assert rows.sort("row_id").select("row_id", "size", "keep").rows() == [
        (0, 3, False),
        (1, 3, False),
        (2, 3, True),
    ]


def test_a_person_without_an_id_repeats_nobody() -> None:
    nameless = {"provider_id": "A", "valid_from": OLD, "physician_id": "dr1", "person_id": None}
    assert sources(made("listings", [nameless, nameless])).table("surplus_rows").height == 0


@pytest.mark.parametrize(("kind", "listed"), [(None, 3), ("both", 3), ("centre", 3), ("named_doctor", 0)])
def test_ended_rows_that_listed_a_person(kind: str | None, listed: int) -> None:
    row = counts(listings({"dr1": 3}, kind=kind, until=DAY), listings({"dr1": 5}, kind=kind, people="now"))
    assert (row["ended"], row["ended_listed"]) == (3, listed)


def test_a_placeholder_beside_an_id_counts_only_if_the_whole_list_has_one() -> None:
    named, vakant = listings({"L-9": 2}, name="Jourdan"), listings({"L-9": 3}, name="Vakant", people="p")
    (row,) = sources(named, vakant).table("list_rows").to_dicts()
    assert (row["named"], row["placeholder_name"]) == (5, 0)
    (row,) = sources(vakant).table("list_rows").to_dicts()
    assert row["placeholder_name"] == 1
    (row,) = sources(listings({"L-9": 2})).table("list_rows").to_dicts()
    assert row["placeholder_name"] == 0


def test_a_named_doctor_stays_before_another_kind_of_contact_even_if_older() -> None:
    doctor = listings({"dr1": 1}, people="p", contact="2")
    nurse = listings({"n1": 1}, people="p", contact="1", start=date(2021, 1, 1))
    untold = listings({"dr2": 1}, people="p", start=date(2020, 6, 1))
    kept = [
        [row["row_id"] for row in sources(*parts).table("surplus_rows").to_dicts() if row["keep"]]
        for parts in ((doctor, nurse), (nurse, doctor), (nurse, nurse), (doctor, nurse, untold))
    ]
    assert kept == [[0], [1], [0], [2]]


def test_two_other_contacts_are_no_twins() -> None:
    nurses = [listings({"n1": 2}, people="p", kind="named_doctor", contact=contact) for contact in ("1", "3")]
    assert sources(*nurses).table("surplus_rows").height == 0
