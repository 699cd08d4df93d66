"""HSA-ids and organisation numbers: kept as they stand, flagged where they fail their form."""

import pytest
from column_cases import READ, check, conformed, flagged, reasons, seen, values

from dq.core.feed import Kind
from dq.core.notice import Sight

# Organisation numbers of seven regions, as published in the openEHR Sweden wiki.
REGIONS = [f"232100-{last}" for last in ("0016", "0024", "0032", "0040", "0057", "0065", "0131")]


def test_identifiers_of_clinics_and_doctors() -> None:
    check(
        Kind.HSA,
        [("SE2321000016-1a", "SE2321000016-1A", READ), ("se2321000016-1a", "SE2321000016-1A", READ)]
        + [("Vakant", "Vakant", READ), ("-", "-", READ), ("okänd", "okänd", READ), ("000096", "000096", READ)]
        + [("Sexton", "Sexton", READ), ("", None, READ), ("96.0", None, "mangled_id")]
        + [("1.5E+07", None, "mangled_id"), ("12E5", "12E5", READ), (" L1\u00a0", "L1", READ)],
    )


@pytest.mark.parametrize(
    ("cell", "fails"),
    [
        ("SE2321000016-E01", False),
        ("SE2321000990-" + "A" * 18, False),
        ("SE2321000990-" + "A" * 19, True),  # 32 characters
        ("SE2321000017-E01", True),  # check digit
        ("SE2310000016-E01", True),  # third digit 1
        ("SE2321000016E01", True),
        ("SE2321000016-", True),
        ("SE232100016-E01", True),
        ("SE2321000016-Å1", True),
        ("SE2321000016-E@1", True),
        ("SE2321000016-E 1", True),
        ("SE2321000016\u2013E01", True),
        ("SE2321000016-E\u200b01", True),
        ("SE1", True),
        ("SEK-12", False),
        ("LOKAL 7", False),
        ("12345678", False),
    ],
)
def test_only_what_begins_se_and_a_digit_has_a_form_to_fail(cell: str, fails: bool) -> None:
    for written in (cell, cell.lower(), f" {cell} "):
        got = conformed(Kind.HSA, ["X1", written])
        assert flagged(got) == ([1] if fails else [])
        assert got.unread.is_empty()
    assert values(conformed(Kind.HSA, [cell]))[0] == cell


@pytest.mark.parametrize(
    "cell",
    [
        *("19121212-1212", "191212121212", "121212-1212", "121212+1212", "191212721219", "200002290000"),
        *("19121212\u20131212", "19121212 1212", "191212 12\u00a01212"),
        *("8112189876", "811218 9876", "1212121212", "1212721219"),  # without a mark, but they hold
    ],
)
def test_a_persons_number_is_no_identifier_of_a_clinic_or_doctor(cell: str) -> None:
    got = conformed(Kind.HSA, [cell, "SE2321000016-A001"])
    assert values(got) == [None, "SE2321000016-A001"]
    assert reasons(got) == ["person_number", READ]
    assert got.frame["unread"].to_list() == ["x:code", None]
    assert flagged(got) == []


@pytest.mark.parametrize(
    "cell",
    [
        "1212121213",
        "2321000016",
        "8102309876",
        "99999999999",
        "191313121212",
        "556677-8899",
        "Vakant",
        "A-12",
    ],
)
def test_other_numbers_are_identifiers(cell: str) -> None:
    assert values(conformed(Kind.HSA, [cell])) == [cell]


def test_an_id_in_parts_is_put_together_and_counted() -> None:
    got = conformed(Kind.HSA, ["A\u030a-1", "L1"])
    assert values(got) == ["\u00c5-1", "L1"]
    assert seen(got) == {Sight.NOT_NFC: [0]}


@pytest.mark.parametrize("number", REGIONS)
def test_organisation_numbers_of_the_regions(number: str) -> None:
    bare = number.replace("-", "")
    cells = [number, bare, f"16{number}", f"16{bare}"]
    got = conformed(Kind.TEXT, cells, name="org_number")
    assert (values(got), flagged(got)) == (cells, [])
    assert flagged(conformed(Kind.HSA, [f"SE{bare}-E01"])) == []


@pytest.mark.parametrize(
    "cell",
    [
        *("232100-0017", "231100-0016", "640823-3234", "16640823-3234", "2321000016-", "23210-00016", "x"),
        *("232100\u20130016", "SE2321000016", "17232100-0016", "5.56E+09"),
    ],
)
def test_an_organisation_number_that_fails_is_kept_and_flagged(cell: str) -> None:
    got = conformed(Kind.TEXT, ["232100-0016", cell, ""], name="org_number")
    assert (values(got), flagged(got)) == (["232100-0016", cell, None], [1])
    assert got.frame["flagged"][1] == "org_number:identity"
