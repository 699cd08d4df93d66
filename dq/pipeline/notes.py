"""Remarks about a whole run that no single rule can make. Each ends the run in exit code 11.

A note is `key` or `key:detail`; the words stand in the catalogue. Source: decisions.md 4, readings.md Money.
"""

from datetime import date

import polars as pl

from dq.core.run import FileRead
from dq.loop import Judged, Sources
from dq.settings import Suite

ABSENT_RULES = ("REF-01", "REF-02", "ABS-01", "ABS-02")
MIN_PROVIDERS, MANY_PROVIDERS, MANY_ROWS = 10, 0.5, 0.2
SHRUNKEN = 0.9
NAMED = 3  # names shown in one note


def notes_of(files: tuple[FileRead, ...], sources: Sources, judged: Judged, suite: Suite) -> tuple[str, ...]:
    """Give the notes of a run, sorted."""
    delivery = suite.file.delivery
    notes = [] if delivery.allow_old_snapshot else old_snapshots(files, sources.day)
    if "claims" in sources.feeds:
        claims = sources.feeds["claims"].collect()
        notes += [] if delivery.allow_other_day else other_days(claims, sources.day)
        notes += tied_claims(claims, sources.day)
    return grouped([*notes, *incomplete_roll(judged), *shrunken_roll(sources)])


def grouped(notes: list[str]) -> tuple[str, ...]:
    """Join notes of one kind into one, with the first names and the number of the rest; sorted."""
    details: dict[str, list[str]] = {}
    for note in sorted(notes):
        key, _, detail = note.partition(":")
        details.setdefault(key, []).append(detail)
    joined = []
    for key, names in details.items():
        rest = f" (+{len(names) - NAMED})" if len(names) > NAMED else ""
        joined.append(f"{key}:{', '.join(names[:NAMED])}{rest}" if names != [""] else key)
    return tuple(joined)


def old_snapshots(files: tuple[FileRead, ...], day: date) -> list[str]:
    """Name files whose snapshot was taken before the measurement day."""
    old = [f for f in files if f.snapshot_date and f.snapshot_date < day and not f.feed.startswith("survey")]
    return [f"old_snapshot:{read.name}" for read in old]


def other_days(claims: pl.DataFrame, day: date) -> list[str]:
    """Name providers whose claim is for another day only."""
    here = claims.filter(pl.col("measurement_day") == day)["provider_id"]
    other = claims.filter(~pl.col("provider_id").is_in(here.implode()))["provider_id"].drop_nulls()
    return [f"other_day:{provider}" for provider in sorted(set(other))]


def tied_claims(claims: pl.DataFrame, day: date) -> list[str]:
    """Name providers with several claims for the day of the same version and time."""
    key = ["provider_id", "version", "submitted_at"]
    rows = claims.filter(pl.col("measurement_day") == day)
    order = pl.struct(pl.col("version").fill_null(0), "submitted_at")
    best = rows.filter(order.rank("dense", descending=True).over("provider_id") == 1)
    tied = best.group_by(key).len().filter(pl.col("len") > 1)["provider_id"].drop_nulls()
    return [f"tied_claims:{provider}" for provider in sorted(set(tied))]


def incomplete_roll(judged: Judged) -> list[str]:
    """Say that the staff roll is probably incomplete: too many providers have too many absent doctors.

    Among at least 10 providers, more than half with over 20 % of their named rows failing REF-01, REF-02,
    ABS-01 or ABS-02.
    """
    if judged.masks.is_empty():
        return []
    ids = [rule.id for rule in judged.bits.rules if rule.id in ABSENT_RULES]
    absent = sum(judged.bits.value(rule_id) for rule_id in ids)
    hit = (pl.col("mask") & absent) != 0
    named = judged.masks.filter("is_named").group_by("provider_id")
    shares = named.agg(share=pl.col("n").filter(hit).sum() / pl.col("n").sum())
    bad = shares.filter(pl.col("share") > MANY_ROWS).height
    bad += len(judged.without_roll)
    return (
        ["incomplete_roll"] if shares.height >= MIN_PROVIDERS and bad > MANY_PROVIDERS * shares.height else []
    )


def shrunken_roll(sources: Sources) -> list[str]:
    """Say that the roll has lost more than a tenth of its rows since the period before."""
    if not {"staff_roll", "staff_roll_previous"} <= set(sources.feeds):
        return []
    now, before = (
        sources.feeds[name].select(pl.len()).collect().item()
        for name in ("staff_roll", "staff_roll_previous")
    )
    return ["shrunken_roll"] if now < SHRUNKEN * before else []
