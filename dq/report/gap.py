"""The gap page: registered beside perceived share for a nation, as one self-contained HTML file."""

from dq.core.gap import NationalGap
from dq.report.page import render
from dq.report.view_gap import gap_view
from dq.words import Words


def gap_html(gap: NationalGap, lang: str) -> str:
    """Write the page in `sv` or `en`. The same gap gives the same bytes; regions only, never a person."""
    words = Words(lang)

    def text(key: str, **values: object) -> str:
        return words.text(f"gap.{key}", **values)

    return render("gap.html.j2", lang, view=gap_view(gap, words), g=text)
