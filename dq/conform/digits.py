"""How the digits of a number are written: marks between groups, the decimal mark, fullwidth forms."""

from functools import partial

import polars as pl

from dq.conform.parsed import GROUPS, SIGN, matches, nowhere, only_where
from dq.core.notice import Sight

_FULLWIDTH = "[\uff0b-\uff0e\uff10-\uff19\uff05]"  # + , - . digits %
_FULL = [*(chr(0xFF0B + at) for at in range(4)), *(chr(0xFF10 + at) for at in range(10)), "\uff05"]
_PLAIN = [*"+,-.", *"0123456789", "%"]
_GROUPED = f"^[{SIGN}]?[0-9]{{1,3}}([{GROUPS}])[0-9]{{3}}(?:[^0-9]|$)"
_LONG = f"^[{SIGN}]?[0-9]{{4,}}"


def half_width(text: pl.Series) -> tuple[pl.Series, dict[Sight, pl.Series]]:
    """Write fullwidth digits and signs as ASCII, and say where. Raised digits stay: they are footnotes."""
    wide = matches(text, _FULLWIDTH)
    if not wide.any():
        return text, {}
    return only_where(wide, text, lambda some: some.str.replace_many(_FULL, _PLAIN)), {Sight.RAW_FORM: wide}


def by_group(decimal: str) -> str:
    """Return the mark that parts groups where `decimal` is the decimal mark; "" if that is not known."""
    return {",": ".", ".": ","}.get(decimal, "")


def whole_form(decimal: str) -> str:
    """Return the pattern of a whole number with one kind of mark, or none, between groups of three."""
    marks = (*GROUPS, *by_group(decimal))
    grouped = "|".join(f"(?:[{mark}][0-9]{{3}})+" for mark in marks)
    return f"(?:[0-9]+|[0-9]{{1,3}}(?:{grouped}))"


def plain(text: pl.Expr, decimal: str) -> pl.Expr:
    """Take group marks away and write the sign as ASCII."""
    marks = GROUPS + by_group(decimal)
    return text.str.replace_all(f"[{marks}+]", "").str.replace_all("\u2212", "-", literal=True)


def decimal_seen(text: pl.Series) -> str:
    """Return the only mark that certainly parts decimals in some cell of the column, or "".

    Certain is what three digits do not follow, what stands after a 0 alone, and after four digits or groups.
    """
    found = ""
    for mark in (",", "."):
        sure = (
            f"[0-9][{mark}](?:[0-9]{{1,2}}|[0-9]{{4,}})(?:$|[eE])"
            f"|^[{SIGN}]?0[{mark}][0-9]|^[{SIGN}]?[0-9]{{4,}}[{mark}][0-9]|[{GROUPS}][0-9]{{3}}[{mark}][0-9]"
        )
        found += mark if matches(text, sure).any() else ""
    return found if len(found) == 1 else ""


def one_way(text: pl.Series) -> pl.Series:
    """Take group marks out of `1.600,50` and `1,000.50`: of two different marks the last parts decimals."""
    for group, decimal in ((".", ","), (",", ".")):
        form = f"^[{SIGN}]?[1-9][0-9]{{0,2}}(?:[{group}][0-9]{{3}})+[{decimal}][0-9]+$"
        bare = partial(_without, mark=group)
        text = only_where(matches(text, form), text, bare)
    return text


def _without(text: pl.Series, *, mark: str) -> pl.Series:
    return text.str.replace_all(mark, "", literal=True)


def styles(text: pl.Series, good: pl.Series) -> dict[Sight, pl.Series]:
    """Say which numbers are grouped in another way than most large ones of the column; nothing if none is."""
    if not matches(text, f"[0-9][{GROUPS}][0-9]{{3}}").any():
        return {}
    style = text.str.extract(_GROUPED, 1).set(matches(text, _LONG), "").set(~good, None)
    if style.drop_nulls().n_unique() < 2:
        return {}
    counts = (
        style.drop_nulls().value_counts(name="_cells").sort("_cells", style.name, descending=[True, False])
    )
    other = (style != counts[style.name][0]).fill_null(value=False)
    return {Sight.MIXED_STYLES: nowhere(text) | other}
