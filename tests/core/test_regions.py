"""Names of regions: every listed spelling gives its code, and nothing else does."""

import unicodedata

import pytest

from dq.core.codes import COUNTIES
from dq.core.regions import REGIONS, fold_region, region_codes

SHORT = {
    "01": "Stockholm", "03": "Uppsala", "04": "Sörmland", "05": "Östergötland", "06": "Jönköping",
    "07": "Kronoberg", "08": "Kalmar", "09": "Gotland", "10": "Blekinge", "12": "Skåne", "13": "Halland",
    "14": "Västra Götaland", "17": "Värmland", "18": "Örebro", "19": "Västmanland", "20": "Dalarna",
    "21": "Gävleborg", "22": "Västernorrland", "23": "Jämtland", "24": "Västerbotten", "25": "Norrbotten",
}  # fmt: skip
OTHER = {
    "Södermanland": "04", "Södermanlands": "04", "Södermanlands län": "04", "Region Södermanland": "04",
    "Jämtland Härjedalen": "23", "Region Jämtland Härjedalen": "23", "JH": "23",
    "Jämtland / Härjedalen": "23",
    "VGR": "14", "Västra Götalandsregionen": "14", "Västra / Götaland": "14", "Kalmar län": "08",
    "Region Kalmar": "08", "Region Kalmar län": "08", "Orebro": "18", "Riket": "00",
    "Region Orebro lan": "18",
    "Region Örebro län": "18", "Region Jönköpings län": "06", "Sverige": "00",
}  # fmt: skip
ASCII = str.maketrans("åäöÅÄÖ", "aaoAAO")


def code(name: str) -> str | None:
    return region_codes().get(fold_region(name))


def written(name: str) -> list[str]:
    """The ways of writing one form of a name that must not matter."""
    spaced = name.replace(" ", "\u00a0")
    ways = [
        name,
        name.upper(),
        name.lower(),
        f" {name}  ",
        f"\u00a0{name}\u00a0",
        spaced,
        name.translate(ASCII),
    ]
    return [*ways, unicodedata.normalize("NFD", name), f"{name} *"]


@pytest.mark.parametrize(("expected", "name"), SHORT.items())
def test_each_region_in_every_form(expected: str, name: str) -> None:
    genitive = name if name.endswith("s") else f"{name}s"
    forms = [name, genitive, f"{name} län", f"{genitive} län"]
    for form in [*forms, *(f"Region {form}" for form in forms)]:
        assert [code(way) for way in written(form)] == [expected] * 9, form


@pytest.mark.parametrize(("name", "expected"), OTHER.items())
def test_the_other_forms_of_the_design(name: str, expected: str) -> None:
    assert [code(way) for way in written(name)] == [expected] * 9


@pytest.mark.parametrize(
    "name",
    [
        "",
        " ",
        "Region",
        "län",
        "Atlantis",
        "Götaland",
        "Norrland",
        "Kalmar kommun",
        "1",
        "Härjedalen",
        "Kalmar\u00b9",
    ],
)
def test_an_unknown_name_has_no_code(name: str) -> None:
    assert code(name) is None


def test_there_is_one_entry_for_each_county_and_one_for_all() -> None:
    assert tuple(entry[0] for entry in REGIONS) == ("00", *COUNTIES)
    assert set(SHORT) == set(COUNTIES)
    assert set(region_codes().values()) == {"00", *COUNTIES}
