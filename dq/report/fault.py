"""The page for whoever ran dq when nothing could be judged: one card that says what was wrong."""

from dq.report.page import Badge, render
from dq.words import Words


def error_html(title: str, text: str, code: int, lang: str) -> str:
    """Write `fel.html`: a heading, the message of the error, and the exit code.

    `text` is shown as it stands, line breaks kept; it may hold file, row and column, never a value of a
    personal column. No proposal is made on this page.
    """
    words = Words(lang)
    return render(
        "fault.html.j2",
        lang,
        badge=Badge("stop", "reject", words.text("report.badge.refused")),
        heading=title,
        paragraphs=[part for part in text.split("\n\n") if part.strip()],
        ending=words.text("report.fault.ending", code=code),
    )
