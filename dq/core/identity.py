"""Which forms of person identifier a delivery may hold. The region's suite says it; the reader needs it."""

from dataclasses import dataclass

RESERVES = ("stockholm", "vastra_gotaland", "varmland", "inera")


@dataclass(frozen=True)
class IdentityForms:
    """`pseudonym`: pattern a pseudonym must match whole, empty = any. `reserves`: reserve numbers accepted.

    Source: domain.md 3.7; suite limits `pseudonym_format` and `reserve_formats`.
    """

    pseudonym: str = ""
    reserves: tuple[str, ...] = RESERVES


ANY_FORM = IdentityForms()
