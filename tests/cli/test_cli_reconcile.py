from fractions import Fraction
from pathlib import Path

import pytest

from dq.core.errors import Refused
from dq.core.gap import Bounds, NationalGap, RegionFigure
from dq.core.run import Perceived


def the_gap(**changes) -> NationalGap:
    asked = Perceived(Fraction(29, 100), None, None, False, None, None, "Socialstyrelsen 2025", "population")
    figures = (
        RegionFigure(
            "01", "Stockholm", 2_400_000, Fraction(67, 100), "2024-12", "listed", status="published"
        ),
        RegionFigure("03", "Uppsala", 400_000, None, status="not_reported"),
        RegionFigure("04", "Sörmland", 300_000, None),
    )
    words = {
        "regions": figures,
        "as_of": "2024",
        "denominator": "population",
        "reporting": 17,
        "expected": 21,
        "missing": (),
        "stated_mean": Fraction(59, 100),
        "unweighted": None,
        "weighted": None,
        "lowest": Fraction(18, 100),
        "highest": Fraction(96, 100),
        "perceived": asked,
        "bounds": (Bounds("manski", Fraction(478, 1000), Fraction(668, 1000), "if_unweighted"),),
        "sources": (),
        "notes": (),
    }
    return NationalGap(**(words | changes))


EXPECTED = """Riket
  Registrerad        59 %   17 av 21 regioner, av befolkningen, 2024
  Uppfattad          29 %   Socialstyrelsen 2025
  Gap             30 p.e.
  Gränser         48–67 %   om de 4 som saknas av 21 ligger på 0 % till 100 %

  Region                       Registrerad   Avser         Nämnare
  Stockholm                           67 %   2024-12       av de listade
  … 2 regioner till. Visa alla: lägg till --all
"""


def test_the_nation_is_shown_with_its_gap_and_bounds(dq, pipeline) -> None:
    pipeline.gap = the_gap()
    answer = dq("reconcile")
    assert answer.out == EXPECTED
    assert answer.code == 0
    assert pipeline.asked == {"path": None, "out": None, "report": None, "lang": "sv"}


def test_all_regions_and_what_is_not_published(dq, pipeline) -> None:
    pipeline.gap = the_gap(stated_mean=None, perceived=None, bounds=())
    out = dq("reconcile", "--all").out
    assert out.count("ej publicerat") == 4  # registered, perceived, gap, Sörmland
    assert "Uppsala" in out and "ej rapporterad" in out


def test_computed_means_are_shown_beside_each_other(dq, pipeline) -> None:
    pipeline.gap = the_gap(
        stated_mean=None, unweighted=Fraction(1, 2), weighted=Fraction(3, 5), synthetic=True
    )
    out = dq("reconcile", "in", "--report", "r.html").out
    assert "Ovägt medel        50 %" in out and "Vägt medel         60 %" in out
    assert "Påhittad nation. Inga verkliga uppgifter." in out
    assert out.endswith("Rapport  r.html\n")
    assert pipeline.asked["path"] == Path("in") and pipeline.asked["report"] == Path("r.html")


def test_a_refusal_keeps_its_code(dq, pipeline) -> None:
    pipeline.error = Refused("cli_not_a_verdict", file="x")
    assert dq("reconcile").code == 11


@pytest.mark.parametrize("path", ["nope", "nope/deeper"])
def test_a_path_that_is_not_there(dq, pipeline, path) -> None:
    assert dq("reconcile", path).code == 20


def test_a_day_with_a_tilde_is_about_that_day_and_lines_fit(dq, pipeline) -> None:
    asked = Perceived(Fraction(29, 100), 1000, None, False, 0.26, 0.32, "A source " * 20, "population")
    region = RegionFigure("01", "Stockholm", 1, Fraction(65, 100), "2024~", "listed", status="published")
    pipeline.gap = the_gap(perceived=asked, regions=(region,))
    out = dq("reconcile").out
    assert "cirka 2024" in out and "~" not in out
    assert "26–32 %, n = 1 000" in out
    assert max(len(line) for line in out.splitlines()) <= 80
