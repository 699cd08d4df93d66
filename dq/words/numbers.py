"""How numbers, shares, money and dates are written. Rounding happens here and nowhere else.

Swedish: U+00A0 between groups of three and before a unit, decimal comma, U+2212 minus, U+2013 in ranges.
Half is rounded away from zero, so that a reader can check a figure with a pocket calculator.
Source: the report design, section 9.
"""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

NBSP = "\u00a0"
MINUS = "\u2212"
DASH = "\u2013"


def _decimal(value: float | int | Fraction | Decimal, decimals: int) -> Decimal:
    if isinstance(value, Fraction):
        scaled = value * 10**decimals
        sign = -1 if scaled < 0 else 1
        whole = (abs(scaled) * 2 + 1) // 2
        return Decimal(sign * int(whole)).scaleb(-decimals)
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    return exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP) + 0  # + 0: no minus zero


class Numbers:
    """Number formats of one language, `sv` or `en`."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self.group, self.point = (NBSP, ",") if lang == "sv" else (",", ".")

    def decimal(self, value: float | int | Fraction | Decimal, decimals: int) -> str:
        """Write `value` with a fixed number of decimals."""
        text = f"{_decimal(value, decimals):,.{decimals}f}"
        text = text.replace(",", "\0").replace(".", self.point).replace("\0", self.group)
        return MINUS + text[1:] if text.startswith("-") else text

    def integer(self, value: int) -> str:
        """Write a whole number with group marks."""
        return self.decimal(value, 0)

    def shortest(self, value: float) -> str:
        """Write a number with as many decimals as it has, at most three."""
        text = f"{_decimal(value, 3):f}".rstrip("0").rstrip(".") or "0"
        decimals = len(text.partition(".")[2])
        return self.decimal(value, decimals)

    def percent(self, share: float | Fraction | None, decimals: int = 0) -> str:
        """Write a share 0 to 1 as percent. Under 1 % one decimal is shown; null is `..`."""
        if share is None:
            return ".."
        if share != 0 and -1 < share * 100 < 1:
            decimals = max(decimals, 1)
        return self.decimal(_hundred(share), decimals) + self._percent_mark()

    def percent_range(self, low: float | Fraction, high: float | Fraction, decimals: int = 0) -> str:
        """Write an interval of shares; the unit stands once, and equal ends stand once."""
        first, last = (self.decimal(_hundred(s), decimals) for s in (low, high))
        return (first if first == last else first + DASH + last) + self._percent_mark()

    def points(self, share: float | Fraction, decimals: int = 0, *, signed: bool = False) -> str:
        """Write a difference between shares in percentage points (p.e., pp)."""
        text = self.decimal(_hundred(share), decimals)
        plus = "+" if signed and share > 0 else ""
        return plus + text + NBSP + self._points_mark()

    def points_range(self, low: float | Fraction, high: float | Fraction, decimals: int = 0) -> str:
        """Write an interval of differences in percentage points; the unit stands once."""
        first, last = (self.decimal(_hundred(s), decimals) for s in (low, high))
        return first + DASH + last + NBSP + self._points_mark()

    def kronor(self, ore: int) -> str:
        """Write öre as whole kronor without a unit (tables carry it in the header)."""
        return self.decimal(Fraction(ore, 100), 0)

    def money(self, ore: int) -> str:
        """Write öre as kronor with the unit."""
        return f"SEK{NBSP}{self.kronor(ore)}" if self.lang == "en" else f"{self.kronor(ore)}{NBSP}kr"

    def millions(self, ore: int) -> str:
        """Write öre as millions of kronor with two decimals (rounded to 10 000 kr)."""
        text = self.decimal(Fraction(ore, 100_000_000), 2)
        return f"SEK{NBSP}{text}m" if self.lang == "en" else f"{text}{NBSP}mkr"

    def _percent_mark(self) -> str:
        return "%" if self.lang == "en" else NBSP + "%"

    def _points_mark(self) -> str:
        return "pp" if self.lang == "en" else "p.e."


def _hundred(share: float | Fraction) -> Fraction | Decimal:
    if isinstance(share, Fraction):
        return share * 100
    return Decimal(str(share)) * 100
