"""Which doctors may have a list. Source: R-03 (government bill), R-04 (Region Stockholm)."""

import re

import narwhals as nw

DEFAULT_SPECIALTIES = ("allmänmedicin", "barn- och ungdomsmedicin", "geriatrik")


def any_of(specialties: tuple[str, ...]) -> nw.Expr:
    """Say whether a `specialties` text (names joined by ;) holds one of the given names; null gives False.

    "Specialist i allmänmedicin" and "specialistläkare i allmänmedicin" are the same name.
    """
    names = "|".join(
        re.escape(name.casefold()).replace("\\ ", " ").replace("\\-", "-") for name in specialties
    )
    return (
        nw.col("specialties")
        .str.contains(f"(^|;)(specialist(läkare)? i )?({names})(;|$)")
        .fill_null(value=False)
    )


def listable(specialties: tuple[str, ...]) -> nw.Expr:
    """Say whether a spell's doctor may have a list: a specialist, or in ST, in such a specialty.

    An ST spell without a stated specialty may (general practice is what a vårdcentral trains).
    """
    fitting = any_of(specialties)
    return ((nw.col("role") == "specialist") & fitting) | (
        (nw.col("role") == "st") & (fitting | nw.col("specialties").is_null())
    )
