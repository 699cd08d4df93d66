"""Who is listed and named on the day. Source: domain.md sections 2 and 3.1."""

from datetime import date
from typing import Any

import narwhals as nw

from dq.core.measure import measure
from dq.core.outcome import active_on

Frame = nw.LazyFrame[Any]

# Whole values that stand where a doctor should be (ABS-06; reading A-37: never a part of a word).
# Number or letter behind, ASCII spellings, and white space or dashes of any kind count too.
PLACEHOLDER = (
    r"(?i)^\s*((vakant|vakans|vakant\s+tjänst|vakant\s+läkare|vikarie|vik|vikarierande\s+läkare|hyrl[äa]kare"
    r"|hyr|stafettl[äa]kare|jour|jourl[äa]kare|team|ledig|ledigt|test|ok[äa]nd|ok[äa]nt)([\s-]?[0-9]{1,3})?"
    r"|team\s.{0,20}|l[äa]kare|l[äa]kare\s?\w{1,2}|(ok[äa]nd|ledig|test)\s+l[äa]kare|saknas|nn|n\.\s?n\.?"
    r"|ej\s+val[dt]|inte\s+val[dt]|ingen|[-.?x\x{2010}-\x{2015}\x{2212}]+)\s*$"
)
NAMED_DOCTOR = "2"  # Inera 1.2.752.129.5.1.69: fast läkarkontakt; 1, 3 and 4 must not be counted


@measure(collected=False)
def active(listings: Frame, ref_tandem: Frame | None = None, *, day: date) -> Frame:
    """Give the listing rows that hold on the day: one row per listing row.

    `is_listed`: the row makes the person listed. `is_named`: the row names a doctor (any text in
    `physician_id`, a placeholder too). `slot`: what a person has one of (centre or named_doctor), or
    other_contact, of which there may be several. `list_id`: the physician, or the shared list of physicians
    who share one by agreement.
    """
    centre_row = nw.col("listing_kind").is_null() | nw.col("listing_kind").is_in(["both", "centre"])
    doctor_row = nw.col("listing_kind").is_null() | nw.col("listing_kind").is_in(["both", "named_doctor"])
    right_contact = nw.col("contact_type").is_null() | (nw.col("contact_type") == NAMED_DOCTOR)
    rows = listings.filter(active_on(day)).with_columns(
        is_listed=centre_row,
        is_named=doctor_row & right_contact & ~nw.col("physician_id").is_null(),
        slot=nw.when(nw.col("listing_kind") == "named_doctor")
        .then(nw.when(right_contact).then(nw.lit("named_doctor")).otherwise(nw.lit("other_contact")))
        .otherwise(nw.lit("centre")),
        right_contact=right_contact.cast(nw.Int64),
        placeholder_name=nw.col("physician_name").str.contains(PLACEHOLDER).fill_null(value=False),
    )
    if ref_tandem is None:
        rows = rows.with_columns(list_id=nw.col("physician_id"))
    else:
        shared = ref_tandem.select("physician_id", shared_list="list_id").unique(subset=["physician_id"])
        rows = rows.join(shared, on="physician_id", how="left").with_columns(
            list_id=nw.coalesce("shared_list", "physician_id")
        )
    return rows.select(
        "row_id", "source_file", "source_row", "person_id", "provider_id", "physician_id", "list_id"
    , "slot", "right_contact", "valid_from", "is_listed", "is_named", "placeholder_name")  # fmt: skip


@measure(collected=True)
def provider_rows(listings: Frame, *, day: date) -> Frame:
    """Count a provider's listing rows: one row per provider.

    `rows` in the file = `active` + `ended` + `not_started` + `undated`; `listed` and `named` of the active
    ones; `unnamed` are listed without a doctor; `ended_listed` are ended rows that listed a person.
    """
    holds = active_on(day).fill_null(value=False)
    centre_row = nw.col("listing_kind").is_null() | nw.col("listing_kind").is_in(["both", "centre"])
    doctor_row = nw.col("listing_kind").is_null() | nw.col("listing_kind").is_in(["both", "named_doctor"])
    right_contact = nw.col("contact_type").is_null() | (nw.col("contact_type") == NAMED_DOCTOR)
    named = doctor_row & right_contact & ~nw.col("physician_id").is_null()
    ended = (nw.col("valid_to") <= nw.lit(day)).fill_null(value=False)
    late = (nw.col("valid_from") > nw.lit(day)).fill_null(value=False) & ~ended
    undated = nw.col("valid_from").is_null() & ~ended
    flags = {
        "active": holds,
        "ended": ended & ~undated,
        "ended_listed": ended & ~undated & centre_row,
        "not_started": late,
        "undated": undated,
        "listed": holds & centre_row,
        "named": holds & named,
        "unnamed": holds & centre_row & ~named,
    }
    counted = listings.select("provider_id", **{name: flag.cast(nw.Int64) for name, flag in flags.items()})
    return (
        counted.group_by("provider_id")
        .agg(nw.len().cast(nw.Int64).alias("rows"), *[nw.col(name).sum() for name in flags])
        .filter(~nw.col("provider_id").is_null())
    )


@measure(collected=True)
def list_rows(active: Frame) -> Frame:
    """Count named rows: one row per provider and physician, with the list the physician belongs to."""
    return (
        active.filter(nw.col("is_named"))
        .group_by("provider_id", "physician_id", "list_id")
        .agg(
            nw.len().cast(nw.Int64).alias("named"),
            # a placeholder name beside a real id counts only if all of the list has one
            nw.col("placeholder_name").cast(nw.Int64).min().alias("placeholder_name"),
        )
        .filter(~nw.col("provider_id").is_null())
    )


@measure(collected=True)
def surplus_rows(active: Frame) -> Frame:
    """Find rows that repeat an open listing: one row per row of a duplicate group.

    A group is one person, provider and slot with more than one open row. `keep` is True for the row that
    counts: one for a named doctor before other kinds of contact, then the latest `valid_from`, then a named
    row before an unnamed one, then the first physician id, then file order. Content decides before order, so
    that a shuffled file gives the same result.
    """
    key = ["person_id", "provider_id", "slot"]
    slots = active.filter(nw.col("slot") != "other_contact")
    groups = slots.group_by(key).agg(nw.len().alias("size"), nw.col("right_contact").max().alias("right"))
    rows = slots.join(groups.filter(nw.col("size") > 1), on=key, how="inner").with_columns(
        # U+FFFF sorts after every id, so unnamed rows come last
        order=nw.when(nw.col("is_named")).then(nw.col("physician_id")).otherwise(nw.lit("\uffff"))
    )
    fitting = rows.filter(nw.col("right_contact") == nw.col("right"))
    latest = fitting.group_by(key).agg(nw.col("valid_from").max().alias("latest"))
    newest = fitting.join(latest, on=key, how="inner").filter(nw.col("valid_from") == nw.col("latest"))
    first = newest.group_by(key).agg(nw.col("order").min().alias("first"))
    kept = (
        newest.join(first, on=key, how="inner")
        .filter(nw.col("order") == nw.col("first"))
        .group_by(key)
        .agg(nw.col("row_id").min().alias("kept_row"))
    )
    return rows.join(kept, on=key, how="inner").select(
        "row_id",
        "provider_id",
        "physician_id",
        "is_listed",
        "is_named",
        size=nw.col("size").cast(nw.Int64),
        keep=nw.col("row_id") == nw.col("kept_row"),
    )
