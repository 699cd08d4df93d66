"""Person numbers, coordination numbers and reserve numbers: their forms, dates and check digits.

Source: domain.md 3.7; RIV-TA crm:carelisting; Inera, Lokala Reservidn (the four reserve formats). Written
here since libraries take today for the century or refuse coordination numbers (domain.md 3.7 has measured).
"""

from datetime import date

import polars as pl

from dq.conform.convert import convert
from dq.conform.parsed import matches, no_reason, nowhere, only_where

_MONTH = "(?:0[1-9]|1[0-2])"
# A coordination number has 60 more days.
_DATED = f"{_MONTH}(?:0[1-9]|[12][0-9]|3[01]|6[1-9]|[78][0-9]|9[01])"
_CENTURY = "(?:18|19|20)"
SHAPE = f"^(?:{_CENTURY}?[0-9]{{2}}){_DATED}[-+]?[0-9]{{4}}$"
# The same, but ten digits only with a mark between, since local identifiers look like ten bare digits.
SHAPE_SURE = f"^(?:{_CENTURY}[0-9]{{2}}{_DATED}[-+]?|[0-9]{{2}}{_DATED}[-+])[0-9]{{4}}$"
_DAY = f"{_CENTURY}[0-9]{{2}}{_MONTH}[0-3][0-9]-?"
RESERVE_SHAPES = {
    "stockholm": r"^99[0-9]{6}-?[0-9]{4}$",
    "vastra_gotaland": f"^{_DAY}[KMX][0-9]{{3}}$",
    "varmland": f"^{_DAY}S[FUXPL][0-9][A-UW-Z1-9]$",
    "inera": f"^{_CENTURY}[0-9]{{2}}{_MONTH}(?:3[2-9]|[45][0-9])-?[0-9]{{4}}$",
}
_LETTERS = {"K": "5", "M": "7", "X": "8"}  # how Västra Götaland reads them for the check digit
_ODD = r"[^!-~]"
_DASHES = "[\u2010-\u2015\u2212\u2043\ufe58\ufe63\uff0d]"
_RAISED = r"[\p{No}\x{AA}\x{BA}]"  # ² is a footnote, not the digit 2


def compact(text: pl.Series) -> pl.Series:
    """Write identifiers in one way: NFKC, dashes as `-`, no white space inside.

    A cell with a raised digit stays as it is: it is a footnote, and must not become a digit.
    """
    return only_where(matches(text, _ODD), text, _plain)


def _plain(some: pl.Series) -> pl.Series:
    plain = some.str.normalize("NFKC").str.replace_all(_DASHES, "-").str.replace_all(r"\s+", "")
    return only_where(matches(some, _RAISED), plain, lambda _: some.filter(matches(some, _RAISED)))


def twelve_digits(written: pl.Series, day: date) -> pl.Series:
    """Return the twelve digits of each valid person or coordination number; null for all other cells.

    `written` is compact. Ten digits get the latest century in which the birth is not after `day`; `+` means
    a hundred years older. A year may lie at most one year after `day`.
    """
    shaped = matches(written, SHAPE)
    if not shaped.any():
        return no_reason(written)
    digits = written.set(~shaped, None).str.replace(r"[-+]", "")
    number, _ = convert(digits, pl.Int64())
    plus = written.str.contains("+", literal=True)
    frame = pl.LazyFrame({"n": number, "long": digits.str.len_bytes() == 12, "plus": plus})
    frame = frame.with_columns(last=pl.col("n") % 10**10).with_columns(part=pl.col("last") // 10**4)
    frame = frame.with_columns(month=pl.col("part") // 100 % 100, day=pl.col("part") % 100)
    frame = frame.with_columns(day=pl.col("day") - 60 * (pl.col("day") > 60))
    frame = frame.with_columns(year=_year(day))
    held = ~(pl.col("long") & pl.col("plus") & (pl.col("year") > day.year - 100))
    valid = held & (pl.col("year") <= day.year + 1) & _is_day() & (luhn_sum("last") % 10 == 0)
    whole = pl.col("year") * 10**8 + pl.col("last") % 10**8
    return frame.select(pl.when(valid).then(whole.cast(pl.String)).alias("t")).collect()["t"]


def reserve_numbers(written: pl.Series, formats: tuple[str, ...]) -> pl.Series:
    """Return the twelve characters of each valid reserve number of the `formats`; null for other cells."""
    found = no_reason(written)
    if not reserve_shaped(written, formats).any():
        return found
    upper = written.str.to_uppercase()
    for name in formats:
        shaped = matches(upper, RESERVE_SHAPES[name])
        if shaped.any():
            some = upper.gather(shaped.arg_true()).str.replace("-", "", literal=True)
            good = _reserve_holds(name, some)
            found = found.scatter(shaped.arg_true().filter(good), some.filter(good))
    return found


def reserve_shaped(written: pl.Series, formats: tuple[str, ...]) -> pl.Series:
    """Say which compact cells are of the shape of one of the reserve `formats`."""
    patterns = "|".join(RESERVE_SHAPES[name] for name in formats)
    return matches(written, f"(?i){patterns}") if patterns else nowhere(written)


def luhn_sum(column: str, digits: int = 10) -> pl.Expr:
    """Return the Luhn sum of the last `digits` digits of whole numbers, the last with weight 1."""
    total = pl.lit(0, dtype=pl.Int64)
    for place in range(digits):
        digit = pl.col(column) // 10**place % 10
        total = total + (digit if place % 2 == 0 else digit * 2 - 9 * (digit > 4))
    return total


def _year(day: date) -> pl.Expr:
    """Return the year of birth: as written, else the latest that is not after `day`, `+` a century before."""
    short = pl.col("part") // 10**4
    latest = day.year // 100 * 100 + short
    ahead = (latest * 10**4 + pl.col("month") * 100 + pl.col("day")) > int(day.strftime("%Y%m%d"))
    century = latest - 100 * ahead.cast(pl.Int64) - 100 * pl.col("plus").cast(pl.Int64)
    return pl.when("long").then(pl.col("n") // 10**8).otherwise(century)


def _is_day() -> pl.Expr:
    """Say if `year`, `month` and `day` are a day of the calendar."""
    year, month = pl.col("year"), pl.col("month")
    leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    longest = (
        pl.when(month == 2)
        .then(28 + leap.cast(pl.Int64))
        .otherwise(31 - month.is_in([4, 6, 9, 11]).cast(pl.Int64))
    )
    return month.is_between(1, 12) & pl.col("day").is_between(1, longest)


def _reserve_holds(name: str, written: pl.Series) -> pl.Series:
    """Say which reserve numbers of a format have a real day, and the check digit, where it has those."""
    spelt = written
    for letter, digit in _LETTERS.items():
        spelt = spelt.str.replace(letter, digit, literal=True)
    number, _ = convert(spelt.str.replace_all("[A-Z]", "0"), pl.Int64())
    frame = pl.DataFrame({"n": number}).with_columns(
        year=pl.col("n") // 10**8, month=pl.col("n") // 10**6 % 100, day=pl.col("n") // 10**4 % 100
    )
    checks = {
        "stockholm": luhn_sum("n", 8) % 10 == 0,
        "vastra_gotaland": _is_day() & (luhn_sum("n") % 10 == 0),
        "varmland": _is_day(),
        "inera": luhn_sum("n") % 10 == 0,
    }
    return frame.select(good=checks[name])["good"]
