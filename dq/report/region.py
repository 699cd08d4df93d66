"""The report to the payer before payment: one HTML file about one region and one measurement day."""

from collections.abc import Mapping

from dq.core.rule_words import RuleWords
from dq.core.run import Run
from dq.report.page import render
from dq.report.view_region import region_view


def region_html(run: Run, rules: Mapping[str, RuleWords], lang: str) -> str:
    """Write the region report as one self-contained page.

    `rules` gives the words of each rule by id; an id without words is shown as an expectation of the suite.
    Holds aggregates and clinic names only: no person, no physician id, no row number. Equal runs give
    equal bytes.
    """
    return render("region.html.j2", lang, view=region_view(run, rules, lang))
