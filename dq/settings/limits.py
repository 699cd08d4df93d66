"""Limits of rules in a suite: that they exist, and have the type that the rule states."""

from fractions import Fraction
from math import isfinite
from types import GenericAlias, NoneType, UnionType
from typing import Any, get_args

import polars as pl

from dq.core.errors import UsageFault, nearest
from dq.core.identity import ANY_FORM, RESERVES, IdentityForms
from dq.core.rule import Chosen, Rule
from dq.rules import RULES

TARGET = "target_share"
PSEUDONYM, RESERVED = "pseudonym_format", "reserve_formats"  # what the reader takes from SCH-04
TARIFF = "tariff"  # set by the tariff in force, never by hand
WHERE_AND_WHEN = ("county", "valid_from", "valid_to", "source")


def known_limit(name: str, suite: str) -> None:
    """Refuse a limit that no rule has."""
    known = sorted({name for rule in RULES for name in rule.parameters} - {TARIFF})
    if name not in known:
        choices = [*known, *WHERE_AND_WHEN]
        close = nearest(name, choices) or known[0]
        raise UsageFault("no_limit", limit=name, suite=suite, nearest=close, names=choices)


def checked(rule: Rule, name: str, value: Any) -> Any:
    """Return a limit as rules take it; refuse one of another type than the rule states."""
    value, kind = frozen(value), rule.function.__annotations__[name]
    if not _fits(value, kind):
        raise UsageFault("parameter_type", rule=rule.id, parameter=name, wanted=_kind_name(kind))
    if name == TARGET:
        share_of(value)
    if name == PSEUDONYM:
        _pattern(value)
    if name == RESERVED:
        _reserves(value)
    return value


def identities_of(chosen: tuple[Chosen, ...]) -> IdentityForms:
    """Return which person identifiers there may be, as SCH-04 is told; any if it is not among the rules."""
    told = [each.parameters for each in chosen if each.rule.id == "SCH-04"]
    return IdentityForms(told[0][PSEUDONYM], told[0][RESERVED]) if told else ANY_FORM


def _pattern(text: str) -> None:
    """Refuse a pattern that the reader could not use."""
    try:
        pl.Series([""]).str.contains(f"^(?:{text})$")
    except pl.exceptions.ComputeError:
        raise UsageFault("not_a_pattern", limit=PSEUDONYM) from None


def _reserves(names: tuple[str, ...]) -> None:
    """Refuse reserve numbers that no one issues."""
    for name in names:
        if name not in RESERVES:
            close = nearest(name, list(RESERVES)) or RESERVES[0]
            raise UsageFault("no_reserve", limit=RESERVED, value=name, nearest=close, names=list(RESERVES))


def _fits(value: Any, kind: Any) -> bool:
    if isinstance(kind, GenericAlias):  # tuple[str, ...]
        return isinstance(value, tuple) and all(type(each) is str for each in value)
    if isinstance(kind, UnionType):
        return any(_fits(value, each) for each in get_args(kind))
    if kind is float:
        return type(value) in (int, float) and isfinite(value)
    return type(value) is kind


def _kind_name(kind: Any) -> str:
    if isinstance(kind, GenericAlias):
        return "list"
    names = [each.__name__ for each in get_args(kind) or (kind,) if each is not NoneType]
    return " / ".join(names)


def share_of(text: str) -> Fraction:
    """Read a share that is written as text, "0.75" or "3/4"; refuse one outside 0 to 1."""
    try:
        share = Fraction(text)
    except (ValueError, ZeroDivisionError):
        share = Fraction(-1)
    if not 0 <= share <= 1:
        raise UsageFault("not_a_share", limit=TARGET, value=text)
    return share


def frozen(value: Any) -> Any:
    """Return a list of a suite as the tuple that rules take."""
    return tuple(value) if isinstance(value, list) else value
