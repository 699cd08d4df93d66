"""The four key figures: registered, supported and perceived share, and the gap, each with its base."""

from fractions import Fraction

from dq.report.case import FEW_ANSWERS, Case
from dq.report.page import Figure
from dq.words.numbers import MINUS


def key_figures(case: Case) -> tuple[Figure, ...]:
    """Build three or four figures; the gap needs a survey and a judged clinic."""
    shares, numbers = case.run.shares, case.numbers
    if shares is None or not shares.listed:
        missing = case.text("not_judged")
        base = case.text("figure.no_shares")
        both = tuple(
            Figure(case.text(f"figure.{key}"), missing, base, icon, "w")
            for key, icon in (("registered", "reg"), ("supported", "val"))
        )
        return (*both, *_asked(case, None))
    registered, supported = shares.of(shares.registered), shares.of(shares.supported)
    lowest = numbers.percent(shares.of(shares.lowest), 1)
    return (
        Figure(
            case.text("figure.registered"),
            numbers.percent(registered, 1),
            case.text("figure.registered_base", named=shares.registered, listed=shares.listed),
            "reg",
        ),
        Figure(
            case.text("figure.supported"),
            numbers.percent(supported, 1),
            case.text("figure.lowest", share=lowest)
            if shares.lowest < shares.supported
            else case.text("figure.nothing_held"),
            "val",
        ),
        *_asked(case, registered),
    )


def _asked(case: Case, registered: Fraction | None) -> tuple[Figure, ...]:
    """The perceived share and the gap; the gap is left out without a survey or a registered share."""
    asked, numbers = case.survey, case.numbers
    label = case.text("figure.perceived")
    if asked is None:
        key = "figure.no_survey" if case.run.perceived is None else "figure.few_answers"
        return (Figure(label, case.text(key), case.text(f"{key}_base"), "per", "w"),)
    few = asked.n is not None and asked.n < FEW_ANSWERS
    figure = Figure(label, numbers.percent(asked.share), _sureness(case), "per", "dim" if few else "")
    if registered is None:
        return (figure,)
    gap = registered - asked.share
    if asked.low is None or asked.high is None:
        base = case.text("figure.no_interval")
    else:
        span = numbers.points_range(float(registered) - asked.high, float(registered) - asked.low)
        base = case.text("figure.interval", span=span)
    sign = MINUS if gap < 0 else ""
    return (figure, Figure(case.text("figure.gap"), sign + numbers.points(abs(gap)), base))


def _sureness(case: Case) -> str:
    asked = case.run.perceived
    if asked is None or asked.low is None or asked.high is None:
        return case.text("figure.no_interval")
    span = case.numbers.percent_range(asked.low, asked.high)
    if asked.n is None:
        return case.text("figure.interval", span=span)
    few = case.text("figure.few") if asked.n < FEW_ANSWERS else ""
    return case.text("figure.interval_n", span=span, n=asked.n) + few
