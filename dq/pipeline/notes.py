"""Remarks about a whole run that no single rule can make. All but the harmless end the run in exit code 11.

A note is `key` or `key:detail`; the words stand in the catalogue. Source: decisions.md 4, readings.md Money.
"""

from datetime import date

import polars as pl

from dq.core.ledger import FileRead
from dq.loop import Judged, Sources
from dq.pipeline.senders import unsent
from dq.settings import Suite

ABSENT_RULES = ("REF-01", "REF-02", "ABS-01", "ABS-02")
MIN_PROVIDERS, MANY_PROVIDERS, MANY_ROWS = 10, 0.5, 0.2
SHRUNKEN = 0.9
COUNTED = ("listings", "staff_roll", "claims")  # CMP-04 must show that these came whole
NAMED = 3  # names shown in one note
HARMLESS = ("other_day_allowed", "no_claim", "same_file")  # told, and no more


def notes_of(files: tuple[FileRead, ...], sources: Sources, judged: Judged, suite: Suite) -> tuple[str, ...]:
    """Give the notes of a run, sorted."""
    delivery = suite.file.delivery
    notes = [] if delivery.allow_old_snapshot else old_snapshots(files, sources.day)
    if "claims" in sources.feeds:
        notes += claim_notes(sources, allow_other_day=delivery.allow_other_day)
    notes += [f"same_file:{read.name}" for read in files if read.error == "same_file"]
    return grouped(
        [
            *notes,
            *unsent(judged, sources),
            *manifest_faults(judged),
            *incomplete_roll(judged),
            *shrunken_roll(sources),
            *uncounted(files, suite),
        ]
    )


def uncounted(files: tuple[FileRead, ...], suite: Suite) -> list[str]:
    """Name files that pay rests on and whose rows no manifest states, where the suite requires CMP-04.

    A delivery without a manifest, or whose manifest states no rows at all, is CMP-04's own matter.
    """
    required = any(each.rule.id == "CMP-04" and each.required for each in suite.chosen)
    stated = any(read.stated_rows is not None for read in files)
    if not (required and stated):
        return []
    open_ = (read for read in files if read.status == "read" and read.stated_rows is None)
    return [f"uncounted:{read.name}" for read in open_ if read.feed in COUNTED]


def blocking(notes: tuple[str, ...]) -> tuple[str, ...]:
    """Give the notes that keep a run from being judged to the end."""
    return tuple(note for note in notes if note.partition(":")[0] not in HARMLESS)


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


def manifest_faults(judged: Judged) -> list[str]:
    """Name manifests with a cell that is empty, unread or impossible: what they state cannot be trusted."""
    shown = [result.shown["source_file"] for result in judged.rows if result.feed == "manifest"]
    return [f"manifest_fault:{name}" for name in sorted({name for names in shown for name in names})]


def claim_notes(sources: Sources, *, allow_other_day: bool) -> list[str]:
    """Say which claims nobody can use, and where another could have been the one that counts."""
    claims = sources.feeds["claims"].with_columns(order=pl.col("version").fill_null(0)).collect()
    columns = ("row_id", "period", "order", "submitted_at")
    own = claims.select("provider_id", *(pl.col(name).alias(f"{name}_counting") for name in columns))
    counting = own.join(sources.table("claimed"), left_on="row_id_counting", right_on="row_id", how="semi")
    beside = claims.join(counting, on="provider_id").filter(pl.col("row_id") != pl.col("row_id_counting"))
    key = "other_day_allowed" if allow_other_day else "other_day"
    other = claims.filter(pl.col("measurement_day").is_not_null()).join(
        counting, on="provider_id", how="anti"
    )
    return [
        *unusable(claims),
        *_named(key, other),
        *_named("tied_claims", beside.filter(pl.col("measurement_day") == sources.day, _ties())),
        *_named("newer_claim_other_day", beside.filter(pl.col("measurement_day") != sources.day, _newer())),
    ]


def unusable(claims: pl.DataFrame) -> list[str]:
    """Name the rows whose provider or day is empty or unread, by file and line."""
    lost = claims.filter(pl.col("provider_id").is_null() | pl.col("measurement_day").is_null())
    where = lost.sort("row_id").select("source_file", "source_row").iter_rows()
    return [f"claim_without_provider:{file}:{row}" for file, row in where]


def _ties() -> pl.Expr:
    """Say which rows have the version and time of the one that counts; an unread time could be any."""
    unread = pl.col("unread").fill_null("").str.contains(r"(^|\|)submitted_at:")
    same = pl.col("submitted_at").eq_missing(pl.col("submitted_at_counting")) | unread
    return (pl.col("order") == pl.col("order_counting")) & same


def _newer() -> pl.Expr:
    """Say which rows are a later version of the claim that counts."""
    same = (pl.col("period") == pl.col("period_counting")).fill_null(value=True)
    return same & (pl.col("order") > pl.col("order_counting"))


def _named(key: str, rows: pl.DataFrame) -> list[str]:
    return [f"{key}:{provider}" for provider in sorted(set(rows["provider_id"].drop_nulls()))]


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
