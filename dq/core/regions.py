"""Names of the 21 regions and their county codes, in the forms that deliveries use.

Source: SCB county codes and Kolada's region names; the forms of domain design 3.8.
"""

import unicodedata
from functools import lru_cache

# county code, county (län), region, other short forms
REGIONS: tuple[tuple[str, ...], ...] = (
    ("00", "Riket", "Sverige", "Sweden", "Hela riket", "Nationellt"),
    ("01", "Stockholms län", "Region Stockholm"),
    ("03", "Uppsala län", "Region Uppsala"),
    ("04", "Södermanlands län", "Region Sörmland", "Södermanland", "Region Södermanland"),
    ("05", "Östergötlands län", "Region Östergötland"),
    ("06", "Jönköpings län", "Region Jönköpings län"),
    ("07", "Kronobergs län", "Region Kronoberg"),
    ("08", "Kalmar län", "Region Kalmar län"),
    ("09", "Gotlands län", "Region Gotland"),
    ("10", "Blekinge län", "Region Blekinge"),
    ("12", "Skåne län", "Region Skåne"),
    ("13", "Hallands län", "Region Halland"),
    (
        "14",
        "Västra Götalands län",
        "Västra Götalandsregionen",
        "Västra Götaland",
        "VGR",
        "Region Västra Götaland",
    ),
    ("17", "Värmlands län", "Region Värmland"),
    ("18", "Örebro län", "Region Örebro län"),
    ("19", "Västmanlands län", "Region Västmanland"),
    ("20", "Dalarnas län", "Region Dalarna"),
    ("21", "Gävleborgs län", "Region Gävleborg"),
    ("22", "Västernorrlands län", "Region Västernorrland"),
    ("23", "Jämtlands län", "Region Jämtland Härjedalen", "Jämtland Härjedalen", "RJH", "JH"),
    ("24", "Västerbottens län", "Region Västerbotten"),
    ("25", "Norrbottens län", "Region Norrbotten"),
)
_WITHOUT_MARKS = str.maketrans("åäöé", "aaoe")


def fold_region(name: str) -> str:
    """Reduce a region's name to what counts: no case, no marks over letters, only letters and digits."""
    text = unicodedata.normalize("NFKC", name).casefold().translate(_WITHOUT_MARKS)
    return "".join(mark for mark in text if mark.isalnum())


@lru_cache(maxsize=1)
def region_codes() -> dict[str, str]:
    """Map folded names to county codes: with and without "Region", "län" and the genitive s."""
    codes: dict[str, str] = {}
    for code, *names in REGIONS:
        for name in names:
            for form in _forms(name):
                codes[fold_region(form)] = code
    return codes


def _forms(name: str) -> list[str]:
    """List the ways one name is written: Kalmar län gives Kalmar, Region Kalmar, Region Kalmar län."""
    core = name.removeprefix("Region ").removesuffix(" län")
    genitive = core.removesuffix("s") if name.endswith("s län") else core
    cores = dict.fromkeys((core, genitive, genitive + "s"))
    return [
        name,
        *(f"{before}{each}{after}" for each in cores for before in ("", "Region ") for after in ("", " län")),
    ]
