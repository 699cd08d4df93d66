"""The gap page of the shipped scenarios, and how to take it apart."""

import re
import sys
from functools import lru_cache
from pathlib import Path

from dq.core.gap import NationalGap
from dq.report.gap import gap_html

sys.path.insert(0, str(Path(__file__).parents[1] / "reconcile"))

from gap_scenario import gap_of

REAL, INVENTED = "national-2024", "synthetic-nation"


@lru_cache
def gap(scenario: str) -> NationalGap:
    return gap_of(scenario)


@lru_cache
def page(scenario: str, lang: str = "sv") -> str:
    return gap_html(gap(scenario), lang)


def body(html: str) -> str:
    """The page from the first tag of the body, without the script."""
    return re.sub(r"<script>.*</script>", "", html[html.index("<body>") :], flags=re.S)


def plain(html: str) -> str:
    """The words a reader sees, with ordinary spaces."""
    text = re.sub(r"<title>.*?</title>|<[^>]+>", " ", body(html))
    return re.sub(r"\s+", " ", text.replace("\u00a0", " "))
