"""Which doctors may have a list. Source: R-03 (government bill), R-04 (Region Stockholm)."""

import re

import narwhals as nw

DEFAULT_SPECIALTIES = ("allmänmedicin", "barn- och ungdomsmedicin", "geriatrik")


def any_of(specialties: tuple[str, ...]) -> nw.Expr:
    """Say whether a `specialties` text (names joined by ;) holds one of the given names; null gives False."""
    names = "|".join(
        re.escape(name.casefold()).replace("\\ ", " ").replace("\\-", "-") for name in specialties
    )
    return nw.col("specialties").str.contains(f"(^|;)({names})(;|$)").fill_null(value=False)


def listable(specialties: tuple[str, ...]) -> nw.Expr:
    """Say whether a spell's doctor may have a list: role ST, or specialist with such a specialty."""
    return (nw.col("role") == "st") | ((nw.col("role") == "specialist") & any_of(specialties))
